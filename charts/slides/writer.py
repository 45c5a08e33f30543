"""Slides become a presentation. It and what it calls import python-pptx."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.opc.packuri import PackURI
from pptx.util import Emu, Inches

from charts.clean import clean
from charts.metrics import text_width
from charts.passport import footer
from charts.slides.diagrams import scale_of
from charts.slides.fit import HEIGHT, WIDTH
from charts.slides.grids import GAP
from charts.slides.package import stamped
from charts.slides.panels import add_panel
from charts.slides.paper import FONT, Paper, TextRun, fit_groups, named
from charts.slides.shapes import add_diagram
from charts.slides.table_shapes import add_table
from charts.slides.view import PanelGrid, Slide, TableGrid
from charts.strokes import Stroke
from charts.theme import LIGHT, Tone
from charts.view import Anchor

SLIDE_WIDTH, SLIDE_HEIGHT = Inches(13.333), Inches(7.5)
"""16:9, the size that PowerPoint itself starts with."""

_LEFT = Inches(0.5)
_SCALE = (SLIDE_WIDTH - 2 * _LEFT) / WIDTH
_TITLE_TOP, _CONTENT_TOP, _FOOTER_TOP = 18.0, 84.0, 496.0
_TITLE = 24.0
_UNDATED = dt.date(2000, 1, 1)
_TITLE_ONLY, _TITLE_SLIDE = 5, 0


def write_deck(
    slides: Sequence[Slide],
    *,
    title: str = "",
    subtitle: str = "",
    print_date: dt.date | None,
    tick: Callable[[int], object] | None = None,
) -> bytes:
    """Write slides as a presentation; see `charts.slides.deck`."""
    stamp = dt.datetime.combine(print_date or _UNDATED, dt.time())
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = SLIDE_WIDTH, SLIDE_HEIGHT
    _prepare(presentation)
    _count_parts(presentation.part.package)
    name = clean(title) or (clean(slides[0].title) if slides else "Centerline")
    _describe(presentation.core_properties, name, stamp)
    if title:
        _title_slide(presentation, name, clean(subtitle), print_date)
    for number, slide in enumerate(slides, 1):
        _add(presentation, slide, print_date, stamp)
        if tick is not None:
            tick(number)
    out = io.BytesIO()
    presentation.save(out)
    return stamped(out.getvalue(), stamp)


def _describe(properties: Any, title: str, stamp: dt.datetime) -> None:
    properties.title, properties.author, properties.last_modified_by = title[:250], "Centerline", ""
    properties.created = properties.modified = stamp
    properties.revision, properties.keywords, properties.subject = 1, "", ""


def _prepare(presentation: Any) -> None:
    """Fit the library's template to 16:9, its typeface and colors to the house."""
    master = presentation.slide_master
    wide = SLIDE_WIDTH / Inches(10)
    for place in (master, *master.slide_layouts):
        for shape in place.placeholders:
            # Those without a place of their own take it from the master.
            if shape._element.spPr.xfrm is not None:  # the library answers inherited places too
                shape.left, shape.width = (
                    Emu(round(shape.left * wide)),
                    Emu(round(shape.width * wide)),
                )
    theme = master.part.part_related_by(RELATION.THEME)
    text = theme.blob.decode("utf-8")
    text = re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{FONT}"', text)
    tones = (Tone.ACCENT, Tone.IMPROVE_MARK, Tone.CONCERN_MARK, Tone.COMMON, Tone.CONTROL, Tone.INK)
    for number, tone in enumerate(tones, 1):
        color = LIGHT.color(tone)[1:]
        text = re.sub(
            rf"<a:accent{number}>.*?</a:accent{number}>",
            f'<a:accent{number}><a:srgbClr val="{color}"/></a:accent{number}>', text, flags=re.DOTALL,
        )  # fmt: skip
    theme._blob = text.encode("utf-8")  # the library cannot change a theme


def _count_parts(package: Any) -> None:
    """Let charts and workbooks be numbered one after the other.

    The library looks through all parts of the file for the next free number, each time anew.
    """
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(1))
    package.next_partname = lambda pattern: PackURI(pattern % next(numbers[pattern]))


