"""Bringing in observations from a file in the browser: upload, columns, check, store."""
