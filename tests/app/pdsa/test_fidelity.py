"""Each feature of the method alone decides its own check; the first that is missing is advised."""

import pytest

from app.pdsa.fidelity import Test as Cycle
from app.pdsa.fidelity import fidelity
from app.pdsa.models import Scale


def cycle(number=1, **fields):
    """A decided cycle that does everything well."""
    defaults = {
        "has_started": True,
        "is_decided": True,
        "is_abandoned": False,
        "follows": number > 1,
        "scale": 0,
        "predictions": 1,
        "learned": True,
    }
    return Cycle(number=number, **(defaults | fields))


def kept(tests, measure="Urgent visits", points=3):
    return {check.name for check in fidelity(tests, measure, points).checks if check.kept}


ALL = {"Linked cycles", "Predictions", "A small start", "Data over time", "Learning written down"}


def test_a_ramp_that_has_all_five():
    found = fidelity([cycle(), cycle(2, scale=1)], "Urgent visits", 3)
    assert (found.kept, len(found.checks)) == (5, 5)
    assert found.suggestion.startswith("All five are there. The next test may be larger")


def test_what_reaches_everyone_is_not_asked_to_grow():
    advice = fidelity([cycle(), cycle(2, scale=4)], "Urgent visits", 3).suggestion
    assert "larger" not in advice
    assert "The chart will show whether it lasts" in advice
    assert list(Scale).index(Scale.ALL) == 4


@pytest.mark.parametrize(
    ("tests", "missing"),
    [
        ([cycle()], "Linked cycles"),
        ([cycle(), cycle(2, follows=False)], "Linked cycles"),
        ([cycle(), cycle(2, predictions=0)], "Predictions"),
        ([cycle(scale=2), cycle(2)], "A small start"),
        ([cycle(scale=None), cycle(2)], "A small start"),
        ([cycle(), cycle(2, learned=False)], "Learning written down"),
        ([cycle(is_decided=False), cycle(2, is_decided=False)], "Learning written down"),
    ],
)
def test_one_is_missing(tests, missing):
    assert kept(tests) == ALL - {missing}


@pytest.mark.parametrize(
    ("measure", "points", "advice"),
    [
        ("", 0, "Name the measure"),
        ("Urgent visits", 2, "Go on entering Urgent visits: 1 more value and"),
        ("Urgent visits", 0, "Go on entering Urgent visits: 3 more values and"),
    ],
)
def test_data_over_time_are_three_values(measure, points, advice):
    tests = [cycle(), cycle(2)]
    assert kept(tests, measure, points) == ALL - {"Data over time"}
    assert fidelity(tests, measure, points).suggestion.startswith(advice)


def test_a_plan_that_has_not_started_needs_no_prediction_yet():
    tests = [cycle(), cycle(2, has_started=False, is_decided=False, predictions=0, learned=False)]
    assert kept(tests) == ALL


def test_the_cycles_at_fault_are_named():
    tests = [cycle(), *(cycle(number, predictions=0) for number in (2, 3, 4))]
    [why] = [c.why for c in fidelity(tests, "x", 3).checks if c.name == "Predictions"]
    assert why == "Cycles 2, 3 and 4 have none."


def test_an_abandoned_ramp_is_told_to_share_not_to_grow():
    said = fidelity([cycle(), cycle(2, is_abandoned=True)], "x", 3).suggestion
    assert "reason for stopping" in said


def test_a_ramp_without_cycles_is_none():
    with pytest.raises(ValueError, match="at least one"):
        fidelity([], "", 0)
