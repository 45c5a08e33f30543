"""What answers say together, by arithmetic done by hand."""

from __future__ import annotations

import pytest

from app.assessments.results import may_show, own_score, profile, score
from tests.app.assessments.world import CONTENT

FOUR = (
    {"seen": 1.0, "said": 2.0, "done": 2.0},
    {"seen": 1.0, "said": 2.5, "done": None},
    {"seen": 1.5, "said": 0.5, "done": None},
    {"seen": 1.0, "said": 2.0, "done": 1.0},
)


def test_the_profile_counts_people_and_takes_the_middle():
    seen, said, done = profile(CONTENT, FOUR)
    # levels 0.5, 1, 1.5, 2, 2.5
    assert (seen.counts, seen.median, seen.agreement) == ((0, 3, 1, 0, 0), 1.0, "Within one level")
    assert (said.counts, said.median, said.agreement) == ((1, 0, 0, 2, 1), 2.0, "4 levels apart")
    assert (done.counts, done.median, done.unsure) == ((0, 1, 0, 1, 0), 1.5, 2)
    assert seen.names == ((),) * 5


def test_names_show_only_where_they_are_given():
    seen, *_ = profile(CONTENT, FOUR, ["Zoe", "Al", "Bo", "Cy"])
    assert seen.names == ((), ("Al", "Cy", "Zoe"), ("Bo",), (), ())


def test_everybody_counts_the_same_in_the_score():
    # The third said 1.5 and 0.5, and cannot say the last.
    assert [own_score(each) for each in FOUR] == pytest.approx([5 / 3, 1.75, 1.0, 4 / 3])
    assert score(FOUR) == pytest.approx((5 / 3 + 1.75 + 1 + 4 / 3) / 4)


def test_who_cannot_say_anything_has_no_score():
    assert own_score({"seen": None}) is None
    assert score([{"seen": None}, {"seen": 2.0}]) == 2.0
    assert score([{"seen": None}]) is None


@pytest.mark.parametrize(
    ("respondents", "named", "shown"),
    [(0, False, False), (2, False, False), (3, False, True), (0, True, False), (1, True, True)],
)
def test_too_few_answers_are_not_shown(respondents, named, shown):
    assert may_show(respondents, named=named) is shown
