"""The grid follows the kind of data: single values, counts, raw values, dates of events, strata."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.models import DataKind, Frequency, Observation, ObservationCorrection
from app.strata.models import StratumCorrection, StratumObservation
from tests.app.grid.forms import GRID, opened
from tests.app.measures.examples import clinic_series, stored
from tests.app.strata.conftest import SMALL, broken_down


def of_kind(cast, kind, chart, frequency=Frequency.MONTH):
    cast.measure.data_kind, cast.measure.chart, cast.measure.frequency = kind, chart, frequency
    return clinic_series(cast, [])


def test_raw_values_stand_in_one_cell(cast, sign_in):
    series = of_kind(cast, DataKind.SUBGROUP, "xbar")
    client = sign_in(cast.bob)
    sent = opened(client)
    assert not any("denominator" in name for name in sent)
    sent |= {"2025-12-01.whole.value": "41 38 44.5", "2026-01-01.whole.value": "40, 42"}
    assert client.post(GRID, data=sent).status_code == 303
    kept = db.session.scalars(db.select(Observation).order_by(Observation.period)).all()
    assert [each.raw for each in kept] == [[41.0, 38.0, 44.5], [40.0, 42.0]]
    assert stored(series)["2026-01-01"] == (41.0, None)  # (40 + 42) / 2


@pytest.mark.both_databases
def test_events_are_a_list_of_days(cast, sign_in):
    series = of_kind(cast, DataKind.EVENTS, "t", Frequency.EVENT)
    client = sign_in(cast.bob)
    sent = opened(client) | {
        "n0.whole.on": "3/14/2025",
        "n1.whole.on": "May 20, 2025",
        "n2.whole.on": "2025-09-02",
        "n2.whole.value": "120",
    }
    assert client.post(GRID, data=sent).status_code == 303
    assert stored(series) == {
        "2025-03-14": (1.0, None),
        "2025-05-20": (1.0, None),
        "2025-09-02": (1.0, 120.0),
    }


def test_an_event_moves_to_another_day_with_a_reason(cast, sign_in):
    series = of_kind(cast, DataKind.EVENTS, "t", Frequency.EVENT)
    client = sign_in(cast.bob)
    client.post(GRID, data=opened(client) | {"n0.whole.on": "2025-03-14"})
    (event,) = db.session.scalars(db.select(Observation)).all()
    sent = opened(client) | {f"e{event.id}.whole.on": "2025-03-15", "reason": "The day before"}
    assert client.post(GRID, data=sent).status_code == 303
    assert list(stored(series)) == ["2025-03-15"]
    (was,) = db.session.scalars(db.select(ObservationCorrection)).all()
    assert was.old_period.isoformat() == "2025-03-14"


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (("2025-03-14", "3/14/2025"), "An event is stored for March 14, 2025 already."),
        (("2026-02-06", ""), "That day is still to come."),
        (("last week", ""), "Write a date, such as 2026-06-30 or 6/30/2026."),
    ],
)
def test_days_that_cannot_be_are_refused(cast, sign_in, days, sentence):
    series = of_kind(cast, DataKind.EVENTS, "t", Frequency.EVENT)
    client = sign_in(cast.bob)
    sent = opened(client) | {"n0.whole.on": days[0], "n1.whole.on": days[1]}
    answer = client.post(GRID, data=sent)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert stored(series) == {}


def cell(key, part, group):
    return f"{key}.{group}.{part}"


def a_month(broken, key, whole, *parts):
    """A month with its groups, as the grid's cells."""
    found = {}
    for group, (value, below) in zip(["whole", *broken.ids], [whole, *parts], strict=True):
        found[cell(key, "value", group)] = value
        found[cell(key, "denominator", group)] = below
    return found


def strata(month):
    rows = db.session.query(StratumObservation).order_by(StratumObservation.stratum_id)
    return [(r.value, r.denominator) for r in rows if r.period.isoformat() == month]


@pytest.fixture
def broken(app):
    return broken_down(SMALL)


def test_groups_are_further_columns_and_stored_with_the_whole(broken, sign_in):
    client = sign_in(broken.cast.bob)
    sent = opened(client, by=broken.breakdown.id)
    sent |= a_month(broken, "2025-03-01", (40, 100), (20, 50), (12, 30), (8, 20))
    sent |= a_month(broken, "2025-04-01", (41, 100), (21, 50), (12, 30), (8, 20))
    assert client.post(GRID, data=sent).status_code == 303
    assert strata("2025-03-01") == [(20, 50), (12, 30), (8, 20)]
    assert stored(broken.series)["2025-04-01"] == (41.0, 100.0)
    moments = {
        each.entered_at
        for model in (Observation, StratumObservation)
        for each in db.session.query(model)
        if each.period.isoformat() in {"2025-03-01", "2025-04-01"}
    }
    assert len(moments) == 1


