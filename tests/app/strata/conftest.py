"""Alice's team with a measure that is broken down by language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from app.extensions import db
from app.measures.models import Series
from app.strata.models import Breakdown, MeasureBreakdown, Stratum, StratumObservation
from tests.factories import Cast, make_cast, make_series

URL = "/networks/river/teams/clinic/measures/urgent-visits"
ENTERED = datetime(2025, 3, 1, tzinfo=UTC)

Counts = tuple[float, float]


@dataclass
class Broken:
    cast: Cast
    series: Series
    breakdown: Breakdown

    @property
    def url(self) -> str:
        return f"{URL}/strata/{self.breakdown.id}"

    @property
    def ids(self) -> list[int]:
        return [each.id for each in self.breakdown.strata]


def make_breakdown(
    cast: Cast, name: str = "Language", names: tuple[str, ...] = ("English", "Spanish", "Other")
) -> Breakdown:
    breakdown = Breakdown(network=cast.network, name=name)
    breakdown.strata = [Stratum(name=each, position=at) for at, each in enumerate(names)]
    db.session.add(breakdown)
    db.session.flush()
    db.session.add(MeasureBreakdown(measure_id=cast.measure.id, breakdown_id=breakdown.id))
    return breakdown


def add_cells(series: Series, breakdown: Breakdown, table: list[list[Counts]]) -> None:
    """A row for each month from January 2024, a pair for each stratum."""
    for month, row in enumerate(table):
        for stratum, (value, below) in zip(breakdown.strata, row, strict=True):
            db.session.add(
                StratumObservation(
                    series_id=series.id,
                    stratum_id=stratum.id,
                    period=date(2024 + month // 12, month % 12 + 1, 1),
                    value=value,
                    denominator=below,
                    entered_at=ENTERED,
                )
            )


def broken_down(table: list[list[Counts]], cast: Cast | None = None) -> Broken:
    cast = cast or make_cast()
    wholes = [(sum(v for v, _ in row), sum(d for _, d in row)) for row in table]
    series = make_series(cast.team, cast.measure, wholes)
    for each in series.observations:
        each.entered_at = ENTERED
    breakdown = make_breakdown(cast)
    add_cells(series, breakdown, table)
    db.session.commit()
    return Broken(cast, series, breakdown)


SMALL = [[(30 + m % 3, 90), (20, 60), (4 + m % 2, 40)] for m in range(14)]
"""The third group is small; the first is hidden with it, so that it does not follow."""


@pytest.fixture
def broken(app) -> Broken:
    return broken_down(SMALL)
