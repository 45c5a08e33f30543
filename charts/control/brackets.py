"""A bracket with words over each shift and trend."""

from __future__ import annotations

from collections.abc import Mapping

from charts.control.canvas import Canvas
from charts.geometry import free, text_box
from charts.meaning import Meaning, signal_meaning, strength
from charts.metrics import text_width
from charts.theme import LABEL_SIZE, Tone
from charts.view import Anchor, Box, Line, LineKind, Text
from charts.words import short_words, signal_words
from qi.results import Side, Signal

_RULES = frozenset({"shift", "trend"})
_CLEAR = 22.0
"""Distance of the bracket from the line or points it stands clear of."""

_TONES = {
    Meaning.IMPROVEMENT: (Tone.IMPROVE_MARK, Tone.IMPROVE_TEXT),
    Meaning.CONCERN: (Tone.CONCERN_MARK, Tone.CONCERN_TEXT),
    Meaning.SPECIAL: (Tone.INK, Tone.INK),
}


def draw_brackets(canvas: Canvas, direction: Side | None, words: Mapping[int, str]) -> None:
    """Draw a bracket for each shift or trend; of several on the same points only the strongest.

    Parameters
    ----------
    canvas : Canvas
        The drawing in the making, its points already placed.
    direction : Side or None
        Which way is better.
    words : mapping of int to str
        Own words for a signal, by its number in the analysis.
    """
    numbered = [
        (n, s) for n, s in enumerate(canvas.analysis.signals) if s.rule in _RULES and s.side
    ]
    covered: set[int] = set()
    for number, signal in sorted(numbered, key=lambda pair: (strength(pair[1]), pair[0])):
        if covered.intersection(signal.indices):
            continue
        covered.update(signal.indices)
        texts = (
            words.get(number) or signal_words(signal, canvas.analysis, canvas.period),
            short_words(signal, canvas.period),
            str(len(signal.indices)),
        )
        _draw_bracket(canvas, signal, texts[1:] if canvas.layout.short else texts, direction)


def _draw_bracket(
    canvas: Canvas, signal: Signal, texts: tuple[str, ...], direction: Side | None
) -> None:
    left, right = canvas.x_of(signal.indices[0]) - 4, canvas.x_of(signal.indices[-1]) + 4
    line_tone, text_tone = _TONES[signal_meaning(signal, direction)]
    best: tuple[float, Text] | None = None
    taken = canvas.occupied()
    for y, above in _levels(canvas, signal):
        for text in texts:
            label = _beside(canvas, text, (left + right) / 2, y - 8 if above else y + 17, text_tone)
            box = text_box(label)
            in_plot = canvas.plot.top - 16 <= box.top and box.bottom <= canvas.plot.bottom - 2
            bar = Box(left, y - 6, right, y + 6)
            if in_plot and free(box, taken, canvas.paths) and free(bar, taken, canvas.paths):
                best = (y, label)
                break
        if best:
            foot = y + 6 if above else y - 6
            break
    if best is None:
        return
    y, label = best
    corners = ((left, foot), (left, y), (right, y), (right, foot))
    canvas.lines.append(
        Line(tuple((round(a, 1), round(b, 1)) for a, b in corners), LineKind.BRACKET, line_tone)
    )
    canvas.paths.append(corners)
    canvas.text(label)


def _levels(canvas: Canvas, signal: Signal) -> list[tuple[float, bool]]:
    """Heights to try, each with whether the words stand above: first beyond the center line."""
    inside = range(signal.start, signal.stop)
    ys = [canvas.y(float(canvas.analysis.values[k])) for k in signal.indices]
    center = canvas.y(float(canvas.analysis.phases[signal.phase].center))
    edges = [
        canvas.y(float(limit[k]))
        for limit in (canvas.analysis.upper, canvas.analysis.lower)
        for k in inside
        if limit[k] == limit[k]
    ]
    over, under = min([*ys, center]), max([*ys, center])
    above = [(over - extra, True) for extra in (_CLEAR, _CLEAR + 12, _CLEAR + 26, _CLEAR + 44)]
    below = [(under + extra, False) for extra in (_CLEAR, _CLEAR + 12, _CLEAR + 26, _CLEAR + 44)]
    if edges:
        above.append((min(over, *edges) - 10, True))
        below.append((max(under, *edges) + 10, False))
    return [*above, *below] if signal.side is Side.DOWN else [*below, *above]


def _beside(canvas: Canvas, text: str, middle: float, y: float, tone: Tone) -> Text:
    """Return the words centered on the bracket, moved inward so that they stay in the plot."""
    half = text_width(text, LABEL_SIZE, bold=True) / 2
    middle = min(max(middle, canvas.plot.left + half + 4), canvas.plot.right - half)
    return Text(
        round(middle, 1), round(y, 1), text, "bracket", tone, LABEL_SIZE, bold=True, anchor=Anchor.MIDDLE,
        halo=True,
    )  # fmt: skip
