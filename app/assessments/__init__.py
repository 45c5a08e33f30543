"""Staged self-assessments: a network's instruments, and teams that place themselves on them."""
