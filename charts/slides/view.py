"""What stands on a slide, before anything of PowerPoint is loaded: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from charts.diagram_shapes import DiagramView
from charts.slides.fit import HEIGHT
from charts.strokes import Stroke
from charts.table import Column
from charts.view import XY, Drawing, MarkKind


@dataclass(frozen=True, slots=True)
class PlotSeries:
    """One series of a native chart: a row of the workbook for each pair of numbers.

    Parameters
    ----------
    name : str
        Its heading in the workbook.
    rows : tuple of (float, float or None)
        Place and value; a row without a value is a gap in the line.
    stroke : Stroke or None
        Its line; None draws points only.
    mark : MarkKind or None
        Shape of its points; None draws the line only.
    radius : float
        Half the size of its points, in pixels of the drawing.
    hidden : tuple of int
        Rows whose point another series draws.
    dashed : tuple of int
        Rows whose link from the row before is dashed.
    """

    name: str
    rows: tuple[tuple[float, float | None], ...]
    stroke: Stroke | None = None
    mark: MarkKind | None = None
    radius: float = 0.0
    hidden: tuple[int, ...] = ()
    dashed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlotAxis:
    """A native axis.

    Parameters
    ----------
    low, high, step : float
        Ends, and distance of ticks.
    code : str
        Number format, as spreadsheets write it.
    name : str
        Heading of its column in the workbook.
    shown : bool
        Whether it has tick labels.
    """

    low: float
    high: float
    step: float
    code: str
    name: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class XYPlot:
    """A native chart of points and lines.

    Parameters
    ----------
    series : tuple of PlotSeries
        From the lowest to the topmost.
    across, up : PlotAxis
        Both axes.
    bands : tuple of tuple of (float, float)
        Corners, in numbers of the axes, of the areas between limits. No chart of points can fill
        them, so they are shapes behind it.
    """

    series: tuple[PlotSeries, ...]
    across: PlotAxis
    up: PlotAxis
    bands: tuple[tuple[XY, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class BarPlot:
    """A native chart of columns and their running share, both in percent of the total.

    Parameters
    ----------
    name : str
        What is counted.
    categories : tuple of str
        Largest first.
    counts, shares, running : tuple of float
        One a category.
    few : int
        How many of the first are drawn darker.
    """

    name: str
    categories: tuple[str, ...]
    counts: tuple[float, ...]
    shares: tuple[float, ...]
    running: tuple[float, ...]
    few: int


@dataclass(frozen=True, slots=True)
class Panel:
    """A native chart, and what a chart of PowerPoint cannot hold, around it.

    Parameters
    ----------
    drawing : Drawing
        The same chart as pages draw it: its labels, brackets, cycles and key become text boxes
        and shapes at their places.
    plot : XYPlot or BarPlot
        The native chart.
    left, right : float
        Pixels of the drawing at which the horizontal axis begins and ends.
    """

    drawing: Drawing
    plot: XYPlot | BarPlot
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PanelGrid:
    """Charts in rows.

    Parameters
    ----------
    panels : tuple of Panel
        In reading order.
    columns : int
        Charts in a row.
    """

    panels: tuple[Panel, ...]
    columns: int = 1


@dataclass(frozen=True, slots=True)
class RowPictures:
    """What stands in a row of a table beside its words.

    Parameters
    ----------
    icons : tuple of (int, str)
        Column and shapes, as `charts.icons` writes them, of the icon before the words of a cell.
    spark : Panel
        Small chart in the last column.
    """

    icons: tuple[tuple[int, str], ...]
    spark: Panel


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A native table.

    Parameters
    ----------
    columns : tuple of Column
        Headings.
    rows : tuple of tuple of str
        One cell a column.
    shares : tuple of float
        Width of each column as a share of the whole.
    height : float
        Most pixels of a row.
    pictures : tuple of RowPictures
        None, or one a row.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    height: float = 44.0
    pictures: tuple[RowPictures, ...] = ()

    @property
    def row_height(self) -> float:
        """Pixels of a row, fewer where all of them would not fit."""
        return min(self.height, HEIGHT / (len(self.rows) + 1))


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide.

    Parameters
    ----------
    title : str
        What it is about.
    subtitle : str
        What kind of chart, how many points, until when.
    content : PanelGrid, TableGrid or a diagram that was laid out
        What is shown.
    passport : str
        Footer line: how it was made.
    description : str
        What it says, for those who cannot see it.
    """

    title: str
    subtitle: str
    content: PanelGrid | TableGrid | DiagramView
    passport: str
    description: str
