"""PDSA cycles on their ramps as plain values, checked before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Decision(Enum):
    """What the Act step decided; a cycle without a decision is running."""

    ADOPT = "adopt"
    ADAPT = "adapt"
    ABANDON = "abandon"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class RampCycle:
    """One PDSA cycle on the ramp.

    Parameters
    ----------
    number : int
        Its number, written in the circle.
    on : date
        When it was done, or started.
    scale : int
        0-based place of its scale in `RampChart.scales`.
    decision : Decision
        How it ended.
    ramp : str
        Key of the ramp (the change idea) it belongs to.
    title : str, optional
        What was tested, for the tooltip.
    href : str, optional
        Where the circle leads.
    before_shift : bool, optional
        Whether the team named it as the cause of the chart's signal.
    """

    number: int
    on: date
    scale: int
    decision: Decision
    ramp: str
    title: str = ""
    href: str = ""
    before_shift: bool = False


@dataclass(frozen=True, slots=True)
class Ramp:
    """A chain of cycles on one change idea.

    Parameters
    ----------
    key : str
        Unique in the chart.
    label : str
        Name of the change idea.
    short_label : str, optional
        For narrow drawings.
    """

    key: str
    label: str
    short_label: str = ""


@dataclass(frozen=True, slots=True)
class RampChart:
    """All ramps of a team, ready to be drawn.

    Parameters
    ----------
    scales : tuple of str
        Labels from the smallest test to everyone: "1 family", ..., "All clinics".
    ramps : tuple of Ramp
        The chains.
    cycles : tuple of RampCycle
        At least one.
    title : str, optional
        Name of the drawing for those who hear it.

    Raises
    ------
    ValueError
        Without cycles, or for a cycle whose ramp or scale is not there.
    """

    scales: tuple[str, ...]
    ramps: tuple[Ramp, ...]
    cycles: tuple[RampCycle, ...]
    title: str = "PDSA ramps"

    def __post_init__(self) -> None:
        if not self.cycles:
            raise ValueError("cycles: there is none to draw")
        keys = {ramp.key for ramp in self.ramps}
        for cycle in self.cycles:
            if cycle.ramp not in keys:
                raise ValueError(f"cycles: {cycle.number} belongs to {cycle.ramp!r}, not a ramp")
            if not 0 <= cycle.scale < len(self.scales):
                raise ValueError(f"cycles: {cycle.number} has scale {cycle.scale}, not one of them")
