"""What a process keeps: made once of equal values, and let go of."""

from __future__ import annotations

from datetime import date

import pytest

from app import kept
from app.measures.models import Frequency
from app.measures.series import Method, Row, analyze

METHOD = Method(
    chart="i",
    rules="default",
    frequency=Frequency.MONTH,
    has_denominator=False,
    multiplier=1.0,
    target=None,
    direction=None,
    baseline=None,
)


def rows(*values: float, left_out: int | None = None) -> list[Row]:
    return [
        Row(date(2025, month, 1), value, None, excluded=month == left_out)
        for month, value in enumerate(values, 1)
    ]


def test_equal_values_are_worked_out_once_until_forgotten() -> None:
    made: list[int] = []

    @kept.kept(2)
    def doubled(number: int) -> int:
        made.append(number)
        return 2 * number

    assert [doubled(1), doubled(1), doubled(2), doubled(1)] == [2, 2, 4, 2]
    assert made == [1, 2]
    kept.forget()
    assert doubled(1) == 2
    assert made == [1, 2, 1]


def test_only_the_latest_are_kept() -> None:
    made: list[int] = []

    @kept.kept(2)
    def noted(number: int) -> None:
        made.append(number)

    for number in (1, 2, 3, 1):
        noted(number)
    assert made == [1, 2, 3, 1]


def test_an_analysis_is_kept_of_the_same_numbers_only() -> None:
    first = analyze(METHOD, rows(4, 5, 6))
    assert first is not None
    assert analyze(METHOD, rows(4, 5, 6)) is first
    corrected = analyze(METHOD, rows(4, 5, 9))
    assert corrected is not None
    assert corrected.values.tolist() == [4, 5, 9]
    without = analyze(METHOD, rows(4, 5, 6, left_out=2))
    assert without is not None
    # The mean of 4 and 6, and of all three, are the same 5; the point is out all the same.
    assert without.included.tolist() == [True, False, True]


def test_raw_values_may_come_as_lists() -> None:
    method = Method(
        **{name: getattr(METHOD, name) for name in METHOD.__slots__} | {"chart": "xbar"}
    )
    found = analyze(
        method,
        [Row(date(2025, 1, 1), 2, None, raw=[1, 3]), Row(date(2025, 2, 1), 5, None, raw=[4, 6])],
    )
    assert found is not None
    assert found.values.tolist() == pytest.approx([2, 5])
