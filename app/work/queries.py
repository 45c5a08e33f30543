"""What My work shows, in as many queries however many teams a person has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import access
from app.access import May, Standing
from app.accounts.models import User
from app.aims.models import Aim
from app.causes.cards import Card, cards_of, open_cards
from app.causes.panel import CardPanel, panel_of
from app.causes.queries import causes_of
from app.extensions import db
from app.measures import due, periods
from app.measures.charts import SeriesChart, nearby, series_chart
from app.measures.entry import EntryRow, due_words, entry_row
from app.measures.models import Series
from app.measures.queries import series_of_teams
from app.measures.signals import NewSignal, new_signals
from app.networks.models import Network, NetworkRole
from app.pdsa.models import Cycle
from app.pdsa.queries import CycleFlag, cycles_of, flags_among, named_causes
from app.pdsa.tasks import OpenTask, open_tasks
from app.stakeholders.work import ActionItem, actions_for
from app.teams.models import Team
from app.teams.story import Waiting, waiting_cycles, waiting_of
from app.templating import short_date

SOON = timedelta(days=2)
"""Data due within this time are work; what comes later is a list."""

MOST_ITEMS = 8
"""Entry rows and cycles shown at once, of each."""

MOST_SIGNALS = 5
"""Signals shown at once; each has its chart."""

MINUTES = {"data": 1, "cycle": 3, "cause": 2, "signal": 1, "task": 1, "action": 1}
"""About how long each takes."""

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")

Events = tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class DataItem:
    """A value that is due, with its entry row and its chart."""

    team: Team
    chart: SeriesChart
    entry: EntryRow
    title: str
    eyebrow: str
    now: bool


@dataclass(frozen=True, slots=True)
class CycleItem:
    """A cycle that waits for its next step."""

    team: Team
    waiting: Waiting
    eyebrow: str


@dataclass(frozen=True, slots=True)
class SignalItem:
    """A new signal with its chart and what happened just before."""

    signal: NewSignal
    chart: SeriesChart
    since: str
    events: Events
    above: bool
    """Whether the series' chart stands on the page already, beside its entry row."""


@dataclass(frozen=True, slots=True)
class CauseItem:
    """A signal whose cause the person's team has not said yet, with its chart."""

    panel: CardPanel
    chart: SeriesChart
    above: bool
    """Whether the series' chart stands on the page already, beside its entry row."""


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team that the person coaches or watches: what waits there."""

    team: Team
    chart: SeriesChart | None
    """The one to look at first: a concern, where there is any."""
    waits: str
    href: str

    @property
    def worries(self) -> bool:
        """Whether a chart of the team shows a concern."""
        return self.chart is not None and self.chart.verdict == "concern"


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """A network that the person works for."""

    network: Network
    runs: bool


@dataclass(frozen=True, slots=True)
class MyWork:
    """The whole page."""

    data: tuple[DataItem, ...]
    cycles: tuple[CycleItem, ...]
    causes: tuple[CauseItem, ...]
    tasks: tuple[OpenTask, ...]
    """The person's own, due by then or without a day."""
    signals: tuple[SignalItem, ...]
    actions: tuple[ActionItem, ...]
    """Next actions with stakeholders that are the person's to take."""
    more: int
    """Things that wait beyond those shown."""
    later: tuple[tuple[str, str, str, bool], ...]
    own: tuple[tuple[Team, tuple[SeriesChart, ...]], ...]
    watched: tuple[TeamLine, ...]
    networks: tuple[NetworkLine, ...]

    @property
    def count(self) -> int:
        """How many things wait."""
        shown = (self.data, self.cycles, self.tasks, self.causes, self.signals, self.actions)
        return sum(len(part) for part in shown) + self.more

    @property
    def lead(self) -> str:
        """How much there is to do, in a sentence or two."""
        if not self.count:
            return "Nothing is waiting for you today."
        words = NUMBERS[self.count] if self.count < len(NUMBERS) else str(self.count)
        things = "thing is" if self.count == 1 else "things are"
        minutes = (
            len(self.data) * MINUTES["data"]
            + len(self.cycles) * MINUTES["cycle"]
            + len(self.causes) * MINUTES["cause"]
            + len(self.tasks) * MINUTES["task"]
            + len(self.signals) * MINUTES["signal"]
            + len(self.actions) * MINUTES["action"]
            + self.more
        )
        pace = "minute" if minutes == 1 else "minutes"
        return f"{words} {things} waiting for you. About {minutes} {pace}."


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
    asked = _asked([chart for chart in charts if chart.series.team_id in own])
    mine = [each for each in series if each.team_id in own]
    data, later = _data(mine, today)
    actions, coming = actions_for(user, writes, today, SOON)
    running = [
        (team, cycle) for team in writes for cycle in waiting_cycles(cycles.get(team.id, []))
    ]
    tasks = open_tasks(user, own)
    soon = [each for each in tasks if (each.task.due_on or today) <= today + SOON]
    by_series = {chart.series.id: chart for chart in charts}
    shown = (data[:MOST_ITEMS], running[:MOST_ITEMS], new[:MOST_SIGNALS], asked[:MOST_SIGNALS])
    above = {item.chart.series.id for item in shown[0]}
    return MyWork(
        data=tuple(shown[0]),
        cycles=tuple(CycleItem(t, waiting_of(t, c, today), _when(c, today)) for t, c in shown[1]),
        causes=tuple(
            _cause(chart, card, above=chart.series.id in above) for chart, card in shown[3]
        ),
        tasks=tuple(soon[:MOST_ITEMS]),
        signals=tuple(
            _signal(each, by_series[each.series_id], above=each.series_id in above)
            for each in shown[2]
        ),
        actions=tuple(actions[:MOST_ITEMS]),
        more=sum(map(len, (data, running, new, asked)))
        - sum(len(part) for part in shown)
        + len(soon[MOST_ITEMS:])
        + len(actions[MOST_ITEMS:]),
        later=later + _later_tasks(tasks, today) + coming,
        own=tuple((team, _of(team, charts)) for team in writes),
        watched=_watched([team for team in teams if team.id not in own], charts, cycles, today),
        networks=_networks(who),
    )


