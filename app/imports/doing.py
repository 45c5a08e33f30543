"""What a plan does, and nothing else of it: the numbers to store, column by column.

In this form a hundred thousand numbers are kept as half a megabyte until they are stored.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any

from app.imports.plan import Item, Plan


@dataclass(frozen=True, slots=True)
class Report:
    """What was read, and what became of it."""

    rows: int
    filtered_out: int
    blank: int
    nobody: int
    summed: int
    """Rows that were added to another row of the same team and period."""
    teams: int
    teams_created: int
    first: date | None
    last: date | None
    created: int
    updated: int
    unchanged: int
    lone_notes: int = 0
    """Notes without a number beside them, which are not stored."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers, of each the same place in every column."""

    team: list[int]
    """Ids."""
    period: list[int]
    """Days as ordinals."""
    value: list[float]
    denominator: list[float | None]
    raw: list[list[float] | None]
    stratum: list[int | None]
    """Ids; None for the whole team."""
    before: list[int | None]
    """Ids of what is replaced."""
    note: list[str | None]
    """What is noted about it; None leaves what is stored."""

    def __len__(self) -> int:
        return len(self.team)

    def where(self, *, strata: bool) -> Numbers:
        """Those of strata only, or those of whole teams."""
        wanted = [at for at, each in enumerate(self.stratum) if (each is not None) == strata]
        if len(wanted) == len(self):
            return self
        return Numbers(*([column[at] for at in wanted] for column in self.columns()))

    def columns(self) -> tuple[list[Any], ...]:
        return (
            self.team,
            self.period,
            self.value,
            self.denominator,
            self.raw,
            self.stratum,
            self.before,
            self.note,
        )


@dataclass(frozen=True, slots=True)
class Doing:
    """Everything that is stored, with its report."""

    new: Numbers
    changed: Numbers
    report: Report
    teams: tuple[tuple[str, str], ...]
    """Address and name of each team that has new or changed numbers, by name."""
    was: str
    """The numbers that are replaced, in short."""


def doing_of(plan: Plan) -> Doing:
    """What a plan does; its teams are stored, so that they have ids."""
    touched = {each.team for each in plan.new} | {each.team for each in plan.changed}
    named = sorted((team.name, team.slug) for team in touched)
    before = repr([tuple(each.before or ()) for each in plan.changed])
    return Doing(
        new=_numbers(plan.new),
        changed=_numbers(plan.changed),
        report=report_of(plan),
        teams=tuple((slug, name) for name, slug in named),
        was=hashlib.sha256(before.encode()).hexdigest(),
    )


def _numbers(items: Iterable[Item]) -> Numbers:
    items = list(items)
    ids = {team: team.id for team in {each.team for each in items}}
    entries = [each.entry for each in items]
    return Numbers(
        team=[ids[each.team] for each in items],
        period=[each.period.toordinal() for each in items],
        value=list(map(attrgetter("value"), entries)),
        denominator=list(map(attrgetter("denominator"), entries)),
        raw=list(map(attrgetter("raw"), entries)),
        stratum=[None if each.stratum is None else each.stratum.id for each in items],
        before=[None if each.before is None else each.before.id for each in items],
        note=[each.note or None for each in entries],
    )


def report_of(plan: Plan) -> Report:
    """A plan in numbers."""
    reading, days = plan.reading, plan.days
    return Report(
        rows=reading.rows,
        filtered_out=reading.filtered_out,
        blank=reading.blank,
        nobody=reading.nobody,
        summed=sum(entry.rows - 1 for entry in reading.entries.values()),
        teams=len(plan.teams.found),
        teams_created=plan.teams.made,
        first=min(days, default=None),
        last=max(days, default=None),
        created=len(plan.new),
        updated=len(plan.changed),
        unchanged=plan.unchanged,
        lone_notes=reading.lone_notes,
    )


def pack(doing: Doing) -> bytes:
    """The doing as bytes: equal ones for equal doings."""
    found = {
        "new": _packed(doing.new),
        "changed": _packed(doing.changed),
        "report": asdict(doing.report),
        "teams": doing.teams,
        "was": doing.was,
    }
    text = json.dumps(found, separators=(",", ":"), sort_keys=True, default=date.isoformat)
    return zlib.compress(text.encode(), 1)


def _packed(numbers: Numbers) -> dict[str, Any]:
    """The columns by name, those without anything as None."""
    names = [each.name for each in fields(numbers)]
    columns = zip(names, numbers.columns(), strict=True)
    return {
        name: None if column and column.count(None) == len(column) else column
        for name, column in columns
    }


def unpack(packed: bytes) -> Doing:
    """The doing that was packed."""
    found = json.loads(zlib.decompress(packed))
    report = found["report"]
    for name in ("first", "last"):
        report[name] = date.fromisoformat(report[name]) if report[name] else None
    return Doing(
        _unpacked(found["new"]),
        _unpacked(found["changed"]),
        Report(**report),
        tuple((slug, name) for slug, name in found["teams"]),
        found["was"],
    )


def _unpacked(found: dict[str, Any]) -> Numbers:
    none: Any = [None] * len(found["team"])
    return Numbers(**{each.name: found.get(each.name) or none for each in fields(Numbers)})
