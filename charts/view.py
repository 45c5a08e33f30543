"""What is drawn, independent of who draws it: frozen shapes and texts in pixels.

A drawing's origin is its top left corner, y grows downward. The page's SVG and the files that
matplotlib writes draw exactly these elements, so that they cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from charts.theme import LABEL_SIZE, Tone

XY = tuple[float, float]


class Anchor(Enum):
    """Which end of a text its position names."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class LineKind(Enum):
    """What a line means; it decides stroke, dashes and color."""

    GRID = "grid"
    AXIS = "axis"
    TICK = "tick"
    LANE = "lane"
    LIMIT = "limit"
    CENTER = "center"
    TRIAL_CENTER = "trial"
    TARGET = "target"
    BREAK = "break"
    DATA = "data"
    GHOST = "ghost-link"
    DRAFT = "draft-link"
    LEADER = "leader"
    BRACKET = "bracket"
    SAMPLE = "sample"
    TRIAL_LIMIT = "trial-limit"
    INNER_LIMIT = "inner-limit"
    RANGE = "range"
    IDEAL = "ideal"
    SPAN = "span"


class AreaKind(Enum):
    """What a filled shape means; it decides the color."""

    BAND = "band"
    BASELINE = "baseline"
    BAR = "bar"
    BAR_FEW = "bar-few"


class MarkKind(Enum):
    """What a point means; it decides shape and color, never color alone."""

    COMMON = "common"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    SPECIAL = "special"
    GHOST = "ghost"
    DRAFT = "draft"
    OWN = "own"
    OWN_IMPROVEMENT = "own-improvement"
    OWN_CONCERN = "own-concern"
    BEYOND = "beyond"


class FlagKind(Enum):
    """What became of a PDSA cycle."""

    ADOPTED = "adopted"
    ADAPTED = "adapted"
    ABANDONED = "abandoned"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right and bottom edge in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        """Whether two rectangles share more than their edges, or come closer than `gap`."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon: the band inside the limits, the baseline, a bar."""

    points: tuple[XY, ...]
    kind: AreaKind = AreaKind.BAND


@dataclass(frozen=True, slots=True)
class Line:
    """An open polyline. `tone` is given only where the kind leaves the color open (brackets)."""

    points: tuple[XY, ...]
    kind: LineKind
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text on its baseline.

    Parameters
    ----------
    x, y : float
        Position of the baseline's start, middle or end.
    text : str
        What is shown.
    role : str
        What it labels: "tick", "year", "unit", "name", "value", "line", "heading", "bracket",
        "lane", "ramp", "event", "note", "number", "key", "panel".
    tone : Tone
        Color.
    size : float
        Font size in pixels, at least 12.
    bold : bool
        Semibold weight.
    anchor : Anchor
        Which end `x` names.
    full : str
        The whole text where `text` is shortened, else "".
    halo : bool
        Whether it is kept legible over lines by an edge in the page's color.
    href : str
        Where it leads, or "".
    """

    x: float
    y: float
    text: str
    role: str
    tone: Tone = Tone.SECONDARY
    size: float = LABEL_SIZE
    bold: bool = False
    anchor: Anchor = Anchor.START
    full: str = ""
    halo: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One plotted point.

    Parameters
    ----------
    x, y : float
        Its middle.
    kind : MarkKind
        Shape and color.
    radius : float
        Half its size.
    index : int
        0-based position in the series; the length of the series for an unsaved value.
    tip : tuple of str
        What it says when pointed at, line by line; together its accessible name.
    tip_x : float
        Where that text is centered, so that it stays on the drawing.
    tip_stacked : bool
        Whether its further lines stand under the first, for want of width beside it.
    hit : float
        Radius of the disk that reacts to a pointer.
    href : str
        Where it leads, or "".
    tip_y : float or None
        Baseline of its text in a drawing made of several; None takes the drawing's.
    """

    x: float
    y: float
    kind: MarkKind
    radius: float
    index: int
    tip: tuple[str, ...]
    tip_x: float
    tip_stacked: bool
    hit: float
    href: str = ""
    tip_y: float | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """One PDSA cycle, or several merged, on the lane below the axis.

    Parameters
    ----------
    box : Box
        Its rectangle.
    text : str
        Number of the cycle, or "4–6".
    kind : FlagKind
        What became of it.
    cause : bool
        Whether the team named it as the cause of a signal.
    name : str
        Accessible name.
    href : str
        Where it leads, or "".
    """

    box: Box
    text: str
    kind: FlagKind
    cause: bool
    name: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Icon:
    """A signal icon on a drawing.

    Parameters
    ----------
    x, y : float
        Its top left corner.
    size : float
        Its width and height.
    body : str
        Its shapes, as `charts.icons` writes them.
    """

    x: float
    y: float
    size: float
    body: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that a renderer draws, in the order of the fields.

    Parameters
    ----------
    width, height : float
        Size of the drawing.
    title, description : str
        What the chart is and what it says, for those who cannot see it.
    areas, lines, marks, flags, texts : tuple
        The elements.
    tip_y : float
        Baseline of the texts of pointed-at marks.
    plot : Box
        The rectangle of the axes.
    size : str
        Name of the layout: "full", "medium", "phone", "compact", "compact-phone", "mini".
    name : str
        What is measured, the heading of files.
    passport : str
        Footer line of files: chart, rules, baseline, exclusions, data up to.
    icons : tuple of Icon
        Signal icons beside the words that say the same.
    """

    width: float
    height: float
    title: str
    description: str
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    flags: tuple[Flag, ...]
    texts: tuple[Text, ...]
    tip_y: float
    plot: Box
    size: str
    name: str = ""
    passport: str = ""
    icons: tuple[Icon, ...] = ()


@dataclass(frozen=True, slots=True)
class ControlChartView(Drawing):
    """A run or control chart.

    Parameters
    ----------
    empty : bool
        Whether there is no value yet, so that the drawing teaches instead.
    """

    empty: bool = False
