"""Rules that find signals, and the sets they come in."""
