"""Series and addresses that the tests of measures share."""

from __future__ import annotations

from datetime import date

from app.extensions import db
from app.measures.models import Observation, Series
from tests.factories import Cast, make_series

PAGE = "/networks/river/teams/clinic/measures/urgent-visits"

# Two years: a year near 30 of 200, then nine months at 18 of 200, all below the line.
TWO_YEARS = [(30.0, 200.0), (28.0, 200.0), (33.0, 200.0)] * 4 + [(30.0, 200.0)] * 3
SHIFTED = [*TWO_YEARS, *([(18.0, 200.0)] * 8), (17.0, 200.0)]


def clinic_series(
    cast: Cast, data: list[tuple[float, float | None]] | None = None, start: date = date(2024, 1, 1)
) -> Series:
    """The clinic's series: January 2024 to December 2025 unless told otherwise."""
    series = make_series(cast.team, cast.measure, SHIFTED if data is None else data, start)
    db.session.commit()
    return series


def stored(series: Series) -> dict[str, tuple[float, float | None]]:
    """What is stored, by period."""
    rows = db.session.scalars(
        db.select(Observation).where(Observation.series_id == series.id)
    ).all()
    return {row.period.isoformat(): (row.value, row.denominator) for row in rows}
