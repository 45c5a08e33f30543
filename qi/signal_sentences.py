"""One sentence per signal: the number first, then the place and the time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from qi.dates import Calendar
from qi.results import Analysis, Side, Signal

NAMED_POINTS: Final = 3
"""So many points outside the limits are named one by one; of more, the stretch of time."""

NEAR_LIMIT: Final = 2
"""So many sigma from the center line, a point is near the limit: in the outer third."""


def say(analysis: Analysis, names: Calendar, group: list[Signal], latest: int) -> str:
    """Say one signal, or several points outside the same limit.

    Parameters
    ----------
    analysis : Analysis
        The analysis.
    names : Calendar
        Names of its points.
    group : list of Signal
        One signal, or points outside on one side of one phase, in order.
    latest : int
        Position of the latest included point; what reaches it is said to last.
    """
    signal = group[-1]
    first, last = group[0].indices[0], signal.indices[-1]
    when = f"since {names.name(first)}" if last == latest else names.span(first, last)
    if signal.rule == "outside":
        return _say_outside(analysis, names, group, when)
    return _SENTENCES.get(signal.rule, _say_zone)(analysis, names, signal, when)


def excursions(analysis: Analysis, outside: list[Signal]) -> list[list[Signal]]:
    """Part points outside one limit into stretches without an included point between them."""
    parts = [[outside[0]]]
    for signal in outside[1:]:
        between = analysis.included[parts[-1][-1].start + 1 : signal.start]
        if between.any():
            parts.append([])
        parts[-1].append(signal)
    return parts


def _say_outside(analysis: Analysis, names: Calendar, group: list[Signal], when: str) -> str:
    limit = "above the upper limit" if group[0].side is Side.UP else "below the lower limit"
    counted = names.count(len(group))
    if len(group) <= NAMED_POINTS:
        return f"{counted} {limit}: {_listed([names.name(signal.start) for signal in group])}."
    if len(excursions(analysis, group)) == 1:
        indices = tuple(signal.start for signal in group)
        return f"{in_a_row(names, indices)} {limit} {when}."
    first, last = names.name(group[0].start), names.name(group[-1].start)
    return f"{counted} {limit} between {first} and {last}."


def _listed(places: list[str]) -> str:
    """Join names; those that hold a comma themselves are parted by semicolons."""
    comma = "; " if any("," in place for place in places) else ", "
    *before, last = places
    return f"{comma.join(before)} and {last}" if before else last


def in_a_row(names: Calendar, indices: tuple[int, ...]) -> str:
    """Say "9 months in a row", or "9 points in a row" where a month among them is left out."""
    unbroken = indices[-1] - indices[0] + 1 == len(indices)
    steady = unbroken and names.steady(indices[0], indices[-1])
    return names.count(len(indices), unit=None if steady else "point") + " in a row"


def _half(signal: Signal) -> str:
    return "above" if signal.side is Side.UP else "below"


def _say_shift(analysis: Analysis, names: Calendar, signal: Signal, when: str) -> str:
    del analysis
    return f"{in_a_row(names, signal.indices)} {_half(signal)} the center line {when}."


def _say_trend(analysis: Analysis, names: Calendar, signal: Signal, when: str) -> str:
    del analysis
    way = "up" if signal.side is Side.UP else "down"
    return f"{in_a_row(names, signal.indices)} going {way} {when}."


def _say_zone(analysis: Analysis, names: Calendar, signal: Signal, when: str) -> str:
    zone = next(zone for zone in analysis.options["rules"].zones if zone.name == signal.rule)
    limit = "upper" if signal.side is Side.UP else "lower"
    where = (
        f"near or beyond the {limit} limit"
        if zone.sigmas >= NEAR_LIMIT
        else f"well {_half(signal)} the center line"
    )
    return f"{names.count(len(signal.indices))} {where} {when}: at least {zone.k} of {zone.n} in a row."


def _say_inner(analysis: Analysis, names: Calendar, signal: Signal, when: str) -> str:
    del analysis
    return (
        f"{in_a_row(names, signal.indices)} close to the center line {when}: less variation "
        "than the limits lead one to expect."
    )


def _say_both_sides(analysis: Analysis, names: Calendar, signal: Signal, when: str) -> str:
    del analysis
    return (
        f"{in_a_row(names, signal.indices)} far from the center line, none in the inner third, "
        f"{when}."
    )


def _say_alternating(analysis: Analysis, names: Calendar, signal: Signal, when: str) -> str:
    del analysis
    return f"{in_a_row(names, signal.indices)} going up and down in turn {when}."


def _say_runs(analysis: Analysis, names: Calendar, signal: Signal, when: str) -> str:
    del names
    phase = analysis.phases[signal.phase]
    few = phase.runs < (phase.runs_min or 0)
    meaning = "too few, so the points cluster" if few else "too many, so the points zigzag"
    return (
        f"{phase.runs} {'run' if phase.runs == 1 else 'runs'} {when}, where chance gives "
        f"{phase.runs_min} to {phase.runs_max}: {meaning}."
    )


def _say_crossings(analysis: Analysis, names: Calendar, signal: Signal, when: str) -> str:
    del names
    phase = analysis.phases[signal.phase]
    return (
        f"{phase.crossings} {'crossing' if phase.crossings == 1 else 'crossings'} of the center "
        f"line {when}, where chance gives {phase.crossings_min} or more: the points cluster."
    )


_SENTENCES: Final[dict[str, Callable[[Analysis, Calendar, Signal, str], str]]] = {
    "shift": _say_shift,
    "trend": _say_trend,
    "inner third": _say_inner,
    "both sides": _say_both_sides,
    "alternating": _say_alternating,
    "runs": _say_runs,
    "crossings": _say_crossings,
}
