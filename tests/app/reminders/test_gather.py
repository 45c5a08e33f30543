"""What a person is reminded of is what My work says, and nobody else's."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import db
from app.reminders.gather import Kind, reminders_of
from tests.app.reminders.world import give_work, want_mail
from tests.factories import make_measure, make_series, make_team
from tests.queries import counted

TODAY = date(2026, 2, 5)


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context():
        yield


def test_each_kind_of_work_is_there_by_day(cast):
    give_work(cast)
    found = reminders_of(cast.bob, TODAY)
    assert [(each.kind, each.day) for each in found] == [
        (Kind.TASK, date(2026, 2, 6)),
        (Kind.CYCLE, date(2026, 2, 7)),
        (Kind.DATA, date(2026, 2, 10)),
        (Kind.ACTION, date(2026, 2, 12)),
    ]
    assert [each.what for each in found] == [
        "Print 17 lists",
        "Write what happened: Call one family",
        "Enter Urgent visits, January",
        "Your next step with a stakeholder",
    ]


def test_tasks_and_steps_are_their_owners_alone(cast):
    give_work(cast)
    kinds = {each.kind for each in reminders_of(cast.alice, TODAY)}
    assert kinds == {Kind.CYCLE, Kind.DATA}


@pytest.mark.parametrize("who", ["vera", "cora", "otto", "charlie", "frank", "bea", "nora", "olga"])
def test_who_does_not_write_for_the_team_is_not_reminded(cast, who):
    give_work(cast)
    assert reminders_of(getattr(cast, who), TODAY) == ()


def test_a_team_that_was_taken_out_is_quiet(cast):
    give_work(cast)
    want_mail(cast.bob, teams=[])
    assert reminders_of(cast.bob, TODAY) == ()


def test_what_is_collected_no_longer_is_not_due(cast):
    make_series(cast.team, cast.measure, [(1, 10)] * 12).ended_on = date(2025, 6, 30)
    db.session.commit()
    assert reminders_of(cast.bob, TODAY) == ()


def test_it_asks_as_often_however_many_series_there_are(cast):
    give_work(cast)
    counts = []
    for number in range(2):
        db.session.expire_all()
        bob = db.session.get(type(cast.bob), cast.bob.id)
        with counted() as queries:
            reminders_of(bob, TODAY)
        counts.append(len(queries))
        for each in range(4):
            measure = make_measure(cast.network, f"m{number}{each}")
            make_series(cast.team, measure, [(1, 10)] * 3)
            make_team(cast.network, f"t{number}{each}")
        db.session.commit()
    assert counts[0] == counts[1] <= 15
