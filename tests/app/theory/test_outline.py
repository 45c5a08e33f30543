"""Writing, moving, connecting and deleting in the outline, by forms and by the page's script."""

import pytest

from app.audit.models import AuditDetail, AuditEvent
from app.extensions import db
from app.pdsa.models import Cycle
from app.theory.models import DriverNode, NodeKind
from tests.app.theory.helpers import EDIT, node, post, small, told


@pytest.fixture
def parts(cast):
    return small(cast.team)


@pytest.fixture
def alice(cast, sign_in):
    return sign_in(cast.alice)


def audited():
    query = db.session.query(AuditEvent.action, AuditDetail.actor_name).join(AuditEvent.detail)
    return query.order_by(AuditEvent.id).all()


def test_who_may_edit(cast, parts, sign_in):
    for name, status in {
        "alice": 200,
        "bob": 200,
        "vera": 403,
        "cora": 403,
        "charlie": 404,
        "bea": 404,
    }.items():
        client = sign_in(getattr(cast, name))
        assert client.get(EDIT).status_code == status, name
        wanted = {200: 303}.get(status, status)
        assert client.post(EDIT, data={"lines": "Sleep"}).status_code == wanted, name


def test_lines_become_nodes_that_serve_those_above(cast, alice):
    text = "Medicine works\n  Refilled on time\n    Pharmacist call\n  Technique\nClean air"
    answer = post(alice, do="add", lines=text)
    assert answer.status_code == 200
    assert len(answer.json["ids"]) == 5
    assert told(cast.team) == [
        ("Medicine works", 1, []),
        ("Refilled on time", 2, ["Medicine works"]),
        ("Pharmacist call", 3, ["Refilled on time"]),
        ("Technique", 2, ["Medicine works"]),
        ("Clean air", 1, []),
    ]
    assert audited() == [("add drivers", "Alice")]


def test_lines_sent_twice_are_drawn_once(cast, alice):
    sent = {"lines": "Sleep\n  No mold\n    A kit\n  Clean air\nFood", "do": "add"}
    first = post(alice, **sent).get_json()["ids"]
    drawn = told(cast.team)
    again = post(alice, **sent).get_json()
    assert told(cast.team) == drawn
    assert (again["ids"], again["said"]) == (first, "These lines stand there already.")
    # The same words under another driver, or with one line that is new, are no repetition.
    under = str(first[4])
    assert (
        post(alice, lines="No mold", under=under, do="add").get_json()["said"] == "1 line is added."
    )
    assert ("No mold", 2, ["Food"]) in told(cast.team)
    post(alice, lines="Sleep\n  Quiet", do="add")
    assert [text for text, *_ in told(cast.team)].count("Sleep") == 2


def test_a_deleted_line_can_be_written_anew(cast, alice):
    [key] = post(alice, lines="Sleep", do="add").get_json()["ids"]
    post(alice, do=f"remove:{key}")
    assert post(alice, lines="Sleep", do="add").get_json()["ids"] != [key]


def test_a_new_line_stands_after_the_one_it_was_written_after(cast, parts, alice):
    _top, refilled, *_ = parts
    post(
        alice,
        do="add",
        lines="Affordable",
        kind="secondary driver",
        under=parts[0].id,
        after=refilled.id,
    )
    assert [text for text, depth, _ in told(cast.team) if depth == 2] == [
        "Refilled on time",
        "Affordable",
        "Good technique",
    ]


def test_several_lines_are_renamed_at_once(cast, parts, alice):
    first, second = parts[0].id, parts[1].id
    data = {
        f"text-{first}": " Medicine   is there ",
        f"was-{first}": "Medicine works",
        f"text-{second}": "Refilled",
        f"was-{second}": "Refilled on time",
    }
    assert alice.post(EDIT, data=data).status_code == 303
    assert [text for text, *_ in told(cast.team)][:2] == ["Medicine is there", "Refilled"]
    assert audited() == [("rename driver", "Alice")] * 2


def test_who_saves_second_sees_both_and_loses_nothing(cast, parts, alice, sign_in):
    key = parts[0].id
    bob = sign_in(cast.bob)
    bob.post(EDIT, data={f"text-{key}": "Bob's words", f"was-{key}": "Medicine works"})
    data = {
        f"text-{key}": "Alice's words",
        f"was-{key}": "Medicine works",
        f"text-{parts[1].id}": "Also changed",
        f"was-{parts[1].id}": "Refilled on time",
    }
    page = alice.post(EDIT, data=data)
    assert page.status_code == 409
    text = page.get_data(as_text=True)
    assert "Bob changed this to “Bob&#39;s words” in the meantime." in text
    assert "Alice&#39;s words</textarea>" in text
    assert "Also changed</textarea>" in text
    assert [text for text, *_ in told(cast.team)][:2] == ["Bob's words", "Refilled on time"]
    # Saving again is a decision: it knows now what it replaces.
    data[f"was-{key}"] = "Bob's words"
    assert alice.post(EDIT, data=data).status_code == 303
    assert [text for text, *_ in told(cast.team)][:2] == ["Alice's words", "Also changed"]


