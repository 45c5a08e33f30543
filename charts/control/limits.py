"""Band inside the limits, center lines, phase breaks and target."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np

from charts.control.canvas import Canvas
from charts.geometry import crosses, text_box
from charts.theme import TICK_SIZE
from charts.view import XY, Area, AreaKind, LineKind, Text
from qi.results import PhaseSummary


def draw_limits(canvas: Canvas) -> None:
    """Draw each phase's band with a stepped edge, its limit lines and its center line."""
    for phase in canvas.analysis.phases:
        if phase.stop <= phase.start:
            continue
        _draw_band(canvas, phase)
        if phase.baseline:
            _draw_baseline(canvas, phase)
        if np.isfinite(phase.center):
            kind = LineKind.TRIAL_CENTER if phase.trial else LineKind.CENTER
            y = canvas.y(phase.center)
            canvas.line(kind, (canvas.boundary(phase.start), y), (canvas.boundary(phase.stop), y))


def draw_breaks(canvas: Canvas, top: float) -> None:
    """Draw a dotted line where a new phase starts, from `top` to the axis."""
    for phase in canvas.analysis.phases[1:]:
        x = canvas.boundary(phase.start)
        canvas.line(LineKind.BREAK, (x, top), (x, canvas.plot.bottom))
        canvas.paths.append(((x, top), (x, canvas.plot.bottom)))


def draw_target(canvas: Canvas, target: float | None, since: dt.date | None) -> None:
    """Draw the target from the day it was set to the right end of the axes."""
    if target is None or not np.isfinite(target):
        return
    left = canvas.plot.left
    if since is not None:
        left = max(left, canvas.x(canvas.timeline.of_date(since)))
    y = canvas.y(target)
    canvas.line(LineKind.TARGET, (min(left, canvas.plot.right - 4), y), (canvas.plot.right, y))


def _draw_band(canvas: Canvas, phase: PhaseSummary) -> None:
    analysis = canvas.analysis
    upper = _steps(canvas, phase, analysis.upper)
    lower = _steps(canvas, phase, analysis.lower)
    if upper:
        base = canvas.plot.bottom
        bottom = lower or ((upper[0][0], base), (upper[-1][0], base))
        canvas.areas.append(Area((*upper, *reversed(bottom))))
    for edge in (upper, lower):
        # A limit on the axis says nothing that the axis does not.
        if edge and any(y < canvas.plot.bottom - 0.05 for _, y in edge):
            canvas.line(LineKind.TRIAL_LIMIT if phase.trial else LineKind.LIMIT, *edge)
            canvas.paths.append(edge)


def _draw_baseline(canvas: Canvas, phase: PhaseSummary) -> None:
    """Shade the points that center and limits were frozen at."""
    left = canvas.boundary(phase.start)
    right = canvas.boundary(min(phase.stop, phase.start + (phase.baseline or 0)))
    top, bottom = canvas.plot.top, canvas.plot.bottom
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    canvas.areas.append(Area(corners, AreaKind.BASELINE))


def draw_baseline_names(canvas: Canvas) -> None:
    """Name the shaded baselines at their foot or head, where nothing is in the way."""
    if not canvas.layout.axis:
        return
    for phase in canvas.analysis.phases:
        if not phase.baseline:
            continue
        left = canvas.boundary(phase.start) + 6
        right = canvas.boundary(min(phase.stop, phase.start + phase.baseline))
        for y in (canvas.plot.bottom - 7, canvas.plot.top + 14):
            name = Text(left, round(y, 1), "Baseline", "note", size=TICK_SIZE, halo=True)
            box = text_box(name)
            free = not any(box.overlaps(other, 1) for other in canvas.boxes)
            if box.right < right and free and not any(crosses(box, p) for p in canvas.paths):
                canvas.text(name)
                break


def _steps(canvas: Canvas, phase: PhaseSummary, limit: np.ndarray) -> tuple[XY, ...]:
    """Corners of a stepped line; periods without a limit are bridged by their neighbors'."""
    levels = limit[phase.start : phase.stop].tolist()
    known = [k for k, level in enumerate(levels, phase.start) if math.isfinite(level)]
    if not known:
        return ()
    if len(set(levels)) == 1:
        y = canvas.y(levels[0])
        return ((canvas.boundary(phase.start), y), (canvas.boundary(phase.stop), y))
    if len(known) == len(levels):
        middles = canvas.between[phase.start : phase.stop - 1]
    else:
        places = np.array(canvas.timeline.positions)[known]
        middles = canvas.xs_of((places[:-1] + places[1:]) / 2)
    heights = canvas.ys_of(limit[known])
    level = heights[0]
    corners = [(canvas.boundary(phase.start), level)]
    for x, y in zip(middles, heights[1:], strict=True):
        if abs(level - y) > 0.05:
            corners += ((x, level), (x, y))
            level = y
    corners.append((canvas.boundary(phase.stop), level))
    return tuple(corners)
