"""The progress page of a team, ready for its template."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import url_for
from markupsafe import Markup

from app.progress.evidence import Evidence, Source, Supported, supported
from app.progress.models import ProgressScore, ScoredBy
from app.progress.queries import scores_of
from app.progress.records import Records, records_of
from app.progress.scale import Level, Scale, scale_of, written
from app.teams.models import Team
from charts.layouts import FULL, MEDIUM, PHONE
from charts.score_steps import Given, Scorer, Scores, score_chart, score_table
from charts.svg import responsive_svg
from charts.table import ChartTable

MONTHS = 18
"""How far back the records are read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a level asks for, with links to what it rests on."""

    evidence: Evidence
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the three scores as it stands now."""

    title: str
    level: Level | None
    score: ProgressScore | None = None


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """The whole page."""

    sides: tuple[Side, ...]
    chart: Markup
    table: ChartTable
    supported: Supported
    missing: tuple[Asked, ...]
    rests_on: tuple[Asked, ...]
    beyond: str
    """The score that the records would support, were what is missing there; "" where no higher one."""
    given: tuple[ProgressScore, ...]
    """Those given by people, the latest first; the withdrawn ones too."""
    scale: Scale

    @property
    def next_level(self) -> Level | None:
        """The level of the next half step."""
        return self.scale.get(self.supported.halves + 1)

    @property
    def differs(self) -> str:
        """What to talk about where the three say different things."""
        stand = [side.level.halves for side in self.sides if side.level]
        if len(stand) < 2 or max(stand) - min(stand) < 2:
            return ""
        return (
            f"The scores lie {(max(stand) - min(stand)) / 2:g} apart. That is worth a conversation: "
            "somebody may know what is not written down yet, or hope for what has not happened yet."
        )


def progress_page(team: Team, today: date) -> ProgressPage:
    """Everything that is known of a team's progress."""
    scale = scale_of(team.network_id)
    given = scores_of(team.id, withdrawn=True)
    counting = [each for each in given if each.withdrawn_at is None]
    records = records_of([team])[team.id]
    now = supported(records, today)
    scores = scores_drawn(team, counting, history(records, today), today)
    views = [
        score_chart(scores, size=replace(size, plot_height=240)) for size in (FULL, MEDIUM, PHONE)
    ]
    return ProgressPage(
        sides=_sides(counting, now, scale),
        chart=responsive_svg(views, uid="progress"),
        table=score_table(scores),
        supported=now,
        missing=tuple(_asked(each, team) for each in now.missing),
        rests_on=tuple(
            _asked(each, team) for each in sorted(now.rests_on, key=lambda each: -each.halves)
        ),
        beyond=_beyond(now),
        given=tuple(reversed(given)),
        scale=scale,
    )


def history(records: Records, today: date) -> tuple[Supported, ...]:
    """What the records supported at the end of each month, and today."""
    ends = []
    first = today.replace(day=1)
    for _ in range(MONTHS):
        last = first - timedelta(days=1)
        ends.append(last)
        first = last.replace(day=1)
    return tuple(supported(records, day) for day in (*reversed(ends), today))


def scores_drawn(
    team: Team, given: list[ProgressScore], records: tuple[Supported, ...], today: date
) -> Scores:
    """The three scorers as the chart takes them; of the records only where they changed."""

    def of(scored_by: ScoredBy) -> tuple[Given, ...]:
        mine = [each for each in given if each.scored_by is scored_by and each.on <= today]
        return tuple(Given(each.on, each.value, each.reason) for each in mine)

    steps: list[Given] = []
    for each in records:
        if not steps or steps[-1].value != each.halves / 2:
            lacks = "; ".join(one.said for one in each.missing)
            steps.append(Given(each.on, each.halves / 2, f"Missing: {lacks}" if lacks else ""))
    return Scores(
        team.name,
        (
            Scorer("Team", of(ScoredBy.TEAM)),
            Scorer("Coach", of(ScoredBy.COACH)),
            Scorer("Records", tuple(steps)),
        ),
        today,
    )


def _sides(given: list[ProgressScore], now: Supported, scale: Scale) -> tuple[Side, ...]:
    found = []
    for title, scored_by in (("The team says", ScoredBy.TEAM), ("The coach says", ScoredBy.COACH)):
        last = next((each for each in reversed(given) if each.scored_by is scored_by), None)
        found.append(Side(title, scale[last.halves] if last else None, last))
    return (*found, Side("The records support", scale[now.halves]))


def _beyond(now: Supported) -> str:
    halves = now.halves + 1
    while halves < 10 and all(each.met for each in now.evidence if each.halves == halves + 1):
        halves += 1
    return written(halves) if now.missing and halves > now.halves + 1 else ""


def _asked(evidence: Evidence, team: Team) -> Asked:
    return Asked(evidence, tuple((each.label, _href(each, team)) for each in evidence.sources))


def _href(source: Source, team: Team) -> str:
    where: dict[str, str | int] = {"network_slug": team.network.slug}
    if source.endpoint != "ideas.show":
        where["team_slug"] = team.slug
    if source.part is not None:
        where[source.part[0]] = source.part[1]
    return url_for(source.endpoint, **where)  # type: ignore[arg-type]  # parts of the address alone
