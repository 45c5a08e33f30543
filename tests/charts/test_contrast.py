"""Every text and mark stands out from what it may stand on, in each theme of the style sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from charts.diagram_styles import OLDER
from charts.gallery.examples import examples
from charts.layouts import FULL, PHONE
from charts.strokes import LINES, MARKS
from charts.theme import DARK, LIGHT, Tone
from charts.view import LineKind

CSS = (Path(__file__).parents[2] / "app/static/css/tokens.css").read_text("utf-8")
TEXTS = ("ink", "secondary", "accent", "improve-text", "concern-text")
MARK_TONES = ("ink", "accent", "improve-mark", "concern-mark", "common")
TEXT_LEAST, MARK_LEAST = 4.5, 3.0
"""WCAG 2.2, 1.4.3 for texts and 1.4.11 for graphical objects."""

DECORATION = {LineKind.GRID, LineKind.LANE, LineKind.SAMPLE}
"""Lines that repeat what numbers and words beside them say."""


def block(selector: str) -> dict[str, str]:
    start = CSS.index(selector)
    body = CSS[CSS.index("{", start) : CSS.index("}", start)]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-fA-F]{6})", body))


LIGHT_CSS = block(":root {")
THEMES = {
    "light": LIGHT_CSS,
    "dark": block(':root:not([data-theme="light"])'),
    "dark by choice": block(':root[data-theme="dark"]'),
    "print": LIGHT_CSS | block("@media print {\n    :root"),
}


def rgb(color: str) -> list[float]:
    return [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]


def luminance(color: list[float]) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in color]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: list[float], other: list[float]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(over: list[float], under: list[float], share: float) -> list[float]:
    return [share * a + (1 - share) * b for a, b in zip(over, under, strict=True)]


def grounds(theme: dict[str, str]) -> dict[str, list[float]]:
    """The page, the band, and the shaded baseline (three tenths of a hairline) on either."""
    page, wash, line = (rgb(theme[name]) for name in ("page", "wash", "hairline"))
    return {
        "page": page,
        "band": wash,
        "baseline": mixed(line, page, 0.3),
        "baseline on band": mixed(line, wash, 0.3),
    }


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("tone", TEXTS)
def test_texts_can_be_read(name, tone):
    theme = THEMES[name]
    for ground, color in grounds(theme).items():
        assert contrast(rgb(theme[tone]), color) >= TEXT_LEAST, ground


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("tone", MARK_TONES)
def test_marks_can_be_seen(name, tone):
    theme = THEMES[name]
    for ground, color in grounds(theme).items():
        assert contrast(rgb(theme[tone]), color) >= MARK_LEAST, ground


@pytest.mark.parametrize("name", THEMES)
def test_numbers_of_cycles_can_be_read_on_their_flags(name):
    theme = THEMES[name]
    page = rgb(theme["page"])
    cause = mixed(rgb(theme["improve-mark"]), page, 0.1)
    for text, ground in (
        ("page", rgb(theme["ink"])),
        ("page", rgb(theme["improve-mark"])),
        ("improve-text", cause),
        ("on-accent", rgb(theme["accent"])),
        ("on-mark", rgb(theme["improve-mark"])),
    ):
        assert contrast(rgb(theme[text]), ground) >= TEXT_LEAST, text


@pytest.mark.parametrize(("theme", "name"), [(LIGHT, "light"), (DARK, "dark")])
def test_files_have_the_colors_of_pages(theme, name):
    for tone in Tone:
        assert theme.color(tone).lower() == THEMES[name][tone.value].lower()
    assert THEMES["dark"] == THEMES["dark by choice"]


def test_charts_write_and_mark_in_these_tones_only():
    for shape in MARKS.values():
        assert {shape.fill.value, shape.edge.tone.value} & set(MARK_TONES)
    for kind, stroke in LINES.items():
        assert kind in DECORATION or stroke.tone.value in {*MARK_TONES, "control"}
    for example in examples():
        for size in (FULL, PHONE) if example.draw else ():
            tones = {text.tone.value for text in example.draw(size).texts}
            assert tones <= set(TEXTS), example.title


DIAGRAMS = (Path(__file__).parents[2] / "app/static/css/diagrams.css").read_text("utf-8")


@pytest.mark.parametrize("name", THEMES)
def test_texts_can_be_read_in_frames_of_diagrams(name):
    theme = THEMES[name]
    frames = re.findall(
        r"\.(dg-box-\w+) \{ fill: color-mix\(in srgb, var\(--([\w-]+)\) (\d+)%, var\(--page\)\)",
        DIAGRAMS,
    )
    assert {frame for frame, _, _ in frames} == {"dg-box-improved", "dg-box-concern"}
    for frame, tone, share in frames:
        ground = mixed(rgb(theme[tone]), rgb(theme["page"]), int(share) / 100)
        for text in TEXTS:
            assert contrast(rgb(theme[text]), ground) >= TEXT_LEAST, (frame, text)


@pytest.mark.parametrize("name", THEMES)
def test_earlier_moves_of_stakeholders_can_be_seen(name):
    theme = THEMES[name]
    (opacity,) = re.findall(r"\.dg-older \{ opacity: ([\d.]+)", DIAGRAMS)
    assert float(opacity) == OLDER
    field = rgb(theme["wash"])
    faint = mixed(rgb(theme["common"]), field, float(opacity))
    assert contrast(faint, field) >= MARK_LEAST
