"""One value stored and answered beside a million others: `python -m bench.entry`.

The page is asked for in-process, as in bench.pages, by a member of one team among the thousands
whose data fill the database. Queries that scan a table that grows are named: none should.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import User
from app.extensions import db
from app.measures.models import Measure, Observation, Series
from app.networks.models import Network
from app.teams.models import Team
from bench.pages import HTMX, MEASURE, MONTHS, NEXT, Timed, counted, signed_in, synthetic, timed
from bench.pages import fill as fill_pages
from bench.report import publish

MOST = 1_000_000
OTHERS = 60
"""Months of each of the other teams."""
BATCH = 50_000
GROWING = ("observation", "observation_correction", "stratum_observation", "audit_event")
ONE, MANY = "One value", f"{MONTHS} months at once"


def fill(app: Flask, observations: int) -> None:
    """Add teams with a series each until there are so many observations."""
    with app.app_context():
        network = db.session.scalars(sa.select(Network)).one()
        measure = db.session.scalars(sa.select(Measure)).one()
        there = db.session.scalar(sa.select(sa.func.count()).select_from(Observation)) or 0
        teams = -(-(observations - there) // OTHERS)
        first = (db.session.scalar(sa.select(sa.func.max(Team.id))) or 0) + 1
        made = [
            {"id": first + k, "network_id": network.id, "slug": f"other-{k}", "name": f"Other {k}"}
            for k in range(teams)
        ]
        db.session.execute(sa.insert(Team), made)
        series = [
            {"id": each["id"], "team_id": each["id"], "measure_id": measure.id} for each in made
        ]
        db.session.execute(sa.insert(Series), series)
        rows = list(_rows([each["id"] for each in made]))[: observations - there]
        for start in range(0, len(rows), BATCH):
            db.session.execute(sa.insert(Observation), rows[start : start + BATCH])
        db.session.commit()
        db.session.execute(sa.text("ANALYZE"))
        db.session.commit()


def _rows(series_ids: list[Any]) -> Iterator[dict[str, Any]]:
    for series_id in series_ids:
        for k in range(OTHERS):
            yield {
                "series_id": series_id,
                "period": date(2014 + k // 12, k % 12 + 1, 1),
                "value": float(2000 + (series_id * 7 + k * 13) % 400),
                "denominator": 12_000.0,
                "version": 1,
            }


def _usual(app: Flask, slug: str) -> tuple[str, str]:
    """Numbers that the team's chart has shown, so that nothing is doubted about them."""
    with app.app_context():
        query = sa.select(Observation).join(Series).join(Team).where(Team.slug == slug)
        found = db.session.scalars(query.order_by(Observation.period).limit(1)).one()
        return str(int(found.value)), str(int(found.denominator or 0))


def scans(app: Flask, statements: list[str]) -> list[str]:
    """Which of the statements walk through a whole table that grows."""
    found = []
    with app.app_context(), db.engine.connect() as connection:
        for statement in dict.fromkeys(statements):
            if not statement.startswith(("SELECT", "UPDATE", "DELETE")):
                continue
            values = (None,) * statement.count("?")
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            for *_, step in plan:
                walked = re.match(r"SCAN (\w+)(?! USING)", step)
                if walked and walked[1] in GROWING:
                    found.append(f"{step}: {' '.join(statement.split())[:120]}")
    return found


def run(times: int, observations: int) -> tuple[list[Timed], list[str]]:
    """Measure storing one value, and many at once; also the queries that scan."""
    slugs: list[str] = []

    def lead() -> User:
        user, team = fill_pages(synthetic())
        slugs.append(team.slug)
        return user

    with tempfile.TemporaryDirectory() as folder, signed_in(Path(folder), lead) as (app, client):
        (slug,) = slugs
        fill(app, observations)
        page = MEASURE.format(team=slug)
        html = client.get(page).get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
        value, below = _usual(app, slug)
        kept = {"csrf_token": token[1] if token else ""}
        typed = kept | {"period": NEXT, "value": value, "denominator": below, "note": ""}
        many = kept | {"first": "2013-04-01", "count": str(MONTHS)}
        for k in range(MONTHS):
            day = date(2013 + (3 + k) // 12, (3 + k) % 12 + 1, 1).isoformat()
            many |= {f"{day}.whole.value": value, f"{day}.whole.denominator": below}

        def forget() -> None:
            with app.app_context():
                mine = sa.select(Series.id).join(Team).where(Team.slug == slug).scalar_subquery()
                outside = (Observation.period >= date.fromisoformat(NEXT)) | (
                    Observation.period < date(2016, 4, 1)
                )
                db.session.execute(
                    sa.delete(Observation).where(Observation.series_id == mine, outside)
                )
                db.session.commit()

        def store() -> Any:
            return client.post(f"{page}/observations", data=typed, headers=HTMX)

        def store_many() -> Any:
            answer = client.post(f"{page}/grid", data=many)
            answer.status_code = 200 if answer.status_code == 303 else answer.status_code
            return answer

        def check() -> Any:
            return client.post(f"{page}/grid/check", data=many, headers=HTMX)

        results = [
            timed(app, f"{ONE}, answered with the new chart", 40, store, times, forget),
            timed(app, f"{MANY} checked, with the chart", 1000, check, times),
            timed(app, f"{MANY} stored", 1000, store_many, times, forget),
        ]
        with counted(app) as sent:
            store()
            store_many()
        walked = scans(app, sent)
    return results, walked


def main(arguments: list[str] | None = None) -> None:
    """Print the figures as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40, help="requests of each, at least 10")
    parser.add_argument("--observations", type=int, default=MOST)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md as well")
    chosen, _ = parser.parse_known_args(arguments)
    results, walked = run(max(10, chosen.times), chosen.observations)
    lines = [
        f"Server time with {chosen.observations:,} observations in the database. SQLite.",
        "",
        "| what | median | 95% within | budget | queries |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {each.name} | {each.median:.1f} ms | {each.worst_of_twenty:.1f} ms "
            f"| {each.budget:.0f} ms | {each.queries} |"
            for each in results
        ),
        "",
        "Queries that walk through a table that grows: " + ("; ".join(walked) or "none") + ".",
    ]
    text = "\n".join(lines)
    print(text)
    if chosen.write:
        publish("entry", text)


if __name__ == "__main__":
    main()
