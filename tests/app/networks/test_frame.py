import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import html5lib
import pytest

from app.extensions import db
from app.models import AuditEvent, Network, NetworkMembership, Strategy, Team, WorkingGroup
from app.networks.models import NetworkRole
from tests.factories import make_measure, make_network, make_team, make_user
from tests.queries import counted


@pytest.fixture
def bea(cast, sign_in):
    return sign_in(cast.bea)


def add_group(network, name, parent=None, position=0):
    group = WorkingGroup(
        network_id=network.id, name=name, parent_id=parent and parent.id, position=position
    )
    db.session.add(group)
    db.session.flush()
    return group


def text(response):
    return response.get_data(as_text=True)


def stored(model, **which):
    db.session.expire_all()
    return db.session.query(model).filter_by(**which).one_or_none()


# What the network's page shows


def test_the_page_shows_the_frame(cast, sign_in):
    cast.network.global_aim = "Urgent visits halve."
    cast.network.attribution = "Contains public data."
    db.session.add(
        Strategy(network_id=cast.network.id, name="Medicine", lead=cast.frank, coach=cast.cora)
    )
    housing = add_group(cast.network, "Housing")
    visits = add_group(cast.network, "Home visits", housing)
    add_group(cast.network, "Evening visits", visits)
    cast.team.working_group_id = visits.id
    page = text(sign_in(cast.alice).get("/networks/river"))
    for words in (
        "Urgent visits halve.",
        "Medicine",
        "Frank",
        "Cora",
        "Housing",
        "Evening visits",
        "In no working group",
        "Contains public data.",
        "/networks/river/measures/urgent-visits/compare",
    ):
        assert words in page
    assert page.index("Housing") < page.index("Home visits") < page.index("Evening visits")
    assert "/networks/river/edit" not in page


def test_the_backbone_finds_the_way_to_change_it(bea):
    page = text(bea.get("/networks/river"))
    for path in ("edit", "teams/new", "people", "audit"):
        assert f'"/networks/river/{path}"' in page


def test_networks_stay_apart(cast, sign_in):
    olga, alice = sign_in(cast.olga), sign_in(cast.alice)
    assert olga.get("/networks/river").status_code == 404
    assert alice.get("/networks/hill").status_code == 404
    page = text(alice.get("/networks"))
    assert "River" in page
    assert "Hill" not in page
    assert "Farm" not in text(alice.get("/networks/river"))


def test_many_teams_cost_no_more_queries(cast, sign_in):
    client = sign_in(cast.alice)
    client.get("/networks/river")
    with counted() as few:
        client.get("/networks/river")
    group = add_group(cast.network, "Emergency care")
    for number in range(274):
        team = make_team(cast.network, f"trust-{number}", name=f"Trust {number}")
        team.working_group_id = group.id if number % 2 else None
    with counted() as many:
        page = text(client.get("/networks/river"))
    assert page.count("/teams/trust-") == 274
    assert len(many) <= len(few) <= 15, many


@pytest.fixture
def hundred(cast):
    for number in range(100):
        make_team(cast.network, f"trust-{number}", name=f"Trust {number:03}", place="Corvale")
    db.session.commit()


@pytest.mark.parametrize(
    ("find", "count"), [("trust 01", 10), ("TRUST", 100), ("corvale", 100), ("%", 0), ("nobody", 0)]
)
def test_it_finds_teams_by_name_or_place(hundred, cast, sign_in, find, count):
    page = text(sign_in(cast.alice).get("/networks/river", query_string={"find": find}))
    assert page.count("/teams/trust-") == count
    assert f"{count} of 102 teams" in page


def test_it_says_when_nothing_was_found(hundred, cast, sign_in):
    page = text(sign_in(cast.alice).get("/networks/river?find=<b>"))
    assert "No team has “&lt;b&gt;” in its name or place." in page


def test_finding_swaps_the_list_alone(hundred, cast, sign_in):
    page = text(sign_in(cast.alice).get("/networks/river?find=01", headers={"HX-Request": "true"}))
    assert page.lstrip().startswith('<div id="teams">')


def test_groups_in_a_circle_do_not_stop_the_page(cast, bea):
    """No form makes them; a repaired database might hold them."""
    one = add_group(cast.network, "One")
    two = add_group(cast.network, "Two", one)
    one.parent_id = two.id
    cast.team.working_group_id = two.id
    page = text(bea.get("/networks/river"))
    assert "/networks/river/teams/clinic" in page


