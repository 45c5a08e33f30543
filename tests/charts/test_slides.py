"""Slides: native charts and shapes, held to the numbers, to one another and to their format."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import subprocess
import sys
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from pptx import Presentation
from pptx.util import Inches

import qi
from charts import aim_progress, driver_diagram, pdsa_ramp, slides, stakeholder_map
from charts.gallery import data, examples
from charts.panel_order import Panel
from charts.pareto import Category, Pareto
from charts.passport import footer
from charts.sequential import average_of, sums_of
from charts.slides.axes import date_scale
from charts.strata import Stratum
from charts.theme import LIGHT, Tone
from charts.timeline import timeline
from qi.results import Side
from tests.charts.cast import cast, story
from tests.charts.diagram_checks import NASTY
from tests.charts.markup import parse
from tests.charts.samples import build, months, shift

DAY = dt.date(2026, 2, 5)
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CAST = {name: (analysis, options) for name, analysis, options in cast() if name != "empty"}


def story_slide(**more):
    analysis, options = story()
    return slides.control_slide(analysis, **{**options, **more})


def shifted():
    values = np.random.default_rng(4).normal(0, 1, 30)
    values[16:] -= 1.1
    return values


def every_kind():
    aim = aim_progress.AimProgress(
        15.2, 8.0, 9.1, DAY, dt.date(2025, 1, 1), dt.date(2026, 6, 30), "%"
    )
    strata = [Stratum(name, analysis) for name, analysis in data.strata()]
    network = [Panel(name, analysis) for name, analysis in data.network(14)]
    return {
        "control": [story_slide()],
        "funnel": [slides.funnel_slide(examples.funnel())],
        "pareto": [slides.pareto_slide(examples.themes())],
        "cusum": [
            slides.cusum_slide(
                sums_of(qi.cusum(shifted(), center=0.0, sigma=1.0)), months(30), title="x",
                direction="down",
            )
        ],
        "ewma": [
            slides.ewma_slide(
                average_of(qi.ewma(shifted(), center=0.0, sigma=1.0)), months(30), title="x"
            )
        ],
        "pair": [slides.pair_slide(*data.pair_of_charts(), title="x", unit="min")],
        "strata": [slides.strata_slide(strata, title="x", unit="%")],
        "multiples": slides.multiples_slides(network, title="x", unit="%"),
        "calibration": [slides.calibration_slide(examples.predictions())],
        "indicators": slides.indicator_slides(examples.indicators(), title="x"),
        "drivers": [slides.diagram_slide(driver_diagram.layout(examples.drivers(), width=1000))],
        "people": [slides.diagram_slide(stakeholder_map.layout(examples.people(), width=900))],
        "ramps": [slides.diagram_slide(pdsa_ramp.layout(examples.ramps(), width=800))],
        "aim": [slides.diagram_slide(aim_progress.layout(aim, width=600))],
    }  # fmt: skip


KINDS = every_kind()


def opened(*pages, **options):
    return Presentation(io.BytesIO(slides.deck(pages, print_date=DAY, **options)))


def everything(shapes):
    for shape in shapes:
        yield shape
        if shape.shape_type == 6:
            yield from everything(shape.shapes)


def charts_of(page):
    return [shape for shape in everything(page.shapes) if shape.has_chart]


def words(page):
    return [s.text_frame.text for s in everything(page.shapes) if s.has_text_frame]


def points(chart, name):
    """Cached pairs of the series with a name; None where a row has no value."""
    (own,) = [
        s for s in chart._chartSpace.iter(f"{C}ser")
        if s.find(f"{C}tx").findtext(f".//{C}v") == name
    ]  # fmt: skip

    def cached(tag):
        values = own.find(f"{C}{tag}")
        found = {int(p.get("idx")): float(p.findtext(f"{C}v")) for p in values.iter(f"{C}pt")}
        return [found.get(k) for k in range(int(values.find(f".//{C}ptCount").get("val")))]

    return list(zip(cached("xVal"), cached("yVal"), strict=True))


def names(chart):
    return {s.find(f"{C}tx").findtext(f".//{C}v") for s in chart._chartSpace.iter(f"{C}ser")}


def workbook(chart):
    """Cells of the embedded workbook: texts as str, numbers as float."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    with zipfile.ZipFile(io.BytesIO(blob)) as parts:
        sheet = parse(parts.read("xl/worksheets/sheet1.xml"))
        strings = parse(parts.read("xl/sharedStrings.xml"))
    told = ["".join(t.text or "" for t in e.iter(f"{S}t")) for e in strings.iter(f"{S}si")]
    assert not list(sheet.iter(f"{S}f"))
    return {
        cell.get("r"): told[int(cell.findtext(f"{S}v"))]
        if cell.get("t") == "s"
        else float(cell.findtext(f"{S}v"))
        for cell in sheet.iter(f"{S}c")
        if cell.find(f"{S}v") is not None
    }


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_a_slide_that_says_what_it_shows(kind):
    deck = opened(*KINDS[kind])
    assert deck.slide_width == pytest.approx(Inches(13.333), rel=1e-4)
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, rel=1e-3)
    assert len(deck.slides) == len(KINDS[kind])
    for page, slide in zip(deck.slides, KINDS[kind], strict=True):
        assert page.shapes.title.text_frame.text == slide.title
        assert footer(slide.passport, DAY) in words(page)
        said = [e.get("descr") for e in page.element.iter() if e.tag.endswith("}cNvPr")]
        assert any(text and len(text) > 20 for text in said)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_leaves_the_slide(kind):
    deck = opened(*KINDS[kind])
    slack = Inches(0.02)
    for page in deck.slides:
        for shape in everything(page.shapes):
            assert shape.left >= -slack
            assert shape.top >= -slack
            assert shape.left + shape.width <= deck.slide_width + slack, shape.name
            assert shape.top + shape.height <= deck.slide_height + slack, shape.name


