"""A bracket with words over each shift and trend."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import isfinite

from charts.control.canvas import Canvas
from charts.control.key import BRACKETED
from charts.geometry import free, text_box
from charts.meaning import Meaning, signal_meaning, strength
from charts.metrics import text_width
from charts.theme import LABEL_SIZE, Tone
from charts.view import Anchor, Box, Line, LineKind, Text
from charts.words import short_words, signal_words
from qi.results import Side, Signal

_CLEAR = 22.0
"""Distance of the bracket from the line or points it stands clear of."""

_TONES = {
    Meaning.IMPROVEMENT: (Tone.IMPROVE_MARK, Tone.IMPROVE_TEXT),
    Meaning.CONCERN: (Tone.CONCERN_MARK, Tone.CONCERN_TEXT),
    Meaning.SPECIAL: (Tone.INK, Tone.INK),
}


def draw_brackets(
    canvas: Canvas,
    direction: Side | None,
    words: Mapping[int, str],
    numbers: Mapping[int, int],
) -> None:
    """Draw a bracket for each shift or trend; of several on the same points only the strongest.

    Parameters
    ----------
    canvas : Canvas
        The drawing in the making, its points already placed.
    direction : Side or None
        Which way is better.
    words : mapping of int to str
        Own words for a signal, by its number in the analysis.
    numbers : mapping of int to int
        Number of a signal in the key, by its number in the analysis.
    """
    numbered = [
        (n, s) for n, s in enumerate(canvas.analysis.signals) if s.rule in BRACKETED and s.side
    ]
    covered: set[int] = set()
    for number, signal in sorted(numbered, key=lambda pair: (strength(pair[1]), pair[0])):
        if covered.intersection(signal.indices):
            continue
        covered.update(signal.indices)
        in_key = f"{numbers[number]}: " if number in numbers else ""
        texts = (
            in_key + (words.get(number) or signal_words(signal, canvas.analysis, canvas.period)),
            in_key + short_words(signal, canvas.period),
            str(numbers.get(number, len(signal.indices))),
        )
        _draw_bracket(canvas, signal, texts[1:] if canvas.layout.short else texts, direction)


def _draw_bracket(
    canvas: Canvas, signal: Signal, texts: tuple[str, ...], direction: Side | None
) -> None:
    # A phase may start right before the first point; the bracket must not reach over its break.
    out = min(4.0, 0.3 * canvas.pixels * canvas.timeline.step)
    left, right = canvas.x_of(signal.indices[0]) - out, canvas.x_of(signal.indices[-1]) + out
    line_tone, text_tone = _TONES[signal_meaning(signal, direction)]
    taken = canvas.boxes
    levels = _levels(canvas, signal)
    for text, (y, above) in product(texts, levels):
        bar = Box(left, y - 6, right, y + 6)
        if not free(bar, taken, canvas.paths):
            continue
        label = _label(canvas, text, (left, right), y - 8 if above else y + 17, text_tone, taken)
        if label is None:
            continue
        foot = y + 6 if above else y - 6
        corners = tuple(
            (round(a, 1), round(b, 1))
            for a, b in ((left, foot), (left, y), (right, y), (right, foot))
        )
        canvas.lines.append(Line(corners, LineKind.BRACKET, line_tone))
        canvas.paths.append(corners)
        canvas.text(label)
        return


def _label(
    canvas: Canvas,
    text: str,
    ends: tuple[float, float],
    y: float,
    tone: Tone,
    taken: list[Box],
) -> Text | None:
    """Return the words on the bracket's middle or one of its ends, where nothing is in the way."""
    half = text_width(text, LABEL_SIZE, bold=True) / 2
    left, right = ends
    for middle in ((left + right) / 2, right - half, left + half):
        x = min(max(middle, canvas.plot.left + half + 4), canvas.plot.right - half + 4)
        label = Text(
            round(x, 1), round(y, 1), text, "bracket", tone, bold=True, anchor=Anchor.MIDDLE,
            halo=True,
        )  # fmt: skip
        box = text_box(label)
        in_plot = canvas.plot.top - 16 <= box.top and box.bottom <= canvas.plot.bottom - 2
        if in_plot and free(box, taken, canvas.paths):
            return label
    return None


def _levels(canvas: Canvas, signal: Signal) -> list[tuple[float, bool]]:
    """Heights to try, each with whether the words stand above: first beyond the center line."""
    inside = slice(signal.start, signal.stop)
    ys = [canvas.y_of(k) for k in signal.indices]
    center = canvas.y(float(canvas.analysis.phases[signal.phase].center))
    edges = [
        canvas.y(level)
        for limit in (canvas.analysis.upper, canvas.analysis.lower)
        for level in set(limit[inside].tolist())
        if isfinite(level)
    ]
    over, under = min([*ys, center]), max([*ys, center])
    above = [(over - extra, True) for extra in (_CLEAR, _CLEAR + 12, _CLEAR + 26, _CLEAR + 44)]
    below = [(under + extra, False) for extra in (_CLEAR, _CLEAR + 12, _CLEAR + 26, _CLEAR + 44)]
    if edges:
        above.append((min(over, *edges) - 10, True))
        below.append((max(under, *edges) + 10, False))
    return [*above, *below] if signal.side is Side.DOWN else [*below, *above]
