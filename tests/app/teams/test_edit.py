from app import audit
from app.audit.models import AuditEvent
from app.extensions import db
from app.networks.models import WorkingGroup
from tests.factories import make_network

URL = "/networks/river/teams/clinic/edit"


def typed(**fields):
    return {"name": "Clinic", "place": "Riverbend", "why": "", "version": "1"} | fields


def test_it_saves_and_is_recorded(cast, sign_in):
    response = sign_in(cast.alice).post(URL, data=typed(why="Children wheeze."))
    assert (response.status_code, response.location) == (303, "/networks/river/teams/clinic")
    assert cast.team.why == "Children wheeze."
    (event,) = db.session.query(AuditEvent).filter_by(action="edit team")
    assert event.detail.after == {"place": "Riverbend", "why": "Children wheeze."}
    assert audit.verify_all()[0].fault is None


def test_a_team_needs_a_name(cast, sign_in):
    response = sign_in(cast.alice).post(URL, data=typed(name=" "))
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "A team needs a name." in page
    assert "Riverbend" in page


def test_only_the_networks_groups_count(cast, sign_in):
    foreign = WorkingGroup(network=make_network("sea"), name="Theirs")
    db.session.add(foreign)
    db.session.commit()
    response = sign_in(cast.alice).post(URL, data=typed(working_group_id=foreign.id))
    assert response.status_code == 422


def test_another_teams_name_is_taken(cast, sign_in):
    client = sign_in(cast.alice)
    response = client.post(URL, data=typed(name="sCHOOL"))
    assert response.status_code == 422
    assert "The network has a team of this name." in response.get_data(as_text=True)
    assert cast.team.name == "Clinic"
    assert client.post(URL, data=typed(name="CLINIC")).status_code == 303
    # Names of other networks' teams are free.
    assert client.post(URL, data=typed(name="Farm", version="2")).status_code == 303


def test_a_conflict_shows_both(cast, sign_in):
    client = sign_in(cast.alice)
    client.post(URL, data=typed(place="Hillside"))
    response = client.post(URL, data=typed(place="Seaside"))
    page = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "Hillside" in page
    assert "Seaside" in page
    assert cast.team.place == "Hillside"


def test_who_may(cast, sign_in):
    expected = {"alice": 200, "bea": 200, "bob": 403, "vera": 403, "cora": 403, "charlie": 403}
    for name, status in (expected | {"olga": 404}).items():
        client = sign_in(getattr(cast, name))
        assert client.get(URL).status_code == status, name
        if status != 200:
            assert client.post(URL, data=typed()).status_code == status, name


def test_who_runs_the_network_finds_the_way(cast, sign_in):
    for name, shown in (("bea", True), ("frank", False), ("charlie", False)):
        page = sign_in(getattr(cast, name)).get("/networks/river/teams/clinic")
        text = page.get_data(as_text=True)
        assert (f'href="{URL}"' in text) is shown, name
        assert ('href="/networks/river/teams/clinic/people"' in text) is shown, name
