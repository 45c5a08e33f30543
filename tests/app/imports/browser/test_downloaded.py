"""What is downloaded can be brought in again: its columns are recognized, and nothing changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import db
from app.measures.models import DataKind, Frequency, Observation, Series
from tests.app.measures.examples import PAGE

DAYS = (date(2025, 1, 1), date(2025, 2, 1), date(2025, 4, 1))
KINDS: dict[DataKind, tuple[dict[str, Any], list[tuple[Any, ...]]]] = {
    DataKind.PROPORTION: ({}, [(12, 80), (9, 84), (0, 70)]),
    DataKind.RATE: (
        {"chart": "u", "multiplier": 1000, "unit": "per 1,000 patient days"},
        [(7, 1240.5), (3, 1100), (1, 1300)],
    ),
    DataKind.COUNT: ({"chart": "c", "unit": "visits"}, [(9, None), (4, None), (0, None)]),
    DataKind.SINGLE: ({"chart": "i", "unit": "%"}, [(7.5, None), (-3, None), (12, None)]),
    DataKind.SUBGROUP: (
        {"chart": "xbar", "unit": "minutes"},
        [(41.0, None, [41, 38, 44]), (6, None, [5, 7]), (8.5, None, [8.5, 8.5])],
    ),
    DataKind.EVENTS: (
        {"chart": "g", "frequency": Frequency.EVENT},
        [(1, None), (3, 40), (1, 12)],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_download_brought_in_again_is_unchanged(cast, alice, kind, ending):
    fields, rows = KINDS[kind]
    measure = cast.measure
    for name, value in ({"data_kind": kind} | fields).items():
        setattr(measure, name, value)
    if not measure.has_denominator:
        measure.denominator_label = ""
    series = Series(team=cast.team, measure=measure)
    series.observations = [
        Observation(period=day, value=value, denominator=below, raw=raw[0] if raw else None)
        for day, (value, below, *raw) in zip(DAYS, rows, strict=True)
    ]
    db.session.add(series)
    db.session.commit()
    data = alice.client.get(f"{PAGE}/data.{ending}").data
    page = alice.check(data, name=f"data.{ending}")
    assert "Everything in this file is stored already." in page, page
    assert "<dt>Unchanged</dt><dd>3</dd>" in page
    assert len(db.session.scalars(select(Observation)).all()) == 3
