import pytest

from app.extensions import db
from app.theory.models import IdeaStatus
from tests.app.ideas.helpers import LIBRARY, published
from tests.factories import make_measure, make_series
from tests.queries import counted


@pytest.fixture
def made(cast):
    measure = make_measure(cast.network, "days-missed", team=cast.other_team)
    make_series(cast.other_team, measure, [(4, 40)] * 12)
    cast.other_team.place = "Alder Grove"
    return published(
        cast,
        status=IdeaStatus.ABANDONED,
        reason="Cards fell off the doors.",
        context="Two floors, one nurse.",
        measure_id=measure.id,
    )


@pytest.mark.parametrize(
    "query",
    [
        "q=card",
        "q=DOOR+fell",
        "q=drawn+children",
        "q=school",
        "q=teachers",
        "q=lesson+11",
        "driver=Teachers+act+early",
        "driver=the+school+knows",
        "context=alder",
        "context=one+nurse",
        "outcome=abandoned",
        "measure={measure}",
    ],
)
def test_it_is_found(cast, made, sign_in, query):
    page = sign_in(cast.nora).get(f"{LIBRARY}?{query.format(measure=made.measure_id)}")
    text = page.get_data(as_text=True)
    assert "A card on every door" in text
    assert "Cards fell off the doors." in text, "abandoned ones show the reason"


@pytest.mark.parametrize(
    "query",
    [
        "q=secret+hallway",
        "q=Ellery",
        "q=100%25",
        "driver=Nothing",
        "context=Elsewhere",
        "outcome=adopted",
        "outcome=nonsense",
        "measure=999999",
        "measure=²",
    ],
)
def test_it_is_not_found(cast, made, sign_in, query):
    text = sign_in(cast.nora).get(f"{LIBRARY}?{query}").get_data(as_text=True)
    assert "No idea fits" in text
    assert "A card on every door</a>" not in text


def test_htmx_gets_the_list_alone(cast, made, sign_in):
    answer = sign_in(cast.nora).get(f"{LIBRARY}?q=card", headers={"HX-Request": "true"})
    text = answer.get_data(as_text=True)
    assert text.lstrip().startswith('<div id="idea-list">')
    assert "A card on every door" in text
    assert answer.headers["Vary"].count("HX-Request") == 1


def test_other_networks_do_not_see_it(cast, made, sign_in):
    assert sign_in(cast.olga).get(LIBRARY).status_code == 404
    assert sign_in(cast.olga).get(f"{LIBRARY}/{made.id}").status_code == 404
    assert sign_in(cast.olga).get(f"/networks/hill/ideas/{made.id}").status_code == 404


def test_an_empty_library_teaches(cast, sign_in):
    assert "Nothing is published yet" in sign_in(cast.nora).get(LIBRARY).get_data(as_text=True)


def test_few_queries(cast, made, sign_in):
    client = sign_in(cast.alice)
    db.session.commit()
    with counted() as queries:
        client.get(f"{LIBRARY}?q=card")
    assert len(queries) <= 15, len(queries)
