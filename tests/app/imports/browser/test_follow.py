"""A long import is followed line by line; what was checked is stored as it was shown."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.imports import progress
from app.imports.browser import steps
from app.imports.browser.following import LINES
from app.imports.browser.models import PendingImport
from app.measures import services
from app.measures.models import Observation
from tests.app.imports.browser.conftest import TEAM, Hand, lines_of
from tests.factories import make_series

FOLLOWED = {"Accept": f"{LINES}, text/html"}
MANY = 2500


def many_lines(days: int = MANY) -> str:
    """Weeks would end; so every row of a month is one of many that are summed."""
    rows = [f"{2001 + k % 25}-{k % 12 + 1:02},1,4" for k in range(days)]
    return "\n".join(["month,late,seen", *rows])


def stored() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Observation.id))) or 0


def test_reading_and_storing_are_told_line_by_line(alice: Hand):
    sent = alice.client.post
    assert alice.give(many_lines()).status_code == 303
    answer = sent(f"{TEAM}/columns", data=alice.fields("columns"), headers=FOLLOWED, buffered=True)
    lines = lines_of(answer)
    assert lines[-1] == {"go": f"{TEAM}/check"}
    assert [each["stage"] for each in lines[:-1]] == [progress.READING, progress.COMPARING]
    assert lines[0]["words"].startswith("Reading row 1,000 of about 2,5")
    answer = sent(f"{TEAM}/check", data=alice.fields("check"), headers=FOLLOWED, buffered=True)
    lines = lines_of(answer)
    assert lines[-1] == {"go": f"{TEAM}/done"}
    assert {each["stage"] for each in lines[:-1]} == {progress.STORING}
    assert lines[-2]["parts"] == stored()
    assert "It is stored" in alice.page("done")


def test_an_upload_is_followed_too(alice: Hand):
    alice.client.environ_base["HTTP_ACCEPT"] = FOLLOWED["Accept"]
    assert lines_of(alice.give(many_lines(10))) == [{"go": f"{TEAM}/columns"}]


def never(*_given: object) -> None:
    raise AssertionError("The file was read again.")


def test_what_was_checked_is_shown_and_stored_without_reading_the_file_again(alice, monkeypatch):
    assert alice.give("month,late,seen\n2025-01,3,40\n2025-02,4,50").status_code == 303
    assert alice.map().status_code == 303
    monkeypatch.setattr(steps, "check_file", never)
    assert "Store 2 new" in alice.page("check")
    assert alice.store().status_code == 303
    assert stored() == 2


@pytest.mark.both_databases
def test_a_check_holds_until_something_is_stored(alice, cast, monkeypatch):
    alice.check("month,late,seen\n2025-01,3,40\n2025-02,4,50")
    series = make_series(cast.team, cast.measure, [])
    db.session.commit()
    services.enter(cast.alice, series, date.fromisoformat("2025-03-01"), 5, 60)
    db.session.commit()
    assert "Store 2 new" in alice.page("check")  # read again: it says the same
    services.enter(cast.alice, series, date.fromisoformat("2025-02-01"), 4, 50)
    db.session.commit()
    assert "Store 1 new" in alice.page("check")
    monkeypatch.setattr(steps, "check_file", never)
    with pytest.raises(AssertionError):
        alice.page("check")


def test_a_check_is_forgotten_once_the_file_is_read_in_another_way(alice):
    alice.check("month,late,seen\n2025-01,3,40")
    assert kept_check() is not None
    alice.client.post(TEAM, data={"measure": "urgent-visits"})
    assert kept_check() is None


def test_a_check_is_forgotten_once_it_is_stored(alice):
    alice.check("month,late,seen\n2025-01,3,40")
    assert alice.store().status_code == 303
    assert kept_check() is None


def test_a_problem_is_kept_with_its_place(alice, monkeypatch):
    first = alice.check("month,late,seen\n2025-01,many,40\n2025-02,3,40\n2025-03,4,44")
    monkeypatch.setattr(steps, "check_file", never)
    again = alice.page("check")
    assert "“many” is not a number." in again
    assert again.count("<tr>") == first.count("<tr>")


def test_what_was_followed_and_refused_is_asked_for_again(alice):
    alice.check("month,late,seen\n2025-01,3,40")
    fields = alice.fields("check") | {"digest": "of something else"}
    answer = alice.client.post(f"{TEAM}/check", data=fields, headers=FOLLOWED, buffered=True)
    assert lines_of(answer) == [{"again": True}]
    assert stored() == 0
    assert alice.client.post(f"{TEAM}/check", data=fields).status_code == 409


def kept_check() -> bytes | None:
    db.session.rollback()
    return db.session.scalar(select(PendingImport.checked))
