"""Dates of events from a file: several of one day, by rows or by a column of their number."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.measures.models import DataKind, Frequency, Observation


@pytest.fixture
def falls(cast):
    """A shared measure of the dates of events."""
    measure = cast.measure
    measure.data_kind, measure.frequency, measure.chart = DataKind.EVENTS, Frequency.EVENT, "t"
    measure.numerator_label, measure.denominator_label = "Falls with injury", ""
    db.session.commit()
    return measure


def stored() -> list[tuple[str, float, float | None]]:
    query = select(Observation).order_by(Observation.period)
    return [(str(each.period), each.value, each.denominator) for each in db.session.scalars(query)]


@pytest.mark.both_databases
def test_a_column_says_how_many_events_there_were_that_day(falls, alice):
    page = alice.check("date,events\n2025-01-03,1\n2025-03-20,3\n")
    assert "Store 2 new" in page
    assert alice.store().status_code == 303
    assert stored() == [("2025-01-03", 1, None), ("2025-03-20", 3, None)]


def test_what_the_measure_counts_names_the_column_as_well(falls, alice):
    alice.give("date,falls with injury,ward\n2025-01-03,2,A\n")
    assert alice.fields("columns")["events"] == "falls with injury"


def test_events_and_cases_are_told_apart(falls, alice):
    falls.chart = "g"
    db.session.commit()
    alice.check("date,events that day,cases since the one before\n2025-01-03,1,\n2025-03-20,2,40\n")
    alice.store()
    assert stored() == [("2025-01-03", 1, None), ("2025-03-20", 2, 40)]


def test_days_without_an_event_are_no_events(falls, alice):
    page = alice.check("date,events\n2025-01-03,1\n2025-01-04,0\n2025-01-05,0\n")
    assert "Store 1 new" in page
    assert "2 rows say that nothing happened." in page


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ("", "Write 1 for one event, 0 for a day without any."),
        ("51", "Enter how many there were on that day, 1 to 50."),
        ("-1", "A count cannot be negative."),
        ("1.5", "This is a count, so it needs a whole number, not 1.5."),
        ("many", "“many” is not a number."),
    ],
)
def test_a_number_of_events_that_cannot_be_is_refused_with_row_and_column(
    falls, alice, events, reason
):
    alice.give(f"date,events\n2025-01-03,1\n2025-01-04,{events}\n")
    alice.map(events="events")
    page = alice.page("check")
    assert reason in page
    assert '<th scope="row" class="number">3</th>' in page
    assert "<td>events</td>" in page
    assert 'name="digest"' not in page


def test_rows_of_a_day_are_added_to_their_numbers(falls, alice):
    alice.check("date,events\n2025-01-03,2\n2025-01-03,1\n")
    alice.store()
    assert stored() == [("2025-01-03", 3, None)]


def test_it_is_remembered_for_the_next_file(falls, alice):
    alice.give("date,a,b\n2025-01-03,2,7\n")
    alice.map(events="b", value="")
    alice.store(name="Incident log")
    alice.give("date,a,b\n2025-02-03,2,4\n")
    assert alice.fields("columns")["events"] == "b"
