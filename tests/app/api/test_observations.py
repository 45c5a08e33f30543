"""Observations: read as the pages show them, stored once, corrected with a reason."""

from __future__ import annotations

from datetime import date

import pytest

from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.models import DataKind, Frequency, Observation, ObservationCorrection
from tests.factories import make_measure, make_series

CLINIC = "/networks/river/teams/clinic"
SERIES = f"{CLINIC}/measures/urgent-visits"
JANUARY = f"{SERIES}/observations/2026-01-01"


@pytest.fixture
def series(cast):
    return make_series(cast.team, cast.measure, [(12, 80), (9, 75), (7, 70)], date(2024, 1, 1))


def stored(series) -> list[tuple[float, float | None]]:
    db.session.expire_all()
    return [(each.value, each.denominator) for each in series.observations]


@pytest.mark.both_databases
def test_a_period_is_entered(cast, program, series):
    sent = {"numerator": 6, "denominator": 60, "note": "New form"}
    response = program(cast.alice).put(JANUARY, sent)
    assert response.status_code == 201
    assert response.headers["Location"] == f"/api/v1{JANUARY}"
    found = response.get_json()
    assert (found["period"], found["numerator"], found["denominator"]) == ("2026-01-01", 6, 60)
    assert found["result"] == 10.0  # 6 of 60, in percent
    assert found["note"] == "New form"
    assert found["entered_by"] == "Alice"
    assert stored(series)[-1] == (6, 60)


@pytest.mark.both_databases
def test_sent_again_it_is_stored_once(cast, program, series):
    found = program(cast.alice)
    sent = {"numerator": 6, "denominator": 60}
    statuses = [found.put(JANUARY, sent).status_code for _ in range(3)]
    assert statuses == [201, 200, 200]
    assert len(stored(series)) == 4
    assert db.session.query(ObservationCorrection).count() == 0


def test_any_day_of_the_period_will_do(cast, program, series):
    response = program(cast.alice).put(
        f"{SERIES}/observations/2026-01-31", {"numerator": 6, "denominator": 60}
    )
    assert response.get_json()["period"] == "2026-01-01"


def test_other_data_are_not_replaced_by_accident(cast, program, series):
    response = program(cast.alice).put(
        f"{SERIES}/observations/2024-01-01", {"numerator": 1, "denominator": 80, "reason": "x"}
    )
    assert response.status_code == 409
    [fault] = response.get_json()["errors"]
    assert fault["stored"] == {"numerator": 12, "denominator": 80, "note": "", "version": 1}
    assert 'If-Match: "1"' in response.get_json()["detail"]
    assert stored(series)[0] == (12, 80)


@pytest.mark.both_databases
def test_a_correction_keeps_what_was_and_why(cast, program, series):
    found = program(cast.bob)
    path = f"{SERIES}/observations/2024-01-01"
    read = found.ask("GET", path)
    assert read.headers["ETag"] == '"1"'
    sent = {"numerator": 11, "denominator": 80, "reason": "Counted twice"}
    response = found.put(path, sent, If_Match=read.headers["ETag"])
    assert response.status_code == 200
    assert response.headers["ETag"] == '"2"'
    assert stored(series)[0] == (11, 80)
    [was] = response.get_json()["corrections"]
    assert (was["numerator"], was["denominator"]) == (12, 80)
    assert (was["reason"], was["by"]) == ("Counted twice", "Bob")
    actions = [each.action for each in db.session.query(AuditEvent)]
    assert actions[-2:] == ["correct value", "store data by API"]


def test_a_correction_needs_a_reason(cast, program, series):
    response = program(cast.alice).put(
        f"{SERIES}/observations/2024-01-01", {"numerator": 1, "denominator": 80}, If_Match='"1"'
    )
    assert response.status_code == 422
    [fault] = response.get_json()["errors"]
    assert fault["field"] == "/reason"
    assert stored(series)[0] == (12, 80)


@pytest.mark.parametrize("version", ['"7"', '"x"', '"0"'])
def test_who_was_slower_is_told_what_is_stored(cast, program, series, version):
    response = program(cast.alice).put(
        f"{SERIES}/observations/2024-01-01",
        {"numerator": 1, "denominator": 80, "reason": "x"},
        If_Match=version,
    )
    assert response.status_code == 412
    assert response.get_json()["errors"][0]["stored"]["version"] == 1
    assert stored(series)[0] == (12, 80)


