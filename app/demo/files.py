"""The demo's files."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
EMERGENCY_CARE = DATA / "ae_attendances.csv"
STORY = DATA / "wrenfield"

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One team's number for one month, counted back from the day of loading."""

    team: str
    measure: str
    month: int
    value: float
    denominator: float | None


def network() -> Record:
    """The network's frame, its people and its shared measures."""
    return tomllib.loads((STORY / "network.toml").read_text(encoding="utf-8"))


def teams() -> list[Record]:
    """Every team, in the order of the file `network.toml`."""
    return [
        tomllib.loads((STORY / "teams" / f"{slug}.toml").read_text(encoding="utf-8"))
        for slug in network()["teams"]
    ]


def ideas() -> Record:
    """What the teams published of their change ideas."""
    return tomllib.loads((STORY / "ideas.toml").read_text(encoding="utf-8"))


def assessments() -> Record:
    """Where teams placed themselves, round after round."""
    return tomllib.loads((STORY / "assessments.toml").read_text(encoding="utf-8"))


def coaching() -> Record:
    """What teams and coaches say to each other, visits and scores."""
    return tomllib.loads((STORY / "coaching.toml").read_text(encoding="utf-8"))


def sessions() -> Record:
    """The network's learning sessions, and what was said in them."""
    return tomllib.loads((STORY / "sessions.toml").read_text(encoding="utf-8"))


def reviews() -> Record:
    """What coaches said of charts, and what teams answered."""
    return tomllib.loads((STORY / "reviews.toml").read_text(encoding="utf-8"))


def observations() -> Iterator[Row]:
    """Every number."""
    with (STORY / "observations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            below = float(row["denominator"]) if row["denominator"] else None
            yield Row(row["team"], row["measure"], int(row["month"]), float(row["value"]), below)
