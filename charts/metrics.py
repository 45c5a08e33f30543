"""How wide a text is, so that labels can be laid out without a browser.

Advance widths are those of Inter with tabular figures, in thousandths of the font size.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_REGULAR = (
    269, 288, 466, 633, 642, 982, 644, 300, 391, 391, 648, 648, 269, 648, 269, 360, 648, 648, 648,
    648, 648, 648, 648, 648, 648, 648, 269, 269, 648, 648, 648, 511, 966, 690, 654, 730, 722, 601,
    590, 746, 743, 269, 571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682,
    679, 629, 391, 360, 391, 471, 456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549,
    242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 391, 333, 391, 648,
)  # fmt: skip
_BOLD = (
    269, 321, 523, 644, 650, 1004, 663, 326, 391, 391, 647, 647, 269, 647, 269, 379, 647, 647, 647,
    647, 647, 647, 647, 647, 647, 647, 269, 269, 647, 647, 647, 543, 999, 728, 659, 737, 722, 605,
    588, 749, 746, 277, 580, 703, 565, 922, 759, 769, 645, 773, 652, 650, 660, 736, 728, 1020, 720,
    713, 652, 391, 379, 391, 481, 469, 351, 574, 624, 583, 624, 591, 389, 625, 612, 262, 262, 569,
    262, 900, 612, 609, 624, 624, 397, 549, 353, 612, 587, 839, 569, 588, 566, 391, 359, 391, 647,
)  # fmt: skip
_SPECIAL = {"–": 500, "—": 1000, "…": 900, "’": 280, "“": 475, "”": 475, "·": 300, "±": 670}
_LEAST_BROKEN = 60.0
"""Pixels of a line from which on a word may be broken; in less, its pieces could not be read."""
_OTHER_LETTER = 640
_WIDE = 1000
_FIRST_WIDE = 0x1100
"""From here on scripts may be as wide as the font is high (Hangul, Han, emoji)."""


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of text in pixels.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Font size in pixels.
    bold : bool
        Whether it is set in the semibold weight.
    """
    table = _BOLD if bold else _REGULAR
    total = 0
    for char in text:
        code = ord(char)
        if 32 <= code < 127:
            total += table[code - 32]
        elif char in _SPECIAL:
            total += _SPECIAL[char]
        else:
            total += _WIDE if code >= _FIRST_WIDE and not 0x1E00 <= code < 0x2E00 else _OTHER_LETTER
    return total * size / 1000


def shorten(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return the text, cut at a word where possible and ended by an ellipsis, to fit a room.

    Parameters
    ----------
    text : str
        One line.
    size, room : float
        Font size and available width in pixels.
    bold : bool
        Whether it is set in the semibold weight.

    Returns
    -------
    str
        The text itself if it fits, a shorter one, or "" where not even one letter fits.
    """
    if text_width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and text_width(kept.rstrip() + "…", size, bold=bold) > room:
        kept = kept[:-1]
    at_word = kept.rsplit(" ", 1)[0]
    if len(at_word) >= 0.6 * len(kept):
        kept = at_word
    kept = kept.rstrip(" ,;:")
    return kept + "…" if kept else ""


def wrap(text: str, size: float, room: float, *, lines: int, bold: bool = False) -> tuple[str, ...]:
    """Break a text at spaces into at most so many lines; the last one is shortened to fit.

    A word longer than a line is broken where the line ends, unless only a few letters would fit.

    Parameters
    ----------
    text : str
        Any text; its white space is folded.
    size, room : float
        Font size and available width in pixels.
    lines : int
        Most lines wanted.
    bold : bool
        Whether it is set in the semibold weight.
    """
    words = text.split()
    result: list[str] = []
    while words and len(result) < lines - 1:
        line = words.pop(0)
        if room >= _LEAST_BROKEN and text_width(line, size, bold=bold) > room:
            line, rest = _broken(line, size, room, bold=bold)
            words[:0] = rest
        while words and text_width(f"{line} {words[0]}", size, bold=bold) <= room:
            line = f"{line} {words.pop(0)}"
        result.append(shorten(line, size, room, bold=bold))
    if words:
        result.append(shorten(" ".join(words), size, room, bold=bold))
    return tuple(result)


def is_cut(lines: Iterable[str]) -> bool:
    """Whether a wrapped text lost anything, so that its whole must be given elsewhere."""
    return any(line.endswith("…") for line in lines)


def _broken(word: str, size: float, room: float, *, bold: bool) -> tuple[str, list[str]]:
    """Cut a word where a line ends, after one letter at least; what is left of it may be nothing."""
    end = 1
    while end < len(word) and text_width(word[: end + 1], size, bold=bold) <= room:
        end += 1
    # An accent stays with its letter.
    while end < len(word) and unicodedata.combining(word[end]):
        end += 1
    return word[:end], [word[end:]] if word[end:] else []