def test_the_native_chart_holds_the_numbers_of_the_analysis():
    analysis, options = story()
    chart = charts_of(opened(story_slide()).slides[0])[0].chart
    drawn = points(chart, options["title"])
    assert [y for _, y in drawn if y is not None] == pytest.approx(analysis.values.tolist())
    # Two phases: one gap between the last point of one and the first of the next.
    assert [k for k, (_, y) in enumerate(drawn) if y is None] == [analysis.phases[1].start]
    centers = [y for _, y in points(chart, "Center") if y is not None]
    assert centers == pytest.approx([p.center for p in analysis.phases for _ in (0, 1)])
    upper = {round(y, 9) for _, y in points(chart, "Upper limit") if y is not None}
    assert upper == {round(v, 9) for v in analysis.upper.tolist()}
    assert {y for _, y in points(chart, "Target")} == {analysis.target}


def test_a_limit_steps_halfway_between_two_points():
    analysis = story()[0]
    chart = charts_of(opened(story_slide()).slides[0])[0].chart
    rows = points(chart, "Upper limit")
    upright = [
        (a, b) for a, b in itertools.pairwise(rows) if None not in (a[1], b[1]) and a[1] != b[1]
    ]
    assert upright
    assert all(a[0] == b[0] for a, b in upright)
    days = sorted(x for x, y in points(chart, story()[1]["title"]) if y is not None)
    first = upright[0][0][0]
    k = next(k for k in range(1, 24) if analysis.upper[k] != analysis.upper[k - 1])
    assert days[k - 1] < first < days[k]


def test_signals_are_series_of_their_own_shape_and_color():
    values = np.r_[np.full(12, 10.0), np.full(10, 4.0)] + np.tile([0.3, -0.3], 11)
    analysis = build(values, signals=(shift(12, 22, Side.DOWN),), exclude=(3,), direction="down")
    chart = charts_of(opened(slides.control_slide(analysis, title="x")).slides[0])[0].chart
    assert {"Improvement", "Left out"} <= names(chart)
    own = [k for k, (_, y) in enumerate(points(chart, "Improvement")) if y is not None]
    assert own == list(range(12, 22))
    (ghost,) = [y for _, y in points(chart, "Left out") if y is not None]
    assert ghost == pytest.approx(values[3])
    looks = {
        s.find(f"{C}tx").findtext(f".//{C}v"): (
            s.find(f"{C}marker/{C}symbol").get("val"),
            s.find(f"{C}marker/{C}spPr/{A}solidFill/{A}srgbClr").get("val"),
        )
        for s in chart._chartSpace.iter(f"{C}ser")
        if s.find(f"{C}marker/{C}size") is not None
    }
    assert looks["Improvement"] == ("circle", "0072B2")
    assert len(set(looks.values())) == len(looks)


