"""What pages ask about breakdowns, and about the data of strata."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.extensions import db
from app.measures.models import Measure, Observation, Series
from app.measures.series import Row
from app.strata.histories import Thresholds, by_period, past_of, shown_of_period
from app.strata.models import (
    Breakdown,
    MeasureBreakdown,
    SmallNumbers,
    Stratum,
    StratumObservation,
)


def breakdowns_of(network_id: int) -> list[Breakdown]:
    """A network's breakdowns with their strata, the retired ones last. Two queries."""
    query = (
        select(Breakdown)
        .where(Breakdown.network_id == network_id)
        .options(selectinload(Breakdown.strata))
        .order_by(Breakdown.retired_at.is_not(None), Breakdown.name)
    )
    return list(db.session.scalars(query))


def breakdowns_of_measure(measure: Measure) -> list[Breakdown]:
    """What a measure is broken down by. Two queries."""
    query = (
        select(Breakdown)
        .join(MeasureBreakdown, MeasureBreakdown.breakdown_id == Breakdown.id)
        .where(MeasureBreakdown.measure_id == measure.id)
        .options(selectinload(Breakdown.strata))
        .order_by(Breakdown.name)
    )
    return list(db.session.scalars(query))


def measures_by_breakdown(network_id: int) -> dict[int, list[str]]:
    """The names of the measures that are broken down by each breakdown."""
    found: dict[int, list[str]] = {}
    for breakdown_id, name in db.session.execute(
        select(MeasureBreakdown.breakdown_id, Measure.name)
        .join(Measure, Measure.id == MeasureBreakdown.measure_id)
        .where(Measure.network_id == network_id)
        .order_by(Measure.name)
    ):
        found.setdefault(breakdown_id, []).append(name)
    return found


def thresholds(network_id: int) -> Thresholds:
    """A network's thresholds, each with the moment since when it holds."""
    rows = db.session.execute(
        select(SmallNumbers.since, SmallNumbers.threshold)
        .where(SmallNumbers.network_id == network_id)
        .order_by(SmallNumbers.since, SmallNumbers.id)
    )
    return Thresholds(tuple((since, threshold) for since, threshold in rows))


def has_data(stratum_ids: Iterable[int]) -> set[int]:
    """Which of these strata have data."""
    query = select(StratumObservation.stratum_id).where(
        StratumObservation.stratum_id.in_(list(stratum_ids))
    )
    return set(db.session.scalars(query.distinct()))


def cells_of(series: Series) -> list[StratumObservation]:
    """All data of a series' strata with what they were before. Two queries."""
    query = _with_past().where(StratumObservation.series_id == series.id)
    return list(db.session.scalars(query))


def kin_of(series: Series, breakdown_id: int) -> list[Series]:
    """The team's other series by this breakdown whose measures count the same people. One query."""
    name = population_of(series.measure)
    if not name:
        return []
    query = (
        select(Series)
        .join(Series.measure)
        .join(MeasureBreakdown, MeasureBreakdown.measure_id == Measure.id)
        .where(
            Series.team_id == series.team_id,
            Series.id != series.id,
            MeasureBreakdown.breakdown_id == breakdown_id,
            Measure.frequency == series.measure.frequency,
        )
        .options(contains_eager(Series.measure))
    )
    return [each for each in db.session.scalars(query) if population_of(each.measure) == name]


def population_of(measure: Measure) -> str:
    """Whom a measure counts, in a name that others of the same people share; empty if unknown."""
    return " ".join((measure.population or measure.denominator_label).casefold().split())


def cells_at(series: Series, breakdown: Breakdown, period: date) -> list[StratumObservation]:
    """One period's data of a breakdown's strata. Two queries."""
    query = _with_past().where(
        StratumObservation.series_id == series.id,
        StratumObservation.period == period,
        Stratum.breakdown_id == breakdown.id,
    )
    return list(db.session.scalars(query))


