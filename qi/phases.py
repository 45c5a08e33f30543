"""Phases, baselines and exclusions: which points a center and its limits rest on."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qi.errors import InvalidValueError, ShapeError
from qi.shown import shown


@dataclass(frozen=True, slots=True)
class Phase:
    """Positions `start` to `stop` (half open), of which the first `basis` set the limits."""

    number: int
    start: int
    stop: int
    basis: int
    baseline: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The checked arguments, as tuples that can be given to `analyze` again."""

    phases: tuple[Phase, ...]
    starts: tuple[int, ...]
    baseline: int | tuple[int | None, ...] | None
    exclude: tuple[int, ...]


def read_layout(
    n: int,
    phases: Iterable[int],
    baseline: int | Sequence[int | None] | None,
    exclude: Iterable[int],
) -> Layout:
    """Check phases, baselines and exclusions of a series of n points.

    An integer baseline holds for every phase. A phase with fewer points than its baseline rests
    on all it has: nothing is frozen until the baseline is full.

    Raises
    ------
    InvalidValueError
        If a position lies outside the series, or phases are not in order.
    ShapeError
        If there is not one baseline per phase.
    """
    starts = _read_starts(n, phases)
    bounds = (0, *starts, n)
    wanted, echo = _read_baseline(baseline, len(starts) + 1)
    return Layout(
        phases=tuple(
            Phase(
                number,
                start,
                stop,
                stop - start if length is None else min(length, stop - start),
                length if length is not None and length < stop - start else None,
            )
            for number, (start, stop, length) in enumerate(
                zip(bounds[:-1], bounds[1:], wanted, strict=True)
            )
        ),
        starts=starts,
        baseline=echo,
        exclude=_read_exclude(n, exclude),
    )


def _read_starts(n: int, phases: Iterable[int]) -> tuple[int, ...]:
    starts = _positions("phases", phases)
    before = 0
    for place, start in enumerate(starts):
        if not before < start < n:
            raise InvalidValueError(
                f"expected a position above {before} and below {n}, where a new phase starts, "
                f"found {shown(start)}",
                argument="phases",
                position=place,
            )
        before = start
    return starts


def _read_baseline(
    baseline: int | Sequence[int | None] | None, n_phases: int
) -> tuple[Sequence[int | None], int | tuple[int | None, ...] | None]:
    if baseline is None:
        return (None,) * n_phases, None
    if isinstance(baseline, np.ndarray) and baseline.ndim == 1:
        baseline = baseline.tolist()
    if isinstance(baseline, Sequence) and not isinstance(baseline, str):
        if len(baseline) != n_phases:
            raise ShapeError(
                f"expected one baseline per phase, {n_phases}, found {len(baseline)}",
                argument="baseline",
            )
        each = tuple(
            None if length is None else _length(length, place)
            for place, length in enumerate(baseline)
        )
        return each, each
    length = _length(baseline, None)
    return (length,) * n_phases, length


def _length(length: Any, place: int | None) -> int:
    try:
        number = operator.index(length)
    except TypeError:
        number = 0
    if number < 1 or isinstance(length, bool):
        raise InvalidValueError(
            f"expected a whole number of points, 1 or more, found {shown(length)}",
            argument="baseline",
            position=place,
        )
    return number


def _read_exclude(n: int, exclude: Iterable[int]) -> tuple[int, ...]:
    positions = _positions("exclude", exclude)
    for place, position in enumerate(positions):
        if not 0 <= position < n:
            raise InvalidValueError(
                f"expected a position from 0 to {n - 1}, found {shown(position)}",
                argument="exclude",
                position=place,
            )
    return tuple(sorted(set(positions)))


def _positions(argument: str, given: Iterable[int]) -> tuple[int, ...]:
    try:
        items = tuple(given)
    except TypeError:
        raise ShapeError("expected a sequence of positions", argument=argument) from None
    positions: list[int] = []
    position: int | None
    for place, item in enumerate(items):
        try:
            position = operator.index(item)
        except TypeError:
            position = None
        # A mask of True and False would pass for the positions 1 and 0.
        if position is None or isinstance(item, bool):
            raise InvalidValueError(
                f"expected a 0-based position, found {shown(item)}",
                argument=argument,
                position=place,
            )
        positions.append(position)
    return tuple(positions)
