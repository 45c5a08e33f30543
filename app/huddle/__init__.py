"""The coach's morning huddle: which teams need attention today, why, and what to do first."""
