"""Data by group: hidden from others as on the pages, written as a whole."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import db
from app.strata.models import StratumCorrection, StratumObservation
from tests.app.strata.conftest import SMALL, broken_down

SHEET = {
    "whole": {"numerator": 60, "denominator": 300},
    "strata": [
        {"stratum": "English", "numerator": 30, "denominator": 150},
        {"stratum": "Spanish", "numerator": 20, "denominator": 100},
        {"stratum": "Other", "numerator": 10, "denominator": 50},
    ],
}


@pytest.fixture
def broken(cast):
    return broken_down(SMALL, cast)


def path(broken, period: str = "") -> str:
    return f"{broken.url}/observations{period and '/' + period}"


def test_the_team_reads_every_group(broken, program):
    page = program(broken.cast.alice).get(path(broken) + "?to=2024-01-31")
    found = {each["stratum"]: each["numerator"] for each in page["observations"]}
    assert found == {None: 54, "English": 30, "Spanish": 20, "Other": 4}
    assert page["breakdown"] == "Language"


def test_others_read_no_small_numbers(broken, program):
    rows, cursor = [], ""
    reader = program(broken.cast.charlie)
    while cursor is not None:
        page = reader.get(path(broken) + f"?limit=10{cursor}")
        rows += page["observations"]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert len(rows) == 14 * 4
    other = [each for each in rows if each["stratum"] == "Other"]
    assert all(each["hidden"] and each["numerator"] is None for each in other)
    # Neither does the whole less the others give them away: another group is hidden with it.
    for period in {each["period"] for each in rows}:
        hidden = [each for each in rows if each["period"] == period and each["hidden"]]
        assert len(hidden) >= 2


def test_one_group_can_be_chosen(broken, program):
    page = program(broken.cast.alice).get(path(broken) + "?stratum=Spanish")
    assert {each["stratum"] for each in page["observations"]} == {"Spanish"}
    assert len(page["observations"]) == 14


@pytest.mark.both_databases
def test_a_period_is_stored_with_its_groups_once(app, program):
    broken = broken_down(SMALL)
    found = program(broken.cast.alice)
    first = found.put(path(broken, "2025-06-01"), SHEET)
    assert first.status_code == 200
    again = found.put(path(broken, "2025-06-01"), SHEET)
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]
    cells = db.session.query(StratumObservation).filter_by(period=date(2025, 6, 1)).all()
    assert sorted(each.value for each in cells) == [10, 20, 30]


def test_groups_are_corrected_knowingly_and_with_a_reason(broken, program):
    found, where = program(broken.cast.alice), path(broken, "2025-06-01")
    found.put(where, SHEET)
    other = SHEET | {"strata": [*SHEET["strata"][:2], SHEET["strata"][2] | {"numerator": 9}]}
    other["note"] = "One has no language"
    assert found.put(where, other).status_code == 409
    assert found.put(where, other, If_Match='"1,2,3"').status_code == 412
    tag = found.ask("GET", where).headers["ETag"]
    assert found.put(where, other, If_Match=tag).status_code == 422
    done = found.put(where, other | {"reason": "Counted twice"}, If_Match=tag)
    assert done.status_code == 200
    assert db.session.query(StratumCorrection).one().reason == "Counted twice"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (
            {"strata": [{"stratum": "French", "numerator": 1, "denominator": 2}]},
            "/strata/0/stratum",
        ),
        ({"strata": SHEET["strata"][:1] * 2}, "/strata/1/stratum"),
        ({"strata": SHEET["strata"][:2]}, "/note"),
        ({"whole": {"numerator": 50, "denominator": 300}}, ""),
        ({"whole": {"numerator": 400, "denominator": 300}}, "/whole/numerator"),
        ({"whole": {"value": 3}}, "/whole/value"),
        ({"strata": [{"stratum": "Other", "numerator": 5}]}, "/strata/0/denominator"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_stored(broken, program, wrong, field):
    before = db.session.query(StratumObservation).count()
    response = program(broken.cast.alice).put(path(broken, "2025-06-01"), SHEET | wrong)
    assert response.status_code == 422
    assert field in {each["field"] for each in response.get_json()["errors"]}
    assert db.session.query(StratumObservation).count() == before


def test_only_who_enters_data_stores_groups(broken, program):
    for who in ("vera", "cora", "charlie", "bea"):
        response = program(getattr(broken.cast, who)).put(path(broken, "2025-06-01"), SHEET)
        assert response.status_code == 403
