"""What keeps a network from being written to an archive, or an archive from being loaded."""

from __future__ import annotations


class ArchiveError(Exception):
    """Says in words what is wrong, for whoever runs the command. Nothing was stored."""
