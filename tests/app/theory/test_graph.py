"""Circles and moves, held against the plainest way to find them."""

from itertools import combinations, pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from app.theory.graph import below, circle, moved, path, served_by

GRAPHS = st.dictionaries(
    st.integers(0, 6), st.lists(st.integers(0, 6), max_size=3, unique=True), max_size=7
)


def reachable(serves, start):
    """Everything that a walk of up to seven steps from `start` can meet."""
    found = {start}
    for _ in range(7):
        found |= {parent for each in found for parent in serves.get(each, ())}
    return found


@given(GRAPHS, st.integers(0, 6), st.integers(0, 6))
def test_a_path_is_found_where_there_is_one_and_is_one(serves, start, end):
    way = path(serves, start, end)
    assert bool(way) == (end in reachable(serves, start))
    if way:
        assert (way[0], way[-1]) == (start, end)
        assert all(after in serves[before] for before, after in pairwise(way))


def test_a_link_that_closes_a_circle_is_told_with_its_way():
    serves = {3: [2], 2: [1]}
    assert circle(serves, 1, 3) == (3, 2, 1)
    assert circle(serves, 3, 1) == ()


@given(GRAPHS, st.integers(0, 6))
def test_below_is_everything_that_leads_to_it(serves, node):
    everything = set(serves) | {parent for parents in serves.values() for parent in parents}
    wanted = {each for each in everything if each != node and node in reachable(serves, each)}
    assert below(served_by(serves), node) == wanted


def fewest(order, after):
    """The size of the smallest set whose removal leaves both in the same order."""
    for count in range(len(order) + 1):
        for left_out in combinations(order, count):
            if [x for x in order if x not in left_out] == [x for x in after if x not in left_out]:
                return count
    raise AssertionError


def test_the_fewest_are_said_to_have_moved():
    for size in range(6):
        order = list(range(size))
        for after in permutations(order):
            found = moved(order, list(after))
            assert [x for x in order if x not in found] == [x for x in after if x not in found]
            assert len(found) == fewest(order, list(after))
