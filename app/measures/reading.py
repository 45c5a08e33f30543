"""What an analysis says, in the words and keys that pages use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from app.kept import kept
from app.measures import periods
from app.measures.models import Frequency
from charts.control.key import KeyEntry, signal_key
from charts.formats import NumberFormat, number_format
from charts.meaning import (
    SERIES_RULES,
    Status,
    beyond,
    direction_of,
    joined,
    reading,
    signal_meaning,
    strength,
)
from charts.periods import Period
from charts.words import caption, signal_words
from qi.describe import near_signal
from qi.results import Analysis, Side, Signal

VERDICTS = {
    Status.IMPROVEMENT: "improvement",
    Status.CONCERN: "concern",
    Status.SPECIAL: "change",
    Status.NO_SIGNAL: "no_signal",
    Status.TOO_YOUNG: "too_young",
    Status.NO_DATA: "too_young",
}
PACES = {
    Frequency.WEEK: Period.WEEK,
    Frequency.MONTH: Period.MONTH,
    Frequency.QUARTER: Period.QUARTER,
    Frequency.EVENT: Period.POINT,
}
OLD_ENOUGH = 10
"""Points from which a series that never varies is said to have no signal."""
BETWEEN_EVENTS = frozenset({"t", "g"})
ONE_MISSING = "1 point has no value."
LOOKALIKE_SIGMAS = 2.0
RULE_TITLES = {
    "outside": "Outside the limits",
    "shift": "Shift",
    "trend": "Trend",
    "two of three": "Close to a limit",
    "inner third": "Unusually little variation",
    "runs": "Number of runs",
    "crossings": "Number of crossings",
}


@dataclass(frozen=True, slots=True)
class Says:
    """What a chart says now: the key of its icon, the way the data went, a caption."""

    verdict: str
    direction: str | None
    caption: str
    signal: Signal | None


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal, told. Successive points outside one limit are told together."""

    key: str
    """Rule and first period, such as "shift 2025-04-01"."""
    rule: str
    title: str
    sentence: str
    verdict: str
    direction: str | None
    first: date
    last: date
    current: bool
    """Whether it holds at the latest point."""
    detected: date


@kept(1024)
def says(analysis: Analysis, frequency: Frequency) -> Says:
    """Say what a chart says now."""
    read = reading(analysis)
    pace = PACES[frequency]
    if never_varies(analysis):
        return Says("no_signal", None, "The same every time", None)
    return Says(
        VERDICTS[read.status],
        read.arrow.value if read.arrow else None,
        caption(read, pace),
        read.signal,
    )


@kept(1024)
def sentences(analysis: Analysis, frequency: Frequency, unit: str = "") -> tuple[str, ...]:
    """What the chart says, the most important first; what is past is not told as if it held."""
    said = _described(analysis, unit)
    latest = latest_included(analysis)
    ends = [signal.indices[-1] for signal in analysis.signals]
    if not ends or latest is None or latest in ends or near_signal(analysis):
        return said
    if says(analysis, frequency).verdict != "no_signal":
        return said
    last = periods.name(analysis.x[max(ends)], frequency)
    return (f"No signal now; the latest one ended in {last}.", *said)


def _described(analysis: Analysis, unit: str = "") -> tuple[str, ...]:
    """What `qi` says. The first event starts the clock: it lacks no value to be looked for."""
    said = analysis.describe(unit)
    if analysis.chart not in BETWEEN_EVENTS:
        return said
    return tuple(sentence for sentence in said if sentence != ONE_MISSING)


def key(analysis: Analysis, frequency: Frequency) -> tuple[KeyEntry, ...]:
    """The signals as they are numbered on the chart; none where the only one wears its words."""
    return signal_key(analysis, PACES[frequency], direction_of(analysis), {})


def remarks(analysis: Analysis, said: tuple[str, ...]) -> tuple[str, ...]:
    """What is said after the first sentence beside the signals: of the limits and the target."""
    told = {
        (signal.rule, signal.side, signal.phase) if signal.rule == "outside" else (number,)
        for number, signal in enumerate(analysis.signals)
    }
    others = len(_described(analysis)) - len(told) - bool(near_signal(analysis))
    young = reading(analysis).status is Status.TOO_YOUNG
    return said[max(1, len(said) - others + young) :]


def never_varies(analysis: Analysis) -> bool:
    """Whether all values of the latest phase are one, and there are enough of them to say so."""
    phase = analysis.phases[-1]
    return phase.all_equal and phase.n_points >= OLD_ENOUGH


def latest_index(analysis: Analysis) -> int | None:
    """Position of the latest value, on the chart or out of its calculation."""
    known = np.flatnonzero(np.isfinite(analysis.values))
    return int(known[-1]) if len(known) else None


def latest_included(analysis: Analysis) -> int | None:
    """Position of the latest value that counts."""
    known = np.flatnonzero(analysis.included)
    return int(known[-1]) if len(known) else None


@kept(1024)
def signal_lines(
    analysis: Analysis, frequency: Frequency, unit: str = ""
) -> tuple[SignalLine, ...]:
    """Tell every signal: those that still hold first, then from the latest back."""
    latest = latest_included(analysis)
    words = _Words(analysis, number_format(analysis.values.tolist(), unit), frequency)
    told = sorted(joined(analysis), key=_rank)
    return tuple(_line(words, signal, latest) for signal in told)


