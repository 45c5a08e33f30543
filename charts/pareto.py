"""The Pareto chart: categories by size, and how much the first of them make together.

Bars lie level, so that no label is turned or cut; bars and running share use one scale, the share
of the total.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from charts.clean import clean
from charts.layouts import FULL, Layout
from charts.metrics import is_cut, text_width, wrap
from charts.scales import Axis
from charts.sheet import TIP_ROW, Sheet
from charts.theme import LABEL_SIZE, Tone
from charts.tips import plain
from charts.view import Anchor, AreaKind, Box, Drawing, LineKind, MarkKind, Text
from qi.pareto import Pareto as Computed

_ROW = 34.0
_BAR = 18.0
_MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Category:
    """A cause or theme with its count."""

    name: str
    count: float
    href: str = ""


@dataclass(frozen=True, slots=True)
class Pareto:
    """A Pareto chart in numbers.

    Parameters
    ----------
    title : str
        What is counted.
    categories : tuple of Category
        In any order; the largest is drawn first.
    few : int
        How many of the largest are the vital few; 0 leaves it open.
    """

    title: str
    categories: tuple[Category, ...]
    few: int = 0


def pareto_of(result: Computed, *, title: str, hrefs: Mapping[Any, str] | None = None) -> Pareto:
    """Take a Pareto chart as `qi.pareto` answers it.

    Parameters
    ----------
    result : qi.pareto.Pareto
        Categories in order; its vital few are drawn darker.
    title : str
        What is counted.
    hrefs : mapping or None
        Where each category leads, by label.
    """
    pairs = zip(result.labels, result.counts.tolist(), strict=True)
    rows = tuple(
        Category(str(label), count, (hrefs or {}).get(label, "")) for label, count in pairs
    )
    return Pareto(title, rows, result.n_vital)


def pareto_chart(chart: Pareto, *, size: Layout = FULL) -> Drawing:
    """Lay out a Pareto chart.

    Parameters
    ----------
    chart : Pareto
        Categories and their counts; beyond twenty, the smallest are drawn together.
    size : Layout
        `FULL`, `MEDIUM` or `PHONE`.
    """
    rows = _rows(chart)
    total = sum(row.count for row in rows) or 1.0
    names = [wrap(clean(row.name), LABEL_SIZE, 0.36 * size.width, lines=2) for row in rows]
    widest = max((text_width(line, LABEL_SIZE) for name in names for line in name), default=0.0)
    counts = [plain(row.count) for row in rows]
    beside = max((text_width(text, LABEL_SIZE, bold=True) for text in counts), default=0.0)
    left, right = round(widest + beside + 24), size.width - 22
    plot = Box(left, TIP_ROW + 6, right, TIP_ROW + 6 + _ROW * max(1, len(rows)) + 6)
    step = 25.0 if right - left >= 150 else 50.0
    sheet = Sheet(size, plot, Axis(0.0, 100.0, step), Axis(0.0, 1.0, 1.0))
    running = [100 * part / total for part in itertools.accumulate(row.count for row in rows)]
    points = []
    grid = [sheet.x(share) for share in sheet.across.ticks[1:]]
    for number, row in enumerate(rows):
        middle = plot.top + 6 + _ROW * (number + 0.5)
        end = sheet.x(100 * row.count / total)
        kind = AreaKind.BAR_FEW if number < chart.few else AreaKind.BAR
        sheet.bar(kind, Box(left, middle - _BAR / 2, max(end, left + 1.0), middle + _BAR / 2))
        foot = plot.bottom if row is rows[-1] else middle + _ROW - _BAR / 2
        over = [] if number else [(plot.top, middle - _BAR / 2)]
        # The grid stops at the bars instead of running through them.
        for x in grid:
            for start, stop in (*over, (middle - _BAR / 2 if x > end else middle + _BAR / 2, foot)):
                sheet.line(LineKind.GRID, (x, start), (x, stop))
        _name_row(sheet, clean(row.name), names[number], counts[number], middle, left - 8, beside)
        points.append((sheet.x(running[number]), round(middle, 1)))
    if len(points) > 1:
        sheet.line(LineKind.DATA, *points)
        sheet.paths.append(tuple(points))
    for number, (row, point) in enumerate(zip(rows, points, strict=True)):
        share = 100 * row.count / total
        first = f"{clean(row.name)}: {plain(row.count)} of {plain(total)}, {share:.0f}%"
        second = f"The first {number + 1} together: {running[number]:.0f}%" if number else ""
        sheet.mark(point, MarkKind.COMMON, (first, second) if second else (first,), href=row.href)
    if 0 < chart.few <= len(points):
        x, y = points[chart.few - 1]
        together = f"{running[chart.few - 1]:.0f}%"
        # Says as well what the darker bars are.
        if not sheet.name_point((x, y), f"First {chart.few}: {together}", Tone.INK):
            sheet.name_point((x, y), together, Tone.INK)
    title = clean(chart.title)
    sheet.height = sheet.across_axis("Share of the total" if rows else "", "%")
    few = [clean(row.name) for row in rows[: chart.few]]
    said = f"{len(rows)} categories, {plain(total) if rows else 0} in all"
    if few:
        said += f". The first {len(few)} make {running[len(few) - 1]:.0f}%: {', '.join(few)}"
    return sheet.finish(f"Pareto chart of {title}", said + ".", name=title, passport=f"{title} · Pareto chart")  # fmt: skip


def _rows(chart: Pareto) -> list[Category]:
    rows = sorted((c for c in chart.categories if c.count > 0), key=lambda c: -c.count)
    if len(rows) <= _MOST_ROWS:
        return rows
    rest = rows[_MOST_ROWS - 1 :]
    together = Category(f"{len(rest)} others", sum(row.count for row in rest))
    return [*rows[: _MOST_ROWS - 1], together]


def _name_row(
    sheet: Sheet,
    name: str,
    lines: tuple[str, ...],
    count: str,
    middle: float,
    right: float,
    beside: float,
) -> None:
    """Write name and count left of a bar."""
    sheet.text(
        Text(right, round(middle + 4.5, 1), count, "value", Tone.INK, bold=True, anchor=Anchor.END)
    )
    first = middle + 4.5 - 8 * (len(lines) - 1)
    full = name if is_cut(lines) else ""
    for row, line in enumerate(lines):
        x = right - beside - 12
        y = round(first + 16 * row, 1)
        sheet.text(Text(x, y, line, "name", Tone.INK, anchor=Anchor.END, full=full))
