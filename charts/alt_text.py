"""Title and description of a chart: they say what the chart says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from charts.formats import NumberFormat
from charts.meaning import Meaning, Status, direction_of, reading, signal_meaning
from charts.periods import Period, long_name
from charts.words import alike, in_full, outside_words, signal_sentence
from qi.results import Analysis

CHART_NAMES = {
    "run": "Run chart", "i": "I chart", "mr": "MR chart", "ip": "I′ chart", "xbar": "X-bar chart",
    "s": "S chart", "r": "R chart", "p": "P chart", "pp": "P′ chart", "np": "NP chart",
    "u": "U chart", "up": "U′ chart", "c": "C chart", "g": "G chart", "t": "T chart",
    "cusum": "CUSUM chart", "ewma": "EWMA chart",
}  # fmt: skip
_CENTERS = {
    "run": "Median", "mr": "Mean moving range", "s": "Mean standard deviation", "r": "Mean range",
} | dict.fromkeys(("i", "ip", "xbar", "p", "pp", "np", "u", "up", "c"), "Mean")  # fmt: skip
"""What the center line is; on G, T and EWMA charts it is no mean of the plotted values."""

_RULES = {"outside": "Outside the limits", "inner third": "Close to the center line"}
_MOST_SIGNALS = 5


def chart_name(analysis: Analysis) -> str:
    """Name of the chart's type: "P′ chart"."""
    return CHART_NAMES.get(analysis.chart, f"{analysis.chart} chart")


def alt_title(analysis: Analysis, title: str, period: Period) -> str:
    """Say what the chart is of: "P chart of urgent asthma visits, 24 months to December 2025".

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    title : str
        Name of the measure.
    period : Period
        Pace of the series.
    """
    known = np.flatnonzero(np.isfinite(analysis.values))
    if not len(known):
        return f"{chart_name(analysis)} of {title}, no data yet"
    last = in_full(long_name(analysis.x[int(known[-1])], period))
    return f"{chart_name(analysis)} of {title}, {period.count(len(known))} to {last}"


def alt_description(
    analysis: Analysis,
    formats: NumberFormat,
    period: Period,
    phase_names: Sequence[str] = (),
) -> str:
    """Say what the chart says: latest, center, limits, target, phases and every signal.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    formats : NumberFormat
        How its values are written.
    period : Period
        Pace of the series.
    phase_names : sequence of str
        What the phases are called, "" where nothing.
    """
    known = np.flatnonzero(np.isfinite(analysis.values))
    if not len(known):
        return "The first value draws a point."
    last = int(known[-1])
    sentences = [
        (
            f"Latest {formats.full(float(analysis.values[last]))} "
            f"in {in_full(long_name(analysis.x[last], period))}"
        )
    ]
    sentences += [
        _phase_sentence(analysis, number, formats, phase_names)
        for number in range(len(analysis.phases))
    ]
    if analysis.target is not None:
        sentences.append(f"Target {formats.full_label(analysis.target)}")
    sentences += _signal_sentences(analysis, period)
    ghosts = int(np.sum(~analysis.included & np.isfinite(analysis.values)))
    if ghosts:
        sentences.append(f"{ghosts} left out of the calculation")
    return ". ".join(sentences) + "."


def _phase_sentence(
    analysis: Analysis, number: int, formats: NumberFormat, phase_names: Sequence[str]
) -> str:
    phase = analysis.phases[number]
    name = _CENTERS.get(analysis.chart, "Center")
    if len(analysis.phases) > 1:
        called = phase_names[number] if number < len(phase_names) else ""
        name = f"Phase {number + 1}{f' ({called})' if called else ''}: {name.lower()}"
    text = f"{name} {formats.full_label(phase.center)}"
    inside = [k for k in range(phase.start, phase.stop) if np.isfinite(analysis.upper[k])]
    if inside:
        lower, upper = float(analysis.lower[inside[-1]]), float(analysis.upper[inside[-1]])
        high = formats.full_label(upper)
        if np.isfinite(lower):
            low = "0" if lower == 0 else formats.number(lower)
            text += f", limits {low} to {high}"
        else:
            text += f", upper limit {high}"
    return text + (" on trial" if phase.trial else "")


def _signal_sentences(analysis: Analysis, period: Period) -> list[str]:
    read = reading(analysis)
    if not analysis.signals:
        if read.status is Status.TOO_YOUNG:
            return [f"{period.count(read.n_points)} so far, too young to judge"]
        return ["No signal"]
    direction = direction_of(analysis)
    told = []
    groups = alike(analysis)
    for group in groups[:_MOST_SIGNALS]:
        signal = analysis.signals[group[0]]
        meaning = signal_meaning(signal, direction)
        name = _RULES.get(signal.rule, signal.rule.capitalize())
        good = f" ({meaning.value})" if meaning is not Meaning.SPECIAL else ""
        same = [analysis.signals[place] for place in group]
        said = (
            signal_sentence(signal, analysis, period)
            if len(same) == 1
            else outside_words(same, analysis, period)
        )
        told.append(f"{name}{good}: {said}")
    more = sum(len(group) for group in groups[_MOST_SIGNALS:])
    if more > 0:
        told.append(f"{more} more signals" if more > 1 else "1 more signal")
    return told
