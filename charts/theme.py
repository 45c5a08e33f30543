"""How charts look: color tokens for light and dark, strokes and mark sizes, all in pixels.

Pages take their colors from the custom properties of the same names; this module is for
drawings that leave the page (PNG, PDF, SVG files).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Tone(Enum):
    """The role a color plays. Its value is the name of the custom property of the page."""

    PAGE = "page"
    WASH = "wash"
    INK = "ink"
    SECONDARY = "secondary"
    HAIRLINE = "hairline"
    CONTROL = "control"
    ACCENT = "accent"
    ON_ACCENT = "on-accent"
    IMPROVE_MARK = "improve-mark"
    IMPROVE_TEXT = "improve-text"
    CONCERN_MARK = "concern-mark"
    CONCERN_TEXT = "concern-text"
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class Theme:
    """One color for each tone.

    Parameters
    ----------
    name : str
        "light" or "dark".
    colors : tuple of (Tone, str)
        Every tone with its hexadecimal color.
    """

    name: str
    colors: tuple[tuple[Tone, str], ...]

    def color(self, tone: Tone) -> str:
        """Hexadecimal color of a tone."""
        return dict(self.colors)[tone]


def _theme(name: str, *colors: str) -> Theme:
    return Theme(name, tuple(zip(Tone, colors, strict=True)))


LIGHT = _theme(
    "light",
    "#FFFFFF",
    "#F4F6F5",
    "#172123",
    "#556366",
    "#D9DFDE",
    "#7F8B8E",
    "#0B5C61",
    "#FFFFFF",
    "#0072B2",
    "#00639B",
    "#D55E00",
    "#A84700",
    "#6B777A",
)
DARK = _theme(
    "dark",
    "#101718",
    "#182122",
    "#E8EEED",
    "#A3B0B2",
    "#2B3739",
    "#738083",
    "#66C9C3",
    "#07292B",
    "#57B1EC",
    "#6FBDF0",
    "#F58B45",
    "#F9A468",
    "#94A1A3",
)

TICK_SIZE = 12.0
"""Font size of tick labels; nothing on a chart is smaller."""
LABEL_SIZE = 13.0
"""Font size of every other label."""

COMMON_RADIUS = 3.4
IMPROVEMENT_RADIUS = 5.2
CONCERN_WIDTH = 12.0
NEUTRAL_WIDTH = 9.0
HIT_RADIUS = 12.0
"""Radius of the invisible disk that makes a small mark easy to hit; 24 pixels across."""
