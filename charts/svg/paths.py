"""Pixels and polylines in as few characters as they take, to a tenth of a pixel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from charts.view import XY

_MOST_KEPT = 1 << 15


class _Tenths(dict[int, str]):
    """Tenths of a pixel as text: 125 is "12.5"; a chart has few different ones."""

    def __missing__(self, tenths: int) -> str:
        whole, tenth = divmod(abs(tenths), 10)
        sign, point = "-" if tenths < 0 else "", f".{tenth}" if tenth else ""
        text = f"{sign}{whole}{point}"
        if len(self) < _MOST_KEPT:
            self[tenths] = text
        return text


class _Pixels(dict[float, str]):
    """Pixels as text, for places that come again in every chart of a size."""

    def __missing__(self, value: float) -> str:
        text = _TEXT[round(value * 10)]
        if len(self) < _MOST_KEPT:
            self[value] = text
        return text


_TEXT = _Tenths()
_PIXELS = _Pixels()


def number(value: float) -> str:
    """Write a pixel with at most one decimal: "12", "12.5"."""
    return _PIXELS[value]


def path(points: Sequence[XY]) -> str:
    """Write a polyline as path data.

    Level and upright pieces have their short form; the others are steps, which have fewer digits
    than places, between places as they are written, so that roundings do not add up.
    """
    return _path([(round(x * 10), round(y * 10)) for x, y in points])


def paths(lines: Iterable[Sequence[XY]]) -> str:
    """Write lines one after the other, a start near the last end as the step from there."""
    return "".join(_joined(lines))


def _joined(lines: Iterable[Sequence[XY]]) -> Iterator[str]:
    text = _TEXT
    end: tuple[int, int] | None = None
    for line in lines:
        points = [(round(x * 10), round(y * 10)) for x, y in line]
        data, start = _path(points), points[0]
        if end is not None:
            down = text[start[1] - end[1]]
            step = f"m{text[start[0] - end[0]]}{'' if down[0] == '-' else ' '}{down}"
            there = f"M{text[start[0]]} {text[start[1]]}"
            if len(step) < len(there):
                data = step + data[len(there) :]
        end = points[-1]
        yield data


def _path(points: Sequence[tuple[int, int]]) -> str:
    text = _TEXT
    x0, y0 = points[0]
    parts = [f"M{text[x0]} {text[y0]}"]
    steps = False
    for x, y in points[1:]:
        if y == y0:
            parts.append(f"H{text[x]}")
            steps = False
        elif x == x0:
            # Relative where that is shorter: ticks go down by a few pixels only.
            step, place = text[y - y0], text[y]
            parts.append(f"v{step}" if len(step) < len(place) else f"V{place}")
            steps = False
        else:
            across, down = text[x - x0], text[y - y0]
            # A minus sign parts two numbers as well as a space.
            glue = "" if across[0] == "-" else " "
            gap = "" if down[0] == "-" else " "
            parts.append(f"{glue if steps else 'l'}{across}{gap}{down}")
            steps = True
        x0, y0 = x, y
    return "".join(parts)
