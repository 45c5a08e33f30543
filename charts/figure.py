"""Charts as files: the page's view drawn by matplotlib as PNG, PDF or SVG.

The only module of the page's charts that imports matplotlib; import it where a file is asked for.
The same view, date and theme give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from charts.clean import clean, is_right_to_left
from charts.figure_paths import draw_icon
from charts.figure_shapes import PX, draw_area, draw_flag, draw_line, draw_marks
from charts.figure_text import FAMILY, drawable, register_fonts
from charts.metrics import shorten, text_width, wrap
from charts.passport import footer
from charts.theme import LIGHT, TICK_SIZE, Theme, Tone
from charts.view import Anchor, Drawing, Text

Format = Literal["png", "pdf", "svg"]

WIDESCREEN = 16 / 9
"""Width over height of a slide."""


@dataclass(frozen=True, slots=True)
class Page:
    """The paper around a drawing.

    Parameters
    ----------
    margin : float
        Pixels on each side.
    title_size : float
        Type of the heading, in pixels.
    """

    margin: float
    title_size: float

    @property
    def leading(self) -> float:
        """Distance of the lines of the heading."""
        return 1.4 * self.title_size


SCREEN = Page(28.0, 20.0)
"""For reports and screens."""
COLUMN = Page(2.0, 13.0)
"""For one column of a journal, around `charts.layouts.SINGLE_COLUMN`."""
DOUBLE = Page(6.0, 15.0)
"""For both columns of a journal, around `charts.layouts.DOUBLE_COLUMN`."""
PRINT_SCALE = 300 / 96
"""Pixels of a PNG for each pixel of the view at the 300 dots an inch that journals ask for."""

_LEFT_TO_RIGHT = "\u200e"
_ROOMY = frozenset({"title", "passport"})
"""Texts that are wrapped with the names already in them."""

_MOST_LINES = 40
"""Of a heading or a footer: more than any has, so that none is cut."""

_ALIGN = {Anchor.START: "left", Anchor.MIDDLE: "center", Anchor.END: "right"}
_RC: Any = {
    "svg.hashsalt": "centerline",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "lines.scale_dashes": False,
    "path.simplify": False,
    "text.hinting": "no_hinting",
}
_METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": "Centerline"},
    "pdf": {"Creator": "Centerline", "Producer": None, "CreationDate": None},
    "svg": {"Creator": "Centerline", "Date": None},
}
_PNG: dict[str, Any] = {"pil_kwargs": {"compress_level": 2}}
"""The default level takes a third of the whole time for a file a tenth smaller."""

_CANVASES: dict[str, Any] = {
    "png": FigureCanvasAgg,
    "pdf": FigureCanvasPdf,
    "svg": FigureCanvasSVG,
}
_lock = threading.Lock()
"""matplotlib's settings and font cache belong to the process; one file is drawn at a time."""


def render(
    view: Drawing,
    format: Format = "png",  # noqa: A002 - the word people use for it
    *,
    scale: float = 2.0,
    print_date: dt.date | None = None,
    theme: Theme = LIGHT,
    aspect: float | None = None,
    page: Page = SCREEN,
) -> bytes:
    """Draw a chart as a file, with its name above and its passport below.

    Parameters
    ----------
    view : ControlChartView
        What is drawn.
    format : {"png", "pdf", "svg"}
        Kind of file.
    scale : float
        Pixels of a PNG for each pixel of the view.
    print_date : datetime.date or None
        Date in the footer; None leaves it out.
    theme : Theme
        Colors.
    aspect : float or None
        Width over height of the whole, reached by wider margins; None leaves it as it is.
    page : Page
        Margin and heading: `SCREEN`, `COLUMN` or `DOUBLE`.

    Returns
    -------
    bytes
        The file; fonts are embedded (PDF) or outlined (SVG).

    Raises
    ------
    ValueError
        For another format.
    """

    def build() -> Figure:
        return build_figure(view, print_date=print_date, theme=theme, aspect=aspect, page=page)

    return write(build, format, scale)


@contextmanager
def writing() -> Iterator[None]:
    """Hold matplotlib under the settings that files are written with."""
    with _lock, mpl.rc_context(_RC):
        yield


def write(build: Callable[[], Figure], format: Format, scale: float) -> bytes:  # noqa: A002 - as above
    """Build a figure under the settings that files are written with, and write it.

    Parameters
    ----------
    build : callable
        Returns the figure.
    format : {"png", "pdf", "svg"}
        Kind of file.
    scale : float
        Pixels of a PNG for each pixel of the view.

    Raises
    ------
    ValueError
        For another format.
    """
    if format not in _CANVASES:
        raise ValueError(f"format must be png, pdf or svg, not {format!r}")
    with writing():
        canvas = _CANVASES[format](build())
        out = io.BytesIO()
        dpi = 96 * scale if format == "png" else 72
        more = _PNG if format == "png" else {}
        canvas.print_figure(out, format=format, dpi=dpi, metadata=_METADATA[format], **more)
        return out.getvalue()


