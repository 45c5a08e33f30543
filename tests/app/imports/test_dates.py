"""The forms of dates that files hold, each read as a person would."""

from __future__ import annotations

from datetime import date

import pytest

from app.imports import dates


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1/31/2025 0:00", "2/1/2025 0:00"), (date(2025, 1, 31), date(2025, 2, 1))),
        (("1/31/2025 12:00:00 AM",), (date(2025, 1, 31),)),
        (("31/01/2025 09:30",), (date(2025, 1, 31),)),
        (("202501", "202512"), (date(2025, 1, 1), date(2025, 12, 1))),
        (("20250131",), (date(2025, 1, 31),)),
        (("03/2025", "1/2025"), (date(2025, 3, 1), date(2025, 1, 1))),
        (("2025/03",), (date(2025, 3, 1),)),
        (("2025Q3",), (date(2025, 7, 1),)),
        (("Aug 2025", "Sept 2025", "Oct. 2025"), (date(2025, 8, 1), date(2025, 9, 1), date(2025, 10, 1))),
        (("Week of January 6, 2025",), (date(2025, 1, 6),)),
        (("1st quarter of 2025", "4th quarter of 2025"), (date(2025, 1, 1), date(2025, 10, 1))),
        (("Feb '25", "Mar '25"), (date(2025, 2, 1), date(2025, 3, 1))),
        (("31.01.25",), (date(2025, 1, 31),)),
        (("January 6 2025",), (date(2025, 1, 6),)),
    ],
    ids=lambda each: each[0] if isinstance(each[0], str) else "",
)  # fmt: skip
def test_a_column_is_read_in_the_form_that_it_has(texts, expected):
    assert tuple(dates.read_column(texts).days.values()) == expected


@pytest.mark.parametrize("text", ["202513", "194901", "45658", "20251", "20250230", "13/2025"])
def test_what_only_looks_like_a_date_is_none(text):
    assert dates.read_column([text]).days == {text: None}


def test_days_with_a_time_are_asked_about_as_those_without():
    with pytest.raises(dates.AmbiguousDatesError):
        dates.read_column(["02/01/2025 0:00"])
