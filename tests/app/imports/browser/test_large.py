"""A file over the limit of the server is refused where it was chosen."""

from __future__ import annotations

import pytest

from app.imports.browser.large import MOST_THROWN_AWAY
from tests.app.imports.browser.conftest import NETWORK, TEAM, Hand

LARGE = b"x" * (17 * 1024 * 1024)


@pytest.fixture(autouse=True)
def protected(app, monkeypatch):
    """As on every installation, where what was sent is looked at before any view is."""
    monkeypatch.setitem(app.config, "WTF_CSRF_CHECK_DEFAULT", True)


def test_the_import_says_what_to_do_on_its_own_page(alice):
    answer = alice.give(LARGE)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 413
    assert "The file has 17 MB; up to 16 MB are read. Split it" in page
    assert "Bring in a file</h1>" in page
    assert 'name="file"' in page
    assert "Urgent visits" in page


def test_the_networks_import_does_so_as_well(bea):
    answer = bea.give(LARGE)
    assert answer.status_code == 413
    assert "The file has 17 MB; up to 16 MB are read." in answer.get_data(as_text=True)


def test_who_may_not_bring_a_file_in_sees_nothing_of_the_place(cast, sign_in):
    hand = Hand(sign_in(cast.charlie), TEAM)
    pages = set()
    for at in (TEAM, NETWORK, TEAM.replace("clinic", "nowhere")):
        hand.at = at
        answer = hand.give(LARGE)
        assert answer.status_code == 413
        pages.add(answer.get_data(as_text=True))
    [page] = pages
    assert "That is too large" in page
    assert "Clinic" not in page


def test_a_file_that_waits_is_kept(app, alice, monkeypatch):
    with monkeypatch.context() as unprotected:
        unprotected.setitem(app.config, "WTF_CSRF_CHECK_DEFAULT", False)
        alice.give("month,late,seen\n2025-01,12,80\n")
    page = alice.give(LARGE).get_data(as_text=True)
    assert "<b>data.csv</b> waits here" in page
    assert len(LARGE) < MOST_THROWN_AWAY


def test_other_pages_keep_the_general_answer(alice):
    answer = alice.client.post(
        f"{TEAM}/columns", data=LARGE, content_type="application/x-www-form-urlencoded"
    )
    assert "That is too large" in answer.get_data(as_text=True)
