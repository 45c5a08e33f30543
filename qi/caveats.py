"""Sentences on what limits the judgment: few points, trial limits, what is missing or left out."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from qi.chart_types import CHART_TYPES
from qi.constants import FIRM_LIMITS_MINIMUM, RUNS_EXPECTED, USEFUL_MINIMUM
from qi.dates import Calendar
from qi.results import Analysis, Assurance, PhaseSummary, Variation
from qi.shown import rounded

_PLOTTED: Final = {"mr": "range", "r": "range", "s": "standard deviation"}


def not_judgeable(
    analysis: Analysis, names: Calendar, phase: PhaseSummary, latest: int
) -> str | None:
    """Say why the latest phase cannot be judged; None if it can.

    Parameters
    ----------
    analysis : Analysis
        The analysis.
    names : Calendar
        Names of its points.
    phase : PhaseSummary
        The phase of the latest included point.
    latest : int
        Position of that point.
    """
    plotted = _PLOTTED.get(analysis.chart, "value")
    since = "" if phase.start == 0 else f" since {names.name(phase.start)}"
    if math.isnan(phase.center):
        length = phase.baseline or 0
        first = names.count(length) if length > 1 else names.unit
        return (
            f"The baseline, the first {first}{since}, has no {plotted} that counts: there is no "
            "center line to judge by."
        )
    if phase.all_equal and phase.n_points > 1:
        value = analysis.values[latest]
        return (
            f"{names.count(phase.n_points)}, all with the same {plotted}, "
            f"{rounded(0.0 if abs(value) <= analysis.tolerance else value)}: nothing varies, "
            "so there is no signal to find."
        )
    if phase.n_useful >= USEFUL_MINIMUM:
        return None
    # A point outside its limits is judged at any age, and has been told already.
    alone = analysis.verdict.variation is not Variation.NOT_JUDGEABLE
    apart = "apart from the limits " if alone else ""
    if phase.n_points < USEFUL_MINIMUM:
        return (
            f"{names.count(phase.n_points)}{since}: {apart}too young to judge, which takes "
            f"{USEFUL_MINIMUM} points."
        )
    return (
        f"{phase.n_useful} of {names.count(phase.n_points)}{since} off the center line: {apart}too "
        f"few to judge, which takes {USEFUL_MINIMUM}."
    )


def has_limits(analysis: Analysis, latest: int) -> bool:
    """Whether there are limits at the latest included point."""
    return not math.isnan(analysis.upper[latest])


def applied(analysis: Analysis, latest: int) -> bool:
    """Whether any rule of the rule set could find anything at the latest point."""
    rules = analysis.options["rules"]
    limits = has_limits(analysis, latest)
    if CHART_TYPES[analysis.chart].only_outside:
        return bool(rules.outside and limits)
    return bool(rules.names(limits=limits))


def reservations(
    analysis: Analysis, names: Calendar, phase: PhaseSummary, latest: int
) -> list[str]:
    """Say what limits the judgment of the latest phase.

    Parameters
    ----------
    analysis : Analysis
        The analysis.
    names : Calendar
        Names of its points.
    phase : PhaseSummary
        The phase of the latest included point.
    latest : int
        Position of that point.

    Returns
    -------
    list of str
        On trial limits or none, the runs test, missing values and points left out.
    """
    sentences = []
    if CHART_TYPES[analysis.chart].limits and not phase.all_equal:
        sentences += _say_limits(names, phase, limits=has_limits(analysis, latest))
    sentences += _say_runs_test(analysis, phase)
    missing = _missing(analysis)
    if missing:
        verb = "has" if missing == 1 else "have"
        sentences.append(f"{names.count(missing)} {verb} no value.")
    if analysis.options["exclude"]:
        ghosted = len(analysis.options["exclude"])
        verb = "is" if ghosted == 1 else "are"
        sentences.append(f"{names.count(ghosted)} {verb} left out of center, limits and runs.")
    return sentences


def _say_limits(names: Calendar, phase: PhaseSummary, *, limits: bool) -> list[str]:
    behind = names.count(phase.n_basis)
    if limits and phase.trial:
        until = f"they are trial limits until there are {FIRM_LIMITS_MINIMUM}"
        return [f"{behind} behind the limits: {until}."]
    if not limits and phase.n_basis and phase.n_useful >= USEFUL_MINIMUM:
        verb = "does" if phase.n_basis == 1 else "do"
        return [
            f"There are no limits: the {behind} behind them {verb} not show how much values vary."
        ]
    return []


def _say_runs_test(analysis: Analysis, phase: PhaseSummary) -> list[str]:
    """Say that the published table has no row for so few or so many points, and what that means."""
    wanted = analysis.options["rules"].runs and not CHART_TYPES[analysis.chart].only_outside
    if not wanted or phase.runs_min is not None or phase.all_equal or math.isnan(phase.center):
        return []
    there = "there is 1" if phase.n_useful == 1 else f"there are {phase.n_useful}"
    needed = f"{min(RUNS_EXPECTED)} to {max(RUNS_EXPECTED)} points off the center line"
    untested = "whether the points cluster or zigzag was not tested"
    return [f"The runs test was not applied, as it takes {needed} and {there}: {untested}."]


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


def on_target(analysis: Analysis, target: float, unit: str, latest: int) -> list[str]:
    """Say what the limits tell of the target; they foretell only a process that is stable."""
    if analysis.verdict.assurance is Assurance.NONE:
        return []
    phase = analysis.phase[latest]
    stable = not any(signal.phase == phase for signal in analysis.signals)
    sentence = _ASSURANCE[analysis.verdict.assurance] if stable else _UNSTABLE
    gap = "" if unit in {"", "%"} else " "
    return [sentence.format(f"{rounded(target)}{gap}{unit}")]


_UNSTABLE: Final = (
    "While the process is changing, the limits do not say whether the target of {} will be met."
)

_ASSURANCE: Final = {
    Assurance.PASSES: "Unless something changes, the target of {} is met every time.",
    Assurance.FAILS: "Unless something changes, the target of {} is missed every time.",
    Assurance.HIT_OR_MISS: "The target of {} lies within the limits: chance decides whether it is met.",
}
