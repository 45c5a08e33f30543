"""A coach reads a team's chart: signs it off, or asks; the team answers."""
