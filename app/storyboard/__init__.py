"""The storyboard: a team's story from its records, on one page, one sheet and as slides."""
