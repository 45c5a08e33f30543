"""What the latest point and the latest limits mean."""

import pytest

import qi
from qi import Assurance, Side, Signal, Variation
from qi.verdict import assurance, meaning, variation

LEAD = [0.564, -0.564] * 8


def judged(values, **options):
    return qi.analyze([*LEAD, *values], "i", baseline=16, **options).verdict


@pytest.mark.parametrize(
    ("side", "direction", "expected"),
    [
        (Side.UP, "up", Variation.IMPROVEMENT_HIGH),
        (Side.UP, "down", Variation.CONCERN_HIGH),
        (Side.UP, None, Variation.SPECIAL_CAUSE_HIGH),
        (Side.DOWN, "up", Variation.CONCERN_LOW),
        (Side.DOWN, "down", Variation.IMPROVEMENT_LOW),
        (Side.DOWN, None, Variation.SPECIAL_CAUSE_LOW),
        (None, "up", Variation.SPECIAL_CAUSE),
        (None, "down", Variation.SPECIAL_CAUSE),
        (None, None, Variation.SPECIAL_CAUSE),
    ],
)
def test_meaning_is_side_by_direction(side, direction, expected):
    assert meaning(side, direction) is expected
    assert expected.is_improvement == ("improvement" in expected.value)
    assert expected.is_concern == ("concern" in expected.value)


def test_common_cause():
    assert judged([1.5, 0.5]).variation is Variation.COMMON_CAUSE


def test_a_signal_that_ended_is_not_the_verdict():
    verdict = judged([4, 0.5], direction="up")
    assert (verdict.variation, verdict.rule) == (Variation.COMMON_CAUSE, None)


def test_the_latest_included_point_counts():
    assert judged([4], direction="up").variation is Variation.IMPROVEMENT_HIGH
    assert judged([4, None], direction="up").variation is Variation.IMPROVEMENT_HIGH
    assert judged([4, 0], direction="up", exclude=[17]).variation is Variation.IMPROVEMENT_HIGH
    assert judged([1.5, 0.5, 4], direction="up", exclude=[18]).variation is Variation.COMMON_CAUSE


def test_precedence_names_the_rule():
    everything = [1, 1.5, 2.2, 2.5, 3.5, 3.6, 3.7, 3.8]
    assert judged(everything, direction="up").rule == "outside"
    # A trend before two of three before a shift.
    assert judged([0.1, 0.5, 1, 1.5, 2.2, 2.5], direction="up").rule == "trend"
    assert judged([0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 2.2, 2.2], direction="up").rule == "two of three"
    assert judged([0.1, 0.2] * 4, direction="up").rule == "shift"


def test_signals_that_disagree_are_mixed():
    # Eight points above the center line, the last six of them going down.
    verdict = judged([1, 2, 2.9, 1.9, 1.5, 1.2, 0.9, 0.6, 0.3], direction="up")
    assert verdict.variation is Variation.MIXED
    assert verdict.rule == "trend"


def test_a_signal_without_side_does_not_contradict_one_that_has():
    signals = [
        Signal("inner third", 0, 20, (19,), None, 0, 14),
        Signal("shift", 10, 20, (19,), Side.UP, 0, 17),
    ]
    assert variation(signals, 19, 20, "up") == (Variation.IMPROVEMENT_HIGH, "shift")
    assert variation(signals[:1], 19, 20, "up") == (Variation.SPECIAL_CAUSE, "inner third")


@pytest.mark.parametrize(("n", "judgeable"), [(9, False), (10, True), (11, True)])
def test_ten_useful_points_are_needed(n, judgeable):
    values = [0, *([1, -1] * 6)[:n]]
    verdict = qi.analyze(values, baseline=1, rules=qi.RuleSet("none")).verdict
    expected = Variation.COMMON_CAUSE if judgeable else Variation.NOT_JUDGEABLE
    assert verdict.variation is expected


@pytest.mark.parametrize(
    ("target", "direction", "expected"),
    [
        (4, "up", Assurance.FAILS),
        (4, "down", Assurance.PASSES),
        (-4, "up", Assurance.PASSES),
        (-4, "down", Assurance.FAILS),
        (3, "up", Assurance.HIT_OR_MISS),
        (-3, "up", Assurance.HIT_OR_MISS),
        (0, "down", Assurance.HIT_OR_MISS),
        (0, None, Assurance.NONE),
        (None, "up", Assurance.NONE),
    ],
)
def test_assurance(target, direction, expected):
    assert judged([0.5], target=target, direction=direction).assurance is expected


def test_no_limits_no_assurance():
    assert qi.analyze([1, 2, 3], target=1, direction="up").verdict.assurance is Assurance.NONE
    assert assurance(0, float("nan"), 1, "up", 0) is Assurance.NONE


def test_assurance_uses_the_limits_at_the_latest_point():
    # The first phase lies around 50, the second around 0.
    values = [50, 51, 49, 50, 51, 49, 50, 51, 49, 50, 51, 49, *LEAD]
    verdict = qi.analyze(values, "i", phases=[12], target=10, direction="up").verdict
    assert verdict.assurance is Assurance.FAILS


def test_a_target_is_scaled_with_the_values():
    args = {"denominators": [100] * 12, "direction": "down", "target": 0.05}
    for multiplier in (1, 100):
        analysis = qi.analyze([20, 22] * 6, "p", multiplier=multiplier, **args)
        assert analysis.verdict.assurance is Assurance.FAILS


@pytest.mark.parametrize(
    ("last", "expected"),
    [(9, Variation.IMPROVEMENT_HIGH), (-9, Variation.CONCERN_LOW), (0.5, Variation.NOT_JUDGEABLE)],
)
def test_a_point_outside_is_judged_however_few_points_there_are(last, expected):
    # Four moving ranges of 2: limits at 0 ± 3 · 2/1.128 = ±5.3 around the baseline's mean of 0.2.
    values = [1, -1, 1, -1, 1, last]
    verdict = qi.analyze(values, "i", baseline=5, direction="up").verdict
    batch = qi.analyze_batch([values], "i", baseline=5, direction="up").columns
    assert verdict.variation is batch["variation"][0] is expected
    outer = expected is not Variation.NOT_JUDGEABLE
    assert verdict.rule == batch["rule"][0] == ("outside" if outer else None)
    # What names the verdict comes first; then that the rest is too young.
    first, second, *_ = qi.analyze(values, "i", baseline=5).describe()
    assert "too young to judge" in (second if outer else first)
    assert ("limit:" in first) is outer