def build_figure(
    view: Drawing,
    *,
    print_date: dt.date | None = None,
    theme: Theme = LIGHT,
    aspect: float | None = None,
    page: Page = SCREEN,
) -> Figure:
    """Return the matplotlib figure; its axes are in pixels of the view, y downward.

    Parameters
    ----------
    view : ControlChartView
        What is drawn.
    print_date : datetime.date or None
        Date in the footer.
    theme : Theme
        Colors.
    aspect : float or None
        Width over height of the whole.
    page : Page
        Margin and heading.
    """
    figure, axes = sheet_of_paper(
        view.width, view.height, view.name, view.passport,
        print_date=print_date, theme=theme, aspect=aspect, page=page, in_full=_shortened(view),
    )  # fmt: skip
    draw_drawing(axes, view, theme)
    return figure


def draw_drawing(axes: Axes, view: Drawing, theme: Theme) -> None:
    """Draw everything of a view on axes in its pixels."""
    for area in view.areas:
        draw_area(axes, area, theme)
    for line in view.lines:
        draw_line(axes, line, theme)
    draw_marks(axes, view.marks, theme)
    for flag in view.flags:
        draw_text(axes, draw_flag(axes, flag, theme), theme)
    for icon in view.icons:
        draw_icon(axes, icon, theme)
    for text in view.texts:
        draw_text(axes, text, theme)


def sheet_of_paper(
    width: float,
    height: float,
    name: str,
    passport: str,
    *,
    print_date: dt.date | None,
    theme: Theme,
    aspect: float | None = None,
    page: Page = SCREEN,
    in_full: Sequence[str] = (),
) -> tuple[Figure, Axes]:
    """Return a figure with heading and footer, and axes in pixels of a view between them.

    Parameters
    ----------
    width, height : float
        Size of the view.
    name, passport : str
        Heading and footer line.
    print_date : datetime.date or None
        Date in the footer.
    theme : Theme
        Colors.
    aspect : float or None
        Width over height of the whole, reached by wider margins.
    page : Page
        Margin and heading.
    in_full : sequence of str
        Texts that the view had to shorten; paper has nothing to point at, so they stand below it.
    """
    register_fonts()
    margin, leading = page.margin, page.leading
    # Names of emoji take the room of the emoji many times over, so they are put in first.
    title = wrap(drawable(clean(name)), page.title_size, width, lines=_MOST_LINES, bold=True)
    below_it = [
        line
        for text in (
            f"In full: {'; '.join(in_full)}" if in_full else "",
            footer(passport, print_date),
        )
        for line in wrap(drawable(clean(text)), TICK_SIZE, width, lines=_MOST_LINES)
    ]
    above = margin + leading * len(title) + (8 if title else 0)
    below = 12 + 17 * len(below_it) + margin
    whole, high = width + 2 * margin, above + height + below
    wider = max(0.0, high * aspect - whole) / 2 if aspect else 0.0
    taller = max(0.0, whole / aspect - high) / 2 if aspect else 0.0
    size = ((whole + 2 * wider) / 96, (high + 2 * taller) / 96)
    figure = Figure(figsize=size, dpi=96, facecolor=theme.color(Tone.PAGE))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(-margin - wider, width + margin + wider)
    axes.set_ylim(height + below + taller, -above - taller)
    for row, line in enumerate(title):
        y = -above + margin + page.title_size + leading * row
        draw_text(axes, Text(0, y, line, "title", Tone.INK, page.title_size, bold=True), theme)
    for row, line in enumerate(below_it):
        y = height + 12 + 12 + 17 * row
        # Our own words around those of people: from left to right also where theirs begin.
        words = _LEFT_TO_RIGHT + line if is_right_to_left(line) else line
        draw_text(axes, Text(0, y, words, "passport", size=TICK_SIZE), theme)
    return figure, axes


def _shortened(view: Drawing) -> tuple[str, ...]:
    """List the full texts of what has no room on the drawing, each once."""
    found: dict[str, None] = {}
    for text in view.texts:
        whole = clean(text.text)
        if text.full and whole.endswith("…"):
            found.setdefault(text.full)
        elif _fitting(text) != drawable(whole):
            found.setdefault(whole)
    return tuple(found)


def _fitting(text: Text) -> str:
    """Return the text with signs that no font has named, or left out where names have no room."""
    whole = clean(text.text)
    named = drawable(whole)
    if named == whole or text.role in _ROOMY:
        return named
    room = max(text_width(whole, text.size, bold=text.bold), 1.0)
    bare = " ".join(drawable(whole, named=False).split())
    if text_width(named, text.size, bold=text.bold) <= room + 1:
        return named
    return bare or shorten(named, text.size, room, bold=text.bold)


def draw_text(
    axes: Axes, text: Text, theme: Theme, *, order: float = 5, halo: Tone | None = None
) -> None:
    """Write a line of text, kept legible over lines by an edge where it asks for one.

    Parameters
    ----------
    axes : Axes
        In pixels of the view.
    text : Text
        What is written.
    theme : Theme
        Colors.
    order : float
        Place in the stack of what is drawn.
    halo : Tone or None
        Color of the edge of a text that has none by itself.
    """
    artist = axes.text(
        text.x,
        text.y,
        _fitting(text),
        color=theme.color(text.tone),
        fontsize=text.size * PX,
        fontweight=600 if text.bold else 400,
        family=FAMILY,
        ha=_ALIGN[text.anchor],
        va="baseline",
        parse_math=False,
        gid=f"text-{text.role}",
        zorder=order,
    )
    if text.halo or halo:
        artist.set_path_effects(
            [
                withStroke(
                    linewidth=3 * PX,
                    foreground=theme.color(halo or Tone.PAGE),
                    alpha=1.0 if halo else 0.7,
                )
            ]
        )
