"""Fill the SVG templates."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from charts.view import Anchor, Drawing, Line, Mark, MarkKind, Text

_counter = itertools.count(1)


def number(value: float) -> str:
    """Write a pixel with at most one decimal: "12", "12.5"."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def path(points: Sequence[tuple[float, float]]) -> str:
    """Write a polyline as path data; level and upright pieces in their short form."""
    x0, y0 = points[0]
    parts = [f"M{number(x0)} {number(y0)}"]
    letter = ""
    for x, y in points[1:]:
        if y == y0:
            parts.append(f"H{number(x)}")
            letter = "H"
        elif x == x0:
            parts.append(f"V{number(y)}")
            letter = "V"
        else:
            parts.append(f"{' ' if letter == 'L' else 'L'}{number(x)} {number(y)}")
            letter = "L"
        x0, y0 = x, y
    return "".join(parts)


def shapes(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """One mark of each kind: its shape is defined once and used by all others."""
    return tuple({mark.kind: mark for mark in marks}.values())


def text_classes(text: Text) -> str:
    """Classes of a text: size, weight, anchor, color and halo."""
    names = ["ch-s" if text.size <= 12 else "ch-l" if text.size > 13 else "ch-t"]
    if text.bold:
        names.append("ch-b")
    if text.anchor is not Anchor.START:
        names.append("ch-m" if text.anchor is Anchor.MIDDLE else "ch-e")
    if text.halo:
        names.append("ch-halo")
    return " ".join([*names, f"ch-f-{text.tone.value}"])


def strokes(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Class and path data of the lines, neighbors of one kind in one path."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        css = f"ch-{line.kind.value}" + (f" ch-k-{line.tone.value}" if line.tone else "")
        if not found or found[-1][0] != css:
            found.append((css, []))
        found[-1][1].append(path(line.points))
    return [(css, "".join(paths)) for css, paths in found]


def labels(texts: Sequence[Text]) -> list[tuple[str, list[Text]]]:
    """Texts by class, events left out: they may be links and stand alone."""
    found: dict[str, list[Text]] = {}
    for text in texts:
        if text.role != "event":
            found.setdefault(text_classes(text), []).append(text)
    return list(found.items())


@lru_cache(maxsize=1)
def _template() -> Template:
    env = Environment(
        loader=PackageLoader("charts", "svg"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    env.globals.update(
        n=number,
        path=path,
        strokes=strokes,
        labels=labels,
        shapes=shapes,
        classes=text_classes,
        kinds=MarkKind,
    )
    return env.get_template("chart.svg.j2")


def svg(view: Drawing, *, uid: str | None = None) -> Markup:
    """Draw a view as inline SVG.

    Parameters
    ----------
    view : Drawing
        What is drawn.
    uid : str or None
        Prefix of the element ids, unique on its page; None takes the next free one.

    Returns
    -------
    markupsafe.Markup
        One `svg` element without style attributes, scripts or outer resources.
    """
    return Markup(_template().render(v=view, uid=uid or f"chart{next(_counter)}").strip())  # noqa: S704 - the template escapes


def responsive_svg(views: Sequence[Drawing], *, uid: str | None = None) -> Markup:
    """Draw several sizes of one chart, of which the style sheet shows the one that fits.

    Those not shown are not rendered at all (`display: none`), so that they are neither
    announced nor focusable.

    Parameters
    ----------
    views : sequence of Drawing
        From wide to narrow.
    uid : str or None
        Prefix of the element ids, unique on its page; None takes the next free one.
    """
    uid = uid or f"chart{next(_counter)}"
    drawn = Markup("").join(svg(view, uid=f"{uid}-{view.size}") for view in views)
    return Markup('<div class="chart-fit">{}</div>').format(drawn)
