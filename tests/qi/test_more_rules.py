"""The nhs, western-electric, nelson and shewhart sets, by their own conventions."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qi
from tests.qi.settings import EXAMPLES
from tests.qi.test_rules import as_pairs, found, frozen


@pytest.mark.parametrize(("rules", "length"), [("nhs", 7), ("western-electric", 8), ("nelson", 9)])
def test_a_point_on_the_center_line_breaks_a_shift(rules, length):
    for n in (length - 1, length, length + 1):
        signals = found(qi.analyze([0, -1, *[1] * n, -1], rules=rules, baseline=1), "shift")
        assert [s.indices for s in signals] == ([tuple(range(2, 2 + n))] if n >= length else [])
    broken = [0, -1, *[1] * (length - 1), 0, *[1] * (length - 1), -1]
    assert found(qi.analyze(broken, rules=rules, baseline=1), "shift") == []


@pytest.mark.parametrize(("rules", "length"), [("nhs", 7), ("nelson", 6)])
def test_equal_neighbors_break_a_trend(rules, length):
    for n in (length - 1, length, length + 1):
        signals = found(qi.analyze([3, *range(n), 0], rules=rules), "trend")
        assert [s.indices for s in signals] == ([tuple(range(1, n + 1))] if n >= length else [])
    steps = [*range(length - 1), length - 2, *range(length - 1, 2 * length - 3)]
    assert found(qi.analyze(steps, rules=rules), "trend") == []


def test_there_is_no_trend_in_western_electric_and_shewhart():
    for rules in ("western-electric", "shewhart"):
        assert found(qi.analyze(list(range(30)), rules=rules), "trend") == []


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ([2.1, 0.5, 2.1], [(17, 19)]),
        ([2.1, -0.5, 2.1], []),
        ([2.1, 0, 2.1], []),
        ([2.1, 2.1, -0.5], []),
        ([0.5, 2.1, 2.1], [(18, 19)]),
        ([3.5, 2.1, 0.5], []),
        ([3.5, 2.1, 2.1], [(18, 19)]),
        ([3.0, 3.0, 0.5], [(17, 18)]),
        ([2.0, 2.0, 2.0], []),
    ],
)
def test_nhs_two_of_three(tail, expected):
    for sign in (1, -1):
        values = [0.1 * -sign, *(sign * v for v in tail)]
        signals = found(frozen(values, rules="nhs", screen_moving_ranges=False), "two of three")
        assert [s.indices for s in signals] == expected


@pytest.mark.parametrize("rules", ["western-electric", "nelson"])
@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ([1.1, 1.1, 1.1], []),
        ([1.1, 1.1, 1.1, 1.1], [(17, 18, 19, 20)]),
        ([1.1, 1.1, 0.5, 1.1, 1.1], [(17, 18, 20, 21)]),
        ([1.1, 1.1, 0.5, 0.5, 1.1, 1.1], []),
        ([1.0, 1.0, 1.0, 1.0, 1.0], []),
        ([1.1, 1.1, -1.1, 1.1, 1.1], [(17, 18, 20, 21)]),
        ([1.1, 1.1, 1.1, 1.1, 0.5, 1.1], [(17, 18, 19, 20, 22)]),
    ],
)
def test_four_of_five(rules, tail, expected):
    signals = found(frozen([-0.1, *tail], rules=rules), "four of five")
    assert [s.indices for s in signals] == expected
    if expected:
        assert signals[0].detected == expected[0][3]


@pytest.mark.parametrize("n", [13, 14, 15])
def test_nelson_alternation(n):
    # n points zigzag between 0 and 1 from position 2 on; the moves before and after go on upward.
    zigzag = [k % 2 for k in range(n)]
    after = [2, 3] if zigzag[-1] else [-1, -2]
    signals = found(qi.analyze([-2, -1, *zigzag, *after], rules="nelson"), "alternating")
    assert [s.indices for s in signals] == ([tuple(range(2, 2 + n))] if n >= 14 else [])
    if signals:
        assert signals[0].detected == 15
        assert signals[0].side is None


def test_equal_neighbors_end_an_alternation():
    values = [0, 1] * 7
    assert [s.indices for s in found(qi.analyze(values, rules="nelson"), "alternating")] == [
        tuple(range(14))
    ]
    assert (
        found(qi.analyze([*values[:7], values[6], *values[7:]], rules="nelson"), "alternating")
        == []
    )


@pytest.mark.parametrize("n", [7, 8, 9])
def test_nelson_both_sides(n):
    tail = [1.5 if k % 2 else -1.4 for k in range(n)]
    signals = found(frozen([0.2, *tail, 0.2], rules="nelson"), "both sides")
    assert [s.indices for s in signals] == ([tuple(range(17, 17 + n))] if n >= 8 else [])
    assert all(s.side is None for s in signals)
    inner = [*tail[:4], 1.0, *tail[4:]]
    assert found(frozen([0.2, *inner[:8], 0.2], rules="nelson"), "both sides") == []


def test_shewhart_sees_points_outside_and_nothing_else():
    values = [1.5] * 20 + [2.5, 2.5, 3.5]
    assert {s.rule for s in frozen(values, rules="shewhart").signals} == {"outside"}


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=40), st.integers(2, 6))
def test_alternation_by_its_definition(values, length):
    analysis = qi.analyze(values, rules=qi.RuleSet("own", alternating=length))
    expected = []
    for a in range(len(values)):
        for b in range(a + length, len(values) + 1):
            moves = [np.sign(values[k + 1] - values[k]) for k in range(a, b - 1)]
            good = all(moves) and all(x == -y for x, y in pairwise(moves))
            if good:
                expected.append((a, b))
    maximal = [
        (a, b)
        for a, b in expected
        if not any((c <= a and b <= d) and (a, b) != (c, d) for c, d in expected)
    ]
    if len(set(values)) > 1:
        got = [(s.start, s.stop) for s in found(analysis, "alternating")]
        assert sorted(got) == sorted(maximal)


def test_signals_without_a_side_have_sentences():
    alternating = qi.analyze([0, 1] * 8, rules=qi.RuleSet("own", alternating=14))
    assert (
        alternating.describe()[0] == "16 points in a row going up and down in turn since point 1."
    )
    tail = [1.5 if k % 2 else -1.4 for k in range(8)]
    far = frozen([0.2, *tail], rules=qi.RuleSet("own", both_sides=8))
    assert far.describe()[0] == (
        "8 points in a row far from the center line, none in the inner third, since point 18."
    )
    assert as_pairs(far, "shift") == []


def test_every_rule_set_spells_out_its_name_version_and_source():
    from qi.rules.rulesets import RULE_SETS

    for name, rules in RULE_SETS.items():
        assert rules.name == name
        assert rules.version
        assert rules.source
        with pytest.raises(AttributeError):
            rules.shift = 3


def test_a_rule_set_of_ones_own():
    rules = qi.RuleSet("short", shift=3)
    analysis = qi.analyze([1, 1, 1, 9, 9, 9], rules=rules)
    assert len(found(analysis, "shift")) == 2
    assert analysis.options["rules"] is rules


@pytest.mark.parametrize(
    ("make", "argument"),
    [
        (lambda: qi.RuleSet("x", shift=0), "shift"),
        (lambda: qi.RuleSet("x", shift=2.5), "shift"),
        (lambda: qi.RuleSet("x", shift=True), "shift"),
        (lambda: qi.RuleSet("x", trend=1), "trend"),
        (lambda: qi.RuleSet("x", inner=0), "inner"),
        (lambda: qi.RuleSet("x", alternating=1), "alternating"),
        (lambda: qi.RuleSet("x", both_sides=-1), "both_sides"),
        (lambda: qi.RuleSet("x", on_center="drop"), "on_center"),
        (lambda: qi.RuleSet("x", ties="drop"), "ties"),
        (lambda: qi.Zone("x", k=0, n=3, sigmas=2), "k"),
        (lambda: qi.Zone("x", k=3, n=2, sigmas=2), "n"),
        (lambda: qi.Zone("x", k=2, n=3, sigmas=-1), "sigmas"),
    ],
)
def test_rules_that_make_no_sense_are_refused(make, argument):
    with pytest.raises(qi.InvalidValueError) as raised:
        make()
    assert raised.value.argument == argument


@pytest.mark.parametrize(("rule", "least"), [("shift", 1), ("trend", 2), ("alternating", 2)])
def test_the_shortest_lengths_that_make_sense(rule, least):
    rules = qi.RuleSet("short", **{rule: least})
    values = [3, 1, 2]
    single = qi.analyze(values, rules=rules).signals
    batch = qi.analyze_batch([values], rules=rules).signals
    assert len(single) > 0
    assert batch["start"].tolist() == sorted(s.start for s in single)
    assert sorted(batch["detected"].tolist()) == sorted(s.detected for s in single)
