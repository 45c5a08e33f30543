"""How wide text will be, and where it wraps, before any browser has seen it.

The diagrams place boxes on the server, so they need the width of a line without a font engine.
The table holds advance widths of Inter and of its commonest fallback, whichever is wider and
rounded up, so that text is never wider than was planned.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from charts.clean import clean

# Advance widths in hundredths of an em at weight 400, rounded up to the next 4.
_ADVANCES: dict[str, int] = {
    letter: advance
    for advance, letters in (
        (28, " ,.:;Iijl‘’·"),
        (32, "!'\\"),
        (36, "/`ft|"),
        (40, "()[]r{}"),
        (48, '"^“”'),
        (56, "?_ksxz–≥≤•"),
        (60, "JLacehnouvy"),
        (64, "#FZbdgpq"),
        (68, "$&*+-0123456789<=>BEKPSTY~−×"),
        (72, "AVX"),
        (76, "CDHNRU"),
        (80, "GOQ"),
        (84, "w"),
        (88, "m"),
        (92, "M"),
        (100, "%—…→←"),
        (104, "@W"),
    )
    for letter in letters
}
_OTHER_LETTER = 76
_FULL_WIDTH = 136  # ideographs are one em wide; emoji fonts draw up to 1.36 em
_BOLD_FACTOR = 1.06
_BOLD_FROM = 500
_ELLIPSIS = "…"

Anchor = Literal["start", "middle", "end"]


@lru_cache(maxsize=4096)
def _advance(character: str) -> int:
    known = _ADVANCES.get(character)
    if known is not None:
        return known
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return _FULL_WIDTH
    base = unicodedata.normalize("NFD", character)[0]
    if unicodedata.category(character) == "So":
        return _FULL_WIDTH
    return _ADVANCES.get(base, _OTHER_LETTER)


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, weight: int = 400) -> float:
    """Return a cautious width of one line of text.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Font size in px.
    weight : int, optional
        Font weight; from 500 up the letters count as bold.

    Returns
    -------
    float
        Width in px, never below what Inter needs.
    """
    hundredths = sum(_advance(character) for character in text)
    factor = _BOLD_FACTOR if weight >= _BOLD_FROM else 1.0
    return hundredths * size * factor / 100


def _fitting_prefix(word: str, width: float, size: float, weight: int) -> str:
    """Return the longest start of `word` that fits; at least one character."""
    used = 1
    while used < len(word) and text_width(word[: used + 1], size, weight) <= width:
        used += 1
    return word[:used]


def wrap(
    text: str, width: float, size: float, weight: int = 400, *, max_lines: int | None = None
) -> tuple[str, ...]:
    """Break text into lines that fit a width.

    Words stay whole where they fit; a word longer than the line is broken.

    Parameters
    ----------
    text : str
        Any text; it is cleaned first.
    width : float
        Room in px.
    size : float
        Font size in px.
    weight : int, optional
        Font weight.
    max_lines : int, optional
        Most lines allowed; the last one then ends in an ellipsis, and the caller must give
        the full text as the element's title.

    Returns
    -------
    tuple of str
        One string a line; empty for empty text.
    """
    lines: list[str] = []
    current = ""
    for whole in clean(text).split(" "):
        word = whole
        joined = f"{current} {word}" if current else word
        if text_width(joined, size, weight) <= width:
            current = joined
            continue
        if current:
            lines.append(current)
        while text_width(word, size, weight) > width and len(word) > 1:
            head = _fitting_prefix(word, width, size, weight)
            lines.append(head)
            word = word[len(head) :]
        current = word
    if current:
        lines.append(current)
    if max_lines is not None and len(lines) > max_lines:
        kept = lines[:max_lines]
        room = width - text_width(_ELLIPSIS, size, weight)
        last = _fitting_prefix(kept[-1], room, size, weight)
        return (*kept[:-1], last.rstrip() + _ELLIPSIS)
    return tuple(lines)


def number_ranges(numbers: tuple[int, ...]) -> str:
    """Write numbers as a reader would: "1, 4–6".

    Parameters
    ----------
    numbers : tuple of int
        Cycle numbers in any order.

    Returns
    -------
    str
        Runs of three or more and pairs joined by an en dash; "" for none.
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in runs)


def safe_href(href: str) -> str:
    """Return the address if a link may go there, else "".

    Parameters
    ----------
    href : str
        An address inside the product, or an http(s) one.

    Returns
    -------
    str
        `href`, or "" for schemes that run code.
    """
    trimmed = clean(href)
    if trimmed.startswith(("/", "#", "?", "http://", "https://")):
        return trimmed
    return "" if ":" in trimmed.split("/")[0] else trimmed


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing.

    Parameters
    ----------
    x, y : float
        Top left corner in px.
    width, height : float
        Size in px.
    """

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.height

    @property
    def center_y(self) -> float:
        """Middle of the height."""
        return self.y + self.height / 2

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        """Whether the two rectangles come closer than `gap`."""
        return (
            self.x < other.right + gap
            and other.x < self.right + gap
            and self.y < other.bottom + gap
            and other.y < self.bottom + gap
        )


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest rectangle around others.

    Parameters
    ----------
    boxes : iterable of Box
        At least one.

    Returns
    -------
    Box
        The rectangle.
    """
    each = list(boxes)
    x, y = min(box.x for box in each), min(box.y for box in each)
    return Box(x, y, max(box.right for box in each) - x, max(box.bottom for box in each) - y)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text at its place.

    Parameters
    ----------
    x, y : float
        Anchor point; `y` is the base line.
    text : str
        What is written.
    css : str
        Class names, which carry size, weight and color.
    size : float
        Font size the classes stand for, in px.
    weight : int
        Font weight the classes stand for.
    anchor : {"start", "middle", "end"}
        Which end of the line `x` is.
    """

    x: float
    y: float
    text: str
    css: str
    size: float
    weight: int = 400
    anchor: Anchor = "start"

    @property
    def box(self) -> Box:
        """The room the line takes, cautiously."""
        width = text_width(self.text, self.size, self.weight)
        shift = {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(self.x - shift, self.y - 0.8 * self.size, width, self.size)
