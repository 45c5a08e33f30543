"""The team's page as a story: aim, chart, what to do now, why we believe it, what was tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from markupsafe import Markup

from app import access
from app.access import May
from app.addresses import numbered
from app.aims.models import Aim
from app.aims.progress import drawn_progress, progress_of
from app.aims.queries import aim_of
from app.aims.sentence import Part, parts
from app.measures import due
from app.measures.charts import SeriesChart, nearby, series_chart
from app.measures.models import Series
from app.measures.queries import series_of_team
from app.pdsa import worksheet
from app.pdsa.models import Cycle, CycleStatus
from app.pdsa.queries import (
    by_idea,
    cycles_of,
    flags_among,
    load_predictions,
    named_causes,
    ramp_label,
)
from app.pdsa.ramps import drawn_ramps, ramp_chart
from app.stakeholders.drawing import in_words
from app.stakeholders.queries import positions_now
from app.strata import published
from app.teams.models import Team
from app.teams.queries import People, people_of
from app.templating import short_date
from app.theory.diagram import diagram_of
from app.theory.drawing import drawn, idea_urls, key_of
from app.theory.queries import theory_of

LATEST_DECISIONS = 3

URGENCY = (CycleStatus.ACT, CycleStatus.STUDY, CycleStatus.DO, CycleStatus.PLAN)
"""Which waiting cycle comes first: the one that is nearest to its decision."""

DueRow = tuple[str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The cycle that waits for its next step."""

    cycle: Cycle
    steps: list[tuple[str, str, str, str | None]]
    question: str
    button: str
    href: str


@dataclass(frozen=True, slots=True)
class Told:
    """A decided cycle in three lines."""

    number: int
    title: str
    decision: str
    summary: str
    href: str


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that the team's page shows to those who see the team."""

    people: People
    aim: Aim | None
    aim_parts: tuple[Part, ...]
    progress: Markup | None
    hero: SeriesChart | None
    others: tuple[SeriesChart, ...]
    waiting: Waiting | None
    more_waiting: int
    due: tuple[DueRow, ...]
    drivers: Markup | None
    drivers_key: Markup | None
    stakeholders: str
    ramps: Markup | None
    decisions: tuple[Told, ...]
    cycles: int


def story_of(team: Team, today: date) -> Story:
    """Tell a team's story, in as many queries however much there is to tell."""
    aim = aim_of(team.id)
    cycles = cycles_of([team.id]).get(team.id, [])
    series = series_of_team(team.id)
    hero_series = hero_of(series, aim)
    charts = {each.measure_id: _chart(each, team, aim, cycles, hero_series) for each in series}
    hero = charts[hero_series.measure_id] if hero_series else None
    aim_chart = charts.get(aim.measure_id) if aim and aim.measure_id is not None else None
    diagram = diagram_of(theory_of(team.id), aim, charts, by_idea(cycles), idea_urls(team))
    chart = ramp_chart(cycles, cycle_link(team), before_shift=before_shift(hero))
    running, decided = waiting_cycles(cycles), _latest_decided(cycles)
    load_predictions((*running[:1], *decided))
    return Story(
        people=people_of(team.id),
        aim=aim,
        aim_parts=parts(aim) if aim else (),
        progress=drawn_progress(progress_of(aim, aim_chart, today)) if aim else None,
        hero=hero,
        others=tuple(chart for chart in charts.values() if chart is not hero),
        waiting=waiting_of(team, running[0], today) if running else None,
        more_waiting=max(0, len(running) - 1),
        due=due_rows(series, today),
        drivers=drawn(diagram) if diagram else None,
        drivers_key=key_of(diagram) if diagram else None,
        stakeholders=in_words(positions_now(team.id)),
        ramps=drawn_ramps(chart, uid="ramps-drawing") if chart else None,
        decisions=_decisions(team, decided, cycles),
        cycles=len(cycles),
    )


def public_charts(team: Team) -> tuple[SeriesChart, ...]:
    """The charts of the team's open shared measures, for those who may only meet the team."""
    open_to_all = [each for each in series_of_team(team.id) if access.may(May.SEE_SERIES, each)]
    published.prepare(open_to_all)
    return tuple(
        series_chart(each, uid=f"chart-{each.id}", flags=(), full_access=False)
        for each in open_to_all
    )