def _title_slide(presentation: Any, title: str, subtitle: str, print_date: dt.date | None) -> None:
    slide = presentation.slides.add_slide(presentation.slide_layouts[_TITLE_SLIDE])
    paper = Paper(slide.shapes, _LEFT, 0, _SCALE)
    head, below = slide.shapes.title, slide.placeholders[1]
    head.left, head.top, head.width, head.height = (
        paper.x(0), paper.y(150), paper.size(WIDTH), paper.size(90),
    )  # fmt: skip
    head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    _fill(paper, head, (TextRun(title, _shrunk(title, 40.0, 2), bold=True),))
    below.left, below.top, below.width, below.height = (
        paper.x(0), paper.y(252), paper.size(WIDTH), paper.size(80),
    )  # fmt: skip
    lines = [
        TextRun(text, 18.0, Tone.SECONDARY) for text in (subtitle, footer("", print_date)) if text
    ]
    _fill(paper, below, lines or (TextRun("", 18.0),))
    paper.line((0, 246), (WIDTH, 246), Stroke(Tone.HAIRLINE, 1), name="Line")


def _add(presentation: Any, slide: Slide, print_date: dt.date | None, stamp: dt.datetime) -> None:
    page = presentation.slides.add_slide(presentation.slide_layouts[_TITLE_ONLY])
    paper = Paper(page.shapes, _LEFT, 0, _SCALE)
    title = clean(slide.title)
    head = page.shapes.title
    head.left, head.top, head.width, head.height = (
        paper.x(0), paper.y(_TITLE_TOP), paper.size(WIDTH), paper.size(36),
    )  # fmt: skip
    head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    _fill(paper, head, (TextRun(title, _shrunk(title, _TITLE, 2), bold=True),))
    if slide.subtitle:
        _box(paper, _TITLE_TOP + 38, 22, slide.subtitle, 13.0, "Subtitle")
    content = Paper(page.shapes, _LEFT, round(_CONTENT_TOP * _SCALE), _SCALE)
    if isinstance(slide.content, PanelGrid):
        _grid(content, slide.content, slide.description, stamp)
    elif isinstance(slide.content, TableGrid):
        add_table(content, slide.content, slide.description, stamp)
    else:
        view = slide.content
        share = scale_of(view)
        left = round(_LEFT + (WIDTH - view.width * share) / 2 * _SCALE)
        inside = Paper(page.shapes, left, round(_CONTENT_TOP * _SCALE), _SCALE * share)
        add_diagram(inside, view, slide.description)
    _box(paper, _FOOTER_TOP, 40, footer(slide.passport, print_date), 10.0, "Chart passport")
    fit_groups(page)


def _box(paper: Paper, top: float, high: float, text: str, size: float, name: str) -> None:
    box = paper.shapes.add_textbox(paper.x(0), paper.y(top), paper.size(WIDTH), paper.size(high))
    # Our own words around those of people, so it reads from left to right also where theirs begin.
    _fill(paper, named(box, name), (TextRun(text, size, Tone.SECONDARY),))
    for paragraph in box.text_frame.paragraphs:
        paragraph._p.get_or_add_pPr().attrib.pop("rtl", None)


def _fill(paper: Paper, shape: Any, lines: Sequence[TextRun]) -> None:
    anchor = shape.text_frame.vertical_anchor
    paper.fill_text(shape, lines, Anchor.START, wrap=True)
    shape.text_frame.vertical_anchor = anchor or MSO_ANCHOR.TOP


def _shrunk(text: str, size: float, lines: int) -> float:
    """Return the largest size at which a title has so many lines at most."""
    while size > 12 and text_width(text, size, bold=True) > lines * 0.92 * WIDTH:
        size -= 1
    # Two lines of the full size do not fit the room of one.
    return (
        min(size, 16.0) if size < 36 and text_width(text, size, bold=True) > 0.95 * WIDTH else size
    )


def _grid(paper: Paper, grid: PanelGrid, description: str, stamp: dt.datetime) -> None:
    several = len(grid.panels) > 1
    y = 0.0
    rows = [grid.panels[k : k + grid.columns] for k in range(0, len(grid.panels), grid.columns)]
    height = sum(max(p.drawing.height for p in row) for row in rows) + GAP * (len(rows) - 1)
    # What could not be made low enough is drawn smaller.
    share = min(1.0, HEIGHT / height) if height else 1.0
    for row in rows:
        x = 0.0
        for panel in row:
            place = Paper(
                paper.shapes, round(paper.left + x * paper.scale),
                round(paper.top + y * paper.scale), paper.scale * share,
            )  # fmt: skip
            drawing = panel.drawing
            said = f"{drawing.title}. {drawing.description}" if several else description
            add_panel(place, panel, said, stamp)
            x += (drawing.width + GAP) * share
        y += (max(panel.drawing.height for panel in row) + GAP) * share