def test_no_version_of_nothing(cast, program, series):
    sent = {"numerator": 6, "denominator": 60}
    assert program(cast.alice).put(JANUARY, sent, If_Match='"1"').status_code == 412
    assert len(stored(series)) == 3


@pytest.mark.parametrize("condition", ["*", '"1", "2"'])
def test_a_condition_names_one_version(cast, program, series, condition):
    sent = {"numerator": 6, "denominator": 60}
    assert program(cast.alice).put(JANUARY, sent, If_Match=condition).status_code == 422


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"numerator": 6}, "/denominator", "missing"),
        ({"numerator": 6, "denominator": 5}, "/numerator", "more than"),
        ({"numerator": 6.5, "denominator": 50}, "/numerator", "whole number"),
        ({"numerator": -1, "denominator": 50}, "/numerator", "negative"),
        ({"numerator": 0, "denominator": 0}, "/denominator", "divided by 0"),
        ({"numerator": "6", "denominator": 50}, "/numerator", "not a number"),
        ({"numerator": True, "denominator": 50}, "/numerator", "not a number"),
        ({"numerator": 1e13, "denominator": 1e13}, "/numerator", "1000000000000"),
        ({"value": 6}, "/value", "none of these"),
        ({"numerator": 6, "denominator": 50, "values": [1]}, "/values", "none of these"),
        ({"numerator": 6, "denominator": 50, "color": "red"}, "/color", "no field"),
        ({"numerator": 6, "denominator": 50, "note": 5}, "/note", "not a text"),
        ({"numerator": 6, "denominator": 50, "note": "\ud800"}, "/note", "signs"),
        ({"numerator": 6, "denominator": 50, "note": "x" * 501}, "/note", "500"),
    ],
)
def test_what_the_measure_does_not_take_is_named(cast, program, series, sent, field, said):
    response = program(cast.alice).put(JANUARY, sent)
    assert response.status_code == 422
    faults = {each["field"]: each for each in response.get_json()["errors"]}
    assert said in faults[field]["detail"]
    assert len(stored(series)) == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff", 400),
        (b"[" * 100_000, 400),
        (b'{"numerator": NaN, "denominator": 50}', 422),
        (b'{"numerator": 1e999, "denominator": 50}', 422),
        (b'{"numerator": ' + b"9" * 5000 + b"}", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'{"numerator": 6, "denominator": 50, "note": "' + b"x" * 1_100_000 + b'"}', 413),
    ],
)
def test_strange_bodies_are_refused(cast, program, series, body, status):
    response = program(cast.alice).ask("PUT", JANUARY, data=body, content_type="application/json")
    assert response.status_code == status
    assert len(stored(series)) == 3


