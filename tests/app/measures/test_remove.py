"""Removing a value that should never have been entered, and putting it back."""

from __future__ import annotations

import pytest

from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.models import Observation
from tests.app.measures.examples import PAGE, clinic_series, stored

DECEMBER = f"{PAGE}/observations/2025-12-01"
SENT = {"reason": "entered for the wrong clinic", "version": "1"}


def actions() -> list[str]:
    return [each.action for each in db.session.query(AuditEvent).order_by(AuditEvent.id)]


@pytest.mark.both_databases
def test_a_value_is_removed_with_its_reason_and_put_back(cast, sign_in):
    series = clinic_series(cast)
    before = stored(series)
    bob = sign_in(cast.bob)
    assert "Remove the value" in bob.get(DECEMBER).get_data(as_text=True)
    assert bob.post(f"{DECEMBER}/remove", data=SENT).status_code == 303
    assert "2025-12-01" not in stored(series)
    html = bob.get(PAGE).get_data(as_text=True)
    assert "removed a value" in html
    assert "entered for the wrong clinic" in html
    assert f'action="{DECEMBER}/put-back"' in html
    assert bob.post(f"{DECEMBER}/put-back").status_code == 303
    assert stored(series) == before
    html = bob.get(PAGE).get_data(as_text=True)
    assert "put a value back" in html
    assert "put-back" not in html
    assert actions() == ["remove value", "put value back"]


def test_what_was_left_out_is_left_out_again(cast, sign_in):
    series = clinic_series(cast)
    series.observations[-1].excluded_because = "the storm"
    day = series.observations[-1].period.isoformat()
    db.session.commit()
    bob = sign_in(cast.bob)
    version = str(series.observations[-1].version)
    bob.post(f"{PAGE}/observations/{day}/remove", data=SENT | {"version": version})
    bob.post(f"{PAGE}/observations/{day}/put-back")
    found = db.session.query(Observation).order_by(Observation.period.desc()).first()
    assert (found.period.isoformat(), found.excluded_because) == (day, "the storm")


def test_without_a_reason_nothing_is_removed(cast, sign_in):
    series = clinic_series(cast)
    answer = sign_in(cast.bob).post(f"{DECEMBER}/remove", data=SENT | {"reason": " "})
    assert answer.status_code == 422
    assert "Say in a few words why." in answer.get_data(as_text=True)
    assert "2025-12-01" in stored(series)


def test_what_somebody_corrected_meanwhile_is_shown_and_stays(cast, sign_in):
    series = clinic_series(cast)
    correction = {"value": "16", "denominator": "200", "reason": "counted twice", "version": "1"}
    sign_in(cast.alice).post(DECEMBER, data=correction)
    answer = sign_in(cast.bob).post(f"{DECEMBER}/remove", data=SENT)
    assert answer.status_code == 409
    html = answer.get_data(as_text=True)
    assert "16 of 200" in html
    assert "to remove it" in html
    assert stored(series)["2025-12-01"] == (16.0, 200.0)


def test_what_has_a_value_again_is_not_put_back(cast, sign_in):
    series = clinic_series(cast)
    bob = sign_in(cast.bob)
    bob.post(f"{DECEMBER}/remove", data=SENT)
    bob.post(f"{PAGE}/observations", data={"period": "2025-12-01", "value": "9", "denominator": "200", "note": "x"})  # fmt: skip
    assert bob.post(f"{DECEMBER}/put-back").status_code == 303
    assert "Nothing is removed there any more" in bob.get(PAGE).get_data(as_text=True)
    assert stored(series)["2025-12-01"] == (9.0, 200.0)


def test_a_viewer_removes_nothing(cast, sign_in):
    clinic_series(cast)
    vera = sign_in(cast.vera)
    for step in ("remove", "put-back"):
        assert vera.post(f"{DECEMBER}/{step}", data=SENT).status_code == 403
