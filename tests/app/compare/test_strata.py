"""One part of the people in all teams: as one team's page shows it, and never under a code."""

from __future__ import annotations

import re

import pytest

from app.access import standing_of
from app.compare.seen import seen_teams
from app.extensions import db
from app.measures.models import Series, Share, Sharing
from app.strata import published
from app.strata.many import stratum_rows
from tests.app.compare.helpers import COMPARE
from tests.app.strata.conftest import SMALL, add_cells, broken_down
from tests.app.strata.test_population import FIRST, second_measure
from tests.factories import make_series, make_team
from tests.queries import counted

LARGE = [[(30 + m % 3, 90), (20, 60), (14 + m % 2, 40)] for m in range(14)]


def another(broken, slug: str, table) -> Series:
    wholes = [(sum(v for v, _ in row), sum(d for _, d in row)) for row in table]
    series = make_series(make_team(broken.cast.network, slug), broken.cast.measure, wholes)
    add_cells(series, broken.breakdown, table)
    return series


@pytest.mark.parametrize("first", [SMALL, FIRST, LARGE])
def test_it_lets_through_what_the_door_lets_through_of_one_team(app, first):
    broken = broken_down(first)
    second_measure(broken)
    others = [another(broken, "oak", LARGE), another(broken, "elm", SMALL)]
    db.session.commit()
    with app.test_request_context():
        for stratum in broken.breakdown.strata:
            found = stratum_rows(
                broken.cast.measure,
                stratum,
                {each.id: each.team_id for each in (broken.series, *others)},
                (),
            )
            for each in (broken.series, *others):
                door = published.strata(each, broken.breakdown.id, sees_all=False)
                assert found[each.id] == list(door.parts.get(stratum.id, ())), stratum.name


def test_the_page_compares_one_part_and_leaves_codes_out(app, sign_in):
    broken = broken_down(SMALL)
    cast = broken.cast
    another(broken, "oak", LARGE)
    cast.measure.sharing = Sharing.CHOICE
    for slug in ("fir", "yew", "ash"):
        another(broken, slug, LARGE).share = Share.BLINDED
    db.session.commit()
    other = broken.breakdown.strata[2].id
    client = sign_in(cast.nora)
    assert "Language: Other" in client.get(COMPARE).get_data(as_text=True)
    html = client.get(f"{COMPARE}?stratum={other}").get_data(as_text=True)
    # 4 of 40 is small and hidden; 14 of 40 is not.
    assert re.findall(r'<h3 class="name" title="([^"]*)"', html) == ["Oak"]
    assert "3 teams under a code are not shown here" in html
    assert "All teams together</h2>" not in html
    own = sign_in(cast.alice).get(f"{COMPARE}?stratum={other}").get_data(as_text=True)
    assert "Clinic" in re.findall(r'<h3 class="name" title="([^"]*)"', own)
    unknown = client.get(f"{COMPARE}?stratum=99999").get_data(as_text=True)
    assert len(re.findall(r'<h3 class="name" title="([^"]*)"', unknown)) == 5


def test_the_number_of_queries_does_not_grow(app, sign_in):
    broken = broken_down(SMALL)
    client = sign_in(broken.cast.nora)
    address = f"{COMPARE}?stratum={broken.breakdown.strata[0].id}"
    client.get(address)
    with counted() as few:
        client.get(address)
    for number in range(12):
        another(broken, f"more-{number}", LARGE)
    db.session.commit()
    with counted() as many:
        client.get(address)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= 15
    with app.test_request_context():
        assert len(seen_teams(broken.cast.measure, standing_of(broken.cast.nora)).teams) == 13
