"""One stratum of a measure in many teams, through the same door as one team's strata.

What others see of a team's stratum is decided by `app.strata.published`, one team at a time; here
all that it asks is loaded at once, in six queries however many teams there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager
from sqlalchemy.orm.attributes import set_committed_value

from app.extensions import db
from app.measures.models import Measure, Observation, ObservationCorrection, Series
from app.measures.series import Row
from app.strata import queries
from app.strata.histories import Past, Thresholds, by_period, past_of, shown_of_period
from app.strata.models import MeasureBreakdown, Stratum, StratumCorrection, StratumObservation
from app.suppression.releases import Shown, of_one_population

Seen = dict[date, dict[int, Shown]]


def stratum_rows(
    measure: Measure, stratum: Stratum, teams: Mapping[int, int], own: Collection[int]
) -> dict[int, list[Row]]:
    """A stratum's rows of each series, by its id: all of one's own, of others what may be shown.

    `teams` are the teams' ids by those of their series, and `own` the series that one sees whole.
    """
    others = {key: team_id for key, team_id in teams.items() if key not in own}
    kin = _kin(measure, stratum.breakdown_id, others.values())
    cells = _cells([*teams, *(each.id for each in kin)])
    known = _wholes({*others, *(each.id for each in kin)}) if others else {}
    limits = queries.thresholds(measure.network_id) if others else Thresholds()
    relatives: dict[int, list[Seen]] = defaultdict(list)
    for each in kin:
        relatives[each.team_id].append(_seen(each.measure, cells[each.id], known[each.id], limits))
    found: dict[int, list[Row]] = {}
    for key, team_id in teams.items():
        seen = None
        if key not in own:
            alone = _seen(measure, cells[key], known[key], limits)
            seen = _beside(alone, stratum.breakdown_id, relatives[team_id])
        found[key] = [
            Row(cell.period, cell.value, cell.denominator)
            for cell in cells[key]
            if cell.stratum_id == stratum.id
            and (seen is None or stratum.id not in seen[cell.period][stratum.breakdown_id].hidden)
        ]
    return found


def hidden_periods(
    measure: Measure, breakdown_id: int, teams: Mapping[int, int]
) -> dict[int, set[date]]:
    """The periods of each series, by its id, in which outsiders do not see all groups there are.

    `teams` are the teams' ids by those of their series.
    """
    kin = _kin(measure, breakdown_id, teams.values())
    everybody = [*teams, *(each.id for each in kin)]
    cells, known = _cells(everybody), _wholes(everybody)
    limits = queries.thresholds(measure.network_id)
    relatives: dict[int, list[Seen]] = defaultdict(list)
    for each in kin:
        relatives[each.team_id].append(_seen(each.measure, cells[each.id], known[each.id], limits))
    found: dict[int, set[date]] = {}
    for key, team_id in teams.items():
        alone = _seen(measure, cells[key], known[key], limits)
        seen = _beside(alone, breakdown_id, relatives[team_id])
        found[key] = {
            period
            for period, shown in seen.items()
            if breakdown_id in shown and (shown[breakdown_id].hidden or shown[breakdown_id].held)
        }
    return found


def _seen(
    measure: Measure,
    cells: Sequence[StratumObservation],
    wholes: dict[date, Past],
    limits: Thresholds,
) -> Seen:
    return {
        period: shown_of_period(measure, wholes.get(period, ()), found, limits)
        for period, found in by_period(cells).items()
    }


def _beside(mine: Seen, breakdown_id: int, others: Iterable[Seen]) -> Seen:
    """Hide as well what measures of the same people hide."""
    listed = list(others)
    for period, shown in mine.items():
        beside = [
            each[period][breakdown_id] for each in listed if breakdown_id in each.get(period, {})
        ]
        if breakdown_id in shown and beside:
            shown[breakdown_id] = of_one_population(shown[breakdown_id], beside)
    return mine


def _kin(measure: Measure, breakdown_id: int, team_ids: Collection[int]) -> list[Series]:
    """These teams' other series by this breakdown whose measures count the same people."""
    name = queries.population_of(measure)
    if not name or not team_ids:
        return []
    query = (
        select(Series)
        .join(Series.measure)
        .join(MeasureBreakdown, MeasureBreakdown.measure_id == Measure.id)
        .where(
            Series.team_id.in_(list(team_ids)),
            Measure.id != measure.id,
            MeasureBreakdown.breakdown_id == breakdown_id,
            Measure.frequency == measure.frequency,
        )
        .options(contains_eager(Series.measure))
    )
    found = db.session.scalars(query)
    return [each for each in found if queries.population_of(each.measure) == name]


def _cells(series_ids: Sequence[int]) -> dict[int, list[StratumObservation]]:
    """All data of the strata of these series with what they were before, by series. Two queries."""
    of_series = StratumObservation.series_id.in_(list(series_ids))
    query = select(StratumObservation).join(StratumObservation.stratum).where(of_series)
    cells = list(
        db.session.scalars(
            query.options(contains_eager(StratumObservation.stratum)).order_by(
                StratumObservation.period, StratumObservation.stratum_id
            )
        )
    )
    past = select(StratumCorrection).join(StratumObservation).where(of_series)
    _give_past(cells, db.session.scalars(past.order_by(StratumCorrection.id)))
    found: dict[int, list[StratumObservation]] = defaultdict(list)
    for cell in cells:
        found[cell.series_id].append(cell)
    return found


def _wholes(series_ids: Collection[int]) -> dict[int, dict[date, Past]]:
    """The past of these series' whole teams, by series and period. Two queries."""
    of_series = Observation.series_id.in_(list(series_ids))
    wholes = list(db.session.scalars(select(Observation).where(of_series)))
    past = select(ObservationCorrection).join(Observation).where(of_series)
    _give_past(wholes, db.session.scalars(past.order_by(ObservationCorrection.id)))
    found: dict[int, dict[date, Past]] = defaultdict(dict)
    for each in wholes:
        found[each.series_id][each.period] = past_of(each)
    return found


def _give_past(records: Sequence[Any], corrections: Iterable[Any]) -> None:
    """Give each record its corrections, which a query brought for all of them."""
    by_record: dict[int, list[Any]] = defaultdict(list)
    for each in corrections:
        by_record[each.observation_id].append(each)
    for record in records:
        set_committed_value(record, "corrections", by_record[record.id])
