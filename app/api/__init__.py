"""The API: what programs read and write under /api/v1, with a person's own tokens."""
