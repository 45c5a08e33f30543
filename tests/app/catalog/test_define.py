"""Defining a measure: the network's by the backbone, a team's own by the team."""

from __future__ import annotations

from datetime import date

import pytest

from app.audit.models import AuditEvent
from app.catalog.models import MeasureRevision
from app.extensions import db
from app.measures.models import DataKind, Frequency, Measure, Series
from app.networks.models import Strategy
from tests.app.catalog.helpers import NETWORK, TEAM, sent


def made(slug: str = "refills-on-time") -> Measure:
    return db.session.scalars(db.select(Measure).where(Measure.slug == slug)).one()


def test_the_backbone_puts_a_measure_into_the_catalog(cast, sign_in):
    strategy = Strategy(network=cast.network, name="Medicine that reaches the child")
    db.session.add(strategy)
    db.session.flush()
    data = sent(strategies=[str(strategy.id)])
    response = sign_in(cast.bea).post(f"{NETWORK}/new", data=data)
    assert response.status_code == 303
    assert response.location.endswith(f"{NETWORK}/refills-on-time")
    measure = made()
    assert measure.is_shared
    assert (measure.chart, measure.rules) == ("p", "ihi")  # of a share, and of limits
    assert (measure.target, measure.target_on) == (80.0, date(2026, 12, 31))
    assert [each.name for each in measure.strategies] == [strategy.name]
    assert db.session.query(AuditEvent).filter_by(action="define measure").count() == 1
    html = sign_in(cast.nora).get(response.location).get_data(as_text=True)
    for text in ("Medicine at home", "Rescue inhalers", "The pharmacist", strategy.name, "80%"):
        assert text in html
    html = sign_in(cast.charlie).get(NETWORK).get_data(as_text=True)
    assert "Start collecting for School" in html


def test_a_team_defines_its_own_and_keeps_it(cast, sign_in):
    response = sign_in(cast.bob).post(f"{TEAM}/new", data=sent())
    assert response.status_code == 303
    assert response.location == f"{TEAM}/refills-on-time#entry"
    assert made().team_id == cast.team.id
    assert db.session.query(Series).filter_by(measure_id=made().id).count() == 1
    assert sign_in(cast.bob).get(f"{TEAM}/refills-on-time").status_code == 200
    assert sign_in(cast.charlie).get(f"{NETWORK}/refills-on-time").status_code == 404


def test_an_address_is_never_given_twice(cast, sign_in):
    sign_in(cast.bea).post(f"{NETWORK}/new", data=sent())
    response = sign_in(cast.bob).post(f"{TEAM}/new", data=sent())
    assert response.location == f"{TEAM}/refills-on-time-clinic#entry"
    response = sign_in(cast.bea).post(f"{NETWORK}/new", data=sent(name="New"))
    assert response.location.endswith(f"{NETWORK}/new-2")  # "new" is the page that defines


def test_two_shared_measures_of_one_name_are_refused(cast, sign_in):
    client = sign_in(cast.bea)
    client.post(f"{NETWORK}/new", data=sent())
    response = client.post(f"{NETWORK}/new", data=sent(name="refills ON time"))
    assert response.status_code == 422
    assert "a measure of this name already" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Write the measure’s name."),
        ({"numerator_label": ""}, "Say what is counted or measured"),
        ({"denominator_label": ""}, "Say out of what, or per what."),
        ({"target": "120"}, "A share is between 0% and 100%; 120% can never be reached."),
        ({"target": "-1"}, "can never be reached"),
        ({"target": "soon"}, "This is not a number."),
        ({"target": "", "target_on": "2026-12-31"}, "Write the target, too."),
        ({"chart": "t"}, "This chart does not fit “A share: some of all”."),
        ({"chart": "run", "rules": "ihi"}, "a run chart has none of"),
        ({"chart": "p", "rules": "perla"}, "These rules were made for run charts."),
        ({"chart": "seismograph"}, "Choose one from the list."),
        ({"multiplier": "0"}, "Write a number above 0"),
        ({"baseline_points": "1"}, "A baseline needs 2 points at least."),
        ({"baseline_points": "2.5"}, "Write a whole number"),
        ({"due_days": "-1"}, "Write a whole number"),
        ({"frequency": "event"}, "needs a calendar"),
        ({"data_kind": "event dates"}, "Choose “Event by event”."),
        ({"data_kind": "count"}, "has no denominator. Leave this empty."),
        ({"data_kind": "weather"}, "Choose one from the list."),
        ({"data_kind": ""}, "Choose what one observation is."),
        ({"link": "javascript:alert(1)"}, "beginning with https://"),
        ({"name": "x" * 121}, "Keep this under 120 characters."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cast, sign_in, changed, sentence):
    response = sign_in(cast.bea).post(f"{NETWORK}/new", data=sent(**changed))
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert sentence in html
    assert "Pick-up records" in html  # what was typed is kept
    assert db.session.query(Measure).count() == 1  # the cast's


@pytest.mark.parametrize(
    ("kind", "chart"),
    [
        (DataKind.PROPORTION, "p"),
        (DataKind.RATE, "u"),
        (DataKind.COUNT, "c"),
        (DataKind.SINGLE, "i"),
        (DataKind.SUBGROUP, "xbar"),
        (DataKind.EVENTS, "t"),
    ],
)
def test_without_a_choice_the_chart_follows_from_the_kind(cast, sign_in, kind, chart):
    has_denominator = kind in {DataKind.PROPORTION, DataKind.RATE}
    data = sent(
        data_kind=kind.value,
        denominator_label="Out of" if has_denominator else "",
        smallest_denominator="0",
        frequency="event" if kind is DataKind.EVENTS else "month",
    )
    assert sign_in(cast.bob).post(f"{TEAM}/new", data=data).status_code == 303
    assert made().chart == chart
    assert (made().frequency is Frequency.EVENT) == (kind is DataKind.EVENTS)
    assert sign_in(cast.bob).get(f"{TEAM}/refills-on-time").status_code == 200


def test_strategies_of_another_network_are_left_out(cast, sign_in):
    other = db.session.scalars(db.select(Strategy)).all()
    assert not other
    foreign = Strategy(network=cast.network.__class__(slug="far", name="Far"), name="Theirs")
    db.session.add(foreign)
    db.session.flush()
    sign_in(cast.bea).post(f"{NETWORK}/new", data=sent(strategies=[str(foreign.id)]))
    assert made().strategies == []


def test_the_first_state_is_kept(cast, sign_in):
    sign_in(cast.bea).post(f"{NETWORK}/new", data=sent())
    kept = db.session.scalars(db.select(MeasureRevision)).one()
    assert (kept.number, kept.definition_version, kept.changed_by_id) == (1, 1, cast.bea.id)
    assert kept.content["exclusions"] == "Rescue inhalers"


@pytest.mark.parametrize("name", ["alice", "cora", "frank", "nora", "olga"])
def test_nobody_else_defines_what_is_shared(cast, sign_in, name):
    client = sign_in(getattr(cast, name))
    expected = 404 if name == "olga" else 403
    assert client.get(f"{NETWORK}/new").status_code == expected
    assert client.post(f"{NETWORK}/new", data=sent()).status_code == expected


@pytest.mark.parametrize(("name", "expected"), [("vera", 403), ("cora", 403), ("charlie", 404)])
def test_nobody_else_defines_what_is_the_teams(cast, sign_in, name, expected):
    assert sign_in(getattr(cast, name)).post(f"{TEAM}/new", data=sent()).status_code == expected
