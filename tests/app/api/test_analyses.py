"""The analysis that a program reads is what the page shows."""

from __future__ import annotations

from datetime import date
from math import sqrt

import pytest

from app.measures.models import Sharing
from tests.factories import make_series

PATH = "/networks/river/teams/clinic/measures/urgent-visits"


@pytest.fixture
def series(cast):
    # Twelve months around 10%, then eight at 4%: below the center line in a row.
    data = [(n, 100) for n in (9, 11, 10, 12, 8, 10, 11, 9, 10, 12, 9, 11)] + [(4, 100)] * 8
    return make_series(cast.team, cast.measure, data, date(2024, 1, 1))


def test_center_and_limits_are_those_of_a_p_chart(cast, program, series):
    found = program(cast.alice).get(f"{PATH}/analysis")
    center = (122 + 32) / 2000  # all numerators over all denominators (Montgomery, 7.2)
    spread = 3 * sqrt(center * (1 - center) / 100)
    [phase] = found["phases"]
    assert phase["center"] == pytest.approx(100 * center)
    point = found["points"][0]
    assert point["value"] == pytest.approx(9.0)
    assert point["upper"] == pytest.approx(100 * (center + spread))
    assert point["lower"] == pytest.approx(max(0, 100 * (center - spread)), abs=1e-9)
    assert (found["chart"], found["rules"], phase["points"]) == ("p", "ihi", 20)


def test_signals_name_their_rule_and_place(cast, program, series):
    found = program(cast.alice).get(f"{PATH}/analysis")
    shift = next(each for each in found["signals"] if each["starts"] == "2025-01-01")
    assert (shift["rule"], shift["direction"], shift["meaning"]) == ("shift", "down", "improvement")
    assert (shift["ends"], shift["current"]) == ("2025-08-01", True)
    assert found["verdict"] == "improvement"


def test_the_page_says_the_same(cast, program, series, sign_in):
    found = program(cast.alice).get(f"{PATH}/analysis")
    page = sign_in(cast.alice).get(PATH).text
    assert found["sentence"] in page
    for signal in found["signals"]:
        assert signal["sentence"] in page


def test_a_series_without_data_says_so(cast, program):
    make_series(cast.team, cast.measure)
    found = program(cast.alice).get(f"{PATH}/analysis")
    assert (found["points"], found["verdict"]) == ([], "too_young")
    assert found["sentence"].startswith("No values yet")


def test_missing_months_are_points_without_a_value(cast, program, series):
    from app.extensions import db

    db.session.delete(series.observations[5])
    points = program(cast.alice).get(f"{PATH}/analysis")["points"]
    assert len(points) == 20
    assert points[5] == points[5] | {"period": "2024-06-01", "value": None, "included": False}


def test_small_numbers_of_others_count_in_nothing(cast, program, series):
    series.observations[0].denominator = 20
    cast.measure.smallest_denominator = 50
    whole = program(cast.alice).get(f"{PATH}/analysis")
    others = program(cast.charlie).get(f"{PATH}/analysis")
    assert others["hidden"] == 1
    assert others["points"][0]["period"] == "2024-02-01"
    assert others["phases"][0]["center"] == pytest.approx(100 * (154 - 9) / 1900)
    assert whole["phases"][0]["center"] == pytest.approx(100 * 154 / 1920)


def test_closed_measures_stay_closed(cast, program, series):
    cast.measure.sharing = Sharing.CLOSED
    assert program(cast.charlie).ask("GET", f"{PATH}/analysis").status_code == 404
    assert program(cast.cora).ask("GET", f"{PATH}/analysis").status_code == 200


def test_teams_and_measures_are_listed(cast, program, series):
    found = program(cast.alice)
    teams = found.get("/networks/river/teams")["teams"]
    assert [(each["slug"], each["sees_all"], each["may_enter"]) for each in teams] == [
        ("clinic", True, True),
        ("school", False, False),
    ]
    [measure] = found.get("/networks/river/measures")["measures"]
    assert (measure["slug"], measure["fields"]) == ("urgent-visits", ["numerator", "denominator"])
    [kept] = found.get("/networks/river/teams/clinic/measures")["measures"]
    assert kept == measure
    assert found.get("/networks/river/teams/school/measures")["measures"] == []


def test_a_measure_has_its_whole_definition(cast, program):
    found = program(cast.nora).get("/networks/river/measures/urgent-visits")
    assert found["definition"]["numerator_label"] == "Had an urgent visit"
    assert found["definition"]["multiplier"] == 100
    [revision] = program(cast.nora).get("/networks/river/measures/urgent-visits/versions")[
        "revisions"
    ]
    assert (revision["number"], revision["definition_version"]) == (1, 1)
