"""The agenda of a visit: made from what is open on the team's work, until the visit is written up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from flask import url_for

from app.accounts.models import User
from app.coaching_log.models import CoachingItem, CoachingVisit, ItemKind
from app.conversations.about import of_thing, thing_of
from app.conversations.queries import Said, open_threads
from app.measures import due, periods
from app.measures.addresses import series_url
from app.measures.charts import SeriesChart, series_chart
from app.measures.models import Series
from app.measures.queries import series_of_team
from app.pdsa.models import Cycle
from app.pdsa.queries import cycles_of
from app.progress.evidence import supported
from app.progress.records import records_of
from app.progress.scale import written
from app.reviews.queries import queue
from app.teams.models import Team
from app.teams.story import waiting_cycles
from app.work.data import overdue
from app.work.signals import undecided

TITLES = {
    ItemKind.HELP: "They would like help",
    ItemKind.COMMENT: "Open comments",
    ItemKind.SIGNAL: "Signals whose cause is not said",
    ItemKind.REVIEW: "Charts to read",
    ItemKind.OVERDUE: "Data that are overdue",
    ItemKind.CYCLE: "Cycles that wait",
    ItemKind.EVIDENCE: "Missing for the next half step of the progress score",
    ItemKind.BY_HAND: "Added by hand",
}
"""The parts of an agenda, in their order."""
SHORT = 160


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agenda, with the record that it leads to."""

    kind: ItemKind
    text: str
    href: str = ""
    detail: str = ""
    thread_id: int | None = None
    series_id: int | None = None
    cycle_id: int | None = None
    struck: bool = False
    row: CoachingItem | None = field(default=None, compare=False)
    """What is stored of it."""

    @property
    def key(self) -> str:
        """By which it is known again: "signal:0:7:0:down-2025-04-01", or the row of one by hand."""
        if self.kind is ItemKind.BY_HAND and self.row is not None:
            return f"row:{self.row.id}"
        ids = (self.thread_id or 0, self.series_id or 0, self.cycle_id or 0)
        return ":".join([self.kind.value, *map(str, ids), self.detail])


@dataclass(frozen=True, slots=True)
class Part:
    """The items of one kind."""

    title: str
    items: tuple[Item, ...]


def agenda_of(visit: CoachingVisit, actor: User, today: date) -> tuple[Item, ...]:
    """The items of a visit: as kept once it is written up, else what is open now."""
    stored = [_stored(each) for each in visit.items]
    if visit.held_at is not None:
        return tuple(stored)
    struck = {each.key: each.row for each in stored if each.struck}
    live = [
        replace(each, struck=each.key in struck, row=struck.get(each.key))
        for each in open_items(visit.team, actor, today)
    ]
    return (*live, *(each for each in stored if each.kind is ItemKind.BY_HAND))


def parts_of(items: Iterable[Item]) -> tuple[Part, ...]:
    """The items by kind; kinds without any are left out."""
    found = tuple(items)
    parts = (
        Part(title, tuple(i for i in found if i.kind is kind)) for kind, title in TITLES.items()
    )
    return tuple(part for part in parts if part.items)


def open_items(team: Team, actor: User, today: date) -> list[Item]:
    """What is open on a team's work today, for its coach."""
    series = series_of_team(team.id)
    cycles = cycles_of([team.id]).get(team.id, [])
    charts = [series_chart(each, size="mini", flags=()) for each in series]
    signals = _signals(charts)
    asked = {each.series_id for each in signals}
    return [
        *(_said(each) for each in open_threads([team.id])),
        *signals,
        *(each for each in charts_to_read(actor, team) if each.series_id not in asked),
        *(_overdue(each, today) for each in series if _expects(each, today)),
        *(_waiting(team, each) for each in waiting_cycles(cycles)),
        *_evidence(team, series, cycles, today),
    ]


