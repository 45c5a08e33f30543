"""One series analyzed: the same functions that its page is written with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from app.measures import reading
from app.measures.series import Baselines, Method, Row, analyze
from app.standings.facts import COUNTING, NOTHING, WITH_LANEY, Mark, Outcome, ranked
from charts.meaning import joined
from qi.constants import FIRM_LIMITS_MINIMUM
from qi.errors import QIError


def outcome_of(
    method: Method, rows: Sequence[Row], starts: Sequence[date], baselines: Baselines
) -> Outcome:
    """What the analysis of rows says.

    Data that no chart can be made of say nothing; storing them must not fail for it.
    """
    try:
        analysis = analyze(method, rows, starts, baselines)
    except QIError:
        return NOTHING
    if analysis is None:
        return NOTHING
    says = reading.says(analysis, method.frequency)
    latest = reading.latest_index(analysis)
    points = int(analysis.included.sum())
    return Outcome(
        verdict=says.verdict,
        direction=says.direction,
        value=None if latest is None else float(analysis.values[latest]),
        counted=reading.latest_included(analysis),
        points=points,
        marks=ranked(
            Mark(each.rule, each.side, each.indices[0], each.indices[-1], each.detected)
            for each in joined(analysis)
        ),
        sigma_z=_sigma_z(method, rows, points),
        events=_events(method, analysis.numerators[analysis.included]),
    )


def _sigma_z(method: Method, rows: Sequence[Row], points: int) -> float | None:
    """How much more the points vary than chance explains, over all phases."""
    if method.chart not in WITH_LANEY or points < FIRM_LIMITS_MINIMUM:
        return None
    laney = replace(method, chart=WITH_LANEY[method.chart], baseline=None)
    analysis = analyze(laney, rows)
    return None if analysis is None else analysis.phases[-1].sigma_z


def _events(
    method: Method, numerators: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> float | None:
    if method.chart not in COUNTING or not len(numerators):
        return None
    return float(numerators.mean())