def test_dates_are_dates_in_chart_and_workbook():
    chart = charts_of(opened(story_slide()).slides[0])[0].chart
    first = points(chart, story()[1]["title"])[0][0]
    assert dt.date(1899, 12, 30) + dt.timedelta(days=first) == dt.date(2024, 1, 15)
    sheet = workbook(chart)
    assert (sheet["A1"], sheet["A2"]) == ("Month", first)
    axis = chart._chartSpace.find(f".//{C}valAx/{C}numFmt")
    assert axis.get("formatCode") == "mmm yyyy"


@pytest.mark.parametrize(
    ("start", "every", "period"),
    # A quarter begins in January, April, July or October.
    [(start, 1, "month") for start in range(1, 13)]
    + [(start, 3, "quarter") for start in (1, 4, 7, 10)],
)
def test_a_tick_names_the_month_it_stands_at(start, every, period):
    dates = [
        dt.date(2023 + (start - 1 + every * k) // 12, (start - 1 + every * k) % 12 + 1, 1)
        for k in range(48)
    ]
    scale = date_scale(timeline(dates))
    assert scale.line.period.value == period
    for k, date in enumerate(dates):
        tick = dt.date(1899, 12, 30) + dt.timedelta(days=scale.place(scale.line.first + k))
        assert (tick.year, tick.month) == (date.year, date.month)
        # Points stand exactly above the ticks that name their month.
        assert scale.point(k) == scale.place(scale.line.first + k)


def test_what_surrounds_the_chart_stays_text():
    page = opened(story_slide()).slides[0]
    told = words(page)
    for text in ("Upper limit", "Center", "Target", "2024: before", "Wildfire smoke, 6 days"):
        assert text in told
    flag = story_slide().content.panels[0].drawing.flags[3]
    (shape,) = [s for s in everything(page.shapes) if s.name == flag.name]
    assert shape.text_frame.text == "4"


def test_the_numbered_key_says_each_signal():
    page = opened(slides.control_slide(data.waiting(), title="Minutes", unit="min")).slides[0]
    told = words(page)
    assert {"1", "2", "3"} <= set(told)
    assert any("9 months in a row below the center line" in text for text in told)


def test_the_workbook_runs_no_formula():
    analysis, options = story()
    slide = slides.control_slide(analysis, **{**options, "title": "=1+1"})
    chart = charts_of(opened(slide).slides[0])[0].chart
    assert "=1+1" in workbook(chart).values()


def test_names_of_categories_run_no_formula():
    slide = slides.pareto_slide(Pareto("=2", (Category("=HYPERLINK(1)", 3.0),)))
    sheet = workbook(charts_of(opened(slide).slides[0])[0].chart)
    assert (sheet["A1"], sheet["A2"]) == ("=2", "=HYPERLINK(1)")


def test_pareto_columns_and_running_share_use_one_scale():
    chart = charts_of(opened(slides.pareto_slide(examples.themes())).slides[0])[0].chart
    root = chart._chartSpace
    bars, line = root.find(f".//{C}barChart"), root.find(f".//{C}lineChart")
    ids = [[e.get("val") for e in part.findall(f"{C}axId")] for part in (bars, line)]
    assert ids[0] == ids[1]
    running = [float(v.text) for v in line.find(f".//{C}val").iter(f"{C}v")]
    # 31 of 90, then 31 + 24 of 90.
    assert running[:2] == pytest.approx([34.44, 61.11], abs=0.01)
    assert running[-1] == pytest.approx(100)


def test_many_small_charts_go_on_several_slides_of_one_scale():
    pages = opened(*KINDS["multiples"]).slides
    assert [len(charts_of(page)) for page in pages] == [12, 2]
    tops = {
        s.chart._chartSpace.findall(f".//{C}valAx")[1].find(f".//{C}max").get("val")
        for page in pages
        for s in charts_of(page)
    }
    assert len(tops) == 1


def test_drivers_are_boxes_tied_by_connectors():
    page = opened(*KINDS["drivers"]).slides[0]
    drivers = examples.drivers()
    boxes = {
        s.shape_id: s.text_frame.text.replace("\n", " ")
        for s in everything(page.shapes)
        if s.has_text_frame
    }
    for node in drivers.nodes:
        assert any(node.text in text for text in boxes.values()), node.text
    tied = [e for e in page.element.iter() if e.tag.endswith("}cNvCxnSpPr") and len(e) == 2]
    assert len(tied) == sum(len(node.serves) for node in drivers.nodes)
    for e in tied:
        assert all(int(end.get("id")) in boxes for end in e)


def test_cycles_of_a_ramp_are_circles_tied_in_order():
    page = opened(*KINDS["ramps"]).slides[0]
    numbers = {s.shape_id: s.text_frame.text for s in everything(page.shapes) if s.has_text_frame}
    tied = [e for e in page.element.iter() if e.tag.endswith("}cNvCxnSpPr") and len(e) == 2]
    pairs = {tuple(numbers[int(end.get("id"))] for end in e) for e in tied}
    assert pairs == {("1", "2"), ("2", "3"), ("4", "5"), ("5", "6"), ("7", "8")}


def test_indicators_are_a_native_table():
    page = opened(*KINDS["indicators"]).slides[0]
    (frame,) = [s for s in page.shapes if s.has_table]
    cells = [[cell.text for cell in row.cells] for row in frame.table.rows]
    assert cells[0] == ["Measure", "Latest", "Target", "Variation", "Assurance", "Chart"]
    assert len(cells) == 5
    assert cells[1][0] == "Urgent asthma visits"


def test_each_indicator_has_its_icons_and_a_native_spark_chart_in_its_row():
    page = opened(*KINDS["indicators"]).slides[0]
    (frame,) = [s for s in page.shapes if s.has_table]
    rows, columns = frame.table.rows, frame.table.columns
    lefts = [frame.left + sum(c.width for c in list(columns)[:k]) for k in range(len(columns))]
    tops = [frame.top + sum(r.height for r in list(rows)[:k]) for k in range(len(rows))]
    charts = charts_of(page)
    for chart, top, row, indicator in zip(
        charts, tops[1:], list(rows)[1:], examples.indicators(), strict=True
    ):
        # Places are rounded to units of which a pixel has thousands.
        assert lefts[5] - 10 <= chart.left
        assert chart.left + chart.width <= lefts[5] + columns[5].width + 10
        assert top - 10 <= chart.top
        assert chart.top + chart.height <= top + row.height + 10
        values = [y for _, y in points(chart.chart, indicator.name) if y is not None]
        assert values == pytest.approx(indicator.analysis.values)
    for column in (3, 4):
        said = [row.cells[column].text for row in list(rows)[1:]]
        icons = [
            s
            for s in page.shapes
            if s.shape_type == 6 and lefts[column] < s.left < lefts[column + 1] - 10
        ]
        assert [icon.name for icon in sorted(icons, key=lambda s: s.top)] == said
        for icon in icons:
            # The words of the cell begin right of the icon.
            cell = rows[1].cells[column]
            assert icon.left + icon.width < lefts[column] + cell.margin_left


def test_a_deck_begins_with_its_title():
    deck = opened(story_slide(), title="Session 4", subtitle="Northgate")
    assert len(deck.slides) == 2
    assert words(deck.slides[0])[:2] == ["Session 4", "Northgate\nprinted February 5, 2026"]
    assert deck.core_properties.title == "Session 4"


def test_same_slides_give_the_same_bytes():
    pages = [page for kind in ("control", "pareto", "drivers") for page in KINDS[kind]]
    first, second = (slides.deck(pages, title="x", print_date=DAY) for _ in range(2))
    assert first == second
    assert first != slides.deck(pages, title="x", print_date=dt.date(2026, 2, 6))
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(2026, 2, 5, 0, 0, 0)}