def test_the_script_is_told_of_a_conflict(cast, parts, alice):
    key = parts[0].id
    answer = alice.post(
        EDIT,
        data={f"text-{key}": "Mine", f"was-{key}": "Something older"},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 409
    (clash,) = answer.json["clashes"]
    assert (clash["stored"], clash["typed"], clash["removed"]) == ("Medicine works", "Mine", False)


def test_changing_what_was_deleted_meanwhile_is_a_conflict(cast, parts, alice, sign_in):
    key = parts[3].id
    post(sign_in(cast.bob), do=f"remove:{key}")
    answer = alice.post(
        EDIT,
        data={f"text-{key}": "Mine", f"was-{key}": "Pharmacist call"},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 409
    assert answer.json["clashes"][0]["sentence"].startswith("Bob deleted “Pharmacist call”")


def test_deleting_what_somebody_reworded_asks_first(cast, parts, alice):
    key = parts[3].id
    answer = alice.post(
        EDIT,
        data={"do": f"remove:{key}", f"was-{key}": "Older words"},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 409
    assert len(told(cast.team)) == 4


def test_undoing_a_delete_restores_every_link_and_the_cycles(cast, parts, alice):
    before = told(cast.team)
    cycle = Cycle(team_id=cast.team.id, number=1, title="Call", change_idea_id=parts[3].id)
    db.session.add(cycle)
    db.session.commit()
    for part in (parts[3], parts[1]):
        post(alice, do=f"remove:{part.id}")
    assert [text for text, *_ in told(cast.team)] == ["Medicine works", "Good technique"]
    page = alice.get(f"{EDIT}?removed={parts[1].id}").get_data(as_text=True)
    assert "“Refilled on time” is deleted." in page
    for part in (parts[1], parts[3]):
        post(alice, do=f"restore:{part.id}")
    assert told(cast.team) == before
    assert db.session.get(Cycle, cycle.id).change_idea_id == parts[3].id
    actions = [action for action, _ in audited()]
    assert actions == ["delete driver"] * 2 + ["restore driver"] * 2


def test_a_link_that_no_longer_leads_to_the_aim_stays_away(cast, parts, alice):
    top, refilled, technique, idea = (part.id for part in parts)
    post(alice, do=f"remove:{idea}")
    post(alice, do=f"deeper:{technique}:{top}")  # now a change idea under "Refilled on time"
    post(alice, do=f"restore:{idea}")
    assert told(cast.team)[-1] == ("Pharmacist call", 3, ["Refilled on time"])
    assert refilled


def test_a_circle_is_refused_and_its_way_is_told(cast, parts, alice):
    top, _, _, idea = parts
    answer = post(alice, do=f"connect:{top.id}:{idea.id}")
    assert answer.status_code == 422
    assert answer.json["error"] == (
        "“Medicine works” cannot serve “Pharmacist call”, because that already serves "
        "“Medicine works” through “Refilled on time”: the arrows would go in a circle."
    )


def test_a_driver_does_not_serve_one_of_its_own_layer(cast, parts, alice):
    answer = post(alice, do=f"connect:{parts[1].id}:{parts[2].id}")
    assert answer.status_code == 422
    assert "cannot serve a secondary driver" in answer.json["error"]
    assert post(alice, do=f"connect:{parts[1].id}:{parts[1].id}").status_code == 422


def test_an_idea_can_serve_several_and_be_let_go(cast, parts, alice):
    idea, refilled = parts[3].id, parts[1].id
    post(alice, do=f"disconnect:{idea}:{refilled}")
    assert told(cast.team)[-1][2] == ["Good technique"]
    post(alice, do=f"connect:{idea}:{refilled}")
    assert told(cast.team)[-1][2] == ["Good technique", "Refilled on time"]
    assert "already serves" in post(alice, do=f"connect:{idea}:{refilled}").json["said"]


def test_up_and_down_among_its_own(cast, parts, alice):
    top, refilled, technique, _ = (part.id for part in parts)
    assert post(alice, do=f"up:{technique}:{top}").status_code == 200
    seconds = [text for text, depth, _ in told(cast.team) if depth == 2]
    assert seconds == ["Good technique", "Refilled on time"]
    answer = post(alice, do=f"down:{refilled}:{top}")
    assert answer.status_code == 422
    assert answer.json["error"] == "“Refilled on time” is last here already."


def test_order_makes_no_conflict_with_words(cast, parts, alice):
    """Moving a neighbor is no change of what a line says."""
    version = parts[1].version
    post(alice, do=f"up:{parts[2].id}:{parts[0].id}")
    db.session.expire_all()
    assert db.session.get(DriverNode, parts[1].id).version == version


def test_deeper_goes_under_the_line_before_and_hands_its_own_on(cast, parts, alice):
    other = node(cast.team, NodeKind.PRIMARY, "Clean air")
    mold = node(cast.team, NodeKind.SECONDARY, "No mold", other)
    answer = post(alice, do=f"deeper:{other.id}")
    assert told(cast.team)[-2:] == [
        ("Clean air", 2, ["Medicine works"]),
        ("No mold", 2, ["Medicine works"]),
    ]
    assert "“No mold” cannot serve it there" in answer.json["said"]
    assert mold


def test_deeper_and_back_again(cast, parts, alice):
    before = told(cast.team)
    top, refilled, technique, idea = (part.id for part in parts)
    post(alice, do=f"disconnect:{idea}:{technique}")
    post(alice, do=f"deeper:{technique}:{top}")
    assert ("Good technique", 3, ["Refilled on time"]) in told(cast.team)
    post(alice, do=f"shallower:{technique}:{refilled}")
    post(alice, do=f"connect:{idea}:{technique}")
    assert told(cast.team) == before


def test_an_idea_with_cycles_stays_one(cast, parts, alice):
    db.session.add(Cycle(team_id=cast.team.id, number=1, title="x", change_idea_id=parts[3].id))
    db.session.commit()
    answer = post(alice, do=f"shallower:{parts[3].id}:{parts[1].id}")
    assert answer.status_code == 422
    assert "stays a change idea: 1 cycle tests it." in answer.json["error"]


def test_dropping_beside_another_takes_its_place_and_its_driver(cast, parts, alice):
    other = node(cast.team, NodeKind.PRIMARY, "Clean air")
    mold = node(cast.team, NodeKind.SECONDARY, "No mold", other)
    answer = post(alice, do=f"before:{mold.id}:{parts[2].id}")
    assert "“No mold” now serves “Medicine works”." in answer.json["said"]
    seconds = [each for each in told(cast.team) if each[1] == 2]
    assert seconds == [
        ("Refilled on time", 2, ["Medicine works"]),
        ("No mold", 2, ["Medicine works"]),
        ("Good technique", 2, ["Medicine works"]),
    ]


@pytest.mark.parametrize(
    "data",
    [
        {"do": "explode:1"},
        {"do": "remove"},
        {"do": "remove:999999"},
        {"do": "add", "lines": "  "},
        {"do": "add", "lines": "A", "under": "999999"},
        {"text-999999": "A"},
    ],
)
def test_what_makes_no_sense_is_refused_and_kept(cast, parts, alice, data):
    before = told(cast.team)
    assert alice.post(EDIT, data=data).status_code == 422
    assert told(cast.team) == before


def test_an_emptied_line_is_not_stored(cast, parts, alice):
    key = parts[0].id
    page = alice.post(EDIT, data={f"text-{key}": " ", f"was-{key}": "Medicine works"})
    assert page.status_code == 422
    assert "Write what it is, or delete it." in page.get_data(as_text=True)


def test_nodes_of_another_team_are_not_there(cast, parts, alice):
    theirs = node(cast.other_team, NodeKind.PRIMARY, "Theirs")
    for do in (f"remove:{theirs.id}", f"connect:{parts[1].id}:{theirs.id}"):
        assert post(alice, do=do).status_code == 422
    assert alice.get(EDIT.replace("edit", f"nodes/{theirs.id}")).status_code == 404
    assert told(cast.other_team) == [("Theirs", 1, [])]


def test_live_text_stays_text(cast, parts, alice):
    post(alice, do="add", lines="<script>alert(1)</script> {{ 7*7 }}")
    page = alice.get(EDIT).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page


def test_a_refused_list_is_kept_with_where_it_should_go(cast, parts, alice):
    answer = alice.post(EDIT, data={"do": "add", "lines": "x" * 301, "under": str(parts[1].id)})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Keep each line under 300 characters" in page
    assert "x" * 301 in page
    assert f'value="{parts[1].id}" selected' in page
