"""Random tables with their corrections, and the files that a reader outside the team gets of them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from app.suppression.cells import THRESHOLDS, Cell, Kind, Rule, counts
from app.suppression.complement import remainder
from app.suppression.releases import Shown, State, shown, together


@dataclass(frozen=True)
class Release:
    """One breakdown at one moment: the truth, and what a file of that moment shows."""

    state: State
    shown: Shown


@dataclass(frozen=True)
class Table:
    kind: Kind
    breakdowns: tuple[tuple[Release, ...], ...]
    """For each breakdown of the same whole, its releases in order."""

    @property
    def threshold(self) -> int:
        return min(each.state.rule.threshold for each in self.breakdowns[0])


def random_table(rng: random.Random) -> Table:
    """One period: several breakdowns of one whole, and up to four corrections."""
    kind = rng.choice([Kind.PART_OF_WHOLE, Kind.PART_OF_WHOLE, Kind.RATE, Kind.COUNT])
    threshold = rng.choice(THRESHOLDS)
    first = {at: _cell(rng, kind) for at in range(rng.randint(2, 6))}
    moments: list[list[dict[int, Cell]]] = [[first]]
    if rng.random() < 0.3:
        moments[0].append(_split_again(rng, first, kind))
    rest = [_rest(rng, kind)]
    for _ in range(rng.choice([0, 0, 1, 2, 3, 4])):
        moments.append([dict(parts) for parts in moments[-1]])
        rest.append(rest[-1])
        if rng.random() < 0.15:
            rest[-1] = _rest(rng, kind)
        else:
            _correct(rng, moments[-1], kind)
    protects, has_whole = rng.random() < 0.3, rng.random() < 0.9
    rules = []
    for _ in moments:
        threshold = rng.choice(THRESHOLDS) if rules and rng.random() < 0.05 else threshold
        rules.append(Rule(kind, threshold))
    states: list[list[State]] = [[] for _ in moments[0]]
    for parts, extra, rule in zip(moments, rest, rules, strict=True):
        whole = _sum([*parts[0].values(), extra], kind) if has_whole else None
        for at, each in enumerate(parts):
            states[at].append(State(whole, each, rule))
    found: list[list[Release]] = [[] for _ in states]
    for moment in range(len(moments)):
        seen = together(
            {
                at: shown(each[: moment + 1], protects_whole=protects)
                for at, each in enumerate(states)
            }
        )
        for at, each in enumerate(states):
            found[at].append(Release(each[moment], seen[at]))
    return Table(kind, tuple(tuple(each) for each in found))


def _count(rng: random.Random) -> int:
    return rng.choice([0, rng.randint(1, 4), rng.randint(1, 15), rng.randint(5, 60)])


def _cell(rng: random.Random, kind: Kind) -> Cell:
    value = _count(rng)
    if kind is Kind.COUNT:
        return Cell(value)
    return Cell(value, value + _count(rng) if kind is Kind.PART_OF_WHOLE else _count(rng) * 3)


def _rest(rng: random.Random, kind: Kind) -> Cell:
    """Those whom no part tells of: mostly nobody."""
    if rng.random() < 0.75:
        return Cell(0, None if kind is Kind.COUNT else 0)
    return _cell(rng, kind)


def _sum(cells: list[Cell], kind: Kind) -> Cell:
    value = sum(cell.value for cell in cells)
    return Cell(value, None if kind is Kind.COUNT else sum(cell.denominator or 0 for cell in cells))


def _split_again(rng: random.Random, parts: dict[int, Cell], kind: Kind) -> dict[int, Cell]:
    """The same people by something else: each of those counted falls into a random part."""
    names = range(rng.randint(2, 5))
    width = 1 if kind is Kind.COUNT else 2
    sums = [[0, 0] for _ in names]
    whole = counts(_sum(list(parts.values()), kind), kind)
    for which in range(width):
        for _ in range(int(whole[which])):
            sums[min(rng.randrange(len(names)), rng.randrange(len(names)))][which] += 1
    made = {}
    for at, (value, other) in enumerate(sums):
        below = None if kind is Kind.COUNT else other
        made[at] = Cell(value, value + other if kind is Kind.PART_OF_WHOLE else below)
    return made


def _correct(rng: random.Random, breakdowns: list[dict[int, Cell]], kind: Kind) -> None:
    """Correct one part; with a second breakdown, the same people in it as well."""
    at = rng.choice(sorted(breakdowns[0]))
    if len(breakdowns) == 1:
        breakdowns[0][at] = _cell(rng, kind)
        if rng.random() < 0.1:
            breakdowns[0][max(breakdowns[0]) + 1] = _cell(rng, kind)
        return
    more = rng.randint(1, 20)
    for parts in breakdowns:
        key = rng.choice(sorted(parts))
        old = parts[key]
        below = None
        if old.denominator is not None:
            below = old.denominator + (more if kind is Kind.PART_OF_WHOLE else 0)
        parts[key] = Cell(old.value + more, below)


def left_over(state: State) -> tuple[float, ...]:
    """Those whom no part tells of."""
    return remainder(state.whole, state.parts, state.rule.kind)