# Changing the network itself


def frame(network, **others):
    values = {"name": network.name, "global_aim": "", "about": "", "attribution": ""}
    return values | {"version": str(network.version)} | others


def test_the_backbone_edits_the_network(cast, bea):
    response = bea.post("/networks/river/edit", data=frame(cast.network, global_aim="Halve it."))
    assert response.status_code == 303
    assert stored(Network, slug="river").global_aim == "Halve it."
    event = db.session.query(AuditEvent).one()
    assert (event.action, event.actor_id) == ("edit network", cast.bea.id)
    assert event.detail.after == {"global_aim": "Halve it."}


def test_a_name_is_needed_and_what_was_typed_is_kept(cast, bea):
    data = frame(cast.network, name=" ", about="A long story")
    response = bea.post("/networks/river/edit", data=data)
    assert response.status_code == 422
    assert "Write the network’s name." in text(response)
    assert "A long story" in text(response)
    assert stored(Network, slug="river").about == ""


def test_who_saves_second_sees_both_versions(cast, bea):
    late = frame(cast.network, global_aim="Typed late", about="Kept")
    bea.post("/networks/river/edit", data=frame(cast.network, global_aim="Stored first"))
    response = bea.post("/networks/river/edit", data=late)
    page = text(response)
    assert response.status_code == 409
    assert "Stored first" in page
    assert page.count("Typed late") == 2
    assert stored(Network, slug="river").global_aim == "Stored first"
    again = late | {"version": str(stored(Network, slug="river").version)}
    assert f'value="{again["version"]}"' in page
    assert bea.post("/networks/river/edit", data=again).status_code == 303
    assert stored(Network, slug="river").global_aim == "Typed late"


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_made_up_version_is_a_conflict(cast, bea, version):
    data = frame(cast.network, global_aim="New", version=version)
    assert bea.post("/networks/river/edit", data=data).status_code == 409


# Strategies


def strategy(**others):
    return {"name": "Medicine", "description": "", "lead_id": "", "coach_id": ""} | others


def test_a_strategy_is_added_last(cast, bea):
    for name in ("First", "Second"):
        bea.post("/networks/river/strategies/new", data=strategy(name=name, lead_id=cast.alice.id))
    page = text(bea.get("/networks/river"))
    assert page.index("First") < page.index("Second")
    assert stored(Strategy, name="First").lead_id == cast.alice.id


@pytest.mark.parametrize("field", ["lead_id", "coach_id"])
def test_only_people_of_the_network_lead(cast, bea, field):
    data = strategy(**{field: cast.olga.id})
    response = bea.post("/networks/river/strategies/new", data=data)
    assert response.status_code == 422
    assert "Choose one from the list." in text(response)
    assert stored(Strategy) is None


def test_a_strategy_is_changed_moved_and_removed(cast, bea):
    for name in ("First", "Second"):
        bea.post("/networks/river/strategies/new", data=strategy(name=name))
    second = stored(Strategy, name="Second")
    url = f"/networks/river/strategies/{second.id}"
    bea.post(f"{url}/edit", data=strategy(name="Second, better", version=second.version))
    bea.post(f"{url}/move", data={"to": "up"})
    page = text(bea.get("/networks/river"))
    assert page.index("Second, better") < page.index("First")
    assert "Working groups that serve it stay." in text(bea.get(f"{url}/delete"))
    assert bea.post(f"{url}/delete").status_code == 303
    assert stored(Strategy).name == "First"
    actions = [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.number)]
    assert actions == ["add strategy"] * 2 + ["edit strategy", "move", "delete strategy"]


def test_a_stale_strategy_form_is_a_conflict(cast, bea):
    bea.post("/networks/river/strategies/new", data=strategy())
    made = stored(Strategy)
    url, version = f"/networks/river/strategies/{made.id}/edit", made.version
    bea.post(url, data=strategy(description="Stored first", version=version))
    response = bea.post(url, data=strategy(description="Typed late", version=version))
    assert response.status_code == 409
    assert "Stored first" in text(response)


def test_moving_past_the_end_changes_nothing(cast, bea):
    bea.post("/networks/river/strategies/new", data=strategy())
    made = stored(Strategy)
    assert bea.post(f"/networks/river/strategies/{made.id}/move").status_code == 303
    assert db.session.query(AuditEvent).count() == 1


