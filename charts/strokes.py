"""How each kind of line, mark and flag is drawn in files; the style sheet says the same for pages."""

from __future__ import annotations

from dataclasses import dataclass

from charts.theme import Tone
from charts.view import AreaKind, FlagKind, LineKind, MarkKind


@dataclass(frozen=True, slots=True)
class Stroke:
    """Color, width in pixels and dashes (drawn and left out, in pixels) of a line."""

    tone: Tone
    width: float
    dashes: tuple[float, float] | None = None
    opacity: float = 1.0


LINES: dict[LineKind, Stroke] = {
    LineKind.GRID: Stroke(Tone.HAIRLINE, 1, opacity=0.6),
    LineKind.AXIS: Stroke(Tone.CONTROL, 1),
    LineKind.TICK: Stroke(Tone.CONTROL, 1),
    LineKind.LANE: Stroke(Tone.HAIRLINE, 1),
    LineKind.LIMIT: Stroke(Tone.CONTROL, 1),
    LineKind.CENTER: Stroke(Tone.INK, 1.75),
    LineKind.TRIAL_CENTER: Stroke(Tone.INK, 1.75, (6, 4)),
    LineKind.TARGET: Stroke(Tone.ACCENT, 1.5, (2, 3)),
    LineKind.BREAK: Stroke(Tone.CONTROL, 1, (1, 3)),
    LineKind.DATA: Stroke(Tone.COMMON, 1.25),
    LineKind.GHOST: Stroke(Tone.COMMON, 1, (2, 3)),
    LineKind.DRAFT: Stroke(Tone.ACCENT, 1.25, (3, 3)),
    LineKind.LEADER: Stroke(Tone.CONTROL, 0.75),
    LineKind.BRACKET: Stroke(Tone.INK, 1.5),
    LineKind.SAMPLE: Stroke(Tone.HAIRLINE, 1.25),
    LineKind.TRIAL_LIMIT: Stroke(Tone.CONTROL, 1, (4, 3)),
    LineKind.INNER_LIMIT: Stroke(Tone.CONTROL, 1, (2, 3)),
    LineKind.RANGE: Stroke(Tone.COMMON, 2.5),
    LineKind.IDEAL: Stroke(Tone.INK, 1.25, (6, 4)),
    LineKind.SPAN: Stroke(Tone.CONTROL, 3),
}


@dataclass(frozen=True, slots=True)
class Fill:
    """Color and opacity of an area."""

    tone: Tone
    opacity: float = 1.0


AREAS: dict[AreaKind, Fill] = {
    AreaKind.BAND: Fill(Tone.WASH),
    AreaKind.BASELINE: Fill(Tone.HAIRLINE, 0.3),
    AreaKind.BAR: Fill(Tone.HAIRLINE),
    AreaKind.BAR_FEW: Fill(Tone.COMMON),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """Fill, edge and form of a mark: "circle", "diamond", "square" or "triangle"."""

    form: str
    fill: Tone
    edge: Stroke


MARKS: dict[MarkKind, Shape] = {
    MarkKind.COMMON: Shape("circle", Tone.PAGE, Stroke(Tone.COMMON, 1.5)),
    MarkKind.IMPROVEMENT: Shape("circle", Tone.IMPROVE_MARK, Stroke(Tone.PAGE, 1)),
    MarkKind.CONCERN: Shape("diamond", Tone.CONCERN_MARK, Stroke(Tone.PAGE, 1)),
    MarkKind.SPECIAL: Shape("square", Tone.INK, Stroke(Tone.PAGE, 1)),
    MarkKind.BEYOND: Shape("triangle", Tone.INK, Stroke(Tone.PAGE, 0.75)),
    MarkKind.GHOST: Shape("circle", Tone.PAGE, Stroke(Tone.COMMON, 1.25, (1.6, 1.6))),
    MarkKind.DRAFT: Shape("circle", Tone.PAGE, Stroke(Tone.ACCENT, 2, (2.5, 2))),
    MarkKind.OWN: Shape("circle", Tone.COMMON, Stroke(Tone.ACCENT, 2)),
    MarkKind.OWN_IMPROVEMENT: Shape("circle", Tone.IMPROVE_MARK, Stroke(Tone.ACCENT, 2)),
    MarkKind.OWN_CONCERN: Shape("diamond", Tone.CONCERN_MARK, Stroke(Tone.ACCENT, 2)),
}


@dataclass(frozen=True, slots=True)
class FlagStyle:
    """Fill, edge and text of a flag; `tint` is the share of the fill over the page."""

    fill: Tone
    edge: Stroke
    text: Tone
    tint: float = 1.0


_FLAGS: dict[FlagKind, FlagStyle] = {
    FlagKind.ADOPTED: FlagStyle(Tone.INK, Stroke(Tone.INK, 1), Tone.PAGE),
    FlagKind.ADAPTED: FlagStyle(Tone.PAGE, Stroke(Tone.CONTROL, 1), Tone.INK),
    FlagKind.ABANDONED: FlagStyle(Tone.PAGE, Stroke(Tone.CONTROL, 1, (2.5, 2)), Tone.SECONDARY),
    FlagKind.RUNNING: FlagStyle(Tone.PAGE, Stroke(Tone.ACCENT, 2), Tone.ACCENT),
}


def flag_style(kind: FlagKind, *, cause: bool) -> FlagStyle:
    """Return how a flag is drawn; cycles named as a cause turn blue.

    Parameters
    ----------
    kind : FlagKind
        What became of the cycle.
    cause : bool
        Whether the team named it as the cause of a signal.
    """
    if not cause:
        return _FLAGS[kind]
    edge = Stroke(Tone.IMPROVE_MARK, 1.5, _FLAGS[kind].edge.dashes)
    if kind is FlagKind.ADOPTED:
        return FlagStyle(Tone.IMPROVE_MARK, edge, Tone.PAGE)
    return FlagStyle(Tone.IMPROVE_MARK, edge, Tone.IMPROVE_TEXT, tint=0.1)
