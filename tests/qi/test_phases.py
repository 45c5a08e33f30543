"""Phases, baselines and exclusions, alone and together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qi
from tests.qi.settings import EXAMPLES

VALUES = [3, 5, 4, 6, 5, 9, 11, 10, 12, 9, 10, 20, 22, 19]


def test_each_phase_has_its_own_center_and_limits():
    analysis = qi.analyze(VALUES, "i", phases=[5, 11])
    for start, stop, number in ((0, 5, 0), (5, 11, 1), (11, 14, 2)):
        alone = qi.analyze(VALUES[start:stop], "i")
        assert analysis.center[start:stop] == pytest.approx(alone.center, rel=1e-12)
        assert analysis.upper[start:stop] == pytest.approx(alone.upper, rel=1e-12)
        assert (analysis.phase[start:stop] == number).all()
        assert analysis.phases[number].start == start
        assert analysis.phases[number].stop == stop


def test_a_baseline_freezes_center_and_limits_for_the_rest_of_the_phase():
    frozen = qi.analyze(VALUES, "i", baseline=5)
    alone = qi.analyze(VALUES[:5], "i")
    assert frozen.center == pytest.approx([alone.center[0]] * 14, rel=1e-12)
    assert frozen.upper == pytest.approx([alone.upper[0]] * 14, rel=1e-12)
    assert frozen.phases[0].baseline == 5
    assert frozen.phases[0].n_basis == 5
    assert frozen.phases[0].n_points == 14


def test_phases_and_baselines_work_together():
    analysis = qi.analyze(VALUES, "i", phases=[5], baseline=[None, 4])
    assert analysis.center[:5] == pytest.approx(np.mean(VALUES[:5]))
    assert analysis.center[5:] == pytest.approx(np.mean(VALUES[5:9]))
    assert [phase.baseline for phase in analysis.phases] == [None, 4]


def test_one_baseline_holds_for_every_phase_and_waits_until_it_is_full():
    analysis = qi.analyze(VALUES, "i", phases=[5, 11], baseline=4)
    assert [phase.baseline for phase in analysis.phases] == [4, 4, None]
    assert analysis.center[11:] == pytest.approx(np.mean(VALUES[11:]))


def test_rules_cover_the_points_before_and_after_the_freeze():
    values = [0, 2] * 4 + [5] * 8
    analysis = qi.analyze(values, rules="perla", baseline=8)
    (shift,) = [s for s in analysis.signals if s.rule == "shift"]
    assert shift.indices == (7, *range(8, 16))


def test_rules_do_not_cross_a_phase_boundary():
    values = [1, 2, 3, 4, 5, 6, 7, 8]
    assert [s.rule for s in qi.analyze(values).signals] == ["trend"]
    assert qi.analyze(values, phases=[4]).signals == ()


def test_signals_after_a_boundary_carry_positions_of_the_whole_series_and_their_phase():
    values = [5, 6, 5, 6, 1, 2, 3, 4, 5]
    (trend,) = qi.analyze(values, phases=[4]).signals
    assert (trend.start, trend.stop, trend.indices, trend.phase, trend.detected) == (
        4,
        9,
        (4, 5, 6, 7, 8),
        1,
        8,
    )


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(st.integers(-50, 50), min_size=4, max_size=40),
    st.data(),
    st.sampled_from(["run", "i"]),
    st.sampled_from(["perla", "ihi", "anhoej"]),
)
def test_the_value_of_a_ghosted_point_changes_nothing_else(values, data, chart, rules):
    ghost = data.draw(st.integers(0, len(values) - 1))
    other = list(values)
    other[ghost] = data.draw(st.integers(-1000, 1000))
    one = qi.analyze(values, chart, exclude=[ghost], rules=rules)
    two = qi.analyze(other, chart, exclude=[ghost], rules=rules)
    assert one.signals == two.signals
    assert one.phases == two.phases
    assert one.verdict == two.verdict
    np.testing.assert_array_equal(one.upper, two.upper)
    assert not one.included[ghost]


def test_a_ghosted_point_stays_on_the_chart_but_out_of_signals():
    analysis = qi.analyze([5, 6, 5, 6, 100, 5, 6, 5, 6, 5, 6, 5], "i", exclude=[4])
    assert analysis.values[4] == 100
    assert analysis.signals == ()


def test_the_passport_reproduces_the_analysis():
    analysis = qi.analyze(
        [3, 4, 5, 6, 7, 6, 5, 9],
        "p",
        denominators=[20] * 8,
        phases=[4],
        baseline=[3, None],
        exclude=[6],
        multiplier=100,
        target=0.1,
        direction="down",
        rules="ihi",
    )
    again = qi.analyze(analysis.numerators, denominators=analysis.denominators, **analysis.options)
    assert again.signals == analysis.signals
    assert again.phases == analysis.phases
    assert again.options == analysis.options
    np.testing.assert_array_equal(again.upper, analysis.upper)


def test_results_cannot_be_written_to():
    analysis = qi.analyze([3, 4, 5], "p", denominators=[20] * 3)
    for name in ("values", "numerators", "denominators", "phase", "included", "center", "lower"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(analysis, name)[0] = 1


def test_the_callers_array_is_not_locked():
    values = np.array([1.0, 2.0, 3.0])
    qi.analyze(values)
    values[0] = 5.0


def test_baselines_may_come_as_an_array():
    one = qi.analyze(VALUES, "i", phases=np.array([5]), baseline=np.array([3, 4]))
    assert [phase.baseline for phase in one.phases] == [3, 4]
    assert one.options["baseline"] == (3, 4)
