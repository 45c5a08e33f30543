"""Sending mail: how a message is written, and by which way it leaves."""
