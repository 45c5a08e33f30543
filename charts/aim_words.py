"""An aim as plain values, and what can be said of it: its state and its sentence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import Enum

from charts.clean import clean
from charts.time_words import time_between

_PREFIXES = frozenset("$€£¥")


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
    baseline = aim.baseline is not None and math.isfinite(aim.baseline)
    target = aim.target is not None and math.isfinite(aim.target)
    if not baseline and not target:
        return "Progress shows here once the aim has a baseline and a target."
    if not baseline:
        return "Progress shows here once the aim has a baseline."
    if not target:
        return "Progress shows here once the aim has a target."
    if aim.baseline == aim.target:
        return "Baseline and target are the same, so there is no distance to show."
    return ""


def write_value(value: float, unit: str, decimals: int) -> str:
    """Write a value as people read it.

    Parameters
    ----------
    value : float
        The number.
    unit : str
        Signs follow at once, currency signs come first, words follow after a space.
    decimals : int
        Most decimals shown.

    Returns
    -------
    str
        "15.2%", "$1,200", "7.5 hours".
    """
    number = f"{abs(value):,.{max(decimals, 0)}f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    sign = "−" if value < 0 and number.strip("0.,") else ""
    name = clean(unit)
    if name in _PREFIXES:
        return f"{sign}{name}{number}"
    return f"{sign}{number}{' ' if name[:1].isalpha() else ''}{name}"


def share_covered(aim: AimProgress, baseline: float, target: float) -> float | None:
    """Return the part of the way covered: 0 at the baseline, 1 at the target."""
    if aim.now is None or not math.isfinite(aim.now):
        return None
    return (aim.now - baseline) / (target - baseline)


def state_of(aim: AimProgress, share: float | None) -> AimState:
    """Return where the aim stands; a target that is met stays met after the due date."""
    if share is not None and share >= 1.0:
        return AimState.MET
    if aim.due is not None and aim.today > aim.due:
        return AimState.PAST_DUE
    if share is None or (aim.start is not None and aim.today < aim.start):
        return AimState.BEFORE
    return AimState.ON_THE_WAY


def said_date(day: date) -> str:
    """Write a day as people do: "June 30, 2026"."""
    return f"{day:%B} {day.day}, {day.year}"


def _time_phrase(aim: AimProgress) -> str:
    """Say the time left or passed, as the end of a sentence."""
    if aim.due is None:
        return "."
    if aim.today == aim.due:
        return ", due today."
    if aim.today < aim.due:
        return f", with {time_between(aim.today, aim.due)} left."
    return f", {time_between(aim.due, aim.today)} past the due date."


def sentence(aim: AimProgress, state: AimState, share: float | None) -> tuple[str, str]:
    """Return the sentence below the drawing, its strong beginning apart."""
    if state is AimState.MET:
        is_past = aim.due is not None and aim.today > aim.due
        return "Target met", "." if is_past else _time_phrase(aim)
    if state is AimState.BEFORE and aim.start is not None and aim.today < aim.start:
        return "Not started", f": work begins {said_date(aim.start)}."
    if share is None:
        return "No result yet", _time_phrase(aim)
    # An unmet target is never rounded up to 100%.
    percent = min(round(share * 100), 99)
    if share < 0 and percent < 0:
        return "Further from the target than at the baseline", _time_phrase(aim)
    if percent <= 0:
        return "Still at the baseline", _time_phrase(aim)
    return f"{percent}% of the way", _time_phrase(aim)


def describe(aim: AimProgress, lead: str, rest: str) -> str:
    """Say all numbers and the sentence to those who hear the drawing."""
    parts = []
    for label, value in (
        (aim.baseline_label, aim.baseline),
        (aim.now_label, aim.now),
        (aim.target_label, aim.target),
    ):
        if value is not None and math.isfinite(value):
            parts.append(f"{clean(label)}: {write_value(value, aim.unit, aim.decimals)}.")
    if aim.due is not None:
        parts.append(f"Due {said_date(aim.due)}.")
    return " ".join([*parts, f"{lead}{rest}"])
