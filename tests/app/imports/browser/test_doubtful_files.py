"""Files as people keep them, where the obvious reading would lose or change a number."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
import xlsxwriter
from sqlalchemy import select

from app.extensions import db
from app.measures.models import DataKind, Observation


def stored() -> list[tuple[float, float | None]]:
    rows = db.session.scalars(select(Observation).order_by(Observation.period))
    return [(each.value, each.denominator) for each in rows]


def of_kind(measure, kind: DataKind, chart: str, unit: str) -> None:
    measure.data_kind, measure.chart, measure.unit, measure.denominator_label = (
        kind,
        chart,
        unit,
        "",
    )
    measure.multiplier = 1
    db.session.commit()


def workbook(shown_as: str, *numbers: float) -> bytes:
    """A month a row, the numbers in a number format."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    month = book.add_format({"num_format": "mmm yyyy"})
    sheet.write_row(0, 0, ("month", "score"))
    for row, number in enumerate(numbers, 1):
        sheet.write_datetime(row, 0, datetime(2025, row, 1), month)  # noqa: DTZ001  # a cell's
        sheet.write_number(row, 1, number, book.add_format({"num_format": shown_as}))
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("shown_as", ["0%", "0.00%", "0.0%;[Red]-0.0%"])
def test_percents_of_a_workbook_are_what_it_shows(cast, alice, shown_as):
    of_kind(cast.measure, DataKind.SINGLE, "i", "%")
    alice.check(workbook(shown_as, 0.925, 0.29))
    assert alice.store().status_code == 303
    assert stored() == [(92.5, None), (29, None)]


def test_a_percent_sign_that_is_only_a_sign_changes_nothing(cast, alice):
    of_kind(cast.measure, DataKind.SINGLE, "i", "%")
    alice.check(workbook('0.0"%"', 92.5))
    alice.store()
    assert stored() == [(92.5, None)]


def test_percents_where_people_are_counted_are_refused(cast, alice):
    of_kind(cast.measure, DataKind.COUNT, "c", "visits")
    alice.give(workbook("0%", 3))
    alice.map(value="score")
    page = alice.page("check")
    assert "“300%” is a percentage; here the number itself is needed" in page
    assert 'name="digest"' not in page


def test_percent_signs_are_read_where_the_unit_is_percent(cast, alice):
    of_kind(cast.measure, DataKind.SINGLE, "i", "%")
    alice.check("month,score\n2025-01,92.5%\n2025-02,91 %\n")
    alice.store()
    assert stored() == [(92.5, None), (91, None)]


def test_raw_percents_are_read_where_the_unit_is_percent(cast, alice):
    of_kind(cast.measure, DataKind.SUBGROUP, "xbar", "%")
    alice.check('month,score\n2025-01,"40%, 50%"\n')
    alice.store()
    assert stored() == [(45, None)]


@pytest.mark.parametrize(
    "rows",
    ["2025-01,12,80\n2025-02,9,84\n", "clinic,1/31/2025,12,80\nclinic,2/28/2025,9,84\n"],
)
def test_a_file_without_names_of_columns_loses_no_row(alice, rows):
    assert alice.give(rows).status_code == 303
    assert "Row 1 holds a date and numbers" in alice.page("columns")
    refused = alice.map()
    assert refused.status_code == 422
    assert "Row 1 holds a date and numbers" in refused.get_data(as_text=True)
    assert alice.client.get(f"{alice.at}/check").status_code != 200


@pytest.mark.parametrize("corner", ["", "  "])
def test_a_column_without_a_name_can_be_chosen(alice, corner):
    alice.give(f"{corner},Jan-25,Feb-25\nnumerator,12,9\ndenominator,80,84\n")
    assert alice.fields("columns")["part"] == "column A"
    assert alice.map().status_code == 303
    alice.store()
    assert stored() == [(12, 80), (9, 84)]


def test_a_column_without_name_or_content_is_not_offered(alice):
    alice.give("month,late,seen,\n2025-01,12,80,\n")
    assert "column D" not in alice.page("columns")


def test_rows_that_are_added_up_are_told(alice):
    page = alice.check("month,late,seen\n2025-01-03,12,80\n2025-01-20,9,84\n2025-02-01,1,9\n")
    assert "1 row was added to another of the same period: January 2025 is made of 2 rows." in page


YEAR = "month,late,seen\n" + "".join(f"2024-{n:02},{10 + n % 3},80\n" for n in range(1, 13))


def test_a_slip_of_a_digit_is_shown_before_it_is_stored(alice):
    page = alice.check(f"{YEAR}2025-01,12,8000\n")
    assert "Look at this again" in page
    assert "<b>Row 14.</b> January 2025:" in page
    assert "Children enrolled: 8,000 is far from all others, which are 80 to 80." in page
    assert alice.store().status_code == 303


def test_what_is_stored_is_what_a_file_is_held_against(alice):
    alice.check(YEAR)
    alice.store()
    assert "Look at" not in alice.page("check")
    page = alice.check("month,late,seen\n2025-01,70,80\n2025-02,11,80\n")
    assert "<b>Row 2.</b> January 2025: 87.5% is far outside what this chart has shown" in page
    assert "<b>Row 3.</b>" not in page


def test_a_period_whose_name_is_no_date_like_the_others_is_told(alice):
    alice.give("which,Jan-25,Feb 2025,Mar-25,note\nnumerator,1,2,3,\ndenominator,9,9,9,\n")
    page = alice.page("columns")
    assert "Not read, since its name is no date like the others: “Feb 2025”." in page
    alice.give("which,Jan-25,Feb-25,Mar-25,note\nnumerator,1,2,3,\ndenominator,9,9,9,\n")
    assert "Not read, since" not in alice.page("columns")


def book_of(**sheets: list[tuple[object, ...]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


COVER: list[tuple[object, ...]] = [("Monthly report of the clinic",)]
DATA: list[tuple[object, ...]] = [("month", "late", "seen"), ("2025-01", 12, 80)]


@pytest.mark.parametrize(
    "cover",
    [COVER, [*COVER, ("Prepared by", "Front desk"), ("Months", 12)]],
    ids=["a title", "a few lines"],
)
def test_a_cover_sheet_is_passed_over(alice, cover):
    alice.check(book_of(About=cover, Data=DATA), name="report.xlsx")
    assert alice.store().status_code == 303
    assert stored() == [(12, 80)]


def test_where_nothing_is_recognized_the_sheet_can_be_chosen(alice):
    strange = [("when", "x", "y"), ("soon", 12, 80)]
    given = alice.give(book_of(About=COVER, Data=strange), name="report.xlsx")
    assert given.status_code == 303
    assert "sheet “Data”" in alice.page("columns")
    assert '<option value="About"' in alice.page("columns")


def test_the_sheet_of_a_remembered_file_is_read_again(alice):
    other = [("month", "late", "seen"), ("2024-01", 1, 9)]
    book = book_of(Lastyear=other, Thisyear=DATA)
    alice.give(book, name="report.xlsx")
    assert "sheet “Lastyear”" in alice.page("columns")
    alice.map(again="y", sheet="Thisyear", header_row="1")
    alice.map()
    alice.store(name="Report")
    alice.give(book, name="report.xlsx")
    assert "sheet “Thisyear”" in alice.page("columns")
