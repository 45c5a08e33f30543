"""Whose stored numbers may be held against a file: who may not see one learns nothing of it.

A check says of each number whether it is new, changed or unchanged, and whether groups add up.
Whoever brings guess after guess would read a small number from that as from a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.imports.plan import Plan, Stored
from app.measures.models import Measure, Series, Share
from app.measures.series import Row
from app.measures.sharing import share_of
from app.strata.many import hidden_periods
from app.strata.models import Breakdown
from app.strata.published import rows_of_many

Wholes = Mapping[tuple[int, date], Stored]


def leave_out_unseen(
    plan: Plan, breakdown: Breakdown | None, series: Mapping[int, Series], wholes: Wholes
) -> None:
    """Take out of a plan the periods of which numbers are stored that outsiders do not see."""
    unseen = _unseen(plan.measure, breakdown, series, wholes)
    if not unseen:
        return
    found = plan.teams.found
    left = {
        key
        for key in plan.reading.entries
        if key[0] in found and (found[key[0]].id, key[1]) in unseen
    }
    plan.unseen = len({(text, period) for text, period, _ in left})
    kept = {key: entry for key, entry in plan.reading.entries.items() if key not in left}
    plan.reading = replace(plan.reading, entries=kept)


def _unseen(
    measure: Measure,
    breakdown: Breakdown | None,
    series: Mapping[int, Series],
    wholes: Wholes,
) -> set[tuple[int, date]]:
    """Teams and periods of which something is stored that outsiders do not see."""
    stored: dict[int, list[Row]] = defaultdict(list)
    for (team_id, period), each in sorted(wholes.items()):
        stored[series[team_id].id].append(Row(period, each.value, each.denominator, raw=each.raw))
    team_of = {each.id: team_id for team_id, each in series.items()}
    shown = rows_of_many(measure, stored, own=())
    opened = {each.id for each in series.values() if share_of(each) is Share.OPEN}
    found = {
        (team_of[key], period)
        for key, rows in stored.items()
        for period in {row.period for row in rows}
        - {row.period for row in shown[key] if key in opened}
    }
    if breakdown is not None:
        hidden = hidden_periods(measure, breakdown.id, team_of)
        found |= {(team_of[key], period) for key, days in hidden.items() for period in days}
    return found