def test_groups_that_add_up_to_more_are_refused(broken, sign_in):
    client = sign_in(broken.cast.bob)
    sent = opened(client, by=broken.breakdown.id)
    sent |= a_month(broken, "2025-03-01", (40, 100), (30, 50), (12, 30), (8, 20))
    answer = client.post(GRID, data=sent)
    assert answer.status_code == 422
    assert "these add up to 50, the whole team says 40" in answer.get_data(as_text=True)
    assert strata("2025-03-01") == []


def test_groups_that_add_up_to_less_need_a_note(broken, sign_in):
    client = sign_in(broken.cast.bob)
    sent = opened(client, by=broken.breakdown.id)
    sent |= a_month(broken, "2025-03-01", (40, 100), (20, 50), (12, 30), (6, 20))
    answer = client.post(GRID, data=sent)
    assert answer.status_code == 422
    assert "Say here who is missing." in answer.get_data(as_text=True)
    sent["2025-03-01.whole.note"] = "Two families did not say"
    assert client.post(GRID, data=sent).status_code == 303


def test_a_groups_correction_keeps_its_past_and_tells_the_audit_no_number(broken, sign_in):
    client = sign_in(broken.cast.alice)
    sent = opened(client, by=broken.breakdown.id, first="2024-01-01")
    first = broken.ids[0]
    assert sent[cell("2024-01-01", "value", first)] == "30"
    sent |= {cell("2024-01-01", "value", first): "29", "reason": "Counted twice",
             "2024-01-01.whole.note": "One family did not say"}  # fmt: skip
    assert client.post(GRID, data=sent).status_code == 303
    (was,) = db.session.scalars(db.select(StratumCorrection)).all()
    assert (was.old_value, was.reason) == (30.0, "Counted twice")
    (event,) = db.session.scalars(db.select(AuditEvent)).all()
    assert event.detail.before == {}
    assert event.detail.after == {"January 2024": "note changed", "by language": "1 corrected"}


def test_several_events_of_one_day_are_one_row_with_their_number(cast, sign_in):
    series = of_kind(cast, DataKind.EVENTS, "t", Frequency.EVENT)
    client = sign_in(cast.bob)
    sent = opened(client) | {"n0.whole.on": "2025-03-14", "n0.whole.events": "2"}
    assert client.post(GRID, data=sent).status_code == 303
    assert stored(series) == {"2025-03-14": (2.0, None)}
    (event,) = db.session.scalars(db.select(Observation)).all()
    sent = opened(client)
    assert sent[f"e{event.id}.whole.events"] == "2"
    sent |= {f"e{event.id}.whole.events": "0", "reason": "Miscounted"}
    refused = client.post(GRID, data=sent)
    assert refused.status_code == 422
    assert "Enter how many there were on that day" in refused.get_data(as_text=True)


def test_an_event_years_after_all_others_is_doubted(cast, sign_in):
    series = of_kind(cast, DataKind.EVENTS, "t", Frequency.EVENT)
    for number in range(12):
        day = date(2019, 1, 5) + timedelta(days=9 * number + number % 3)
        series.observations.append(Observation(period=day, value=1.0))
    db.session.commit()
    client = sign_in(cast.bob)
    sent = opened(client) | {"n0.whole.on": "2025-04-20"}  # the year is wrong: 2019 was meant
    answer = client.post(GRID, data=sent)
    assert answer.status_code == 422
    assert "is far outside what this chart has shown" in answer.get_data(as_text=True)
    sent["n0.whole.note"] = "Nothing happened for years"
    assert client.post(GRID, data=sent).status_code == 303


def test_a_groups_number_far_from_its_others_is_doubted(broken, sign_in):
    client = sign_in(broken.cast.bob)
    sent = opened(client, by=broken.breakdown.id)
    sent |= a_month(broken, "2025-03-01", (58, 330), (30, 90), (20, 60), (8, 180))
    answer = client.post(GRID, data=sent)
    assert answer.status_code == 422
    told = answer.get_data(as_text=True)
    third = next(each.name for each in broken.breakdown.strata if each.id == int(broken.ids[2]))
    assert f"{third}: " in told
    assert "180 is far from all others, which are 40 to 40." in told
    sent["2025-03-01.whole.note"] = "A second clinic joined"
    assert client.post(GRID, data=sent).status_code == 303
