import pytest

from app.audit.models import AuditEvent
from app.extensions import db
from app.stakeholders.models import Stakeholder, StakeholderKind
from tests.app.stakeholders.helpers import TODAY, URL, person, places

pytestmark = pytest.mark.both_databases


def stored():
    return list(db.session.query(Stakeholder).order_by(Stakeholder.id))


def test_many_are_added_a_line_each(cast, sign_in):
    person(cast, "Parent council")
    client = sign_in(cast.bob)
    names = "- Clinic board −1/5\n\n2) School nurses\nparent COUNCIL\n• School nurses\nDr. Weekend"
    response = client.post(f"{URL}/add", data={"names": names})
    assert response.status_code == 303
    made = stored()[1:]
    assert [each.name for each in made] == ["Clinic board", "School nurses", "Dr. Weekend"]
    assert places(made[0]) == [(TODAY, -1, 5)]
    assert places(made[1]) == []
    page = client.get(response.location).get_data(as_text=True)
    assert "3 stakeholders are added. Already there: parent COUNCIL." in page
    assert "2 not placed yet" in page


def test_nothing_is_added_where_a_line_is_wrong(cast, sign_in):
    response = sign_in(cast.bob).post(f"{URL}/add", data={"names": "Good\n" + "b" * 121})
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "Line 2 is longer" in page
    assert "b" * 121 in page
    assert stored() == []


def test_a_patients_identifier_is_asked_about(cast, sign_in):
    client = sign_in(cast.bob)
    names = "Mother of MRN 448120"
    response = client.post(f"{URL}/add", data={"names": names})
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "“MRN 448120” looks like a record number." in page
    assert names in page
    assert stored() == []
    client.post(f"{URL}/add", data={"names": names, "not_a_patient": "y"})
    assert [each.name for each in stored()] == [names]


def test_one_is_added_with_all_details(cast, sign_in):
    data = {
        "name": "Clinic board",
        "kind": "organization",
        "constituency": "Leadership",
        "lived_experience": "y",
        "what_matters": "A budget that holds",
        "concerns": "Hours nobody pays",
        "commitment": "Four hours a week",
        "support": "-1",
        "importance": "5",
        "placed_on": "2026-01-20",
        "place_note": "They voted against it.",
        "owner_id": str(cast.bob.id),
        "next_action": "Bring the chart",
        "next_action_on": "2026-02-20",
    }
    assert sign_in(cast.alice).post(f"{URL}/new", data=data).status_code == 303
    (made,) = stored()
    assert made.kind is StakeholderKind.ORGANIZATION
    assert made.lived_experience
    assert made.owner == cast.bob
    assert made.commitment == "Four hours a week"
    (position,) = made.positions
    assert (position.on.isoformat(), position.support, position.note) == (
        "2026-01-20",
        -1,
        "They voted against it.",
    )
    assert position.set_by == cast.alice


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "Write who it is."),
        ({"name": "parent council"}, "Somebody of this name is on the map already."),
        ({"support": "1"}, "A place on the map needs both."),
        ({"support": "3", "importance": "4"}, "Choose one of these answers."),
        ({"support": "1", "importance": "4", "placed_on": "2027-01-01"}, "still to come"),
        ({"owner_id": "999"}, "Choose one from the list."),
    ],
)
def test_what_is_wrong_is_said_and_kept(cast, sign_in, change, says):
    person(cast)
    data = {"name": "Clinic board", "concerns": "Hours nobody pays"} | change
    response = sign_in(cast.alice).post(f"{URL}/new", data=data)
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert says in page
    assert "Hours nobody pays" in page
    assert len(stored()) == 1


def test_the_audit_says_that_and_not_what(cast, sign_in):
    sign_in(cast.bob).post(f"{URL}/add", data={"names": "Clinic board"})
    event = db.session.query(AuditEvent).filter_by(action="add stakeholder").one()
    assert event.actor_id == cast.bob.id
    assert "Clinic board" not in repr((event.detail.thing_name, event.detail.after))


def test_who_may_add(cast, sign_in):
    expected = {"alice": 303, "bob": 303, "vera": 403, "cora": 403, "charlie": 404, "bea": 404}
    for name, status in expected.items():
        response = sign_in(getattr(cast, name)).post(f"{URL}/add", data={"names": f"From {name}"})
        assert response.status_code == status, name
