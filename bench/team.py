"""Server time and queries of the pages of a large team: `python -m bench.team`.

Sixty cycles, eighty drivers and ideas, sixty stakeholders, forty interviews, ten measures over 36
months. Asked for as in `bench.pages`.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from app.accounts.models import User
from app.aims.models import Aim
from app.extensions import db
from app.interviews.models import Consent, Interview, InterviewTheme, Quote
from app.measures.models import (
    DataKind,
    Direction,
    Frequency,
    Measure,
    MeasureRole,
    Observation,
    Series,
)
from app.networks.models import Network
from app.pdsa.models import AsPlanned, Cycle, CycleTask, Decision, Prediction, Scale
from app.stakeholders.models import Stakeholder, StakeholderKind, StakeholderPosition
from app.storyboard.models import Storyboard
from app.teams.models import Team, TeamMembership, TeamRole
from app.theory.models import DriverLink, DriverNode, IdeaStatus, NodeKind
from bench.pages import Timed, signed_in, timed
from bench.report import publish

CYCLES, NODES, STAKEHOLDERS, INTERVIEWS, MEASURES, MONTHS = 60, 80, 60, 40, 10, 36
BUDGET = 60.0
BASE = "/networks/bench/teams/large"
PAGES = {
    "Team": "",
    "Storyboard": "/storyboard",
    "Theory of change": "/theory",
    "Theory of change, to edit": "/theory/edit",
    "Stakeholder map": "/stakeholders",
    "Interviews": "/interviews",
    "Cycles": "/cycles",
    "One cycle": "/cycles/30",
    "Ramps": "/cycles/ramps",
    "A measure": "/measures/measure-0",
}
FIRST = date(2016, 4, 1)
WORDS = [
    "call",
    "home",
    "nurse",
    "family",
    "visit",
    "refill",
    "school",
    "clinic",
    "plan",
    "morning",
    "list",
    "script",
]


def text(rng: random.Random, words: int) -> str:
    """So many words of the field, as a sentence."""
    return " ".join(rng.choices(WORDS, k=words)).capitalize() + "."


def fill() -> User:
    """Store the team; who leads it."""
    rng = random.Random(4)
    network = Network(slug="bench", name="Bench")
    user = User(name="Lea Lead", email="lead@example.org", fs_uniquifier="bench", active=True)
    team = Team(network=network, slug="large", name="Large team", why=text(rng, 40))
    db.session.add_all([network, user, team])
    db.session.flush()
    db.session.add(TeamMembership(team=team, user=user, role=TeamRole.LEAD))
    measures = [_series(rng, team, number) for number in range(MEASURES)]
    db.session.flush()
    ideas = _theory(rng, team, measures)
    _cycles(rng, team, user, ideas, measures)
    people = _stakeholders(rng, team, user)
    quotes = _interviews(rng, team, user, people)
    db.session.add(
        Aim(
            team=team,
            measure=measures[0],
            what="Fewer urgent visits",
            population="children with asthma",
            direction=Direction.DOWN,
            baseline=15.0,
            target=8.0,
            unit="%",
            started_on=FIRST,
            by_when=date(2019, 12, 31),
        )
    )
    board = Storyboard(team_id=team.id)
    board.quotes = quotes[:6]
    db.session.add(board)
    db.session.flush()
    return user


def _series(rng: random.Random, team: Team, number: int) -> Measure:
    measure = Measure(
        network=team.network,
        team=team,
        slug=f"measure-{number}",
        name=f"Measure {number}",
        role=MeasureRole.OUTCOME if number == 0 else MeasureRole.PROCESS,
        data_kind=DataKind.PROPORTION,
        unit="%",
        multiplier=100.0,
        direction=Direction.DOWN,
        frequency=Frequency.MONTH,
        chart="p",
        rules="default",
    )
    series = Series(team=team, measure=measure, position=number)
    for month in range(MONTHS):
        share = 0.15 if month < 20 else 0.09
        out_of = rng.randint(180, 220)
        day = date(FIRST.year + (3 + month) // 12, (3 + month) % 12 + 1, 1)
        value = sum(rng.random() < share for _ in range(out_of))
        series.observations.append(Observation(period=day, value=value, denominator=out_of))
    db.session.add(series)
    return measure


def _theory(rng: random.Random, team: Team, measures: list[Measure]) -> list[DriverNode]:
    """Six primary drivers, 18 secondary ones, and ideas for the rest; some serve two."""
    kinds = [NodeKind.PRIMARY] * 6 + [NodeKind.SECONDARY] * 18 + [NodeKind.IDEA] * (NODES - 24)
    nodes = [
        DriverNode(
            team=team,
            kind=kind,
            text=text(rng, 6),
            position=at,
            status=IdeaStatus.UNTESTED if kind is NodeKind.IDEA else None,
            measures=[measures[at % MEASURES]] if kind is not NodeKind.IDEA and at < 12 else [],
        )
        for at, kind in enumerate(kinds)
    ]
    db.session.add_all(nodes)
    db.session.flush()
    for at, node in enumerate(nodes[6:], 6):
        over = nodes[:6] if node.kind is NodeKind.SECONDARY else nodes[6:24]
        for parent in rng.sample(over, 2 if at % 5 == 0 else 1):
            db.session.add(DriverLink(parent_id=parent.id, child_id=node.id))
    return nodes[24:]


def _cycles(
    rng: random.Random, team: Team, user: User, ideas: list[DriverNode], measures: list[Measure]
) -> None:
    before: Cycle | None = None
    for number in range(1, CYCLES + 1):
        starts = FIRST + timedelta(days=17 * number)
        is_done = number <= CYCLES - 4
        cycle = Cycle(
            team=team,
            number=number,
            title=text(rng, 5),
            change_idea=ideas[number // 5],
            previous=before if number % 5 else None,
            owner=user,
            measure=measures[number % MEASURES],
            starts_on=starts,
            ends_on=starts + timedelta(days=10),
            scale=list(Scale)[number % 5],
            objective=text(rng, 15),
            as_planned=AsPlanned.YES if is_done else None,
            observations=text(rng, 30) if is_done else "",
            problems=text(rng, 10) if number % 3 == 0 else "",
            learned=text(rng, 12) if is_done else "",
            decision=list(Decision)[number % 3] if is_done else None,
            changes=text(rng, 8) if is_done else "",
            decided_on=starts + timedelta(days=14) if is_done else None,
        )
        cycle.predictions = [
            Prediction(position=at, text=text(rng, 6), low=1, high=3, unit="visits", result=at + 1)
            for at in range(3)
        ]
        cycle.predictions[0].measure = measures[0]
        cycle.to_do = [
            CycleTask(position=at, text=text(rng, 6), owner=user, due_on=starts) for at in range(3)
        ]
        db.session.add(cycle)
        before = cycle


def _stakeholders(rng: random.Random, team: Team, user: User) -> list[Stakeholder]:
    people = [
        Stakeholder(
            team=team,
            name=f"{text(rng, 2)} {number}",
            kind=list(StakeholderKind)[number % 3],
            owner=user,
            next_action=text(rng, 4) if number % 2 else "",
            next_action_on=date(2019, 5, 20),
            positions=[
                StakeholderPosition(
                    on=FIRST + timedelta(days=200 * at),
                    support=rng.randint(-2, 2),
                    importance=rng.randint(1, 5),
                )
                for at in range(3)
            ],
        )
        for number in range(STAKEHOLDERS)
    ]
    db.session.add_all(people)
    return people


def _interviews(
    rng: random.Random, team: Team, user: User, people: list[Stakeholder]
) -> list[Quote]:
    quotes = []
    for number in range(INTERVIEWS):
        said = [Quote(position=at, text=text(rng, 12)) for at in range(2)]
        quotes += said
        db.session.add(
            Interview(
                team=team,
                on=FIRST + timedelta(days=20 * number),
                who="a parent",
                interviewer=user,
                consent=Consent.QUOTES,
                notes=text(rng, 40),
                quotes=said,
                themes=[InterviewTheme(position=0, name=WORDS[number % 12])],
                stakeholders=[people[number]],
            )
        )
    return quotes


@dataclass(frozen=True, slots=True)
class Measured:
    """A page as it is, right after a change, and with nothing kept from before."""

    again: Timed
    changed: Timed
    anew: Timed


def run(times: int) -> list[Measured]:
    """Measure every page."""
    with tempfile.TemporaryDirectory() as folder, signed_in(Path(folder), fill) as (app, client):
        corrections = count(1)

        def correct() -> None:
            with app.app_context():
                last = sa.select(sa.func.max(Observation.period)).scalar_subquery()
                theirs = sa.select(Series.id).where(Series.position == 0).scalar_subquery()
                db.session.execute(
                    sa.update(Observation)
                    .where(Observation.series_id == theirs, Observation.period == last)
                    # Each value is new, so that no chart of it is kept.
                    .values(value=15 + next(corrections) / 100)
                )
                db.session.commit()

        def measured(name: str, at: str) -> Measured:
            ask = partial(client.get, f"{BASE}{at}")
            return Measured(
                again=timed(app, name, BUDGET, ask, times, anew=False),
                changed=timed(app, name, BUDGET, ask, times, correct, anew=False),
                anew=timed(app, name, BUDGET, ask, times),
            )

        return [measured(name, at) for name, at in PAGES.items()]


def table_of(results: Iterable[Measured]) -> list[str]:
    """Lay the figures out as lines of a Markdown table."""
    return [
        "| page | as it is | 95% within | a value corrected | nothing kept | queries | answer |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {each.again.name} | {each.again.median:.1f} ms | {each.again.worst_of_twenty:.1f} ms "
            f"| {each.changed.median:.1f} ms | {each.anew.median:.1f} ms | {each.again.queries} "
            f"| {each.again.kilobytes:.0f} KB |"
            for each in results
        ),
    ]


def main(arguments: list[str] | None = None) -> None:
    """Print the figures as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40, help="requests per page, at least 30")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md as well")
    chosen, _ = parser.parse_known_args(arguments)
    times = max(30, chosen.times)
    head = (
        f"Server time, median of {times} requests a page in a warmed-up process: as the page is, "
        "right after a value of the aim's measure was corrected, and with nothing kept of what "
        f"earlier requests drew. {BUDGET:.0f} ms are asked for.\n"
        f"Data: a team with {CYCLES} cycles, {NODES} drivers and ideas, {STAKEHOLDERS} "
        f"stakeholders, {INTERVIEWS} interviews, {MEASURES} measures over {MONTHS} months. SQLite."
    )
    told = "\n".join([head, "", *table_of(run(times))])
    print(told)
    if chosen.write:
        publish("team", told)


if __name__ == "__main__":
    main()
