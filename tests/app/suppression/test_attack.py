"""Readers who keep every file and solve for what is hidden find nothing."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from itertools import product

import pytest

from app.suppression.cells import Cell, Kind, Rule, counts, is_small, total
from app.suppression.complement import hidden_parts
from app.suppression.releases import Shown, State
from tests.app.suppression.attackers import who_knows_every_correction, who_solves_the_margins
from tests.app.suppression.tables import Release, Table, random_table

TABLES = 10_000 if os.environ.get("SOAK") else 200
BATCHES = 20


def _hidden(table: Table, which: int) -> list[tuple[tuple[Release, ...], tuple[int, int], float]]:
    """The hidden counts above zero that no file ever showed, where a period shows some part."""
    found = []
    for releases in table.breakdowns:
        read = [each for each in releases if each.shown.whole]
        if not any(each.shown.hidden < each.shown.parts for each in read):
            continue
        for at, each in enumerate(releases):
            if not each.shown.whole:
                continue
            for key in each.shown.hidden:
                was_shown = any(
                    other.shown.whole and key in other.shown.parts - other.shown.hidden
                    for other in releases
                )
                value = counts(each.state.parts[key], table.kind)[which]
                if value > 0 and not was_shown:
                    found.append((releases, (key, at), value))
    return found


def _width(kind: Kind) -> int:
    return 1 if kind is Kind.COUNT else 2


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_hidden_count_is_pinned_by_who_keeps_every_file(batch: int) -> None:
    rng = random.Random(f"margins {batch}")
    for number in range(TABLES // BATCHES):
        table = random_table(rng)
        for which in range(_width(table.kind)):
            hidden = _hidden(table, which)
            for releases, part, value in hidden:
                low, high = who_knows_every_correction(releases, table.kind, which)[part]
                assert low <= value <= high, "the attack itself is wrong"
                assert high - low >= table.threshold, (batch, number, part, releases)
            if hidden:
                releases, part, value = rng.choice(hidden)
                low, high = who_solves_the_margins(releases, table.kind, which, part)
                assert low - 1e-6 <= value <= high + 1e-6, "the attack itself is wrong"
                assert high - low >= table.threshold - 1e-6, (batch, number, part, releases)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_small_cell_is_shown_and_no_whole_follows_from_its_parts(batch: int) -> None:
    rng = random.Random(f"cells {batch}")
    for _ in range(TABLES // BATCHES):
        for releases in random_table(rng).breakdowns:
            for each in releases:
                for key in each.shown.parts - each.shown.hidden:
                    assert not is_small(each.state.parts[key], each.state.rule)
                if not each.shown.whole:
                    assert each.shown.hidden == each.shown.parts


def _unprotected(table: Table, hide: str) -> Table:
    """The same table as a careless program would show it."""
    breakdowns = []
    for releases in table.breakdowns:
        careless = []
        for each in releases:
            state = each.state
            if hide == "small cells alone":
                hidden = frozenset(k for k, c in state.parts.items() if is_small(c, state.rule))
            else:
                hidden = hidden_parts(state.whole, state.parts, state.rule)
            careless.append(replace(each, shown=Shown(True, hidden, parts=frozenset(state.parts))))
        breakdowns.append(tuple(careless))
    return replace(table, breakdowns=tuple(breakdowns))


@pytest.mark.parametrize(
    ("hide", "at_least"), [("small cells alone", 20), ("each file by itself", 20)]
)
def test_the_attackers_find_what_careless_programs_show(hide: str, at_least: int) -> None:
    rng = random.Random("careless")
    found = 0
    for _ in range(200):
        table = _unprotected(random_table(rng), hide)
        for which in range(_width(table.kind)):
            for releases in table.breakdowns:
                bounds = who_knows_every_correction(releases, table.kind, which)
                known = set()
                for at, each in enumerate(releases):
                    for key in each.shown.hidden:
                        if (key, at) not in bounds:
                            known.add(key)  # shown in another file: its steps tell the rest
                        elif bounds[key, at][0] == bounds[key, at][1]:
                            known.add(key)
                found += len(known)
    assert found >= at_least


def test_who_knows_the_method_still_cannot_tell() -> None:
    """Every table that would be shown alike: each hidden count has three values or more."""
    rng = random.Random("method")
    tried, fewest = 0, 99
    while tried < 40:
        rule = Rule(Kind.PART_OF_WHOLE, 5)
        parts = {}
        for at in range(rng.randint(3, 5)):
            value = rng.choice([0, rng.randint(1, 4), rng.randint(5, 9)])
            parts[at] = Cell(value, value + rng.choice([0, rng.randint(1, 4), rng.randint(5, 9)]))
        whole = Cell(
            sum(c.value for c in parts.values()), sum(c.denominator or 0 for c in parts.values())
        )
        hidden = hidden_parts(whole, parts, rule)
        if len(hidden) != 2 or len(hidden) == len(parts):
            continue
        tried += 1
        one, other = sorted(hidden)
        n, c = total([parts[one], parts[other]], rule.kind)
        alike = []
        for mine, left in product(range(int(n) + 1), range(int(c) + 1)):
            guess = {
                **parts,
                one: Cell(mine, mine + left),
                other: Cell(n - mine, n - mine + c - left),
            }
            if hidden_parts(whole, guess, rule) == hidden:
                alike.append(guess)
        for key in hidden:
            for which, sum_ in enumerate((n, c)):
                if sum_:
                    values = {counts(guess[key], rule.kind)[which] for guess in alike}
                    fewest = min(fewest, len(values))
    assert fewest >= 3


def test_a_table_of_one_moment_is_attacked_as_by_hand() -> None:
    """3 of 20 and 12 of 30 hidden beside 25 of 50, whole 40 of 100: each count from 0 to 15."""
    parts = {1: Cell(3, 20), 2: Cell(12, 30), 3: Cell(25, 50)}
    state = State(Cell(40, 100), parts, Rule(Kind.PART_OF_WHOLE))
    release = Release(state, Shown(True, frozenset({1, 2}), parts=frozenset(parts)))
    assert who_solves_the_margins((release,), Kind.PART_OF_WHOLE, 0, (1, 0)) == (0, 15)
    assert who_knows_every_correction((release,), Kind.PART_OF_WHOLE, 1)[2, 0] == (0, 35)
