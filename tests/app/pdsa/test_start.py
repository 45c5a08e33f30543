from datetime import date

import pytest
import sqlalchemy as sa

from app.errors import ServiceError
from app.extensions import db
from app.pdsa import services
from app.pdsa.models import Cycle, CycleStatus, Scale
from app.theory.models import IdeaStatus
from tests.app.pdsa.helpers import CYCLES, idea, plan, planned
from tests.factories import make_measure, make_series


def test_numbers_count_up_in_each_team(cast):
    numbers = [planned(cast).number for _ in range(3)]
    other = services.start(cast.other_team, "Theirs", actor=cast.charlie)
    assert (numbers, other.number) == ([1, 2, 3], 1)


def test_a_number_is_never_given_twice(cast):
    planned(cast)
    db.session.add(Cycle(team=cast.team, number=1, title="again"))
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()


def test_a_title_is_enough(cast, sign_in):
    response = sign_in(cast.bob).post(f"{CYCLES}/new", data=plan())
    assert (response.status_code, response.location) == (303, f"{CYCLES}/1")
    cycle = db.session.query(Cycle).one()
    assert (cycle.title, cycle.status, cycle.created_by_id) == (
        "Call one family",
        CycleStatus.PLAN,
        cast.bob.id,
    )


def test_without_one_nothing_is_stored_and_all_is_kept(cast, sign_in):
    response = sign_in(cast.bob).post(
        f"{CYCLES}/new", data=plan(title=" ", objective="Does a call help?")
    )
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Give the test a short title" in page
    assert "Does a call help?" in page
    assert db.session.query(Cycle).count() == 0


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"starts_on": "2026-02-10", "ends_on": "2026-02-01"}, "before the test starts"),
        ({"starts_on": "next week"}, "Write a date"),
        ({"starts_on": "1026-01-01"}, "Check the year"),
        ({"predictions-0-low": "9", "predictions-0-high": "3"}, "below the low end"),
        ({"predictions-0-low": "many"}, "Write a number"),
        ({"scale": "the moon"}, "Choose one from the list"),
        ({"change_idea_id": "999"}, "Choose one from the list"),
        ({"title": "x" * 161}, "under 160 characters"),
    ],
)
def test_bad_input_is_told_beside_the_field(cast, sign_in, fields, message):
    data = plan(predictions="", **{"predictions-0-text": "It helps", "tasks": "Rosa calls"})
    response = sign_in(cast.bob).post(f"{CYCLES}/new", data=data | fields)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert message in page
    assert "It helps" in page
    assert "Rosa calls" in page
    assert db.session.query(Cycle).count() == 0


def test_another_prediction_keeps_what_was_typed(cast, sign_in):
    data = plan(tasks="Rosa calls", add="predictions")
    data |= {"predictions-0-text": "It helps", "predictions-0-low": "x"}
    page = sign_in(cast.bob).post(f"{CYCLES}/new", data=data).get_data(as_text=True)
    assert "Prediction 2" in page
    assert "It helps" in page
    assert 'value="x"' in page
    assert "Rosa calls" in page
    assert db.session.query(Cycle).count() == 0


def test_another_prediction_by_htmx_is_the_rows_alone(cast, sign_in):
    data = plan(add="predictions") | {"predictions-0-text": "It helps"}
    page = (
        sign_in(cast.bob)
        .post(f"{CYCLES}/new", data=data, headers={"HX-Request": "true"})
        .get_data(as_text=True)
    )
    assert "<html" not in page
    assert 'name="title"' not in page
    assert "Prediction 2" in page


def test_predictions_are_kept_and_empty_rows_are_not(cast, sign_in):
    data = plan() | {
        "predictions-0-text": "2 or 3 plans match",
        "predictions-0-low": "2",
        "predictions-0-high": "3",
        "predictions-0-unit": "plans",
        "predictions-1-text": " ",
        "predictions-2-text": "share that match",
        "predictions-2-low": "70%",
    }
    sign_in(cast.bob).post(f"{CYCLES}/new", data=data)
    first, second = db.session.query(Cycle).one().predictions
    assert (first.text, first.low, first.high, first.unit) == ("2 or 3 plans match", 2, 3, "plans")
    assert (second.text, second.low, second.high) == ("share that match", 70, None)


@pytest.mark.parametrize("field", ["change_idea_id", "measure_id", "owner_id"])
def test_what_it_refers_to_is_the_teams(cast, field):
    measure = make_measure(cast.network, "other")
    make_series(cast.other_team, measure)
    foreign = {
        "change_idea_id": idea(cast.other_team).id,
        "measure_id": measure.id,
        "owner_id": cast.charlie.id,
    }[field]
    with pytest.raises(ServiceError) as refused:
        planned(cast, **{field: foreign})
    assert refused.value.field == field


def test_starting_a_test_says_that_the_idea_is_tested(cast):
    node = idea(cast.team)
    planned(cast, change_idea_id=node.id)
    assert node.status is IdeaStatus.TESTING


def test_a_plan_alone_does_not(cast):
    node = idea(cast.team)
    services.start(cast.team, "An idea", actor=cast.alice, change_idea_id=node.id)
    assert node.status is IdeaStatus.UNTESTED


def test_the_form_opens_with_the_idea_and_oneself(cast, sign_in):
    node = idea(cast.team)
    db.session.commit()
    page = sign_in(cast.bob).get(f"{CYCLES}/new?idea={node.id}").get_data(as_text=True)
    assert f'<option selected value="{node.id}">' in page
    assert f'<option selected value="{cast.bob.id}">' in page


def test_who_may_start(cast, sign_in):
    expected = {"alice": 200, "bob": 200, "vera": 403, "cora": 403}
    expected |= {"charlie": 404, "otto": 404, "frank": 404, "bea": 404, "nora": 404, "olga": 404}
    for name, status in expected.items():
        client = sign_in(getattr(cast, name))
        assert client.get(f"{CYCLES}/new").status_code == status, name
        if status != 200:
            assert client.post(f"{CYCLES}/new", data=plan()).status_code == status, name
    assert db.session.query(Cycle).count() == 0


def test_dates_are_days(cast):
    cycle = planned(cast, scale=Scale.TEN)
    assert cycle.starts_on == date(2026, 1, 9)
