"""The grid as it opens: filled with what is stored."""

from __future__ import annotations

from collections import defaultdict

from app.grid.columns import groups_of
from app.grid.sheet import Grid, Line, cells_of, named
from app.grid.window import Window
from app.measures import periods
from app.measures.models import Frequency, Observation, Series
from app.strata.models import Breakdown, Stratum, StratumObservation
from app.strata.queries import cells_between

NEW_EVENT = "A new event"


def opened(series: Series, breakdown: Breakdown | None, window: Window) -> Grid:
    """The grid with what is stored; the series' observations are loaded. Two queries at most."""
    measure = series.measure
    parts: dict[object, dict[int, StratumObservation]] = defaultdict(dict)
    strata: list[Stratum] = []
    if breakdown is not None:
        last = window.last(measure.frequency)
        for each in cells_between(series, breakdown, window.first, last):
            parts[each.period][each.stratum_id] = each
        used = {key for found in parts.values() for key in found}
        strata = [each for each in breakdown.strata if each.retired_at is None or each.id in used]
    groups = groups_of(measure, strata)
    lines = []
    if measure.frequency is Frequency.EVENT:
        for event in series.observations[-window.count :] if window.count else ():
            key, name = f"e{event.id}", periods.name(event.period, measure.frequency)
            cells = cells_of(key, groups, event, {}, measure)
            lines.append(Line(key, event.period, name, name, cells, event))
        for number in range(window.blank):
            cells = cells_of(f"n{number}", groups, None, {}, measure)
            name = f"{NEW_EVENT} ({number + 1})"
            lines.append(Line(f"n{number}", None, name, "New", cells))
    else:
        known: dict[object, Observation] = {each.period: each for each in series.observations}
        for day in window.days(measure.frequency):
            key, name = day.isoformat(), periods.name(day, measure.frequency)
            there = parts.get(day, {})
            cells = cells_of(key, groups, known.get(day), there, measure)
            short = named(day, measure.frequency)
            lines.append(Line(key, day, name, short, cells, known.get(day), there))
    return Grid(series, breakdown, groups, window, lines)