def waiting_cycles(cycles: Sequence[Cycle]) -> list[Cycle]:
    """The cycles without a decision, the nearest to it first."""
    running = [cycle for cycle in cycles if cycle.decision is None]
    return sorted(running, key=lambda c: (URGENCY.index(c.status), c.ends_on or date.max, c.number))


def waiting_of(team: Team, cycle: Cycle, today: date) -> Waiting:
    """What a waiting cycle asks for."""
    link = cycle_link(team)(cycle)
    return Waiting(
        cycle=cycle,
        steps=[
            (step.name, step.when, step.state, f"{link}#{step.key}")
            for step in worksheet.steps_of(cycle)
        ],
        question=worksheet.question(cycle, today),
        button=worksheet.button(cycle),
        href=url_for(
            "pdsa.edit",
            network_slug=team.network.slug,
            team_slug=team.slug,
            number=cycle.number,
            step=cycle.status.value,
        ),
    )


def due_rows(series: Sequence[Series], today: date) -> tuple[DueRow, ...]:
    """What data fall due next, the most urgent first: what, where, when, and whether it is time."""
    found = []
    for each in series:
        if not due.expects(each, today):
            continue
        period = due.next_period(each, today)
        day = due.due_on(period, each.measure)
        what = f"{each.measure.name}, {period:%B}"
        link = url_for(
            "measures.show",
            network_slug=each.team.network.slug,
            team_slug=each.team.slug,
            measure_slug=each.measure.slug,
            _anchor="entry",
        )
        when = "today" if day == today else f"since {short_date(day)}"
        found.append((day, (what, link, when if day <= today else short_date(day), day <= today)))
    return tuple(row for _, row in sorted(found, key=lambda pair: (pair[0], pair[1][0])))


def hero_of(series: Sequence[Series], aim: Aim | None) -> Series | None:
    """The aim's own series, else the first that has data, else the first."""
    if aim is not None and aim.measure_id is not None:
        for each in series:
            if each.measure_id == aim.measure_id:
                return each
    with_data = [each for each in series if each.observations]
    return next(iter(with_data or series), None)


def _chart(
    series: Series, team: Team, aim: Aim | None, cycles: Sequence[Cycle], hero: Series | None
) -> SeriesChart:
    if series is not hero:
        return series_chart(series, size="mini", flags=())
    flags = flags_among(
        [series],
        {team.id: cycles},
        {team.id: aim.measure_id if aim else None},
        {team.id: (team.network.slug, team.slug)},
        named_causes([series.id]),
    )
    return series_chart(series, uid="hero", flags=flags[series.id])


def before_shift(hero: SeriesChart | None) -> frozenset[int]:
    """The cycles just before an improvement that still holds."""
    if hero is None:
        return frozenset()
    line = next((s for s in hero.signals if s.current and s.verdict == "improvement"), None)
    if line is None:
        return frozenset()
    near = {href for _, _, href in nearby(hero, line.first)}
    return frozenset(flag.number for flag in hero.flags if flag.href in near)


def _latest_decided(cycles: Sequence[Cycle]) -> list[Cycle]:
    decided = [cycle for cycle in cycles if cycle.decision is not None]
    decided.sort(key=lambda cycle: (cycle.decided_on or date.min, cycle.number), reverse=True)
    return decided[:LATEST_DECISIONS]


def _decisions(team: Team, decided: Sequence[Cycle], cycles: Sequence[Cycle]) -> tuple[Told, ...]:
    by_id, link = {cycle.id: cycle for cycle in cycles}, cycle_link(team)
    return tuple(
        Told(
            number=cycle.number,
            title=ramp_label(cycle, by_id) if cycle.change_idea else cycle.title,
            decision=cycle.decision.value if cycle.decision else "",
            summary=worksheet.summary(cycle),
            href=link(cycle),
        )
        for cycle in decided
    )


def cycle_link(team: Team) -> Callable[[Cycle], str]:
    """Where each of the team's cycles has its page."""
    link = numbered("pdsa.show", "number", network_slug=team.network.slug, team_slug=team.slug)
    return lambda cycle: link(cycle.number)
