"""Short words about signals, on the chart and beside it. Number first, then the place."""

from __future__ import annotations

from charts.meaning import Reading, Status
from charts.periods import Period, long_name
from qi.results import Analysis, Side, Signal

_PLACE = {Side.UP: "above", Side.DOWN: "below"}
_COURSE = {Side.UP: "rising", Side.DOWN: "falling"}


def sentence_case(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def center_word(analysis: Analysis) -> str:
    """Name of the center line: "Median" on run charts, "Center" on all others."""
    return "Median" if analysis.chart == "run" else "Center"


def signal_words(signal: Signal, analysis: Analysis, period: Period) -> str:
    """Say what a signal is: "9 months in a row below the center line".

    Parameters
    ----------
    signal : Signal
        The signal.
    analysis : Analysis
        The chart it belongs to.
    period : Period
        Pace of the series.
    """
    line = "median" if analysis.chart == "run" else "center line"
    if signal.rule in {"runs", "crossings"}:
        return _series_words(signal, analysis, line)
    counted, side = period.count(len(signal.indices)), signal.side
    if side is None:
        where = f"in a row close to the {line}" if signal.rule == "inner third" else ""
        return f"{counted} {where}" if where else f"{counted} by the rule “{signal.rule}”"
    place, limit = _PLACE[side], "upper limit" if side is Side.UP else "lower limit"
    said = {
        "shift": f"{counted} in a row {place} the {line}",
        "trend": f"{counted} in a row {_COURSE[side]}",
        "outside": f"{counted} {place} the {limit}",
        "two of three": f"{counted} close to the {limit}",
    }
    return said.get(signal.rule, f"{counted} by the rule “{signal.rule}”")


def short_words(signal: Signal, period: Period) -> str:
    """Say the same in the little room of a phone or a caption: "9 below center"."""
    del period
    number, side = len(signal.indices), signal.side
    if signal.rule == "trend" and side:
        return f"{number} {_COURSE[side]}"
    if signal.rule == "shift" and side:
        return f"{number} {_PLACE[side]} center"
    return f"{number} in a row"


def since(signal: Signal, analysis: Analysis, period: Period) -> str:
    """Say since when: "since April 2025", or "in April 2025" for a single point."""
    name = long_name(analysis.x[signal.indices[0]], period)
    if period is Period.POINT and not name[:1].isalpha():
        name = f"point {name}" if name.isdigit() else name
    return f"in {name}" if len(signal.indices) == 1 else f"since {name}"


def signal_sentence(signal: Signal, analysis: Analysis, period: Period) -> str:
    """Return the whole sentence without its full stop, for the description and the page."""
    if signal.rule in {"runs", "crossings"}:
        return signal_words(signal, analysis, period)
    return f"{signal_words(signal, analysis, period)} {since(signal, analysis, period)}"


def caption(read: Reading, period: Period) -> str:
    """Say under a small panel what it shows: "13 months below center", "8 months so far".

    Parameters
    ----------
    read : Reading
        What the chart says now.
    period : Period
        Pace of the series.
    """
    signal = read.signal
    if signal is None or signal.side is None:
        return {
            Status.NO_DATA: "No data yet",
            Status.TOO_YOUNG: f"{period.count(read.n_points)} so far",
            Status.NO_SIGNAL: "No signal",
        }.get(read.status, "Special cause")
    place = _PLACE[signal.side]
    where = {
        "shift": f"{place} center",
        "trend": _COURSE[signal.side],
        "outside": f"{place} the limits",
    }.get(signal.rule, f"{place} the usual range")
    return f"{period.count(len(signal.indices))} {where}"


def _series_words(signal: Signal, analysis: Analysis, line: str) -> str:
    phase = analysis.phases[signal.phase]
    if signal.rule == "crossings" and phase.crossings_min is not None:
        return (
            f"Crosses the {line} {phase.crossings} times, at least {phase.crossings_min} expected"
        )
    if phase.runs_min is not None and phase.runs_max is not None:
        how = "few" if phase.runs < phase.runs_min else "many"
        return (
            f"Too {how} runs about the {line}: {phase.runs}, "
            f"{phase.runs_min} to {phase.runs_max} expected"
        )
    return f"Unusual number of runs about the {line}"
