import pytest

from app.audit.models import AuditEvent
from app.charter.models import Charter
from app.extensions import db

pytestmark = pytest.mark.both_databases
URL = "/networks/river/teams/clinic/charter"
NAMES = ("title", "problem", "why", "scope_in", "scope_out", "sponsor", "resources", "timeline")


def typed(version=0, **changes):
    return {name: f"The {name}" for name in NAMES} | {"version": str(version)} | changes


def stored():
    db.session.expire_all()
    return db.session.query(Charter).one()


def test_it_is_written_and_read(cast, sign_in):
    cast.team.memberships[1].lived_experience = True
    cast.team.memberships[1].contribution = "Parent partner"
    db.session.commit()
    client = sign_in(cast.bob)
    assert client.post(f"{URL}/edit", data=typed()).status_code == 303
    page = sign_in(cast.cora).get(URL).get_data(as_text=True)
    for name in NAMES:
        assert f"The {name}" in page, name
    assert "<b>Alice</b>, lead" in page
    assert "<b>Bob</b>, member, Parent partner · lived experience" in page
    assert "<b>Cora</b>, coach" in page
    assert "<b>Vera</b>" not in page  # who only views is not on the team
    assert "Revise the charter" not in page  # a coach reads


def test_the_first_begins_with_what_the_team_said(cast, sign_in):
    cast.team.why = "One child in six came wheezing."
    db.session.commit()
    page = sign_in(cast.bob).get(f"{URL}/edit").get_data(as_text=True)
    assert 'value="Clinic"' in page
    assert "One child in six came wheezing." in page


def test_a_revision_keeps_what_it_replaced_with_who_and_why(cast, sign_in):
    sign_in(cast.bob).post(f"{URL}/edit", data=typed())
    change = typed(stored().version, sponsor="The mayor", timeline="", reason="She asked.")
    client = sign_in(cast.alice)
    assert client.post(f"{URL}/edit", data=change).status_code == 303
    page = client.get(URL).get_data(as_text=True)
    assert page.index("She asked.") < page.index("First written")
    for words in ("<del>The sponsor</del>", "<ins>The mayor</ins>", "<ins>nothing</ins>"):
        assert words in page, words
    assert [(each.number, each.revised_by.name) for each in stored().revisions] == [
        (1, "Bob"),
        (2, "Alice"),
    ]
    event = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert event.action == "revise charter"
    assert event.detail.after == {"fields": "sponsor, timeline"}


def test_any_two_revisions_are_compared(cast, sign_in):
    client = sign_in(cast.bob)
    client.post(f"{URL}/edit", data=typed())
    assert "compared" not in client.get(URL).get_data(as_text=True)
    for sponsor in ("The mayor", "The board"):
        change = typed(stored().version, sponsor=sponsor, reason=f"{sponsor} asked.")
        assert client.post(f"{URL}/edit", data=change).status_code == 303
    reader = sign_in(cast.vera)
    for query, before, after in (
        ("", "The sponsor", "The board"),
        ("?from=1&to=3", "The sponsor", "The board"),
        ("?from=3&to=1", "The sponsor", "The board"),
        ("?from=2&to=3", "The mayor", "The board"),
        ("?from=1&to=2", "The sponsor", "The mayor"),
    ):
        page = reader.get(URL + query).get_data(as_text=True)
        assert page.count("<del>") == 1, query
        assert f"<del>{before}</del>" in page, query
        assert f"<ins>{after}</ins>" in page, query
    for query in ("?from=2&to=2", "?from=9&to=1", "?from=x&to=-4"):
        answer = reader.get(URL + query)
        assert answer.status_code == 200, query
        assert "Choose two different revisions." in answer.get_data(as_text=True), query


def test_a_revision_needs_its_reason(cast, sign_in):
    client = sign_in(cast.bob)
    client.post(f"{URL}/edit", data=typed())
    change = typed(stored().version, sponsor="The mayor", reason=" ")
    answer = client.post(f"{URL}/edit", data=change)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Say why the charter changes." in page
    assert "The mayor" in page
    assert stored().sponsor == "The sponsor"


@pytest.mark.parametrize("version", ["9" * 5000, "x", "-1", "²", "1.0"])
def test_a_version_that_cannot_be_read_is_a_conflict(cast, sign_in, version):
    client = sign_in(cast.bob)
    client.post(f"{URL}/edit", data=typed())
    change = typed(version, sponsor="The mayor", reason="She asked.")
    assert client.post(f"{URL}/edit", data=change).status_code == 409
    assert stored().sponsor == "The sponsor"


def test_the_same_again_is_no_revision(cast, sign_in):
    client = sign_in(cast.bob)
    client.post(f"{URL}/edit", data=typed())
    client.post(f"{URL}/edit", data=typed(stored().version))
    assert len(stored().revisions) == 1


@pytest.mark.parametrize("opened", [0, 1])
def test_who_saves_second_sees_both(cast, sign_in, opened):
    if opened:
        sign_in(cast.alice).post(f"{URL}/edit", data=typed())
        opened = stored().version
    first = typed(opened, problem="Alice wrote this", reason="We met." if opened else "")
    assert sign_in(cast.alice).post(f"{URL}/edit", data=first).status_code == 303
    client = sign_in(cast.bob)
    change = typed(opened, problem="Bob wrote this", reason="We met.")
    response = client.post(f"{URL}/edit", data=change)
    assert response.status_code == 409
    page = response.get_data(as_text=True)
    assert "Alice wrote this" in page
    assert page.count("Bob wrote this") == 2
    assert stored().problem == "Alice wrote this"
    again = change | {"version": str(stored().version)}
    assert client.post(f"{URL}/edit", data=again).status_code == 303
    assert stored().problem == "Bob wrote this"


def test_an_identifier_is_asked_about(cast, sign_in):
    response = sign_in(cast.bob).post(f"{URL}/edit", data=typed(problem="MRN 448120 came twice"))
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "looks like a record number" in page
    assert "The timeline" in page
    assert db.session.query(Charter).count() == 0


def test_who_may(cast, sign_in):
    reads = {"vera": 200, "cora": 200, "charlie": 404, "bea": 404, "olga": 404}
    for name, status in reads.items():
        client = sign_in(getattr(cast, name))
        assert client.get(URL).status_code == status, name
        refused = 403 if status == 200 else 404
        assert client.post(f"{URL}/edit", data=typed()).status_code == refused, name
    assert "No charter yet" in sign_in(cast.vera).get(URL).get_data(as_text=True)
