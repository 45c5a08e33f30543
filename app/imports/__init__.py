"""Bringing in observations from a file: `flask import observations`."""
