"""Server time and queries of the pages that teams open most: `python -m bench.pages`.

Pages are asked for in-process, through the whole application: session, access, database,
templates. No result is cached between requests. The data are the A&E attendances of 140
departments over 36 months where the demonstration's file is there, else numbers of that size.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app, garbage, kept
from app.accounts import sessions
from app.accounts.models import User
from app.accounts.setup import TOKEN_KEY
from app.extensions import db
from app.measures.models import (
    DataKind,
    Direction,
    Measure,
    MeasureRole,
    Observation,
    Series,
)
from app.networks.models import Network
from app.teams.models import Team, TeamMembership, TeamRole
from bench.report import publish

DATA = Path(__file__).parent.parent / "app" / "demo" / "data" / "ae_attendances.csv"
TEAMS, MONTHS = 140, 36
NEXT, TODAY = "2019-04-01", "2019-05-05"
MEASURE = "/networks/bench/teams/{team}/measures/over-four-hours"
COMPARE = "/networks/bench/measures/over-four-hours/compare"
HTMX = {"HX-Request": "true", "HX-Target": "series"}

Counts = dict[str, dict[date, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Timed:
    """One page's figures."""

    name: str
    budget: float
    milliseconds: list[float]
    queries: int
    kilobytes: float

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def fastest_tenth(self) -> float:
        """What the page takes while nothing else has the processor."""
        return sorted(self.milliseconds)[len(self.milliseconds) // 10]

    @property
    def worst_of_twenty(self) -> float:
        return sorted(self.milliseconds)[int(len(self.milliseconds) * 0.95)]


def attendances(path: Path = DATA) -> Counts:
    """Breaches and attendances of type 1 departments, by provider and month."""
    sums: dict[str, dict[date, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            if row["type"] == "1":
                cell = sums[row["org_code"]][date.fromisoformat(row["period"])]
                cell[0] += int(row["breaches"])
                cell[1] += int(row["attendances"])
    return {
        code: {period: (cell[0], cell[1]) for period, cell in sorted(periods.items())}
        for code, periods in sorted(sums.items())
    }


def synthetic(teams: int = TEAMS) -> Counts:
    """Numbers of the same size as the attendances."""
    rng = random.Random(4)
    found: Counts = {}
    for team in range(teams):
        share = rng.uniform(0.05, 0.3)
        found[f"T{team:03}"] = {
            date(2016 + (3 + k) // 12, (3 + k) % 12 + 1, 1): (
                round(12_000 * share * rng.uniform(0.7, 1.3)),
                12_000 + rng.randint(-900, 900),
            )
            for k in range(MONTHS)
        }
    return found


@contextmanager
def signed_in(folder: Path, filled: Callable[[], User]) -> Iterator[tuple[Flask, FlaskClient]]:
    """Make an application with the data of `filled`; give it and a client of who that returns."""
    app = create_app(
        {
            "INSTANCE": str(folder),
            "SECRET_KEY": "bench",
            "SECURITY_PASSWORD_SALT": "bench",
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'bench.sqlite'}",
            "SESSION_COOKIE_SECURE": False,
            "TODAY": TODAY,
        }
    )
    garbage.settle()
    with app.app_context():
        db.create_all()
        token = sessions.open_for(filled())
        db.session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[TOKEN_KEY] = token
    try:
        yield app, client
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def fill(counts: Counts) -> tuple[User, Team]:
    """Store the data; the lead's team is the first that has every month."""
    network = Network(slug="bench", name="Bench")
    user = User(name="Lea Lead", email="lead@example.org", fs_uniquifier="bench", active=True)
    measure = Measure(
        network=network,
        slug="over-four-hours",
        name="Not seen within four hours",
        role=MeasureRole.OUTCOME,
        data_kind=DataKind.PROPORTION,
        definition="Share of patients not seen within four hours.",
        numerator_label="Not within four hours",
        denominator_label="Attendances",
        unit="%",
        multiplier=100.0,
        direction=Direction.DOWN,
        chart="pp",
        rules="ihi",
    )
    db.session.add_all([network, user, measure])
    own = None
    for code, periods in counts.items():
        team = Team(network=network, slug=code.lower(), name=f"Provider {code}")
        series = Series(team=team, measure=measure)
        series.observations = [
            Observation(period=period, value=value, denominator=denominator)
            for period, (value, denominator) in periods.items()
        ]
        db.session.add(series)
        if own is None and len(periods) == MONTHS:
            own = team
    if own is None:
        raise ValueError("No team has every month.")
    db.session.add(TeamMembership(team=own, user=user, role=TeamRole.LEAD))
    db.session.flush()
    return user, own


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Collect the statements sent within."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def timed(
    app: Flask,
    name: str,
    budget: float,
    ask: Callable[[], Any],
    times: int,
    after: Callable[[], None] = lambda: None,
    *,
    anew: bool = True,
) -> Timed:
    """Ask often and keep every time; `after` runs between, outside the clock.

    The process forgets before each request what it keeps of its work, unless `anew` is false.
    """
    for _ in range(3):
        ask()
        after()
    with counted(app) as queries:
        size = len(ask().data) / 1024
    after()
    spent = []
    for _ in range(times):
        if anew:
            kept.forget()
        start = time.perf_counter()
        response = ask()
        spent.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200:
            raise RuntimeError(f"{name} answered {response.status_code}")
        after()
    return Timed(name, budget, spent, len(queries), size)


def run(times: int) -> tuple[list[Timed], float, str]:
    """Measure every page; also the first request of the process and where the data are from."""
    counts = attendances() if DATA.exists() else synthetic()
    source = "A&E attendances, type 1" if DATA.exists() else "synthetic numbers"
    slugs: list[str] = []

    def filled() -> User:
        user, team = fill(counts)
        slugs.append(team.slug)
        return user

    with tempfile.TemporaryDirectory() as folder, signed_in(Path(folder), filled) as opened:
        app, client = opened
        page = MEASURE.format(team=slugs[0])
        start = time.perf_counter()
        html = client.get(page).get_data(as_text=True)
        first = (time.perf_counter() - start) * 1000
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
        typed = {
            "csrf_token": token[1] if token else "",
            "period": NEXT,
            "value": "2400",
            "denominator": "12000",
        }

        def forget() -> None:
            with app.app_context():
                db.session.execute(
                    sa.delete(Observation).where(Observation.period == date.fromisoformat(NEXT))
                )
                db.session.commit()

        def store() -> Any:
            return client.post(f"{page}/observations", data=typed, headers=HTMX)

        results = [
            timed(app, f"Measure page, {MONTHS} months", 30, lambda: client.get(page), times),
            timed(app, "Storing a value, answered with the new chart", 40, store, times, forget),
            timed(
                app,
                f"Comparison, {len(counts)} teams",
                250,
                lambda: client.get(COMPARE),
                times,
            ),
        ]
    return results, first, f"{source}, {len(counts)} teams"


def lines_of(results: Iterable[Timed]) -> list[str]:
    """Lay the figures out as lines of a Markdown table."""
    return [
        "| page | fastest tenth | median | 95% within | budget | median of it | queries | answer |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {each.name} | {each.fastest_tenth:.1f} ms | {each.median:.1f} ms "
            f"| {each.worst_of_twenty:.1f} ms | {each.budget:.0f} ms | {each.median / each.budget:.0%} | {each.queries} "
            f"| {each.kilobytes:.0f} KB |"
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
    results, first, source = run(times)
    lines = [
        f"Server time, {times} requests a page in a warmed-up process, no cached results.",
        f"Data: {source}. SQLite.",
        "",
        *lines_of(results),
    ]
    lines += ["", f"The first request of the process took {first:.0f} ms."]
    text = "\n".join(lines)
    print(text)
    if chosen.write:
        publish("pages", text)


if __name__ == "__main__":
    main()
