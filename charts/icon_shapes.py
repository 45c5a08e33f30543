"""Icons for files and slides: the shapes of `charts.icons`, read from the markup of the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.diagram_shapes import Circle, Path, Step
from charts.view import Icon

BOX = 22.0
"""Side of the square that icons are written in, from -1 to 21."""

_ELEMENT = re.compile(r"<(\w+) ([^>]*?)/?>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")


def icon_shapes(icon: Icon) -> Iterator[Circle | Path]:
    """List what an icon consists of, at its place on a drawing.

    Parameters
    ----------
    icon : Icon
        Its markup has circles, and paths of the commands M, L, H, V, C and Z in both cases.
    """
    scale = icon.size / BOX
    for name, written in _ELEMENT.findall(icon.body):
        given = dict(_ATTRIBUTE.findall(written))
        if name == "circle":
            x, y, r = (float(given[key]) for key in ("cx", "cy", "r"))
            place = icon.x + (x + 1) * scale, icon.y + (y + 1) * scale
            yield Circle(*place, r * scale, given["class"])
        else:
            yield Path(tuple(_steps(given["d"], icon, scale)), given["class"])


def _steps(written: str, icon: Icon, scale: float) -> Iterator[Step]:
    """Read a path into absolute steps at the icon's place."""
    tokens = _TOKEN.findall(written)
    x = y = 0.0
    command = "M"
    k = 0

    def placed(points: list[tuple[float, float]]) -> tuple[float, ...]:
        return tuple(
            value
            for a, b in points
            for value in (icon.x + (a + 1) * scale, icon.y + (b + 1) * scale)
        )

    while k < len(tokens):
        if tokens[k].isalpha():
            command = tokens[k]
            k += 1
            if command in "Zz":
                yield "Z", ()
                continue
        upper, moves = command.upper(), command.islower()
        count = {"H": 1, "V": 1, "C": 6}.get(upper, 2)
        numbers = [float(token) for token in tokens[k : k + count]]
        k += count
        if upper == "H":
            numbers = [numbers[0], 0.0 if moves else y]
        elif upper == "V":
            numbers = [0.0 if moves else x, numbers[0]]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if moves:
            points = [(x + a, y + b) for a, b in points]
        x, y = points[-1]
        if upper == "C":
            yield "C", placed(points)
        elif upper == "M":
            yield "M", placed(points)
            command = "l" if moves else "L"
        else:
            yield "L", placed(points)
