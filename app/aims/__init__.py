"""A team's SMART aim."""
