"""Taking a measure out of use, and a team that stops reporting one."""

from __future__ import annotations

from datetime import date

import pytest

from app.audit.models import AuditEvent
from app.extensions import db
from tests.app.catalog.helpers import NETWORK, TEAM
from tests.app.measures.examples import clinic_series, stored

VISITS = f"{NETWORK}/urgent-visits"
SERIES = f"{TEAM}/urgent-visits"
JANUARY = {"period": "2026-01-01", "value": "21", "denominator": "246"}


def retired(cast, sign_in):
    data = {"version": str(cast.measure.version), "reason": "A better one was found."}
    response = sign_in(cast.bea).post(f"{VISITS}/retire", data=data)
    assert response.status_code == 303
    db.session.expire_all()


def test_a_retired_measure_stays_readable(cast, sign_in):
    clinic_series(cast)
    retired(cast, sign_in)
    assert cast.measure.retired_at is not None
    client = sign_in(cast.alice)
    for url in (VISITS, f"{VISITS}/versions", f"{VISITS}/compare", SERIES, NETWORK):
        assert client.get(url).status_code == 200
    html = client.get(SERIES).get_data(as_text=True)
    assert "This measure is retired." in html
    assert "Save January" not in html
    assert "A better one was found." in client.get(VISITS).get_data(as_text=True)
    assert "A better one was found." in client.get(NETWORK).get_data(as_text=True)


def test_nothing_is_entered_and_nothing_falls_due(cast, sign_in):
    series = clinic_series(cast)
    retired(cast, sign_in)
    client = sign_in(cast.alice)
    response = client.post(f"{SERIES}/observations", data=JANUARY)
    assert response.status_code == 422
    assert "2026-01-01" not in stored(series)
    assert "Save January" not in client.get("/work").get_data(as_text=True)


def test_what_is_stored_can_still_be_corrected(cast, sign_in):
    series = clinic_series(cast)
    retired(cast, sign_in)
    data = {"value": "16", "denominator": "200", "reason": "misread", "version": "1"}
    response = sign_in(cast.alice).post(f"{SERIES}/observations/2025-12-01", data=data)
    assert response.status_code == 303
    assert stored(series)["2025-12-01"] == (16.0, 200.0)


def test_no_team_takes_it_up(cast, sign_in):
    retired(cast, sign_in)
    client = sign_in(cast.alice)
    assert client.post(f"{SERIES}/adopt").status_code == 404
    assert "Start collecting" not in client.get(NETWORK).get_data(as_text=True)


def test_it_can_be_taken_into_use_again(cast, sign_in):
    clinic_series(cast)
    retired(cast, sign_in)
    assert sign_in(cast.bea).post(f"{VISITS}/restore").status_code == 303
    assert sign_in(cast.alice).post(f"{SERIES}/observations", data=JANUARY).status_code == 303
    assert db.session.query(AuditEvent).filter_by(action="restore measure").count() == 1


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({"reason": " "}, 422, "Say in a few words why."),
        ({"reason": "x", "version": "0"}, 409, "Somebody else changed this measure"),
    ],
)
def test_retiring_needs_its_reason_and_what_it_rests_on(cast, sign_in, data, status, sentence):
    sent = {"version": str(cast.measure.version)} | data
    response = sign_in(cast.bea).post(f"{VISITS}/retire", data=sent)
    assert response.status_code == status
    assert sentence in response.get_data(as_text=True)
    db.session.expire_all()
    assert cast.measure.retired_at is None


def test_a_team_stops_reporting_and_takes_it_up_again(cast, sign_in):
    series = clinic_series(cast)
    client = sign_in(cast.bob)
    assert client.get(f"{SERIES}/stop").status_code == 200
    data = {"last": "2025-12-10", "reason": "The school closed.", "version": str(series.version)}
    assert client.post(f"{SERIES}/stop", data=data).status_code == 303
    db.session.expire_all()
    assert (series.ended_on, series.ended_because) == (date(2025, 12, 31), "The school closed.")
    html = client.get(SERIES).get_data(as_text=True)
    assert "The school closed." in html
    assert "Take it up again" in html
    assert "Save January" not in client.get("/work").get_data(as_text=True)
    assert client.post(f"{SERIES}/resume").status_code == 303
    assert "Save January" in client.get(SERIES).get_data(as_text=True)
    html = sign_in(cast.cora).get(SERIES).get_data(as_text=True)
    assert "Take it up again" not in html


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"reason": ""}, 422, "Say in a few words why."),
        ({"last": "2025-11-30"}, 422, "December 2025 has a value."),
        ({"last": "2026-03-01"}, 422, "Choose a day up to today."),
        ({"last": "someday"}, 422, "Write a date"),
        ({"version": "0"}, 409, "Somebody else changed this chart"),
    ],
)
def test_stopping_is_refused_where_it_cannot_be(cast, sign_in, changed, status, sentence):
    series = clinic_series(cast)
    sent = {"last": "2025-12-31", "reason": "x", "version": str(series.version)} | changed
    response = sign_in(cast.bob).post(f"{SERIES}/stop", data=sent)
    assert response.status_code == status
    assert sentence in response.get_data(as_text=True)
    db.session.expire_all()
    assert series.ended_on is None


def test_a_team_takes_a_measure_up_on_its_page(cast, sign_in):
    client = sign_in(cast.alice)
    page = "/networks/river/teams/clinic"
    html = client.get(page).get_data(as_text=True)
    assert f'action="{SERIES}/adopt"' in html
    response = client.post(f"{SERIES}/adopt")
    assert response.status_code == 303
    assert response.location == f"{SERIES}#entry"
    assert f'action="{SERIES}/adopt"' not in client.get(page).get_data(as_text=True)
    assert "Save January" in client.get(SERIES).get_data(as_text=True)
    assert f'action="{SERIES}/adopt"' not in sign_in(cast.vera).get(page).get_data(as_text=True)
