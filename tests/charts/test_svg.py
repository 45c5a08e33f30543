from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from charts import PHONE, RESPONSIVE_COMPACT, control_chart, responsive_charts, responsive_svg, svg
from charts.funnel import funnel_chart
from charts.gallery import examples
from charts.inputs import Annotation, CycleFlag, PhaseLabel
from charts.strokes import AREAS, LINES, MARKS
from charts.view import FlagKind
from tests.charts.cascade import CHARTS_CSS, inherited, paths
from tests.charts.cast import cast, flags, story
from tests.charts.markup import parse
from tests.charts.samples import build, busy, months, urgent_visits

CAST = {name: (analysis, options) for name, analysis, options in cast()}
NS = "{http://www.w3.org/2000/svg}"
CSS = Path(__file__).parents[2] / "app" / "static" / "css" / "charts.css"
NASTY = "<script>alert(1)</script> $\\frac{1}{2}$ \x00\x07 \"quotes' & שלום مرحبا 🏥 \u202eabc"


def parsed(markup):
    # Inline SVG gets its namespace from the HTML parser.
    return parse(str(markup).replace("<svg ", f'<svg xmlns="{NS[1:-1]}" ', 1))


@pytest.mark.parametrize("name", CAST)
def test_it_is_well_formed_without_styles_scripts_or_handlers(name):
    analysis, options = CAST[name]
    root = parsed(svg(control_chart(analysis, **options), uid="c"))
    for element in root.iter():
        assert element.tag.removeprefix(NS) not in {"style", "script", "foreignObject"}
        for key in element.attrib:
            assert key != "style"
            assert not key.startswith("on")
            assert key not in {"fill", "stroke", "font-size"}


@pytest.mark.parametrize("name", CAST)
def test_ids_are_unique_and_labels_point_to_them(name):
    analysis, options = CAST[name]
    html = responsive_svg(responsive_charts(analysis, **options), uid="m")
    root = parse(str(html))
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        for key in ("aria-labelledby", "aria-describedby"):
            assert element.get(key) is None or element.get(key) in ids
        if element.tag == "use":
            assert element.get("href")[1:] in ids


def test_drawings_of_one_page_do_not_share_ids():
    view = control_chart(build(range(24)), title="x")
    first, second = str(svg(view)), str(svg(view))
    assert not set(re.findall(r' id="([^"]+)"', first)) & set(re.findall(r' id="([^"]+)"', second))


def test_what_people_wrote_is_escaped_everywhere():
    x = [NASTY, *(f"Case {k}" for k in range(11))]
    view = control_chart(
        build(range(12), x=x, breaks=(6,)),
        title=NASTY,
        unit="<u>",
        phase_labels=[PhaseLabel(NASTY, NASTY), NASTY],
        point_notes={0: NASTY, 3: NASTY},
        hrefs=lambda _: '/?a=1&b="x"',
    )
    with_lane = control_chart(
        urgent_visits(),
        title=NASTY,
        flags=[
            CycleFlag(months(1)[0], "<1>", FlagKind.ADAPTED, ramp=NASTY, title=NASTY, href='"><b>')
        ],
        annotations=[Annotation(months(1)[0], NASTY, href="'\"><i>")],
        signal_words={0: NASTY},
    )
    for markup in (
        str(svg(view)),
        str(svg(with_lane)),
        str(svg(control_chart(build([]), title=NASTY))),
    ):
        parsed(markup)
        assert "<script" not in markup
        assert "\x00" not in markup
        assert "\u202e" not in markup
    assert "שלום" in str(svg(view))


def points_of(root):
    return [point for e in root.iter() if e.get("class") == "ch-points" for point in e]


def test_points_are_links_or_focusable_images_with_a_name():
    analysis, options = story()
    linked = parsed(svg(control_chart(analysis, **options), uid="c"))
    points = points_of(linked)
    assert len(points) == 24
    assert points[0].tag == f"{NS}a"
    assert "".join(points[-1].itertext()).startswith("December 2025: 9.0%, 22 of 244. 9 months")
    plain = parsed(svg(control_chart(analysis, title="x", unit="%"), uid="c"))
    points = points_of(plain)
    assert all(e.get("tabindex") == "0" and e.get("role") == "img" for e in points)


def test_script_finds_the_points_of_each_drawing_by_itself():
    for view in responsive_charts(urgent_visits(), title="x", unit="%"):
        root = parsed(svg(view))
        assert root.get("data-chart") == ""
        assert len(points_of(root)) == 24


def test_root_has_title_and_description():
    root = parsed(svg(control_chart(urgent_visits(), title="visits", unit="%"), uid="c"))
    assert root.get("role") == "graphics-document"
    assert root.find(f"{NS}title").text.startswith("P chart of visits")
    assert "Shift (improvement)" in root.find(f"{NS}desc").text


def test_sizes_of_a_page_are_told_apart_by_the_style_sheet():
    html = str(responsive_svg(responsive_charts(urgent_visits(), title="x", unit="%")))
    css = CSS.read_text()
    for size in ("full", "medium", "phone"):
        assert f'class="chart chart-{size}"' in html
        assert f".chart-fit > .chart-{size}" in css
    compact = str(
        responsive_svg(responsive_charts(urgent_visits(), sizes=RESPONSIVE_COMPACT, title="x"))
    )
    assert compact.count("<svg") == 2


def test_a_chart_stays_small():
    analysis, options = story()
    assert len(svg(control_chart(analysis, **options))) < 13_000
    assert len(svg(control_chart(analysis, size=PHONE, **options))) < 11_000


