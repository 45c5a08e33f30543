"""Two charts of one process, one above the other on the same dates: X-bar–S, X-bar–R, I–MR."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from charts.alt_text import chart_name
from charts.arranging import arrange, headed
from charts.clean import clean
from charts.control_chart import control_chart
from charts.layouts import FULL, Layout
from charts.view import ControlChartView, Drawing
from qi.results import Analysis

_SPREAD = frozenset({"s", "r", "mr"})


def pair_chart(
    location: Analysis,
    spread: Analysis,
    *,
    title: str,
    unit: str = "",
    size: Layout = FULL,
    **options: Any,
) -> Drawing:
    """Lay out the chart of the location above the chart of the spread.

    Parameters
    ----------
    location : Analysis
        An `xbar` or `i` chart.
    spread : Analysis
        The `s`, `r` or `mr` chart of the same points.
    title, unit : str
        Name of the measure and its unit.
    size : Layout
        The size it is drawn in; each of the two has six tenths of its height.
    **options
        As for `control_chart`; cycles, events and phases' names stand on the upper one.

    Raises
    ------
    ValueError
        If the two differ in length, or the second is no chart of spread.
    """
    if len(location) != len(spread):
        raise ValueError(f"spread: expected {len(location)} points, found {len(spread)}")
    if spread.chart not in _SPREAD:
        raise ValueError(f"spread: expected an s, r or mr chart, found {spread.chart!r}")
    low = replace(size, plot_height=round(0.6 * size.plot_height))
    # A target and a better side are said of the location; spread has neither.
    plain = replace(spread, target=None, options={**spread.options, "direction": None})
    shared: dict[str, Any] = {key: options[key] for key in ("period", "through") if key in options}
    pairs: tuple[tuple[Analysis, dict[str, Any]], ...] = ((location, options), (plain, shared))

    def draw(layout: Layout) -> list[ControlChartView]:
        return [control_chart(a, title=title, unit=unit, size=layout, **o) for a, o in pairs]

    first = draw(low)
    # Drawn again, so that both have the same axis from left to right.
    left = max(view.plot.left for view in first)
    right = size.width - min(view.plot.right for view in first)
    views = draw(replace(low, left=left, labels=right))
    parts = [headed(view, chart_name(a)) for view, (a, _) in zip(views, pairs, strict=True)]
    names = " and ".join(chart_name(a) for a, _ in pairs)
    return arrange(
        parts,
        columns=1,
        gap=(0.0, 16.0),
        title=f"{names} of {clean(title)}",
        description=" ".join(f"{chart_name(a)}: {v.description}" for v, (a, _) in zip(views, pairs, strict=True)),
        name=clean(title),
        passport=f"{views[0].passport} · with {chart_name(spread)}",
        size=size.name,
    )  # fmt: skip
