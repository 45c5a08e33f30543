"""Write views as inline SVG.

A page may hold a dozen charts, so the strings are built directly: a template engine takes several
times as long. Every text of people goes through `escape` on its way into the string.
"""

from __future__ import annotations

import itertools
import string
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from markupsafe import Markup
from markupsafe import escape as _escape

from charts.svg.paths import number, path, paths
from charts.view import Anchor, Area, Drawing, Flag, Icon, Line, Mark, MarkKind, Text

_counter = itertools.count(1)
_ANCHORS = {Anchor.START: "", Anchor.MIDDLE: "ch-m", Anchor.END: "ch-e"}
_DIGITS = string.digits + string.ascii_letters
_NEEDS_ESCAPE = frozenset("<>&\"'")


def escape(text: str) -> str:
    """Escape what people wrote; most texts need nothing."""
    return text if _NEEDS_ESCAPE.isdisjoint(text) else str(_escape(text))


def text_classes(text: Text) -> str:
    """Classes of a text but for its anchor: size, weight, halo and color."""
    size = "ch-s" if text.size <= 12 else "ch-l" if text.size > 13 else "ch-t"
    bold = " ch-b" if text.bold else ""
    halo = " ch-halo" if text.halo else ""
    return f"{size}{bold}{halo} ch-f-{text.tone.value}"


def _areas(areas: Iterable[Area]) -> Iterable[str]:
    for kind, members in groupby(areas, key=lambda area: area.kind):
        data = "".join(f"{path(area.points)}z" for area in members)
        yield f'<path class="ch-{kind.value}" d="{data}"/>'


def _lines(lines: Iterable[Line]) -> Iterable[str]:
    """Draw the lines, neighbors of one kind in one path."""
    for (kind, tone), members in groupby(lines, key=lambda line: (line.kind, line.tone)):
        css = f"ch-{kind.value}" + (f" ch-k-{tone.value}" if tone else "")
        yield f'<path class="{css}" d="{paths(line.points for line in members)}"/>'


def _labels(texts: Sequence[Text]) -> Iterable[str]:
    """Write the texts by class and, within it, by anchor; events are left out, being links."""
    found: dict[str, dict[str, list[str]]] = {}
    for text in texts:
        if text.role != "event":
            anchors = found.setdefault(text_classes(text), {})
            anchors.setdefault(_ANCHORS[text.anchor], []).append(_label(text))
    for css, anchors in found.items():
        if len(anchors) == 1:
            ((anchor, labels),) = anchors.items()
            yield f'<g class="{css} {anchor}">' if anchor else f'<g class="{css}">'
            yield from labels
        else:
            yield f'<g class="{css}">'
            for anchor, labels in anchors.items():
                yield _anchored(anchor, labels)
        yield "</g>"


def _anchored(anchor: str, labels: Sequence[str]) -> str:
    together = "".join(labels)
    if not anchor:
        return together
    if len(labels) == 1:
        return together.replace("<text", f'<text class="{anchor}"', 1)
    return f'<g class="{anchor}">{together}</g>'


def _label(text: Text, css: str = "") -> str:
    """Write one text; the whole of a shortened one is its title."""
    full = f"<title>{escape(text.full)}</title>" if text.full else ""
    named = f' class="{css}"' if css else ""
    place = f'x="{number(text.x)}" y="{number(text.y)}"'
    return f"<text{named} {place}>{full}{escape(text.text)}</text>"


def _icons(icons: Iterable[Icon]) -> Iterable[str]:
    for icon in icons:
        scale = icon.size / 22
        place = f"{number(icon.x + scale)} {number(icon.y + scale)}"
        yield f'<g transform="translate({place}) scale({scale:.4g})">{icon.body}</g>'


def _events(texts: Iterable[Text]) -> Iterable[str]:
    """Write the events, those of two lines as one that says its whole once."""
    events = [text for text in texts if text.role == "event"]
    for (href, full), members in groupby(events, key=lambda text: (text.href, text.full)):
        lines = list(members)
        whole = ""
        if len(lines) > 1:
            whole = f"<title>{escape(full)}</title>"
            lines = [replace(line, full="") for line in lines]
        said = "".join(
            _label(text, f"{text_classes(text)} {_ANCHORS[text.anchor]}".rstrip()) for text in lines
        )
        if href:
            yield f'<a href="{escape(href)}" class="ch-link">{whole}{said}</a>'
        else:
            yield f"<g>{whole}{said}</g>" if whole else said


def _flags(flags: Sequence[Flag]) -> Iterable[str]:
    if not flags:
        return
    yield '<g role="list" aria-label="PDSA cycles">'
    for flag in flags:
        box, css = flag.box, f"ch-flag ch-flag-{flag.kind.value}" + " ch-cause" * flag.cause
        tag, said = ("a", f'href="{escape(flag.href)}"') if flag.href else ("g", 'role="img"')
        x, y = number((box.left + box.right) / 2), number((box.top + box.bottom) / 2 + 4.3)
        yield (
            f'<g role="listitem"><{tag} class="{css}" {said}><title>{escape(flag.name)}</title>'
            f'<rect x="{number(box.left)}" y="{number(box.top)}" '
            f'width="{number(box.right - box.left)}" height="{number(box.bottom - box.top)}"/>'
            f'<text x="{x}" y="{y}">{escape(flag.text)}</text></{tag}></g>'
        )
    yield "</g>"


