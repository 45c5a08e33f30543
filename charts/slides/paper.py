"""A slide in pixels of a drawing: text boxes, lines and shapes at their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASH
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from charts.clean import clean, is_right_to_left
from charts.slides.chart_xml import EMU_PER_POINT, dash_name
from charts.strokes import Stroke
from charts.theme import LIGHT, Tone
from charts.view import XY, Anchor, Box

FONT = "Arial"
"""There on every machine; narrower than the page's typeface, so that all texts fit."""

_ALIGN = {Anchor.START: PP_ALIGN.LEFT, Anchor.MIDDLE: PP_ALIGN.CENTER, Anchor.END: PP_ALIGN.RIGHT}
_DASHES = {"sysDot": DASH.ROUND_DOT, "sysDash": DASH.SQUARE_DOT, "dash": DASH.DASH}
_ASCENT = 0.905
"""Of Arial, as a share of its size."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """A line of text in one style."""

    text: str
    size: float
    tone: Tone = Tone.INK
    bold: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A place on a slide where a drawing is put.

    Parameters
    ----------
    shapes : pptx shape tree
        The slide's or a group's shapes.
    left, top : int
        EMU of the drawing's origin.
    scale : float
        EMU of a pixel.
    """

    shapes: Any
    left: int
    top: int
    scale: float

    @property
    def points(self) -> float:
        """Points in a pixel."""
        return self.scale / EMU_PER_POINT

    def x(self, pixel: float) -> Emu:
        """EMU of a pixel across."""
        return Emu(round(self.left + pixel * self.scale))

    def y(self, pixel: float) -> Emu:
        """EMU of a pixel downward."""
        return Emu(round(self.top + pixel * self.scale))

    def size(self, pixels: float) -> Emu:
        """EMU of a length."""
        return Emu(max(0, round(pixels * self.scale)))

    def group(self, name: str, description: str = "") -> Paper:
        """Return the same place inside a new group."""
        group = self.shapes.add_group_shape()
        # After each shape the library would look for the edges of all of them; `fit_groups` does once.
        group.shapes._recalculate_extents = _later
        named(group, name, description)
        return Paper(group.shapes, self.left, self.top, self.scale)

    def write(
        self, x: float, y: float, lines: Sequence[TextRun], anchor: Anchor, width: float,
        leading: float = 1.2,
    ) -> Any:  # fmt: skip
        """Write lines below each other, the first one's baseline at `y`."""
        first = lines[0].size
        left = x - {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[anchor]
        high = first * 1.2 + sum(line.size * leading for line in lines[1:])
        box = self.shapes.add_textbox(
            self.x(left), self.y(y - _ASCENT * first), self.size(width), self.size(high)
        )
        self.fill_text(box, lines, anchor, wrap=False)
        return named(box, clean(" ".join(line.text for line in lines)))

    def fill_text(
        self, shape: Any, lines: Sequence[TextRun], anchor: Anchor, *, wrap: bool,
        middle: bool = False, inset: float = 0.0,
    ) -> None:  # fmt: skip
        """Put lines into a shape, a paragraph each."""
        frame = shape.text_frame
        frame.word_wrap = wrap
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = self.size(inset)
        frame.margin_top = frame.margin_bottom = 0
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment = _ALIGN[anchor]
            if is_right_to_left(line.text):
                paragraph._p.get_or_add_pPr().set("rtl", "1")
            run(paragraph, line, self.points)

    def line(self, a: XY, b: XY, stroke: Stroke, *, name: str = "", curved: bool = False) -> Any:
        """Draw a connector."""
        kind = MSO_CONNECTOR.CURVE if curved else MSO_CONNECTOR.STRAIGHT
        drawn = self.shapes.add_connector(
            kind, self.x(a[0]), self.y(a[1]), self.x(b[0]), self.y(b[1])
        )
        self.stroke(drawn.line, stroke)
        return named(drawn, name or "Line")

    def polygon(self, points: Sequence[XY], name: str, *, close: bool = True) -> Any:
        """Draw a shape of many corners, without fill and line so far."""
        corners = [(self.x(x), self.y(y)) for x, y in points]
        builder = self.shapes.build_freeform(*corners[0])
        builder.add_line_segments(corners[1:], close=close)
        return named(builder.convert_to_shape(), name)

    def shape(self, form: str, box: Box, name: str, *, corner: float = 0.0) -> Any:
        """Draw a rectangle ("rect", "round") or an ellipse ("oval")."""
        kind = {
            "rect": MSO_SHAPE.RECTANGLE, "round": MSO_SHAPE.ROUNDED_RECTANGLE,
            "oval": MSO_SHAPE.OVAL, "diamond": MSO_SHAPE.DIAMOND,
        }[form]  # fmt: skip
        wide, high = box.right - box.left, box.bottom - box.top
        drawn = self.shapes.add_shape(
            kind, self.x(box.left), self.y(box.top), self.size(wide), self.size(high)
        )
        if form == "round":
            drawn.adjustments[0] = min(0.5, corner / max(min(wide, high), 1.0))
        return named(drawn, name)

    def paint(self, shape: Any, fill: Tone | None, stroke: Stroke | None, tint: float = 1.0) -> Any:
        """Give a shape its fill and line."""
        if fill is None:
            shape.fill.background()
        else:
            shape.fill.solid()
            shape.fill.fore_color.rgb = color(fill, tint)
        if stroke is None:
            shape.line.fill.background()
        else:
            self.stroke(shape.line, stroke)
        return shape

    def stroke(self, line: Any, stroke: Stroke) -> None:
        """Give a line its color, width and dashes."""
        line.color.rgb = color(stroke.tone)
        line.width = Emu(round(stroke.width * self.points * EMU_PER_POINT))
        if stroke.dashes:
            line.dash_style = _DASHES[dash_name(stroke)]


def _later() -> None:
    """Leave a group's edges to `fit_groups`."""


def fit_groups(slide: Any) -> None:
    """Give each group of a finished slide the edges of what it holds, the innermost first.

    Parameters
    ----------
    slide : pptx slide
        With all of its shapes.
    """
    for group in reversed(slide.shapes._spTree.xpath(".//p:grpSp")):
        group.recalculate_extents()


def color(tone: Tone, tint: float = 1.0) -> Any:
    """Return a color of the light theme, or its share over the page."""
    own, page = (bytes.fromhex(LIGHT.color(each)[1:]) for each in (tone, Tone.PAGE))
    mixed = [round(tint * a + (1 - tint) * b) for a, b in zip(own, page, strict=True)]
    return RGBColor(*mixed)  # type: ignore[no-untyped-call]  # the library types some of itself


def see_through(shape: Any, opacity: float) -> None:
    """Let what is behind a filled shape show through; `opacity` is 1 where nothing does."""
    for tone in shape._element.xpath("./p:spPr/a:solidFill/a:srgbClr"):
        share = tone.makeelement(qn("a:alpha"), {"val": str(round(opacity * 100_000))})
        tone.append(share)  # the library has no transparency


def named(shape: Any, name: str, description: str = "") -> Any:
    """Give a shape its name in the selection pane, and its alternative text."""
    for style in shape._element.xpath("./p:style"):  # it would add the theme's shadow
        shape._element.remove(style)
    properties = shape._element.xpath(".//p:cNvPr")[0]  # the library has no way to describe a shape
    properties.set("name", clean(name)[:120] or "Shape")
    if description:
        properties.set("descr", clean(description))
    return shape


def run(paragraph: Any, line: TextRun, points: float) -> None:
    """Write a run in the house's type."""
    written = paragraph.add_run()
    written.text = clean(line.text)
    font = written.font
    font.name, font.size, font.bold = FONT, Pt(max(1, round(line.size * points * 2) / 2)), line.bold
    font.color.rgb = color(line.tone)
    if line.struck:
        written._r.get_or_add_rPr().set("strike", "sngStrike")
