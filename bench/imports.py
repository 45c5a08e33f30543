"""A hundred thousand observations from one file, in the browser and by command: `python -m bench.imports`.

Each step of the browser's import is asked for in-process, through the whole application, by the
backbone of a network; the command's import is the same work as one call. A process of its own
does each of the two, so that the memory is its own.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.extensions import db
from app.imports.columns import Columns
from app.imports.services import Wishes, import_observations
from app.measures.models import Measure, Observation
from app.networks.models import Network, NetworkMembership, NetworkRole
from app.teams.models import Team
from bench.pages import fill, signed_in, synthetic
from bench.report import publish

TEAMS, MONTHS = 1000, 100
AT = "/networks/bench/import"
ALLOWED = 6.0


@dataclass(frozen=True, slots=True)
class Step:
    """What one step took."""

    name: str
    seconds: float
    processor: float


def content(teams: int, months: int) -> bytes:
    """Write a file of numbers, a row a team and month."""
    lines = ["team,month,not within four hours,attendances"]
    for team in range(teams):
        for k in range(months):
            value = 900 + (team * 7 + k * 13) % 400
            lines.append(f"Wide {team},{2008 + k // 12}-{k % 12 + 1:02},{value},{12_000 + team}")
    return "\n".join(lines).encode()


def lead(teams: int) -> User:
    """Store a network with teams that have no data yet; who runs it."""
    user, _ = fill(synthetic(2))
    network = db.session.scalars(sa.select(Network)).one()
    db.session.add(NetworkMembership(network=network, user=user, role=NetworkRole.BACKBONE))
    db.session.add_all(
        Team(network=network, slug=f"wide-{k}", name=f"Wide {k}") for k in range(teams)
    )
    db.session.flush()
    return user


class Clock:
    """Takes the time of steps."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.start()

    def start(self) -> None:
        self._at, self._used = time.perf_counter(), time.process_time()

    def stop(self, name: str) -> None:
        took = time.perf_counter() - self._at
        self.steps.append(Step(name, took, time.process_time() - self._used))
        self.start()


def peak() -> float:
    """Give the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_browser(teams: int, months: int) -> tuple[list[Step], float, float]:
    """Bring the file through every step; the steps, and the memory before and at most."""
    data = content(teams, months)
    with (
        tempfile.TemporaryDirectory() as folder,
        signed_in(Path(folder), lambda: lead(teams)) as (app, client),
    ):
        html = client.get(AT).get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
        kept = {"csrf_token": token[1] if token else ""}
        before, clock = peak(), Clock()

        def post(step: str, form: dict[str, Any]) -> None:
            answer = client.post(f"{AT}{step}", data=kept | form)
            if answer.status_code != 303:
                raise RuntimeError(f"{step} answered {answer.status_code}")

        post("", {"measure": "over-four-hours", "file": (BytesIO(data), "data.csv")})
        clock.stop("Sent, read and recognized")
        html = client.get(f"{AT}/columns").get_data(as_text=True)
        clock.stop("Its columns shown")
        chosen = {"team": "team", "period": "month", "header_row": "1"}
        chosen |= {"value": "not within four hours", "denominator": "attendances"}
        post("/columns", chosen | fields(html))
        clock.stop("Columns taken")
        html = client.get(f"{AT}/check").get_data(as_text=True)
        clock.stop("Checked and compared")
        post("/check", fields(html))
        clock.stop("Stored")
        client.get(f"{AT}/done")
        clock.stop("Result shown")
        count_stored(app, teams * months)
        return clock.steps, before, peak()


def fields(html: str) -> dict[str, str]:
    """Find the hidden fields that name the file and what it would do."""
    return dict(re.findall(r'name="(file_key|digest)"\s+value="([^"]*)"', html))


def by_command(teams: int, months: int) -> tuple[list[Step], float, float]:
    """Import the file as the command does; as `in_browser`."""
    data = content(teams, months)
    with (
        tempfile.TemporaryDirectory() as folder,
        signed_in(Path(folder), lambda: lead(teams)) as (app, _client),
    ):
        before, clock = peak(), Clock()
        with app.app_context():
            import_observations(
                data,
                source="data.csv",
                measure=db.session.scalars(sa.select(Measure)).one(),
                columns=Columns("team", "month", "not within four hours", "attendances"),
                wishes=Wishes(),
            )
            db.session.commit()
        clock.stop("All of it")
        count_stored(app, teams * months)
        return clock.steps, before, peak()


def count_stored(app: Any, fewest: int) -> None:
    """Refuse figures of an import that did not store everything."""
    with app.app_context():
        there = db.session.scalar(sa.select(sa.func.count()).select_from(Observation)) or 0
    if there < fewest:
        raise RuntimeError(f"Only {there:,} observations were stored.")


def told(teams: int, months: int) -> str:
    """Measure both ways; gives the figures as Markdown."""
    size = len(content(teams, months)) / 1e6
    lines = [
        f"{teams * months:,} observations of {teams:,} teams, one CSV file of {size:.1f} MB. SQLite.",
        "",
        "| step | took | processor |",
        "|---|---:|---:|",
    ]
    for name, run in (("In the browser", in_browser), ("By command", by_command)):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            steps, before, most = pool.submit(run, teams, months).result()
        lines += [
            f"| {name}: {each.name[0].lower()}{each.name[1:]} | {each.seconds:.2f} s "
            f"| {each.processor:.2f} s |"
            for each in steps
        ]
        took, used = (sum(getattr(s, a) for s in steps) for a in ("seconds", "processor"))
        lines.append(
            f"| **{name}, in all** (asked: {ALLOWED:.0f} s) | **{took:.2f} s** | {used:.2f} s |"
        )
        lines.append(f"| {name}, memory at most (before: {before:.0f} MB) | {most:.0f} MB | |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Print the figures as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=TEAMS)
    parser.add_argument("--months", type=int, default=MONTHS)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md as well")
    chosen, _ = parser.parse_known_args(arguments)
    text = told(chosen.teams, chosen.months)
    print(text)
    if chosen.write:
        publish("imports", text)


if __name__ == "__main__":
    main(sys.argv[1:])
