"""What each point says when it is pointed at."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from charts.clean import clean
from charts.formats import NumberFormat
from charts.meaning import SERIES_RULES
from charts.periods import Period, long_name
from charts.words import sentence_case, signal_words
from qi.chart_types import CHART_TYPES
from qi.results import Analysis


def counts_text(analysis: Analysis, index: int) -> str:
    """Numerator and denominator of a point: "22 of 244", "5 values"; "" where there is none."""
    if analysis.denominators is None:
        return ""
    numerator, denominator = analysis.numerators[index], analysis.denominators[index]
    return _counts(float(numerator), float(denominator), grouped=is_grouped(analysis))


def is_grouped(analysis: Analysis) -> bool:
    """Whether a point's denominator is how many values its subgroup holds."""
    kind = CHART_TYPES.get(analysis.chart)  # sequential charts are none of these
    return kind is not None and kind.subgroups


def _counts(numerator: float, denominator: float, *, grouped: bool) -> str:
    if not (math.isfinite(numerator) and math.isfinite(denominator)):
        return ""
    if grouped:
        return f"{plain(denominator)} value{'' if denominator == 1 else 's'}"
    return f"{plain(numerator)} of {plain(denominator)}"


def plain(value: float) -> str:
    """Return a number as it was entered: "1,234", "7.5"."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.10g}"


def point_tips(
    analysis: Analysis, formats: NumberFormat, period: Period, notes: Mapping[int, str]
) -> dict[int, tuple[str, ...]]:
    """Say for each point its date, value, counts, signals and remark.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    formats : NumberFormat
        How its values are written.
    period : Period
        Pace of the series.
    notes : mapping of int to str
        Remarks by position.

    Returns
    -------
    dict of int to tuple of str
        One or two lines for each point that has a value.
    """
    says = point_says(analysis, period, notes)
    x, values = analysis.x, analysis.values.tolist()
    below = None if analysis.denominators is None else analysis.denominators.tolist()
    above = analysis.numerators.tolist()
    grouped = is_grouped(analysis)
    tips: dict[int, tuple[str, ...]] = {}
    for index, value in enumerate(values):
        if not math.isfinite(value):
            continue
        first = f"{sentence_case(clean(long_name(x[index], period)))}: {formats.full(value)}"
        counts = _counts(above[index], below[index], grouped=grouped) if below else ""
        if counts:
            first += f", {counts}"
        second = says.get(index)
        tips[index] = (first, second) if second else (first,)
    return tips


def point_says(analysis: Analysis, period: Period, notes: Mapping[int, str]) -> dict[int, str]:
    """Say the signals and the remark of each point that has any.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    period : Period
        Pace of the series.
    notes : mapping of int to str
        Remarks by position.
    """
    said: dict[int, list[str]] = {}
    for signal in analysis.signals:
        if signal.rule not in SERIES_RULES:
            words = signal_words(signal, analysis, period)
            for index in signal.indices:
                said.setdefault(index, []).append(words)
    for index in np.flatnonzero(np.isfinite(analysis.values) & ~analysis.included).tolist():
        said.setdefault(index, []).append("left out of the calculation")
    found = {index: sentence_case("; ".join(told)) for index, told in said.items()}
    for index, note in notes.items():
        told = clean(note)  # as it was written, also its first letter
        found[index] = f"{found[index]}; {told}" if index in found else told
    return found
