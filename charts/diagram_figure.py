"""Diagrams as files: driver diagram, stakeholder map, ramp and aim progress as PNG, PDF or SVG.

Like `charts.figure`, it imports matplotlib; import it where a file is asked for.
"""

from __future__ import annotations

import datetime as dt

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from charts.diagram_shapes import Circle, DiagramView, Frame, Path, shapes
from charts.diagram_styles import BOLD, HALOS, STRUCK, Look, text_tone
from charts.diagram_text import TextLine, text_width
from charts.figure import SCREEN, Format, Page, draw_text, sheet_of_paper, write
from charts.figure_paths import draw_shape, style_of
from charts.ramp_view import RampView
from charts.theme import LIGHT, Theme
from charts.view import Anchor, Text


def render(
    view: DiagramView,
    format: Format = "png",  # noqa: A002 - the word people use for it
    *,
    name: str | None = None,
    passport: str = "",
    scale: float = 2.0,
    print_date: dt.date | None = None,
    theme: Theme = LIGHT,
    page: Page = SCREEN,
) -> bytes:
    """Draw a diagram as a file, with its name above and its passport below.

    Parameters
    ----------
    view : DriverView, StakeholderView, RampView or AimView
        What is drawn: the result of `layout`.
    format : {"png", "pdf", "svg"}
        Kind of file.
    name : str or None
        Heading; None takes the title of the view.
    passport : str
        Footer line: team, version, data up to.
    scale : float
        Pixels of a PNG for each pixel of the view.
    print_date : datetime.date or None
        Date in the footer; None leaves it out.
    theme : Theme
        Colors.
    page : Page
        Margin and heading: `SCREEN`, `COLUMN` or `DOUBLE` of `charts.figure`.

    Returns
    -------
    bytes
        The same view, date and theme give the same bytes.

    Raises
    ------
    ValueError
        For another format.
    """

    def build() -> Figure:
        return build_figure(
            view, name=name, passport=passport, print_date=print_date, theme=theme, page=page
        )

    return write(build, format, scale)


def build_figure(
    view: DiagramView,
    *,
    name: str | None = None,
    passport: str = "",
    print_date: dt.date | None = None,
    theme: Theme = LIGHT,
    page: Page = SCREEN,
) -> Figure:
    """Return the matplotlib figure; parameters as for `render`."""
    heading = view.title if name is None else name
    figure, axes = sheet_of_paper(
        view.width, view.height, heading, passport, print_date=print_date, theme=theme, page=page,
        in_full=_shortened(view),
    )  # fmt: skip
    draw_shapes(axes, view, theme)
    return figure


def draw_shapes(axes: Axes, view: DiagramView, theme: Theme) -> None:
    """Draw everything of a diagram on axes in its pixels."""
    for order, shape in enumerate(shapes(view)):
        _draw(axes, shape, theme, 2 + order / 10_000)


def _shortened(view: DiagramView) -> tuple[str, ...]:
    """List the full names of ramps that have no room for them."""
    return (
        tuple(label.full for label in view.labels if label.full)
        if isinstance(view, RampView)
        else ()
    )


def _draw(axes: Axes, shape: Path | Circle | Frame | TextLine, theme: Theme, order: float) -> None:
    if isinstance(shape, TextLine):
        _text(axes, shape, theme, order)
        return
    draw_shape(axes, shape, theme, order)


def _text(axes: Axes, line: TextLine, theme: Theme, order: float) -> None:
    names = line.css.split()
    tone = text_tone(line.css)
    bold = line.weight >= 500 or bool(BOLD & set(names))
    text = Text(line.x, line.y, line.text, "diagram", tone, line.size, bold, Anchor(line.anchor))
    halo = next((HALOS[name] for name in names if name in HALOS), None)
    draw_text(axes, text, theme, order=order, halo=halo)
    if STRUCK in names:
        width = text_width(line.text, line.size, line.weight)
        x = line.x - {"start": 0.0, "middle": width / 2, "end": width}[line.anchor]
        y = line.y - 0.3 * line.size
        style = style_of(Look(stroke=tone, width=1.0), theme)
        stroke = Outline([(x, y), (x + 0.94 * width, y)])
        axes.add_artist(PathPatch(stroke, zorder=order, gid="struck", **style))
