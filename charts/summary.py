"""The table of indicators: each measure with its latest value, target, verdicts and spark chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from markupsafe import Markup, escape

from charts.arranging import moved
from charts.clean import clean
from charts.formats import number_format
from charts.icons import (
    assurance_body,
    assurance_icon,
    assurance_words,
    reading_icon,
    signal_body,
    status_words,
)
from charts.layouts import FULL, Layout
from charts.meaning import Status, reading
from charts.metrics import is_cut, wrap
from charts.panel_drawing import plot_drawing
from charts.panel_order import Panel
from charts.panel_paths import WIDTH
from charts.panels import free_scale
from charts.periods import detect_period
from charts.small_multiples import panel_plot, panel_view
from charts.theme import LABEL_SIZE, TICK_SIZE, Tone
from charts.view import XY, Anchor, Box, Drawing, Icon, Line, LineKind, Text
from charts.words import caption
from qi.results import Analysis, Assurance

_SPARK = 0.7
"""Size of a spark chart as a share of a panel."""
_ICON = 20.0
_SMALL_ICON = 16.0
"""Where the words of a row stand below each other."""

_TONES = {Status.IMPROVEMENT: Tone.IMPROVE_TEXT, Status.CONCERN: Tone.CONCERN_TEXT}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row: a measure and its chart in numbers.

    Parameters
    ----------
    name : str
        Name of the measure.
    analysis : Analysis
        Its values; target, direction and verdict are read from it.
    unit : str
        Unit of its values.
    href : str
        Where the name leads.
    """

    name: str
    analysis: Analysis
    unit: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    latest: str
    target: str
    says: str
    status: Status
    assurance: Assurance
    indicator: Indicator


def _row(indicator: Indicator) -> _Row:
    analysis = indicator.analysis
    formats = number_format(analysis.values.tolist(), indicator.unit)
    period = detect_period(analysis.x)
    known = np.flatnonzero(np.isfinite(analysis.values))
    read = reading(analysis)
    words, said = caption(read, period), status_words(read.status)
    if read.status in _TONES:
        words = f"{said}: {words}"
    latest = formats.full(float(analysis.values[known[-1]])) if len(known) else "–"
    return _Row(
        clean(indicator.name),
        latest,
        "–" if analysis.target is None else formats.full_label(analysis.target),
        words,
        read.status,
        analysis.verdict.assurance,
        indicator,
    )


def indicator_words(indicator: Indicator) -> tuple[str, ...]:
    """Write a row of the table as texts: measure, latest, target, variation and assurance.

    Parameters
    ----------
    indicator : Indicator
        The measure.
    """
    row = _row(indicator)
    return row.name, row.latest, row.target, row.says, assurance_words(row.assurance)


def indicator_icons(indicator: Indicator) -> tuple[str, str]:
    """Return the shapes of the icons of a row: variation and assurance.

    Parameters
    ----------
    indicator : Indicator
        The measure.
    """
    read = reading(indicator.analysis)
    assurance = indicator.analysis.verdict.assurance
    return signal_body(read.status, read.arrow), assurance_body(assurance)


