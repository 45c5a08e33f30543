"""The data of many series in columns: what their standings are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from app.extensions import db
from app.measures.models import DataKind, Frequency, Measure, Observation, Series, SeriesPhase
from app.measures.series import (
    Method,
    Row,
    between,
    calendar_of,
    method_of,
    phase_positions,
)
from app.standings.facts import digest, method_print

IN_MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3}
EPOCH_MONTHS = 1970 * 12
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(slots=True)
class Held:
    """One series' data: columns of the rows in order of their periods, phases and baselines.

    Of several events of one day each is a row, as on their chart.
    """

    series_id: int
    measure: Measure
    method: Method
    days: Sequence[date]
    ordinals: NDArray[np.int64]
    """The same days as numbers."""
    values: NDArray[np.float64]
    denominators: NDArray[np.float64]
    excluded: NDArray[np.bool_]
    raw: Sequence[Any]
    starts: list[date] = field(default_factory=list)
    baselines: dict[date | None, int] = field(default_factory=dict)

    @property
    def rows(self) -> list[Row]:
        """The rows as a single analysis takes them."""
        return [
            Row(day, value, None if below != below else below, out, raw)  # noqa: PLR0124  # NaN
            for day, value, below, out, raw in zip(
                self.days,
                self.values.tolist(),
                self.denominators.tolist(),
                self.excluded.tolist(),
                self.raw,
                strict=True,
            )
        ]

    @property
    def inputs(self) -> str:
        """The fingerprint of all that the analysis takes from the series."""
        told = repr((self.starts, sorted(self.baselines.items(), key=repr)))
        if any(self.raw):
            told += repr(self.raw)
        return digest(
            told.encode(),
            self.ordinals.tobytes(),
            self.values.tobytes(),
            self.denominators.tobytes(),
            self.excluded.tobytes(),
        )

    @property
    def method_print(self) -> str:
        """The fingerprint of how it is analyzed."""
        return method_print(self.method)

    def positions(self) -> NDArray[np.intp]:
        """Where each row stands on the chart's axis."""
        count = len(self.days)
        frequency = self.method.frequency
        if frequency is Frequency.EVENT:
            return np.arange(count)
        if frequency is Frequency.WEEK:
            slots = (self.ordinals - 1) // 7
        else:
            days = (self.ordinals - EPOCH).view("datetime64[D]")
            months = days.astype("datetime64[M]").astype(np.int64) + EPOCH_MONTHS
            slots = months // IN_MONTHS[frequency]
        found: NDArray[np.intp] = slots - slots[0]
        return found

    @property
    def axis(self) -> Sequence[date]:
        """What stands on the chart's axis: every period from the first to the last, or each event."""
        return calendar_of(self.days, self.method.frequency)

    def phases(self) -> tuple[int, ...]:
        """Positions at which a phase starts."""
        if not self.starts:
            return ()
        return tuple(phase_positions(self.starts, self.axis, self.method.frequency))

    def plotted(self) -> NDArray[np.float64]:
        """What stands on the axis where rows are: their values, or what lies between two events."""
        if self.method.frequency is not Frequency.EVENT:
            return self.values
        return between(self.rows, self.method.chart)


def load(series_ids: Sequence[int]) -> list[Held]:
    """Load the data of series; those that are gone are left out. Three queries."""
    found = db.session.execute(
        select(Series.id, Series.baseline_points, Measure)
        .join(Measure, Series.measure_id == Measure.id)
        .where(Series.id.in_(series_ids))
        .order_by(Series.id)
        # What somebody else has committed since it was loaded counts as well.
        .execution_options(populate_existing=True)
    ).all()
    raw = any(measure.data_kind is DataKind.SUBGROUP for _, _, measure in found)
    columns = _columns(series_ids, raw=raw)
    methods: dict[int, Method] = {}
    held: dict[int, Held] = {}
    for series_id, baseline, measure in found:
        method = methods.get(measure.id) or methods.setdefault(measure.id, method_of(measure))
        rows = columns.get(series_id, NO_ROWS)
        if method.frequency is Frequency.EVENT:
            rows = _each_event(rows)
        held[series_id] = each = Held(series_id, measure, method, *rows)
        if baseline is not None:
            each.baselines[None] = baseline
    for series_id, start, baseline in db.session.execute(
        select(SeriesPhase.series_id, SeriesPhase.starts_on, SeriesPhase.baseline_points)
        .where(SeriesPhase.series_id.in_(series_ids))
        .order_by(SeriesPhase.series_id, SeriesPhase.starts_on)
    ):
        if series_id in held:
            held[series_id].starts.append(start)
            if baseline is not None:
                held[series_id].baselines[start] = baseline
    return list(held.values())


Moments = Sequence[tuple[date, datetime]]
"""Days in order, each with the moment from which all that is stored up to it was there."""


def moments(series_ids: Sequence[int]) -> dict[int, Moments]:
    """When the data of these series were entered: most at one moment, or at a few. One query."""
    entered = Observation.entered_at
    query = (
        select(Observation.series_id, func.min(Observation.period).label("first"), entered)
        .where(Observation.series_id.in_(series_ids))
        .group_by(Observation.series_id, entered)
        .order_by(Observation.series_id, "first")
    )
    found: dict[int, list[tuple[date, datetime]]] = defaultdict(list)
    for series_id, first, moment in db.session.connection().execute(query):
        steps = found[series_id]
        steps.append((first, max(moment, steps[-1][1]) if steps else moment))
    return dict(found)


Columns = tuple[Any, ...]
"""Days, ordinals, values, denominators, exclusions and raw values of one series' rows."""


def _columns(series_ids: Sequence[int], *, raw: bool) -> dict[int, Columns]:
    """The rows of each series in columns; `raw` says whether any may have raw values."""
    found = (
        db.session.connection()
        .execute(
            select(
                Observation.series_id,
                Observation.period,
                Observation.value,
                Observation.denominator,
                Observation.excluded_because.is_not(None),
                *((Observation.raw,) if raw else ()),
            )
            .where(Observation.series_id.in_(series_ids))
            .order_by(Observation.series_id, Observation.period)
        )
        .all()
    )
    if not found:
        return {}
    ids, days, values, below, excluded, *more = zip(*found, strict=True)
    count = len(ids)
    columns: Columns = (
        days,
        np.fromiter(map(date.toordinal, days), dtype=np.int64, count=count),
        np.array(values, dtype=float),
        np.array(below, dtype=float),
        np.array(excluded, dtype=bool),
        more[0] if more else (None,) * count,
    )
    edges = (np.flatnonzero(np.diff(np.array(ids))) + 1).tolist()
    spans = zip([0, *edges], [*edges, count], strict=True)
    return {ids[start]: tuple(column[start:end] for column in columns) for start, end in spans}


def _each_event(columns: Columns) -> Columns:
    """The same columns with a row for each event, as `app.measures.series.one_by_one` makes them."""
    days, ordinals, values, below, excluded, raw = columns
    if (values == 1).all():
        return columns
    counts = values.astype(int)
    of = np.repeat(np.arange(len(counts)), counts)
    first = np.diff(of, prepend=-1) != 0
    # Between several of one day are no cases; where cases are not counted nothing stands.
    cases = np.where(first | np.isnan(below[of]), below[of], 0.0)
    return (
        tuple(days[at] for at in of),
        ordinals[of],
        np.ones(len(of)),
        cases,
        excluded[of],
        tuple(raw[at] for at in of),
    )


NO_ROWS: Columns = (
    (),
    np.zeros(0, dtype=np.int64),
    np.zeros(0),
    np.zeros(0),
    np.zeros(0, dtype=bool),
    (),
)