def test_a_chart_of_36_points_with_two_phases_three_signals_and_four_flags_has_12_kb():
    # As on the page of a measure, which writes the key as a list under the chart.
    cycles = [replace(flag, href=f"../cycles/{flag.number}") for flag in flags(4)]
    series = busy()
    linked = {"hrefs": lambda index: f"urgent-asthma-visits/points/{series.x[index]}"}
    options = {"title": "minutes to triage", "unit": "min", "flags": cycles} | linked
    view = control_chart(series, key=False, **options)
    assert len(view.marks) == 36
    assert sum(text.text[:2] in {"1", "2", "3", "1:", "2:", "3:"} for text in view.texts) == 3
    assert len(svg(view, uid="series-12-full").encode()) <= 12_000
    # In the gallery, with its key and points that lead nowhere far.
    options |= {"hrefs": lambda index: f"#row-{index}"}
    assert len(svg(control_chart(series, **options), uid="measure-12").encode()) <= 12_000


def test_lines_of_one_path_end_where_they_were_laid_out():
    view = control_chart(busy(), title="x")
    for kind in ("tick", "data", "leader"):
        drawn = parsed(svg(view)).find(f".//{NS}path[@class='ch-{kind}']").get("d")
        laid_out = [line.points for line in view.lines if line.kind.value == kind]
        ends = [point for points in laid_out for point in points]
        assert np.allclose(corners(drawn), ends, atol=0.051)


def corners(data):
    """Follow path data as SVG 2 reads it: capitals are places, small letters steps."""
    found, x, y = [], 0.0, 0.0
    for letter, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", data):
        steps = [float(n) for n in re.findall(r"-?[0-9.]+", numbers)]
        if letter in "Hh":
            moves = [(n, 0.0 if letter == "h" else y) for n in steps]
        elif letter in "Vv":
            moves = [(0.0 if letter == "v" else x, n) for n in steps]
        else:
            moves = list(zip(steps[::2], steps[1::2], strict=True))
        for across, down in moves:
            x, y = (x + across, y + down) if letter.islower() else (across, down)
            found.append((x, y))
    return found


def rule(selector):
    found = re.search(rf"^ *{re.escape(selector)} \{{([^}}]*)\}}", CSS.read_text(), re.MULTILINE)
    assert found, selector
    return dict(re.findall(r"([\w-]+): ([^;]+);", found.group(1)))


@pytest.mark.parametrize("kind", [k for k in LINES if k.value != "bracket"], ids=lambda k: k.value)
def test_page_and_files_draw_lines_alike(kind):
    css, stroke = rule(f".ch-{kind.value}"), LINES[kind]
    assert css["stroke"] == f"var(--{stroke.tone.value})"
    assert float(css["stroke-width"].removesuffix("px")) == stroke.width
    dashes = (
        tuple(map(float, css["stroke-dasharray"].split())) if "stroke-dasharray" in css else None
    )
    assert dashes == stroke.dashes


@pytest.mark.parametrize("kind", AREAS, ids=lambda k: k.value)
def test_page_and_files_fill_areas_alike(kind):
    css, fill = rule(f".ch-{kind.value}"), AREAS[kind]
    assert css["fill"] == f"var(--{fill.tone.value})"
    assert float(css.get("fill-opacity", 1)) == fill.opacity


@pytest.mark.parametrize("kind", MARKS, ids=lambda k: k.value)
def test_page_and_files_draw_marks_alike(kind):
    css, shape = rule(f".ch-{kind.value}"), MARKS[kind]
    assert css["fill"] == f"var(--{shape.fill.value})"
    assert css["stroke"] == f"var(--{shape.edge.tone.value})"
    assert float(css["stroke-width"].removesuffix("px")) == shape.edge.width


def test_style_sheet_takes_every_color_from_the_page():
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", CSS.read_text())


def test_every_class_drawn_is_styled():
    css = CSS.read_text()
    for analysis, options in CAST.values():
        html = str(responsive_svg(responsive_charts(analysis, **options)))
        for names in set(re.findall(r'class="([^"]+)"', html)):
            # An adapted cycle has the look of a flag as such.
            for name in set(names.split()) - {"ch-flag-adapted"}:
                assert f".{name}" in css, name


def test_importing_charts_brings_no_matplotlib_and_no_pandas():
    code = "import sys, charts; print([m for m in ('matplotlib', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def halos(css):
    """Return (text, stroke, width, order) of every text of two charts, and which ask for an edge."""
    found = []
    for view in (
        control_chart(urgent_visits(), title="visits", unit="%"),
        funnel_chart(examples.funnel()),
    ):
        asked = {text.text for text in view.texts if text.halo}
        for way in paths(parsed(svg(view))):
            if way[-1].tag == f"{NS}text" and not any(
                "ch-points" in e.get("class", "") for e in way
            ):
                look = [inherited(css, way, n) for n in ("stroke", "stroke-width", "paint-order")]
                found.append((way[-1].text, way[-1].text in asked, look))
    return found


def test_labels_over_lines_have_an_edge_in_the_color_of_the_page():
    """A rule takes strokes from texts; the edge of those that lie on lines must outweigh it."""
    seen = halos(CHARTS_CSS)
    assert {asked for _, asked, _ in seen} == {True, False}
    for text, asked, (stroke, width, order) in seen:
        if asked:
            assert (stroke, width, order) == ("var(--page)", "3px", "stroke"), text
        else:
            assert stroke == "none", text


def test_the_edge_hangs_on_the_weight_of_its_rule():
    """As a plain class it loses to the rule that takes strokes, and the test above would notice."""
    weaker = CHARTS_CSS.replace(".chart .ch-halo text", ".ch-halo").replace(
        ".chart text.ch-halo", ".ch-halo"
    )
    assert all(stroke == "none" for _, _, (stroke, _, _) in halos(weaker))