def _teams(who: Standing) -> list[Team]:
    """The person's own teams first, then those they coach."""
    ids = set(who.teams) | set(who.coached)
    if not ids:
        return []
    query = select(Team).where(Team.id.in_(ids)).options(joinedload(Team.network))
    return sorted(db.session.scalars(query), key=lambda team: (team.id not in who.teams, team.name))


def _flags(
    series: Sequence[Series], teams: Sequence[Team], cycles: dict[int, list[Cycle]]
) -> dict[int, tuple[CycleFlag, ...]]:
    if not series:
        return {}
    query = select(Aim.team_id, Aim.measure_id).where(Aim.team_id.in_([t.id for t in teams]))
    aims = dict(db.session.execute(query).all())
    slugs = {team.id: (team.network.slug, team.slug) for team in teams}
    return flags_among(series, cycles, aims, slugs, named_causes(each.id for each in series))


def _of(team: Team, charts: Sequence[SeriesChart]) -> tuple[SeriesChart, ...]:
    return tuple(chart for chart in charts if chart.series.team_id == team.id)


def _data(
    series: Sequence[Series], today: date
) -> tuple[list[DataItem], tuple[tuple[str, str, str, bool], ...]]:
    """What is due now with its entry row, and what falls due within a month."""
    found: list[tuple[date, Series]] = []
    for each in series:
        if each.ended_on is None or each.ended_on >= today:
            period = due.next_period(each, today)
            found.append((due.due_on(period, each.measure), each))
    found.sort(key=lambda pair: (pair[0], pair[1].measure.name))
    now = [_item(each, day, today) for day, each in found if day <= today + SOON]
    horizon = today + timedelta(days=31)
    later = tuple(
        (_named(each, today), _link(each), short_date(day), False)
        for day, each in found
        if today + SOON < day <= horizon
    )
    return now, later


def _later_tasks(tasks: Sequence[OpenTask], today: date) -> tuple[tuple[str, str, str, bool], ...]:
    """Tasks that come up after those shown."""
    return tuple(
        (
            each.task.text,
            url_for(
                "pdsa.show",
                network_slug=each.team.network.slug,
                team_slug=each.team.slug,
                number=each.cycle.number,
            ),
            short_date(each.task.due_on),
            False,
        )
        for each in tasks
        if each.task.due_on is not None and each.task.due_on > today + SOON
    )


