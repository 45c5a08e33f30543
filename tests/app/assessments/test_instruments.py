"""The backbone defines instruments: from the library, in the page, or from a file."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from app.assessments import services
from app.assessments.models import Instrument
from app.conflicts import Conflict
from app.extensions import db
from tests.app.assessments.test_textfile import GOOD
from tests.app.assessments.world import CONTENT

INDEX = "/networks/river/assessments"
TYPED = {
    "name": "Our stages",
    "about": "",
    "levels": "0.5: Begun | Somebody began\n1: Done\n2,5: Lasting",
    "items": "Who decides | Who has the last word?\nWho speaks",
}


def upload(client, text):
    data = {"file": (io.BytesIO(text.encode()), "map.toml")}
    return client.post(f"{INDEX}/file", data=data, content_type="multipart/form-data")


def only() -> Instrument:
    return db.session.query(Instrument).one()


def test_one_is_taken_over_from_the_library(cast, sign_in):
    client = sign_in(cast.bea)
    assert client.post(f"{INDEX}/library", data={"key": "progress-score"}).status_code == 303
    text = client.get(f"{INDEX}/{only().id}").get_data(as_text=True)
    assert "Changes tested, no improvement" in text
    assert client.post(f"{INDEX}/library", data={"key": "progress-score"}).status_code == 422
    assert client.post(f"{INDEX}/library", data={"key": "../x"}).status_code == 422


def test_one_is_written_in_the_page(cast, sign_in):
    assert sign_in(cast.bea).post(f"{INDEX}/new", data=TYPED).status_code == 303
    content = only().versions[0].content
    assert [level["value"] for level in content["levels"]] == [0.5, 1.0, 2.5]
    assert content["levels"][0]["text"] == "Somebody began"
    assert [item["asks"] for item in content["items"]] == ["Who has the last word?", ""]


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("levels", "1: a\nmany", "Line 2: write a number, a colon and a name"),
        ("levels", "2: a\n1: b", "Line 2: 1 comes after 2"),
        ("levels", "1: a", "Give 2 to 21 levels; there are 1."),
        ("levels", "1: a\n1.3: b", "Line 2: 1.3 must be a whole or half number"),
        ("items", "", "Give 1 to 40 items; there are 0."),
        ("items", "a\na", "Line 2: “a” is used twice."),
        ("name", "", "Write the name that teams will see."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(cast, sign_in, field, text, says):
    answer = sign_in(cast.bea).post(f"{INDEX}/new", data=TYPED | {field: text})
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert db.session.query(Instrument).count() == 0


def test_one_is_loaded_from_a_file_and_taken_along_as_one(cast, sign_in):
    client = sign_in(cast.bea)
    assert upload(client, GOOD).status_code == 303
    file = client.get(f"{INDEX}/{only().id}/file")
    assert file.mimetype == "application/toml"
    assert 'levels = [\n  "Nobody asks.",' in file.get_data(as_text=True)


def test_a_faulty_file_is_told_by_line_and_stores_nothing(cast, sign_in):
    answer = upload(sign_in(cast.bea), GOOD.replace("value = 0.5", "value = 0.3"))
    assert answer.status_code == 422
    assert "Line 7, level 1, value: 0.3 must be" in answer.get_data(as_text=True)
    assert db.session.query(Instrument).count() == 0


def test_rewording_makes_a_version_and_needs_a_reason(cast, sign_in):
    instrument = services.define(cast.bea, cast.network, CONTENT)
    db.session.commit()
    client = sign_in(cast.bea)
    path = f"{INDEX}/{instrument.id}/edit"
    data = TYPED | {"version": str(instrument.version)}
    refused = client.post(path, data=data)
    assert refused.status_code == 422
    assert "Say in a few words why it changes." in refused.get_data(as_text=True)
    assert client.post(path, data=data | {"reason": "Plainer"}).status_code == 303
    late = client.post(path, data=data | {"reason": "Mine", "name": "Other"})
    assert late.status_code == 409
    assert "Our stages" in late.get_data(as_text=True)
    db.session.expire_all()
    assert [each.number for each in only().versions] == [1, 2]


def test_new_questions_alone_are_a_change_that_two_may_not_make_at_once(cast):
    instrument = services.define(cast.bea, cast.network, CONTENT)
    db.session.commit()
    opened_at = instrument.version
    fewer = replace(CONTENT, items=CONTENT.items[:2])
    services.revise(cast.bea, instrument, fewer, "Shorter", opened_at)
    db.session.commit()
    with pytest.raises(Conflict):
        services.revise(cast.bea, instrument, CONTENT, "Longer", opened_at)


def test_others_read_and_only_the_backbone_writes(cast, sign_in):
    instrument = services.define(cast.bea, cast.network, CONTENT)
    db.session.commit()
    for user in (cast.nora, cast.alice, cast.frank):
        client = sign_in(user)
        assert "Add one" not in client.get(INDEX).get_data(as_text=True)
        assert client.get(f"{INDEX}/{instrument.id}").status_code == 200
        assert client.post(f"{INDEX}/new", data=TYPED).status_code == 403
    assert sign_in(cast.olga).get(f"{INDEX}/{instrument.id}").status_code == 404


OWN = ("No", "Some", "All", "More", "Most")


def revise(client, instrument, items, **more):
    data = {
        "name": "Where we stand",
        "levels": "\n".join(f"{value}: Stage {value}" for value in ("0.5", "1", "1.5", "2", "2.5")),
        "items": items,
        "reason": "Plainer",
        "version": str(instrument.version),
    }
    path = f"{INDEX}/{instrument.id}/edit"
    return client.post(path, data=data | more, content_type="multipart/form-data")


def described(cast) -> Instrument:
    seen, said, done = CONTENT.items
    made = services.define(
        cast.bea, cast.network, replace(CONTENT, items=(replace(seen, texts=OWN), said, done))
    )
    db.session.commit()
    return made


@pytest.mark.parametrize("items", ["Seen by all\nSaid | Who says it?\nDone", "Said\nSeen\nDone"])
def test_a_question_that_is_renamed_or_moved_keeps_its_own_descriptions(cast, sign_in, items):
    made = described(cast)
    assert revise(sign_in(cast.bea), made, items).status_code == 303
    db.session.expire_all()
    kept = {item["key"]: item["texts"] for item in only().versions[-1].content["items"]}
    assert kept == {"seen": list(OWN), "said": [], "done": []}


def test_a_new_question_takes_nothing_from_one_that_was_dropped(cast, sign_in):
    assert revise(sign_in(cast.bea), described(cast), "Felt\nSaid\nDone\nLast").status_code == 303
    db.session.expire_all()
    first = only().versions[-1].content["items"][0]
    assert (first["key"], first["texts"]) == ("felt", [])


def test_a_changed_file_takes_the_place_of_what_is_there(cast, sign_in):
    made, client = described(cast), sign_in(cast.bea)
    text = client.get(f"{INDEX}/{made.id}/file").get_data(as_text=True)
    changed = text.replace('"Most"', '"Nearly all"')
    file = {"file": (io.BytesIO(changed.encode()), "map.toml")}
    assert revise(client, made, "Ignored", **file).status_code == 303
    db.session.expire_all()
    versions = only().versions
    assert versions[-1].content["items"][0]["texts"][-1] == "Nearly all"
    assert [item["key"] for item in versions[-1].content["items"]] == ["seen", "said", "done"]
    file = {"file": (io.BytesIO(changed.replace("value = 1\n", "value = 9\n").encode()), "x.toml")}
    refused = revise(client, only(), "Ignored", **file)
    assert refused.status_code == 422
    assert "1.5 comes after 9" in refused.get_data(as_text=True)


def test_questions_in_any_script_are_told_apart(cast, sign_in):
    client = sign_in(cast.bea)
    typed = TYPED | {"items": "Кто решает\nКто говорит\n谁决定"}
    assert client.post(f"{INDEX}/new", data=typed).status_code == 303
    keys = [item["key"] for item in only().versions[0].content["items"]]
    assert len(set(keys)) == 3
    text = client.get(f"{INDEX}/{only().id}/file").get_data(as_text=True)
    again = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("key"))
    assert upload(client, again.replace("Our stages", "Other stages")).status_code == 303