@pytest.mark.parametrize("name", CAST)
def test_every_chart_becomes_a_slide(name):
    analysis, options = CAST[name]
    assert charts_of(opened(slides.control_slide(analysis, **options)).slides[0])


@pytest.mark.parametrize(
    "title",
    ["<b>&amp;", "$x$ and $", "NUL \x00 bell \x07", "שלום מרחבا", "漢字", "Hospital 🏥", "Long " * 60, NASTY],
)  # fmt: skip
def test_titles_in_any_script_come_right(title):
    analysis, options = story()
    page = opened(
        slides.control_slide(analysis, **{**options, "title": title}), title=title
    ).slides[1]
    shown = page.shapes.title.text_frame.text
    assert shown == " ".join(shown.split())
    for word in title.split():
        kept = "".join(c for c in word if c.isalnum())
        assert kept in "".join(c for c in shown if c.isalnum())
    assert not any(ord(c) < 32 for text in words(page) for c in text if c != "\n")


@pytest.mark.parametrize(
    ("title", "direction"),
    [("שלום $x$ visits", "1"), ("12 مرحبا", "1"), ("Visits שלום", None), ("漢字", None), ("$ 12 %", None)],
)  # fmt: skip
def test_a_title_reads_in_the_direction_of_its_first_letter(title, direction):
    analysis, options = story()
    page = opened(slides.control_slide(analysis, **{**options, "title": title})).slides[0]
    (paragraph,) = page.shapes.title.text_frame.paragraphs
    assert paragraph._p.pPr.get("rtl") == direction
    (footer,) = (shape for shape in page.shapes if shape.name == "Chart passport")
    assert [each._p.pPr.get("rtl") for each in footer.text_frame.paragraphs] == [None]