def lines_at(
    analysis: Analysis, frequency: Frequency, unit: str, index: int
) -> tuple[SignalLine, ...]:
    """Tell the signals that one point belongs to; those about a whole phase are about no point."""
    words = _Words(analysis, number_format(analysis.values.tolist(), unit), frequency)
    latest = latest_included(analysis)
    return tuple(
        _line(words, signal, latest)
        for signal in sorted(joined(analysis), key=_rank)
        if index in signal.indices and signal.rule not in SERIES_RULES
    )


def top_line(analysis: Analysis, frequency: Frequency, unit: str = "") -> SignalLine | None:
    """Tell only the first of the signals: one that still holds, or the latest."""
    found = joined(analysis)
    if not found:
        return None
    top = min(found, key=_rank)
    words = _Words(analysis, number_format(analysis.values.tolist(), unit), frequency)
    return _line(words, top, latest_included(analysis))


def _rank(signal: Signal) -> tuple[object, ...]:
    """From the latest back; of those that end together those with a side, the strongest first."""
    return (-signal.indices[-1], signal.side is None, strength(signal))


@dataclass(frozen=True, slots=True)
class _Words:
    """What telling a signal takes."""

    analysis: Analysis
    formats: NumberFormat
    frequency: Frequency


def _line(words: _Words, signal: Signal, latest: int | None) -> SignalLine:
    analysis, indices = words.analysis, signal.indices
    current = indices[-1] == latest
    names = [periods.name(analysis.x[index], words.frequency) for index in indices]
    meaning = signal_meaning(signal, direction_of(analysis)).value
    return SignalLine(
        key=f"{signal.rule} {analysis.x[signal.indices[0]].isoformat()}",
        rule=signal.rule,
        title=_title(analysis, signal, names, current=current),
        sentence=_sentence(words, signal, names),
        verdict="change" if meaning == "special" else meaning,
        direction=signal.side.value if signal.side else None,
        first=analysis.x[indices[0]],
        last=analysis.x[indices[-1]],
        current=current,
        detected=analysis.x[signal.detected],
    )


def _title(analysis: Analysis, signal: Signal, names: list[str], *, current: bool) -> str:
    title = RULE_TITLES.get(signal.rule, signal.rule.capitalize())
    if signal.rule in {"runs", "crossings"}:
        return title
    if signal.rule == "outside":
        title = f"{'Above' if signal.side is Side.UP else 'Below'} the limits"
        if len(names) == 1:
            return f"{title}, {names[0]}"
    if signal.rule == "two of three" and beyond(analysis, signal):
        title = "Close to or beyond a limit"
    return f"{title}, since {names[0]}" if current else f"{title}, {_span(names[0], names[-1])}"


def _span(first: str, last: str) -> str:
    """Write a span of periods without saying its year twice: "January to February 2025"."""
    head, _, year = first.rpartition(" ")
    same_year = year.isdigit() and last.endswith(f" {year}")
    return (
        f"{head.rstrip(',').removesuffix(' of')} to {last}" if same_year else f"{first} to {last}"
    )


def _sentence(words: _Words, signal: Signal, names: list[str]) -> str:
    analysis, formats = words.analysis, words.formats
    if signal.rule == "outside":
        return _outside(words, signal, names)
    told = signal_words(signal, analysis, PACES[words.frequency])
    if signal.rule == "shift":
        center = float(analysis.center[signal.indices[-1]])
        return f"{told} of {formats.full_label(center)}."
    return f"{told}."


def _outside(words: _Words, signal: Signal, names: list[str]) -> str:
    """Tell an excursion: which point or how many, beyond which limit, and when."""
    analysis, formats, up = words.analysis, words.formats, signal.side is Side.UP
    limits = (analysis.upper if up else analysis.lower)[list(signal.indices)].tolist()
    where = f"{'above' if up else 'below'} the {'upper' if up else 'lower'} limit"
    labels = [formats.full_label(limit) for limit in limits]
    if len(names) == 1:
        value = float(analysis.values[signal.indices[0]])
        return f"{formats.full(value)} is {where} of {labels[0]}."
    # Limits may differ from point to point; then the latest is named as such.
    limit = f"of {labels[-1]}" if len(set(labels)) == 1 else f"(now {labels[-1]})"
    span = _span(names[0], names[-1]).replace("Week of", "the week of")
    return f"{periods.count(len(names), words.frequency)} {where} {limit}, from {span}."


def lookalike(analysis: Analysis) -> int | None:
    """The point that looks most like a signal and is none: far out, but inside the limits."""
    sigmas = np.where(analysis.included, np.abs(analysis.sigma_units), np.nan)
    for signal in analysis.signals:
        sigmas[list(signal.indices)] = np.nan
    if not np.isfinite(sigmas).any():
        return None
    index = int(np.nanargmax(sigmas))
    return index if sigmas[index] >= LOOKALIKE_SIGMAS else None


def evidence(analysis: Analysis, named: Signal | None) -> float:
    """How strongly the signals speak that hold where the named one does, on its side.

    Of several the one that says most counts.
    """
    if named is None:
        return 0.0
    return max(
        _evidence(analysis, signal)
        for signal in (named, *joined(analysis))
        if signal.side is named.side and signal.indices[-1] == named.indices[-1]
    )


def _evidence(analysis: Analysis, signal: Signal) -> float:
    """How strongly a signal speaks: its points' distance from the center, in sigma, together.

    The sum of the distances over the root of their number grows with how far and with how long.
    Charts without limits know no sigma; there the number of points stands in.
    """
    sigmas = analysis.sigma_units[list(signal.indices)]
    count = len(signal.indices)
    if not np.isfinite(sigmas).all():
        return float(count)
    return float(abs(sigmas.sum()) / np.sqrt(count))
