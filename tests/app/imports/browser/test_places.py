"""What is wrong in several rows is told with all of them."""

from __future__ import annotations

import pytest

from app.imports.places import also_in


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([3], ""),
        ([3, 7], " It also stands in row 7."),
        ([3, 7, 9], " It also stands in rows 7 and 9."),
        ([3, 7, 9, 1200], " It also stands in rows 7, 9 and 1,200."),
        (range(3, 12), " It also stands in rows 4, 5, 6, 7, 8, 9, 10 and 11."),
        (range(3, 14), " It also stands in rows 4, 5, 6, 7, 8, 9, 10, 11 and 2 more."),
    ],
)
def test_the_other_rows_are_named_and_the_rest_counted(rows, said):
    assert also_in(rows, 3) == said


def test_every_row_of_an_unreadable_date_is_told(alice):
    good = "".join(f"2024-{n:02},9,80\n" for n in range(1, 13))
    page = alice.check(f"month,late,seen\n{good}soon,1,9\n2025-01,8,80\nsoon,2,9\nsoon,3,9\n")
    assert "&#34;soon&#34; is not a date like the others. It also stands in rows 16 and 17." in page
    assert "1 problem." in page


def test_rows_that_are_left_out_are_not_named(alice):
    rows = "clinic,2024-01,9,80\nclinic,soon,1,9\nSchool,soon,2,9\nclinic,soon,3,9\n"
    alice.give(f"team,month,late,seen\n{rows}")
    alice.map(team="team", period="month")
    page = alice.page("check")
    assert "It also stands in row 5." in page


def test_rows_that_are_not_asked_for_are_not_named(alice):
    rows = "a,2024-01,9,80\na,soon,1,9\nb,soon,2,9\na,soon,3,9\n"
    alice.give(f"ward,month,late,seen\n{rows}")
    alice.map(period="month", filter_column="ward", filter_text="a")
    assert "It also stands in row 5." in alice.page("check")
