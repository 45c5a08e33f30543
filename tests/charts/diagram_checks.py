"""What every drawing must keep: it parses, brings no style of its own, and escapes its text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

from charts.diagram_text import Box, TextLine

NASTY = "<script>alert(1)</script> & \"quotes\" '$' \x00\x0b عربي 🙂"
WORDS = [
    "family",
    "clinic",
    "pharmacist",
    "call",
    "repair",
    "letter",
    "landlord",
    "school",
    "nurse",
    "plan",
    "housing",
    "visit",
    "within",
    "days",
    "the",
    "of",
    "and",
    "with",
    "antidisestablishmentarianism",
    "Riverbend",
    "Ælfgifu",
    "données",
    "学校",
    "🙂",
    "<b>&amp;",
]
_CSS = Path(__file__).parents[2] / "app/static/css"
STYLESHEET = (_CSS / "diagrams.css").read_text("utf-8")
SHEETS = STYLESHEET + (_CSS / "charts.css").read_text("utf-8")
"""With the signal icons, which stand among the charts."""
SVG = "{http://www.w3.org/2000/svg}"


def parse(markup: str) -> ET.Element:
    """Parse a drawing and hold it to the content security policy."""
    root = ET.fromstring(markup)  # noqa: S314 - our own output
    for element in root.iter():
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
        assert not [name for name in element.attrib if name in {"fill", "stroke", "font-size"}]
        assert element.tag not in {f"{SVG}style", f"{SVG}script", "style", "script"}
    return root


def check_classes(*drawings: str) -> None:
    """Every shape and every text has a look in the stylesheet, for there is no other."""
    known = set(re.findall(r"\.(dg-[\w-]+)", STYLESHEET))
    for drawing in drawings:
        for element in parse(drawing).iter():
            if element.tag.removeprefix(SVG) in {"path", "rect", "circle", "text"}:
                classes = element.get("class", "").split()
                assert known & set(classes), f"{element.tag} with {classes} has no look"


def check_apart(boxes: list[Box], what: str) -> None:
    for (number, first), (other, second) in combinations(enumerate(boxes), 2):
        assert not first.overlaps(second, -0.05), f"{what}: {number} and {other} overlap"


def check_inside(texts: list[TextLine], width: float, height: float, what: str) -> None:
    for text in texts:
        box = text.box
        assert box.x >= -0.5, f"{what}: {text} leaves on the left"
        assert box.right <= width + 0.5, f"{what}: {text} leaves on the right"
        assert box.y >= -0.5, f"{what}: {text} leaves at the top"
        assert box.bottom <= height + 0.5, f"{what}: {text} leaves at the foot"
        assert text.size >= 12, f"{what}: {text} is too small"
