"""Rows of strata: which stratum each means, and whether they add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.imports.entries import Entry
from app.imports.plan import Item, Plan, Stored
from app.imports.problems import Problems, quoted
from app.imports.wording import Wording
from app.measures.models import Measure, Series
from app.measures.values import Entered
from app.strata.models import Breakdown, Stratum
from app.strata.sums import sums_of
from app.teams.models import Team

WHOLE = frozenset({"", "all", "total", "overall", "whole", "whole team", "everyone", "everybody"})
"""What files call the row of the whole team."""

Cells = dict[tuple[Team, date], tuple[Entry | None, dict[int, Entry]]]
"""Of each team and period the whole, where the file has it, and the strata by their ids."""


def plan_strata(
    plan: Plan,
    breakdown: Breakdown,
    series: Mapping[int, Series],
    wholes: Mapping[tuple[int, date], Stored],
    parts: Mapping[tuple[int, date, int], Stored],
    *,
    column: str,
    note: str,
    problems: Problems,
    wording: Wording,
) -> None:
    """Sort what a file says of wholes and strata; sums that cannot be are problems.

    Where neither the file nor the store has the whole, it is the sum of the strata. What the file
    leaves out of a period that is stored already is taken from there.
    """
    strata = {each.id: each for each in breakdown.strata}
    for (team, period), (given, found) in _cells(plan, breakdown, column, problems).items():
        if (given is None and not found) or _nobody(plan.measure, given, found):
            continue
        owner = team.id if team.id in series else 0
        before = wholes.get((owner, period))
        kept = {key: parts[owner, period, key] for key in strata if (owner, period, key) in parts}
        together = {key: Entered(each.value, each.denominator) for key, each in kept.items()}
        together |= {key: Entered(each.value, each.denominator) for key, each in found.items()}
        row = min(each.row for each in (*found.values(), *((given,) if given else ())))
        whole = given
        if given is None and before is None:
            whole = _sum(plan.measure, row, together)
            plan.summed_wholes += 1
        said = whole or before
        if said is not None and together:
            who = note or (given.note if given is not None else "")
            _check_sums(plan.measure, row, said, together, column, who, problems, wording)
        if whole is not None:
            plan.put(Item(team, period, whole, None, before))
        for key, entry in found.items():
            plan.put(Item(team, period, entry, strata[key], kept.get(key)))


def _nobody(measure: Measure, whole: Entry | None, found: Mapping[int, Entry]) -> bool:
    """Whether there was nobody at all: such a period stays a gap."""
    entries = (whole,) if whole is not None else tuple(found.values())
    return measure.has_denominator and not any(each.denominator for each in entries)


def _cells(plan: Plan, breakdown: Breakdown, column: str, problems: Problems) -> Cells:
    by_name = {each.name.casefold(): each for each in breakdown.strata}
    cells: Cells = {}
    complained: set[str] = set()
    meant: dict[tuple[int, date, int], int] = {}
    for (text, period, name), entry in sorted(plan.reading.entries.items()):
        team = plan.teams.found.get(text)
        if team is None:
            continue
        _, found = cells.setdefault((team, period), (None, {}))
        key, stratum = name.casefold(), by_name.get(name.casefold())
        if stratum is not None and stratum.retired_at is None:
            _once(meant, (id(team), period, stratum.id), entry, column, problems)
            found[stratum.id] = entry
        elif key in WHOLE and stratum is None:
            _once(meant, (id(team), period, 0), entry, column, problems)
            cells[team, period] = (entry, found)
        elif key not in complained:
            complained.add(key)
            problems.add(_unknown(name, stratum, breakdown), entry.row, column)
    return cells


def _once(
    meant: dict[tuple[int, date, int], int],
    key: tuple[int, date, int],
    entry: Entry,
    column: str,
    problems: Problems,
) -> None:
    first = meant.setdefault(key, entry.row)
    if first != entry.row:
        problems.add(f"Row {first} means the same group, written another way.", entry.row, column)


def _unknown(name: str, stratum: Stratum | None, breakdown: Breakdown) -> str:
    if stratum is not None:
        return f"{quoted(name)} is retired; nothing more is entered of it."
    there = ", ".join(f'"{each.name}"' for each in breakdown.current)
    return f"{breakdown.name} has no group {quoted(name)}. It has {there}; “All” is the whole team."


def _sum(measure: Measure, row: int, parts: Mapping[int, Entered]) -> Entry:
    below = sum(each.denominator or 0 for each in parts.values())
    value = sum(each.value for each in parts.values())
    return Entry(row, value, below if measure.has_denominator else None, rows=0)


def _check_sums(
    measure: Measure,
    row: int,
    whole: Entry | Stored,
    parts: Mapping[int, Entered],
    column: str,
    note: str,
    problems: Problems,
    wording: Wording,
) -> None:
    sums = sums_of(
        Entered(whole.value, whole.denominator),
        parts.values(),
        numerator=measure.numerator_label,
        denominator=measure.denominator_label,
    )
    if isinstance(whole, Stored) and not wording.tells_stored and (sums.more or sums.less):
        problems.add(
            "These groups do not add up to what is stored of the whole team. Bring its row too.",
            row,
            column,
        )
    elif sums.more:
        text = " ".join(sums.more) + " Groups cannot hold more than all together."
        problems.add(text, row, column)
    elif sums.less and not note.strip():
        problems.add(" ".join(sums.less) + f" {wording.less}", row, column)
