"""The network's own chart: what all teams come to together, period by period.

Everybody gets the same chart, and it tells nothing that the teams' panels do not tell:

- of open teams it adds up what others may see of them, so never a small number;
- a team under a code counts with its shown, rounded value and with the median denominator of the
  open teams in that period, so that its own size stays out of it;
- fewer than `FEWEST` teams under codes, and closed ones, stay out: from the sum and the others'
  open figures, theirs would follow;
- a period in which fewer than `FEWEST` teams reported is left out.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from markupsafe import Markup

import qi
from app.compare.reads import read_all
from app.compare.seen import FEWEST, Seen, SeenTeam
from app.learning.action_periods import action_spans
from app.measures import periods, reading, sharing
from app.measures.models import DataKind, Frequency, Measure, Share
from app.measures.series import calendar_of
from app.strata import published
from charts import PHONE, control_chart, svg
from charts.formats import number_format
from qi.results import Analysis

POOLED = {DataKind.PROPORTION: "pp", DataKind.RATE: "up"}
"""Sums of many teams vary by more than their size says, so limits follow what they do."""

Parts = Mapping[date, Sequence[tuple[float, float | None]]]
"""Each team's value and denominator by period; the value in display units without one."""


@dataclass(frozen=True, slots=True)
class NetworkChart:
    """The chart of all teams together, with how many reported."""

    analysis: Analysis
    svg: Markup
    sentence: str
    reporting: str
    how: str
    rows: tuple[tuple[str, str, str], ...]
    """Period, value and number of teams, the latest first."""
    bars: tuple[int, ...]
    """Share of the most teams that ever reported, in percent, by period."""


def network_chart(measure: Measure, seen: Seen) -> NetworkChart | None:
    """Pool the teams; None where too few report, and of events, whose gaps do not add up."""
    if measure.frequency is Frequency.EVENT:
        return None
    parts = _parts(measure, seen)
    days = sorted(day for day, found in parts.items() if len(found) >= FEWEST)
    if not days:
        return None
    calendar = calendar_of(days, measure.frequency)
    counts = [len(parts.get(day, ())) for day in calendar]
    known = [count >= FEWEST for count in counts]
    analysis = _analysis(measure, parts, calendar, known)
    spans = action_spans(measure.network_id)
    view = control_chart(
        analysis,
        title=f"{measure.name}, all teams together",
        unit=measure.unit,
        size=replace(PHONE, name="column", plot_height=168, lane=bool(spans)),
        period=reading.PACES[measure.frequency],
        key=False,
        spans=spans,
    )
    formats = number_format(analysis.values.tolist(), measure.unit)
    rows = [
        (periods.name(day, measure.frequency), formats.full(value), str(count))
        for day, value, count in zip(calendar, analysis.values.tolist(), counts, strict=True)
        if value == value  # noqa: PLR0124 - a period that is left out has no value
    ]
    return NetworkChart(
        analysis,
        svg(view, uid="network"),
        reading.sentences(analysis, measure.frequency, measure.unit)[0],
        _reporting(measure, calendar, counts),
        _how(measure, seen),
        tuple(reversed(rows)),
        tuple(round(100 * count / max(counts)) for count in counts),
    )


def _parts(measure: Measure, seen: Seen) -> Parts:
    """What each team brings to each period."""
    openly = [each for each in seen.teams if _share(measure, each) is Share.OPEN]
    own = {each.team.series_id: each.team.rows for each in openly if each.own}
    rows = published.rows_of_many(measure, own, ()) if own else {}
    parts: defaultdict[date, list[tuple[float, float | None]]] = defaultdict(list)
    for each in openly:
        for row in rows.get(each.team.series_id, each.team.rows):
            if row.excluded:
                continue
            if not measure.has_denominator:
                parts[row.period].append((row.value * measure.multiplier, None))
            elif row.denominator:
                parts[row.period].append((row.value, row.denominator))
    if len(seen.under_codes) >= FEWEST:
        _add_courses(measure, seen.under_codes, parts)
    return parts


def _add_courses(
    measure: Measure,
    teams: Sequence[SeenTeam],
    parts: defaultdict[date, list[tuple[float, float | None]]],
) -> None:
    """Add teams under codes: their shown values, over what is usual among the open ones."""
    usual = {day: _usual(found) for day, found in parts.items()}
    for read in read_all(measure, teams):
        if read.analysis is None:
            continue
        values = zip(
            read.analysis.x, read.analysis.values.tolist(), read.analysis.included, strict=True
        )
        for day, value, counts in values:
            if counts and measure.has_denominator:
                size = usual.get(day, 1.0)
                parts[day].append((value / measure.multiplier * size, size))
            elif counts:
                parts[day].append((value, None))


def _share(measure: Measure, each: SeenTeam) -> Share:
    return sharing.share_under(measure, each.team.chosen)


def _usual(found: Sequence[tuple[float, float | None]]) -> float:
    known = [size for _, size in found if size]
    return statistics.median(known) if known else 1.0


def _analysis(
    measure: Measure, parts: Parts, calendar: Sequence[date], known: Sequence[bool]
) -> Analysis:
    given: dict[str, Any] = {
        "x": tuple(calendar),
        "baseline": measure.baseline_points,
        "direction": measure.direction.value if measure.direction else None,
        "rules": measure.rules,
    }
    if not measure.has_denominator:
        means = [
            float(np.mean([value for value, _ in parts[day]])) if shown else np.nan
            for day, shown in zip(calendar, known, strict=True)
        ]
        chart = "run" if measure.chart == "run" else "i"
        return qi.analyze(means, chart, target=measure.target, **given)
    sums = [
        (sum(value for value, _ in parts[day]), sum(size or 0.0 for _, size in parts[day]))
        if shown
        else (np.nan, np.nan)
        for day, shown in zip(calendar, known, strict=True)
    ]
    return qi.analyze(
        [value for value, _ in sums],
        "run" if measure.chart == "run" else POOLED[measure.data_kind],
        denominators=[size for _, size in sums],
        multiplier=measure.multiplier,
        target=None if measure.target is None else measure.target / measure.multiplier,
        **given,
    )


def _reporting(measure: Measure, calendar: Sequence[date], counts: Sequence[int]) -> str:
    """How many teams reported, and whether the latest period is complete."""
    most, last = max(counts), counts[-1]
    name = periods.name(calendar[-1], measure.frequency)
    teams = "1 team" if last == 1 else f"{last} teams"
    if last == most:
        return f"{teams} reported {name}, as many as ever."
    return f"{teams} reported {name} so far, of at most {most}; it may still move."


def _how(measure: Measure, seen: Seen) -> str:
    said = "All open teams added up" if measure.has_denominator else "The mean of the open teams"
    count = len(seen.under_codes)
    if count >= FEWEST and measure.has_denominator:
        said += f"; the {count} under codes count with the usual denominator, not with theirs"
    elif count >= FEWEST:
        said += f" and of the {count} under codes"
    return f"{said}. Teams that keep their chart to themselves are not in it."
