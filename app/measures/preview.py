"""What a value would do to the chart, before it is stored. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from markupsafe import Markup

from app.errors import ServiceError
from app.measures import reading
from app.measures.accepting import already, check_period
from app.measures.charts import series_chart
from app.measures.forms import EntryForm
from app.measures.models import Series
from app.measures.plausible import doubts
from app.measures.series import Row, analyze, baselines_of, method_of, position_in, rows_of
from charts.formats import number_format
from qi.results import Analysis, Side

SAY_WHY = "If it is right, say why in the note."
ORDINAL_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class Preview:
    """The chart with the typed value as an open ring, and what it would say."""

    svg: Markup
    value: str
    sentence: str
    problem: str
    warning: str = ""
    """What is doubtful about it, which a note overrides."""


def preview_of(series: Series, form: EntryForm) -> Preview:
    """Preview what is typed; an unfinished number shows the chart as it is stored."""
    form.validate()
    period = form.read_period()
    if form.entered is None or period is None:
        return Preview(series_chart(series, linked=True).svg, "", "", _problem(form))
    stored = rows_of(series)
    refused = _refused(series, period, stored)
    if refused:
        return Preview(series_chart(series, linked=True).svg, "", "", refused)
    row = Row(period, form.entered.value, form.entered.denominator, raw=form.entered.raw)
    last = stored[-1].period if stored else None
    chart = series_chart(series, linked=True, draft=row if last is None or period > last else None)
    value, sentence = _effect(series, sorted([*stored, row]), row)
    told = [one.sentence for one in form.suspicions]
    if not form.note.data:
        told += [f"{each} {SAY_WHY}" for each in doubted(series, form, period, stored)]
    return Preview(chart.svg, value, sentence, "", " ".join(told))


def doubted(
    series: Series, form: EntryForm, period: date, stored: Sequence[Row]
) -> tuple[str, ...]:
    """What is doubtful about what is typed, beside the rows that are stored."""
    if form.entered is None:
        return ()
    row = Row(period, form.entered.value, form.entered.denominator, raw=form.entered.raw)
    return doubts(series, stored, [row]).get(period, ())


def _refused(series: Series, period: date, stored: Sequence[Row]) -> str:
    """Why the period takes no value: it has one, or is not over yet."""
    days = [each.period for each in stored]
    if period in days:
        return already(period, series.measure.frequency).message
    try:
        check_period(series, period, min(days, default=None))
    except ServiceError as error:
        return error.message
    return ""


def _problem(form: EntryForm) -> str:
    """A refusal that can be told while typing: not that a field is still empty."""
    if not (form.value.data or "").strip():
        return ""
    below = form.denominator
    told = [*form.value.errors, *(form.events.errors if form.events else ())]
    if below is not None and (below.data or "").strip():
        told += below.errors
    return " ".join(told)


def _effect(series: Series, rows: list[Row], row: Row) -> tuple[str, str]:
    measure = series.measure
    starts = [phase.starts_on for phase in series.phases]
    analysis = analyze(method_of(measure), rows, starts, baselines_of(series))
    if analysis is None:
        return "", ""
    position = position_in(analysis.x, row.period, measure.frequency)
    formats = number_format(analysis.values.tolist(), measure.unit)
    value = formats.full(float(analysis.values[position]))
    return f"{value}.", effect(analysis, position, measure.frequency.value)


def effect(analysis: Analysis, position: int, word: str) -> str:
    """What a point says: outside a limit, the nth in a row on one side, or on the center line."""
    value, center = float(analysis.values[position]), float(analysis.center[position])
    line = "median" if analysis.chart == "run" else "center line"
    if reading.never_varies(analysis):
        return "The same as every value before."
    told = [
        "Above the upper limit." if signal.side is Side.UP else "Below the lower limit."
        for signal in analysis.signals
        if signal.rule == "outside" and position in signal.indices
    ]
    tolerance = 1e-9 * max(abs(value), abs(center), 1e-300)
    if abs(value - center) <= tolerance:
        return " ".join([*told, f"On the {line}."])
    side = 1 if value > center else -1
    place = "above" if side > 0 else "below"
    run = _run_length(analysis, position, side)
    words = (
        f"The {ordinal(run)} {word} in a row {place} the {line}."
        if run > 1
        else f"{place.capitalize()} the {line}."
    )
    return " ".join([*told, words])


def _run_length(analysis: Analysis, position: int, side: int) -> int:
    """Points in a row on one side up to this one, in its phase; a point on the line is passed over."""
    start = next(phase.start for phase in analysis.phases if phase.start <= position < phase.stop)
    count = 0
    for k in range(position, start - 1, -1):
        if not analysis.included[k]:
            continue
        deviation = float(analysis.values[k] - analysis.center[k])
        if abs(deviation) <= 1e-9 * max(abs(float(analysis.values[k])), 1e-300):
            continue
        if np.sign(deviation) != side:
            break
        count += 1
    return count


def ordinal(number: int) -> str:
    """Write "1st", "2nd", "10th"."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ORDINAL_ENDINGS.get(number % 10, 'th')}"
