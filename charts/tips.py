"""What each point says when it is pointed at."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from charts.clean import clean
from charts.formats import NumberFormat
from charts.meaning import SERIES_RULES
from charts.periods import Period, long_name
from charts.words import sentence_case, signal_words
from qi.results import Analysis


def counts_text(analysis: Analysis, index: int) -> str:
    """Numerator and denominator of a point: "22 of 244"; "" where there is none."""
    if analysis.denominators is None or not np.isfinite(analysis.denominators[index]):
        return ""
    numerator, denominator = analysis.numerators[index], analysis.denominators[index]
    if not np.isfinite(numerator):
        return ""
    return f"{plain(float(numerator))} of {plain(float(denominator))}"


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
    said: dict[int, list[str]] = {}
    for signal in analysis.signals:
        if signal.rule not in SERIES_RULES:
            words = signal_words(signal, analysis, period)
            for index in signal.indices:
                said.setdefault(index, []).append(words)
    tips: dict[int, tuple[str, ...]] = {}
    for index in np.flatnonzero(np.isfinite(analysis.values)).tolist():
        name = sentence_case(clean(long_name(analysis.x[index], period)))
        first = f"{name}: {formats.full(float(analysis.values[index]))}"
        counts = counts_text(analysis, index)
        if counts:
            first += f", {counts}"
        told = list(said.get(index, ()))
        if not analysis.included[index]:
            told.append("left out of the calculation")
        rest = [sentence_case("; ".join(told))] if told else []
        if index in notes:
            rest.append(clean(notes[index]))  # as it was written, also its first letter
        second = "; ".join(rest)
        tips[index] = (first, second) if second else (first,)
    return tips
