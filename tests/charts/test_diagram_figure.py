"""Diagrams as files draw what the page draws."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest

from charts import aim_progress, driver_diagram, pdsa_ramp, stakeholder_map
from charts.aim_progress import AimProgress, AimTone
from charts.diagram_figure import build_figure, render
from charts.diagram_shapes import Circle, Frame, Path, shapes
from charts.diagram_styles import BOLD, DASHED, LOOKS, OLDER, TEXTS
from charts.diagram_text import TextLine
from charts.gallery.examples import drivers, people, ramps
from charts.theme import DARK, LIGHT, Tone
from tests.charts.diagram_checks import NASTY, SHEETS, SVG, parse

JULY = dt.date(2025, 7, 1)


def aim(now, tone=AimTone.NO_SIGNAL, due=dt.date(2026, 6, 30)):
    numbers = AimProgress(15.2, 8.0, now, JULY, dt.date(2025, 1, 1), due, "%", tone=tone)
    return aim_progress, aim_progress.layout(numbers)


VIEWS = {
    "aim on its way": aim(10.1, AimTone.IMPROVED),
    "aim the wrong way": aim(17.0, AimTone.CONCERN),
    "aim before its first value": aim(None),
    "aim past due": aim(9.0, due=dt.date(2025, 5, 1)),
    "driver diagram": (driver_diagram, driver_diagram.layout(drivers(), width=1120)),
    "stakeholder map": (stakeholder_map, stakeholder_map.layout(people(), width=1120)),
    "ramp": (pdsa_ramp, pdsa_ramp.layout(ramps(), width=600)),
    "narrow ramp": (pdsa_ramp, pdsa_ramp.layout(ramps(), width=328)),
}


def rule(name):
    """Declarations of the rules whose selector is just this class."""
    found = {}
    for selectors, body in re.findall(r"^([^{}@/]+)\{([^}]*)\}", SHEETS, re.MULTILINE):
        names = {s.strip().removeprefix(".dg-svg ") for s in selectors.split(",")}
        if f".{name}" in names:
            found.update(re.findall(r"([\w-]+): ([^;]+);", body))
    assert found, name
    return found


@pytest.mark.parametrize("name", VIEWS)
def test_page_and_file_draw_the_same_elements(name):
    module, view = VIEWS[name]
    root = parse(str(module.svg(view, uid="d")))
    page = Counter()
    for element in root.iter():
        tag = element.tag.removeprefix(SVG)
        css = element.get("class", "").split()
        if tag in {"path", "rect", "circle"} and "dg-row" not in css:
            page[tag, css[-1]] += 1
        elif tag == "text":
            page["text", element.text] += 1
    file = Counter()
    for shape in shapes(view):
        if isinstance(shape, TextLine):
            file["text", shape.text] += 1
        else:
            tag = {Path: "path", Circle: "circle", Frame: "rect"}[type(shape)]
            file[tag, shape.css.split()[-1]] += 1
    assert file == page
    drawn = [a.get_gid() for a in build_figure(view).axes[0].get_children() if a.get_gid()]
    drawn = [gid for gid in drawn if gid not in {"text-title", "text-passport", "struck"}]
    assert len(drawn) == sum(file.values())


@pytest.mark.parametrize("name", LOOKS)
def test_shapes_look_as_the_style_sheet_says(name):
    css, look = rule(name), LOOKS[name]
    fill = css.get("fill", "none")
    if look.fill is None:
        assert fill == "none"
    elif look.tint < 1:
        share = f"{100 * look.tint:g}%"
        assert fill == f"color-mix(in srgb, var(--{look.fill.value}) {share}, var(--page))"
    else:
        assert fill == f"var(--{look.fill.value})"
    if look.stroke is None:
        assert css.get("stroke", "none") == "none"
    else:
        assert css["stroke"] == f"var(--{look.stroke.value})"
        assert float(css["stroke-width"].removesuffix("px")) == look.width
    dashes = css.get("stroke-dasharray")
    assert (tuple(map(float, dashes.split())) if dashes else None) == look.dashes


def test_dashes_opacity_and_texts_look_as_the_style_sheet_says():
    for name, dashes in DASHED.items():
        assert tuple(map(float, rule(name)["stroke-dasharray"].split())) == dashes
    assert float(rule("dg-older")["opacity"]) == OLDER
    for name, tone in TEXTS.items():
        assert rule(name)["fill"] == f"var(--{tone.value})"
    for name in BOLD:
        assert int(rule(name)["font-weight"]) >= 550


@pytest.mark.parametrize("name", VIEWS)
def test_every_class_of_a_view_has_a_look(name):
    for shape in shapes(VIEWS[name][1]):
        if not isinstance(shape, TextLine):
            assert set(shape.css.split()) & set(LOOKS), shape.css


@pytest.mark.parametrize("format_", ["png", "pdf", "svg"])
def test_same_input_gives_the_same_bytes(format_):
    view = VIEWS["narrow ramp"][1]
    day = dt.date(2026, 2, 5)
    first, second = (render(view, format_, scale=1, print_date=day) for _ in range(2))
    assert first == second
    assert first != render(view, format_, scale=1, print_date=day, theme=DARK)


@pytest.mark.parametrize("name", VIEWS)
def test_every_diagram_becomes_a_file_without_a_warning(name):
    assert render(VIEWS[name][1], scale=1, name=NASTY, passport=NASTY).startswith(b"\x89PNG")


def test_themes_have_every_color_a_diagram_uses():
    for theme in (LIGHT, DARK):
        assert {tone for tone, _ in theme.colors} == set(Tone)


def test_other_formats_are_refused():
    with pytest.raises(ValueError, match="png, pdf or svg"):
        render(VIEWS["ramp"][1], "gif")
