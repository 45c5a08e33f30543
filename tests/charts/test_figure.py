from __future__ import annotations

import datetime as dt
import io
from collections import Counter

import numpy as np
import pytest
from PIL import Image

import qi
from charts import PHONE, PhaseLabel, control_chart, figure, svg
from charts.figure import COLUMN, DOUBLE, PRINT_SCALE, WIDESCREEN, build_figure, render
from charts.figure_text import drawable
from charts.gallery import data
from charts.geometry import text_box
from charts.layouts import DOUBLE_COLUMN, SINGLE_COLUMN, SLIDE
from charts.metrics import text_width
from charts.panel_order import Panel
from charts.panels import multiples
from charts.passport import carrying
from charts.theme import DARK, LIGHT
from tests.charts.cast import cast, story
from tests.charts.markup import parse
from tests.charts.samples import build, months, urgent_visits

CAST = {name: (analysis, options) for name, analysis, options in cast()}
DAY = dt.date(2026, 2, 5)


def story_view(**more):
    analysis, options = story()
    return control_chart(analysis, **{**options, **more})


@pytest.mark.parametrize("format_", ["png", "pdf", "svg"])
def test_same_input_gives_the_same_bytes(format_):
    view = story_view()
    first = render(view, format_, print_date=DAY)
    assert first == render(view, format_, print_date=DAY)
    assert first != render(view, format_, print_date=dt.date(2026, 2, 6))


def test_png_has_the_pixels_asked_for():
    view = story_view()
    small, large = (Image.open(io.BytesIO(render(view, scale=s))) for s in (1.0, 2.0))
    assert small.width == pytest.approx(view.width + 56, abs=1)
    assert large.width == pytest.approx(2 * small.width, abs=1)


@pytest.mark.parametrize("size", [SLIDE, PHONE], ids=lambda size: size.name)
def test_slides_are_sixteen_to_nine(size):
    image = Image.open(io.BytesIO(render(story_view(size=size), scale=1, aspect=WIDESCREEN)))
    assert image.width / image.height == pytest.approx(16 / 9, rel=0.005)


@pytest.mark.parametrize(
    ("size", "page", "least", "most"), [(SINGLE_COLUMN, COLUMN, 85, 90), (DOUBLE_COLUMN, DOUBLE, 170, 180)]
)  # fmt: skip
def test_a_journal_column_has_its_width_and_readable_type(size, page, least, most):
    view = story_view(size=size)
    figure = build_figure(view, print_date=DAY, page=page)
    assert least <= figure.get_figwidth() * 25.4 <= most
    assert min(text.get_fontsize() for text in figure.axes[0].texts) >= 8
    data = render(view, scale=PRINT_SCALE, page=page)
    assert Image.open(io.BytesIO(data)).width == pytest.approx(figure.get_figwidth() * 300, abs=2)


@pytest.mark.parametrize("size", [SINGLE_COLUMN, DOUBLE_COLUMN], ids=lambda size: size.name)
@pytest.mark.parametrize("name", CAST)
def test_no_text_of_a_journal_column_leaves_it(name, size):
    analysis, options = CAST[name]
    view = control_chart(analysis, size=size, **options)
    for box in map(text_box, view.texts):
        assert box.left >= -0.5
        assert box.right <= view.width + 0.5


def test_pdf_embeds_its_fonts_and_has_no_dates():
    data = render(story_view(), "pdf", print_date=DAY)
    assert data.startswith(b"%PDF")
    assert b"/FontFile2" in data
    assert b"CreationDate" not in data


def test_svg_file_is_well_formed_and_outlined():
    root = parse(render(story_view(), "svg"))
    assert not [e for e in root.iter() if e.tag.endswith("}text")]


def test_other_formats_are_refused():
    with pytest.raises(ValueError, match="png, pdf or svg"):
        render(story_view(), "gif")


@pytest.mark.parametrize("name", CAST)
def test_page_and_file_draw_the_same_elements(name):
    analysis, options = CAST[name]
    view = control_chart(analysis, **options)
    figure = build_figure(view)
    drawn = Counter()
    for artist in figure.axes[0].get_children():
        gid = artist.get_gid()
        if gid is None:
            continue
        points = (
            len(artist.get_xdata())
            if gid.startswith("mark") and hasattr(artist, "get_xdata")
            else 1
        )
        drawn[gid] += points
    wanted = Counter(f"line-{line.kind.value}" for line in view.lines)
    wanted.update(f"mark-{mark.kind.value}" for mark in view.marks)
    wanted.update(f"flag-{flag.kind.value}" for flag in view.flags)
    wanted.update(f"text-{text.role}" for text in view.texts)
    wanted.update("text-flag" for _ in view.flags)
    wanted.update(area.kind.value for area in view.areas)
    for gid in ("text-title", "text-passport"):
        drawn.pop(gid, None)
    assert drawn == wanted

    root = parse(str(svg(view, uid="c")))
    page = Counter()
    for element in root.iter():
        css = element.get("class", "")
        if css in {"ch-band", "ch-baseline"}:
            page["areas"] += element.get("d").upper().count("M")
        elif css.startswith("ch-flag "):
            page["flags"] += 1
        elif css == "ch-points":
            page["marks"] += len(element)
        elif element.tag == "path" and css.removeprefix("ch-").split()[0:1]:
            kind = css.removeprefix("ch-").split()[0]
            if any(kind == line.kind.value for line in view.lines):
                page["lines"] += element.get("d").upper().count("M")
    assert page == Counter(
        {
            key: len(value)
            for key, value in {
                "areas": view.areas,
                "flags": view.flags,
                "marks": view.marks,
                "lines": view.lines,
            }.items()
            if value
        }
    )
    shown = {t.text for t in view.texts} | {f.text for f in view.flags}
    assert shown <= {"".join(e.itertext()) for e in root.iter("text")} | {
        e[0].tail for e in root.iter("text") if len(e)
    }


