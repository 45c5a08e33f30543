"""Native charts as the XML that PowerPoint reads (ECMA-376, DrawingML charts)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from charts.clean import clean
from charts.slides.view import BarPlot, PlotAxis, PlotSeries, XYPlot
from charts.slides.workbook import Reference
from charts.strokes import AREAS, LINES, MARKS, Stroke
from charts.theme import LIGHT, TICK_SIZE, Tone
from charts.view import AreaKind, Box, LineKind, MarkKind

EMU_PER_POINT = 12_700
_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_SYMBOLS = {"circle": ("circle", 2.0), "diamond": ("diamond", 2.1), "square": ("square", 2.0)}


_FILLS = {MarkKind.COMMON: Tone.COMMON, MarkKind.GHOST: Tone.HAIRLINE}
"""Hollow on pages; some programs draw a marker in its fill only, and a white one is not seen."""


def chart_xml(
    plot: XYPlot | BarPlot, references: Sequence[Reference], inner: Box, points: float
) -> bytes:
    """Write a chart.

    Parameters
    ----------
    plot : XYPlot or BarPlot
        Series and axes.
    references : sequence of Reference
        Where each series stands in the workbook.
    inner : Box
        The rectangle of the axes, as shares of the frame.
    points : float
        Points of type in a pixel of the drawing.
    """
    if isinstance(plot, BarPlot):
        body = _bars(plot, references, points)
    else:
        body = _scatter(plot, references, points)
    layout = (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/>'
        '<c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{inner.left:.5f}"/><c:y val="{inner.top:.5f}"/>'
        f'<c:w val="{inner.right - inner.left:.5f}"/><c:h val="{inner.bottom - inner.top:.5f}"/>'
        "</c:manualLayout></c:layout>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_SPACES}>'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{layout}{body}<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>"
    ).encode()


def fill(tone: Tone, opacity: float = 1.0) -> str:
    """Write a color of the light theme."""
    color = LIGHT.color(tone).removeprefix("#")
    alpha = f'<a:alpha val="{round(opacity * 100_000)}"/>' if opacity < 1 else ""
    return f'<a:solidFill><a:srgbClr val="{color}">{alpha}</a:srgbClr></a:solidFill>'


def line(stroke: Stroke | None, points: float) -> str:
    """Write a line's color, width and dashes."""
    if stroke is None:
        return "<a:ln><a:noFill/></a:ln>"
    width = round(stroke.width * points * EMU_PER_POINT)
    dash = f'<a:prstDash val="{dash_name(stroke)}"/>' if stroke.dashes else ""
    return (
        f'<a:ln w="{width}" cap="flat">{fill(stroke.tone, stroke.opacity)}{dash}<a:round/></a:ln>'
    )


def dash_name(stroke: Stroke) -> str:
    """Name of the nearest of PowerPoint's dashes."""
    drawn = stroke.dashes[0] if stroke.dashes else 0
    return "sysDot" if drawn <= 2 else "sysDash" if drawn < 6 else "dash"


def _marker(kind: MarkKind | None, radius: float, points: float) -> str:
    if kind is None or radius <= 0:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    shape = MARKS[kind]
    inside = _FILLS.get(kind, shape.fill)
    symbol, factor = _SYMBOLS[shape.form]
    size = min(72, max(2, round(radius * factor * points)))
    return (
        f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/>'
        f"<c:spPr>{fill(inside)}{line(shape.edge, points)}</c:spPr></c:marker>"
    )


def _scatter(plot: XYPlot, references: Sequence[Reference], points: float) -> str:
    numbered = list(enumerate(zip(plot.series, references, strict=True)))
    # The longest comes first in the file, whatever is drawn first: LibreOffice leaves out series
    # that have as few points as the first one.
    numbered.sort(key=lambda pair: (-len(pair[1][0].rows), pair[0]))
    series = "".join(
        _series(number, each, at, plot.across.code, points) for number, (each, at) in numbered
    )
    return (
        '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f'{series}<c:axId val="1001"/><c:axId val="1002"/></c:scatterChart>'
        + _axis(plot.across, (1001, 1002), "b", points)
        + _axis(plot.up, (1002, 1001), "l", points)
    )


def _series(number: int, series: PlotSeries, at: Reference, code: str, points: float) -> str:
    own = "".join(_point(row, series, points) for row in sorted({*series.hidden, *series.dashed}))
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>{_name(series.name, at)}'
        f"<c:spPr>{line(series.stroke, points)}</c:spPr>"
        f"{_marker(series.mark, series.radius, points)}{own}"
        f"<c:xVal>{_numbers(at.cells(at.across), (x for x, _ in series.rows), code)}</c:xVal>"
        f"<c:yVal>{_numbers(at.cells(at.up), (y for _, y in series.rows))}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _point(row: int, series: PlotSeries, points: float) -> str:
    """Write a point that another series draws, or one that a dashed line leads to."""
    marker = _marker(None if row in series.hidden else series.mark, series.radius, points)
    stroke = LINES[LineKind.GHOST] if row in series.dashed else series.stroke
    return (
        f'<c:dPt><c:idx val="{row}"/>{marker}<c:bubble3D val="0"/>'
        f"<c:spPr>{line(stroke, points)}</c:spPr></c:dPt>"
    )


