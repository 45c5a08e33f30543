"""Expected scores are worked out by hand from the sentences of docs/pdsa.md."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pdsa.actuals import rounded
from app.pdsa.scoring import Score, score

HIT, PARTLY, MISS = Score.HIT, Score.PARTLY, Score.MISS


@pytest.mark.parametrize(
    ("result", "low", "high", "before", "expected"),
    [
        (2, 2, 3, None, HIT),  # both ends are in the range
        (3, 2, 3, None, HIT),
        (70, 70, None, None, HIT),  # at least
        (8, None, 8, None, HIT),  # at most
        (62, 70, None, 50, PARTLY),  # 12 of the 20 points from 50 to 70
        (60, 70, None, 50, PARTLY),  # just half
        (59, 70, None, 50, MISS),  # 9 of 20
        (45, 70, None, 50, MISS),  # the other way
        (6.6, 9, 13, 15, PARTLY),  # further than predicted, in the predicted direction
        (10, None, 8, 15, PARTLY),  # 5 of 7
        (14, None, 8, 15, MISS),  # 1 of 7
        (77, 80, 95, None, PARTLY),  # 3 below a range 15 wide
        (72.5, 80, 95, None, PARTLY),  # half the width
        (72, 80, 95, None, MISS),
        (1, 2, 3, None, MISS),
        (11, 10, 10, None, PARTLY),  # a tenth of the number
        (12, 10, 10, None, MISS),
        (66, 70, None, None, PARTLY),
        (60, 70, None, None, MISS),
        (14, 9, 13, 12, PARTLY),  # it stood in the range already: near counts
        (16, 9, 13, 12, MISS),
        (-11, -10, -10, None, PARTLY),
        (1, 0, 0, None, MISS),  # nothing is near none
    ],
)
def test_each_sentence_of_the_rule(result, low, high, before, expected):
    assert score(result, low, high, before) is expected


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_is_no_number_has_no_score(bad):
    for given_ in ((bad, 1, 2, None), (1, bad, 2, None), (1, 1, 2, bad), (1, None, None, None)):
        with pytest.raises(ValueError, match="finite"):
            score(*given_)


numbers = st.floats(-1e6, 1e6)


@given(numbers, numbers, numbers, st.none() | numbers)
def test_a_result_in_the_range_is_a_hit_and_no_other(result, one, other, before):
    low, high = sorted((one, other))
    assert (score(result, low, high, before) is HIT) == (low <= result <= high)


@given(numbers, numbers, numbers, st.none() | numbers)
def test_the_mirror_image_scores_the_same(result, one, other, before):
    low, high = sorted((one, other))
    mirrored = None if before is None else -before
    assert score(result, low, high, before) is score(-result, -high, -low, mirrored)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(80.667, 80.7), (8.036, 8.04), (123.4, 123.0), (1234.6, 1235.0), (0.012345, 0.0123), (0, 0)],
)
def test_a_value_is_judged_as_it_is_shown(value, shown):
    assert rounded(value) == shown
