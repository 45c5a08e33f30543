"""What a process keeps of its work, by what the work was made of.

Of equal values the same is made again, so nothing kept can be out of date: a corrected number, a
new note or a reader who sees less asks for something else. What was asked for last is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

Work = TypeVar("Work", bound=Callable[..., Any])

_KEEPERS: list[Callable[[], None]] = []


def kept(most: int) -> Callable[[Work], Work]:
    """Keep the latest results of a function of frozen values, at most so many.

    The function asks neither the database nor the clock nor who reads; its arguments can be
    hashed, and what it returns is never changed.
    """

    def keeping(work: Work) -> Work:
        found = lru_cache(maxsize=most)(work)
        _KEEPERS.append(found.cache_clear)
        return cast("Work", found)

    return keeping


def forget() -> None:
    """Let go of everything that is kept, as a process that has just begun."""
    for clear in _KEEPERS:
        clear()
