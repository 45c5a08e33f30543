"""Rules that tell a signal from common cause."""
