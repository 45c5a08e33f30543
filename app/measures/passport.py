"""A chart's passport: everything that one needs to know to draw it again and to trust it."""

from __future__ import annotations

from collections.abc import Sequence

from app.measures import periods
from app.measures.models import Measure, Series
from app.measures.series import phase_positions
from app.reviews.models import ChartReview, Outcome
from charts.alt_text import chart_name
from qi.results import Analysis

RULE_NAMES = {
    "perla": "Perla run chart rules",
    "ihi": "IHI",
    "anhoej": "Anhøj",
    "nhs": "NHS Making Data Count",
    "nelson": "Nelson",
    "western-electric": "Western Electric",
    "shewhart": "3-sigma only",
}

Rows = tuple[tuple[str, str], ...]


def passport(series: Series, analysis: Analysis | None, *, reasons: bool = True) -> Rows:
    """The passport's rows: term and value; the team's own words only with `reasons`."""
    measure = series.measure
    rows: list[tuple[str, str]] = []
    if analysis is not None:
        rows += [
            ("Chart", _chart(analysis)),
            ("Rules", _rules(measure, analysis)),
            ("Phases", _phases(series, analysis, reasons=reasons)),
            ("Baseline", _baseline(measure, analysis)),
            ("Exclusions", _exclusions(series, reasons=reasons)),
        ]
    rows.append(("Definition", version_words(measure)))
    if measure.smallest_denominator:
        rows.append(("Smallest number shown", _smallest(measure)))
    if analysis is not None and series.observations:
        last = series.observations[-1].period
        rows.append(("Data up to", periods.name(last, measure.frequency)))
    if measure.source:
        rows.append(("Source", measure.source))
    return tuple(rows)


def reviewed(reviews: Sequence[ChartReview]) -> Rows:
    """The passport's row on who signed the chart off last; `reviews` come the latest first."""
    last = next((each for each in reviews if each.outcome is Outcome.SIGNED_OFF), None)
    if last is None:
        return ()
    day = f"{last.at:%B} {last.at.day}, {last.at.year}"
    return (("Reviewed", f"By {last.by.name if last.by else 'a coach'} on {day}"),)


def rules_name(name: str) -> str:
    """A rule set's name as people know it."""
    return RULE_NAMES.get(name, name)


def version_words(measure: Measure) -> str:
    """The version of the definition and, of a later one, the period that it holds from."""
    words = f"Version {measure.definition_version}"
    day = dict(measure.starts_of_versions).get(measure.definition_version)
    return f"{words}, from {periods.name(day, measure.frequency)}" if day else words


def _chart(analysis: Analysis) -> str:
    if analysis.chart == "run":
        return "Run chart: the center line is the median"
    text = f"{chart_name(analysis)}, limits at 3 sigma"
    factor = analysis.phases[-1].sigma_z
    if factor is not None and round(factor, 1) > 0:
        text += f", {factor:.1f} times as wide as chance alone"
    return text


def _rules(measure: Measure, analysis: Analysis) -> str:
    rules = analysis.options["rules"]
    by = "the network" if measure.is_shared else "the team"
    return f"{rules_name(rules.name)}, version {rules.version}, pinned by {by}"


def _phases(series: Series, analysis: Analysis, *, reasons: bool) -> str:
    frequency = series.measure.frequency
    inside = [
        phase
        for phase in series.phases
        if phase_positions([phase.starts_on], analysis.x, frequency)
    ]
    start = periods.name(analysis.x[0], frequency)
    if not inside:
        return f"One, from {start}"
    told = [f"From {start}"]
    for phase in inside:
        name = periods.name(periods.start_of(phase.starts_on, frequency), frequency)
        if not reasons:
            told.append(f"from {name}")
            continue
        by = f"{phase.created_by.name}, " if phase.created_by else ""
        reason = phase.reason.strip().rstrip(".")
        day = f"{phase.created_at:%B} {phase.created_at.day}, {phase.created_at.year}"
        told.append(f"from {name}: {reason} ({by}{day})")
    return "; ".join(told)


def _baseline(measure: Measure, analysis: Analysis) -> str:
    wanted, phases = analysis.options["baseline"], analysis.phases
    several = len(phases) > 1
    if isinstance(wanted, tuple) and len(set(wanted)) > 1:
        return "; ".join(
            f"from {periods.name(analysis.x[phase.start], measure.frequency)}: "
            + (f"first {periods.count(points, measure.frequency)}" if points else "all")
            for phase, points in zip(phases, wanted, strict=True)
        )
    points = wanted[0] if isinstance(wanted, tuple) else wanted
    if points is not None:
        first = periods.count(points, measure.frequency)
        return f"First {first} of each phase" if several else f"First {first}"
    counts = {phase.n_basis for phase in phases}
    where = "of each phase" if several else "of the series"
    if len(counts) == 1:
        return f"All {periods.count(counts.pop(), measure.frequency)} {where}"
    return f"All {measure.frequency.value}s {where}"


def _exclusions(series: Series, *, reasons: bool) -> str:
    frequency = series.measure.frequency
    told = [
        periods.name(each.period, frequency)
        + (f": {each.excluded_because.rstrip('.')}" if reasons else "")
        for each in series.observations
        if each.excluded_because is not None
    ]
    return "; ".join(told) or "None"


def _smallest(measure: Measure) -> str:
    label = measure.denominator_label
    of = f" {label[0].lower()}{label[1:]}" if label else ""
    return f"{measure.smallest_denominator}{of}"