# Working groups


def group(**others):
    return {"name": "Housing", "purpose": "", "strategy_id": "", "parent_id": ""} | others


def test_groups_stand_in_groups(cast, bea):
    bea.post("/networks/river/groups/new", data=group())
    outer = stored(WorkingGroup)
    bea.post("/networks/river/groups/new", data=group(name="Repairs", parent_id=outer.id))
    assert stored(WorkingGroup, name="Repairs").parent_id == outer.id


@pytest.mark.parametrize("above", ["itself", "child", "grandchild"])
def test_no_group_is_part_of_itself(cast, bea, above):
    top = add_group(cast.network, "Top")
    child = add_group(cast.network, "Child", top)
    grandchild = add_group(cast.network, "Grandchild", child)
    parent = {"itself": top, "child": child, "grandchild": grandchild}[above]
    data = group(name="Top", parent_id=parent.id, version=top.version)
    response = bea.post(f"/networks/river/groups/{top.id}/edit", data=data)
    assert response.status_code == 422
    assert "A group cannot be part of itself, nor of a group within it." in text(response)
    assert stored(WorkingGroup, name="Top").parent_id is None


def test_a_group_belongs_to_its_network(cast, bea):
    strange = add_group(make_network("elsewhere"), "Strange")
    response = bea.post("/networks/river/groups/new", data=group(parent_id=strange.id))
    assert response.status_code == 422


def test_groups_at_an_end_move_no_further(cast, bea):
    first = add_group(cast.network, "First", position=1)
    add_group(cast.network, "Inner first", first, position=1)
    add_group(cast.network, "Inner last", first, position=2)
    add_group(cast.network, "Last", position=2)
    tree = html5lib.parse(text(bea.get("/networks/river/edit")), namespaceHTMLElements=False)
    disabled = [
        button.get("aria-label")
        for button in tree.iter("button")
        if button.get("disabled") is not None
    ]
    assert disabled == [
        "Move “First” up",
        "Move “Inner first” up",
        "Move “Inner last” down",
        "Move “Last” down",
    ]


def test_removing_a_group_keeps_what_it_holds(cast, bea):
    top = add_group(cast.network, "Top")
    middle = add_group(cast.network, "Middle", top)
    bottom = add_group(cast.network, "Bottom", middle)
    cast.team.working_group_id = middle.id
    ids = (top.id, middle.id, bottom.id)
    page = text(bea.get(f"/networks/river/groups/{middle.id}/delete"))
    assert "It holds 1 group and 1 team; they move to “Top”." in " ".join(page.split())
    assert bea.post(f"/networks/river/groups/{middle.id}/delete").status_code == 303
    assert stored(WorkingGroup, name="Bottom").parent_id == ids[0]
    assert stored(Team, slug="clinic").working_group_id == ids[0]
    assert stored(WorkingGroup, name="Middle") is None


@pytest.mark.parametrize("name", ["Housing", " hOUSING "])
def test_two_groups_have_two_names(cast, bea, name):
    bea.post("/networks/river/groups/new", data=group())
    made = stored(WorkingGroup)
    other = add_group(cast.network, "Repairs")
    url, version = f"/networks/river/groups/{other.id}/edit", other.version
    for response in (
        bea.post("/networks/river/groups/new", data=group(name=name, parent_id=made.id)),
        bea.post(url, data=group(name=name, version=version)),
    ):
        assert response.status_code == 422
        assert 'id="name-error"' in text(response)
        assert "The network has a working group of this name." in text(response)
    assert bea.post(url, data=group(name="REPAIRS", version=version)).status_code == 303
    assert stored(WorkingGroup, id=other.id).name == "REPAIRS"


@pytest.mark.parametrize("name", ["Medicine", " mEDICINE "])
def test_two_strategies_have_two_names(cast, bea, name):
    for first in ("Medicine", "Homes"):
        bea.post("/networks/river/strategies/new", data=strategy(name=first))
    other = stored(Strategy, name="Homes")
    url, version = f"/networks/river/strategies/{other.id}/edit", other.version
    for response in (
        bea.post("/networks/river/strategies/new", data=strategy(name=name)),
        bea.post(url, data=strategy(name=name, version=version)),
    ):
        assert response.status_code == 422
        assert 'id="name-error"' in text(response)
        assert "The network has a strategy of this name." in text(response)
    assert bea.post(url, data=strategy(name="HOMES", version=version)).status_code == 303


