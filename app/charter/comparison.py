"""What differs between two states of a charter, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.charter.services import FIELDS
from app.revisions.comparison import Change

LABELS = {
    "title": "Title",
    "problem": "The problem",
    "why": "Why it matters",
    "scope_in": "In scope",
    "scope_out": "Out of scope",
    "sponsor": "Sponsor",
    "resources": "Resources",
    "timeline": "Timeline",
}


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """The fields in which two states differ, in the order of the sheet."""
    return tuple(
        (LABELS[name], before.get(name) or "nothing", after.get(name) or "nothing")
        for name in FIELDS
        if (before.get(name) or "") != (after.get(name) or "")
    )
