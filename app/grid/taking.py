"""What was typed, beside what the page showed when it was opened and what is stored by now."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.grid.columns import WHOLE
from app.grid.sheet import Line
from app.measures import told
from app.plain_fields import tidy


def served(text: str) -> dict[str, list[str]]:
    """What the page showed as stored when it was opened, cell by cell; nothing where unreadable."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        key: each
        for key, each in found.items()
        if isinstance(each, list) and all(isinstance(text, str) for text in each)
    }


def take(line: Line, form: Mapping[str, str], shown: list[str] | None) -> None:
    """Put into a line what was typed, unless it is only what the page showed when it was opened."""
    stored = line.texts
    base = shown if shown is not None and len(shown) == len(stored) else [""] * len(stored)
    given = [tidy(form.get(cell.name, was)) for cell, was in zip(line.cells, base, strict=True)]
    if given == base:
        return
    for cell, text in zip(line.cells, given, strict=True):
        cell.typed = text
    if stored not in (base, given):
        line.conflict = _told(line)


def _told(line: Line) -> str:
    """What is stored now, and by whom, in words."""
    if line.known is None:
        return (
            ", ".join(f"{c.column.spoken} {c.stored}" for c in line.cells if c.stored) or "nothing"
        )
    corrections = line.known.corrections
    by = corrections[-1].corrected_by if corrections else line.known.entered_by
    words = told.stored(line.known)
    parts = [
        f"{c.column.spoken} {c.stored}" for c in line.cells if c.column.group != WHOLE and c.stored
    ]
    words = "; ".join([words, *parts])
    if line.known.note:
        words += f", “{line.known.note}”"
    return f"{words}, by {by.name}" if by else words