def cells_between(
    series: Series, breakdown: Breakdown, first: date, last: date
) -> list[StratumObservation]:
    """The data of a breakdown's strata in the periods from one to another. Two queries."""
    query = _with_past().where(
        StratumObservation.series_id == series.id,
        StratumObservation.period.between(first, last),
        Stratum.breakdown_id == breakdown.id,
    )
    return list(db.session.scalars(query))


def rows_by_stratum(series: Series, breakdown: Breakdown) -> dict[int, list[Row]]:
    """The numbers of each stratum by its id, in order of time. One query."""
    query = (
        select(
            StratumObservation.stratum_id,
            StratumObservation.period,
            StratumObservation.value,
            StratumObservation.denominator,
        )
        .join(StratumObservation.stratum)
        .where(StratumObservation.series_id == series.id, Stratum.breakdown_id == breakdown.id)
        .order_by(StratumObservation.period)
    )
    found: dict[int, list[Row]] = {}
    for key, period, value, denominator in db.session.execute(query):
        found.setdefault(key, []).append(Row(period, value, denominator))
    return found


def _with_past() -> Any:
    return (
        select(StratumObservation)
        .join(StratumObservation.stratum)
        .options(
            joinedload(StratumObservation.stratum),
            selectinload(StratumObservation.corrections),
        )
        .order_by(StratumObservation.period, Stratum.position, Stratum.id)
    )


def wholes_of(series: Series) -> list[Observation]:
    """A series' observations with what they were before. Two queries."""
    query = (
        select(Observation)
        .where(Observation.series_id == series.id)
        .options(selectinload(Observation.corrections))
        .order_by(Observation.period)
    )
    return list(db.session.scalars(query))


def held_back(series_ids: Iterable[int]) -> dict[int, frozenset[date]]:
    """The periods of each series that are held back from readers outside the team.

    One query where no data of strata were changed after they were entered, which is nearly
    always; only periods in which they were can be held back.
    """
    changed = _changed(list(series_ids))
    if not changed:
        return {}
    cells: dict[int, list[StratumObservation]] = {}
    for cell in db.session.scalars(
        _with_past()
        .where(tuple_(StratumObservation.series_id, StratumObservation.period).in_(changed))
        .options(joinedload(StratumObservation.series).joinedload(Series.measure))
    ):
        cells.setdefault(cell.series_id, []).append(cell)
    wholes = {
        (each.series_id, each.period): past_of(each)
        for each in db.session.scalars(
            select(Observation)
            .where(tuple_(Observation.series_id, Observation.period).in_(changed))
            .options(selectinload(Observation.corrections))
        )
    }
    limits: dict[int, Thresholds] = {}
    held: dict[int, set[date]] = {}
    for series_id, mine in cells.items():
        measure = mine[0].series.measure
        if measure.network_id not in limits:
            limits[measure.network_id] = thresholds(measure.network_id)
        for period, found in by_period(mine).items():
            past = wholes.get((series_id, period), ())
            seen = shown_of_period(measure, past, found, limits[measure.network_id])
            if any(each.held for each in seen.values()):
                held.setdefault(series_id, set()).add(period)
    return {key: frozenset(days) for key, days in held.items()}


def _changed(series_ids: list[int]) -> list[tuple[int, date]]:
    """Series and periods in which a stratum or the whole was changed after strata were entered."""
    cell = StratumObservation
    query = (
        select(cell.series_id, cell.period)
        .outerjoin(
            Observation,
            and_(Observation.series_id == cell.series_id, Observation.period == cell.period),
        )
        .where(cell.series_id.in_(series_ids))
        .group_by(cell.series_id, cell.period)
        .having(
            or_(
                func.max(cell.version) > 1,
                func.max(Observation.version) > 1,
                func.min(cell.entered_at) < func.max(cell.entered_at),
                func.min(cell.entered_at) < func.max(Observation.entered_at),
            )
        )
    )
    return [(series_id, period) for series_id, period in db.session.execute(query)]
