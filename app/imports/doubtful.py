"""What is doubtful about the numbers of one team's file: the same doubts as when they are typed."""

from __future__ import annotations

from app.imports.plan import Item, Plan, known_series
from app.imports.problems import Problem
from app.measures import periods
from app.measures.models import Series
from app.measures.plausible import doubts
from app.measures.series import Row, rows_of
from app.teams.models import Team

MOST_ROWS = 2000
"""Numbers of one team that are looked at; a chart of more tells nothing of each."""


def doubtful(plan: Plan, team: Team) -> tuple[Problem, ...]:
    """A sentence for each new or changed number of the whole team that is far from the others.

    Groups are not looked at: they are held against the whole when they are added up.
    """
    items = [each for each in (*plan.new, *plan.changed) if each.stratum is None]
    if not items or len(items) > MOST_ROWS:
        return ()
    series = _series(plan, team)
    by_period = {each.period: each for each in items}
    found = doubts(series, rows_of(series), [_row(by_period[day]) for day in sorted(by_period)])
    frequency = plan.measure.frequency
    return tuple(
        Problem(" ".join((f"{periods.name(day, frequency)}:", *said)), by_period[day].entry.row)
        for day, said in sorted(found.items())
    )


def _series(plan: Plan, team: Team) -> Series:
    """The team's series; where it has none, one that is never stored."""
    known = known_series(plan.measure, [team]).get(team.id)
    return known if known is not None else Series(measure=plan.measure)


def _row(item: Item) -> Row:
    entry = item.entry
    return Row(item.period, entry.value, entry.denominator, raw=entry.raw)
