"""Which teams asked for help: whoever keeps such requests says so here, once, at the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Asked = Callable[[Iterable[int]], set[int]]

_sources: list[Asked] = []


def register(source: Asked) -> None:
    """Let `source` say which of some teams wait for help, by their ids."""
    if source not in _sources:
        _sources.append(source)


def forget(source: Asked) -> None:
    """Ask it no more."""
    _sources.remove(source)


def asked_for_help(team_ids: Iterable[int]) -> set[int]:
    """The teams of these that have asked for help and wait."""
    ids = list(team_ids)
    return {team_id for source in _sources for team_id in source(ids)} & set(ids)
