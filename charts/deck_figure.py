"""Slides as a PDF: the same pages as the presentation, drawn by matplotlib, 16:9.

Like `charts.figure`, it imports matplotlib; import it where a file is asked for.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from math import ceil

from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from charts.clean import clean
from charts.deck_panel import draw_panel
from charts.diagram_figure import draw_shapes
from charts.diagram_shapes import DiagramView
from charts.figure import draw_text, writing
from charts.figure_paths import draw_icon
from charts.figure_text import drawable, register_fonts
from charts.metrics import text_width, wrap
from charts.passport import footer
from charts.slides.diagrams import scale_of
from charts.slides.fit import WIDTH
from charts.slides.grids import GAP
from charts.slides.view import PanelGrid, Slide, TableGrid
from charts.theme import LIGHT, Theme, Tone
from charts.view import Anchor, Icon, Text

MARGIN = 36.5
PAGE = (WIDTH + 2 * MARGIN, (WIDTH + 2 * MARGIN) * 9 / 16)
"""Pixels of a page, whose content is as wide as that of a slide."""
_TOP, _FOOT = 84.0, 500.0
_POINTS, _LEADING, _PAD = 13.0, 17.0, 8.0
_ICON = 20.0


def render(
    slides: Sequence[Slide],
    *,
    title: str = "",
    subtitle: str = "",
    print_date: dt.date | None = None,
    theme: Theme = LIGHT,
    tick: Callable[[int], object] | None = None,
) -> bytes:
    """Write slides as one PDF, a page each.

    Parameters
    ----------
    slides : sequence of Slide
        In order.
    title, subtitle : str
        Of a first page; without a title there is none.
    print_date : datetime.date or None
        Date in the footers.
    theme : Theme
        Colors.
    tick : callable or None
        Called after each page with how many are drawn.

    Returns
    -------
    bytes
        The same slides and date give the same bytes.
    """
    out = io.BytesIO()
    metadata = {"Creator": "Centerline", "Producer": None, "CreationDate": None}
    builders: list[Callable[[], Figure]] = [
        lambda slide=slide: _page(slide, print_date, theme)  # type: ignore[misc]  # bound now
        for slide in slides
    ]
    if title:
        builders.insert(0, lambda: _opening(title, subtitle, print_date, theme))
    # One page at a time holds matplotlib, so that other files need not wait for all of them.
    with writing():
        pages = PdfPages(out, metadata=metadata)
    for number, build in enumerate(builders, 1):
        with writing():
            pages.savefig(build())  # type: ignore[no-untyped-call]  # matplotlib types no PdfPages
        if tick is not None:
            tick(number)
    with writing():  # fonts are written last, and by the same settings
        pages.close()  # type: ignore[no-untyped-call]  # as above
    return out.getvalue()


def _sheet(theme: Theme, share: float = 1.0) -> tuple[Figure, Axes]:
    """Return an empty page, whose pixels are `share` of those of a slide."""
    register_fonts()
    wide, high = PAGE[0] / share, PAGE[1] / share
    figure = Figure(figsize=(wide / 96, high / 96), dpi=96, facecolor=theme.color(Tone.PAGE))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(-MARGIN / share, wide - MARGIN / share)
    axes.set_ylim(high, 0)
    return figure, axes


def _opening(title: str, subtitle: str, day: dt.date | None, theme: Theme) -> Figure:
    figure, axes = _sheet(theme)
    lines = wrap(drawable(clean(title)), 40, WIDTH, lines=3, bold=True)
    for row, line in enumerate(lines):
        y = 236 - 48 * (len(lines) - 1 - row)
        draw_text(axes, Text(0, y, line, "title", Tone.INK, 40, bold=True), theme)
    axes.plot((0, WIDTH), (256, 256), color=theme.color(Tone.HAIRLINE), linewidth=1)
    for row, line in enumerate(each for each in (subtitle, footer("", day)) if each):
        draw_text(
            axes, Text(0, 288 + 28 * row, drawable(clean(line)), "title", Tone.SECONDARY, 18), theme
        )
    return figure


def _page(slide: Slide, day: dt.date | None, theme: Theme) -> Figure:
    content = slide.content
    share = 1.0 if isinstance(content, PanelGrid | TableGrid) else scale_of(content)
    figure, axes = _sheet(theme, share)
    _head(axes, slide, day, theme, share)
    if isinstance(content, PanelGrid):
        _panels(axes, content, theme)
    elif isinstance(content, TableGrid):
        _table(axes, content, theme)
    else:
        _diagram(figure, content, theme, share)
    return figure


def _head(axes: Axes, slide: Slide, day: dt.date | None, theme: Theme, share: float) -> None:
    title = drawable(clean(slide.title))
    size = 24.0
    while size > 16 and text_width(title, size, bold=True) > WIDTH:
        size -= 1
    shown = wrap(title, size, WIDTH, lines=2, bold=True) or ("",)

    def write(y: float, text: str, tone: Tone, size: float, *, bold: bool = False) -> None:
        draw_text(axes, Text(0, y / share, text, "title", tone, size / share, bold=bold), theme)

    for row, line in enumerate(shown):
        write((46 if len(shown) == 1 else 30) + 22 * row, line, Tone.INK, size, bold=True)
    for line in wrap(drawable(clean(slide.subtitle)), 13, WIDTH, lines=1):
        write(70, line, Tone.SECONDARY, 13)
    for row, line in enumerate(
        wrap(drawable(clean(footer(slide.passport, day))), 10, WIDTH, lines=2)
    ):
        write(_FOOT + 14 + 14 * row, line, Tone.SECONDARY, 10)


def _panels(axes: Axes, grid: PanelGrid, theme: Theme) -> None:
    y = _TOP
    for at in range(0, len(grid.panels), grid.columns):
        row = grid.panels[at : at + grid.columns]
        x = 0.0
        for panel in row:
            draw_panel(axes, panel, x, y, theme)
            x += panel.drawing.width + GAP
        y += max(panel.drawing.height for panel in row) + GAP


def _diagram(figure: Figure, view: DiagramView, theme: Theme, share: float) -> None:
    """Draw a diagram in pixels of its own, in the middle of the page's width."""
    wide, high = PAGE
    left = (wide - view.width * share) / 2 / wide
    size = (view.width * share / wide, view.height * share / high)
    axes = figure.add_axes((left, 1 - _TOP / high - size[1], *size))
    axes.set_axis_off()
    axes.set_xlim(0, view.width)
    axes.set_ylim(view.height, 0)
    draw_shapes(axes, view, theme)