@pytest.mark.parametrize("kind", ["text/csv", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken(cast, program, series, kind):
    response = program(cast.alice).ask("PUT", JANUARY, data=b"{}", content_type=kind)
    assert response.status_code == 415


@pytest.mark.parametrize("day", ["january", "2026-13-01", "9999-01-01", "2026-1-1", "20260101x"])
def test_what_is_no_day_is_refused(cast, program, series, day):
    sent = {"numerator": 6, "denominator": 60}
    assert program(cast.alice).put(f"{SERIES}/observations/{day}", sent).status_code == 422
    assert program(cast.alice).ask("GET", f"{SERIES}/observations/{day}").status_code == 404


def test_a_period_that_is_not_over_is_refused(cast, program, series):
    sent = {"numerator": 6, "denominator": 60}
    response = program(cast.alice).put(f"{SERIES}/observations/2026-02-01", sent)
    assert response.status_code == 422
    [fault] = response.get_json()["errors"]
    assert (fault["in"], fault["field"]) == ("path", "period")
    assert "not over yet" in fault["detail"]


KINDS = [
    (DataKind.RATE, "u", Frequency.MONTH, {"numerator": 7, "denominator": 1240.5}),
    (DataKind.COUNT, "c", Frequency.MONTH, {"value": 9}),
    (DataKind.SINGLE, "i", Frequency.WEEK, {"value": -3.5}),
    (DataKind.SUBGROUP, "xbar", Frequency.QUARTER, {"values": [41, 38, 44.5]}),
    (DataKind.EVENTS, "t", Frequency.EVENT, {}),
    (DataKind.EVENTS, "g", Frequency.EVENT, {"cases": 40}),
    (DataKind.EVENTS, "g", Frequency.EVENT, {"cases": 40, "events": 2}),
]


@pytest.mark.parametrize(("kind", "chart", "frequency", "sent"), KINDS)
def test_every_kind_of_data_goes_in_and_out(cast, program, kind, chart, frequency, sent):
    measure = make_measure(
        cast.network, "other", data_kind=kind, chart=chart, frequency=frequency, multiplier=1.0
    )
    make_series(cast.team, measure)
    path = f"{CLINIC}/measures/other/observations/2025-10-15"
    found = program(cast.alice)
    assert found.put(path, sent).status_code == 201
    assert found.put(path, sent).status_code == 200
    read = found.get(path)
    assert {name: read[name] for name in sent} == sent
    others = {"numerator", "denominator", "value", "values", "cases"} - set(sent)
    assert all(read[name] is None for name in others)


def test_lists_come_in_pages(cast, program):
    make_series(cast.team, cast.measure, [(n, 100) for n in range(25)], date(2023, 1, 1))
    found, cursor, seen = program(cast.alice), "", []
    for _ in range(4):
        page = found.get(f"{SERIES}/observations?limit=7{cursor}")
        seen += [each["numerator"] for each in page["observations"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == list(range(25))
    assert page["next_cursor"] is None


def test_periods_can_be_chosen(cast, program, series):
    page = program(cast.alice).get(f"{SERIES}/observations?from=2024-02-01&to=2024-02-28")
    assert [each["period"] for each in page["observations"]] == ["2024-02-01"]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=1_0", "limit=x", "cursor=%FF", "cursor=x", "from=x", "a=1"],
)
def test_strange_questions_are_refused(cast, program, series, query):
    response = program(cast.alice).ask("GET", f"{SERIES}/observations?{query}")
    assert response.status_code == 422
    [fault] = response.get_json()["errors"]
    assert fault["in"] == "query"
    assert fault["field"] == query.partition("=")[0]


def test_others_read_numbers_but_no_words(cast, program, series):
    series.observations[0].note = "Mrs Hale came twice"
    page = program(cast.charlie).get(f"{SERIES}/observations")
    assert [each["numerator"] for each in page["observations"]] == [12, 9, 7]
    assert "Hale" not in str(page)
    assert {each["version"] for each in page["observations"]} == {None}


def test_small_numbers_of_others_are_hidden(cast, program, series):
    cast.measure.smallest_denominator = 75
    page = program(cast.charlie).get(f"{SERIES}/observations")
    assert [each["denominator"] for each in page["observations"]] == [80, 75]
    assert page["hidden"] == 1
    path = f"{SERIES}/observations/2024-03-01"
    assert program(cast.charlie).ask("GET", path).status_code == 404
    assert program(cast.alice).get(path)["denominator"] == 70


def test_a_token_that_reads_writes_nothing(cast, program, series):
    from app.api.scopes import Scope

    sent = {"numerator": 6, "denominator": 60}
    response = program(cast.alice, Scope.READ).put(JANUARY, sent)
    assert response.status_code == 403
    assert response.get_json()["type"] == "/api#problem-scope"
    writer = program(cast.alice, Scope.WRITE_OBSERVATIONS)
    assert writer.put(JANUARY, sent).status_code == 201
    assert writer.ask("GET", JANUARY).status_code == 403


@pytest.mark.parametrize("who", ["vera", "cora", "charlie", "bea"])
def test_who_may_not_enter_on_the_page_may_not_here(cast, program, series, who):
    sent = {"numerator": 6, "denominator": 60}
    response = program(getattr(cast, who)).put(JANUARY, sent)
    assert response.status_code == 403
    assert db.session.query(Observation).count() == 3


def test_outsiders_are_told_nothing(cast, program, series):
    sent = {"numerator": 6, "denominator": 60}
    outside = program(cast.olga)
    nothing = outside.put(f"{CLINIC}/measures/nothing/observations/2026-01-01", sent)
    there = outside.put(JANUARY, sent)
    assert there.status_code == nothing.status_code == 404
    assert there.data == nothing.data
