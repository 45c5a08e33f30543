"""Numbers at the signals of a chart, and the key that says each one in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from charts.control.canvas import Canvas
from charts.geometry import crosses, text_box, touches
from charts.meaning import SERIES_RULES, Meaning, signal_meaning, strength
from charts.metrics import text_width, wrap
from charts.periods import Period
from charts.theme import LABEL_SIZE, TICK_SIZE, Tone
from charts.view import Anchor, Text
from charts.words import alike, outside_words, signal_words, since
from qi.results import Analysis, Side, Signal

BRACKETED = frozenset({"shift", "trend"})
_MOST = 6
"""Signals that a key lists; a chart with more has another problem than its labels."""

_ROW = 18.0
_TONES = {
    Meaning.IMPROVEMENT: Tone.IMPROVE_TEXT,
    Meaning.CONCERN: Tone.CONCERN_TEXT,
    Meaning.SPECIAL: Tone.INK,
}


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One line of the key.

    Parameters
    ----------
    number : int
        As on the chart, from 1.
    signal : int
        Position in the signals of the analysis; of several alike, the first.
    points : tuple of int
        The points that wear the number; none where the signal is about a whole phase or has a
        bracket.
    sentence : str
        What it says.
    meaning : Meaning
        Good, bad or neither.
    """

    number: int
    signal: int
    points: tuple[int, ...]
    sentence: str
    meaning: Meaning


def signal_key(
    analysis: Analysis, period: Period, direction: Side | None, own: Mapping[int, str]
) -> tuple[KeyEntry, ...]:
    """List the signals in order of time; empty where the only one wears its words on the chart.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    period : Period
        Pace of the series.
    direction : Side or None
        Which way is better.
    own : mapping of int to str
        Own words for a signal, by its number in the analysis.

    Returns
    -------
    tuple of KeyEntry
        Points outside the same limit of a phase share an entry, and so do signals that
        another one of the same rule holds.
    """
    groups = alike(analysis)
    if not groups:
        return ()
    if len(groups) == 1 and analysis.signals[0].rule in BRACKETED:
        return ()
    strongest = sorted(groups, key=lambda g: (strength(analysis.signals[g[0]]), g[0]))
    chosen = sorted(strongest[:_MOST], key=lambda g: (analysis.signals[g[0]].start, g[0]))
    return tuple(
        _entry(number, [analysis.signals[place] for place in group], group[0], analysis, period,
               direction, own)
        for number, group in enumerate(chosen, 1)
    )  # fmt: skip


def _entry(
    number: int,
    signals: list[Signal],
    place: int,
    analysis: Analysis,
    period: Period,
    direction: Side | None,
    own: Mapping[int, str],
) -> KeyEntry:
    first = signals[0]
    meaning = signal_meaning(first, direction)
    points: tuple[int, ...] = ()
    if first.rule in SERIES_RULES:
        words = signal_words(first, analysis, period)
    elif len(signals) > 1:
        points = tuple(signal.indices[0] for signal in signals)
        words = outside_words(signals, analysis, period)
    else:
        words = own.get(place) or signal_words(first, analysis, period)
        words = f"{words} {since(first, analysis, period)}"
        points = () if first.rule in BRACKETED else (first.indices[0],)
    good = "" if meaning is Meaning.SPECIAL else f" ({meaning.value})"
    return KeyEntry(number, place, points, f"{words}{good}", meaning)


def draw_numbers(canvas: Canvas, key: tuple[KeyEntry, ...]) -> None:
    """Write the number of each entry beside its points, where nothing is in the way."""
    for entry in key:
        for index in entry.points:
            # In a row of neighbors the first one speaks for all.
            if index - 1 not in entry.points:
                _draw_number(canvas, entry, index)


def _draw_number(canvas: Canvas, entry: KeyEntry, index: int) -> None:
    x = canvas.x_of(index)
    y = canvas.y_of(index)
    text = str(entry.number)
    step = 8.5 + text_width(text, TICK_SIZE, bold=True) / 2
    above, below = [(0.0, -10.0), (0.0, -18.0)], [(0.0, 19.0), (0.0, 27.0)]
    beside = [(step, -3.0), (-step, -3.0), (step, 11.0), (-step, 11.0)]
    ends = [*below, *above] if _is_low(canvas, index, y) else [*above, *below]
    places = [ends[0], *beside, *ends[1:], (step + 5, 4.0), (-step - 5, 4.0)]
    # Off every line if there is such a place; else over one, thanks to the halo, but off the marks.
    for on_line in (False, True):
        for dx, dy in places:
            label = Text(
                round(x + dx, 1), round(y + dy, 1), text, "number", _TONES[entry.meaning], TICK_SIZE,
                bold=True, anchor=Anchor.MIDDLE, halo=True,
            )  # fmt: skip
            box = text_box(label)
            on_chart = box.left >= 0 and box.right <= canvas.layout.width
            inside = canvas.plot.top - 14 <= box.top and box.bottom <= canvas.plot.bottom - 1
            if not on_chart or not inside or touches(box, canvas.boxes):
                continue
            if on_line or not any(crosses(box, path) for path in canvas.paths):
                canvas.text(label)
                return


def _is_low(canvas: Canvas, index: int, y: float) -> bool:
    """Whether the data line comes to a point from above."""
    values = canvas.analysis.values
    near = [k for k in (index - 1, index + 1) if 0 <= k < len(values) and values[k] == values[k]]
    return bool(near) and y > sum(canvas.y_of(k) for k in near) / len(near)


def draw_key(canvas: Canvas, key: tuple[KeyEntry, ...], top: float, count: int) -> float:
    """Write the key below everything else.

    Parameters
    ----------
    canvas : Canvas
        The drawing in the making.
    key : tuple of KeyEntry
        Its lines.
    top : float
        Where it may start.
    count : int
        Signals of the analysis, to say how many are not listed.

    Returns
    -------
    float
        Where the next thing below may start.
    """
    if not key:
        return top
    left = canvas.plot.left if canvas.layout.axis and not canvas.layout.short else 0.0
    room = canvas.layout.width - left - 22
    y = top + 8
    for entry in key:
        tone = _TONES[entry.meaning]
        y += _ROW
        canvas.text(Text(left, y, str(entry.number), "key", tone, LABEL_SIZE, bold=True))
        for row, line in enumerate(wrap(entry.sentence, LABEL_SIZE, room, lines=4)):
            y += _ROW if row else 0
            canvas.text(Text(left + 20, y, line, "key", Tone.INK, LABEL_SIZE))
    listed = sum(max(1, len(entry.points)) for entry in key)
    if count > listed:
        more = count - listed
        y += _ROW
        words = f"and {more} more signal{'s' if more > 1 else ''}"
        canvas.text(Text(left + 20, y, words, "key", Tone.SECONDARY, LABEL_SIZE))
    return y + 5
