"""One plain remark inside the axes where a chart needs it: too young, or all values equal."""

from __future__ import annotations

import numpy as np

from charts.control.canvas import Canvas
from charts.geometry import crosses, text_box
from charts.meaning import Status, reading
from charts.metrics import text_width
from charts.theme import LABEL_SIZE, Tone
from charts.view import Anchor, Text


def chart_note(canvas: Canvas) -> str:
    """Return the remark, or "" where none is needed."""
    values = canvas.analysis.values[np.isfinite(canvas.analysis.values)]
    if len(values) > 1 and np.ptp(values) <= 1e-9 * max(1.0, float(np.max(np.abs(values)))):
        value = canvas.formats.short_label(float(values[0]))
        said = f"All {len(values)} values are {value}"
        whole = f"{said}, so the limits have no width"
        room = canvas.plot.right - canvas.plot.left - 12
        return said if canvas.layout.short or text_width(whole, LABEL_SIZE) > room else whole
    return _trial_note(canvas) if canvas.layout.axis else ""


def _trial_note(canvas: Canvas) -> str:
    """Say that lines are on trial, and until when."""
    read = reading(canvas.analysis)
    if read.status is Status.TOO_YOUNG:
        so_far = f"{canvas.period.count(read.n_points)} so far"
        if canvas.layout.short or len(canvas.analysis.phases) > 1:
            return so_far
        return f"{so_far}, too young to judge: lines are on trial"
    phase = canvas.analysis.phases[-1] if canvas.analysis.phases else None
    if phase is not None and phase.trial:
        # A frozen baseline does not grow with the chart, so there is nothing to wait for.
        few = f"On trial: baseline of {canvas.period.count(phase.n_basis)}"
        return few if phase.baseline else "On trial until 12 points"
    return ""


def draw_note(canvas: Canvas) -> None:
    """Write the remark in the first corner of the axes where nothing is in its way."""
    text = chart_note(canvas)
    if not text:
        return
    plot, taken = canvas.plot, canvas.boxes
    for x, anchor in ((plot.right - 6, Anchor.END), (plot.left + 6, Anchor.START)):
        for y in (plot.top + 18, plot.bottom - 12, plot.top + 40, plot.bottom - 34):
            note = Text(x, y, text, "note", Tone.SECONDARY, LABEL_SIZE, anchor=anchor, halo=True)
            box = text_box(note)
            if box.left < 0 or box.right > canvas.layout.width:
                continue
            if not any(box.overlaps(other, 2) for other in taken) and not any(
                crosses(box, path) for path in canvas.paths
            ):
                canvas.text(note)
                return
