"""Where everything of the progress bar stands: what the template draws."""

from __future__ import annotations

from dataclasses import dataclass

from charts.aim_words import AimState
from charts.diagram_text import Box, TextLine
from charts.diagram_view import Diagram


@dataclass(frozen=True, slots=True)
class DateLine:
    """The line of dates below the bar.

    Parameters
    ----------
    x0, x1 : float
        Its ends.
    y : float
        Its height.
    passed_x : float
        Where the time that has passed ends.
    ticks : tuple of float
        Small marks: today, and the due date once it has passed.
    """

    x0: float
    x1: float
    y: float
    passed_x: float
    ticks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class AimView(Diagram):
    """The whole drawing.

    Parameters
    ----------
    width, height, title, description
        As of every diagram.
    state : AimState
        Where the aim stands.
    share : float or None
        Part of the distance covered: 0 at the baseline, 1 at the target, negative for the
        wrong direction; None before the first value.
    lead, rest : str
        The sentence below the drawing; `lead` is its strong beginning.
    tone : str
        "improved", "concern" or "plain": class of fill and mark.
    texts : tuple of TextLine
        Captions, values and dates.
    track : Box
        The whole bar.
    fill : Box or None
        The part from baseline to now.
    baseline_x, target_x : float
        Their places on the bar.
    now_x : float or None
        Place of the latest value.
    baseline_inside : bool
        Whether the baseline lies inside the bar, since the value moved the wrong way.
    dates : DateLine or None
        None without a due date.
    """

    state: AimState
    share: float | None
    lead: str
    rest: str
    tone: str
    texts: tuple[TextLine, ...]
    track: Box
    fill: Box | None
    baseline_x: float
    target_x: float
    now_x: float | None
    baseline_inside: bool
    dates: DateLine | None
