"""Learning sessions: prepared, held, and followed by an action period."""
