"""What My work shows, in as many queries however many teams a person has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import access
from app.access import May, Standing
from app.accounts.models import User
from app.aims.models import Aim
from app.assessments.queries import fed_series, waiting_for
from app.conversations.queries import Said
from app.conversations.queries import waiting_for as comments_for
from app.extensions import db
from app.inbox.queries import said_to
from app.learning.work import sessions_for
from app.measures.charts import series_chart
from app.measures.models import Series
from app.measures.queries import series_of_teams
from app.measures.signals import new_signals
from app.networks.models import Network, NetworkRole
from app.pdsa.models import Cycle
from app.pdsa.queries import (
    CycleFlag,
    cycles_of,
    flags_among,
    load_predictions,
    named_causes,
)
from app.pdsa.tasks import OpenTask, open_tasks
from app.stakeholders.work import actions_for
from app.teams.models import Team
from app.teams.story import waiting_cycles, waiting_of
from app.templating import short_date
from app.work.data import SOON, Dated, LaterRow, data_items
from app.work.page import CycleItem, MyWork, NetworkLine
from app.work.signals import cause_item, signal_item, undecided
from app.work.watched import charts_of, team_lines

MOST_ITEMS = 8
"""Entry rows, cycles, tasks and actions shown at once, of each."""

MOST_SIGNALS = 5
"""Signals shown at once; each has its chart."""


def my_work(user: User, who: Standing, today: date) -> MyWork:
    """Everything that waits for a person, on all their teams."""
    teams = _teams(who)
    writes = [team for team in teams if access.can(May.EDIT_TEAM, team, who)]
    series = series_of_teams(team.id for team in teams) if teams else []
    cycles = cycles_of(team.id for team in teams) if teams else {}
    flags = _flags(series, teams, cycles)
    charts = [series_chart(each, size="mini", flags=flags[each.id]) for each in series]
    own = {team.id for team in writes}
    watched = [chart for chart in charts if chart.series.team_id not in own]
    new = new_signals(user, watched) if watched else []
    new.sort(key=lambda signal: signal.verdict != "concern")
    asked = undecided([chart for chart in charts if chart.series.team_id in own])
    # What a round of an assessment writes nobody enters by hand.
    fed = fed_series(own) if own else frozenset()
    mine = [each for each in series if each.team_id in own and each.id not in fed]
    data, later = data_items(mine, today)
    actions, coming = actions_for(user, writes, today, SOON)
    running = [
        (team, cycle) for team in writes for cycle in waiting_cycles(cycles.get(team.id, []))
    ]
    tasks = open_tasks(user, own)
    help_asked, mentions = _said_to(user, who)
    soon = [each for each in tasks if (each.task.due_on or today) <= today + SOON]
    invited, meetings = sessions_for(writes, who, today)
    by_series = {chart.series.id: chart for chart in charts}
    waiting: dict[str, tuple[Sequence[Any], int]] = {
        "data": (data, MOST_ITEMS),
        "cycles": (running, MOST_ITEMS),
        "tasks": (soon, MOST_ITEMS),
        "actions": (actions, MOST_ITEMS),
        "causes": (asked, MOST_SIGNALS),
        "signals": (new, MOST_SIGNALS),
        "rounds": (waiting_for(user, own), MOST_ITEMS),
        "help": (help_asked, MOST_ITEMS),
        "mentions": (mentions, MOST_ITEMS),
        "sessions": (invited, MOST_ITEMS),
        "said": (said_to(user, who, today) if own else [], MOST_ITEMS),
    }
    first = {kind: found[:most] for kind, (found, most) in waiting.items()}
    load_predictions(cycle for _, cycle in first["cycles"])
    above = {item.chart.series.id for item in first["data"]}
    return MyWork(
        data=tuple(first["data"]),
        cycles=tuple(
            CycleItem(team, waiting_of(team, cycle, today), _when(cycle, today))
            for team, cycle in first["cycles"]
        ),
        causes=tuple(
            cause_item(chart, card, above=chart.series.id in above)
            for chart, card in first["causes"]
        ),
        tasks=tuple(first["tasks"]),
        signals=tuple(
            signal_item(each, by_series[each.series_id], above=each.series_id in above)
            for each in first["signals"]
        ),
        actions=tuple(first["actions"]),
        rounds=tuple(first["rounds"]),
        help=tuple(first["help"]),
        mentions=tuple(first["mentions"]),
        sessions=tuple(first["sessions"]),
        said=tuple(first["said"]),
        more=sum(max(0, len(found) - most) for found, most in waiting.values()),
        later=_by_day([*later, *_later_tasks(tasks, today), *coming, *meetings]),
        own=tuple((team, charts_of(team, charts)) for team in writes),
        watched=team_lines([t for t in teams if t.id not in own], charts, cycles, today),
        networks=_networks(who),
    )


def _teams(who: Standing) -> list[Team]:
    """The person's own teams first, then those they coach."""
    ids = set(who.teams) | set(who.coached)
    if not ids:
        return []
    query = select(Team).where(Team.id.in_(ids)).options(joinedload(Team.network))
    return sorted(db.session.scalars(query), key=lambda team: (team.id not in who.teams, team.name))


def _said_to(user: User, who: Standing) -> tuple[list[Said], list[Said]]:
    """Requests for help to those who coach, and what else mentions the person."""
    own = access.own_teams(who)
    return comments_for(user, coached=who.coached, own=own) if own else ([], [])


def _flags(
    series: Sequence[Series], teams: Sequence[Team], cycles: dict[int, list[Cycle]]
) -> dict[int, tuple[CycleFlag, ...]]:
    if not series:
        return {}
    query = select(Aim.team_id, Aim.measure_id).where(Aim.team_id.in_([t.id for t in teams]))
    aims = dict(db.session.execute(query).all())
    slugs = {team.id: (team.network.slug, team.slug) for team in teams}
    return flags_among(series, cycles, aims, slugs, named_causes(each.id for each in series))


def _by_day(rows: Sequence[Dated]) -> tuple[LaterRow, ...]:
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def _later_tasks(tasks: Sequence[OpenTask], today: date) -> list[Dated]:
    """Tasks that come up after those shown."""
    return [
        (day, (each.task.text, _cycle_url(each), short_date(day), False))
        for each in tasks
        if (day := each.task.due_on) is not None and day > today + SOON
    ]


def _cycle_url(each: OpenTask) -> str:
    return url_for(
        "pdsa.show",
        network_slug=each.team.network.slug,
        team_slug=each.team.slug,
        number=each.cycle.number,
    )


def _when(cycle: Cycle, today: date) -> str:
    if cycle.ends_on:
        return f"{'ended' if cycle.ends_on < today else 'ends'} {short_date(cycle.ends_on)}"
    return f"started {short_date(cycle.starts_on)}" if cycle.starts_on else "not started"


def _networks(who: Standing) -> tuple[NetworkLine, ...]:
    """The networks that the person has a role in."""
    if not who.networks:
        return ()
    query = select(Network).where(Network.id.in_(who.networks)).order_by(Network.id)
    return tuple(
        NetworkLine(network, NetworkRole.BACKBONE in who.networks[network.id])
        for network in db.session.scalars(query)
    )
