"""Fill the SVG templates."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from charts.view import Anchor, Drawing, LineKind, Mark, MarkKind, Text

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


def diamond(mark: Mark) -> str:
    """Path data of a diamond around a mark's middle."""
    r, x, y = mark.radius, mark.x, mark.y
    return (
        f"M{number(x)} {number(y - r)}L{number(x + r)} {number(y)} "
        f"{number(x)} {number(y + r)} {number(x - r)} {number(y)}z"
    )


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
        n=number, path=path, diamond=diamond, classes=text_classes, kinds=MarkKind, lines=LineKind
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
