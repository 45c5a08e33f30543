"""Plain sentences that say what a chart says: the number first, then the place."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from qi.chart_types import CHART_TYPES
from qi.constants import FIRM_LIMITS_MINIMUM, USEFUL_MINIMUM
from qi.dates import Calendar, calendar
from qi.results import Analysis, Assurance, PhaseSummary, Side, Signal
from qi.runs import longest_run_limit, stretches
from qi.verdict import precedence

NAMED_POINTS: Final = 3
"""So many points outside the limits are named one by one; of more, only the latest."""

NEAR_LIMIT: Final = 2
"""So many sigma from the center line, a point is near the limit: in the outer third."""


def describe(analysis: Analysis, unit: str = "") -> tuple[str, ...]:
    """Say what the chart says, the most important first.

    Parameters
    ----------
    analysis : Analysis
        The analysis.
    unit : str
        The unit of the values, such as "%" or "days", written behind the target.

    Returns
    -------
    tuple of str
        Sentences: signals that last to the latest point, a shift that lacks one point, earlier
        signals from the latest back, then what limits the judgment.
    """
    phase = latest_phase(analysis)
    if phase is None:
        return ("No values yet: there is nothing to judge.",)
    names = calendar(analysis.x)
    latest = latest_position(analysis)
    sentences = [_say(analysis, names, group, latest) for group in _groups(analysis, latest)]
    near = near_signal(analysis)
    if near:
        ongoing = sum(signal.indices[-1] == latest for signal in analysis.signals)
        sentences.insert(min(ongoing, len(sentences)), near)
    judged = _judgeable(analysis, names, phase)
    if judged:
        sentences.insert(0, judged)
    elif not _applied(analysis):
        sentences.append(
            f"No rule of {analysis.options['rules'].name} applies to a {analysis.chart} chart: "
            "nothing was looked for."
        )
    elif not analysis.signals:
        sentences.append(
            f"No signal among {names.count(phase.n_points)}: the points vary as chance alone "
            "makes them vary."
        )
    sentences += _limits_say(analysis, names, phase)
    if not judged and analysis.target is not None:
        sentences += _say_assurance(analysis, analysis.target, unit)
    return tuple(sentences)


def _applied(analysis: Analysis) -> bool:
    rules = analysis.options["rules"]
    kind = CHART_TYPES[analysis.chart]
    return bool(rules.outside if kind.only_outside else rules.names(limits=kind.limits))


def plain_number(value: float) -> str:
    """Return a number of up to six digits, or in full with thousands separators."""
    return f"{value:,.0f}" if abs(value) >= _LARGE else f"{value:g}"


_LARGE: Final = 1e5
"""From here on `g` would round, and soon write 1.5e+06."""


def latest_phase(analysis: Analysis) -> PhaseSummary | None:
    """Return the phase of the latest included point; None if no point is included."""
    return next((phase for phase in reversed(analysis.phases) if phase.n_points), None)


def latest_position(analysis: Analysis) -> int:
    """Return the position of the latest included point, of which there must be one."""
    return len(analysis) - 1 - int(analysis.included[::-1].argmax())


def near_signal(analysis: Analysis) -> str | None:
    """Say that the latest points are one short of a shift, if they are.

    Parameters
    ----------
    analysis : Analysis
        The analysis.

    Returns
    -------
    str or None
        For example "7 months in a row below the center line; one more is a shift."
    """
    phase = latest_phase(analysis)
    rules = analysis.options["rules"]
    if phase is None or phase.all_equal or analysis.chart == "mr":
        return None
    length = rules.shift
    if rules.longest_run:
        # The next point makes the series one longer, which may move the limit.
        length = (longest_run_limit(phase.n_useful + 1) or 0) + 1
    if length is None:
        return None
    places = [place for place in range(phase.start, phase.stop) if analysis.included[place]]
    tolerance = analysis.tolerance
    marks = [_mark(analysis.values[place] - phase.center, tolerance) for place in places]
    breaks = rules.on_center == "break"
    runs = stretches(marks, zeros_break=breaks)
    if not runs or len(runs[-1][1]) != length - 1:
        return None
    side, members = runs[-1]
    if breaks and members[-1] != len(places) - 1:
        return None
    names = calendar(analysis.x)
    indices = tuple(places[member] for member in members)
    where = "above" if side > 0 else "below"
    return f"{_in_a_row(names, indices)} {where} the center line; one more is a shift."


def _mark(deviation: float, tolerance: float) -> int:
    return 1 if deviation > tolerance else -1 if deviation < -tolerance else 0


def _groups(analysis: Analysis, latest: int) -> list[list[Signal]]:
    """Signals in the order in which they are told; points outside one limit belong together."""
    groups: dict[tuple[object, ...], list[Signal]] = {}
    for number, signal in enumerate(analysis.signals):
        key: tuple[object, ...] = (number,)
        if signal.rule == "outside":
            key = (signal.rule, signal.side, signal.phase)
        groups.setdefault(key, []).append(signal)
    return sorted(
        groups.values(),
        key=lambda group: (
            group[-1].indices[-1] != latest,
            0 if group[-1].indices[-1] == latest else -group[-1].indices[-1],
            precedence(group[0].rule),
        ),
    )


def _say(analysis: Analysis, names: Calendar, group: list[Signal], latest: int) -> str:
    signal = group[-1]
    if signal.rule == "outside":
        return _say_outside(names, group)
    ongoing = signal.indices[-1] == latest
    when = (
        f"since {names.name(signal.start)}"
        if ongoing
        else names.span(signal.indices[0], signal.indices[-1])
    )
    return _SENTENCES.get(signal.rule, _say_zone)(analysis, names, signal, when)


def _say_outside(names: Calendar, group: list[Signal]) -> str:
    limit = "above the upper limit" if group[0].side is Side.UP else "below the lower limit"
    places = [names.name(signal.start) for signal in group]
    counted = names.count(len(places))
    if len(places) > NAMED_POINTS:
        return f"{counted} {limit}, the latest {places[-1]}."
    listed = places[0] if len(places) == 1 else f"{', '.join(places[:-1])} and {places[-1]}"
    return f"{counted} {limit}: {listed}."


def _in_a_row(names: Calendar, indices: tuple[int, ...]) -> str:
    """Say "9 months in a row", or "9 points in a row" where a month among them is left out."""
    unbroken = indices[-1] - indices[0] + 1 == len(indices)
    steady = unbroken and names.steady(indices[0], indices[-1])
    return names.count(len(indices), unit=None if steady else "point") + " in a row"


def _half(signal: Signal) -> str:
    return "above" if signal.side is Side.UP else "below"


def _say_shift(analysis: Analysis, names: Calendar, signal: Signal, when: str) -> str:
    del analysis
    return f"{_in_a_row(names, signal.indices)} {_half(signal)} the center line {when}."


def _say_trend(analysis: Analysis, names: Calendar, signal: Signal, when: str) -> str:
    del analysis
    way = "up" if signal.side is Side.UP else "down"
    return f"{_in_a_row(names, signal.indices)} going {way} {when}."


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
        f"{_in_a_row(names, signal.indices)} close to the center line {when}: less variation "
        "than the limits lead one to expect."
    )


def _say_both_sides(analysis: Analysis, names: Calendar, signal: Signal, when: str) -> str:
    del analysis
    return (
        f"{_in_a_row(names, signal.indices)} far from the center line, none in the inner third, "
        f"{when}."
    )


def _say_alternating(analysis: Analysis, names: Calendar, signal: Signal, when: str) -> str:
    del analysis
    return f"{_in_a_row(names, signal.indices)} going up and down in turn {when}."


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


def _judgeable(analysis: Analysis, names: Calendar, phase: PhaseSummary) -> str | None:
    """Say why the latest phase cannot be judged, if it cannot."""
    if phase.all_equal and phase.n_points > 1:
        value = analysis.values[latest_position(analysis)]
        return (
            f"{names.count(phase.n_points)}, all with the same {_PLOTTED.get(analysis.chart, 'value')}"
            f", {plain_number(0.0 if abs(value) <= analysis.tolerance else value)}: nothing varies, "
            "so there is no signal to find."
        )
    if phase.n_useful >= USEFUL_MINIMUM:
        return None
    since = "" if phase.start == 0 else f" since {names.name(phase.start)}"
    if phase.n_points < USEFUL_MINIMUM:
        return (
            f"{names.count(phase.n_points)}{since}: too young to judge, which takes "
            f"{USEFUL_MINIMUM} points."
        )
    return (
        f"{phase.n_useful} of {names.count(phase.n_points)}{since} off the center line: too few "
        f"to judge, which takes {USEFUL_MINIMUM}."
    )


def _limits_say(analysis: Analysis, names: Calendar, phase: PhaseSummary) -> list[str]:
    latest = latest_position(analysis)
    lower = analysis.lower[latest]
    sentences = []
    if phase.trial and not math.isnan(lower) and not phase.all_equal:
        sentences.append(
            f"{names.count(phase.n_basis)} behind the limits: they are trial limits until there "
            f"are {FIRM_LIMITS_MINIMUM}."
        )
    missing = _missing(analysis)
    if missing:
        verb = "has" if missing == 1 else "have"
        sentences.append(f"{names.count(missing)} {verb} no value.")
    if analysis.options["exclude"]:
        ghosted = len(analysis.options["exclude"])
        verb = "is" if ghosted == 1 else "are"
        sentences.append(f"{names.count(ghosted)} {verb} left out of center, limits and runs.")
    return sentences


_PLOTTED: Final = {"mr": "range", "r": "range", "s": "standard deviation"}


def _missing(analysis: Analysis) -> int:
    """Count points without a value; a range that cannot exist, as the first one, is not missing."""
    plotted = analysis.values
    if analysis.chart == "mr":
        plotted = analysis.numerators
        if analysis.denominators is not None:
            plotted = np.where(analysis.denominators > 0, plotted, np.nan)
    elif analysis.chart in {"s", "r"} and analysis.denominators is not None:
        return int(np.count_nonzero(analysis.denominators == 0))
    return int(np.count_nonzero(np.isnan(plotted)))


def _say_assurance(analysis: Analysis, target: float, unit: str) -> list[str]:
    """Say what the limits tell of the target; they foretell only a process that is stable."""
    if analysis.verdict.assurance is Assurance.NONE:
        return []
    latest = analysis.phase[latest_position(analysis)]
    stable = not any(signal.phase == latest for signal in analysis.signals)
    sentence = _ASSURANCE[analysis.verdict.assurance] if stable else _UNSTABLE
    gap = "" if unit in {"", "%"} else " "
    return [sentence.format(f"{plain_number(target)}{gap}{unit}")]


_UNSTABLE: Final = (
    "While the process is changing, the limits do not say whether the target of {} will be met."
)

_ASSURANCE: Final = {
    Assurance.PASSES: "Unless something changes, the target of {} is met every time.",
    Assurance.FAILS: "Unless something changes, the target of {} is missed every time.",
    Assurance.HIT_OR_MISS: "The target of {} lies within the limits: chance decides whether it is met.",
}
