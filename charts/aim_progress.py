"""Aim progress: how far from the baseline to the target, and how much time is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class AimState(Enum):
    """Where an aim stands."""

    BEFORE = "before"
    ON_THE_WAY = "on the way"
    MET = "met"
    PAST_DUE = "past due"


class AimTone(Enum):
    """What the linked chart says about the latest values."""

    IMPROVED = "improved"
    CONCERN = "concern"
    NO_SIGNAL = "no signal"


@dataclass(frozen=True, slots=True)
class AimProgress:
    """An aim's numbers and dates.

    Parameters
    ----------
    baseline, target : float or None
        Where the aim starts and where it should arrive; without both nothing is drawn.
    now : float or None
        Latest value; None before the first one.
    today : date
        The day the drawing speaks of.
    start, due : date or None, optional
        When work on the aim began, and by when it should be met.
    unit : str, optional
        "%" and similar signs follow the number at once, words after a space.
    decimals : int, optional
        Most decimals shown.
    baseline_label, now_label, target_label : str, optional
        Captions: "2024 baseline", "Now, last 3 months", "Target".
    tone : AimTone, optional
        Blue is shown only for a signal of improvement.
    title : str, optional
        Name of the drawing for those who hear it.
    """

    baseline: float | None
    target: float | None
    now: float | None
    today: date
    start: date | None = None
    due: date | None = None
    unit: str = ""
    decimals: int = 1
    baseline_label: str = "Baseline"
    now_label: str = "Now"
    target_label: str = "Target"
    tone: AimTone = AimTone.NO_SIGNAL
    title: str = "Progress toward the aim"


def why_not(aim: AimProgress) -> str:
    """Return why an aim cannot be drawn, or "" if it can.

    Parameters
    ----------
    aim : AimProgress
        The aim.

    Returns
    -------
    str
        A sentence for the page.
    """
    if aim.baseline is None and aim.target is None:
        return "Progress shows here once the aim has a baseline and a target."
    if aim.baseline is None:
        return "Progress shows here once the aim has a baseline."
    if aim.target is None:
        return "Progress shows here once the aim has a target."
    if aim.baseline == aim.target:
        return "Baseline and target are the same, so there is no distance to show."
    return ""
