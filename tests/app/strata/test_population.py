"""Measures of one team that count the same people hide the same groups; local ones have groups too."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.measures.models import DataKind
from app.strata.models import MeasureBreakdown
from tests.app.strata.conftest import URL, add_cells, broken_down
from tests.factories import make_measure, make_series

# The first measure hides English and Other (4 of 40), and shows Spanish.
FIRST = [[(30, 90), (20, 60), (4, 40)]] * 12
# By itself the second hides Spanish (3 of 60) and English, and shows Other: 40 there.
SECOND = [[(40, 90), (3, 60), (20, 40)]] * 12
OTHER_URL = "/networks/river/teams/clinic/measures/school-days"


def second_measure(broken, **fields):
    measure = make_measure(broken.cast.network, "school-days", **fields)
    db.session.add(MeasureBreakdown(measure_id=measure.id, breakdown_id=broken.breakdown.id))
    series = make_series(broken.cast.team, measure, [(63, 190)] * 12)
    add_cells(series, broken.breakdown, SECOND)
    db.session.commit()
    return measure


def seen(sign_in, broken, url):
    path = f"{url}/strata/{broken.breakdown.id}/data.csv"
    text = sign_in(broken.cast.nora).get(path).get_data(as_text=True)
    rows = [line.split(",") for line in text.splitlines() if line.startswith("2024-01-01")]
    return {cells[1] for cells in rows if cells[-1] != "not shown"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"Whole team"}),
        ({"denominator_label": " children  ENROLLED "}, {"Whole team"}),
        ({"denominator_label": "Days", "population": "children enrolled"}, {"Whole team"}),
        ({"denominator_label": "Days"}, {"Whole team", "Spanish"}),
    ],
)
def test_what_one_hides_of_the_same_people_the_other_hides_as_well(app, sign_in, fields, expected):
    broken = broken_down(FIRST)
    assert seen(sign_in, broken, URL) == {"Whole team", "Spanish"}
    second_measure(broken, **fields)
    assert seen(sign_in, broken, URL) == expected
    if expected == {"Whole team"}:
        assert seen(sign_in, broken, OTHER_URL) == expected


def test_the_population_is_set_with_the_breakdowns_and_told_in_the_audit(app, sign_in):
    broken = broken_down(FIRST)
    page = "/networks/river/measures/urgent-visits/breakdowns"
    data = {"breakdowns": str(broken.breakdown.id), "population": "Children on the list"}
    assert sign_in(broken.cast.bea).post(page, data=data).status_code == 303
    db.session.refresh(broken.cast.measure)
    assert broken.cast.measure.population == "Children on the list"
    html = sign_in(broken.cast.bea).get(page).get_data(as_text=True)
    assert 'value="Children on the list"' in html


def test_a_teams_own_measure_is_broken_down_by_the_networks_groups(app, sign_in):
    broken = broken_down(FIRST)
    cast = broken.cast
    own = make_measure(cast.network, "own", team=cast.team, data_kind=DataKind.PROPORTION)
    make_series(cast.team, own)
    db.session.commit()
    page = "/networks/river/measures/own/breakdowns"
    data = {"breakdowns": str(broken.breakdown.id)}
    for name, expected in (("vera", 403), ("cora", 403), ("bea", 404), ("charlie", 404)):
        assert sign_in(getattr(cast, name)).post(page, data=data).status_code == expected
    alice = sign_in(cast.alice)
    assert alice.post(page, data=data).status_code == 303
    assert "By which groups" in alice.get("/networks/river/measures/own").get_data(as_text=True)
    series = "/networks/river/teams/clinic/measures/own"
    entry = {"period": "2025-01-01", "value-whole": "30", "denominator-whole": "90"}
    for stratum, value in zip(broken.ids, (10, 10, 10), strict=True):
        entry |= {f"value-{stratum}": str(value), f"denominator-{stratum}": "30"}
    path = f"{series}/strata/{broken.breakdown.id}"
    assert alice.post(f"{path}/enter", data=entry).status_code == 303
    assert "2025-01-01,Other,10,30" in alice.get(f"{path}/data.csv").get_data(as_text=True)
    assert sign_in(cast.nora).get(f"{path}/data.csv").status_code == 404
