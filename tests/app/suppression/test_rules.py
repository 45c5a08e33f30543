"""When a count is small, which cells hide it, and what a correction shows; each worked by hand."""

from __future__ import annotations

import pytest

from app.suppression.cells import Cell, Kind, Rule, is_small
from app.suppression.complement import hidden_parts
from app.suppression.releases import Shown, State, shown, together

PART = Rule(Kind.PART_OF_WHOLE)


@pytest.mark.parametrize(
    ("cell", "small"),
    [
        (Cell(0, 40), False),  # zero violates nothing
        (Cell(1, 40), True),
        (Cell(10, 40), True),
        (Cell(11, 40), False),
        (Cell(30, 40), True),  # tells of 10 who were not counted
        (Cell(29, 40), False),
        (Cell(40, 40), False),
        (Cell(0, 10), True),
        (Cell(0, 0), False),
    ],
)
def test_eleven_is_the_policy_of_cms(cell: Cell, small: bool) -> None:  # a table
    assert is_small(cell, PART) is small


@pytest.mark.parametrize(("threshold", "small"), [(5, False), (8, True), (11, True)])
def test_the_threshold_is_the_first_count_shown(threshold: int, small: bool) -> None:  # a table
    assert is_small(Cell(7, 90), Rule(Kind.PART_OF_WHOLE, threshold)) is small


def test_a_rate_tells_of_nobody_who_was_not_counted() -> None:
    assert not is_small(Cell(38, 40), Rule(Kind.RATE))
    assert is_small(Cell(38, 40), PART)


def test_the_measures_own_denominator_is_held_where_it_is_stricter() -> None:
    assert is_small(Cell(12, 25), Rule(Kind.RATE, 11, smallest_denominator=30))


def test_the_only_small_cell_takes_the_next_in_order_with_it() -> None:
    parts = {1: Cell(30, 60), 2: Cell(20, 50), 3: Cell(4, 40)}
    # 4 + 30 and 36 + 30 hide each other; with 30 of 60 shown, 3 would be 4.
    assert hidden_parts(Cell(54, 150), parts, PART) == {1, 3}


def test_two_small_cells_whose_sum_is_small_take_a_third_with_them() -> None:
    parts = {1: Cell(40, 90), 2: Cell(3, 40), 3: Cell(2, 40)}
    assert hidden_parts(Cell(45, 170), parts, PART) == {1, 2, 3}


def test_two_counts_of_ten_are_not_left_alone_together() -> None:
    parts = {1: Cell(40, 90), 2: Cell(10, 40), 3: Cell(10, 40), 4: Cell(50, 90)}
    assert hidden_parts(Cell(110, 260), parts, PART) == {1, 2, 3}


def test_nobody_hides_nothing() -> None:
    parts = {1: Cell(0, 0), 2: Cell(30, 60), 3: Cell(4, 40), 4: Cell(40, 80)}
    assert hidden_parts(Cell(74, 180), parts, PART) == {2, 3}


def test_a_whole_too_small_to_hide_anything_hides_all_parts() -> None:
    parts = {1: Cell(4, 30), 2: Cell(0, 40)}
    assert hidden_parts(Cell(4, 70), parts, PART) == {1, 2}


def test_few_whom_no_part_tells_of_are_hidden_by_two_parts() -> None:
    parts = {1: Cell(30, 60), 2: Cell(20, 50), 3: Cell(15, 40)}
    assert hidden_parts(Cell(65, 150), parts, PART) == frozenset()
    assert hidden_parts(Cell(67, 152), parts, PART) == {1, 2}


def test_parts_that_say_more_than_the_whole_are_all_hidden() -> None:
    parts = {1: Cell(30, 60), 2: Cell(20, 50)}
    assert hidden_parts(Cell(40, 110), parts, PART) == {1, 2}


def _states(*moments: tuple[Cell, dict[int, Cell]], rule: Rule = PART) -> list[State]:
    return [State(whole, parts, rule) for whole, parts in moments]


WHOLE, PARTS = Cell(70, 180), {1: Cell(30, 60), 2: Cell(20, 60), 3: Cell(20, 60)}


def test_what_was_shown_cannot_hide_a_corrected_cell() -> None:
    """With 20 and 20 known from an earlier file, a whole of 44 would tell of 4."""
    after = {**PARTS, 1: Cell(4, 60)}
    now = shown(_states((WHOLE, PARTS), (Cell(44, 180), after)))
    assert now == Shown(whole=False, hidden=frozenset(after), held=True, parts=frozenset(after))


def test_a_period_held_back_is_shown_again_once_it_gives_nothing_away() -> None:
    typo = {**PARTS, 1: Cell(4, 60)}
    now = shown(_states((WHOLE, PARTS), (Cell(44, 180), typo), (WHOLE, PARTS)))
    assert now.whole
    assert not now.hidden


def test_a_hidden_part_stays_hidden_when_it_grows() -> None:
    """Shown now, 30 would tell that it was 4 before, for the others are as they were."""
    small = {**PARTS, 3: Cell(4, 60)}
    now = shown(_states((Cell(54, 180), small), (Cell(80, 180), {**small, 3: Cell(30, 60)})))
    assert now.whole
    assert now.hidden == {1, 3}


def test_a_part_of_a_whole_that_was_all_hidden_stays_hidden() -> None:
    before = {1: Cell(3, 30), 2: Cell(0, 30)}
    after = {1: Cell(23, 50), 2: Cell(20, 50)}
    assert shown(_states((Cell(3, 60), before), (Cell(43, 100), after))).hidden == {1, 2}


def test_a_small_part_that_comes_later_holds_the_period() -> None:
    """The whole has grown by 3 of 30 since the last file: that is the new part."""
    after = {**PARTS, 3: Cell(4, 60), 4: Cell(3, 30)}
    before = {key: cell for key, cell in after.items() if key != 4}
    assert shown(_states((Cell(54, 180), before), (Cell(57, 210), after))).held


def test_a_lower_threshold_opens_no_period_that_was_hidden() -> None:
    parts = {**PARTS, 3: Cell(7, 60)}
    whole = Cell(57, 180)
    states = _states((whole, parts)) + _states((whole, parts), rule=Rule(Kind.PART_OF_WHOLE, 5))
    assert shown(states).hidden == {1, 3}
    assert not shown(states[1:]).hidden


def test_a_higher_threshold_hides_the_parts_and_then_holds_their_corrections() -> None:
    parts = {**PARTS, 3: Cell(7, 60)}
    whole = Cell(57, 180)
    low, high = Rule(Kind.PART_OF_WHOLE, 5), PART
    states = [State(whole, parts, low), State(whole, parts, high)]
    assert shown(states) == Shown(whole=True, hidden=frozenset(parts), parts=frozenset(parts))
    corrected = State(Cell(56, 180), {**parts, 3: Cell(6, 60)}, high)
    assert shown([*states, corrected]).held


def test_a_hidden_whole_hides_its_parts() -> None:
    parts = {1: Cell(0, 40), 2: Cell(6, 40)}
    now = shown(_states((Cell(6, 80), parts)), protects_whole=True)
    assert not now.whole
    assert now.hidden == {1, 2}


def test_a_whole_held_back_by_one_breakdown_is_not_the_sum_of_another() -> None:
    held = Shown(whole=False, hidden=frozenset({1, 2}), held=True, parts=frozenset({1, 2}))
    other = Shown(whole=True, hidden=frozenset(), parts=frozenset({8, 9}))
    both = together({1: held, 2: other})
    assert not both[2].whole
    assert both[2].hidden == {8, 9}
