"""The reference cases hold, and say truly where they come from."""

import pytest

from qi.validate import PUBLISHED, Case, cases
from tests.qi import reference_arithmetic

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}: {case.quantity}")
def test_reference_case(case):
    assert case.passed, (case.expected, case.got)


def test_there_are_enough_of_them():
    assert len(CASES) >= 60
    published = [case for case in CASES if case.kind == PUBLISHED]
    assert len(published) >= 20
    places = ("github.com/", "rstudio-pubs-static.s3.amazonaws.com/")
    assert all(any(place in case.source for place in places) for case in published)
    assert {case.kind for case in CASES} == {PUBLISHED, "transcribed", "independent arithmetic"}


def test_the_independent_ones_are_still_what_the_arithmetic_gives():
    listed = {
        (case.name, case.quantity): case.expected
        for case in CASES
        if case.kind == "independent arithmetic"
    }
    computed = {
        (row["name"], row["quantity"]): float(row["expected"])
        for row in reference_arithmetic.rows()
    }
    assert listed == pytest.approx(computed, rel=1e-12)


def test_a_wrong_number_is_a_miss():
    assert not Case("", PUBLISHED, "", "", 100.0, 100.02, 0.01).passed
    assert Case("", "independent arithmetic", "", "", 1e6, 1e6 + 1e-4, 1e-9).passed
    assert not Case("", "independent arithmetic", "", "", 1e6, 1e6 + 1e-2, 1e-9).passed
