"""Two measures of the same people: what one hides and the other shows completes neither."""

from __future__ import annotations

import random

import numpy as np
from scipy.optimize import linprog

from app.suppression.cells import THRESHOLDS, Cell, Kind, Rule
from app.suppression.complement import hidden_parts
from app.suppression.releases import Shown, of_one_population

Table = dict[int, Cell]


def random_pair(rng: random.Random) -> tuple[Table, Table]:
    """Two measures with the same denominators in each part."""
    below = [
        rng.choice([rng.randint(2, 30), rng.randint(20, 90)]) for _ in range(rng.randint(3, 5))
    ]
    one = {at: Cell(rng.randint(0, n), n) for at, n in enumerate(below)}
    return one, {at: Cell(rng.randint(0, n), n) for at, n in enumerate(below)}


def bounds(tables: tuple[Table, Table], hidden: tuple[frozenset[int], frozenset[int]], at: int,
           wanted: str) -> tuple[float, float]:  # fmt: skip
    """Bounds of a hidden numerator, complement or denominator by linear programming.

    For each part there are four unknowns: those counted and those not, by either measure. They
    add up to the same people; the wholes and the cells shown are known.
    """
    width = len(tables[0])

    def column(part: int, which: int, counted: int) -> int:
        return part * 4 + which * 2 + counted

    rows, sums = [], []

    def equal(columns: dict[int, float], total: float) -> None:
        row = np.zeros(width * 4)
        for number, factor in columns.items():
            row[number] = factor
        rows.append(row)
        sums.append(total)

    for part in range(width):
        equal({column(part, 0, 0): 1, column(part, 0, 1): 1,
               column(part, 1, 0): -1, column(part, 1, 1): -1}, 0)  # fmt: skip
        for which, table in enumerate(tables):
            if part not in hidden[which]:
                equal({column(part, which, 1): 1}, table[part].value)
                equal({column(part, which, 0): 1}, table[part].denominator - table[part].value)
    for which, table in enumerate(tables):
        value = sum(each.value for each in table.values())
        below = sum(each.denominator for each in table.values())
        equal({column(part, which, 1): 1 for part in range(width)}, value)
        equal({column(part, which, 0): 1 for part in range(width)}, below - value)
    goal = np.zeros(width * 4)
    for number in {
        "value": [column(at, 0, 1)],
        "rest": [column(at, 0, 0)],
        "denominator": [column(at, 0, 0), column(at, 0, 1)],
    }[wanted]:
        goal[number] = 1
    found = []
    for sign in (1.0, -1.0):
        answer = linprog(
            sign * goal, A_eq=np.array(rows), b_eq=np.array(sums), bounds=(0, None), method="highs"
        )
        assert answer.status == 0, "the attack itself is wrong"
        found.append(sign * answer.fun)
    return found[0], found[1]


def truth(cell: Cell, wanted: str) -> float:
    return {
        "value": cell.value,
        "rest": cell.denominator - cell.value,
        "denominator": cell.denominator,
    }[wanted]


def attacked(rng: random.Random, *, together: bool) -> tuple[int, int]:
    """How many hidden counts there are, and how many a reader narrows below the threshold."""
    tables, rule = random_pair(rng), Rule(Kind.PART_OF_WHOLE, rng.choice(THRESHOLDS))
    everything = frozenset(tables[0])
    whole = [Cell(sum(c.value for c in t.values()), sum(c.denominator for c in t.values()))
             for t in tables]  # fmt: skip
    shown = [
        Shown(True, hidden_parts(all_, table, rule), parts=everything)
        for all_, table in zip(whole, tables, strict=True)
    ]
    if together:
        shown = [
            of_one_population(shown[0], [shown[1]]),
            of_one_population(shown[1], [shown[0]]),
        ]
    hidden = (shown[0].hidden, shown[1].hidden)
    if hidden[0] == everything:
        return 0, 0  # nothing is shown of this measure; then only the whole bounds a count
    found = narrowed = 0
    for at in hidden[0]:
        for wanted in ("value", "rest", "denominator"):
            value = truth(tables[0][at], wanted)
            low, high = bounds(tables, hidden, at, wanted)
            assert low - 1e-6 <= value <= high + 1e-6, "the attack itself is wrong"
            if value > 0:
                found += 1
                narrowed += high - low < rule.threshold - 1e-6
    return found, narrowed


def test_protected_together_no_hidden_count_is_narrowed() -> None:
    rng = random.Random("together")
    results = [attacked(rng, together=True) for _ in range(150)]
    assert sum(found for found, _ in results) > 50
    assert sum(narrowed for _, narrowed in results) == 0


def test_the_attack_finds_what_measures_protected_apart_show() -> None:
    rng = random.Random("apart")
    assert sum(attacked(rng, together=False)[1] for _ in range(150)) > 10


def test_a_part_hidden_by_either_is_hidden_by_both() -> None:
    mine = Shown(True, frozenset({1, 2}), parts=frozenset({1, 2, 3, 4}))
    other = Shown(True, frozenset({2, 3, 9}), parts=frozenset({1, 2, 3, 9}))
    assert of_one_population(mine, [other]).hidden == {1, 2, 3}
    assert of_one_population(mine, []) == mine