def _table(axes: Axes, grid: TableGrid, theme: Theme) -> None:
    lefts = [sum(grid.shares[:number]) * WIDTH for number in range(len(grid.shares))]
    heads = tuple(column.name for column in grid.columns)
    y = _TOP - 6
    if any(heads):
        y = _row(axes, grid, heads, lefts, y, theme, tone=Tone.SECONDARY)
    for number, cells in enumerate(grid.rows):
        axes.plot((0, WIDTH), (y, y), color=theme.color(Tone.HAIRLINE), linewidth=0.75)
        below = _row(axes, grid, cells, lefts, y, theme, pictures=number)
        if grid.pictures:
            spark = grid.pictures[number].spark
            draw_panel(
                axes,
                spark,
                lefts[-1],
                y + (below - y - spark.drawing.height) / 2,
                theme,
                ticks=False,
            )
        y = below


def _row(
    axes: Axes,
    grid: TableGrid,
    cells: Sequence[str],
    lefts: Sequence[float],
    y: float,
    theme: Theme,
    *,
    tone: Tone = Tone.INK,
    pictures: int | None = None,
) -> float:
    """Write a row; returns where the next one begins."""
    icons = dict(grid.pictures[pictures].icons) if grid.pictures and pictures is not None else {}
    wrapped = []
    for number, text in enumerate(cells):
        room = grid.shares[number] * WIDTH - 2 * _PAD - (_ICON + 6 if number in icons else 0)
        bold = number == 0 or tone is Tone.SECONDARY
        wrapped.append(wrap(drawable(clean(text)), _POINTS, room, lines=40, bold=bold) or ("",))
    least = grid.row_height if grid.pictures and pictures is not None else 0.0
    high = max(least, max(map(len, wrapped)) * _LEADING + 10)
    for number, lines in enumerate(wrapped):
        left, bold = lefts[number] + _PAD, number == 0 or tone is Tone.SECONDARY
        anchor = Anchor.START
        if grid.columns[number].numeric:
            left, anchor = lefts[number] + grid.shares[number] * WIDTH - _PAD, Anchor.END
        top = y + (high - _LEADING * len(lines)) / 2
        if number in icons:
            draw_icon(axes, Icon(left, y + (high - _ICON) / 2, _ICON, icons[number]), theme)
            left += _ICON + 6
        for row, line in enumerate(lines):
            at = top + _LEADING * row + 12.5
            draw_text(
                axes, Text(left, at, line, "cell", tone, _POINTS, anchor=anchor, bold=bold), theme
            )
    return y + ceil(high)
