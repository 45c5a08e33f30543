import pytest

from app.extensions import db
from app.models import (
    AuditEvent,
    CoachAssignment,
    Invitation,
    NetworkMembership,
    TeamMembership,
)
from app.networks.models import NetworkRole
from app.teams.models import TeamRole


@pytest.fixture
def bea(cast, sign_in):
    return sign_in(cast.bea)


@pytest.fixture
def alice(cast, sign_in):
    return sign_in(cast.alice)


def text(response):
    return response.get_data(as_text=True)


def held(user, role):
    db.session.expire_all()
    return db.session.query(NetworkMembership).filter_by(user=user, role=role).one_or_none()


def place(user):
    db.session.expire_all()
    return db.session.query(TeamMembership).filter_by(user=user).one_or_none()


# Roles in the network


def test_everybody_of_the_network_sees_who_runs_it(alice):
    page = text(alice.get("/networks/river/people"))
    assert "Bea" in page
    assert "bea@example.org" not in page
    assert "Give somebody a role" not in page


def test_the_backbone_gives_a_role(cast, bea):
    bea.post("/networks/river/people", data={"email": "alice@example.org", "role": "facilitator"})
    assert held(cast.alice, NetworkRole.FACILITATOR)
    event = db.session.query(AuditEvent).one()
    assert event.detail.after == {"role": "facilitator"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"email": "frank@example.org", "role": "facilitator"}, "Frank has this role already."),
        ({"email": "nonsense", "role": "coach"}, "does not look like an email address"),
        ({"email": "", "role": "coach"}, "Write the person’s email address."),
        ({"email": "frank@example.org", "role": "king"}, "Choose one from the list."),
        ({"email": "frank@example.org"}, "Choose a role."),
    ],
)
def test_a_wrong_role_is_refused(cast, bea, data, message):
    response = bea.post("/networks/river/people", data=data)
    assert response.status_code == 422
    assert message in text(response)


def test_it_does_not_tell_whether_a_stranger_has_an_account(cast, bea):
    data = {"role": "viewer"}
    known = bea.post("/networks/river/people", data=data | {"email": "olga@example.org"})
    unknown = bea.post("/networks/river/people", data=data | {"email": "none@example.org"})
    assert "Pass this link on to olga@example.org" in text(known)
    assert "Pass this link on to none@example.org" in text(unknown)
    assert held(cast.olga, NetworkRole.VIEWER) is None


def test_ending_a_role_asks_first(cast, bea):
    url = f"/networks/river/people/roles/{held(cast.frank, NetworkRole.FACILITATOR).id}/end"
    assert "End this role?" in text(bea.get(url))
    assert held(cast.frank, NetworkRole.FACILITATOR)
    assert bea.post(url).status_code == 303
    assert held(cast.frank, NetworkRole.FACILITATOR) is None


def test_who_coaches_no_longer_sees_no_team(cast, bea, sign_in):
    cora = sign_in(cast.cora)
    assert cora.get("/networks/river/teams/clinic/people").status_code == 200
    bea.post(f"/networks/river/people/roles/{held(cast.cora, NetworkRole.COACH).id}/end")
    assert cora.get("/networks/river/teams/clinic/people").status_code == 404
    assert db.session.query(CoachAssignment).filter_by(user=cast.cora).count() == 0


def test_a_coach_without_the_role_sees_no_team(cast, sign_in):
    """Also where an assignment was left behind."""
    db.session.delete(held(cast.cora, NetworkRole.COACH))
    assert sign_in(cast.cora).get("/networks/river/teams/clinic/people").status_code == 404


def test_the_last_backbone_stays(cast, bea):
    response = bea.post(
        f"/networks/river/people/roles/{held(cast.bea, NetworkRole.BACKBONE).id}/end"
    )
    assert response.status_code == 422
    assert "Bea is the last to run this network." in text(response)
    assert held(cast.bea, NetworkRole.BACKBONE)


def test_who_ends_their_own_last_role_lands_outside(cast, bea):
    bea.post("/networks/river/people", data={"email": "frank@example.org", "role": "backbone"})
    response = bea.post(
        f"/networks/river/people/roles/{held(cast.bea, NetworkRole.BACKBONE).id}/end"
    )
    assert response.location == "/networks"


# People of a team

PEOPLE = "/networks/river/teams/clinic/people"
OF_NETWORK = "/networks/river/people"


