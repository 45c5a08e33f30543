"""Two revisions of a document side by side, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from app.revisions.models import Revision

Change = tuple[str, str, str]
"""A field's name, what it said and what it says, all in words."""
Differing = Callable[[Mapping[str, Any], Mapping[str, Any]], tuple[Change, ...]]
"""Finds the fields in which two states, as JSON keeps them, differ."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier and a later revision, and the fields in which they differ."""

    earlier: Revision
    later: Revision
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Every revision, the two that were chosen, and what is other between them."""

    revisions: tuple[Revision, ...]
    chosen: tuple[int, int]
    compared: Comparison | None
    """None where the two are the same or one is missing."""


def history_of(revisions: Sequence[Revision], differing: Differing) -> History:
    """The revisions, the first one first, and the two that the address names side by side.

    Unasked, those are the first and the latest.
    """
    ends = (("from", 1), ("to", revisions[-1].number))
    one, other = (request.args.get(end, default, int) for end, default in ends)
    return History(tuple(revisions), (one, other), _compare(revisions, one, other, differing))


def _compare(
    revisions: Sequence[Revision], one: int, other: int, differing: Differing
) -> Comparison | None:
    by_number = {revision.number: revision for revision in revisions}
    if one == other or not {one, other} <= by_number.keys():
        return None
    earlier, later = by_number[min(one, other)], by_number[max(one, other)]
    return Comparison(earlier, later, differing(earlier.fields, later.fields))
