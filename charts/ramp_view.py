"""Where everything of a ramp chart stands: what the template draws."""

from __future__ import annotations

from dataclasses import dataclass

from charts.diagram_text import Box, TextLine, around
from charts.diagram_view import Diagram


@dataclass(frozen=True, slots=True)
class RowView:
    """One scale: its line and its label.

    Parameters
    ----------
    y : float
        Height of the line.
    texts : tuple of TextLine
        The label, wrapped.
    """

    y: float
    texts: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class CircleView:
    """One cycle.

    Parameters
    ----------
    number : int
        Its number.
    ramp : str
        Key of its ramp.
    x, y : float
        Center.
    css : str
        Class of the circle.
    label : str
        What is said to those who hear it.
    href : str
        Where it leads, or "".
    """

    number: int
    ramp: str
    x: float
    y: float
    css: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class SegmentView:
    """The line from a cycle to the next one of its ramp.

    Parameters
    ----------
    x0, y0, x1, y1 : float
        Centers of the two circles.
    css : str
        Class of the line.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    css: str


@dataclass(frozen=True, slots=True)
class RampLabel:
    """The name of a ramp beside one of its circles.

    Parameters
    ----------
    ramp : str
        Its key.
    texts : tuple of TextLine
        The name, wrapped.
    full : str
        The whole name where it is shortened, else "".
    """

    ramp: str
    texts: tuple[TextLine, ...]
    full: str

    @property
    def box(self) -> Box:
        """The room the name takes."""
        return around(text.box for text in self.texts)


@dataclass(frozen=True, slots=True)
class RampKeyMark:
    """One entry of the key.

    Parameters
    ----------
    css : str
        Class of the circle.
    x, y : float
        Its center.
    text : TextLine
        Its meaning.
    """

    css: str
    x: float
    y: float
    text: TextLine


@dataclass(frozen=True, slots=True)
class RampView(Diagram):
    """The whole drawing.

    Parameters
    ----------
    width, height, title, description
        As of every diagram.
    plot_x : float
        Where the lines of the scales begin.
    radius : float
        Of the circles.
    rows : tuple of RowView
        The largest scale first.
    ticks : tuple of TextLine
        Dates.
    segments : tuple of SegmentView
        Lines between cycles.
    circles : tuple of CircleView
        By ramp and date.
    labels : tuple of RampLabel
        Names beside circles.
    key : tuple of RampKeyMark
        Meaning of the circles in use.
    notes : tuple of TextLine
        Names for which no free place was left beside their circles.
    """

    plot_x: float
    radius: float
    rows: tuple[RowView, ...]
    ticks: tuple[TextLine, ...]
    segments: tuple[SegmentView, ...]
    circles: tuple[CircleView, ...]
    labels: tuple[RampLabel, ...]
    key: tuple[RampKeyMark, ...]
    notes: tuple[TextLine, ...]
