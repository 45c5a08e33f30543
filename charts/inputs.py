"""What the builder of a chart is given beside the analysis: plain frozen values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from charts.view import FlagKind


@dataclass(frozen=True, slots=True)
class CycleFlag:
    """A PDSA cycle to be flagged below the axis.

    Parameters
    ----------
    date : datetime.date
        The day it stands at, as a rule the day it was carried out.
    number : str
        Number of the cycle, a few letters.
    kind : FlagKind
        What became of it.
    ramp : str
        Name of the ramp it belongs to; neighbors of one ramp share its label.
    title : str
        Title of the cycle, for its accessible name.
    href : str
        Where the flag leads.
    cause : bool
        Whether the team named it as the cause of a signal.
    """

    date: dt.date
    number: str
    kind: FlagKind
    ramp: str = ""
    title: str = ""
    href: str = ""
    cause: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """An event or remark with a date.

    Parameters
    ----------
    date : datetime.date
        When it happened.
    text : str
        What happened, in a few words.
    href : str
        Where it leads.
    """

    date: dt.date
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A named time on the calendar, such as the action period between two learning sessions.

    Parameters
    ----------
    first, last : datetime.date
        Its days, both included.
    name : str
        "Action period 2".
    short : str
        The same beside others of its kind: "2".
    """

    first: dt.date
    last: dt.date
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class PhaseLabel:
    """What a phase is called, above the plot.

    Parameters
    ----------
    text : str
        Name and reason: "2025: home visit within 14 days is standard work".
    short : str
        The same for little room: "2025".
    """

    text: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A value that was typed and is not saved yet.

    Parameters
    ----------
    x : any
        Its date or label, after all others.
    value : float
        In the unit of the chart.
    """

    x: Any
    value: float
