"""Charts of every length, pace and trouble, for tests that hold for all of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from charts import Annotation, CycleFlag, FlagKind, PhaseLabel
from qi.results import Analysis, Side, Signal, Variation
from tests.charts.samples import build, months, shift, urgent_visits

KINDS = list(FlagKind)


def flags(count: int, first: dt.date = dt.date(2024, 2, 10), days: int = 40) -> list[CycleFlag]:
    return [
        CycleFlag(
            first + dt.timedelta(days * k),
            str(k + 1),
            KINDS[k % 4],
            ramp=f"Ramp number {k // 3 + 1}",
            title=f"Cycle {k + 1}",
            href=f"/cycles/{k + 1}",
            cause=k in {3, 4, 5},
        )
        for k in range(count)
    ]


def story() -> tuple[Analysis, dict[str, Any]]:
    options = {
        "title": "urgent asthma visits",
        "unit": "%",
        "flags": flags(11),
        "annotations": [Annotation(dt.date(2024, 8, 6), "Wildfire smoke, 6 days", "/events/1")],
        "phase_labels": [
            PhaseLabel("2024: before", "2024"),
            PhaseLabel("2025: home visit within 14 days is standard work", "2025"),
        ],
        "hrefs": lambda index: f"#row-{index}",
    }
    return urgent_visits(), options


def cast() -> list[tuple[str, Analysis, dict[str, Any]]]:
    """Name, analysis and options of each chart."""
    rng = np.random.default_rng(7)
    charts: list[tuple[str, Analysis, dict[str, Any]]] = [("story", *story())]
    for count in (1, 2, 3, 8, 24, 60, 200):
        y = rng.normal(41, 6, count)
        charts.append((f"{count} points", build(y, x=months(count)), {"title": "x", "unit": "min"}))
    missing = rng.normal(30, 4, 30)
    missing[[3, 4, 11]] = np.nan
    charts.append(("missing", build(missing, exclude=(20,)), {"title": "x", "unit": "%"}))
    weeks = [dt.date(2024, 1, 3) + dt.timedelta(7 * k) for k in range(60)]
    charts.append(
        ("weeks", build(rng.poisson(4, 60), x=weeks, chart="run"), {"title": "x", "unit": ""})
    )
    cases = [f"Case {k + 1}" for k in range(90)]
    outside = Signal("outside", 30, 31, (30,), Side.UP, 0, 30)
    charts.append(
        (
            "cases",
            build(rng.normal(20, 3, 90), x=cases, signals=(outside, shift(40, 52, Side.UP))),
            {"title": "x", "unit": "days between cases"},
        )
    )
    steps = np.concatenate([rng.normal(m, 2, 10) for m in (80, 70, 60, 50)])
    falls = tuple(shift(s, s + 9, Side.DOWN, s // 10) for s in (10, 20, 30))
    names = ["Before", "A second phase with a very long reason that cannot fit", None, "Now"]
    charts.append(
        (
            "phases",
            build(steps, breaks=(10, 20, 30), signals=falls, variation=Variation.IMPROVEMENT_LOW),
            {"title": "x", "unit": "%", "phase_labels": names, "flags": flags(40, days=25)},
        )
    )
    charts.append(("equal", build([0.0] * 24), {"title": "x", "unit": "%"}))
    charts.append(("large", build(rng.normal(125000, 9000, 24)), {"title": "x", "unit": "visits"}))
    charts.append(
        (
            "close lines",
            build(np.full(24, 50) + rng.normal(0, 0.4, 24), target=50.1),
            {"title": "x", "unit": "%"},
        )
    )
    charts.append(("empty", build([]), {"title": "x", "unit": "%"}))
    return charts
