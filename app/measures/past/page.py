"""The history of a chart and the chart as it was, ready for their pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from app import access, clock
from app.access import May
from app.accounts.models import User
from app.catalog.history import revisions
from app.extensions import db
from app.measures import periods
from app.measures.addresses import series_url
from app.measures.charts import SeriesChart, series_chart
from app.measures.contents import contents_of
from app.measures.models import Series
from app.measures.past import queries
from app.measures.past.listing import KIND_NAMES, Filter, Kind, Listed, listed
from app.measures.past.moments import BEFORE, Moment, asked
from app.measures.past.revive import series_then
from app.measures.past.since import since, undated
from app.pdsa import queries as pdsa
from app.strata import published
from app.strata import queries as strata
from app.templating import short_date

PER_PAGE = 50
THEN, HISTORY = "past.show", "past.history"


@dataclass(frozen=True, slots=True)
class Row:
    """A change in the list, with where the chart just before and just after it is."""

    change: Listed
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The page "History of this chart"."""

    series: Series
    rows: tuple[Row, ...]
    number: int
    pages: int
    total: int
    chosen: Filter
    kinds: tuple[tuple[str, str], ...]
    people: tuple[str, ...]

    def href(self, number: int) -> str:
        """Another page of the same list."""
        kind = self.chosen.kind.value if self.chosen.kind else None
        return series_url(
            self.series, HISTORY, kind=kind, person=self.chosen.person or None, page=number
        )


def history_page(series: Series, chosen: Filter, number: int) -> HistoryPage:
    """A page of the history of a series that `measures.queries.load_for_page` has loaded."""
    marked, cells = queries.changes_of(series), strata.cells_of(series)
    people = {each.entered_by_id for each in series.observations}
    people |= {each.entered_by_id for each in cells}
    people |= {was.corrected_by_id for each in series.observations for was in each.corrections}
    people |= {was.corrected_by_id for each in cells for was in each.corrections}
    for each in marked:
        content = each.before or {}
        people |= {content.get("by"), *(was["by"] for was in content.get("corrections", ()))}
    found = listed(series, marked, revisions(series.measure), cells, _names(people))
    kept = [each for each in found if chosen.keeps(each)]
    pages = max(1, -(-len(kept) // PER_PAGE))
    number = min(max(number, 1), pages)
    there = {each.kind for each in found}
    return HistoryPage(
        series=series,
        rows=tuple(
            Row(
                each,
                series_url(series, THEN, as_of=asked(each.at), just=BEFORE),
                series_url(series, THEN, as_of=asked(each.at)),
            )
            for each in kept[(number - 1) * PER_PAGE : number * PER_PAGE]
        ),
        number=number,
        pages=pages,
        total=len(kept),
        chosen=chosen,
        kinds=tuple((kind.value, KIND_NAMES[kind]) for kind in Kind if kind in there),
        people=tuple(sorted({each.who for each in found})),
    )


def _names(people: Iterable[int | None]) -> dict[int, str]:
    ids = [each for each in people if each is not None]
    query = select(User.id, User.name).where(User.id.in_(ids))
    return dict(db.session.execute(query).all())


@dataclass(frozen=True, slots=True)
class Then:
    """The chart as it was at a moment, and what has changed since."""

    series: Series
    moment: Moment
    chart: SeriesChart
    since: tuple[str, ...]
    undated: str
    full_access: bool

    @property
    def title(self) -> str:
        """What banner, files and pictures say: "As it was on March 12, 2026"."""
        return f"As it was {self.moment.name}"

    @property
    def heading(self) -> str:
        """The same behind a name: "as it was on March 12, 2026"."""
        return f"as it was {self.moment.name}"


def then_of(series: Series, moment: Moment) -> Then:
    """A series, which `measures.queries.load_for_page` has loaded, as it was at a moment.

    Whoever is neither on the team nor its coach sees of it what the door of published numbers
    lets through, and is told of no change.
    """
    full = access.may(May.SEE_TEAM, series.team)
    record = queries.record(series)
    state = record.at(moment.at)
    past = series_then(series, state)
    rows = None if full else published.rows_then(series, past, moment.at)
    return Then(
        series=series,
        moment=moment,
        chart=series_chart(
            past,
            uid="then",
            flags=_flags(series, moment) if full else (),
            full_access=full,
            rows=rows,
        ),
        since=since(state, record.at(clock.now())) if full else (),
        undated=undated(state) if full else "",
        full_access=full,
    )


def _flags(series: Series, moment: Moment) -> tuple[pdsa.CycleFlag, ...]:
    """The cycles that were written down by then; of one that was decided later, no decision."""
    there, team = contents_of(series), series.team
    if not there.cycles:
        return ()
    cycles = [each for each in pdsa.cycles_of({team.id})[team.id] if each.created_at <= moment.at]
    undecided = {each.number for each in cycles if each.decided_on and each.decided_on > moment.day}
    aims, slugs = {team.id: there.aim_measure_id}, {team.id: (team.network.slug, team.slug)}
    flags = pdsa.flags_among((series,), {team.id: cycles}, aims, slugs, {})[series.id]
    return tuple(
        replace(flag, decision=None) if flag.number in undecided else flag
        for flag in flags
        if flag.on <= moment.day
    )


def events_of(series: Series) -> tuple[tuple[str, str], ...]:
    """Days with a name to choose from, as addresses and people write them, the latest first.

    Learning sessions will stand among them.
    """
    today = clock.today()
    frequency = series.measure.frequency
    found = [
        (
            phase.starts_on,
            f"A phase starts: {phase.label or periods.name(phase.starts_on, frequency)}",
        )
        for phase in series.phases
    ]
    found += [(note.on, note.text) for note in series.annotations]
    for cycle in pdsa.cycles_of({series.team_id}).get(series.team_id, ()):
        told = f"Cycle {cycle.number}, {cycle.title}"
        if cycle.starts_on is not None:
            found.append((cycle.starts_on, f"{told}: starts"))
        if cycle.decided_on is not None:
            found.append((cycle.decided_on, f"{told}: decided"))
    days = sorted((each for each in found if each[0] <= today), reverse=True)
    return tuple((day.isoformat(), f"{short_date(day)}: {text}") for day, text in days)
