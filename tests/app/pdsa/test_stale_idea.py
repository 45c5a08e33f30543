"""A form that names a change idea which was deleted since it was opened."""

import pytest

from app.clock import now
from app.errors import ServiceError
from app.extensions import db
from app.pdsa import services
from app.pdsa.models import Cycle
from tests.app.pdsa.helpers import CYCLES, idea, plan, planned

GONE = "“Pharmacist call” was deleted from what drives it while you had this open."


def removed(cast):
    found = idea(cast.team)
    found.removed_at = now()
    db.session.commit()
    return found


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("new", plan(objective="Do they pick up?")),
        ("1/plan", plan(objective="Do they pick up?", version="1")),
        ("log", {"title": "Call", "decision": "adopt", "learned": "Do they pick up?"}),
    ],
)
def test_it_is_refused_by_name_and_what_was_typed_is_kept(cast, sign_in, page, fields):
    planned(cast)
    node = removed(cast)
    client = sign_in(cast.bob)
    answer = client.post(f"{CYCLES}/{page}", data=fields | {"change_idea_id": str(node.id)})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert GONE in text
    assert "Do they pick up?" in text
    assert f'<option selected value="{node.id}">Pharmacist call (deleted)</option>' in text
    db.session.rollback()
    assert [each.change_idea_id for each in db.session.query(Cycle)] == [None]
    answer = client.post(f"{CYCLES}/{page}", data=fields | {"change_idea_id": ""})
    assert answer.status_code == 303


def test_another_teams_deleted_idea_is_not_named(cast, sign_in):
    theirs = idea(cast.other_team, "Their call", removed_at=now())
    db.session.commit()
    fields = plan(change_idea_id=str(theirs.id))
    text = sign_in(cast.bob).post(f"{CYCLES}/new", data=fields).get_data(as_text=True)
    assert "Choose one from the list." in text
    assert "Their call" not in text


def test_deleted_between_the_check_and_the_writing_it_is_refused_too(cast):
    node = removed(cast)
    with pytest.raises(ServiceError, match="was deleted") as refused:
        planned(cast, change_idea_id=node.id)
    assert refused.value.field == "change_idea_id"


def test_one_that_cycles_tested_stays_a_choice(cast, sign_in):
    node = idea(cast.team)
    cycle = planned(cast, change_idea_id=node.id)
    node.removed_at = now()
    db.session.commit()
    fields = plan(change_idea_id=str(node.id), version=str(cycle.version))
    assert sign_in(cast.bob).post(f"{CYCLES}/1/plan", data=fields).status_code == 303
    services.start(cast.team, "Again", actor=cast.alice, change_idea_id=node.id)
