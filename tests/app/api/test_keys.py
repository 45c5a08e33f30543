"""An Idempotency-Key: the same request gets the same answer, another one is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.api.models import ApiAnswer, ApiToken
from app.clock import now
from app.extensions import db
from app.measures.models import Observation
from tests.factories import make_series

PATH = "/networks/river/teams/clinic/observations"
ONE = {
    "observations": [
        {"measure": "urgent-visits", "period": "2025-03-01", "numerator": 5, "denominator": 60}
    ]
}
OTHER = {"observations": [ONE["observations"][0] | {"period": "2025-04-01"}]}


@pytest.fixture(autouse=True)
def series(cast):
    return make_series(cast.team, cast.measure, [(12, 80)], date(2024, 1, 1))


@pytest.mark.both_databases
def test_the_first_answer_is_given_again(cast, program):
    found = program(cast.alice)
    first = found.post(PATH, ONE, Idempotency_Key="march")
    again = found.post(PATH, ONE, Idempotency_Key="march")
    assert first.get_json()["created"] == 1
    assert again.data == first.data
    assert again.status_code == first.status_code
    assert again.headers["Idempotency-Replayed"] == "true"
    assert db.session.query(Observation).count() == 2


@pytest.mark.both_databases
def test_a_key_belongs_to_one_request(cast, program):
    found = program(cast.alice)
    found.post(PATH, ONE, Idempotency_Key="march")
    response = found.post(PATH, OTHER, Idempotency_Key="march")
    assert response.status_code == 422
    assert response.get_json()["type"] == "/api#problem-key-reused"
    assert db.session.query(Observation).count() == 2


def test_a_key_belongs_to_one_token(cast, program):
    program(cast.alice).post(PATH, ONE, Idempotency_Key="march")
    second = program(cast.bob).post(PATH, OTHER, Idempotency_Key="march")
    assert second.get_json()["created"] == 1


def test_a_refused_request_leaves_its_key_free(cast, program):
    found = program(cast.alice)
    wrong = {"observations": [ONE["observations"][0] | {"numerator": 61}]}
    assert found.post(PATH, wrong, Idempotency_Key="march").status_code == 422
    assert db.session.query(ApiAnswer).count() == 0
    assert found.post(PATH, ONE, Idempotency_Key="march").status_code == 200


def test_etag_and_place_come_again(cast, program):
    found = program(cast.alice)
    path = "/networks/river/teams/clinic/measures/urgent-visits/observations/2025-03-01"
    sent = {"numerator": 5, "denominator": 60}
    first = found.put(path, sent, Idempotency_Key="one")
    again = found.put(path, sent, Idempotency_Key="one")
    assert first.status_code == again.status_code == 201
    for name in ("ETag", "Location"):
        assert again.headers[name] == first.headers[name]


def test_who_lost_the_right_gets_no_answer_again(cast, program):
    found = program(cast.alice)
    found.post(PATH, ONE, Idempotency_Key="march")
    for place in cast.team.memberships:
        db.session.delete(place)
    assert found.post(PATH, ONE, Idempotency_Key="march").status_code == 404


def test_answers_are_kept_seven_days(cast, program):
    found = program(cast.alice)
    found.post(PATH, ONE, Idempotency_Key="march")
    db.session.query(ApiAnswer).one().created_at = now() - timedelta(days=7, seconds=1)
    again = found.post(PATH, ONE, Idempotency_Key="march")
    assert "Idempotency-Replayed" not in again.headers
    assert again.get_json()["unchanged"] == 1


def test_they_go_with_their_token(cast, program):
    program(cast.alice).post(PATH, ONE, Idempotency_Key="march")
    db.session.delete(db.session.query(ApiToken).one())
    db.session.commit()
    assert db.session.query(ApiAnswer).count() == 0


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "ä"])
def test_strange_keys_are_refused(cast, program, key):
    response = program(cast.alice).post(PATH, ONE, Idempotency_Key=key)
    assert response.status_code == 422
    assert db.session.query(Observation).count() == 1
