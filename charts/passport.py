"""The line under a file that says how its chart was made."""

from __future__ import annotations

import datetime as dt

import numpy as np

from charts.alt_text import chart_name
from charts.clean import clean
from charts.periods import MONTHS, Period, long_name
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
    options = analysis.options
    parts = [title, definition, chart_name(analysis)]
    rules = options.get("rules")
    name = str(getattr(rules, "name", rules) or "")
    if name and name != "default":
        version = getattr(rules, "version", "")
        parts.append(f"{_RULES.get(name, name)} rules{f' version {version}' if version else ''}")
    baselines = [phase.baseline for phase in analysis.phases if phase.baseline]
    if baselines:
        parts.append("baseline " + ", ".join(period.count(int(n)) for n in baselines))
    if len(analysis.phases) > 1:
        parts.append(f"{len(analysis.phases)} phases")
    excluded = int(np.sum(~analysis.included & np.isfinite(analysis.values)))
    parts.append(f"{excluded} left out" if excluded else "no exclusions")
    known = np.flatnonzero(np.isfinite(analysis.values))
    if len(known):
        parts.append(f"data up to {long_name(analysis.x[int(known[-1])], period)}")
    return " · ".join(part for part in parts if part)


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