def test_charts_for_pages_load_neither_pptx_nor_matplotlib():
    code = (
        "import sys, charts, charts.slides;"
        "print([m for m in ('matplotlib', 'pptx', 'lxml', 'xlsxwriter') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def corners_of(shape):
    """Corners of a freeform on the slide, in EMU."""
    (path,) = shape._element.iter(f"{A}path")
    wide, high = shape.width / int(path.get("w")), shape.height / int(path.get("h"))
    return [
        (shape.left + int(p.get("x")) * wide, shape.top + int(p.get("y")) * high)
        for p in path.iter(f"{A}pt")
    ]


def on_the_slide(frame):
    """Return how numbers of a native chart become EMU, from its own layout and axes."""
    root = frame.chart._chartSpace
    x, y, w, h = (
        float(root.find(f".//{C}manualLayout/{C}{tag}").get("val")) for tag in ("x", "y", "w", "h")
    )
    ends = [
        tuple(float(axis.find(f".//{C}{tag}").get("val")) for tag in ("min", "max"))
        for axis in root.iter(f"{C}valAx")
    ]
    (first, last), (low, high) = ends

    def place(across, up):
        share, rise = (across - first) / (last - first), (up - low) / (high - low)
        return (
            frame.left + (x + share * w) * frame.width,
            frame.top + (y + (1 - rise) * h) * frame.height,
        )

    return place


def test_the_room_between_the_limits_is_shaded_behind_the_chart():
    page = opened(story_slide()).slides[0]
    (frame,) = charts_of(page)
    shapes = list(everything(page.shapes))
    bands = [s for s in shapes if s.name == "Inside the limits"]
    assert len(bands) == len(story()[0].phases) == 2
    order = [shape.shape_id for shape in shapes]
    place = on_the_slide(frame)
    rows = [
        [row for row in points(frame.chart, name) if row[1] is not None]
        for name in ("Upper limit", "Lower limit")
    ]
    expected = {tuple(round(v / 2000) for v in place(*row)) for edge in rows for row in edge}
    found = {
        tuple(round(v / 2000) for v in corner) for band in bands for corner in corners_of(band)
    }
    near = {(x + a, y + b) for x, y in expected for a in (-1, 0, 1) for b in (-1, 0, 1)}
    assert found <= near
    assert len(found) >= 0.9 * len(expected)
    for band in bands:
        assert order.index(band.shape_id) < order.index(frame.shape_id)
        assert str(band.fill.fore_color.rgb) == LIGHT.color(Tone.WASH)[1:]


@pytest.mark.parametrize("kind", ["control", "pair", "strata", "multiples", "cusum", "ewma"])
def test_every_chart_with_limits_is_shaded(kind):
    page = opened(*KINDS[kind]).slides[0]
    limited = [c for c in charts_of(page) if any("limit" in n for n in names(c.chart))]
    bands = [s for s in everything(page.shapes) if s.name == "Inside the limits"]
    assert limited
    assert len(bands) >= len(limited)


def test_a_band_without_a_lower_limit_reaches_the_axis():
    analysis = build([9.0, 4.0, 7.0, 6.0, 8.0, 5.0] * 4)
    analysis = replace(analysis, lower=np.full(24, np.nan))
    page = opened(slides.control_slide(analysis, title="x")).slides[0]
    (frame,) = charts_of(page)
    (band,) = [s for s in everything(page.shapes) if s.name == "Inside the limits"]
    assert band.top + band.height == pytest.approx(on_the_slide(frame)(0, 0)[1], abs=4000)


def test_long_names_of_small_charts_are_wrapped_and_said_in_full():
    long = "Lakeview Community Health Center of Greater Wrenfield, pediatric asthma clinic on Third"
    panels = [Panel(name, story()[0]) for name in ("Northgate", long, "Mill Street", "Quarry Hill")]
    page = opened(*slides.multiples_slides(panels, title="x", unit="%")).slides[0]
    said = [e.get("descr") for e in page.element.iter() if e.tag.endswith("}cNvPr")]
    assert long in said
    first, second = (w for w in words(page) if w and w.removesuffix("…") in long)
    assert long.startswith(f"{first} {second.removesuffix('…')}")
    tops = {round(frame.top / 5000) for frame in charts_of(page)}
    assert len(tops) == 1


def test_a_baseline_lets_the_band_behind_it_show_through():
    page = opened(slides.control_slide(data.waiting(), title="x", unit="min")).slides[0]
    found = [
        a
        for s in everything(page.shapes)
        if s.name == "Baseline"
        for a in s._element.iter(f"{A}alpha")
    ]
    assert [int(alpha.get("val")) for alpha in found] == [30_000]


def test_each_group_has_the_edges_of_what_it_holds_found_once(monkeypatch):
    from pptx.oxml.shapes.groupshape import CT_GroupShape

    found = []
    reckon = CT_GroupShape.recalculate_extents

    def counted(group):
        found.append(group)
        reckon(group)

    monkeypatch.setattr(CT_GroupShape, "recalculate_extents", counted)
    pages = opened(story_slide(), *KINDS["drivers"]).slides
    groups = [g for page in pages for g in page.shapes._spTree.xpath(".//p:grpSp")]
    assert groups
    # Looked for after each of its shapes, the edges took longer than all else about a diagram.
    assert len(found) <= 2 * len(groups)
    for group in groups:
        held = list(group.iter_shape_elms())
        assert held
        left, top = min(each.x for each in held), min(each.y for each in held)
        right = max(each.x + each.cx for each in held)
        bottom = max(each.y + each.cy for each in held)
        assert (group.x, group.y) == (left, top)
        assert (group.x + group.cx, group.y + group.cy) == (right, bottom)
        assert (group.chOff.x, group.chOff.y) == (left, top)


def test_charts_and_workbooks_are_numbered_without_looking_through_the_file(monkeypatch):
    from pptx.opc.package import OpcPackage

    def asked(*_):
        raise AssertionError("looked through all parts for a free number")

    monkeypatch.setattr(OpcPackage, "next_partname", asked)
    data = slides.deck([story_slide(), story_slide(), *KINDS["pareto"]], print_date=DAY)
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert len(names) == len(set(names))
    charts = {name for name in names if name.startswith("ppt/charts/chart")}
    assert charts == {f"ppt/charts/chart{number}.xml" for number in (1, 2, 3)}
