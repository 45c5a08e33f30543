"""What a style sheet gives an element: enough of the cascade for selectors of classes and types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

CHARTS_CSS = (Path(__file__).parents[2] / "app/static/css/charts.css").read_text("utf-8")

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STATE = re.compile(r"[:\[*+~]")
"""Selectors of states, attributes and siblings, which a drawing at rest does not need."""


def _matches(step: str, element: ET.Element) -> bool:
    kind, *classes = step.split(".")
    tag = element.tag.rpartition("}")[2]
    return kind in {"", tag} and set(classes) <= set(element.get("class", "").split())


def _applies(steps: Sequence[str], path: Sequence[ET.Element]) -> bool:
    """Whether a selector chooses the last element of a path from the root."""
    if not _matches(steps[-1], path[-1]):
        return False
    if len(steps) == 1:
        return True
    if steps[-2] == ">":
        return len(path) > 1 and _applies(steps[:-2], path[:-1])
    return any(_applies(steps[:-1], path[:end]) for end in range(1, len(path)))


def declared(css: str, path: Sequence[ET.Element]) -> dict[str, str]:
    """Return what rules outside of conditions say of an element, the most specific and last first.

    Parameters
    ----------
    css : str
        A style sheet of one layer.
    path : sequence of Element
        From the root of the drawing to the element.
    """
    won: dict[str, tuple[tuple[int, int], str]] = {}
    plain = re.sub(
        r"@(media|container)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", _COMMENT.sub("", css)
    )
    for selectors, body in _RULE.findall(plain):
        for selector in selectors.split(","):
            steps = selector.split()
            if not steps or _STATE.search(selector) or not _applies(steps, path):
                continue
            parts = [step for step in steps if step != ">"]
            weight = (
                sum(part.count(".") for part in parts),
                sum(not part.startswith(".") for part in parts),
            )
            for name, _, value in (each.partition(":") for each in body.split(";") if ":" in each):
                key = name.strip()
                if key not in won or weight >= won[key][0]:
                    won[key] = (weight, value.strip())
    return {name: value for name, (_, value) in won.items()}


def inherited(css: str, path: Sequence[ET.Element], name: str) -> str:
    """Return an inherited property of the last element of a path."""
    for end in range(len(path), 0, -1):
        own = declared(css, path[:end])
        if name in own:
            return own[name]
    return ""


def paths(root: ET.Element) -> list[tuple[ET.Element, ...]]:
    """Return the way from the root to each element."""
    found = [(root,)]
    for way in found:
        found += [(*way, child) for child in way[-1]]
    return found
