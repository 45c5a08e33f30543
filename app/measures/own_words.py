"""What a team wrote on its chart, for who may read it, and where its points lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import isfinite
from typing import Any

from app.measures import periods
from app.measures.addresses import from_here, series_url
from app.measures.models import Annotation as Note
from app.measures.models import Series
from app.measures.series import phase_positions, position_in
from charts import Annotation, PhaseLabel
from qi.results import Analysis


def notes(series: Series, *, full_access: bool) -> Sequence[Note]:
    """The annotations that the reader may see: they are the team's own words."""
    return series.annotations if full_access else ()


def version_flags(series: Series, analysis: Analysis) -> list[Annotation]:
    """Where a later version of the definition begins, inside the chart; everybody sees them."""
    frequency = series.measure.frequency
    return [
        Annotation(day, f"Definition version {version}")
        for version, day in series.measure.starts_of_versions
        if 0 < position_in(analysis.x, day, frequency) < len(analysis.x)
    ]


def links(series: Series, analysis: Analysis, *, full_access: bool) -> dict[str, Any]:
    """Where points and annotations lead: to the point, or to the last one before the flag."""
    whole = from_here(series_url(series, "points.show", period="PERIOD"))
    hrefs = {n: whole.replace("PERIOD", day.isoformat()) for n, day in enumerate(analysis.x)}
    known = [n for n, value in enumerate(analysis.values.tolist()) if isfinite(value)]

    def link(on: date) -> str:
        before = [n for n in known if analysis.x[n] <= on]
        return hrefs[before[-1] if before else known[0]] if known else ""

    flags = notes(series, full_access=full_access)
    return {
        "hrefs": hrefs,
        "annotations": (
            *(Annotation(note.on, note.text, link(note.on)) for note in flags),
            *version_flags(series, analysis),
        ),
    }


def phase_labels(series: Series, analysis: Analysis) -> list[PhaseLabel | None]:
    """What each phase is called; others than the team and its coach see its line only."""
    frequency = series.measure.frequency
    by_position: dict[int, PhaseLabel] = {}
    for phase in series.phases:
        for position in phase_positions([phase.starts_on], analysis.x, frequency):
            name = periods.name(analysis.x[position], frequency)
            told = phase.label or phase.reason
            by_position[position] = PhaseLabel(told, (phase.label or name).partition(":")[0])
    if not by_position:
        return []
    before = PhaseLabel("Before", "Before")
    return [by_position.get(phase.start, before) for phase in analysis.phases]


def point_notes(series: Series, analysis: Analysis, *, full_access: bool) -> dict[int, str]:
    """Notes and reasons of points, by position."""
    if not full_access:
        return {}
    frequency = series.measure.frequency
    found = {}
    for each in series.observations:
        told = [f"Left out: {each.excluded_because}"] if each.excluded_because else []
        told += [each.note] if each.note else []
        position = position_in(analysis.x, each.period, frequency) if told else -1
        if 0 <= position < len(analysis):
            found[position] = ". ".join(told)
    return found
