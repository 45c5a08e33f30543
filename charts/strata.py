"""The stratified chart: one panel a stratum on one scale, and the gap between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from charts.arranging import arrange, headed
from charts.clean import clean
from charts.control_chart import control_chart
from charts.formats import number_format
from charts.layouts import FULL, MEDIUM, PHONE, Layout
from charts.meaning import Status, reading
from charts.scales import value_axis
from charts.view import Drawing
from qi import analyze
from qi.results import Analysis

GAP_WORDS = {
    Status.IMPROVEMENT: "It narrows",
    Status.CONCERN: "It widens",
    Status.NO_SIGNAL: "No signal that it changes",
    Status.TOO_YOUNG: "Too young to judge",
}
"""What the gap's chart says by its rules; its marks and their shapes say the same."""

_GAP = 28.0
_COLUMN = 300.0
"""Least width of a panel from which two stand side by side."""

_WIDE = 480.0
"""Least width of a panel whose values stand beside the names of their lines."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of the population: its name and its chart in numbers."""

    name: str
    analysis: Analysis


def gap_analysis(one: Analysis, other: Analysis, **options: Any) -> Analysis:
    """Return the run chart of the difference between two strata, first less second.

    A narrower gap is better, whichever way is better for the measure: unless the options say
    otherwise, signals that it comes nearer to 0 are improvement, those that it goes away concern.

    Parameters
    ----------
    one, other : Analysis
        Charts with the same dates, in display units.
    **options
        As for `qi.analyze`.

    Raises
    ------
    ValueError
        If the dates differ.
    """
    if one.x != other.x:
        raise ValueError("other: expected the same dates")
    values = one.values - other.values
    known = values[np.isfinite(values)]
    closing = "up" if len(known) and np.median(known) < 0 else "down"
    settled = {"chart": "run", "x": list(one.x), "direction": closing, **options}
    return analyze(values, **settled)


def strata_chart(
    strata: Sequence[Stratum],
    *,
    title: str,
    unit: str = "",
    gap: tuple[int, int] | None = None,
    size: Layout = FULL,
    **options: Any,
) -> Drawing:
    """Lay out a panel for each stratum, all on one scale, and a panel of the gap.

    Parameters
    ----------
    strata : sequence of Stratum
        In the order wanted; at least one.
    title, unit : str
        Name of the measure and its unit.
    gap : tuple of (int, int) or None
        The two strata to compare by 0-based number. None takes those with the highest and the
        lowest latest center, if they have the same dates.
    size : Layout
        The width of the whole.
    **options
        As for `control_chart`, for each panel.

    Raises
    ------
    ValueError
        Without a stratum.
    """
    if not strata:
        raise ValueError("strata: there is none to draw")
    chosen = gap or widest(strata)
    columns = _columns(size.width, len(strata) + (chosen is not None))
    width = (size.width - _GAP * (columns - 1)) // columns
    kind = MEDIUM if width >= _WIDE else PHONE
    panel = replace(
        kind, name=size.name, width=width, plot_height=180, labels=kind.labels - 20, lane=False,
        bracket=False,
    )  # fmt: skip
    drawn = [
        a
        for s in strata
        for a in (s.analysis.values, s.analysis.upper, s.analysis.lower, s.analysis.center)
    ]
    numbers = np.concatenate(drawn).tolist() + [
        s.analysis.target for s in strata if s.analysis.target is not None
    ]
    axis = value_axis(numbers, unit=unit, ticks=panel.ticks)
    views, parts = [], []
    for stratum in strata:
        view = control_chart(
            stratum.analysis,
            title=f"{title}, {stratum.name}",
            unit=unit,
            size=panel,
            axis=axis,
            **options,
        )
        views.append(view)
        parts.append(headed(view, clean(stratum.name)))
    said = [f"{clean(s.name)}: {v.description}" for s, v in zip(strata, views, strict=True)]
    if chosen is not None:
        one, other = (strata[k] for k in chosen)
        analysis = gap_analysis(one.analysis, other.analysis)
        says = GAP_WORDS.get(reading(analysis).status, GAP_WORDS[Status.NO_SIGNAL])
        points = "points" if unit == "%" else unit
        view = control_chart(
            analysis,
            title=f"Gap in {title}",
            unit=points if len(points) < 8 else "",
            size=panel,
            from_zero=True,
        )
        formats = number_format(analysis.values.tolist(), points)
        parts.append(headed(view, f"Gap: {clean(one.name)} less {clean(other.name)}. {says}"))
        median = analysis.phases[-1].center
        said.append(
            f"Gap, {clean(one.name)} less {clean(other.name)}: median {formats.full_label(median)}. {says}."
        )
    name = clean(title)
    return arrange(
        parts,
        columns=columns,
        gap=(_GAP, 24.0),
        title=f"{name} by stratum, {len(strata)} strata",
        description=" ".join(said),
        name=name,
        passport=views[0].passport.replace(f"{name}, {clean(strata[0].name)}", f"{name} by stratum"),
        size=size.name,
    )  # fmt: skip


def _columns(width: float, count: int) -> int:
    """Return how many panels stand side by side, so that no row is left nearly empty."""
    most = max(1, int((width + _GAP) // (_COLUMN + _GAP)))
    if most < 2 or count < 2:
        return 1
    # The fewest empty places; of those alike the most columns, for a page that is not too long.
    return min(range(2, most + 1), key=lambda columns: (-count % columns, -columns))


def widest(strata: Sequence[Stratum]) -> tuple[int, int] | None:
    """Return the strata with the highest and the lowest latest center."""
    known = [
        (s.analysis.phases[-1].center, k)
        for k, s in enumerate(strata)
        if s.analysis.phases and np.isfinite(s.analysis.phases[-1].center)
    ]
    if len(known) < 2:
        return None
    high, low = max(known)[1], min(known)[1]
    same = strata[high].analysis.x == strata[low].analysis.x
    return (high, low) if same and high != low else None
