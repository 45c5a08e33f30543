"""Removing an observation: once, with a reason, and nothing of it is lost."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest

from app.api.scopes import Scope
from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.past.models import Mark, SeriesChange
from tests.app.strata.conftest import SMALL, broken_down
from tests.factories import make_network, make_series

SERIES = "/networks/river/teams/clinic/measures/urgent-visits"
JANUARY = f"{SERIES}/observations/2024-01-01"
WHY = "Entered twice by the old export"


@pytest.fixture
def series(cast):
    return make_series(cast.team, cast.measure, [(12, 80), (9, 75), (7, 70)], date(2024, 1, 1))


def remove(program, path: str = JANUARY, reason: str | None = WHY, match: str | None = '"1"'):
    asked = f"?{urlencode({'reason': reason})}" if reason is not None else ""
    headers = {"If-Match": match} if match else {}
    return program.ask("DELETE", path + asked, headers=headers)


def periods(series) -> list[date]:
    db.session.expire_all()
    return [each.period for each in series.observations]


@pytest.mark.both_databases
def test_what_is_removed_is_told_and_kept(cast, program, series):
    series.observations[0].note = "Double"
    found = program(cast.bob)
    response = remove(found, match=found.ask("GET", JANUARY).headers["ETag"])
    assert response.status_code == 200
    found = response.get_json()
    assert (found["period"], found["numerator"], found["denominator"]) == ("2024-01-01", 12, 80)
    assert (found["note"], found["reason"], found["by"]) == ("Double", WHY, "Bob")
    assert periods(series) == [date(2024, 2, 1), date(2024, 3, 1)]
    kept = db.session.query(SeriesChange).one()
    assert (kept.mark, kept.reason, kept.by_id) == (Mark.REMOVED_VALUE, WHY, cast.bob.id)
    assert kept.before["value"] == 12
    events = list(db.session.query(AuditEvent))
    assert [each.action for each in events][-2:] == ["remove value", "store data by API"]


@pytest.mark.both_databases
def test_sent_again_it_tells_the_same_and_changes_nothing(cast, program, series):
    found = program(cast.alice)
    first = remove(found)
    audited = db.session.query(AuditEvent).count()
    second = remove(found)
    other = remove(found, reason="Another reason", match=None)
    assert [each.status_code for each in (first, second, other)] == [200, 200, 200]
    assert first.get_json() == second.get_json() == other.get_json()
    assert db.session.query(AuditEvent).count() == audited
    assert db.session.query(SeriesChange).count() == 1


def test_a_person_can_put_it_back(cast, program, series, sign_in):
    remove(program(cast.alice))
    back = sign_in(cast.alice).post(f"{SERIES}/observations/2024-01-01/put-back")
    assert back.status_code == 303
    assert periods(series)[0] == date(2024, 1, 1)
    # It can then be removed anew, by the version that it has now.
    assert remove(program(cast.alice)).status_code == 200


def test_what_was_never_there_is_not_found(cast, program, series):
    for day in ("2023-01-01", "no-day"):
        assert remove(program(cast.alice), f"{SERIES}/observations/{day}").status_code == 404


def test_any_day_of_the_period_will_do(cast, program, series):
    response = remove(program(cast.alice), f"{SERIES}/observations/2024-01-31")
    assert response.get_json()["period"] == "2024-01-01"


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_a_reason_is_needed(cast, program, series, reason):
    response = remove(program(cast.alice), reason=reason)
    assert response.status_code == 422
    [fault] = response.get_json()["errors"]
    assert (fault["in"], fault["field"]) == ("query", "reason")
    assert len(periods(series)) == 3


def test_who_does_not_say_which_version_is_asked(cast, program, series):
    response = remove(program(cast.alice), match=None)
    assert response.status_code == 428
    assert 'If-Match: "1"' in response.get_json()["detail"]
    assert response.get_json()["errors"][0]["stored"]["numerator"] == 12
    assert len(periods(series)) == 3


def test_who_was_slower_is_told_what_is_stored(cast, program, series):
    response = remove(program(cast.alice), match='"7"')
    assert response.status_code == 412
    assert response.get_json()["errors"][0]["stored"]["version"] == 1
    assert len(periods(series)) == 3


def test_data_by_group_hold_it(cast, program):
    broken_down(SMALL, cast)
    found = program(cast.alice)
    response = remove(found, match=found.ask("GET", JANUARY).headers["ETag"])
    assert response.status_code == 422
    assert "data by group" in response.get_json()["detail"]


def test_the_scope_is_asked_for(cast, program, series):
    for scope in (Scope.READ, Scope.WRITE_MEASURES):
        assert remove(program(cast.alice, scope)).status_code == 403
    assert len(periods(series)) == 3


@pytest.mark.parametrize(
    ("who", "status"),
    [("vera", 403), ("charlie", 403), ("nora", 403), ("otto", 403), ("bea", 403), ("olga", 404)],
)
def test_only_who_enters_data_removes_them(cast, program, series, who, status):
    response = remove(program(getattr(cast, who)))
    assert response.status_code == status
    assert len(periods(series)) == 3


def test_a_token_of_another_network_finds_nothing(cast, program, series):
    elsewhere = make_network("lake")
    db.session.commit()
    assert remove(program(cast.alice, network=elsewhere)).status_code == 404
    assert len(periods(series)) == 3


def test_with_a_key_the_first_answer_is_given_again(cast, program, series):
    found = program(cast.alice)
    path = f"{JANUARY}?{urlencode({'reason': WHY})}"
    headers = {"If-Match": '"1"', "Idempotency-Key": "k-1"}
    answers = [found.ask("DELETE", path, headers=headers) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    assert answers[0].get_json() == answers[1].get_json()


def test_the_page_describes_it(cast, sign_in):
    page = sign_in(cast.alice).get("/api").get_data(as_text=True)
    assert "Remove one period&#39;s data, which should never have been entered" in page
    assert "<b>DELETE</b>" in page
