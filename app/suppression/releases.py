"""What a period shows after each change, given all that it has shown before.

Two files of different days tell more than either: what was shown stays known. So a part that was
hidden stays hidden, and a change that only a part already shown could hide is not shown at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.suppression.cells import Cell, Rule, counts, is_small
from app.suppression.complement import contradicts, hidden_parts, is_covered, remainder


@dataclass(frozen=True, slots=True)
class State:
    """A period of one breakdown at one moment, and the rule in force then."""

    whole: Cell | None
    parts: Mapping[int, Cell]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Shown:
    """What readers outside the team see of a period."""

    whole: bool
    hidden: frozenset[int]
    """The parts that are not shown."""
    held: bool = False
    """Whether the whole period is held back because a correction would give away a part."""
    parts: frozenset[int] = frozenset()
    """Every part that has a cell."""


def shown(states: Iterable[State], *, protects_whole: bool = False) -> Shown:
    """Return what a period shows now.

    Parameters
    ----------
    states : iterable of State
        The period after each change, the earliest first; each may have been read by somebody.
    protects_whole : bool
        Whether the measure hides small numbers of the whole team as well. Where the whole is
        hidden, so are all its parts.

    Returns
    -------
    Shown
        What is shown after the last change; without a state, nothing is hidden.

    Notes
    -----
    The reader that this guards against has kept every file, and knows from elsewhere which parts
    were corrected and by how much. Such a reader knows each hidden count but for its first value,
    and that no count was ever below zero: a hidden count may then be as many values as the sum of
    the smallest that each hidden part has ever had (its lowest released value is its slack). That
    sum has to reach the threshold as well.
    """
    history = _History()
    last = Shown(whole=True, hidden=frozenset())
    for state in states:
        last = history.take(state, protects_whole=protects_whole)
    return last


@dataclass(slots=True)
class _History:
    hidden: frozenset[int] | None = None
    """The parts hidden so far; None as long as no part was there."""
    revealed: set[int] = field(default_factory=set)
    least: dict[int, tuple[float, ...]] = field(default_factory=dict)
    """The smallest value that each hidden part's counts have had in what was shown."""
    ever: tuple[bool, ...] = ()
    """For each kind of count, whether any hidden part has had one above zero."""
    before: tuple[Cell | None, dict[int, Cell]] | None = None
    """The values last shown."""
    is_known: bool = False
    """Whether hidden parts were shown once, under a lower threshold."""

    def take(self, state: State, *, protects_whole: bool) -> Shown:
        """Take in the next state and return what it shows."""
        whole, parts, rule = state.whole, state.parts, state.rule
        if protects_whole and whole is not None and is_small(whole, rule):
            return Shown(whole=False, hidden=frozenset(parts), parts=frozenset(parts))
        if not parts:
            return Shown(whole=True, hidden=frozenset())
        if self.hidden is None:
            return self._show(state, hidden_parts(whole, parts, rule))
        if not self.revealed:
            # Nothing but the whole was ever shown, and nothing else will be.
            return self._show(state, frozenset(parts))
        if self.before == (whole, dict(parts)):
            return self._under_another_rule(state, self.hidden)
        return self._corrected(state, self.hidden)

    def _under_another_rule(self, state: State, hidden: frozenset[int]) -> Shown:
        """Show less under a higher threshold; who kept what was shown learns nothing new."""
        needed = hidden_parts(state.whole, state.parts, state.rule)
        if not (needed <= hidden and self._is_safe(state, hidden)):
            self.is_known = True
            self.hidden = frozenset(state.parts)
        everything = frozenset(state.parts)
        return Shown(whole=True, hidden=(self.hidden or hidden) & everything, parts=everything)

    def _corrected(self, state: State, hidden: frozenset[int]) -> Shown:
        """Show a correction, or hold the period back where the difference would tell."""
        everything = frozenset(state.parts)
        needed = {key for key, cell in state.parts.items() if is_small(cell, state.rule)}
        # A small part that comes later is what the whole or the rest has changed by.
        if self.is_known or not needed <= hidden or not self._is_safe(state, hidden):
            return Shown(whole=False, hidden=everything, held=True, parts=everything)
        return self._show(state, hidden)

    def _is_safe(self, state: State, hidden: frozenset[int]) -> bool:
        rule = state.rule
        rest = remainder(state.whole, state.parts, rule.kind)
        if contradicts(rest):
            return False
        if not hidden:
            return not any(0 < count < rule.threshold for count in rest)
        least, ever = self._with(state, hidden)
        if not is_covered(list(least.values()), rule):
            return False
        # Counts that are all zero at their smallest hide nothing once one of them was not.
        sums = (sum(each) for each in zip(*least.values(), strict=True))
        return all(
            smallest >= rule.threshold or not any_
            for smallest, any_ in zip(sums, ever, strict=True)
        )

    def _with(
        self, state: State, hidden: frozenset[int]
    ) -> tuple[dict[int, tuple[float, ...]], tuple[bool, ...]]:
        """The smallest values of the hidden parts, this state among those shown."""
        width = len(counts(Cell(0, 0), state.rule.kind))
        nothing = (0.0,) * width
        least = {}
        first = self.hidden is None
        for key in hidden:
            cell = state.parts.get(key)
            now = counts(cell, state.rule.kind) if cell is not None else nothing
            past = now if first else self.least.get(key, nothing)
            least[key] = tuple(map(min, past, now))
        present = [
            counts(state.parts[key], state.rule.kind) for key in hidden if key in state.parts
        ]
        seen = self.ever or (False,) * width
        ever = tuple(seen[at] or any(each[at] for each in present) for at in range(width))
        return least, ever

    def _show(self, state: State, hidden: frozenset[int]) -> Shown:
        self.least, self.ever = self._with(state, hidden)
        self.hidden = hidden
        self.revealed |= frozenset(state.parts) - hidden
        self.before = (state.whole, dict(state.parts))
        everything = frozenset(state.parts)
        return Shown(whole=True, hidden=hidden & everything, parts=everything)


def together(shown_parts: Mapping[int, Shown]) -> dict[int, Shown]:
    """Return what several breakdowns of one whole show of a period beside each other.

    Where one of them hides the whole, the parts of the others would add up to it.
    """
    if all(each.whole for each in shown_parts.values()):
        return dict(shown_parts)
    held = any(each.held for each in shown_parts.values())
    return {
        key: Shown(whole=False, hidden=each.parts, held=held, parts=each.parts)
        for key, each in shown_parts.items()
    }


def of_one_population(mine: Shown, others: Iterable[Shown]) -> Shown:
    """Return what a period shows by one breakdown beside other measures of the same people.

    Their denominators are the same: what one measure hides of a part and another shows would
    complete the first. So a part is hidden by each where it is hidden by any of them. The hidden
    sums only grow, so that those hidden still hide each other.
    """
    hidden = mine.hidden.union(*(each.hidden for each in others)) & mine.parts
    return replace(mine, hidden=hidden)