def _item(series: Series, day: date, today: date) -> DataItem:
    words = due_words(day, today)
    return DataItem(
        team=series.team,
        chart=series_chart(series, size="compact", flags=()),
        # The line above the heading says when it is due; once is enough.
        entry=replace(entry_row(series, today, back="work"), due=""),
        title=_named(series, today),
        eyebrow=words[0].upper() + words[1:],
        now=day <= today,
    )


def _named(series: Series, today: date) -> str:
    period = due.next_period(series, today)
    name = periods.name(period, series.measure.frequency)
    return f"{series.measure.name}, {name.removesuffix(f' {today.year}').removesuffix(f' {today.year - 1}')}"


def _link(series: Series) -> str:
    return url_for(
        "measures.show",
        network_slug=series.team.network.slug,
        team_slug=series.team.slug,
        measure_slug=series.measure.slug,
        _anchor="entry",
    )


def _when(cycle: Cycle, today: date) -> str:
    if cycle.ends_on:
        return f"{'ended' if cycle.ends_on < today else 'ends'} {short_date(cycle.ends_on)}"
    return f"started {short_date(cycle.starts_on)}" if cycle.starts_on else "not started"


def _asked(charts: Sequence[SeriesChart]) -> list[tuple[SeriesChart, Card]]:
    """The signals of the person's own charts that wait for their cause, concerns first."""
    with_signals = [chart for chart in charts if chart.signals]
    if not with_signals:
        return []
    said = causes_of(chart.series.id for chart in with_signals)
    found = [
        (chart, card)
        for chart in with_signals
        for card in open_cards(
            cards_of(chart.signals, said.get(chart.series.id, ())),
            chart.rows[-1].period,
            chart.measure.frequency,
        )
    ]
    found.sort(key=lambda pair: (pair[1].top.verdict != "concern", -pair[1].last.toordinal()))
    return found


def _cause(chart: SeriesChart, card: Card, *, above: bool) -> CauseItem:
    return CauseItem(panel_of(chart, card), chart if above else _compact(chart), above)


def _compact(chart: SeriesChart) -> SeriesChart:
    uid = f"signal-{chart.series.id}"
    return series_chart(chart.series, size="compact", uid=uid, flags=chart.flags)


def _signal(signal: NewSignal, chart: SeriesChart, *, above: bool) -> SignalItem:
    line = next(line for line in chart.signals if line.key == signal.key)
    return SignalItem(
        signal=signal,
        chart=chart if above else _compact(chart),
        since=f"since {periods.name(line.first, chart.measure.frequency)}",
        events=tuple(
            (f"{day:%b %Y}", what, href or None) for day, what, href in nearby(chart, line.first)
        ),
        above=above,
    )


def _watched(
    teams: Sequence[Team],
    charts: Sequence[SeriesChart],
    cycles: dict[int, list[Cycle]],
    today: date,
) -> tuple[TeamLine, ...]:
    """The teams in which something worries first, then those in which something waits."""
    lines = [_line(team, _of(team, charts), cycles.get(team.id, []), today) for team in teams]
    return tuple(sorted(lines, key=lambda line: (not line.worries, not line.waits, line.team.name)))


def _line(
    team: Team, charts: Sequence[SeriesChart], cycles: Sequence[Cycle], today: date
) -> TeamLine:
    late = sum(1 for chart in charts if _overdue(chart.series, today))
    waiting = waiting_cycles(cycles)
    parts = []
    if late:
        parts.append(f"{late} {'value' if late == 1 else 'values'} overdue")
    if waiting:
        parts.append(f"cycle {waiting[0].number} waits for {waiting[0].status.value.capitalize()}")
    ordered = sorted(charts, key=lambda chart: chart.verdict != "concern")
    return TeamLine(
        team=team,
        chart=ordered[0] if ordered else None,
        waits=", ".join(parts),
        href=url_for("teams.show", network_slug=team.network.slug, team_slug=team.slug),
    )


def _overdue(series: Series, today: date) -> bool:
    if series.ended_on is not None and series.ended_on < today:
        return False
    return due.due_on(due.next_period(series, today), series.measure) < today


def _networks(who: Standing) -> tuple[NetworkLine, ...]:
    """The networks that the person has a role in."""
    if not who.networks:
        return ()
    query = select(Network).where(Network.id.in_(who.networks)).order_by(Network.id)
    return tuple(
        NetworkLine(network, NetworkRole.BACKBONE in who.networks[network.id])
        for network in db.session.scalars(query)
    )
