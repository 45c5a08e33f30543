"""Names and values of lines: the latest at their right end, the first phase on the lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from charts.board import tidy
from charts.control.canvas import Canvas
from charts.geometry import crosses, push_apart, text_box, touches
from charts.inputs import Draft, PhaseLabel
from charts.meaning import Meaning
from charts.metrics import shorten, text_width, wrap
from charts.periods import MONTHS_SHORT, Period, as_date, short_name
from charts.theme import LABEL_SIZE, Tone
from charts.view import Anchor, LineKind, Text
from charts.words import center_word

_LINE_GAP = 18.0
_STACK_GAP = 31.0
_MOST_NAME = 110.0
_TEXT_TONES = {
    Meaning.IMPROVEMENT: Tone.IMPROVE_TEXT,
    Meaning.CONCERN: Tone.CONCERN_TEXT,
    Meaning.SPECIAL: Tone.INK,
}


@dataclass(frozen=True, slots=True)
class EndLabel:
    """Name and value of one line at its right end.

    Parameters
    ----------
    name, value : str
        The two columns.
    number : float
        Where it belongs, in the unit of the chart.
    tone : Tone
        Color of both.
    bold : bool
        Semibold weight.
    kind : str
        "upper", "center", "latest", "target" or "lower".
    full : str
        The whole name where it is shortened.
    """

    name: str
    value: str
    number: float
    tone: Tone
    bold: bool
    kind: str
    full: str = ""


def last_known(values: np.ndarray) -> int | None:
    """Position of the last finite value."""
    known = np.flatnonzero(np.isfinite(values))
    return int(known[-1]) if len(known) else None


def end_labels(
    canvas: Canvas, meanings: dict[int, Meaning], draft: Draft | None, target: float | None
) -> tuple[EndLabel, ...]:
    """Collect what the right end names: the latest limits, center, value and the target."""
    analysis, formats, short = canvas.analysis, canvas.formats, canvas.layout.short
    labels: list[EndLabel] = []
    phase = analysis.phases[-1] if analysis.phases else None
    if phase is not None and np.isfinite(phase.center):
        tone = Tone.INK
        name = center_word(analysis)
        labels.append(
            EndLabel(
                name,
                formats.short_label(phase.center),
                phase.center,
                tone,
                bold=True,
                kind="center",
            )
        )
        for kind, limit in (("upper", analysis.upper), ("lower", analysis.lower)):
            where = last_known(limit[phase.start : phase.stop])
            if where is None or not canvas.layout.axis:
                continue
            number = float(limit[phase.start + where])
            if (kind == "lower" and number <= canvas.axis.low) or number == phase.center:
                continue
            text = kind.capitalize() if short else f"{kind.capitalize()} limit"
            tone = Tone.SECONDARY
            labels.append(
                EndLabel(text, formats.short_label(number), number, tone, bold=False, kind=kind)
            )
    if target is not None:
        tone = Tone.ACCENT
        labels.append(
            EndLabel("Target", formats.short_label(target), target, tone, bold=True, kind="target")
        )
    latest = _latest(canvas, meanings, draft)
    return (*labels, latest) if latest else tuple(labels)


def _latest(canvas: Canvas, meanings: dict[int, Meaning], draft: Draft | None) -> EndLabel | None:
    where = last_known(canvas.analysis.values)
    if draft is not None:
        name, number, tone = draft.x, draft.value, Tone.ACCENT
    elif where is not None:
        name, number = canvas.analysis.x[where], float(canvas.analysis.values[where])
        tone = _TEXT_TONES[meanings[where]] if where in meanings else Tone.SECONDARY
    else:
        return None
    text = short_name(name, canvas.period)
    date = as_date(name)
    if canvas.layout.short and date is not None and canvas.period is Period.MONTH:
        text = MONTHS_SHORT[date.month]
    cut = shorten(text, LABEL_SIZE, 56.0 if canvas.layout.stacked else _MOST_NAME, bold=True)
    value = canvas.formats.short_data(number)
    full = text if cut != text else ""
    if full and canvas.layout.stacked:
        cut = "Latest"
    return EndLabel(cut, value, number, tone, bold=True, kind="latest", full=full)


def labels_room(labels: tuple[EndLabel, ...], *, stacked: bool) -> float:
    """Pixels that names and values need beside the axes."""
    rooms = [0.0]
    for label in labels:
        name = text_width(label.name, LABEL_SIZE, bold=label.bold)
        value = text_width(label.value, LABEL_SIZE, bold=label.bold)
        rooms.append(max(name, value) if stacked else name + 14 + value)
    return max(rooms)


def draw_end_labels(canvas: Canvas, labels: tuple[EndLabel, ...]) -> None:
    """Write the labels beside the right end, pushed apart, with leaders where they moved."""
    plot, stacked = canvas.plot, canvas.layout.stacked
    gap = _STACK_GAP if stacked else _LINE_GAP
    low = 0.0 if stacked else plot.top - gap
    wanted = [canvas.y(label.number) for label in labels]
    # A compact chart names its zero at the end of the base line; the labels stay above it.
    high = plot.bottom + (6 if stacked else gap / 2) if canvas.layout.axis else plot.bottom - 6
    placed = push_apart(wanted, [gap] * len(labels), low, high)
    left = plot.right + 10
    for label, at, y in zip(labels, wanted, placed, strict=True):
        start = _line_end(canvas, label)
        moved = abs(y - at) > 1 or left - start > 14
        if not stacked and moved and left - 4 - start > 5:
            canvas.line(LineKind.LEADER, (tidy(start), at), (left - 4, tidy(y)))
        down = -2.0 if stacked else 4.5
        name = Text(
            left, round(y + down, 1), label.name, "name", label.tone, LABEL_SIZE, label.bold,
            full=label.full,
        )  # fmt: skip
        value = Text(
            canvas.layout.width, name.y, label.value, "value", label.tone, LABEL_SIZE, label.bold,
            Anchor.END,
        )  # fmt: skip
        if stacked:
            value = Text(
                left, round(y + 11.2, 1), label.value, "value", label.tone, LABEL_SIZE, label.bold
            )
        canvas.text(name)
        canvas.text(value)


def _line_end(canvas: Canvas, label: EndLabel) -> float:
    if label.kind == "target":
        return canvas.plot.right
    if label.kind == "latest" and canvas.marks:
        last = canvas.marks[-1]
        return last.x + last.radius + 2
    return canvas.boundary(len(canvas.analysis)) + 2


def draw_phase_labels(canvas: Canvas) -> None:
    """Label the first of several phases on its lines and the centers of those between."""
    phases = canvas.analysis.phases
    if len(phases) < 2 or not canvas.layout.line_labels:
        return
    center = center_word(canvas.analysis)
    for number, phase in enumerate(phases[:-1]):
        left, right = canvas.boundary(phase.start), canvas.boundary(phase.stop)
        if np.isfinite(phase.center):
            value, y = canvas.formats.short_label(phase.center), canvas.y(phase.center)
            names, sides = (f"{center} {value}", value), (y - 6, y + 15)
            if not _on_line(canvas, names, sides, left, right, Tone.INK):
                _across_line(canvas, names, sides, left, right)
        if number:
            continue
        for kind, limit, above in (
            ("Upper", canvas.analysis.upper, True),
            ("Lower", canvas.analysis.lower, False),
        ):
            known = [k for k in range(phase.start, phase.stop) if np.isfinite(limit[k])]
            if not known or (not above and limit[known[0]] <= canvas.axis.low):
                continue
            value = canvas.formats.short_label(float(limit[known[0]]))
            y = canvas.y(float(limit[known[0]]))
            texts = (f"{kind} limit {value}", f"{kind} {value}", value)
            ys = (y - 6, y + 15) if above else (y + 15, y - 6)
            _on_line(canvas, texts, ys, left, right, Tone.SECONDARY)


def _on_line(
    canvas: Canvas,
    texts: tuple[str, ...],
    ys: tuple[float, ...],
    left: float,
    right: float,
    tone: Tone,
) -> bool:
    """Write the longest of the texts at the first place where nothing is in its way."""
    taken = canvas.boxes
    for text in texts:
        width = text_width(text, LABEL_SIZE)
        if width > right - left - 12:
            continue
        for x in _places(left + 6, right - 6 - width):
            for y in ys:
                found = Text(round(x, 1), round(y, 1), text, "line", tone, halo=True)
                box = text_box(found)
                inside = box.bottom < canvas.plot.bottom - 1
                if (
                    inside
                    and not touches(box, taken, 1)
                    and not any(crosses(box, path) for path in canvas.paths)
                ):
                    canvas.text(found)
                    return True
    return False


def _places(first: float, last: float) -> list[float]:
    """Where a label may start: at the left end, at the right one, and by steps between."""
    between = int(max(0.0, last - first) // 16)
    return [first, last, *(first + 16 * step for step in range(1, between + 1))]


def _across_line(
    canvas: Canvas, texts: tuple[str, ...], ys: tuple[float, ...], left: float, right: float
) -> None:
    """Write a center where the data cross it all along: over their line, off their points."""
    for text in texts:
        width = text_width(text, LABEL_SIZE)
        for x in _places(left + 6, right - 6 - width) if width <= right - left - 12 else ():
            for y in ys:
                found = Text(round(x, 1), round(y, 1), text, "line", Tone.INK, halo=True)
                box = text_box(found)
                if box.bottom < canvas.plot.bottom - 1 and not touches(box, canvas.boxes, 1):
                    canvas.text(found)
                    return


def phase_headings(
    canvas: Canvas, names: tuple[PhaseLabel | None, ...], *, rows: int
) -> tuple[Text, ...]:
    """Name each phase above its part of the plot, in at most so many rows; rows end at y = 14·n.

    Parameters
    ----------
    canvas : Canvas
        The drawing in the making.
    names : tuple of PhaseLabel or None
        One a phase.
    rows : int
        Most rows.
    """
    texts: list[Text] = []
    short = canvas.layout.short
    for phase, name in zip(canvas.analysis.phases, names, strict=False):
        left = canvas.boundary(phase.start) + 6
        room = canvas.boundary(phase.stop) - left
        if phase is canvas.analysis.phases[-1]:
            room = canvas.layout.width - left
        whole = (name.short or name.text) if name and short else name.text if name else ""
        if short and len(canvas.analysis.phases) > 1 and np.isfinite(phase.center):
            value = canvas.formats.short_label(phase.center)
            whole = f"{whole}: {value}" if whole else value
            if text_width(whole, LABEL_SIZE, bold=True) > room:
                # A number that was cut would be another one.
                fits = text_width(value, LABEL_SIZE, bold=True) <= room - 6
                whole = value if fits else ""
        lines = wrap(whole, LABEL_SIZE, room - 6, lines=rows, bold=True)
        full = name.text if name and " ".join(lines) != name.text else ""
        for row, line in enumerate(lines):
            if line:
                texts.append(
                    Text(
                        round(left, 1), 14.0 + 17 * row, line, "heading", Tone.INK, LABEL_SIZE, bold=True,
                        full=full,
                    )
                )  # fmt: skip
    return tuple(texts)
