"""Instruments that every network may take over and word as its own."""

from __future__ import annotations

from pathlib import Path

from app.assessments.content import Content
from app.assessments.textfile import read_file

HERE = Path(__file__).parent
LIBRARY: dict[str, Content] = {
    path.stem: read_file(path.read_bytes()) for path in sorted(HERE.glob("*.toml"))
}


def from_library(key: str) -> Content | None:
    """The instrument of this key."""
    return LIBRARY.get(key)