def charts_to_read(actor: User, team: Team) -> list[Item]:
    """The team's charts that have something new since the coach reviewed them, as their queue says."""
    return [
        Item(
            ItemKind.REVIEW,
            f"{each.series.measure.name}: {each.why}.",
            series_url(each.series, "reviews.show"),
            # Struck for one reason, a chart is listed again for another.
            detail=each.why[:80],
            series_id=each.series.id,
        )
        for each in queue(actor, [team.id])
    ]


def _said(said: Said) -> Item:
    kind = ItemKind.HELP if said.thread.asks_for_help else ItemKind.COMMENT
    text = " ".join(said.comment.text.split())
    cut = text if len(text) <= SHORT else f"{text[:SHORT].rsplit(' ', 1)[0]} …"
    words = f"{said.about.name}: “{cut}” ({said.author})"
    return Item(kind, words, said.href, thread_id=said.thread.id)


def _signals(charts: Sequence[SeriesChart]) -> list[Item]:
    return [
        Item(
            ItemKind.SIGNAL,
            f"{chart.measure.name}: {card.top.title}.",
            _card_url(chart.series, card.side, card.first.isoformat()),
            detail=card.key,
            series_id=chart.series.id,
        )
        for chart, card in undecided(charts)
    ]


def _expects(series: Series, today: date) -> bool:
    return due.expects(series, today) and overdue(series, today)


def _overdue(series: Series, today: date) -> Item:
    period = periods.name(due.next_period(series, today), series.measure.frequency)
    return Item(
        ItemKind.OVERDUE,
        f"{series.measure.name}: {period} is not entered.",
        series_url(series, _anchor="entry"),
        series_id=series.id,
    )


def _waiting(team: Team, cycle: Cycle) -> Item:
    return Item(
        ItemKind.CYCLE,
        f"Cycle {cycle.number} waits for its {cycle.status.value.capitalize()}: {cycle.title}",
        _cycle_url(team, cycle),
        cycle_id=cycle.id,
    )


def _evidence(
    team: Team, series: Sequence[Series], cycles: Sequence[Cycle], today: date
) -> list[Item]:
    found = supported(
        records_of([team], series=series, cycles={team.id: list(cycles)})[team.id], today
    )
    return [
        Item(
            ItemKind.EVIDENCE,
            f"For {written(found.halves + 1)}: {each.said}",
            _progress_url(team),
            detail=each.key,
        )
        for each in found.missing
    ]


def _stored(row: CoachingItem) -> Item:
    return Item(
        row.kind, row.text, _href(row), row.detail, row.thread_id, row.series_id, row.cycle_id,
        row.struck, row,
    )  # fmt: skip


def _href(row: CoachingItem) -> str:
    """Where a kept item leads; nowhere where its record is gone."""
    team = row.visit.team
    match row.kind:
        case ItemKind.HELP | ItemKind.COMMENT if row.thread is not None:
            return f"{of_thing(thing_of(row.thread), team).panel_url}#thread-{row.thread.id}"
        case ItemKind.SIGNAL if row.series is not None:
            side, _, day = row.detail.partition("-")
            return _card_url(row.series, side, day)
        case ItemKind.REVIEW | ItemKind.OVERDUE if row.series is not None:
            is_review = row.kind is ItemKind.REVIEW
            return series_url(row.series, "reviews.show" if is_review else "measures.show")
        case ItemKind.CYCLE if row.cycle is not None:
            return _cycle_url(team, row.cycle)
        case ItemKind.EVIDENCE:
            return _progress_url(team)
        case _:
            return ""


def _card_url(series: Series, side: str, day: str) -> str:
    return series_url(series, "causes.show", side=side, day=day)


def _cycle_url(team: Team, cycle: Cycle) -> str:
    return url_for(
        "pdsa.show",
        network_slug=team.network.slug,
        team_slug=team.slug,
        number=cycle.number,
    )


def _progress_url(team: Team) -> str:
    return url_for(
        "progress.show", network_slug=team.network.slug, team_slug=team.slug, _anchor="next"
    )
