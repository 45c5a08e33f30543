import pytest

from app.audit.models import AuditEvent
from app.extensions import db
from app.ideas import services
from app.ideas.models import IdeaCopy
from app.theory.models import DriverNode, IdeaStatus, NodeKind
from tests.app.ideas.helpers import CLINIC, LIBRARY, SCHOOL, published
from tests.app.theory.helpers import node, told


@pytest.fixture
def source(cast):
    return published(cast)


def copy(client, source, team=CLINIC, **fields):
    data = {"text": "A card on our doors", "under": ""} | fields
    return client.post(f"{team}/ideas/{source.id}/try", data=data)


def test_it_stands_in_the_own_theory_with_its_lineage(cast, source, sign_in):
    driver = node(cast.team, NodeKind.SECONDARY, "Staff act")
    answer = copy(sign_in(cast.bob), source, under=str(driver.id))
    assert answer.status_code == 303
    assert told(cast.team)[-1] == ("A card on our doors", 3, ["Staff act"])
    kept = db.session.query(IdeaCopy).one()
    assert (kept.source_id, kept.root_id) == (source.id, source.id)
    assert kept.node.status is IdeaStatus.UNTESTED
    assert kept.copied_by_id == cast.bob.id
    event = db.session.query(AuditEvent).filter_by(action="try change idea").one()
    assert event.detail.after["from"] == "A card on every door"
    form = sign_in(cast.bob).get(answer.location).get_data(as_text=True)
    assert f'href="{LIBRARY}/{source.id}"' in form


def test_a_driver_of_the_same_name_is_proposed(cast, source, sign_in):
    driver = node(cast.team, NodeKind.SECONDARY, "teachers act early")
    page = sign_in(cast.alice).get(f"{CLINIC}/ideas/{source.id}/try").get_data(as_text=True)
    assert f'selected value="{driver.id}"' in page


def test_it_is_tried_once(cast, source, sign_in):
    client = sign_in(cast.alice)
    assert copy(client, source).status_code == 303
    again = copy(client, source)
    assert again.status_code == 422
    assert "Your team tries this already" in again.get_data(as_text=True)
    assert db.session.query(IdeaCopy).count() == 1


def test_it_can_be_tried_again_once_taken_out(cast, source, sign_in):
    client = sign_in(cast.alice)
    copy(client, source)
    kept = db.session.query(IdeaCopy).one().node
    client.post(f"{CLINIC}/theory/edit", data={"do": f"remove:{kept.id}"})
    assert copy(client, source).status_code == 303


def test_the_own_idea_is_not_copied(cast, source, sign_in):
    answer = copy(sign_in(cast.charlie), source, team=SCHOOL)
    assert answer.status_code == 422
    assert db.session.query(IdeaCopy).count() == 0


def test_a_withdrawn_idea_is_not_there(cast, source, sign_in):
    services.withdraw(source, actor=cast.charlie)
    client = sign_in(cast.alice)
    assert client.get(f"{CLINIC}/ideas/{source.id}/try").status_code == 404
    assert copy(client, source).status_code == 404


def test_a_driver_of_another_team_is_refused(cast, source, sign_in):
    theirs = db.session.query(DriverNode).filter_by(team_id=cast.other_team.id).first()
    answer = copy(sign_in(cast.alice), source, under=str(theirs.id))
    assert answer.status_code == 422
    assert 'value="A card on our doors"' in answer.get_data(as_text=True)
    assert db.session.query(IdeaCopy).count() == 0


def test_the_line_goes_back_to_the_first(cast, source, sign_in):
    copy(sign_in(cast.alice), source)
    own = db.session.query(IdeaCopy).one().node
    adapted = services.publish(
        own, {"title": "On our doors"}, cycles=[], version=None, actor=cast.alice
    )
    third = node(cast.other_team, NodeKind.IDEA, "Back again")
    kept = services.link(third, adapted, root_id=services.root_of(adapted), actor=cast.charlie)
    assert (kept.source_id, kept.root_id) == (adapted.id, source.id)


@pytest.mark.parametrize(
    ("name", "status"), [("bob", 200), ("vera", 403), ("cora", 403), ("charlie", 404)]
)
def test_who_may_try(cast, source, sign_in, name, status):
    answer = sign_in(getattr(cast, name)).get(f"{CLINIC}/ideas/{source.id}/try")
    assert answer.status_code == status
