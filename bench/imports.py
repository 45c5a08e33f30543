"""A hundred thousand observations from one file, in the browser and by command: `python -m bench.imports`.

As CSV and as a workbook with real dates, which spreadsheet programs write.

Each step of the browser's import is asked for in-process, through the whole application, by the
backbone of a network; the command's import is the same work as one call. A process of its own
does each of the two, so that the memory is its own.
"""

from __future__ import annotations

import argparse
import csv
import re
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from openpyxl import Workbook

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


def workbook(text: bytes) -> bytes:
    """Give the same rows as an XLSX file: texts, dates and numbers, each as such."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    header, *rows = csv.reader(StringIO(text.decode()))
    sheet.append(header)
    for team, month, value, below in rows:
        sheet.append([team, date.fromisoformat(f"{month}-01"), int(value), int(below)])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


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


def in_browser(name: str, data: bytes, teams: int, months: int) -> tuple[list[Step], float, float]:
    """Bring the file through every step; the steps, and the memory before and at most."""
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

        post("", {"measure": "over-four-hours", "file": (BytesIO(data), name)})
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


def by_command(name: str, data: bytes, teams: int, months: int) -> tuple[list[Step], float, float]:
    """Import the file as the command does; as `in_browser`."""
    with (
        tempfile.TemporaryDirectory() as folder,
        signed_in(Path(folder), lambda: lead(teams)) as (app, _client),
    ):
        before, clock = peak(), Clock()
        with app.app_context():
            import_observations(
                data,
                source=name,
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
    text = content(teams, months)
    files = {"data.csv": text, "data.xlsx": workbook(text)}
    kinds = ", ".join(
        f"{name.partition('.')[2].upper()} of {len(data) / 1e6:.1f} MB"
        for name, data in files.items()
    )
    lines = [
        f"{teams * months:,} observations of {teams:,} teams; {kinds}. SQLite.",
        "",
        "| step | took | processor |",
        "|---|---:|---:|",
    ]
    for file, data in files.items():
        for way, run in (("in the browser", in_browser), ("by command", by_command)):
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                measured = pool.submit(run, file, data, teams, months).result()
            lines += _lines(f"{file.partition('.')[2].upper()} {way}", *measured)
    return "\n".join(lines)


def _lines(name: str, steps: list[Step], before: float, most: float) -> list[str]:
    took, used = (sum(getattr(s, a) for s in steps) for a in ("seconds", "processor"))
    return [
        *(
            f"| {name}: {each.name[0].lower()}{each.name[1:]} | {each.seconds:.2f} s "
            f"| {each.processor:.2f} s |"
            for each in steps
        ),
        f"| **{name}, in all** (asked: {ALLOWED:.0f} s) | **{took:.2f} s** | {used:.2f} s |",
        f"| {name}, memory at most (before: {before:.0f} MB) | {most:.0f} MB | |",
    ]


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
