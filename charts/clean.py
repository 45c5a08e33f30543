"""Text that every renderer can draw: without control characters that break XML or fonts."""

from __future__ import annotations

import re
import unicodedata

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
    # Overrides and isolates of direction would turn the words around them; letters carry their own.
    "\u200b\u202a-\u202e\u2060-\u2069]"
)


def clean(text: str) -> str:
    """Return the text on one line, without control characters and doubled white space.

    Parameters
    ----------
    text : str
        Anything that a person typed or a file held.
    """
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(_FORBIDDEN.sub("", text).split())


def is_right_to_left(text: str) -> bool:
    """Return whether a text reads from right to left; its first letter tells.

    Source: Unicode Standard Annex 9, rules P2 and P3.

    Parameters
    ----------
    text : str
        One line.
    """
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)
