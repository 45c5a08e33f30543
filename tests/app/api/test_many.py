"""A list of observations is stored whole or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.models import DataKind, Observation
from tests.factories import make_measure, make_series

PATH = "/networks/river/teams/clinic/observations"


@pytest.fixture
def kept(cast):
    """Two measures of alice's team; January 2024 of the first is stored."""
    falls = make_measure(cast.network, "falls", data_kind=DataKind.COUNT, chart="c", multiplier=1)
    return (
        make_series(cast.team, cast.measure, [(12, 80)], date(2024, 1, 1)),
        make_series(cast.team, falls),
    )


def month(number: int) -> list[dict[str, object]]:
    period = f"2025-{number:02}-01"
    return [
        {"measure": "urgent-visits", "period": period, "numerator": 5, "denominator": 60},
        {"measure": "falls", "period": period, "value": 2},
    ]


def count() -> int:
    return db.session.query(Observation).count()


@pytest.mark.both_databases
def test_a_month_of_all_measures_is_stored(cast, program, kept):
    response = program(cast.alice).post(PATH, {"observations": month(3)})
    assert response.status_code == 200
    found = response.get_json()
    assert (found["created"], found["corrected"], found["unchanged"]) == (2, 0, 0)
    assert [each["outcome"] for each in found["stored"]] == ["created", "created"]
    assert count() == 3
    last = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert last.action == "store data by API"
    assert last.detail.after["created"] == 2


@pytest.mark.both_databases
def test_sent_again_nothing_is_changed(cast, program, kept):
    found = program(cast.alice)
    found.post(PATH, {"observations": month(3)})
    events = db.session.query(AuditEvent).count()
    again = found.post(PATH, {"observations": [*month(3), *month(4)]}).get_json()
    assert (again["created"], again["unchanged"]) == (2, 2)
    assert db.session.query(AuditEvent).count() == events + 1
    assert found.post(PATH, {"observations": month(4)}).get_json()["unchanged"] == 2
    assert db.session.query(AuditEvent).count() == events + 1


@pytest.mark.both_databases
def test_one_wrong_row_and_nothing_is_stored(cast, program, kept):
    wrong = [*month(3), *month(4)]
    wrong[2] = wrong[2] | {"numerator": 61}
    wrong[3] = wrong[3] | {"value": None}
    response = program(cast.alice).post(PATH, {"observations": wrong})
    assert response.status_code == 422
    faults = {(each["row"], each["field"]) for each in response.get_json()["errors"]}
    assert faults == {(3, "/observations/2/numerator"), (4, "/observations/3/value")}
    assert "Rows 3, 4" in response.get_json()["detail"]
    assert count() == 1


def test_a_strange_type_names_its_row(cast, program, kept):
    wrong = [*month(3), {"measure": "falls", "period": "March", "value": "two"}]
    errors = program(cast.alice).post(PATH, {"observations": wrong}).get_json()["errors"]
    assert {(each["row"], each["field"]) for each in errors} == {
        (3, "/observations/2/period"),
        (3, "/observations/2/value"),
    }
    assert count() == 1


def test_each_period_once(cast, program, kept):
    twice = [*month(3), month(3)[0] | {"period": "2025-03-31"}]
    response = program(cast.alice).post(PATH, {"observations": twice})
    assert response.status_code == 422
    [fault] = response.get_json()["errors"]
    assert "row 1 again" in fault["detail"]
    assert count() == 1


def test_what_is_stored_is_replaced_only_knowingly(cast, program, kept):
    found = program(cast.alice)
    other = {"measure": "urgent-visits", "period": "2024-01-01", "numerator": 1, "denominator": 80}
    response = found.post(PATH, {"observations": [*month(3), other]})
    assert response.status_code == 409
    [fault] = response.get_json()["errors"]
    assert fault["stored"]["numerator"] == 12
    assert count() == 1
    knowing = other | {"version": 1, "reason": "Counted twice"}
    response = found.post(PATH, {"observations": [*month(3), knowing]})
    assert response.get_json()["corrected"] == 1
    assert db.session.query(Observation).filter_by(value=1).one().version == 2
    late = knowing | {"numerator": 2}
    assert found.post(PATH, {"observations": [late]}).status_code == 409


def test_only_measures_that_the_team_keeps(cast, program, kept):
    theirs = make_measure(cast.network, "theirs", team=cast.other_team)
    make_series(cast.other_team, theirs)
    found = program(cast.alice)
    said = []
    for slug in ("theirs", "nothing"):
        item = {"measure": slug, "period": "2025-03-01", "numerator": 5, "denominator": 60}
        response = found.post(PATH, {"observations": [item]})
        assert response.status_code == 422
        said.append(response.text.replace(slug, "it"))
    assert said[0] == said[1]
    assert count() == 1


@pytest.mark.parametrize("items", [[], [{}] * 501, "all", None])
def test_lists_are_bounded(cast, program, kept, items):
    response = program(cast.alice).post(PATH, {"observations": items})
    assert response.status_code == 422
    assert response.get_json()["errors"][0]["field"].startswith("/observations")


@pytest.mark.parametrize(
    ("path", "field", "expected"),
    [
        ("/networks?limit=0", "limit", "1 or more"),
        ("/networks?limit=201", "limit", "200 or less"),
        (f"/networks?cursor={'x' * 201}", "cursor", "200 characters or fewer"),
    ],
)
def test_a_limit_that_is_passed_is_told_in_plain_words(cast, program, path, field, expected):
    told = program(cast.alice).ask("GET", path).get_json()
    (error,) = told["errors"]
    assert (error["in"], error["field"], error["expected"]) == ("query", field, expected)
    assert "Input should" not in str(told)


@pytest.mark.parametrize(
    ("many", "expected"), [(0, "1 or more items"), (501, "500 items or fewer")]
)
def test_how_many_items_there_may_be_is_told(cast, program, kept, many, expected):
    response = program(cast.alice).post(PATH, {"observations": month(3)[:1] * many})
    assert response.status_code == 422
    (error,) = response.get_json()["errors"]
    assert (error["field"], error["expected"]) == ("/observations", expected)
