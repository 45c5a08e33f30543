"""Measures are defined, changed and retired with the checks and the history of the pages."""

from __future__ import annotations

from datetime import date

import pytest

from app.audit.models import AuditEvent
from app.catalog.models import MeasureRevision
from app.extensions import db
from app.measures.models import Measure, Series
from app.networks.models import Strategy
from tests.factories import make_series

RIVER = "/networks/river/measures"
CLINIC = "/networks/river/teams/clinic/measures"
FALLS = {
    "name": "Falls with injury",
    "role": "outcome",
    "data_kind": "rate",
    "numerator_label": "Falls with injury",
    "denominator_label": "Patient days",
    "multiplier": 1000,
    "direction": "down",
}


def test_a_shared_measure_is_defined(cast, program):
    db.session.add(Strategy(network=cast.network, name="Safe wards"))
    response = program(cast.bea).post(RIVER, FALLS | {"strategies": ["Safe wards"]})
    assert response.status_code == 201
    assert response.headers["Location"] == f"/api/v1{RIVER}/falls-with-injury"
    found = response.get_json()
    assert (found["shared"], found["fields"]) == (True, ["numerator", "denominator"])
    assert found["definition"]["chart"] == "u"  # the chart for rates
    assert found["definition"]["rules"] == "ihi"
    assert found["definition"]["strategies"] == ["Safe wards"]
    assert program(cast.nora).get(f"{RIVER}/falls-with-injury") == found


def test_a_team_defines_its_own_and_keeps_it(cast, program):
    assert program(cast.bob).post(CLINIC, FALLS).status_code == 201
    measure = db.session.query(Measure).filter_by(name="Falls with injury").one()
    assert measure.team_id == cast.team.id
    assert db.session.query(Series).filter_by(measure_id=measure.id).count() == 1
    path = f"{RIVER}/{measure.slug}"
    assert program(cast.charlie).ask("GET", path).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "/name"),
        ({"denominator_label": ""}, "/denominator_label"),
        ({"chart": "p"}, "/chart"),
        ({"chart": "pie"}, "/chart"),
        ({"rules": "perla"}, "/rules"),
        ({"frequency": "event"}, "/frequency"),
        ({"multiplier": 0}, "/multiplier"),
        ({"target": -1}, "/target"),
        ({"role": "goal"}, "/role"),
        ({"due_days": 91}, "/due_days"),
        ({"strategies": ["Nothing"]}, "/strategies/0"),
        ({"link": "javascript:alert(1)"}, "/link"),
        ({"slug": "mine"}, "/slug"),
    ],
)
def test_what_the_pages_refuse_is_refused(cast, program, wrong, field):
    response = program(cast.bea).post(RIVER, FALLS | wrong)
    assert response.status_code == 422
    assert field in {each["field"] for each in response.get_json()["errors"]}
    assert db.session.query(Measure).count() == 1


def test_several_faults_are_told_at_once(cast, program):
    response = program(cast.bea).post(RIVER, FALLS | {"numerator_label": "", "chart": "p"})
    fields = {each["field"] for each in response.get_json()["errors"]}
    assert fields == {"/numerator_label", "/chart"}


@pytest.mark.both_databases
def test_a_change_keeps_what_was_and_why(cast, program):
    make_series(cast.team, cast.measure, [(12, 80)], date(2024, 1, 1))
    found = program(cast.bea)
    path = f"{RIVER}/urgent-visits"
    read = found.ask("GET", path)
    sent = read.get_json()["definition"] | {
        "exclusions": "Planned visits",
        "reason": "They were counted by some",
        "starts_on": "2024-06-01",
    }
    response = found.put(path, sent, If_Match=read.headers["ETag"])
    assert response.status_code == 200
    assert response.get_json()["definition_version"] == 2
    assert response.headers["ETag"] != read.headers["ETag"]
    revisions = db.session.query(MeasureRevision).order_by(MeasureRevision.number).all()
    assert [each.content["exclusions"] for each in revisions] == ["", "Planned visits"]
    assert revisions[1].starts_on == date(2024, 6, 1)
    assert audited() == [("change measure", None), ("define measures by API", "changed")]
    late = found.put(path, sent | {"inclusions": "x"}, If_Match=read.headers["ETag"])
    assert late.status_code == 412


def audited() -> list[tuple[str, str | None]]:
    """What the audit says was done, and with a token what by it."""
    events = db.session.query(AuditEvent).order_by(AuditEvent.id)
    return [
        (each.action, (each.detail.after or {}).get("done"))
        for each in events
        if each.thing_kind in {"measure", "api_token"} and each.action != "make API token"
    ]


def test_a_change_says_which_version_it_changes(cast, program):
    found = program(cast.bea)
    sent = found.get(f"{RIVER}/urgent-visits")["definition"] | {"name": "x", "reason": "y"}
    assert found.put(f"{RIVER}/urgent-visits", sent).status_code == 428


def test_a_change_of_meaning_says_from_when(cast, program):
    make_series(cast.team, cast.measure, [(12, 80)], date(2024, 1, 1))
    found = program(cast.bea)
    sent = found.get(f"{RIVER}/urgent-visits")["definition"]
    response = found.put(
        f"{RIVER}/urgent-visits", sent | {"exclusions": "x", "reason": "y"}, If_Match='"1"'
    )
    assert [each["field"] for each in response.get_json()["errors"]] == ["/starts_on"]


def test_a_measure_is_retired_and_restored(cast, program):
    found, path = program(cast.bea), f"{RIVER}/urgent-visits/retirement"
    assert found.put(path, {"retired": True}, If_Match='"1"').status_code == 422
    retired = found.put(path, {"retired": True, "reason": "Replaced"}, If_Match='"1"')
    assert retired.get_json()["retired"] is True
    assert found.put(path, {"retired": True}).get_json()["retired"] is True
    assert found.put(path, {"retired": False}).get_json()["retired"] is False
    by_token = [done for action, done in audited() if action == "define measures by API"]
    assert by_token == ["retired", "restored"]


def test_a_team_takes_up_a_shared_measure(cast, program):
    found = program(cast.alice)
    statuses = [found.put(f"{CLINIC}/urgent-visits", {}).status_code for _ in range(2)]
    assert statuses == [201, 200]
    for broken in ("", "3", ":+$", '"1", "2"', "*"):
        answer = found.put(f"{CLINIC}/urgent-visits", {}, If_Match=broken)
        assert answer.status_code == 422
        assert answer.get_json()["errors"][0]["field"] == "If-Match"
    by_token = [done for action, done in audited() if action == "define measures by API"]
    assert by_token == ["taken up"]
    assert db.session.query(Series).filter_by(team_id=cast.team.id).count() == 1
    assert found.put(f"{CLINIC}/nothing", {}).status_code == 404


@pytest.mark.parametrize("who", ["alice", "frank", "nora"])
def test_only_the_backbone_defines_what_is_shared(cast, program, who):
    assert program(getattr(cast, who)).post(RIVER, FALLS).status_code == 403


def test_a_key_makes_one_measure_of_two_requests(cast, program):
    found = program(cast.bea)
    first = found.post(RIVER, FALLS, Idempotency_Key="falls")
    again = found.post(RIVER, FALLS, Idempotency_Key="falls")
    assert (first.status_code, again.status_code) == (201, 201)
    assert db.session.query(Measure).filter_by(name="Falls with injury").count() == 1
    assert found.post(RIVER, FALLS).status_code == 422
