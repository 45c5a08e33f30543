"""Readers outside the team who want to know what is hidden, and what they can work out."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from app.suppression.cells import Kind, counts
from tests.app.suppression.tables import Release, left_over

Interval = tuple[float, float]
Part = tuple[int, int]
"""A part by its key, at a release by its number."""


def who_knows_every_correction(
    releases: tuple[Release, ...], kind: Kind, which: int
) -> dict[Part, Interval]:
    """Bounds of each hidden count for who kept every file and knows by how much each part changed.

    Each count is then its first value plus known steps. From each file follows the sum of those
    hidden; a count is at least what its steps leave above zero, at most what the others leave.
    """
    read = [(at, each) for at, each in enumerate(releases) if each.shown.whole]
    parts = sorted({key for _, each in read for key in each.state.parts})
    # Lowest level of each part's first value, and whether a file shows it.
    truth = {key: [_count(each, key, kind, which) for _, each in read] for key in parts}
    steps = {key: [value - values[0] for value in values] for key, values in truth.items()}
    low = {key: max(0.0, *(-step for step in steps[key])) for key in parts}
    for number, (_, each) in enumerate(read):
        for key in each.state.parts:
            if key not in each.shown.hidden:
                low[key] = truth[key][0]
                assert abs(truth[key][number] - steps[key][number] - truth[key][0]) < 1e-9
    known = {
        key
        for key in parts
        if any(key in each.state.parts and key not in each.shown.hidden for _, each in read)
    }
    # Every file with a hidden part gives the same equation: the sum of the unknown first values.
    unknown = [key for key in parts if key not in known]
    total = sum(truth[key][0] for key in unknown)
    slack = total - sum(low[key] for key in unknown)
    return {
        (key, at): (low[key] + steps[key][number], low[key] + slack + steps[key][number])
        for number, (at, each) in enumerate(read)
        for key in each.state.parts
        if key in unknown
    }


def _count(release: Release, key: int, kind: Kind, which: int) -> float:
    cell = release.state.parts.get(key)
    return 0.0 if cell is None else counts(cell, kind)[which]


def who_solves_the_margins(
    releases: tuple[Release, ...], kind: Kind, which: int, wanted: Part
) -> Interval:
    """Bounds of one hidden count by linear programming over every file at once.

    Known are the whole where it is shown, the cells shown, those whom no part tells of, and which
    parts were not corrected from one file to the next.
    """
    read = [(at, each) for at, each in enumerate(releases) if each.shown.whole]
    column: dict[Part, int] = {}
    width = 0
    for number, (at, each) in enumerate(read):
        for key in each.state.parts:
            before = read[number - 1] if number else None
            same = (
                before is not None
                and key in before[1].state.parts
                and _count(before[1], key, kind, which) == _count(each, key, kind, which)
            )
            if before is not None and same:
                column[key, at] = column[key, before[0]]
            else:
                column[key, at] = width
                width += 1
    rows, sums = [], []
    for at, each in read:
        whole = each.state.whole
        if whole is not None:
            row = np.zeros(width)
            for key in each.state.parts:
                row[column[key, at]] += 1
            rows.append(row)
            sums.append(counts(whole, kind)[which] - left_over(each.state)[which])
        for key in each.state.parts:
            if key not in each.shown.hidden:
                row = np.zeros(width)
                row[column[key, at]] = 1
                rows.append(row)
                sums.append(_count(each, key, kind, which))
    goal = np.zeros(width)
    goal[column[wanted]] = 1
    bounds = []
    for sign in (1.0, -1.0):
        answer = linprog(
            sign * goal,
            A_eq=np.array(rows) if rows else None,
            b_eq=np.array(sums) if rows else None,
            bounds=(0, None),
            method="highs",
        )
        bounds.append(sign * answer.fun if answer.status == 0 else np.inf)
    return bounds[0], bounds[1]
