"""The chart as a table, for the toggle beside it and for those who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np

from charts.alt_text import alt_title
from charts.clean import clean
from charts.control_chart import Hrefs
from charts.formats import number_format
from charts.meaning import Meaning, direction_of, point_meanings
from charts.periods import Period, detect_period, long_name
from charts.tips import is_grouped, plain, point_says
from charts.words import center_word, sentence_case
from qi.results import Analysis, FloatArray


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and whether it holds numbers."""

    name: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: one cell a column, where its first cell leads, and what its signals mean."""

    cells: tuple[str, ...]
    href: str = ""
    meaning: Meaning | None = None


@dataclass(frozen=True, slots=True)
class ChartTable:
    """Caption, columns and rows, latest first."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def data_table(
    analysis: Analysis,
    *,
    title: str,
    unit: str = "",
    period: Period | None = None,
    numerator_name: str = "Numerator",
    denominator_name: str = "Denominator",
    value_name: str = "",
    point_notes: Mapping[int, str] | None = None,
    hrefs: Hrefs = None,
) -> ChartTable:
    """Write the chart as a table.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    title, unit : str
        Name of the measure and unit of its values.
    period : Period or None
        Pace of the series; None tells it from the dates.
    numerator_name, denominator_name, value_name : str
        Headings; without a value's name, "Percent" or "Value" with its unit.
    point_notes : mapping of int to str or None
        Remarks by position.
    hrefs : mapping, callable or None
        Where each row leads, by position.

    Returns
    -------
    ChartTable
        Missing values are "–". Columns that hold nothing are left out.
    """
    period = period or detect_period(analysis.x)
    formats = number_format(analysis.values.tolist(), unit)
    grouped = is_grouped(analysis)
    counted = analysis.denominators is not None and not grouped
    limited = bool(np.isfinite(analysis.upper).any())
    name = value_name or ("Percent" if unit == "%" else f"Value, {unit}" if unit else "Value")
    columns = [Column("Point" if period is Period.POINT else sentence_case(period.value))]
    if counted:
        columns += [Column(numerator_name, numeric=True), Column(denominator_name, numeric=True)]
    if grouped:
        columns.append(Column("Values", numeric=True))
    columns += [Column(name, numeric=True), Column(center_word(analysis), numeric=True)]
    if limited:
        columns += [Column("Lower limit", numeric=True), Column("Upper limit", numeric=True)]
    columns.append(Column("Says"))
    says = point_says(analysis, period, point_notes or {})
    meanings = point_meanings(analysis, direction_of(analysis))
    values = analysis.values.tolist()
    cells = [[sentence_case(clean(long_name(x, period))) for x in analysis.x]]
    if counted and analysis.denominators is not None:
        cells += [_written(analysis.numerators, plain), _written(analysis.denominators, plain)]
    if grouped and analysis.denominators is not None:
        cells.append(_written(analysis.denominators, plain))
    cells += [_written(analysis.values, formats.data), _written(analysis.center, formats.label)]
    if limited:
        cells += [_written(limit, formats.label) for limit in (analysis.lower, analysis.upper)]
    cells.append([says.get(k, "") if isfinite(v) else "No value" for k, v in enumerate(values)])
    rows = []
    for k, row in enumerate(zip(*cells, strict=True)):
        href = hrefs(k) if callable(hrefs) else (hrefs or {}).get(k, "")
        rows.append(Row(row, href, meanings.get(k)))
    rows.reverse()
    return ChartTable(alt_title(analysis, clean(title), period), tuple(columns), tuple(rows))


def _written(column: FloatArray, write: Callable[[float], str]) -> list[str]:
    return [write(value) if isfinite(value) else "–" for value in column.tolist()]