def _shapes(shapes: Iterable[tuple[str, Mark]], uid: str) -> Iterable[str]:
    """Define each shape once: a guide up to its words, the disk that is easy to hit, the mark."""
    yield "<defs>"
    for name, mark in shapes:
        r, kind = number(mark.radius), mark.kind
        css = f'class="ch-{kind.value}"'
        if kind in {MarkKind.CONCERN, MarkKind.OWN_CONCERN}:
            form = f'<path {css} d="M0-{r}L{r} 0 0 {r}-{r} 0z"/>'
        elif kind is MarkKind.BEYOND:
            form = f'<path {css} d="M0-{r}L{r} {r}H-{r}z"/>'
        elif kind is MarkKind.SPECIAL:
            side = number(2 * mark.radius)
            form = f'<rect {css} x="-{r}" y="-{r}" width="{side}" height="{side}"/>'
        else:
            form = f'<circle {css} r="{r}"/>'
        yield (
            f'<g id="{uid}{name}"><path class="ch-guide" d="M0 0V-999"/>'
            f'<circle class="ch-hit" r="{number(mark.hit)}"/>{form}</g>'
        )
    yield "</defs>"


def _shape_names(marks: Sequence[Mark]) -> tuple[list[str], list[tuple[str, Mark]]]:
    """Name each pair of kind and size with a letter: of each mark, and each once with a mark."""
    letters: dict[tuple[MarkKind, float], str] = {}
    names, shapes = [], []
    for mark in marks:
        key = (mark.kind, mark.radius)
        name = letters.get(key)
        if name is None:
            name = letters[key] = chr(97 + len(letters))
            shapes.append((name, mark))
        names.append(name)
    return names, shapes


def _points(view: Drawing, uid: str) -> Iterable[str]:
    """Draw the marks: links, or focusable images, that show their words when pointed at.

    Each group of points is moved so that its words stand at height zero, and cut off above them,
    since the guides of all points are equally long.
    """
    if not view.marks:
        return
    # Every point names two ids, and a page's own prefix may be long.
    uid = _short(uid)
    names, shapes = _shape_names(view.marks)
    yield from _shapes(shapes, uid)
    order = 0
    for top, members in groupby(
        view.marks, key=lambda m: view.tip_y if m.tip_y is None else m.tip_y
    ):
        clip = f"{uid}-k{number(top)}"
        yield (
            f'<clipPath id="{clip}"><path d="M0-13H{number(view.width)}V{number(view.height)}H0z"/>'
            f'</clipPath><g class="ch-points" clip-path="url(#{clip})" '
            f'transform="translate(0 {number(top)})">'
        )
        for mark in members:
            yield _point(mark, top, f"{uid}{names[order]}", f"{uid}{order}")
            order += 1
        yield "</g>"


def _short(uid: str) -> str:
    """Shorten a prefix to four letters and digits, of which there are 12 million."""
    code, first = divmod(zlib.crc32(uid.encode()), len(string.ascii_letters))
    letters = string.ascii_letters[first]
    for _ in range(3):
        code, digit = divmod(code, len(_DIGITS))
        letters += _DIGITS[digit]
    return letters


def _point(mark: Mark, top: float, shape: str, own: str) -> str:
    x, y, tip_x = number(mark.x), number(mark.y - top), f"{mark.tip_x:.0f}"
    first, *rest = mark.tip
    below = f' x="{tip_x}" dy="17"' if mark.tip_stacked else ""
    # Of more than two lines the parts are wrapped, and end with their own full stops.
    second = "" if not rest else ". " if len(rest) == 1 and not first.endswith(".") else " "
    second += " ".join(f"<tspan{below}>{escape(line)}</tspan>" for line in rest)
    if mark.href:
        start, words, end = f'<a href="{escape(mark.href)}">', "", "</a>"
    else:
        start = f'<g tabindex="0" role="img" aria-labelledby="{own}">'
        words, end = f'id="{own}" ', "</g>"
    return (
        f'{start}<use href="#{shape}" x="{x}" y="{y}"/>'
        f'<text {words}x="{tip_x}">{escape(first)}{second}</text>{end}'
    )


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
        One `svg` element without style attributes, scripts or outer resources. Its points are one
        stop of the Tab key with the page's script, and each one a stop without it.
    """
    uid = escape(uid or f"chart{next(_counter)}")
    points = ' data-chart=""' if view.marks else ""
    opening = (
        f'<svg class="chart chart-{view.size}" '
        f'viewBox="0 0 {number(view.width)} {number(view.height)}"{points} '
        f'role="graphics-document" aria-labelledby="{uid}-t" aria-describedby="{uid}-d">'
    )
    parts = (
        opening,
        f'<title id="{uid}-t">{escape(view.title)}</title>',
        f'<desc id="{uid}-d">{escape(view.description)}</desc>',
        '<g aria-hidden="true">',
        *_areas(view.areas),
        *_lines(view.lines),
        *_labels(view.texts),
        *_icons(view.icons),
        "</g>",
        *_events(view.texts),
        *_flags(view.flags),
        *_points(view, uid),
        "</svg>",
    )
    return Markup("".join(parts))  # noqa: S704 - every text is escaped


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
