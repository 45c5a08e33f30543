"""A measure's definition, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass

from app.access import Standing, own_teams
from app.measures import queries
from app.measures.catalog import BETTER
from app.measures.models import DataKind, Measure, Sharing
from app.measures.passport import rules_name
from app.teams.models import Team
from app.templating import number

KINDS = {
    DataKind.PROPORTION: "A share: some of all",
    DataKind.RATE: "A rate: events per exposure",
    DataKind.COUNT: "A count",
    DataKind.SINGLE: "One value each time",
}
SHARING = {
    Sharing.OPEN: "Every team of the network sees every team's chart.",
    Sharing.CLOSED: "Each team and its coach see their own chart only.",
}
CHARTS = {
    "run": "Run chart, the center line is the median",
    "i": "I chart",
    "p": "P chart",
    "pp": "P′ chart",
    "u": "U chart",
    "up": "U′ chart",
    "c": "C chart",
}


@dataclass(frozen=True, slots=True)
class Definition:
    """The definition page."""

    rows: tuple[tuple[str, str], ...]
    teams: tuple[Team, ...]
    """One's own teams that keep the measure."""
    reporting: int


def definition(measure: Measure, who: Standing) -> Definition:
    """Everything that a measure says about itself."""
    return Definition(
        rows=tuple((term, value) for term, value in _rows(measure) if value),
        teams=tuple(queries.teams_keeping(measure.id, own_teams(who))),
        reporting=queries.teams_reporting(measure.id),
    )


def counting(measure: Measure) -> tuple[tuple[str, str], ...]:
    """What is counted, out of what, and which way is better: for those who enter no data."""
    return tuple((term, value) for term, value in _rows(measure)[1:6] if value)


def _rows(measure: Measure) -> list[tuple[str, str]]:
    rules = measure.rules
    if rules == "default":
        rules = "perla" if measure.chart == "run" else "ihi"
    below = measure.denominator_label if measure.has_denominator else ""
    smallest = measure.smallest_denominator
    return [
        ("Kind", KINDS[measure.data_kind]),
        ("Numerator" if below else "What is counted", measure.numerator_label),
        ("Denominator", below),
        ("Unit", measure.unit),
        ("Better", BETTER[measure.direction] if measure.direction else "Neither way by itself"),
        ("Target", _target(measure)),
        (
            "How often",
            f"Every {measure.frequency.value}, due {measure.due_days} days after its end",
        ),
        ("Source", measure.source),
        ("Chart", CHARTS.get(measure.chart, measure.chart)),
        ("Rules", rules_name(rules)),
        ("Smallest number shown", str(smallest) if smallest else ""),
        (
            "Who sees it",
            SHARING[measure.sharing] if measure.is_shared else "The team and its coach.",
        ),
        ("Definition", f"Version {measure.definition_version}"),
    ]


def _target(measure: Measure) -> str:
    if measure.target is None:
        return ""
    space = "" if measure.unit in {"", "%"} else " "
    return f"{number(measure.target)}{space}{measure.unit}"
