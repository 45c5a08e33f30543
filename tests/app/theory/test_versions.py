import pytest

from app.extensions import db
from app.theory.models import DriverNode, IdeaStatus, NodeKind, TheoryVersion
from tests.app.theory.helpers import EDIT, URL, node, post, small

VERSIONS = f"{URL}/versions"


@pytest.fixture
def parts(cast):
    return small(cast.team)


@pytest.fixture
def alice(cast, sign_in):
    return sign_in(cast.alice)


def keep(client, name, **fields):
    return client.post(VERSIONS, data={"name": name, **fields})


def test_a_version_stays_as_it_was_kept(cast, parts, alice):
    assert keep(alice, "Working hypothesis", note="Before any test.").status_code == 303
    key = parts[1].id
    alice.post(EDIT, data={f"text-{key}": "Refilled early", f"was-{key}": "Refilled on time"})
    post(alice, do=f"remove:{parts[3].id}")
    page = alice.get(f"{VERSIONS}/1").get_data(as_text=True)
    assert "Refilled on time" in page
    assert "Pharmacist call" in page
    assert "Refilled early" not in page
    assert "Before any test." in page
    version = db.session.query(TheoryVersion).one()
    assert (version.number, version.frozen_by_id) == (1, cast.alice.id)


def test_differences_since_are_marked_and_told(cast, parts, alice):
    keep(alice, "Working hypothesis")
    top, refilled, technique, idea = (part.id for part in parts)
    alice.post(
        EDIT, data={f"text-{refilled}": "Refilled early", f"was-{refilled}": "Refilled on time"}
    )
    post(alice, do=f"disconnect:{idea}:{refilled}")
    post(alice, do="add", lines="Reminder text", kind="change idea", under=technique)
    post(alice, do=f"remove:{technique}")
    page = alice.get(f"{VERSIONS}/1?against=now").get_data(as_text=True)
    assert "1 added, 1 removed, 1 changed, 1 moved" in page
    for row in ("Words: Refilled on time", "Words: Refilled early", "Served: Medicine works"):
        assert row in page
    assert top


def test_two_versions_are_compared_in_the_order_of_time(cast, parts, alice):
    keep(alice, "First")
    node(cast.team, NodeKind.PRIMARY, "Clean air")
    keep(alice, "Second")
    for path in (f"{VERSIONS}/2", f"{VERSIONS}/1?against=2"):
        page = alice.get(path).get_data(as_text=True)
        assert "1 added" in page
        assert "from “First” to “Second”" in page
    assert "removed" not in alice.get(f"{VERSIONS}/2").get_data(as_text=True)


def test_what_was_learned_is_a_change_too(cast, parts, alice):
    keep(alice, "First")
    idea = db.session.get(DriverNode, parts[3].id)
    idea.status, idea.reliability = IdeaStatus.ADOPTED, 1
    db.session.commit()
    page = alice.get(f"{VERSIONS}/1?against=now").get_data(as_text=True)
    assert "Status: untested" in page
    assert "Status: adopted; Reliability: level 1" in page


@pytest.mark.parametrize("name", ["", "  "])
def test_a_version_needs_a_name(cast, parts, alice, name):
    answer = keep(alice, name, note="Long thoughts")
    assert answer.status_code == 422
    assert "Long thoughts" in answer.get_data(as_text=True)


def test_a_name_stands_for_one_version(cast, parts, alice):
    keep(alice, "First")
    node(cast.team, NodeKind.PRIMARY, "Clean air")
    assert keep(alice, "FIRST").status_code == 422


def test_nothing_new_is_not_kept_twice(cast, parts, alice):
    keep(alice, "First")
    answer = keep(alice, "Second")
    assert answer.status_code == 422
    assert "Nothing has changed since “First”." in answer.get_data(as_text=True)


def test_an_empty_theory_is_not_kept(cast, alice):
    assert keep(alice, "First").status_code == 422


def test_who_may_look_and_who_may_keep(cast, parts, sign_in):
    keep(sign_in(cast.alice), "First")
    node(cast.team, NodeKind.PRIMARY, "Clean air")
    expected = {
        "bob": (200, 303),
        "vera": (200, 403),
        "cora": (200, 403),
        "charlie": (404, 404),
        "bea": (404, 404),
    }
    for name, (look, keeping) in expected.items():
        client = sign_in(getattr(cast, name))
        assert client.get(VERSIONS).status_code == look, name
        assert client.get(f"{VERSIONS}/1").status_code == look, name
        assert keep(client, f"By {name}").status_code == keeping, name
        assert ("Keep this version" in client.get(VERSIONS).get_data(as_text=True)) == (
            name == "bob"
        )


@pytest.mark.parametrize("against", ["7", "x", "99999999999999999999", "-1"])
def test_a_strange_comparison_does_not_break_it(cast, parts, alice, against):
    keep(alice, "First")
    assert alice.get(f"{VERSIONS}/1?against={against}").status_code in {200, 404}
    assert alice.get(f"{VERSIONS}/7").status_code == 404


@pytest.mark.parametrize(
    ("ext", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?xml")]
)
def test_it_is_downloaded(cast, parts, sign_in, ext, start):
    client = sign_in(cast.vera)
    keep(sign_in(cast.alice), "First")
    for path in (f"{URL}/chart.{ext}", f"{VERSIONS}/1/chart.{ext}"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.data.startswith(start)
        assert f".{ext}" in answer.headers["Content-Disposition"]
    assert client.get(f"{URL}/chart.exe").status_code == 404
    assert sign_in(cast.charlie).get(f"{URL}/chart.{ext}").status_code == 404


def test_an_empty_theory_has_no_file(cast, sign_in):
    assert sign_in(cast.alice).get(f"{URL}/chart.png").status_code == 404
