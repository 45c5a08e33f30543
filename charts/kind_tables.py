"""Every kind of chart as a table, for those who cannot see it; `charts.table` has control charts."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from charts.calibration import Calibration, wilson
from charts.clean import clean
from charts.formats import number_format
from charts.funnel import Funnel
from charts.meaning import reading
from charts.panel_order import Order, Panel, ordered
from charts.pareto import Pareto
from charts.periods import Period, detect_period, long_name
from charts.sequential import AverageSeries, SumSeries, average_analysis
from charts.small_multiples import shared_scale
from charts.strata import Stratum
from charts.summary import Indicator, indicator_words
from charts.table import ChartTable, Column, Row, data_table
from charts.tips import plain
from charts.words import caption, center_word, sentence_case

_ZONES = {0: "Inside the 95% limits", 1: "Beyond the 95% limits", 2: "Beyond the 99.8% limits"}
_MISSING = "–"


def funnel_table(funnel: Funnel) -> ChartTable:
    """Write a funnel plot as a table, the units furthest from chance first.

    Parameters
    ----------
    funnel : Funnel
        Units and limits.
    """
    formats = number_format([unit.value for unit in funnel.units], funnel.unit)
    units = sorted(funnel.units, key=lambda u: (-abs(u.zone), clean(u.name).casefold()))
    rows = tuple(
        Row((clean(u.name), plain(u.size), formats.full(u.value), _zone(u.zone)), u.href)
        for u in units
    )
    columns = (
        Column("Unit"), Column(clean(funnel.counted) or "Size", numeric=True),
        Column("Value", numeric=True), Column("Says"),
    )  # fmt: skip
    overall = formats.full_label(funnel.center)
    return ChartTable(f"{clean(funnel.title)}, {len(rows)} units, overall {overall}", columns, rows)


def _zone(zone: int) -> str:
    side = "" if not zone else ", above" if zone > 0 else ", below"
    return _ZONES[min(abs(zone), 2)] + side


def pareto_table(chart: Pareto) -> ChartTable:
    """Write a Pareto chart as a table, the largest category first; none is put together.

    Parameters
    ----------
    chart : Pareto
        Categories and their counts.
    """
    found = sorted((c for c in chart.categories if c.count > 0), key=lambda c: -c.count)
    total = sum(category.count for category in found) or 1.0
    running = itertools.accumulate(category.count for category in found)
    rows = tuple(
        Row((clean(c.name), plain(c.count), _share(c.count, total), _share(n, total)), c.href)
        for c, n in zip(found, running, strict=True)
    )
    columns = (
        Column("Category"), Column("Count", numeric=True), Column("Share", numeric=True),
        Column("Together", numeric=True),
    )  # fmt: skip
    return ChartTable(f"{sentence_case(clean(chart.title))}, {len(rows)} categories", columns, rows)


def _share(part: float, total: float) -> str:
    return f"{100 * part / total:.0f}%"


def cusum_table(
    series: SumSeries, x: Sequence[Any], *, title: str, period: Period | None = None
) -> ChartTable:
    """Write a CUSUM chart as a table, the latest point first.

    Parameters
    ----------
    series : SumSeries
        Both sums, in sigma.
    x : sequence
        Dates or labels, one a point.
    title : str
        Name of the measure.
    period : Period or None
        Pace of the series; None tells it from the dates.
    """
    period = period or detect_period(x)
    rows = []
    for place, up, down in zip(x, series.upper, series.lower, strict=True):
        told = [word for word, s in (("upward", up), ("downward", down)) if s > series.decision]
        says = f"Signal {' and '.join(told)}" if told else ""
        if not math.isfinite(up):
            says = "No value"
        sums = tuple(f"{s:.2f}" if math.isfinite(s) else _MISSING for s in (up, down))
        rows.append(Row((sentence_case(clean(long_name(place, period))), *sums, says)))
    columns = (
        Column(_first(period)), Column("Upward, sigma", numeric=True),
        Column("Downward, sigma", numeric=True), Column("Says"),
    )  # fmt: skip
    text = f"CUSUM chart of {clean(title)}, signals beyond {series.decision:g} sigma"
    return ChartTable(text, columns, tuple(reversed(rows)))


def _first(period: Period) -> str:
    return "Point" if period is Period.POINT else sentence_case(period.value)


def ewma_table(
    series: AverageSeries,
    x: Sequence[Any],
    *,
    title: str,
    unit: str = "",
    direction: str | None = None,
    period: Period | None = None,
) -> ChartTable:
    """Write an EWMA chart as a table, the latest point first.

    Parameters
    ----------
    series : AverageSeries
        The average and its limits.
    x : sequence
        Dates or labels, one a point.
    title, unit, direction, period
        As for `charts.sequential.ewma_chart`.
    """
    analysis = average_analysis(series, x, direction)
    return data_table(analysis, title=title, unit=unit, period=period, value_name="Average")


def strata_table(strata: Sequence[Stratum], *, title: str, unit: str = "") -> ChartTable:
    """Write a stratified chart as a table: one column a stratum, the latest point first.

    Parameters
    ----------
    strata : sequence of Stratum
        At least one; they may have different dates.
    title, unit : str
        Name of the measure and its unit.
    """
    values = [value for s in strata for value in s.analysis.values.tolist()]
    formats = number_format(values, unit)
    places = sorted({place for s in strata for place in s.analysis.x}, reverse=True)
    period = detect_period(sorted(places))
    known = [dict(zip(s.analysis.x, s.analysis.values.tolist(), strict=True)) for s in strata]

    def cell(value: float) -> str:
        return formats.data(value) if math.isfinite(value) else _MISSING

    rows = tuple(
        Row((sentence_case(clean(long_name(x, period))), *(cell(v.get(x, np.nan)) for v in known)))
        for x in places
    )
    names = tuple(Column(clean(s.name), numeric=True) for s in strata)
    centers = tuple(
        formats.label(s.analysis.phases[-1].center) if s.analysis.phases else _MISSING
        for s in strata
    )
    word = f"Latest {center_word(strata[0].analysis).lower()}" if strata else ""
    whole = (Row((word, *centers)), *rows) if strata else rows
    caption_text = f"{clean(title)} by stratum, {len(strata)} strata"
    return ChartTable(caption_text, (Column(_first(period)), *names), whole)


def calibration_table(chart: Calibration) -> ChartTable:
    """Write a calibration chart as a table, by confidence.

    Parameters
    ----------
    chart : Calibration
        Predictions grouped by confidence.
    """
    rows = []
    for group in sorted((g for g in chart.groups if g.made > 0), key=lambda g: g.said):
        low, high = wilson(group.right, group.made)
        says = "Too sure" if high < group.said else "Not sure enough" if low > group.said else ""
        cells = (
            f"{group.said:.0f}%", str(group.made), str(group.right),
            _share(group.right, group.made), f"{low:.0f} to {high:.0f}%", says or "Within chance",
        )  # fmt: skip
        rows.append(Row(cells))
    columns = (
        Column("Said", numeric=True), Column("Predictions", numeric=True),
        Column("Came true", numeric=True), Column("Share", numeric=True),
        Column("95% interval", numeric=True), Column("Says"),
    )  # fmt: skip
    return ChartTable(f"Calibration of {clean(chart.title)}", columns, tuple(rows))


def multiples_table(
    panels: Sequence[Panel],
    *,
    title: str,
    unit: str = "",
    order: Order = Order.SIGNAL,
    period: Period | None = None,
) -> ChartTable:
    """Write small charts as a table, one row each, in the order in which they are drawn.

    Parameters
    ----------
    panels : sequence of Panel
        The series.
    title, unit : str
        Name of the measure and its unit.
    order : Order
        How they follow each other.
    period : Period or None
        Pace of the series; None tells it from the dates.
    """
    scale = shared_scale([panel.analysis for panel in panels], unit=unit, period=period)
    rows = []
    for panel in ordered(panels, order):
        values = panel.analysis.values[np.isfinite(panel.analysis.values)]
        latest = scale.formats.data(float(values[-1])) if len(values) else _MISSING
        centers = [p.center for p in panel.analysis.phases if math.isfinite(p.center)]
        center = scale.formats.label(centers[-1]) if centers else _MISSING
        says = caption(reading(panel.analysis), scale.period)
        rows.append(Row((clean(panel.name), latest, center, says), panel.href))
    columns = (
        Column("Team"), Column("Latest", numeric=True), Column("Center", numeric=True),
        Column("Says"),
    )  # fmt: skip
    return ChartTable(f"{clean(title)}, {len(rows)} charts", columns, tuple(rows))


def indicator_table(indicators: Sequence[Indicator], *, title: str) -> ChartTable:
    """Write the summary of indicators as a table without icons and spark charts.

    Parameters
    ----------
    indicators : sequence of Indicator
        In the order wanted.
    title : str
        Name of the table.
    """
    rows = tuple(Row(indicator_words(each), each.href) for each in indicators)
    return ChartTable(clean(title), INDICATOR_COLUMNS, rows)


INDICATOR_COLUMNS = (
    Column("Measure"), Column("Latest", numeric=True), Column("Target", numeric=True),
    Column("Variation"), Column("Assurance"),
)  # fmt: skip
