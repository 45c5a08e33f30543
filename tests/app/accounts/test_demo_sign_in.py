import pytest

from tests.queries import counted


@pytest.fixture
def demo(app, cast):
    app.config["DEMO"] = True
    cast.bea.demo_role = "Backbone"
    cast.alice.demo_role = "Team lead, Clinic"
    cast.olga.demo_role = None


def test_it_offers_the_people_of_the_demonstration(demo, client):
    page = client.get("/sign-in").get_data(as_text=True)
    assert page.index("Team lead, Clinic") < page.index("Backbone")
    assert "Runs the team: its people, aim, cycles and data." in page
    assert "Runs the network" in page
    assert "Olga" not in page


def test_one_click_signs_in(demo, cast, client):
    response = client.post("/demo-sign-in", data={"person": cast.alice.id, "next": "/networks"})
    assert (response.status_code, response.location) == (303, "/networks")
    assert "Alice" in client.get("/account/password").get_data(as_text=True)


def test_it_leads_only_to_pages_here(demo, cast, client):
    data = {"person": cast.alice.id, "next": "//evil.example"}
    assert client.post("/demo-sign-in", data=data).location == "/work"


@pytest.mark.parametrize("who", ["olga", "closed", "nobody", "nonsense", "huge"])
def test_nobody_else_is_offered(demo, cast, client, who):
    cast.bea.active = False
    people = {"olga": cast.olga.id, "closed": cast.bea.id, "nobody": 999, "huge": "9" * 30}
    person = people.get(who, "x")
    assert client.post("/demo-sign-in", data={"person": person}).status_code == 404


def test_outside_the_demonstration_there_is_none(demo, app, cast, client):
    app.config["DEMO"] = False
    assert client.post("/demo-sign-in", data={"person": cast.alice.id}).status_code == 404
    assert "Team lead, Clinic" not in client.get("/sign-in").get_data(as_text=True)


def test_it_asks_little_of_the_database(demo, client):
    with counted() as queries:
        client.get("/sign-in")
    assert len(queries) <= 3, queries
