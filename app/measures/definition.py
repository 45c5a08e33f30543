"""A measure's definition, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.access import Standing, own_teams
from app.catalog.queries import aims_measured_by, drivers_using
from app.measures import queries, sharing
from app.measures.catalog import BETTER
from app.measures.kinds import CHART_NAMES, default_rules, kind_of
from app.measures.models import Frequency, Measure
from app.measures.passport import rules_name, version_words
from app.teams.models import Team
from app.templating import long_date, number


@dataclass(frozen=True, slots=True)
class Definition:
    """The definition page."""

    rows: tuple[tuple[str, str], ...]
    teams: tuple[Team, ...]
    """One's own teams that keep the measure."""
    reporting: int
    strategies: tuple[str, ...]
    """The network's strategies that it tells about."""
    drivers: tuple[Link, ...]
    """Drivers and aims of one's own teams that it is tied to."""


@dataclass(frozen=True, slots=True)
class Link:
    """A driver or an aim that the measure is tied to."""

    text: str
    team: str
    href: str


def definition(measure: Measure, who: Standing) -> Definition:
    """Everything that a measure says about itself."""
    own = own_teams(who)
    return Definition(
        rows=tuple((term, value) for term, value in _rows(measure) if value),
        teams=tuple(queries.teams_keeping(measure.id, own)),
        reporting=queries.teams_reporting(measure.id),
        strategies=tuple(strategy.name for strategy in measure.strategies),
        drivers=_links(measure, own),
    )


def _links(measure: Measure, own: frozenset[int]) -> tuple[Link, ...]:
    """The drivers and aims of these teams that a measure is tied to. Two queries."""
    if not own:
        return ()
    found = []
    for aim in aims_measured_by(measure, own):
        where: dict[str, Any] = {"network_slug": aim.team.network.slug, "team_slug": aim.team.slug}
        found.append(Link("The aim", aim.team.name, url_for("aims.show", **where)))
    for node in drivers_using(measure, own):
        where = {"network_slug": node.team.network.slug, "team_slug": node.team.slug}
        href = url_for("theory.node", node_id=node.id, **where)
        found.append(Link(node.text, node.team.name, href))
    return tuple(found)


def counting(measure: Measure) -> tuple[tuple[str, str], ...]:
    """What is counted, out of what, and which way is better: for those who enter no data."""
    return tuple((term, value) for term, value in _rows(measure)[1:8] if value)


def _rows(measure: Measure) -> list[tuple[str, str]]:
    rules = measure.rules
    if rules == "default":
        rules = default_rules(measure.chart)
    below = measure.denominator_label if measure.has_denominator else ""
    smallest = measure.smallest_denominator
    return [
        ("Kind", kind_of(measure).name),
        ("Numerator" if below else "What is counted", measure.numerator_label),
        ("Denominator", below),
        ("Included", measure.inclusions),
        ("Left out", measure.exclusions),
        ("Unit", measure.unit),
        ("Better", BETTER[measure.direction] if measure.direction else "Neither way by itself"),
        ("Target", _target(measure)),
        ("How often", _how_often(measure)),
        ("Source", measure.source),
        ("Collected by", measure.collector),
        ("Sampling", measure.sampling),
        ("Chart", CHART_NAMES.get(measure.chart, measure.chart)),
        ("Rules", rules_name(rules)),
        ("Smallest number shown", str(smallest) if smallest else ""),
        (
            "Who sees it",
            sharing.WORDS[measure.sharing] if measure.is_shared else "The team and its coach.",
        ),
        ("Definition", version_words(measure)),
    ]


def _how_often(measure: Measure) -> str:
    if measure.frequency is Frequency.EVENT:
        return "Event by event"
    return f"Every {measure.frequency.value}, due {measure.due_days} days after its end"


def _target(measure: Measure) -> str:
    if measure.target is None:
        return ""
    space = "" if measure.unit in {"", "%"} else " "
    by = f" by {long_date(measure.target_on)}" if measure.target_on else ""
    return f"{number(measure.target)}{space}{measure.unit}{by}"
