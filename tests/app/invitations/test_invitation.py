import secrets
from datetime import timedelta

import pytest

from app.accounts import passwords
from app.clock import now
from app.extensions import db
from app.invitations import services
from app.models import Invitation, NetworkMembership, TeamMembership, User
from app.networks.models import NetworkRole
from app.teams.models import TeamRole

PASSWORD = "four words do well"


@pytest.fixture
def link(cast):
    return f"/invitations/{invite(cast, 'new@example.org')}"


def invite(cast, email, place=None, role=TeamRole.MEMBER, by=None):
    offer = services.offer(by or cast.alice, place or cast.team, email, role)
    db.session.commit()
    return offer.token


def text(response):
    return response.get_data(as_text=True)


def invitation():
    db.session.expire_all()
    return db.session.query(Invitation).one()


def test_the_page_says_who_asks_for_what(cast, client, link):
    page = text(client.get(link))
    assert "Alice asks you to be a member of Clinic." in page
    assert "new@example.org" in page


def test_only_the_digest_is_stored(link):
    assert link.rpartition("/")[2] not in invitation().token_digest


def test_a_new_person_makes_an_account_and_is_in(cast, client, link):
    response = client.post(link, data={"name": "New Person", "password": PASSWORD})
    assert response.location == "/networks/river/teams/clinic"
    user = db.session.query(User).filter_by(email="new@example.org").one()
    assert db.session.query(TeamMembership).filter_by(user=user).one().role is TeamRole.MEMBER
    assert client.get("/networks/river/teams/clinic/people").status_code == 200


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"name": "", "password": PASSWORD}, "Write the name that your team will see."),
        ({"name": "New", "password": ""}, "Choose a password."),
        ({"name": "New", "password": "short"}, "Use at least 10 characters."),
        ({"name": "New", "password": "new@example.org"}, "Your name or address"),
    ],
)
def test_a_wrong_form_leaves_the_invitation_open(client, link, data, message):
    response = client.post(link, data=data)
    assert response.status_code == 422
    assert message in text(response)
    assert invitation().ended_at is None
    assert db.session.query(User).filter_by(email="new@example.org").count() == 0


def test_a_known_person_signs_in_first_and_takes_it_up(cast, client, link):
    cast.olga.email = "new@example.org"
    cast.olga.password = passwords.stored_form(PASSWORD)
    page = text(client.get(link))
    assert f"/sign-in?next={link}" in page
    assert client.post(link, data={"name": "X", "password": PASSWORD}).location.startswith(
        "/sign-in"
    )
    client.post("/sign-in", data={"email": "new@example.org", "password": PASSWORD, "next": link})
    assert "Take it up as Olga" in text(client.get(link))
    assert client.post(link).location == "/networks/river/teams/clinic"
    assert db.session.query(TeamMembership).filter_by(user=cast.olga, team=cast.team).count() == 1


def test_somebody_else_cannot_take_it_up(cast, sign_in, link):
    nora = sign_in(cast.nora)
    assert "you are signed in as nora@example.org" in text(nora.get(link))
    assert nora.post(link).status_code == 422
    assert db.session.query(TeamMembership).filter_by(user=cast.nora).count() == 0
    assert invitation().ended_at is None


def test_a_network_role_is_given(cast, client):
    token = invite(cast, "new@example.org", cast.network, NetworkRole.FACILITATOR, cast.bea)
    response = client.post(f"/invitations/{token}", data={"name": "New", "password": PASSWORD})
    assert response.location == "/networks/river"
    held = db.session.query(NetworkMembership).join(User).filter_by(email="new@example.org").one()
    assert held.role is NetworkRole.FACILITATOR


def spoil_used(_cast):
    invitation().ended_at = now()


def spoil_expired(_cast):
    invitation().expires_at = now() - timedelta(seconds=1)


def spoil_inviter_left(cast):
    db.session.query(TeamMembership).filter_by(user=cast.alice).delete()


def spoil_inviter_demoted(cast):
    place = db.session.query(TeamMembership).filter_by(user=cast.alice).one()
    place.role = TeamRole.MEMBER


def spoil_inviter_closed(cast):
    cast.alice.active = False


def spoil_replaced(cast):
    invite(cast, "new@example.org")


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_used,
        spoil_expired,
        spoil_inviter_left,
        spoil_inviter_demoted,
        spoil_inviter_closed,
        spoil_replaced,
    ],
)
def test_what_is_over_is_over(cast, client, link, spoil):
    spoil(cast)
    for response in (client.get(link), client.post(link, data={"name": "N", "password": PASSWORD})):
        assert response.status_code == 410
        assert "This invitation is over" in text(response)
    assert db.session.query(User).filter_by(email="new@example.org").count() == 0


def test_it_works_once(client, link, app):
    from tests.conftest import new_client

    client.post(link, data={"name": "New", "password": PASSWORD})
    again = new_client(app).post(link, data={"name": "Thief", "password": PASSWORD})
    assert again.status_code == 410


def test_it_lasts_fourteen_days(link):
    made = invitation()
    assert made.expires_at - made.created_at >= timedelta(days=14) - timedelta(minutes=1)


def test_no_forged_link_is_taken(app, cast, link):
    stored = invitation().token_digest
    genuine = link.rpartition("/")[2]
    forged = [secrets.token_urlsafe(32) for _ in range(997)]
    forged += [stored, genuine[:-1], genuine.swapcase()]
    assert [token for token in forged if services.find(token) is not None] == []


def test_a_forged_link_is_not_found(client, link):
    assert client.get(f"{link}x").status_code == 404
    assert client.post(f"{link}x").status_code == 404
