"""Short words about signals, on the chart and beside it. Number first, then the place."""

from __future__ import annotations

from collections.abc import Sequence

from charts.meaning import MIN_USEFUL, Reading, Status, beyond
from charts.periods import Period, as_date, long_name, slot
from qi.results import Analysis, Side, Signal

_PLACE = {Side.UP: "above", Side.DOWN: "below"}
_COURSE = {Side.UP: "going up", Side.DOWN: "going down"}


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
    if signal.rule in {"runs", "crossings"}:
        return _series_words(signal, analysis)
    counted, row, side = _counted(signal, analysis, period), "in a row", signal.side
    if side is None:
        return {
            "inner third": f"{counted} {row} close to the center line",
            "both sides": f"{counted} {row} far from the center line",
            "alternating": f"{counted} {row} going up and down in turn",
        }.get(signal.rule, f"{counted} by the rule “{signal.rule}”")
    place, limit = _PLACE[side], "upper limit" if side is Side.UP else "lower limit"
    if signal.rule == "two of three":
        return f"{counted} {_near(signal, beyond(analysis, signal))} the {limit}"
    return {
        "shift": f"{counted} {row} {place} the center line",
        "trend": f"{counted} {row} {_COURSE[side]}",
        "outside": f"{counted} {place} the {limit}",
    }.get(signal.rule, f"{counted} far {place} the center line")


def _near(signal: Signal, outside: int) -> str:
    """Say where points far out lie: "close to" their limit, or some or all of them beyond it."""
    if signal.side is None or not outside:
        return "close to"
    place = _PLACE[signal.side]
    return place if outside == len(signal.indices) else f"close to or {place}"


def _counted(signal: Signal, analysis: Analysis, period: Period) -> str:
    """Count "9 months", or "9 points" where a month among them is missing or does not count."""
    first, last = signal.indices[0], signal.indices[-1]
    dates = [as_date(analysis.x[first]), as_date(analysis.x[last])]
    number = len(signal.indices)
    if period is Period.POINT or number == 1 or dates[0] is None or dates[1] is None:
        return period.count(number)
    passed = slot(dates[1], period) - slot(dates[0], period) + 1
    row = signal.rule in {"shift", "trend", "inner third", "both sides", "alternating"}
    return (Period.POINT if row and passed != number else period).count(number)


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
    name = in_full(long_name(analysis.x[signal.indices[0]], period))
    return f"{'in' if len(signal.indices) == 1 else 'since'} {name}"


def in_full(name: str) -> str:
    """Return a date with its article where it needs one: "the week of March 3, 2025"."""
    return f"the {name}" if name.startswith(("week", "quarter")) else name


def alike(analysis: Analysis) -> list[list[int]]:
    """Return the numbers of the signals, points outside the same limit of a phase together."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, signal in enumerate(analysis.signals):
        single = signal.rule == "outside"
        name = (signal.rule, signal.phase, signal.side, 0 if single else place)
        groups.setdefault(name, []).append(place)
    return list(groups.values())


def outside_words(signals: Sequence[Signal], analysis: Analysis, period: Period) -> str:
    """Say how many points lie outside a limit: "8 months below the lower limit, the first in …".

    Parameters
    ----------
    signals : sequence of Signal
        Single points outside the same limit, in order of time.
    analysis : Analysis
        The chart they belong to.
    period : Period
        Pace of the series.
    """
    up = signals[0].side is Side.UP
    name = in_full(long_name(analysis.x[signals[0].indices[0]], period))
    place = "above the upper limit" if up else "below the lower limit"
    return f"{period.count(len(signals))} {place}, the first in {name}"


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
            Status.TOO_YOUNG: _young(read, period),
            Status.NO_SIGNAL: "The same every time" if read.all_equal else "No signal",
        }.get(read.status, "Special cause")
    place = _PLACE[signal.side]
    counted = period.count(len(signal.indices))
    edge = "upper" if signal.side is Side.UP else "lower"
    return {
        "shift": f"{counted} {place} center",
        "trend": f"{counted} {_COURSE[signal.side]}",
        "outside": f"{_latest(signal, period)} {place} the limits",
        "two of three": f"{counted} {_near(signal, read.beyond)} the {edge} limit",
    }.get(signal.rule, f"{counted} far {place} center")


def _latest(signal: Signal, period: Period) -> str:
    number = len(signal.indices)
    return f"Latest {period.value}" if number == 1 else period.count(number)


def _young(read: Reading, period: Period) -> str:
    """Say why a chart cannot be judged: too few points, or too few off the center line."""
    if read.n_points >= MIN_USEFUL:
        return "Too few off center to judge"
    return f"{period.count(read.n_points)} so far"


def _series_words(signal: Signal, analysis: Analysis) -> str:
    phase = analysis.phases[signal.phase]
    if signal.rule == "crossings" and phase.crossings_min is not None:
        times = "once" if phase.crossings == 1 else f"{phase.crossings} times"
        return f"Crosses the center line {times}, at least {phase.crossings_min} expected"
    if phase.runs_min is not None and phase.runs_max is not None:
        how = "few" if phase.runs < phase.runs_min else "many"
        return (
            f"Too {how} runs about the center line: {phase.runs}, "
            f"{phase.runs_min} to {phase.runs_max} expected"
        )
    return "Unusual number of runs about the center line"