def test_the_team_sees_who_is_on_it(cast, sign_in):
    for who in ("alice", "bob", "vera", "cora", "bea"):
        page = text(sign_in(getattr(cast, who)).get(PEOPLE))
        assert "Bob" in page
        assert ("Add somebody" in page) == (who in {"alice", "bea"})


def test_a_lead_adds_somebody_of_the_network(cast, alice):
    data = {"email": "nora@example.org", "role": "member"}
    assert alice.post(PEOPLE, data=data).status_code == 303
    assert place(cast.nora).role is TeamRole.MEMBER
    again = alice.post(PEOPLE, data=data)
    assert again.status_code == 422
    assert "Nora is on this team already." in text(again)


def test_a_lead_invites_anybody_else(cast, alice):
    response = alice.post(PEOPLE, data={"email": "new@example.org", "role": "member"})
    assert "/invitations/" in text(response)
    assert "Invited, not here yet" in text(alice.get(PEOPLE))


@pytest.mark.parametrize(
    ("who", "people", "role"), [("alice", PEOPLE, "member"), ("bea", OF_NETWORK, "viewer")]
)
def test_taking_an_invitation_back_asks_first(cast, sign_in, who, people, role):
    client = sign_in(getattr(cast, who))
    client.post(people, data={"email": "new@example.org", "role": role})
    url = f"{people}/invitations/{db.session.query(Invitation).one().id}/withdraw"
    assert f'href="{url}"' in text(client.get(people))
    page = text(client.get(url))
    assert "Take back this invitation?" in page
    assert "new@example.org" in page
    assert f'href="{people}">Keep it' in page
    assert "Invited, not here yet" in text(client.get(people))
    assert client.post(url).status_code == 303
    assert "Invited, not here yet" not in text(client.get(people))


def test_a_lead_changes_what_somebody_does(cast, alice):
    data = {"role": "lead", "contribution": "Parent partner", "lived_experience": "y"}
    url = f"{PEOPLE}/{place(cast.bob).id}"
    assert 'value="member"' in text(alice.get(url))
    assert alice.post(url, data=data).status_code == 303
    bob = place(cast.bob)
    assert (bob.role, bob.contribution, bob.lived_experience) == (
        TeamRole.LEAD,
        "Parent partner",
        True,
    )
    event = db.session.query(AuditEvent).one()
    assert event.detail.before == {
        "team": "Clinic",
        "role": "member",
        "contribution": "",
        "lived_experience": False,
    }


@pytest.mark.parametrize("way", ["change", "leave"])
def test_the_last_lead_stays(cast, alice, way):
    url = f"{PEOPLE}/{place(cast.alice).id}"
    if way == "change":
        response = alice.post(url, data={"role": "member", "contribution": ""})
    else:
        response = alice.post(f"{url}/leave")
    assert response.status_code == 422
    assert "Alice is the team’s last lead." in text(response)
    assert place(cast.alice).role is TeamRole.LEAD


def test_taking_somebody_off_asks_first(cast, alice, sign_in):
    url = f"{PEOPLE}/{place(cast.bob).id}/leave"
    assert "Take Bob off the team?" in text(alice.get(url))
    bob = sign_in(cast.bob)
    assert alice.post(url).status_code == 303
    assert bob.get(PEOPLE).status_code == 404


def test_a_coach_is_assigned_and_let_go(cast, alice, sign_in):
    otto = sign_in(cast.otto)
    assert otto.get(PEOPLE).status_code == 404
    assert alice.post(f"{PEOPLE}/coaches", data={"coach": cast.otto.id}).status_code == 303
    assert otto.get(PEOPLE).status_code == 200
    made = db.session.query(CoachAssignment).filter_by(user=cast.otto, team=cast.team).one()
    url = f"{PEOPLE}/coaches/{made.id}/end"
    assert f'href="{url}"' in text(alice.get(PEOPLE))
    assert "Otto will coach Clinic no longer" in text(alice.get(url))
    assert otto.get(PEOPLE).status_code == 200
    assert alice.post(url).status_code == 303
    assert otto.get(PEOPLE).status_code == 404


@pytest.mark.parametrize("who", ["frank", "cora", "olga", "nobody"])
def test_only_coaches_of_the_network_coach(cast, alice, who):
    user_id = getattr(cast, who).id if who != "nobody" else ""
    response = alice.post(f"{PEOPLE}/coaches", data={"coach": user_id})
    assert response.status_code == 422
    assert db.session.query(CoachAssignment).filter_by(team=cast.team).count() == 1
