"""The one door to another team's data: only what small numbers allow goes through.

Whoever is neither on the team nor its coach gets rows from here and from nowhere else. Centers,
limits, signals, sentences, pooled figures, files and alternative texts are made of these rows, so
they can tell no more than the rows do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import g

from app.measures.models import Measure, Series
from app.measures.series import Row, rows_of, shown
from app.strata import queries
from app.strata.histories import (
    Thresholds,
    by_period,
    cell_at,
    past_of,
    rule_of,
    shown_of_period,
)
from app.strata.models import StratumObservation
from app.suppression.cells import Cell, is_small
from app.suppression.releases import Shown, of_one_population


@dataclass(frozen=True, slots=True)
class Strata:
    """A series by the strata of one breakdown, as a reader may see it."""

    whole: tuple[Row, ...]
    parts: Mapping[int, tuple[Row, ...]]
    """The rows of each stratum, by its id."""
    hidden: Mapping[int, frozenset[date]]
    """The periods in which a stratum has data that are not shown."""
    held: frozenset[date] = frozenset()
    """Periods held back as a whole, since a correction would give away a small number."""


def rows(series: Series, *, sees_all: bool, stored: Sequence[Row] | None = None) -> list[Row]:
    """The whole team's rows that a reader may see.

    The series' observations are loaded, or given as the rows that are `stored`.
    """
    stored = rows_of(series) if stored is None else stored
    if sees_all:
        return list(stored)
    prepare([series])
    return _published(series.measure, stored, _known()[series.id], _threshold(series.measure))


def rows_of_many(
    measure: Measure, stored: Mapping[int, Sequence[Row]], own: Iterable[int]
) -> dict[int, list[Row]]:
    """The rows of a measure's series by their ids, as somebody may see whose own are `own`.

    One query however many series there are, and one more where small numbers are protected.
    """
    mine = frozenset(own)
    others = [key for key in stored if key not in mine]
    held = queries.held_back(others) if others else {}
    threshold = _threshold(measure)
    return {
        key: list(found)
        if key in mine
        else _published(measure, found, held.get(key, frozenset()), threshold)
        for key, found in stored.items()
    }


def prepare(series: Iterable[Series]) -> None:
    """Ask once what is held back of several series, before their rows are wanted one by one."""
    known = _known()
    new = [each.id for each in series if each.id not in known]
    if new:
        held = queries.held_back(new)
        known.update({key: held.get(key, frozenset()) for key in new})


def strata(series: Series, breakdown_id: int, *, sees_all: bool) -> Strata:
    """A series by the strata of one breakdown; its observations are loaded. Three queries."""
    cells = queries.cells_of(series)
    mine = [each for each in cells if each.stratum.breakdown_id == breakdown_id]
    parts: dict[int, list[Row]] = {}
    if sees_all:
        for cell in mine:
            parts.setdefault(cell.stratum_id, []).append(
                Row(cell.period, cell.value, cell.denominator)
            )
        return Strata(
            tuple(rows_of(series)), {key: tuple(found) for key, found in parts.items()}, {}
        )
    thresholds = queries.thresholds(series.measure.network_id)
    seen = _seen(series, breakdown_id, cells, thresholds)
    hidden: dict[int, set[date]] = {}
    for cell in mine:
        if cell.stratum_id in seen[cell.period][breakdown_id].hidden:
            hidden.setdefault(cell.stratum_id, set()).add(cell.period)
        else:
            parts.setdefault(cell.stratum_id, []).append(
                Row(cell.period, cell.value, cell.denominator)
            )
    held = frozenset(
        day for day, found in seen.items() if any(each.held for each in found.values())
    )
    return Strata(
        tuple(_published(series.measure, rows_of(series), held, thresholds.now)),
        {key: tuple(found) for key, found in parts.items()},
        {key: frozenset(days) for key, days in hidden.items()},
        held,
    )


def _seen(
    series: Series,
    breakdown_id: int,
    cells: Sequence[StratumObservation],
    thresholds: Thresholds,
    until: datetime | None = None,
) -> dict[date, dict[int, Shown]]:
    """What readers outside the team see, by period and breakdown, of a series and its `cells`.

    Measures of the same people hide the same parts of the breakdown that is asked for.
    """
    found = _seen_alone(series, cells, thresholds, until)
    kin = [
        _seen_alone(each, queries.cells_of(each), thresholds, until)
        for each in queries.kin_of(series, breakdown_id)
    ]
    for period, mine in found.items():
        if kin and breakdown_id in mine:
            others = [
                each[period][breakdown_id] for each in kin if breakdown_id in each.get(period, {})
            ]
            mine[breakdown_id] = of_one_population(mine[breakdown_id], others)
    return found


def _seen_alone(
    series: Series,
    cells: Sequence[StratumObservation],
    thresholds: Thresholds,
    until: datetime | None,
) -> dict[date, dict[int, Shown]]:
    pasts = {each.period: past_of(each) for each in queries.wholes_of(series)}
    return {
        period: shown_of_period(
            series.measure, pasts.get(period, ()), found, thresholds, until=until
        )
        for period, found in by_period(cells).items()
    }


def rows_then(series: Series, past: Series, moment: datetime) -> list[Row]:
    """The whole team's rows of an earlier state that a reader outside the team may see.

    A period is shown where it was shown then and is shown today, by the rules of both: who lays
    earlier and present states side by side learns no more than who kept every file, against whom
    `app.suppression.releases` guards. `past` is the series as it was at `moment`.
    """
    measure, limits = series.measure, queries.thresholds(series.measure.network_id)
    today = {row.period for row in rows(series, sees_all=False)}
    seen = _seen_alone(series, queries.cells_of(series), limits, moment)
    held = {day for day, found in seen.items() if any(each.held for each in found.values())}
    then = _published(past.measure, rows_of(past), frozenset(held), limits.at(moment))
    still = _published(measure, then, frozenset(), limits.now)
    return [row for row in still if row.period in today]


def strata_then(
    series: Series, past: Series, breakdown_id: int, moment: datetime, *, sees_all: bool
) -> Strata:
    """A series by strata as it was at a moment; `past` is the series as it was then.

    Others see a cell where it was shown then and is shown today, by the rules of both.
    """
    measure = series.measure
    cells = queries.cells_of(series)
    now = None if sees_all else strata(series, breakdown_id, sees_all=False)
    limits = queries.thresholds(measure.network_id)
    seen = _seen(series, breakdown_id, cells, limits, moment)
    rule = rule_of(measure, limits.now)
    parts: dict[int, list[Row]] = {}
    hidden: dict[int, set[date]] = {}
    for cell in (each for each in cells if each.stratum.breakdown_id == breakdown_id):
        was = cell_at(past_of(cell), moment)
        if was is None:
            continue
        if now is not None and (
            cell.stratum_id in seen[cell.period][breakdown_id].hidden
            or cell.period not in {row.period for row in now.parts.get(cell.stratum_id, ())}
            or rule is None
            or is_small(was, rule)
        ):
            hidden.setdefault(cell.stratum_id, set()).add(cell.period)
        else:
            parts.setdefault(cell.stratum_id, []).append(
                Row(cell.period, was.value, was.denominator)
            )
    whole = rows_of(past) if now is None else rows_then(series, past, moment)
    return Strata(
        tuple(whole),
        {key: tuple(found) for key, found in parts.items()},
        {key: frozenset(days) for key, days in hidden.items()},
    )


def _published(
    measure: Measure, stored: Sequence[Row], held: frozenset[date], threshold: int
) -> list[Row]:
    found = [row for row in shown(stored, measure.smallest_denominator) if row.period not in held]
    rule = rule_of(measure, threshold)
    if rule is None or not measure.protects_small_numbers:
        return found
    return [row for row in found if not is_small(Cell(row.value, row.denominator), rule)]


def _threshold(measure: Measure) -> int:
    """The threshold in force; asked for only where the measure protects its whole."""
    if not measure.protects_small_numbers:
        return Thresholds().now
    key = f"small-numbers-{measure.network_id}"
    if key not in g:
        setattr(g, key, queries.thresholds(measure.network_id).now)
    found: int = getattr(g, key)
    return found


def _known() -> dict[int, frozenset[date]]:
    """What this request has asked already."""
    if "held_back" not in g:
        g.held_back = {}
    found: dict[int, frozenset[date]] = g.held_back
    return found
