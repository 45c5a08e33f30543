from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from charts.gallery.examples import examples
from charts.gallery.pages import THEMES, WIDTHS, write
from charts.theme import DARK, LIGHT, Tone

TEXT_TONES = (
    Tone.INK,
    Tone.SECONDARY,
    Tone.ACCENT,
    Tone.IMPROVE_TEXT,
    Tone.CONCERN_TEXT,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("gallery")
    write(place)
    return place


@pytest.mark.parametrize("theme", THEMES)
def test_every_kind_is_shown_at_every_width_without_styles_of_its_own(folder, theme):
    page = (folder / f"{theme}.html").read_text("utf-8")
    assert page.count("<h2>") == len(examples())
    for width, _ in WIDTHS:
        assert page.count(f'class="w{width} ') == len(examples())
    assert not re.search(r"<script|<style| style=| on\w+=", page)
    ids = re.findall(r' id="([^"]+)"', page)
    charts = [name for name in ids if name.startswith(("g", "c"))]
    assert len(charts) == len(set(charts))


def test_style_sheet_knows_every_theme(folder):
    css = (folder / "gallery.css").read_text("utf-8")
    for selector in (":root {", ":root.dark {", ":root.print {"):
        assert selector in css


def luminance(color):
    parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", [Tone.PAGE, Tone.WASH])
@pytest.mark.parametrize("tone", TEXT_TONES)
def test_text_stands_out_from_its_ground(theme, ground, tone):
    one, other = sorted(luminance(theme.color(t)) for t in (ground, tone))
    assert (other + 0.05) / (one + 0.05) >= 4.5


SAME = """
import hashlib
from charts.gallery.examples import examples
from charts.layouts import FULL, PHONE
for example in examples():
    for size in (FULL, PHONE):
        print(example.key, hashlib.sha256(example.svg(size, "u").encode()).hexdigest())
filed = [e for e in examples() if e.has_files]
for example in (filed[0], filed[-1], filed[-3]):
    for kind in ("png", "pdf", "svg"):
        print(example.key, kind, hashlib.sha256(example.file(PHONE, kind)).hexdigest())
"""


def test_every_kind_has_the_same_bytes_in_every_process():
    """The seed of hashes orders sets; nothing that is drawn may depend on it."""
    told = [
        subprocess.run(
            [sys.executable, "-c", SAME],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.splitlines()
        for seed in ("1", "4242")
    ]  # fmt: skip
    assert len(told[0]) == 2 * len(examples()) + 9
    assert told[0] == told[1]
