"""What the pages of definitions show, ready for their templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import qi
from app import access
from app.catalog import queries
from app.catalog.fields import Change, changes_between
from app.catalog.history import Revision
from app.measures.kinds import CHART_NAMES, between_is_cases, kind_of
from app.measures.models import DataKind, Measure, Series
from app.measures.series import gaps_between, rows_of


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions laid side by side."""

    one: Revision
    other: Revision
    changes: tuple[Change, ...]


def compared(kept: Sequence[Revision], one: int | None, other: int | None) -> Comparison | None:
    """Lay two revisions side by side, the earlier one first; None where either is not there."""
    by_number = {each.number: each for each in kept}
    if one not in by_number or other not in by_number or one == other:
        return None
    first, last = sorted((by_number[one], by_number[other]), key=lambda each: each.number)
    return Comparison(first, last, changes_between(first.content, last.content))


@dataclass(frozen=True, slots=True)
class DataSay:
    """Which chart the data so far suggest."""

    chart: str
    reason: str
    fits: bool
    """Whether it is the measure's chart already."""
    source: str
    """Whose data were looked at."""


def data_say(measure: Measure) -> DataSay | None:
    """What `qi` suggests for the longest series of the reader's own teams; None without data.

    Other teams are not even counted: how long their series are would tell of them.
    """
    series = queries.longest_series(measure, access.own_teams(access.standing()))
    if series is None:
        return None
    try:
        found = _suggested(measure, series)
    except qi.QIError:
        return None  # data that stand on no chart suggest none
    return DataSay(
        CHART_NAMES.get(found.chart, found.chart),
        found.reason,
        found.chart == measure.chart,
        series.team.name,
    )


def _suggested(measure: Measure, series: Series) -> qi.Suggestion:
    rows = rows_of(series)
    if measure.data_kind is DataKind.EVENTS:
        cases = between_is_cases(measure.chart)
        gaps = gaps_between(rows, cases=cases)[1:]
        return qi.suggest_chart("cases between events" if cases else "time between events", gaps)
    in_qi = kind_of(measure).in_qi
    if measure.data_kind is DataKind.SUBGROUP:
        return qi.suggest_chart(in_qi)
    below = [row.denominator for row in rows] if measure.has_denominator else None
    return qi.suggest_chart(in_qi, [row.value for row in rows], below)
