import pytest

from app import audit
from app.audit.models import AuditEvent
from app.errors import ServiceError
from app.extensions import db
from app.measures import adopt
from app.measures.models import Observation, Series
from tests.factories import make_measure, make_network, make_series
from tests.queries import counted

CATALOG = "/networks/river/measures"
DEFINITION = f"{CATALOG}/urgent-visits"
PAGE = "/networks/river/teams/clinic/measures/urgent-visits"
START = f"{PAGE}/adopt"


def page(client, url):
    return client.get(url).get_data(as_text=True)


def test_a_new_team_gets_its_chart(cast, sign_in):
    client = sign_in(cast.bob)
    team_page = page(client, "/networks/river/teams/clinic")
    assert "press “Start collecting”" in team_page
    assert f'href="{CATALOG}"' in team_page
    for url in (CATALOG, DEFINITION):
        text = page(client, url)
        assert "Start collecting for Clinic" in text
        assert f'action="{START}"' in text
    response = client.post(START)
    assert (response.status_code, response.location) == (303, f"{PAGE}#entry")
    opened = page(client, PAGE)
    assert "Clinic collects Urgent visits now. Enter the first value." in opened
    assert f'action="{PAGE}/observations"' in opened
    data = {"period": "2026-01-01", "value": "29", "denominator": "200"}
    assert client.post(f"{PAGE}/observations", data=data).status_code == 303
    assert db.session.query(Observation).count() == 1
    for url in (CATALOG, DEFINITION):
        assert "Start collecting" not in page(client, url)


def test_it_is_recorded(cast, sign_in):
    sign_in(cast.alice).post(START)
    (event,) = db.session.query(AuditEvent).filter_by(action="start measure")
    assert event.detail.after == {"team": "Clinic", "measure": "Urgent visits"}
    assert event.actor_id == cast.alice.id
    assert audit.verify_all()[0].fault is None


def test_it_comes_last_and_once(cast):
    make_series(cast.team, make_measure(cast.network, "trust", team=cast.team)).position = 4
    db.session.flush()
    first, is_new = adopt.adopt(cast.bob, cast.team, cast.measure)
    assert (first.position, is_new) == (5, True)
    assert adopt.adopt(cast.alice, cast.team, cast.measure) == (first, False)
    assert db.session.query(AuditEvent).filter_by(action="start measure").count() == 1


def test_what_is_kept_already_stays_as_it_is(cast, sign_in):
    series = make_series(cast.team, cast.measure, [(4, 40)] * 3)
    client = sign_in(cast.alice)
    assert client.post(START).location == f"{PAGE}#entry"
    assert "collects" not in page(client, PAGE).split("<main")[1].split("</main")[0]
    assert db.session.query(Series).one().id == series.id
    assert db.session.query(Observation).count() == 3


def test_only_the_networks_shared_measures_can_be_taken_up(cast, sign_in):
    make_measure(cast.network, "theirs", team=cast.other_team)
    elsewhere = make_measure(make_network("sea"), "tides")
    client = sign_in(cast.alice)
    for slug in ("theirs", "tides", "nothing"):
        url = f"/networks/river/teams/clinic/measures/{slug}/adopt"
        assert client.post(url).status_code == 404, slug
    with pytest.raises(ServiceError):
        adopt.adopt(cast.alice, cast.team, elsewhere)
    assert db.session.query(Series).count() == 0


def test_who_may(cast, sign_in):
    others = {"vera": 403, "cora": 403, "charlie": 404, "bea": 404, "nora": 404, "olga": 404}
    for name, status in others.items():
        client = sign_in(getattr(cast, name))
        assert client.post(START).status_code == status, name
        if name != "olga":
            assert "Start collecting for Clinic" not in page(client, CATALOG), name
    assert db.session.query(Series).count() == 0
    assert "Start collecting for School" in page(sign_in(cast.charlie), DEFINITION)


def test_the_catalog_asks_no_more_for_more(cast, sign_in):
    client = sign_in(cast.alice)
    counts = []
    for number in range(2):
        with counted() as queries:
            client.get(CATALOG)
        counts.append(len(queries))
        for each in range(4):
            make_measure(cast.network, f"more-{number}-{each}")
        db.session.commit()
    assert counts[0] == counts[1] <= 15, counts
