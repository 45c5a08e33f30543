"""The family of measures on a storyboard: charts, what they say, what the team says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app import access
from app.aims.models import Aim
from app.causes.cards import cards_of
from app.causes.models import SignalCause
from app.causes.panel import cause_words
from app.measures.charts import SeriesChart, series_chart
from app.measures.models import MeasureRole, Series
from app.pdsa.models import Cycle
from app.pdsa.queries import CycleFlag, flags_among
from app.storyboard.cycle_texts import brief
from app.strata import published
from app.teams.models import Team
from app.theory.diagram import change

ROLES = tuple(MeasureRole)


@dataclass(frozen=True, slots=True)
class Member:
    """One measure of the family."""

    chart: SeriesChart
    causes: tuple[str, ...]
    """What the team says caused its signals, the latest first."""
    moved: str
    """From the baseline to the last periods: "15.0% → 7.5%"; "" without data."""
    href: str
    """The measure's page; "" for readers who have none."""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the charts are drawn."""

    outside: bool
    """Somebody of the network: small numbers and the team's notes are left out."""
    tests: bool
    """Whether the storyboard shows the cycles, so that charts may name them."""


def visible(series: Iterable[Series], *, outside: bool) -> list[Series]:
    """The series that the reader's storyboard may show.

    To the network a team shows its own measures by publishing; of a shared measure the network's
    sharing rule and the team's choice within it decide, so that a storyboard is no way around it.
    """
    if not outside:
        return list(series)
    who = access.standing()
    return [each for each in series if not each.measure.is_shared or access.is_open(each, who)]


def family_of(
    team: Team,
    series: Sequence[Series],
    hero: Series | None,
    aim: Aim | None,
    cycles: Sequence[Cycle],
    causes: Mapping[int, Sequence[SignalCause]],
    reader: Reader,
) -> tuple[Member, ...]:
    """Every measure with data, the aim's first, then outcome, process and balancing measures."""
    ordered = sorted(
        (each for each in series if each.observations),
        key=lambda each: (each is not hero, ROLES.index(each.measure.role), each.position),
    )
    flags = _flags(team, hero, aim, cycles, causes, reader)
    if reader.outside:
        published.prepare(ordered)
    return tuple(
        _member(each, causes.get(each.id, ()), reader, flags if each is hero else None)
        for each in ordered
    )


def _member(
    series: Series,
    decisions: Sequence[SignalCause],
    reader: Reader,
    flags: Sequence[CycleFlag] | None,
) -> Member:
    chart = series_chart(
        series,
        size="mini" if flags is None else "sheet",
        uid=f"board-{series.id}",
        flags=flags or (),
        full_access=not reader.outside,
    )
    # Signals are told, which takes long, only where the team said something of them.
    cards = cards_of(chart.signals, decisions) if decisions else ()
    told = [_cause(card.decision, reader) for card in cards if card.decision is not None]
    is_linked = not reader.outside or access.is_open(series, access.standing())
    return Member(
        chart=chart,
        causes=tuple(told),
        moved=change(chart).change if chart.rows else "",
        href=chart.href if is_linked else "",
    )


def _cause(decision: SignalCause, reader: Reader) -> str:
    words = cause_words(decision, cycles=reader.tests)
    note = brief(decision.note).rstrip(".")
    said = f"{words}. {note}" if note else words
    said = said if said.endswith("…") else f"{said}."
    return f"{said} Confirmed by the coach." if decision.confirmed_by else said


def _flags(
    team: Team,
    hero: Series | None,
    aim: Aim | None,
    cycles: Sequence[Cycle],
    causes: Mapping[int, Sequence[SignalCause]],
    reader: Reader,
) -> tuple[CycleFlag, ...]:
    """The cycles below the aim's chart; to readers outside they lead nowhere."""
    if hero is None or not reader.tests:
        return ()
    named = {each.id for cause in causes.get(hero.id, ()) for each in cause.cycles}
    flags = flags_among(
        [hero],
        {team.id: cycles},
        {team.id: aim.measure_id if aim else None},
        {team.id: (team.network.slug, team.slug)},
        {hero.id: named},
    )[hero.id]
    return tuple(replace(flag, href="") for flag in flags) if reader.outside else flags
