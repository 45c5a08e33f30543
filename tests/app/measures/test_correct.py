"""Correcting a stored value: the old one is kept, with who, when and why."""

from __future__ import annotations

import pytest

from app import audit
from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.models import Observation, ObservationCorrection
from tests.app.measures.examples import PAGE, clinic_series, stored

DECEMBER = f"{PAGE}/observations/2025-12-01"
HTMX = {"HX-Request": "true"}
SENT = {"value": "16", "denominator": "200", "reason": "one visit counted twice", "version": "1"}


def test_it_keeps_what_it_replaces(cast, sign_in):
    series = clinic_series(cast)
    response = sign_in(cast.bob).post(DECEMBER, data=SENT)
    assert response.status_code == 303
    assert stored(series)["2025-12-01"] == (16.0, 200.0)
    kept = db.session.scalars(db.select(ObservationCorrection)).one()
    assert (kept.old_value, kept.old_denominator) == (17.0, 200.0)
    assert kept.reason == "one visit counted twice"
    assert kept.corrected_by_id == cast.bob.id
    html = sign_in(cast.alice).get(PAGE).get_data(as_text=True)
    assert "was 17 of 200: one visit counted twice (Bob, " in html


def test_it_stands_in_the_audit(cast, sign_in):
    clinic_series(cast)
    sign_in(cast.bob).post(DECEMBER, data=SENT | {"note": "Recounted."})
    [event] = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "correct value"))
    assert event.actor_id == cast.bob.id
    assert event.thing_kind == "observation"
    assert event.detail.before == {"December 2025": "17 of 200"}
    assert event.detail.after == {"December 2025": "16 of 200", "note": "changed"}
    assert event.detail.why == "one visit counted twice"
    assert audit.verify(event.chain).fault is None


def test_the_audit_is_not_told_what_counts_too_few(cast, sign_in):
    cast.measure.smallest_denominator = 201
    clinic_series(cast)
    sign_in(cast.bob).post(DECEMBER, data=SENT | {"denominator": "201"})
    [event] = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "correct value"))
    assert event.detail.before == {"December 2025": "not told, fewer than 201"}
    assert event.detail.after == {"December 2025": "16 of 201"}


def test_it_swaps_the_page_with_htmx(cast, sign_in):
    clinic_series(cast)
    response = sign_in(cast.bob).post(DECEMBER, data=SENT, headers=HTMX)
    assert response.headers["HX-Replace-Url"] == PAGE
    html = response.get_data(as_text=True)
    assert html.lstrip().startswith('<div id="series"')
    assert "December 2025 is corrected." in html
    assert "8.0%" in html  # 16 of 200


def test_it_opens_in_the_table(cast, sign_in):
    clinic_series(cast)
    html = sign_in(cast.bob).get(DECEMBER).get_data(as_text=True)
    assert "Correct December 2025" in html
    assert 'value="17"' in html
    assert "Why it is corrected" in html


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": " "}, "Say in a few words why."),
        ({"value": "x"}, "“x” is not a number."),
        ({"value": "201"}, "201 is more than 200."),
        ({"denominator": "0"}, "Nothing can be divided by 0."),
        ({"value": "17"}, "This is what is stored already."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_it_refuses(cast, sign_in, changed, sentence, headers):
    series = clinic_series(cast)
    sent = SENT | changed
    response = sign_in(cast.bob).post(DECEMBER, data=sent, headers=headers)
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert sentence in html
    assert f'value="{sent["value"]}"' in html
    assert stored(series)["2025-12-01"] == (17.0, 200.0)
    assert db.session.scalar(db.select(db.func.count(ObservationCorrection.id))) == 0


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_stale_correction_shows_both_versions(cast, sign_in, headers):
    series = clinic_series(cast)
    assert sign_in(cast.alice).post(DECEMBER, data=SENT | {"value": "19"}).status_code == 303
    client = sign_in(cast.bob)
    response = client.post(DECEMBER, data=SENT, headers=headers)
    html = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "Stored now, by Alice" in html
    assert "19 of 200" in html
    assert "16 of 200" in html
    assert 'value="16"' in html
    assert stored(series)["2025-12-01"] == (19.0, 200.0)
    # Saved again, now knowing what it replaces.
    assert 'name="version" type="hidden" value="2"' in html
    assert client.post(DECEMBER, data=SENT | {"version": "2"}).status_code == 303
    assert stored(series)["2025-12-01"] == (16.0, 200.0)


def test_a_correction_without_a_version_is_stale(cast, sign_in):
    clinic_series(cast)
    sent = {key: value for key, value in SENT.items() if key != "version"}
    assert sign_in(cast.bob).post(DECEMBER, data=sent).status_code == 409


@pytest.mark.parametrize("period", ["2030-01-01", "soon", "2023-12-01"])
def test_what_is_not_there_is_not_found(cast, sign_in, period):
    clinic_series(cast)
    client = sign_in(cast.bob)
    assert client.get(f"{PAGE}/observations/{period}").status_code == 404
    assert client.post(f"{PAGE}/observations/{period}", data=SENT).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("vera", 403), ("charlie", 403), ("olga", 404)])
def test_it_checks_membership(cast, sign_in, name, status):
    clinic_series(cast)
    client = sign_in(getattr(cast, name))
    assert client.get(DECEMBER).status_code == status
    assert client.post(DECEMBER, data=SENT).status_code == status
    assert db.session.scalar(db.select(db.func.count(Observation.id))) == 24
