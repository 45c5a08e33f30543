"""Pages of lists by cursor: what is added meanwhile neither repeats nor hides an item."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.api.schemas.base import PageQuery
from app.problems import Fault, Problem

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Cut(Generic[Item]):
    """The items of one page, and where the next begins."""

    items: Sequence[Item]
    next_cursor: str | None


def after(query: PageQuery) -> str:
    """The key after which the page begins; "" for the first."""
    if query.cursor is None:
        return ""
    try:
        return urlsafe_b64decode(query.cursor.encode("ascii")).decode()
    except ValueError:
        raise Problem(
            422,
            "This cursor is none.",
            [Fault("cursor", "It is not one that a page gave.", "`next_cursor`", "query")],
        ) from None


def cut(items: Sequence[Item], query: PageQuery, key: Callable[[Item], str]) -> Cut[Item]:
    """The page that was asked for, of items in the order of their keys."""
    last = after(query)
    waiting = [each for each in items if key(each) > last]
    shown = waiting[: query.limit]
    more = len(waiting) > len(shown)
    return Cut(shown, cursor_of(key(shown[-1])) if more else None)


def cursor_of(key: str) -> str:
    """The cursor that stands for a key."""
    return urlsafe_b64encode(key.encode()).decode("ascii")
