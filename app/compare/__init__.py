"""All teams on one measure, side by side and without ranks: by name, by a code, or not at all."""