def _name(name: str, at: Reference) -> str:
    return (
        f'<c:tx><c:strRef><c:f>{at.name}</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape(clean(name))}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )


def _numbers(cells: str, values: Iterable[float | None], code: str = "General") -> str:
    known = list(values)
    inside = "".join(
        f'<c:pt idx="{k}"><c:v>{float(value)!r}</c:v></c:pt>'
        for k, value in enumerate(known)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>{cells}</c:f><c:numCache><c:formatCode>{escape(code)}</c:formatCode>"
        f'<c:ptCount val="{len(known)}"/>{inside}</c:numCache></c:numRef>'
    )


def text_style(size: float, tone: Tone = Tone.SECONDARY, more: str = "") -> str:
    """Write the type of an axis; labels lie level."""
    return (
        f'<c:txPr><a:bodyPr rot="0" vert="horz"{more}/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="{round(size * 100)}">{fill(tone)}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def _axis(axis: PlotAxis, ids: tuple[int, int], side: str, points: float) -> str:
    upright = side == "l"
    grid = f"<c:majorGridlines><c:spPr>{line(LINES[LineKind.GRID], points)}</c:spPr></c:majorGridlines>"
    base = LINES[LineKind.AXIS] if not upright else None
    shown = "low" if axis.shown else "none"
    return (
        f'<c:valAx><c:axId val="{ids[0]}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{axis.high!r}"/><c:min val="{axis.low!r}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/>{grid if upright and axis.shown else ""}'
        f'<c:numFmt formatCode={_quoted(axis.code)} sourceLinked="0"/>'
        f'<c:majorTickMark val="{"none" if upright or not axis.shown else "out"}"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{shown}"/><c:spPr>{line(base, points)}</c:spPr>'
        f'{text_style(TICK_SIZE * points)}<c:crossAx val="{ids[1]}"/><c:crosses val="min"/>'
        f'<c:crossBetween val="midCat"/><c:majorUnit val="{axis.step!r}"/></c:valAx>'
    )


def _quoted(code: str) -> str:
    return '"' + escape(code, {'"': "&quot;"}) + '"'


def _bars(plot: BarPlot, references: Sequence[Reference], points: float) -> str:
    """Write columns and the line of their running share on one pair of axes."""
    shares, running = references
    categories = "".join(
        f'<c:pt idx="{k}"><c:v>{escape(clean(name))}</c:v></c:pt>'
        for k, name in enumerate(plot.categories)
    )
    names = (
        f"<c:cat><c:strRef><c:f>{shares.cells(shares.across)}</c:f><c:strCache>"
        f'<c:ptCount val="{len(plot.categories)}"/>{categories}</c:strCache></c:strRef></c:cat>'
    )
    rest, few = AREAS[AreaKind.BAR].tone, AREAS[AreaKind.BAR_FEW].tone
    dark = "".join(
        f'<c:dPt><c:idx val="{k}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{fill(few)}</c:spPr></c:dPt>"
        for k in range(plot.few)
    )
    # The line starts on the first column, whose number therefore stands inside.
    counted = _labels(
        [(k, f"{n:g}", "outEnd" if k else "ctr", Tone.INK if k or not plot.few else Tone.PAGE)
         for k, n in enumerate(plot.counts)],
        points,
    )  # fmt: skip
    together = _labels(
        [(k, f"{part:.0f}%", "t", Tone.INK) for k, part in enumerate(plot.running) if k], points
    )
    axis = PlotAxis(0.0, 100.0, 25.0, '0"%"')
    return (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'<c:ser><c:idx val="0"/><c:order val="0"/>{_name("Share of the total, %", shares)}'
        f'<c:spPr>{fill(rest)}</c:spPr><c:invertIfNegative val="0"/>{dark}{counted}{names}'
        f"<c:val>{_numbers(shares.cells(shares.up), plot.shares, '0.0')}</c:val></c:ser>"
        '<c:gapWidth val="45"/><c:axId val="1001"/><c:axId val="1002"/></c:barChart>'
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'<c:ser><c:idx val="1"/><c:order val="1"/>{_name("Together, %", running)}'
        f"<c:spPr>{line(LINES[LineKind.DATA], points)}</c:spPr>"
        f"{_marker(MarkKind.COMMON, 3.4, points)}{together}{names}"
        f"<c:val>{_numbers(running.cells(running.up), plot.running, '0.0')}</c:val>"
        '<c:smooth val="0"/></c:ser><c:marker val="1"/>'
        '<c:axId val="1001"/><c:axId val="1002"/></c:lineChart>'
        '<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{line(LINES[LineKind.AXIS], points)}</c:spPr>"
        f"{text_style(TICK_SIZE * points, Tone.INK)}"
        '<c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="60"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        + _axis(axis, (1002, 1001), "l", points).replace('"midCat"', '"between"')
    )


def _labels(texts: Sequence[tuple[int, str, str, Tone]], points: float) -> str:
    """Write the labels of points: row, text, place and color."""
    each = "".join(
        f'<c:dLbl><c:idx val="{k}"/><c:tx><c:rich><a:bodyPr/><a:p><a:r>'
        f'<a:rPr lang="en-US" sz="{round(12 * points * 100)}">{fill(tone)}</a:rPr>'
        f"<a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx>"
        f'<c:dLblPos val="{place}"/>{_SHOWN}</c:dLbl>'
        for k, text, place, tone in texts
    )
    return f"<c:dLbls>{each}{_HIDDEN}</c:dLbls>"


_HIDDEN = "".join(
    f'<c:{name} val="0"/>'
    for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
)  # fmt: skip
_SHOWN = _HIDDEN.replace('showVal val="0"', 'showVal val="1"')
