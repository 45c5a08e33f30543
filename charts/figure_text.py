"""Fonts for files: Inter where it has the letter, DejaVu Sans where not, a name for the rest."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.ft2font import FT2Font

FAMILY = ["Centerline", "Centerline Fallback"]
"""The typefaces under names of their own, so that no other installed Inter stands in."""

_FOLDER = Path(__file__).parent / "fonts"
_SHIPPED = Path(mpl.get_data_path()) / "fonts" / "ttf"
_FILES = {
    (FAMILY[0], 400): _FOLDER / "Inter-Regular.ttf",
    (FAMILY[0], 600): _FOLDER / "Inter-SemiBold.ttf",
    (FAMILY[1], 400): _SHIPPED / "DejaVuSans.ttf",
    (FAMILY[1], 600): _SHIPPED / "DejaVuSans-Bold.ttf",
}
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cc", "Cn", "Co", "Cs"})


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make both typefaces in two weights known to matplotlib, once."""
    for (family, weight), path in _FILES.items():
        entry = FontEntry(
            fname=str(path),
            name=family,
            style="normal",
            variant="normal",
            weight=weight,
            stretch="normal",
            size="scalable",
        )
        fontManager.ttflist.insert(0, entry)


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int]:
    known = {key: frozenset(FT2Font(str(path)).get_charmap()) for key, path in _FILES.items()}
    # A letter must be there in both weights, so that a bold heading is complete as well.
    both = [known[family, 400] & known[family, 600] for family in FAMILY]
    return both[0] | both[1]


@lru_cache(maxsize=2048)
def drawable(text: str, *, named: bool = True) -> str:
    """Return the text with letters that no font has replaced by their name or a sign.

    Parameters
    ----------
    text : str
        One line.
    named : bool
        Whether signs are named; else they are left out.

    Returns
    -------
    str
        Emoji become "(hospital)"; letters of scripts without a font become "�".
    """
    known = _drawable()
    result = []
    for char in text:
        if ord(char) in known:
            result.append(char)
        elif unicodedata.category(char) in _INVISIBLE:
            continue
        elif unicodedata.category(char).startswith("S"):
            result.append(f"({unicodedata.name(char, 'sign').lower()})" if named else "")
        else:
            result.append("\ufffd")
    return "".join(result)
