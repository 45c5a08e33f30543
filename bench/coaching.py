"""The huddle of a coach, and every signal made anew: `python -m bench.coaching`.

A coach of 15 teams with 10 measures each asks for the huddle, first with nobody else in the
database and then beside thousands of teams; queries that walk through a table that grows are named.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import User
from app.extensions import db
from app.measures.models import DataKind, Direction, Measure, MeasureRole, Observation, Series
from app.networks.models import Network, NetworkMembership, NetworkRole
from app.standings.models import SeriesStanding
from app.standings.renewing import BATCH, renew
from app.teams.models import CoachAssignment, Team
from bench.pages import Timed, signed_in, timed
from bench.report import publish

TEAMS, MEASURES, MONTHS = 15, 10, 24
OTHERS = 5000
ASKED = 100_000
"""Series that `flask signals rebuild` is to analyze in a minute."""
CHARTS = (("p", "ihi"), ("run", "anhoej"), ("pp", "nhs"))


def network() -> User:
    """Make a coach with their teams, each with all measures and two years of data."""
    coach = User(name="Coach", email="coach@example.org", fs_uniquifier="coach", active=True)
    home = Network(slug="bench", name="Bench")
    db.session.add_all([coach, home])
    db.session.flush()
    db.session.add(NetworkMembership(network=home, user=coach, role=NetworkRole.COACH))
    for k in range(MEASURES):
        chart, rules = CHARTS[k % len(CHARTS)]
        db.session.add(
            Measure(
                network=home,
                slug=f"measure-{k}",
                name=f"Measure {k}",
                role=MeasureRole.OUTCOME,
                data_kind=DataKind.PROPORTION,
                direction=Direction.DOWN,
                multiplier=100.0,
                unit="%",
                chart=chart,
                rules=rules,
            )
        )
    db.session.flush()
    fill(TEAMS, first=1)
    for team in db.session.scalars(sa.select(Team)):
        db.session.add(CoachAssignment(team=team, user=coach))
    db.session.commit()
    return coach


def fill(teams: int, *, first: int) -> None:
    """Add teams, each with a series of every measure."""
    home = db.session.scalars(sa.select(Network)).one()
    measures = db.session.scalars(sa.select(Measure.id).order_by(Measure.id)).all()
    chance = np.random.default_rng(first)
    ids = range(first, first + teams)
    db.session.execute(
        sa.insert(Team),
        [{"id": k, "network_id": home.id, "slug": f"team-{k}", "name": f"Team {k}"} for k in ids],
    )
    base = db.session.scalar(sa.select(sa.func.max(Series.id))) or 0
    series = [
        {"id": base + n * len(measures) + k + 1, "team_id": team, "measure_id": measure}
        for n, team in enumerate(ids)
        for k, measure in enumerate(measures)
    ]
    db.session.execute(sa.insert(Series), series)
    days = [date(2024 + k // 12, k % 12 + 1, 1) for k in range(MONTHS)]
    for start in range(0, len(series), BATCH):
        part = series[start : start + BATCH]
        level = 0.1 + 0.05 * (chance.random((len(part), 1)) < 0.3) * (
            np.arange(MONTHS) > MONTHS / 2
        )
        values = chance.binomial(200, level).astype(float).tolist()
        rows = [
            {"series_id": each["id"], "period": day, "value": values[n][k], "denominator": 200.0}
            | {"version": 1, "note": ""}
            for n, each in enumerate(part)
            for k, day in enumerate(days)
        ]
        db.session.execute(sa.insert(Observation), rows)
        db.session.commit()


def rebuild(app: Flask) -> tuple[int, float, float]:
    """Analyze every series from nothing, then again: how many, and the seconds of each."""
    with app.app_context():
        ids = db.session.scalars(sa.select(Series.id).order_by(Series.measure_id, Series.id)).all()
        db.session.execute(sa.delete(SeriesStanding))
        db.session.commit()
        took = []
        for _ in range(2):
            began = time.perf_counter()
            for start in range(0, len(ids), BATCH):
                renew(ids[start : start + BATCH])
                db.session.commit()
            took.append(time.perf_counter() - began)
        return len(ids), took[0], took[1]


def run(times: int, others: int) -> tuple[list[Timed], tuple[int, float, float]]:
    """Measure the huddle alone and beside others, and the rebuild."""
    with tempfile.TemporaryDirectory() as folder, signed_in(Path(folder), network) as (app, client):

        def huddle() -> Any:
            return client.get("/huddle")

        what = f"Huddle, {TEAMS} teams with {MEASURES} measures each"
        alone = timed(app, what, 100, huddle, times)
        with app.app_context():
            fill(others, first=TEAMS + 1)
            db.session.execute(sa.text("ANALYZE"))
            db.session.commit()
        beside = timed(app, f"The same beside {others:,} other teams", 100, huddle, times)
        return [alone, beside], rebuild(app)


def main(arguments: list[str] | None = None) -> None:
    """Print the figures as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40, help="requests of each, at least 10")
    parser.add_argument("--others", type=int, default=OTHERS, help="teams beside the coach's")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md as well")
    chosen, _ = parser.parse_known_args(arguments)
    results, (count, first, again) = run(max(10, chosen.times), chosen.others)
    lines = [
        "Server time in a warm process without a cache of results. SQLite.",
        "",
        "| what | median | 95% within | budget | queries |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {each.name} | {each.median:.1f} ms | {each.worst_of_twenty:.1f} ms "
            f"| {each.budget:.0f} ms | {each.queries} |"
            for each in results
        ),
        "",
        (
            f"`flask signals rebuild` of {count:,} series of {MONTHS} months: {first:.1f} s from nothing, "
            f"{again:.1f} s where all is right; at that pace {ASKED:,} take "
            f"{first * ASKED / count:.0f} s and {again * ASKED / count:.0f} s."
        ),
    ]
    text = "\n".join(lines)
    print(text)
    if chosen.write:
        publish("coaching", text)


if __name__ == "__main__":
    main()