def test_another_networks_names_are_free(cast, bea):
    add_group(make_network("elsewhere"), "Housing")
    assert bea.post("/networks/river/groups/new", data=group()).status_code == 303


# Making teams


def team(**others):
    return {"name": "Mill Street", "place": "", "working_group_id": "", "lead_email": ""} | others


def test_a_team_is_made(cast, bea):
    response = bea.post("/networks/river/teams/new", data=team(place="Northgate"))
    assert response.location == "/networks/river/teams/mill-street"
    assert stored(Team, slug="mill-street").place == "Northgate"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Saint-Étienne’s", "saint-etiennes"),
        ("New", "new-2"),
        ("Clinic!", "clinic-2"),
        ("群", "team"),
    ],
)
def test_its_address_follows_from_its_name(cast, bea, name, slug):
    bea.post("/networks/river/teams/new", data=team(name=name))
    assert stored(Team, name=name).slug == slug


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Write the team’s name."),
        ("name", "clinic", "The network has a team of this name."),
        ("name", "x" * 121, "Keep this under 120 characters."),
        ("working_group_id", "999", "Choose one from the list."),
        ("lead_email", "no address", "This does not look like an email address"),
    ],
)
def test_a_wrong_team_is_refused(cast, bea, field, value, message):
    response = bea.post("/networks/river/teams/new", data=team(**{field: value}))
    assert response.status_code == 422
    assert message in text(response)
    assert db.session.query(Team).count() == 3


def test_somebody_of_the_network_leads_at_once(cast, bea, sign_in):
    bea.post("/networks/river/teams/new", data=team(lead_email="VERA@example.org"))
    page = text(sign_in(cast.vera).get("/networks/river/teams/mill-street/people"))
    assert "Vera" in page


def test_anybody_else_gets_a_link(cast, bea):
    response = bea.post("/networks/river/teams/new", data=team(lead_email="new@example.org"))
    assert response.status_code == 200
    assert "/invitations/" in text(response)
    assert "new@example.org" in text(response)


def test_a_network_without_anything_says_how_to_begin(cast, bea):
    empty = make_network("empty")
    db.session.add(NetworkMembership(network=empty, user=cast.bea, role=NetworkRole.BACKBONE))
    page = text(bea.get("/networks/empty"))
    assert "No global aim yet" in page
    assert "Add the first team" in page


def test_who_belongs_to_no_network_is_told_what_to_do(app, cast, sign_in):
    page = text(sign_in(make_user("Zoe")).get("/networks"))
    assert "You belong to no network yet" in page


def test_measures_of_a_team_are_not_the_networks(cast, sign_in):
    make_measure(cast.network, "own-measure", team=cast.team)
    assert "own-measure" not in text(sign_in(cast.alice).get("/networks/river"))


# Links


@pytest.mark.parametrize(
    "page",
    [
        "",
        "/edit",
        "/strategies/new",
        "/strategies/{strategy}/edit",
        "/strategies/{strategy}/delete",
        "/groups/new",
        "/groups/{group}/edit",
        "/groups/{group}/delete",
        "/teams/new",
        "/people",
        "/people/roles/{role}/end",
    ],
)
def test_every_link_of_the_frame_leads_somewhere(cast, bea, page):
    bea.post("/networks/river/strategies/new", data=strategy())
    made = add_group(cast.network, "Housing")
    role = db.session.query(NetworkMembership).filter_by(user=cast.frank).one()
    path = "/networks/river" + page.format(
        strategy=stored(Strategy).id, group=made.id, role=role.id
    )
    html = text(bea.get(path))
    assert "Nav(" not in html
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    for link in {link.get("href") for link in tree.iter("a")}:
        target, fragment = urldefrag(urljoin(path, link))
        response = bea.get(target, follow_redirects=True)
        assert response.status_code == 200, link
        if fragment:
            assert f'id="{fragment}"' in text(response), link


def test_the_frame_of_every_page_takes_no_name_that_a_page_may_use(app):
    templates = Path(app.root_path)
    base = (templates / "templates" / "base.html").read_text()
    assert {name[:5] for name in re.findall(r"{% set (\w+)", base)} == {"base_"}
    for path in templates.rglob("*.html"):
        if path.name != "base.html":
            assert not re.search(r"{% set base_", path.read_text()), path
