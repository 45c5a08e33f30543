"""A team's charter."""
