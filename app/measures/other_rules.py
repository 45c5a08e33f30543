"""What other rule sets would say about the same data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from app.measures import periods, reading
from app.measures.charts import SeriesChart
from app.measures.models import Measure
from app.measures.passport import RULE_NAMES, rules_name
from app.measures.reading import SignalLine
from app.measures.series import analyze_under, baselines_of, method_of
from qi.results import Analysis, PhaseSummary
from qi.rules.rulesets import RULE_SETS


@dataclass(frozen=True, slots=True)
class OtherRule:
    """One rule set's answer."""

    name: str
    own: bool
    verdict: str
    direction: str | None
    because: str
    where: str


def beside(own: str) -> list[str]:
    """The rule sets that are asked beside a chart's own."""
    return [name for name in RULE_SETS if name != own and name in RULE_NAMES]


def other_rules(chart: SeriesChart) -> tuple[OtherRule, ...]:
    """Each rule set's answer, the chart's own first."""
    if chart.analysis is None:
        return ()
    measure, own = chart.measure, chart.analysis.options["rules"].name
    verdict = (chart.verdict, chart.direction)
    top = next(iter(chart.signals), None)
    found = [_answer(measure, own, chart.analysis, verdict, top, own=True)]
    for name, judged in _judged(chart, own):
        says = reading.says(judged, measure.frequency)
        top = reading.top_line(judged, measure.frequency, measure.unit)
        verdict = (says.verdict, says.direction)
        found.append(_answer(measure, name, judged, verdict, top))
    return tuple(found)


def _judged(chart: SeriesChart, own: str) -> Iterator[tuple[str, Analysis]]:
    """The chart as each of the other rule sets judges it."""
    others = beside(own)
    starts = [phase.starts_on for phase in chart.series.phases]
    baselines = baselines_of(chart.series)
    method = method_of(chart.measure)
    # Perla's rules were made for run charts, whose center line is the median.
    for kind, names in groupby(others, key=lambda n: "run" if n == "perla" else method.chart):
        sets = list(names)
        found = analyze_under(replace(method, chart=kind), sets, chart.rows, starts, baselines)
        yield from zip(sets, found, strict=True)


def _answer(
    measure: Measure,
    name: str,
    analysis: Analysis,
    verdict: tuple[str, str | None],
    top: SignalLine | None,
    *,
    own: bool = False,
) -> OtherRule:
    because, where = _nothing(analysis), _span(analysis, measure)
    if verdict[0] == "too_young":
        because = f"{periods.count(analysis.phases[-1].n_points, measure.frequency)} so far"
    elif top and top.current:
        because, where = top.sentence.rstrip("."), _since(top, measure)
    elif top:
        because, where = f"Earlier: {top.title}", "not at the latest point"
    title = rules_name(name)
    return OtherRule(
        name=f"{title}, this chart" if own else title,
        own=own,
        verdict=verdict[0],
        direction=verdict[1],
        because=because,
        where=where,
    )


def _since(line: SignalLine, measure: Measure) -> str:
    first = periods.name(line.first, measure.frequency)
    true = periods.name(line.detected, measure.frequency)
    return f"in {first}" if line.first == line.last else f"since {first}, first true {true}"


def _span(analysis: Analysis, measure: Measure) -> str:
    phase = analysis.phases[-1]
    count = periods.count(phase.n_points, measure.frequency)
    return f"the latest phase, {count}" if len(analysis.phases) > 1 else f"all {count}"


def _nothing(analysis: Analysis) -> str:
    rules, phase = analysis.options["rules"], analysis.phases[-1]
    told = []
    if phase.all_equal:
        return "Nothing varies"
    if rules.outside and analysis.chart != "run":
        told.append("no point outside the limits")
    if rules.shift is not None:
        told.append(f"longest run {phase.longest_run}, {rules.shift} needed")
    if rules.longest_run and phase.longest_run_max is not None:
        told.append(f"longest run {phase.longest_run}, limit {phase.longest_run_max}")
    told += _runs(phase) if rules.runs else []
    if rules.crossings and phase.crossings_min is not None:
        crossings = f"{phase.crossings} crossing{'' if phase.crossings == 1 else 's'}"
        told.append(f"{crossings}, at least {phase.crossings_min} expected")
    text = "; ".join(told)
    return text[:1].upper() + text[1:]


def _runs(phase: PhaseSummary) -> list[str]:
    if phase.runs_min is None:
        return []
    return [f"{phase.runs} runs, {phase.runs_min}–{phase.runs_max} expected"]
