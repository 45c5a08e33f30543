"""What waits to be entered, and when it is due."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import db
from app.measures.due import due_for
from app.measures.entry import due_words
from app.measures.models import Frequency
from tests.factories import make_measure, make_series
from tests.queries import counted

TODAY = date(2026, 2, 5)


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context():
        yield


def test_the_period_after_the_last_one_is_due(cast):
    make_series(cast.team, cast.measure, [(1.0, 10.0)] * 24)  # to December 2025
    (due,) = due_for([cast.team.id], TODAY)
    assert due.period == date(2026, 1, 1)
    assert due.period_name == "January 2026"
    assert due.due_on == date(2026, 2, 10)  # ten days after January 31
    assert not due.overdue
    assert due.waiting == 1
    assert due.url == "/networks/river/teams/clinic/measures/urgent-visits#entry"


def test_what_should_have_come_is_overdue_and_counted(cast):
    make_series(cast.team, cast.measure, [(1.0, 10.0)] * 21)  # to September 2025
    (due,) = due_for([cast.team.id], TODAY)
    assert due.period == date(2025, 10, 1)
    assert due.overdue  # since November 10
    assert due.waiting == 4  # October to January


def test_a_new_series_asks_for_the_last_complete_period(cast):
    make_series(cast.team, cast.measure)
    (due,) = due_for([cast.team.id], TODAY)
    assert due.period == date(2026, 1, 1)


def test_what_is_entered_or_ended_is_not_due(cast):
    make_series(cast.team, cast.measure, [(1.0, 10.0)] * 25)  # to January 2026
    ended = make_series(cast.team, make_measure(cast.network, "ended"), [(1.0, 10.0)] * 12)
    ended.ended_on = date(2024, 12, 31)
    db.session.flush()
    assert due_for([cast.team.id], TODAY) == []


def test_weeks_and_quarters(cast):
    weekly = make_measure(cast.network, "weekly", frequency=Frequency.WEEK, due_days=2)
    quarterly = make_measure(cast.network, "quarterly", frequency=Frequency.QUARTER)
    make_series(cast.team, weekly)
    make_series(cast.team, quarterly)
    by_name = {due.measure_name: due for due in due_for([cast.team.id], TODAY)}
    assert by_name["Weekly"].period == date(2026, 1, 26)
    assert by_name["Weekly"].due_on == date(2026, 2, 3)  # two days after Sunday, February 1
    assert by_name["Weekly"].overdue
    assert by_name["Quarterly"].period == date(2025, 10, 1)


def test_overdue_comes_first_and_queries_do_not_grow(cast):
    make_series(cast.team, cast.measure, [(1.0, 10.0)] * 24)
    make_series(cast.other_team, cast.measure, [(1.0, 10.0)] * 20)
    ids = [cast.team.id, cast.other_team.id]
    db.session.commit()
    db.session.expunge_all()
    with counted() as queries:
        found = due_for(ids, TODAY)
    assert [due.overdue for due in found] == [True, False]
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 10), "due Tuesday, February 10"),
        (TODAY, "due today"),
        (date(2026, 1, 10), "due since January 10"),
        (date(2025, 11, 10), "due since November 10, 2025"),
    ],
)
def test_due_words(day, words):
    assert due_words(day, TODAY) == words
