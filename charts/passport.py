"""The line under a file that says how its chart was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from charts.alt_text import chart_name
from charts.clean import clean
from charts.periods import MONTHS, Period, as_date, long_name
from charts.view import Drawing
from qi.results import Analysis

_RULES = {"ihi": "IHI", "perla": "Perla", "anhoej": "Anhøj", "nhs": "NHS", "nelson": "Nelson"}


def passport_line(analysis: Analysis, title: str, period: Period, *, definition: str = "") -> str:
    """Say measure, definition, chart, rules, baseline, exclusions and the last date.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers; its options say how it was made.
    title : str
        Name of the measure.
    period : Period
        Pace of the series.
    definition : str
        Version of the measure's definition.
    """
    parts = [
        title,
        definition,
        chart_name(analysis),
        rules_words(analysis),
        _baseline(analysis, period),
    ]
    if len(analysis.phases) > 1:
        parts.append(f"{len(analysis.phases)} phases")
    excluded = int(np.sum(~analysis.included & np.isfinite(analysis.values)))
    parts.append(f"{excluded} left out" if excluded else "no exclusions")
    parts.append(data_up_to([analysis], period))
    return " · ".join(part for part in parts if part)


def rules_words(analysis: Analysis) -> str:
    """Return the rule set that a chart is judged by: "IHI rules version 1"."""
    rules = analysis.options.get("rules")
    name = str(getattr(rules, "name", rules) or "")
    if not name or name == "default":
        return ""
    version = getattr(rules, "version", "")
    return f"{_RULES.get(name, name)} rules{f' version {version}' if version else ''}"


def data_up_to(analyses: Sequence[Analysis], period: Period) -> str:
    """Return the last period with a value in any of several charts."""
    lasts = []
    for analysis in analyses:
        known = np.flatnonzero(np.isfinite(analysis.values))
        if len(known):
            lasts.append(analysis.x[int(known[-1])])
    dates = [date for date in map(as_date, lasts) if date is not None]
    last = max(dates) if dates else lasts[0] if lasts else None
    return "" if last is None else f"data up to {long_name(last, period)}"


def carrying(drawing: Drawing, *facts: str) -> Drawing:
    """Return a drawing whose passport also says what only its owner knows.

    Parameters
    ----------
    drawing : Drawing
        A funnel, a Pareto chart, a calibration chart, ...
    *facts : str
        "definition 3", "data up to December 2025", "2 teams left out", ...
    """
    parts = [drawing.passport, *map(clean, facts)]
    return replace(drawing, passport=" · ".join(part for part in parts if part))


def _baseline(analysis: Analysis, period: Period) -> str:
    """Say which points center and limits rest on."""
    frozen = [phase.baseline for phase in analysis.phases if phase.baseline]
    if frozen:
        return "baseline " + ", ".join(period.count(int(n)) for n in frozen)
    bases = [phase.n_basis for phase in analysis.phases if phase.n_basis]
    if not bases:
        return ""
    return (
        "baseline each whole phase" if len(bases) > 1 else f"baseline all {period.count(bases[0])}"
    )


def footer(passport: str, print_date: dt.date | None) -> str:
    """Return the line under a file: the passport, and the day it was printed.

    Parameters
    ----------
    passport : str
        How the chart was made.
    print_date : datetime.date or None
        None leaves it out.
    """
    parts = [passport]
    if print_date is not None:
        parts.append(f"printed {MONTHS[print_date.month]} {print_date.day}, {print_date.year}")
    return clean(" · ".join(part for part in parts if part))
