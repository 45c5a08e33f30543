"""The funnel plot: units beside what chance alone would give at their size."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from charts.clean import clean
from charts.formats import number_format
from charts.layouts import FULL, Layout
from charts.metrics import text_width
from charts.scales import value_axis
from charts.sheet import TIP_ROW, Sheet
from charts.theme import LABEL_SIZE, TICK_SIZE, Tone
from charts.tips import plain
from charts.view import XY, Box, Drawing, LineKind, MarkKind
from qi.comparison import Funnel as Computed
from qi.results import Side

_SAMPLES = 48
"""Sizes at which the limits are drawn; between them a straight line is within half a pixel."""

_KINDS = {
    (None, False): MarkKind.COMMON,
    (None, True): MarkKind.OWN,
    ("good", False): MarkKind.IMPROVEMENT,
    ("good", True): MarkKind.OWN_IMPROVEMENT,
    ("bad", False): MarkKind.CONCERN,
    ("bad", True): MarkKind.OWN_CONCERN,
    ("special", False): MarkKind.SPECIAL,
    ("special", True): MarkKind.SPECIAL,
}
_TONES = {"good": Tone.IMPROVE_TEXT, "bad": Tone.CONCERN_TEXT, "special": Tone.INK, None: Tone.INK}


@dataclass(frozen=True, slots=True)
class FunnelUnit:
    """One unit of a funnel.

    Parameters
    ----------
    name : str
        Its name, or its code while it is not open.
    value, size : float
        Plotted value in display units, and denominator.
    zone : int
        0 within the 95% limits, 1 or −1 beyond them, 2 or −2 beyond the 99.8% limits.
    own : bool
        Whether it is the reader's own.
    href : str
        Where it leads.
    """

    name: str
    value: float
    size: float
    zone: int = 0
    own: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """Limits at one size, in display units: 95% and 99.8%."""

    size: float
    lower_95: float
    upper_95: float
    lower_998: float
    upper_998: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """A funnel in numbers.

    Parameters
    ----------
    title : str
        Name of the measure.
    units : tuple of FunnelUnit
        In any order.
    center : float
        The overall value, or the target compared with.
    limits : tuple of FunnelLimits
        By growing size.
    unit : str
        Unit of the values.
    counted : str
        What the sizes count: "Child-months, July to December 2025".
    direction : Side or None
        Which way is better.
    widened : float
        Overdispersion by which the limits were widened; 1 where they were not.
    """

    title: str
    units: tuple[FunnelUnit, ...]
    center: float
    limits: tuple[FunnelLimits, ...]
    unit: str = ""
    counted: str = ""
    direction: Side | None = None
    widened: float = 1.0


def funnel_of(
    result: Computed,
    *,
    title: str,
    unit: str = "",
    multiplier: float = 1.0,
    counted: str = "",
    direction: Side | None = None,
    own: Collection[Any] = (),
    hrefs: Mapping[Any, str] | None = None,
) -> Funnel:
    """Take a funnel as `qi.funnel` answers it.

    Parameters
    ----------
    result : qi.comparison.Funnel
        Units and their zones.
    title, unit : str
        Name of the measure and unit of the display.
    multiplier : float
        100 for percent, 1000 for rates per thousand.
    counted : str
        What the denominators count.
    direction : Side or None
        Which way is better.
    own : collection
        Names of the reader's own units.
    hrefs : mapping or None
        Where each unit leads, by name.

    Returns
    -------
    Funnel
        Units without a value are left out.
    """
    rows = zip(
        result.names, result.values.tolist(), result.denominators.tolist(), result.zone.tolist(),
        strict=True,
    )  # fmt: skip
    units = tuple(
        FunnelUnit(str(name), value * multiplier, size, int(zone), name in own, (hrefs or {}).get(name, ""))
        for name, value, size, zone in rows
        if np.isfinite(value)
    )  # fmt: skip
    sizes = sample_sizes([unit.size for unit in units])
    limits: tuple[FunnelLimits, ...] = ()
    if sizes:
        inner, outer = (result.limits_at(sizes, level) for level in (0.95, 0.998))
        edges = np.stack([*inner, *outer], axis=1) * multiplier
        limits = tuple(FunnelLimits(n, *row) for n, row in zip(sizes, edges.tolist(), strict=True))
    widened = result.phi if result.adjust is not None else 1.0
    return Funnel(
        title,
        units,
        result.center * multiplier,
        limits,
        unit,
        counted,
        direction,
        max(1.0, widened),
    )


def sample_sizes(sizes: Sequence[float]) -> tuple[float, ...]:
    """Sizes at which to ask for limits, close together where the funnel is narrow in size.

    Parameters
    ----------
    sizes : sequence of float
        Denominators of the units.
    """
    known = [size for size in sizes if np.isfinite(size) and size > 0]
    if not known:
        return ()
    largest = funnel_axis_end(known)
    return tuple(np.geomspace(max(1.0, largest / 150), largest, _SAMPLES).round(2).tolist())


def funnel_axis_end(sizes: Sequence[float]) -> float:
    """Right end of the axis of sizes."""
    return value_axis(sizes, ticks=5, from_zero=True).high


def _judged(zone: int, direction: Side | None) -> str | None:
    """Meaning of a zone; only beyond 99.8% is chance an unlikely reason among many units."""
    if abs(zone) < 2:
        return None
    if direction is None:
        return "special"
    return "good" if (zone > 0) == (direction is Side.UP) else "bad"


def funnel_chart(funnel: Funnel, *, size: Layout = FULL) -> Drawing:
    """Lay out a funnel plot.

    Parameters
    ----------
    funnel : Funnel
        Units and limits.
    size : Layout
        `FULL`, `MEDIUM` or `PHONE`.

    Returns
    -------
    Drawing
        Points beyond the 99.8% limits are colored and named; those beyond 95% and the reader's
        own are named.
    """
    shown = [u for u in funnel.units if np.isfinite(u.value) and u.size > 0]
    formats = number_format([u.value for u in shown], funnel.unit)
    highest = max((u.value for u in shown), default=funnel.center)
    tall = [limit.upper_998 for limit in funnel.limits if limit.size >= _smallest(shown)]
    # Limits of sizes that no unit has would flatten everything else.
    reach = min(max(tall, default=highest), 1.6 * max(highest, funnel.center))
    up = value_axis([0.0, highest, funnel.center, reach], unit=funnel.unit, from_zero=True)
    across = value_axis([u.size for u in shown], ticks=5 if size.short else 8, from_zero=True)
    names = ("99.8%", "95%", formats.short_label(funnel.center))
    right = size.width - 14 - max(text_width(name, LABEL_SIZE, bold=True) for name in names)
    left = max(size.left, max(text_width(t, TICK_SIZE) for t in up.labels) + 22)
    top = TIP_ROW + 6
    sheet = Sheet(
        size, Box(round(left), top, round(right), top + 1.15 * size.plot_height), across, up
    )
    sheet.value_axis(up.labels, funnel.unit)
    sheet.height = sheet.across_axis(clean(funnel.counted))
    ends = _draw_limits(sheet, funnel)
    center = sheet.y(funnel.center)
    sheet.line(LineKind.CENTER, (sheet.plot.left, center), (sheet.plot.right, center))
    sheet.paths.append(((sheet.plot.left, center), (sheet.plot.right, center)))
    for unit in shown:
        kind = _KINDS[_judged(unit.zone, funnel.direction), unit.own]
        # Counts are whole, and so is what people call the size of a unit.
        tip = f"{clean(unit.name)}: {formats.full(unit.value)} of {plain(unit.size)}"
        words = {1: "beyond the 95% limits", 2: "beyond the 99.8% limits"}.get(abs(unit.zone), "")
        said = (tip, words.capitalize()) if words else (tip,)
        sheet.mark((sheet.x(unit.size), sheet.y(unit.value)), kind, said, href=unit.href)
    sheet.end_labels([*ends, (center, formats.short_label(funnel.center), Tone.INK, True)])
    for unit in sorted(shown, key=lambda u: (not u.own, -abs(u.zone), -u.size)):
        if unit.own or unit.zone:
            tone = Tone.ACCENT if unit.own else _TONES[_judged(unit.zone, funnel.direction)]
            sheet.name_point((sheet.x(unit.size), sheet.y(unit.value)), clean(unit.name), tone)
    title = clean(funnel.title)
    return sheet.finish(
        f"Funnel plot of {title}, {len(shown)} units",
        _description(funnel, shown),
        name=title,
        passport=_passport(funnel, title),
    )


def _smallest(units: Sequence[FunnelUnit]) -> float:
    return min((unit.size for unit in units), default=1.0)


def _draw_limits(sheet: Sheet, funnel: Funnel) -> list[tuple[float, str, Tone, bool]]:
    """Draw the four curves and return the names of the upper two."""
    ends = []
    for kind, name, low, high in (
        (LineKind.LIMIT, "99.8%", "lower_998", "upper_998"),
        (LineKind.INNER_LIMIT, "95%", "lower_95", "upper_95"),
    ):
        for field in (high, low):
            points: list[XY] = [
                (sheet.x(limit.size), sheet.y(getattr(limit, field)))
                for limit in funnel.limits
                if limit.size <= sheet.across.high
            ]
            # A lower limit of zero lies on the axis and says nothing.
            points = (
                [p for p in points if p[1] < sheet.plot.bottom - 0.05] if field == low else points
            )
            if len(points) > 1:
                sheet.curve(kind, points)
                if field == high and points[-1][1] >= sheet.plot.top:
                    ends.append((points[-1][1], name, Tone.SECONDARY, False))
    return ends


def _description(funnel: Funnel, shown: Sequence[FunnelUnit]) -> str:
    formats = number_format([u.value for u in shown], funnel.unit)
    told = [f"Overall {formats.full_label(funnel.center)}"]
    for zone, words in ((2, "above the upper 99.8% limit"), (-2, "below the lower 99.8% limit")):
        names = [clean(u.name) for u in shown if u.zone == zone]
        if names:
            told.append(f"{len(names)} {words}: {', '.join(names[:8])}")
    if len(told) == 1:
        told.append("None beyond the 99.8% limits")
    own = [u for u in shown if u.own]
    told += [f"{clean(u.name)} has {formats.full(u.value)}" for u in own]
    return ". ".join(told) + "."


def _passport(funnel: Funnel, title: str) -> str:
    parts = [title, "funnel plot, limits at 95% and 99.8%"]
    if funnel.widened > 1:
        parts.append(f"widened for overdispersion {funnel.widened:.1f}")
    return " · ".join([*parts, clean(funnel.counted)] if funnel.counted else parts)