def summary_table(indicators: Sequence[Indicator], *, title: str) -> Markup:
    """Write the table of indicators as HTML.

    Parameters
    ----------
    indicators : sequence of Indicator
        In the order wanted.
    title : str
        Caption of the table.

    Returns
    -------
    markupsafe.Markup
        A table whose rows become blocks in little room.
    """
    heads = ("Measure", "Latest", "Target", "Variation", "Assurance", "Chart")
    head = "".join(
        f'<th scope="col" class="in-number">{name}</th>'
        if name in {"Latest", "Target"}
        else f'<th scope="col">{name}</th>'
        for name in heads
    )
    body = "".join(_html_row(_row(indicator)) for indicator in indicators)
    return Markup(  # noqa: S704 - every text is escaped
        f'<div class="in-fit"><table class="indicators"><caption>{escape(clean(title))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _html_row(row: _Row) -> str:
    indicator, name = row.indicator, escape(row.name)
    if indicator.href:
        name = Markup('<a href="{}">{}</a>').format(indicator.href, row.name)
    read = reading(indicator.analysis)
    # A spark shows the course; without a unit its axis need not start at zero.
    scale = free_scale(indicator.analysis)
    plot = panel_plot(panel_view(indicator.analysis, scale, title=row.name))
    return (
        f'<tr><th scope="row">{name}</th>'
        f'<td class="in-number" data-name="Latest">{escape(row.latest)}</td>'
        f'<td class="in-number in-target" data-name="Target">{escape(row.target)}</td>'
        f'<td><span class="in-say">{reading_icon(read, size=20, label=False)}{escape(row.says)}</span></td>'
        f'<td><span class="in-say">{assurance_icon(row.assurance, size=20, label=False)}'
        f"{escape(assurance_words(row.assurance))}</span></td>"
        f'<td class="in-spark">{plot}</td></tr>'
    )


def summary_drawing(indicators: Sequence[Indicator], *, title: str, size: Layout = FULL) -> Drawing:
    """Lay out the same table as a drawing, for files and slides.

    Parameters
    ----------
    indicators : sequence of Indicator
        In the order wanted.
    title : str
        Name of the table.
    size : Layout
        Width of the whole; narrow ones stack the words of a row under its name.
    """
    narrow = size.width < 640
    spark = 0.5 if narrow else _SPARK
    texts: list[Text] = []
    lines: list[Line] = []
    icons: list[Icon] = []
    parts: list[Drawing] = []
    stops = _stops(size)
    y = 0.0
    if not narrow:
        for head, x, anchor in zip(
            ("Measure", "Latest", "Target", "Variation", "Assurance", "Chart"),
            stops,
            (Anchor.START, Anchor.END, Anchor.END, *[Anchor.START] * 3),
            strict=True,
        ):
            texts.append(Text(x, 14, head, "tick", size=TICK_SIZE, anchor=anchor))
        y = 22.0
        lines.append(Line(((0.0, y), (size.width, y)), LineKind.AXIS))
    for indicator in indicators:
        row = _row(indicator)
        plot = plot_drawing(
            Panel(row.name, indicator.analysis, indicator.href),
            free_scale(indicator.analysis),
            spark,
        )
        first = y + 10
        written, foot = _written(row, first, stops, size, narrow=narrow)
        # A row's words stand in the middle of its chart.
        down = max(0.0, round((plot.height - (foot - first)) / 2, 1))
        written = [replace(text, y=text.y + down) for text in written]
        texts += written
        side = _SMALL_ICON if narrow else _ICON
        for role, body in zip(("key", "note"), indicator_icons(indicator), strict=True):
            words = next(text for text in written if text.role == role)
            middle = words.y - 4.5
            left = words.x - side - 6
            icons.append(Icon(round(left, 1), round(middle - side / 2, 1), side, body))
        parts.append(moved(plot, size.width - plot.width, first))
        y = max(foot + down, first + plot.height) + 10
        lines.append(Line(((0.0, y), (size.width, y)), LineKind.GRID))
    name = clean(title)
    said = "; ".join(f"{r.name}: {r.latest}, {r.says}" for r in map(_row, indicators))
    return Drawing(
        width=size.width,
        height=y + 4,
        title=f"{name}, {len(indicators)} measures",
        description=f"{said}." if said else "No measure.",
        areas=tuple(area for part in parts for area in part.areas),
        lines=(*lines, *(line for part in parts for line in part.lines)),
        marks=tuple(mark for part in parts for mark in part.marks),
        flags=(),
        texts=tuple(texts),
        tip_y=0.0,
        plot=Box(0, 0, size.width, y),
        size=size.name,
        name=name,
        passport=f"{name} · {len(indicators)} measures, each chart on its own scale",
        icons=tuple(icons),
    )


def _stops(size: Layout) -> tuple[float, ...]:
    """Where the columns start, or end for numbers."""
    spark = size.width - _SPARK * WIDTH
    shares = (0.0, 0.305, 0.415, 0.435, 0.655)
    return (*(round(share * size.width) for share in shares), spark)


def _written(
    row: _Row, top: float, stops: tuple[float, ...], size: Layout, *, narrow: bool
) -> tuple[list[Text], float]:
    """Write the cells of a row; return them and where they end."""
    tone = _TONES.get(row.status, Tone.SECONDARY)
    assurance = assurance_words(row.assurance)
    base = top + 14
    if narrow:
        room = size.width - 0.5 * WIDTH - 12
        cells = (
            (row.name, room, Tone.INK, True, "name"),
            (f"{row.latest}, target {row.target}", room, Tone.INK, False, "value"),
            (row.says, room - _SMALL_ICON - 6, tone, False, "key"),
            (assurance, room - _SMALL_ICON - 6, Tone.SECONDARY, False, "note"),
        )
        texts: list[Text] = []
        for text, wide, color, bold, role in cells:
            beside = _SMALL_ICON + 6 if role in {"key", "note"} else 0.0
            x, y = beside, base + 18 * len(texts)
            texts += _cell(text, (x, y), wide, role, color, bold=bold, anchor=Anchor.START)
        return texts, base + 18 * len(texts) - 8
    number, beside = stops[2] - stops[1] - 14, _ICON + 6
    columns = (
        (row.name, stops[0], stops[1] - number - 12, Tone.INK, True, "name"),
        (row.latest, stops[1], number, Tone.INK, True, "value"),
        (row.target, stops[2], number, Tone.SECONDARY, False, "value"),
        (row.says, stops[3] + beside, stops[4] - stops[3] - beside - 12, tone, False, "key"),
        (
            assurance,
            stops[4] + beside,
            stops[5] - stops[4] - beside - 12,
            Tone.SECONDARY,
            False,
            "note",
        ),
    )
    texts = []
    longest = 1
    for text, x, room, color, bold, role in columns:
        anchor = Anchor.END if role == "value" else Anchor.START
        lines = _cell(text, (x, base), room, role, color, bold=bold, anchor=anchor)
        longest = max(longest, len(lines))
        texts += lines
    return texts, base + 18 * longest - 8


def _cell(
    text: str, place: XY, room: float, role: str, tone: Tone, *, bold: bool, anchor: Anchor
) -> list[Text]:
    """Write a cell into four lines at most."""
    lines = wrap(text, LABEL_SIZE, room, lines=4, bold=bold)
    full = text if is_cut(lines) else ""
    x, y = place
    return [
        Text(x, y + 18 * k, line, role, tone, bold=bold, anchor=anchor, full=full)
        for k, line in enumerate(lines)
    ]
