"""What is shown of a team under a code: the course of its values, and nothing that follows from
how many people stand behind them.

Limits whose width changes with the denominators tell them: a p chart's half width w at a center c
gives n = 9c(1 − c)/w². Drawn at the team's own median denominator they would tell that one. So each
point counts as if all periods had one denominator, the median of whatever it is, and the limits are
scaled by the variation that the course itself shows (Laney's P′ and U′). With one denominator for
all points z differs from the value by a constant factor, which cancels: the limits are those of an
individuals chart of the values, center ± 3 · mean moving range / 1.128. They are constant, right for
a team of any size, and a function of the shown values alone, as are center, signals and verdict.

The values themselves are rounded to what a page would print: 0.170732 is 7 of 41, 17.1% is many things.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

import qi
from app.measures.series import Baselines, Method, Row, analyze
from qi.results import Analysis

COURSES = {"run": "run", "g": "g", "t": "t", "c": "c"}
"""Charts whose center and limits know no denominators; all others become individuals charts."""
COUNTED = frozenset({"g", "t", "c"})
"""Charts whose values are whole already, and may be too small to be rounded."""
NOT_BELOW_ZERO = frozenset({"p", "pp", "np", "u", "up"})
SHARES = frozenset({"p", "pp"})
DIGITS = 2
"""Digits kept beyond the first of the largest value."""
PERCENT_DECIMALS = 1

Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]


def course(analysis: Analysis, *, unit: str) -> Analysis:
    """The analysis of the values alone: same calendar, phases, exclusions, target and rules.

    Parameters
    ----------
    analysis : Analysis
        The team's chart, of what others may see of it.
    unit : str
        Unit of the display; percents keep one decimal.
    """
    chart, options = analysis.chart, analysis.options
    found = qi.analyze(
        analysis.values if chart in COUNTED else rounded(analysis.values, unit),
        COURSES.get(chart, "i"),
        x=analysis.x,
        baseline=[phase.baseline for phase in analysis.phases],
        phases=[phase.start for phase in analysis.phases[1:]],
        exclude=options["exclude"],
        target=analysis.target,
        direction=options["direction"],
        rules=options["rules"],
    )
    return _cut(found, chart, options["multiplier"])


def _cut(found: Analysis, chart: str, multiplier: float) -> Analysis:
    """Limits within what the team's own chart can reach."""
    if chart not in NOT_BELOW_ZERO or not found.options["rules"].cut_limits:
        return found
    top = multiplier if chart in SHARES else math.inf
    lower, upper = np.maximum(found.lower, 0.0), np.minimum(found.upper, top)
    return replace(found, lower=lower, upper=upper)


def rounded(values: Numbers, unit: str) -> list[float]:
    """Values to the digits that a page prints, in display units."""
    known = np.abs(values[np.isfinite(values)])
    top = float(known.max()) if len(known) else 0.0
    decimals = DIGITS - math.floor(math.log10(top)) if top > 0 else DIGITS
    if unit == "%":
        decimals = min(decimals, PERCENT_DECIMALS)
    return [round(value, decimals) for value in values.tolist()]


def rows_of_course(analysis: Analysis) -> list[Row]:
    """A course as rows that can be kept: the shown values without a denominator."""
    left_out = set(analysis.options["exclude"])
    return [
        Row(day, value, None, at in left_out)
        for at, (day, value) in enumerate(zip(analysis.x, analysis.values.tolist(), strict=True))
        if math.isfinite(value)
    ]


def kept_course(
    method: Method, rows: Sequence[Row], starts: Sequence[date], baselines: Baselines
) -> Analysis | None:
    """Analyze kept rows of a course, of the measure that `method` analyzes; None without rows."""
    found = analyze(method_of_course(method), rows, starts, baselines)
    return None if found is None else _cut(found, method.chart, method.multiplier)


def method_of_course(method: Method) -> Method:
    """The method by which kept rows of a course are analyzed again, in display units."""
    target = method.target
    return replace(
        method,
        chart=method.chart if method.chart in COUNTED else COURSES.get(method.chart, "i"),
        has_denominator=False,
        multiplier=1.0,
        target=None if target is None else target * method.multiplier,
    )
