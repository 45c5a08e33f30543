"""What limits the judgment is said: the runs test, a baseline without values, no limits."""

import pytest

from tests.qi.test_describe import CALM, months, said

RUNS_TEST = "The runs test was not applied, as it takes 10 to 60 points off the center line and "
UNTESTED = ": whether the points cluster or zigzag was not tested."


@pytest.mark.parametrize(
    ("n", "there"), [(9, "there are 8"), (10, None), (60, None), (61, None), (62, "there are 62")]
)
def test_the_runs_test_is_said_to_be_left_out_beyond_its_table(n, there):
    # Of an odd number of different values one is the median.
    values = [k + 100 * (k % 2) for k in range(n)]
    sentences = said(values, rules="perla")
    found = [sentence for sentence in sentences if "runs test" in sentence]
    assert found == ([] if there is None else [f"{RUNS_TEST}{there}{UNTESTED}"])


def test_one_point_off_the_center_line_is_one():
    assert f"{RUNS_TEST}there is 1{UNTESTED}" in said([1, 1, 1, 2])


def test_the_runs_test_is_not_missed_where_it_is_not_wanted():
    for sentences in (said([1, 2, 3], "i"), said([1, 2, 3], "mr", rules="perla"), said([2, 2, 2])):
        assert not [sentence for sentence in sentences if "runs test" in sentence]


def test_a_baseline_without_values_leaves_nothing_to_judge_by():
    sentences = said([None, 2, 3, 4, 5, 6], x=months(6), baseline=2, exclude=[1])
    assert sentences[0] == (
        "The baseline, the first 2 months, has no value that counts: there is no center line to "
        "judge by."
    )
    assert not [sentence for sentence in sentences if "runs test" in sentence]
    later = said([*CALM, None, 7, 8], x=months(15), phases=[12], baseline=[None, 1])
    assert later[0] == (
        "The baseline, the first month since January 2025, has no value that counts: there is no "
        "center line to judge by."
    )
    assert said([1, 2, 3], "mr", baseline=1)[0].startswith(
        "The baseline, the first point, has no range that counts:"
    )


def test_a_baseline_that_shows_no_variation_gives_no_limits():
    tail = [3, 9, 4, 8, 5, 9, 3, 8, 4, 7, 5, 6]
    sentences = said([6.5, *tail], "i", baseline=1, x=months(13))
    assert sentences == (
        "No signal among 13 months: the points vary as chance alone makes them vary.",
        "There are no limits: the 1 month behind them does not show how much values vary.",
    )
    sentences = said([6.5, None, 6.4, *tail], "i", baseline=3, rules="shewhart")
    assert sentences[:2] == (
        "No rule of shewhart applies to an i chart without limits: nothing was looked for.",
        "There are no limits: the 2 points behind them do not show how much values vary.",
    )
