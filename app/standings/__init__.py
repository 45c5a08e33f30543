"""Where each series stands, kept as data arrive, so that no page of many teams analyzes anew."""
