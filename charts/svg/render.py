"""Fill the SVG templates."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

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


def line_paths(lines: Sequence[Line]) -> Markup:
    """Draw the lines, neighbors of one kind in one path."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        css = f"ch-{line.kind.value}" + (f" ch-k-{line.tone.value}" if line.tone else "")
        if not found or found[-1][0] != css:
            found.append((css, []))
        found[-1][1].append(path(line.points))
    return _safe([f'<path class="{css}" d="{"".join(paths)}"/>' for css, paths in found])


def label_groups(texts: Sequence[Text]) -> Markup:
    """Write the texts by class; events are left out, for they may be links."""
    found: dict[str, list[str]] = {}
    for text in texts:
        if text.role != "event":
            found.setdefault(text_classes(text), []).append(label(text))
    return _safe([f'<g class="{css}">{"".join(texts)}</g>' for css, texts in found.items()])


def label(text: Text, css: str = "") -> Markup:
    """Write one text; the whole of a shortened one is its title."""
    full = f"<title>{escape(text.full)}</title>" if text.full else ""
    place = f'x="{number(text.x)}" y="{number(text.y)}"'
    named = f' class="{css}"' if css else ""
    return Markup(f"<text{named} {place}>{full}{escape(text.text)}</text>")  # noqa: S704 - escaped


def point_shapes(marks: Sequence[Mark], uid: str) -> Markup:
    """Define the shape of each kind once: what is seen, and the disk that is easy to hit."""
    shapes = []
    for kind, mark in {mark.kind: mark for mark in marks}.items():
        r = number(mark.radius)
        if kind is MarkKind.CONCERN:
            form = f'<path class="ch-concern" d="M0-{r}L{r} 0 0 {r}-{r} 0z"/>'
        elif kind is MarkKind.SPECIAL:
            side = number(2 * mark.radius)
            form = f'<rect class="ch-special" x="-{r}" y="-{r}" width="{side}" height="{side}"/>'
        else:
            form = f'<circle class="ch-{kind.value}" r="{r}"/>'
        hit = f'<circle class="ch-hit" r="{number(mark.hit)}"/>'
        shapes.append(f'<g id="{escape(uid)}-{kind.value}">{hit}{form}</g>')
    return _safe(shapes)


def points(view: Drawing, uid: str) -> Markup:
    """Draw the marks: links, or focusable images, that show their words when pointed at.

    Parameters
    ----------
    view : Drawing
        What is drawn.
    uid : str
        Prefix of the element ids.
    """
    uid, top = str(escape(uid)), view.tip_y
    guide, tip_y = number(top + 6), number(top)
    drawn = []
    for mark in view.marks:
        x, y, tip_x = number(mark.x), number(mark.y), number(mark.tip_x)
        first, *rest = mark.tip
        below = f' x="{tip_x}" dy="17"' if mark.tip_stacked else ""
        second = f". <tspan{below}>{escape(rest[0])}</tspan>" if rest else ""
        if mark.href:
            start, words, end = f'<a class="ch-p" href="{escape(mark.href)}">', "", "</a>"
        else:
            own = f"{uid}-{mark.index}"
            start = f'<g class="ch-p" tabindex="0" role="img" aria-labelledby="{own}">'
            words, end = f' id="{own}"', "</g>"
        drawn.append(
            f'{start}<path d="M{x} {guide}V{y}"/><use href="#{uid}-{mark.kind.value}" x="{x}" '
            f'y="{y}"/><text{words} x="{tip_x}" y="{tip_y}">{escape(first)}{second}</text>{end}'
        )
    return _safe(drawn)


def _safe(parts: Sequence[str]) -> Markup:
    return Markup("\n".join(parts))  # noqa: S704 - callers escape what people wrote


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
        line_paths=line_paths,
        label_groups=label_groups,
        label=label,
        classes=text_classes,
        point_shapes=point_shapes,
        points=points,
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