@pytest.mark.parametrize("name", CAST)
def test_every_chart_becomes_a_file_without_a_warning(name):
    analysis, options = CAST[name]
    assert render(control_chart(analysis, size=PHONE, **options), scale=1)


def test_dark_file_differs_from_light():
    view = story_view(size=PHONE)
    assert render(view, scale=1, theme=DARK) != render(view, scale=1, theme=LIGHT)


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "$\\frac{1}{2}$ and $ alone",
        "NUL \x00 bell \x07",
        "שלום مرحبا",
        "漢字 and 한글",
        "Hospital 🏥 👩‍⚕️ ❤️",
        "A very long title " * 20,
        "",
    ],
)
@pytest.mark.parametrize("format_", ["png", "pdf", "svg"])
def test_titles_in_any_script_come_out_without_a_warning(title, format_):
    assert render(
        control_chart(urgent_visits(), title=title, unit="%", size=PHONE), format_, scale=1
    )


def test_letters_without_a_font_are_named():
    assert drawable("Clinic 🏥") == "Clinic (hospital)"
    assert drawable("漢") == "\ufffd"
    assert drawable("é – … − ≥ שלום") == "é – … − ≥ שלום"


def test_a_passport_takes_what_only_its_owner_knows():
    drawing = carrying(story_view(), "definition 3\x00", "", "2 teams left out")
    assert drawing.passport == f"{story_view().passport} · definition 3 · 2 teams left out"


def test_many_charts_share_a_passport():
    panels = [Panel(name, analysis) for name, analysis in data.network(3)]
    drawing = multiples(panels, title="Visits", unit="%", definition="definition 2")
    for part in ("Visits · definition 2 · P", " rules ", "3 charts", "data up to December 2025"):
        assert part in drawing.passport


def test_a_passport_names_its_baseline_frozen_or_not():
    values = np.tile([41.0, 38.0, 44.0, 40.0], 6)
    whole = qi.analyze(values, chart="i", x=list(months(24)))
    frozen = qi.analyze(values, chart="i", x=list(months(24)), baseline=12)
    split = qi.analyze(values, chart="i", x=list(months(24)), phases=[12])
    told = [control_chart(a, title="x").passport for a in (whole, frozen, split)]
    assert "baseline all 24 months" in told[0]
    assert "baseline 12 months" in told[1]
    assert "baseline each whole phase · 2 phases" in told[2]


def test_passport_line_says_how_the_chart_was_made():
    view = control_chart(
        build(range(24), exclude=(3,)), title="Visits", unit="%", definition="definition 2"
    )
    assert view.passport == (
        "Visits · definition 2 · I chart · IHI rules · 1 left out · data up to December 2025"
    )


def test_names_of_emoji_stay_in_the_room_of_their_text():
    """A heading names them in full; a label, whose room was measured before, goes without."""
    labels = [PhaseLabel("Clinic 🏥 before", "🏥"), PhaseLabel("🏥", "🏥")]
    view = story_view(title="Clinic 🏥 visits", phase_labels=labels)
    shown = {a.get_gid(): [] for a in build_figure(view).axes[0].get_children() if a.get_gid()}
    for artist in build_figure(view).axes[0].get_children():
        if artist.get_gid() in {"text-title", "text-heading"}:
            shown[artist.get_gid()].append(artist.get_text())
    assert shown["text-title"] == ["Clinic (hospital) visits"]
    first, second = shown["text-heading"]
    assert first == "Clinic before"
    assert text_width(second, 13, bold=True) <= text_width("🏥", 13, bold=True)


def test_a_passport_reads_from_left_to_right_after_a_title_that_does_not(monkeypatch):
    drawn = []
    real = figure.draw_text
    monkeypatch.setattr(
        figure, "draw_text", lambda axes, text, theme: drawn.append(text) or real(axes, text, theme)
    )
    view = control_chart(build(range(12), x=months(12)), title="שלום")
    figure.render(view, "svg")
    (line,) = (text.text for text in drawn if text.role == "passport")
    # A left-to-right mark makes the line's direction that of our words.
    assert line.startswith("\u200eשלום · I chart")
