"""Text that every renderer can draw: without control characters that break XML or fonts."""

from __future__ import annotations

import re

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
    return " ".join(_FORBIDDEN.sub("", text).split())
