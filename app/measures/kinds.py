"""The kinds of data: what each is, how it is entered, and which charts and rules fit it."""

from __future__ import annotations

from dataclasses import dataclass

from app.measures.models import DataKind, Frequency, Measure
from qi.chart_types import CHART_TYPES

CALENDAR = (Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER)

CHART_NAMES = {
    "run": "Run chart, the center line is the median",
    "i": "I chart",
    "ip": "I\u2032 chart, for denominators that differ",
    "xbar": "X-bar chart, the mean of each subgroup",
    "s": "S chart, the standard deviation within each subgroup",
    "r": "R chart, the range within each subgroup",
    "p": "P chart",
    "pp": "P\u2032 chart, where points vary more than chance explains",
    "u": "U chart",
    "up": "U\u2032 chart, where points vary more than chance explains",
    "c": "C chart",
    "g": "G chart, cases between events",
    "t": "T chart, days between events",
}
"""The charts that a measure may have. qi's mr chart stands beside an I chart, never alone; its np
chart needs denominators that never differ, which nobody can promise of next month."""

RULES_OF_RUNS = ("perla", "anhoej")
RULES_WITH_LIMITS = ("ihi", "anhoej", "nhs", "western-electric", "nelson", "shewhart")


@dataclass(frozen=True, slots=True)
class Kind:
    """What follows from the kind of data.

    Parameters
    ----------
    name : str
        Few words, for a list to choose from.
    example : str
        What such a measure is, for who has to choose.
    charts : tuple of str
        Names in `qi` of the charts that fit, the best first.
    frequencies : tuple of Frequency
        How often it can be collected.
    in_qi : str
        What `qi.suggest_chart` calls it.
    value_label : str
        What the entry field is called where the measure gives it no name.
    highest : float or None
        The highest value before the multiplier; None where there is none.
    lowest : float or None
        The lowest.
    """

    name: str
    example: str
    charts: tuple[str, ...]
    frequencies: tuple[Frequency, ...]
    in_qi: str
    value_label: str
    highest: float | None = None
    lowest: float | None = 0.0


KINDS: dict[DataKind, Kind] = {
    DataKind.PROPORTION: Kind(
        "A share: some of all",
        "12 of 80 children had an urgent visit",
        ("p", "pp", "ip", "i", "run"),
        CALENDAR,
        "proportion",
        "How many",
        highest=1.0,
    ),
    DataKind.RATE: Kind(
        "A rate: events per exposure",
        "7 falls in 1,240 patient days",
        ("u", "up", "ip", "i", "run"),
        CALENDAR,
        "rate",
        "How many",
    ),
    DataKind.COUNT: Kind(
        "A count",
        "9 complaints in the month",
        ("c", "i", "run"),
        CALENDAR,
        "count",
        "Count",
    ),
    DataKind.SINGLE: Kind(
        "One value each time",
        "the month's median wait, 38 minutes",
        ("i", "run"),
        CALENDAR,
        "single value",
        "Value",
        lowest=None,
    ),
    DataKind.SUBGROUP: Kind(
        "Several raw values each time",
        "the waits of five patients: 41, 38, 44.5, 52, 36",
        ("xbar", "s", "r", "i", "run"),
        CALENDAR,
        "subgroups",
        "Values",
        lowest=None,
    ),
    DataKind.EVENTS: Kind(
        "Dates of rare events",
        "a fall with injury on March 3, the next on May 20",
        ("t", "g", "run"),
        (Frequency.EVENT,),
        "time between events",
        "Cases since the event before",
    ),
}


def kind_of(measure: Measure) -> Kind:
    """What follows from a measure's kind of data."""
    return KINDS[measure.data_kind]


def rules_for(chart: str) -> tuple[str, ...]:
    """The rule sets made for a chart, its default first."""
    return RULES_WITH_LIMITS if CHART_TYPES[chart].limits else RULES_OF_RUNS


def default_rules(chart: str) -> str:
    """The rule set that `qi` applies where none is chosen."""
    return rules_for(chart)[0]


def between_is_cases(chart: str) -> bool:
    """Whether an event's point is the cases since the one before it, not the days."""
    return chart == "g"
