"""Many periods are stored at once, all or none of them."""

from __future__ import annotations

from datetime import date

import pytest

from app.audit.chain import chain_name, verify
from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.models import DataKind, Observation, ObservationCorrection
from tests.app.grid.forms import GRID, PAGE, opened, typed
from tests.app.measures.examples import clinic_series, stored
from tests.queries import counted

TWO = typed("2025-11", "18", "201") | typed("2025-12", "17", "202", note="Storm week")


def months(count: int) -> list[str]:
    return [f"{2024 + k // 12}-{k % 12 + 1:02}" for k in range(count)]


@pytest.mark.both_databases
def test_it_stores_many_months_at_one_moment(cast, sign_in):
    series = clinic_series(cast, [])
    client = sign_in(cast.bob)
    sent = opened(client, first="2024-01-01", count=24)
    for k, month in enumerate(months(24)):
        sent |= typed(month, str(20 + k % 5), "1,200", note="Snow" if k == 3 else None)
    answer = client.post(GRID, data=sent)
    assert answer.status_code == 303
    assert answer.location == PAGE
    kept = stored(series)
    assert len(kept) == 24
    assert kept["2024-01-01"] == (20.0, 1200.0)
    assert kept["2025-12-01"] == (23.0, 1200.0)  # 23 % 5 is 3
    rows = db.session.scalars(db.select(Observation)).all()
    assert {row.entered_by_id for row in rows} == {cast.bob.id}
    assert len({row.entered_at for row in rows}) == 1
    assert [row.period.isoformat() for row in rows if row.note == "Snow"] == ["2024-04-01"]
    assert "24 months are stored." in client.get(PAGE).get_data(as_text=True)


@pytest.mark.both_databases
def test_a_changed_value_is_a_correction_with_the_one_reason(cast, sign_in):
    series = clinic_series(cast)
    client = sign_in(cast.alice)
    sent = opened(client) | TWO | {"reason": "Two children were counted twice"}
    answer = client.post(GRID, data=sent)
    assert answer.status_code == 303
    kept = stored(series)
    assert (kept["2025-11-01"], kept["2025-12-01"]) == ((18.0, 201.0), (17.0, 202.0))
    was = db.session.scalars(
        db.select(ObservationCorrection).order_by(ObservationCorrection.id)
    ).all()
    assert [(each.old_value, each.old_denominator) for each in was] == [(18, 200), (17, 200)]
    assert {each.reason for each in was} == {"Two children were counted twice"}
    events = db.session.scalars(db.select(AuditEvent)).all()
    assert [event.action for event in events] == ["correct values"]
    detail = events[0].detail
    assert detail.before == {"November 2025": "18 of 200", "December 2025": "17 of 200"}
    assert detail.after == {"November 2025": "18 of 201", "December 2025": "17 of 202"}
    assert detail.why == "Two children were counted twice"
    assert verify(chain_name(cast.network)).fault is None


def test_the_history_of_the_chart_tells_each_correction_once(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.alice)
    client.post(GRID, data=opened(client) | TWO | {"reason": "Recount"})
    html = client.get(PAGE).get_data(as_text=True)
    assert html.count("corrected a value") == 2
    assert "correct values" not in html


def test_a_correction_without_a_reason_is_refused(cast, sign_in):
    series = clinic_series(cast)
    before = stored(series)
    client = sign_in(cast.alice)
    answer = client.post(GRID, data=opened(client) | TWO)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Say in a few words why. The old value is kept beside it." in html
    assert 'value="Storm week"' in html  # everything typed is kept
    assert stored(series) == before


def test_one_wrong_cell_stores_nothing(cast, sign_in):
    series = clinic_series(cast)
    before = stored(series)
    client = sign_in(cast.alice)
    sent = opened(client, first="2025-02-01", count=12)
    sent |= typed("2026-01", "21", "246") | typed("2025-12", "300", "200") | {"reason": "x"}
    answer = client.post(GRID, data=sent)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "December 2025, Had an urgent visit" in html  # the row and the column
    assert "300 is more than 200." in html
    assert stored(series) == before


def test_what_says_the_same_in_other_signs_is_no_change(cast, sign_in):
    series = clinic_series(cast, [(1021.0, 12246.0)])
    client = sign_in(cast.alice)
    sent = opened(client, first="2024-01-01", count=2) | typed("2024-01", "1,021", "12,246.0")
    answer = client.post(GRID, data=sent)
    assert answer.status_code == 422
    assert "Nothing here differs from what is stored" in answer.get_data(as_text=True)
    assert db.session.query(ObservationCorrection).count() == 0
    assert stored(series) == {"2024-01-01": (1021.0, 12246.0)}


def test_a_note_alone_keeps_every_digit_of_its_value(cast, sign_in):
    series = clinic_series(cast, [])
    third = 100 / 3
    series.measure.data_kind, series.measure.chart = DataKind.RATE, "u"
    series.observations.append(
        Observation(period=date(2024, 1, 1), value=7, denominator=third, note="")
    )
    db.session.commit()
    client = sign_in(cast.alice)
    sent = opened(client, first="2024-01-01", count=1)
    sent |= {"2024-01-01.whole.note": "Counted by hand", "reason": "Told later"}
    assert client.post(GRID, data=sent).status_code == 303
    assert stored(series)["2024-01-01"] == (7.0, third)


def test_a_stored_value_cannot_be_emptied(cast, sign_in):
    series = clinic_series(cast)
    client = sign_in(cast.alice)
    sent = opened(client) | typed("2025-12", "", "") | {"reason": "Gone"}
    answer = client.post(GRID, data=sent)
    assert answer.status_code == 422
    assert "A stored value cannot be emptied here. Put 17 back" in answer.get_data(as_text=True)
    assert stored(series)["2025-12-01"] == (17.0, 200.0)


@pytest.mark.both_databases
@pytest.mark.parametrize("is_new", [True, False])
def test_the_queries_do_not_grow_with_the_months(cast, sign_in, is_new):
    clinic_series(cast, [(30.0, 200.0)] * 12, date(2023, 1, 1) if is_new else date(2024, 1, 1))
    client = sign_in(cast.alice)
    client.get(GRID)

    def asked(some: list[str], value: str) -> list[str]:
        sent = opened(client, first="2024-01-01", count=12) | {"reason": "Recount"}
        for month in some:
            sent |= typed(month, value, "200")
        with counted() as queries:
            assert client.post(GRID, data=sent).status_code == 303
        # A correction is one update with the version it replaces, and one row of its history.
        each = ("UPDATE observation ", "INSERT INTO observation_correction ")
        return [query for query in queries if is_new or not query.startswith(each)]

    asked(months(2), "31")  # the first correction makes the chain of the audit
    few, many = asked(months(4)[2:], "32"), asked(months(12)[4:], "33")
    assert len(many) <= len(few)


@pytest.mark.parametrize(("name", "status"), [("vera", 403), ("charlie", 403), ("olga", 404)])
def test_it_checks_membership(cast, sign_in, name, status):
    clinic_series(cast)
    client = sign_in(getattr(cast, name))
    assert client.get(GRID).status_code == status
    assert client.post(GRID, data=TWO).status_code == status
    assert client.post(f"{GRID}/check", data=TWO).status_code == status
