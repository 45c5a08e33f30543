import pytest

from app.audit.models import AuditEvent
from app.extensions import db
from tests.app.stakeholders.helpers import URL, person

PRIVATE = ("It ends after a year.", "Bring the chart", "Their budget", "lived experience", "Bob")


def filled(cast):
    return person(
        cast,
        lived_experience=True,
        concerns="It ends after a year.",
        what_matters="Their budget",
        next_action="Bring the chart",
        owner=cast.bob,
    )


def test_the_team_opens_its_map_and_closes_it(cast, sign_in):
    made = filled(cast)
    lead, other = sign_in(cast.alice), sign_in(cast.charlie)
    assert other.get(URL).status_code == 404
    lead.post(f"{URL}/sharing", data={"open": "1"})
    page = other.get(URL).get_data(as_text=True)
    assert "Parent council" in page
    for words in PRIVATE:
        assert words not in page.split("<main")[1], words
    assert other.get(f"{URL}/{made.id}").status_code == 404
    assert other.get("/networks/river/teams/clinic/interviews").status_code == 404
    assert sign_in(cast.olga).get(URL).status_code == 404
    assert "its stakeholder map" in other.get("/networks/river/teams/clinic").get_data(as_text=True)
    lead.post(f"{URL}/sharing", data={"open": "0"})
    assert other.get(URL).status_code == 404
    actions = [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert actions == ["open stakeholder map", "close stakeholder map"]


def test_only_the_team_decides(cast, sign_in):
    for name, status in {"vera": 403, "cora": 403, "bea": 404, "charlie": 404}.items():
        response = sign_in(getattr(cast, name)).post(f"{URL}/sharing", data={"open": "1"})
        assert response.status_code == status, name
    db.session.refresh(cast.team)
    assert not cast.team.stakeholders_open


@pytest.mark.parametrize(
    ("ext", "start"),
    [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("pptx", b"PK\x03\x04")],
)
def test_the_map_is_a_file(cast, sign_in, ext, start):
    filled(cast)
    response = sign_in(cast.vera).get(f"{URL}/chart.{ext}")
    assert response.data.startswith(start)
    disposition = response.headers["Content-Disposition"]
    assert f"clinic-stakeholder-map.{ext}" in disposition


def test_a_file_is_as_private_as_the_page(cast, sign_in):
    filled(cast)
    assert sign_in(cast.charlie).get(f"{URL}/chart.svg").status_code == 404
    cast.team.stakeholders_open = True
    db.session.commit()
    rings = {}
    for who in ("alice", "charlie"):
        drawn = sign_in(getattr(cast, who)).get(f"{URL}/chart.svg").data
        rings[who] = drawn.count(b'id="dg-lived')
    assert rings["alice"] > rings["charlie"] == 0


def test_there_is_no_file_of_an_empty_map(cast, sign_in):
    client = sign_in(cast.alice)
    assert client.get(f"{URL}/chart.svg").status_code == 404
    filled(cast)
    assert client.get(f"{URL}/chart.gif").status_code == 404
