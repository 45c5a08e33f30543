"""A few plain questions, and what follows from the answers: kind, chart, rules, pace. Pure.

The chart is `qi.suggest_chart`'s; the rest says whose advice it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.measures.kinds import CHART_NAMES, KINDS, default_rules
from app.measures.models import DataKind
from app.measures.passport import rules_name
from qi.constants import FIRM_LIMITS_MINIMUM
from qi.suggest import RARE, suggest_chart

GUIDE = "Provost & Murray, The Health Care Data Guide: selecting the appropriate chart"
PERLA = "Perla, Provost & Murray 2011, The run chart"
IMPROVEMENT = (
    "Langley and others, The Improvement Guide: data over time, often enough to see a test"
)
BENNEYAN = "Benneyan 2001, Number-between g-type statistical control charts"

PEOPLE, HAPPENINGS, MEASURED = "people", "happenings", "measured"
NEEDED = 10
"""Points off the center line from which a run chart is judged."""
PACES = {
    "week": ("every week", "10 weeks"),
    "month": ("every month", "10 months"),
    "quarter": ("every quarter", "two and a half years"),
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody answered; empty where they did not.

    Parameters
    ----------
    counted : {"people", "happenings", "measured", ""}
        What one data point tells: a part of a whole, how often something happened, a size.
    varies : {"yes", "no", ""}
        Whether the number of chances differs from period to period.
    several : {"one", "several", ""}
        Of a size: one value a period or several.
    number : float or None
        How many people, cases or chances there are in a month, about.
    events : float or None
        How many of them have it, or how often it happens, in a month.
    pace : {"week", "month", "quarter", ""}
        How often it can be collected without much extra work.
    better : {"up", "down", ""}
        Which way is better.
    history : float or None
        Points that there are already.
    """

    counted: str = ""
    varies: str = ""
    several: str = ""
    number: float | None = None
    events: float | None = None
    pace: str = ""
    better: str = ""
    history: float | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that is proposed, and why."""

    what: str
    proposed: str
    why: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that is proposed, in sentences, and as the form takes it."""

    advice: tuple[Advice, ...]
    values: dict[str, str]


def propose(answers: Answers) -> Proposal | None:
    """Propose a measure's method; None before it is said what is counted."""
    if answers.counted not in {PEOPLE, HAPPENINGS, MEASURED}:
        return None
    kind, why = _kind(answers)
    pace = _pace(answers, kind)
    chart = _chart(answers, kind)
    rules = default_rules(chart.values["chart"])
    better = {"up": "Higher is better", "down": "Lower is better"}.get(_better(answers, kind))
    advice = [
        Advice("Kind of data", KINDS[kind].name, why, GUIDE),
        *chart.advice,
        Advice("Rules", rules_name(rules), _rules_why(chart.values["chart"]), _rules_source(rules)),
        *pace.advice,
        Advice(
            "Direction",
            better or "Neither way by itself",
            _better_why(answers, kind),
        ),
    ]
    scale = {"unit": "%", "multiplier": "100"} if kind is DataKind.PROPORTION else {}
    if kind is DataKind.EVENTS:
        scale = {"unit": "days", "multiplier": "1"}
    values = {
        "data_kind": kind.value,
        "rules": rules,
        "direction": _better(answers, kind),
        **chart.values,
        **pace.values,
        **scale,
    }
    return Proposal(tuple(advice), values)


def _kind(answers: Answers) -> tuple[DataKind, str]:
    if answers.counted == MEASURED:
        if answers.several == "several":
            return DataKind.SUBGROUP, (
                "Several values each time are kept one by one, so that their spread is not lost."
            )
        return DataKind.SINGLE, "There is one size or duration each time."
    if _is_rare(answers):
        return DataKind.EVENTS, (
            f"With fewer than {RARE:g} event a month most points would be 0, and a 0 says little. The "
            "time from one event to the next says something each time it happens."
        )
    if answers.counted == PEOPLE:
        return DataKind.PROPORTION, "Each person or case has it or has not: some of all."
    if answers.varies == "no":
        return DataKind.COUNT, "The number of chances stays the same, so the count is enough."
    return DataKind.RATE, (
        "It can happen more than once, and the number of chances differs: divide by it."
    )


def _is_rare(answers: Answers) -> bool:
    return answers.events is not None and answers.events < RARE


def _chart(answers: Answers, kind: DataKind) -> Proposal:
    points = None if answers.history is None else max(0, int(answers.history))
    found = suggest_chart(KINDS[kind].in_qi)
    why, chart = found.reason, found.chart
    if kind is DataKind.SUBGROUP:
        why = "Each point is the mean of several values, with limits from their spread."
    if points is not None and points < FIRM_LIMITS_MINIMUM and kind is not DataKind.SUBGROUP:
        told = "no points" if points == 0 else f"{points} point{'' if points == 1 else 's'}"
        why += (
            f" So far there are {told}; limits are firm from {FIRM_LIMITS_MINIMUM} on, and until "
            "then the chart marks them as trial limits."
        )
    source = BENNEYAN if kind is DataKind.EVENTS else GUIDE
    return Proposal((Advice("Chart", CHART_NAMES[chart], why, source),), {"chart": chart})


def _rules_why(chart: str) -> str:
    if chart == "run":
        return "They need no limits and were made for short series around a median."
    return "They look for points outside the limits and for shifts and trends inside them."


def _rules_source(rules: str) -> str:
    return PERLA if rules == "perla" else GUIDE


def _pace(answers: Answers, kind: DataKind) -> Proposal:
    if kind is DataKind.EVENTS:
        why = "Enter each event when it happened; nothing falls due in between."
        return Proposal((Advice("How often", "Event by event", why),), {"frequency": "event"})
    pace = answers.pace if answers.pace in PACES else "month"
    name, wait = PACES[pace]
    why = f"A chart can be judged from {NEEDED} points on: that takes {wait}."
    weekly = None if answers.number is None else answers.number * 12 / 52
    if pace == "week" and weekly is not None and weekly < NEEDED and kind is DataKind.PROPORTION:
        pace, (name, _wait) = "month", PACES["month"]
        why = (
            f"In a week there are only about {weekly:.0f} to count, and one more or less would move "
            "the point a lot. A month gives steadier points."
        )
    elif pace == "quarter":
        why += " If it can be had every month, a change shows three times as early."
    advice = Advice("How often", name.capitalize(), why, IMPROVEMENT)
    return Proposal((advice,), {"frequency": pace})


def _better(answers: Answers, kind: DataKind) -> str:
    """Which way is better on the chart: of rare harm, the longer between events the better."""
    if kind is not DataKind.EVENTS:
        return answers.better
    return {"down": "up", "up": "down"}.get(answers.better, "")


def _better_why(answers: Answers, kind: DataKind) -> str:
    if not answers.better:
        return "You left it open; signals are then shown without saying which are good."
    if kind is DataKind.EVENTS:
        fewer = answers.better == "down"
        return (
            f"You want {'fewer' if fewer else 'more'} of these events, so the time between them "
            f"should grow {'longer' if fewer else 'shorter'}."
        )
    return "As you said; signals on that side are shown as improvement."
