"""Invented data of the gallery; the statistics are computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

import qi
from charts.inputs import Annotation, CycleFlag, PhaseLabel
from charts.view import FlagKind
from qi.results import Analysis

START = dt.date(2024, 1, 1)
TEAMS = (
    "Northgate", "East Ferry", "Quarry Hill", "Harbor Row", "Mill Street", "Cedar Flats",
    "Alder Park", "Lakeside", "Old Mills", "Plum Creek", "Stonebridge", "Westbank", "Orchard Lane",
    "Team K7", "Team R9", "Team M2", "Team B3", "Team T5", "Team W1", "Team H6", "Team D8",
    "Team F2", "Team P9", "Team C4",
)  # fmt: skip


def months(count: int) -> list[dt.date]:
    """First days of so many months."""
    return [dt.date(2024 + n // 12, n % 12 + 1, 1) for n in range(count)]


def urgent_visits() -> Analysis:
    """Percent of enrolled children with an urgent visit, in two phases."""
    noise = np.random.default_rng(11)
    counts = np.r_[np.linspace(190, 215, 12), np.linspace(221, 244, 12)].round()
    shares = np.r_[np.full(12, 0.152), np.full(3, 0.142), np.full(9, 0.086)]
    events = np.clip((counts * shares + noise.normal(0, 3.2, 24)).round(), 0, counts)
    return qi.analyze(
        events, chart="p", denominators=counts, x=months(24), phases=(12,), multiplier=100,
        target=0.08, direction="down",
    )  # fmt: skip


def story_options() -> dict[str, Any]:
    """Cycles, an event and names of the phases."""
    kinds = [FlagKind.ADAPTED, FlagKind.ADAPTED, FlagKind.ADOPTED]
    days = [dt.date(2024, 9, 10), dt.date(2024, 10, 15), dt.date(2024, 11, 12)]
    flags = [
        CycleFlag(day, str(n), kind, ramp="Visit within 14 days")
        for n, (day, kind) in enumerate(zip(days, kinds, strict=True), 1)
    ]
    days = [dt.date(2025, 2, 10), dt.date(2025, 3, 10), dt.date(2025, 4, 7)]
    flags += [
        CycleFlag(day, str(n), kind, ramp="Pharmacist call", cause=True)
        for n, (day, kind) in enumerate(zip(days, kinds, strict=True), 4)
    ]
    flags.append(
        CycleFlag(dt.date(2025, 9, 2), "7", FlagKind.ABANDONED, ramp="Bedroom trigger kit")
    )
    flags.append(CycleFlag(dt.date(2025, 12, 9), "8", FlagKind.RUNNING, ramp="School plan"))
    return {
        "flags": flags,
        "annotations": [Annotation(dt.date(2024, 8, 6), "Wildfire smoke, 6 days")],
        "phase_labels": [
            PhaseLabel("2024: before", "2024"),
            PhaseLabel("2025: home visit within 14 days is standard work", "2025"),
        ],
    }


def waiting(count: int = 36, seed: int = 3) -> Analysis:
    """Minutes to triage with a frozen baseline, a ghosted point and three kinds of signal."""
    noise = np.random.default_rng(seed)
    values = noise.normal(41, 4, count).round(1)
    values[5] = 61.0
    values[9] = 58.5
    values[18:27] -= 7
    values[30:36] = [29.0, 30.5, 32, 33, 35.5, 38]
    return qi.analyze(
        values, chart="i", x=months(count), baseline=12, exclude=(9,), direction="down", target=30
    )


def chart_types() -> list[tuple[str, Analysis, str]]:
    """One chart of every type: its name, the analysis and the unit."""
    noise = np.random.default_rng(21)
    n, x = 24, months(24)
    sizes = noise.integers(120, 340, n).astype(float)
    events = noise.binomial(sizes.astype(int), 0.12).astype(float)
    days = noise.integers(800, 1500, n).astype(float)
    falls = noise.poisson(days * 0.004).astype(float)
    raw = noise.normal(6.1, 0.4, n * 5)
    labels = np.repeat(np.arange(n), 5)
    found = []
    for chart, unit, arguments in (
        ("run", "min", {"values": noise.normal(30, 4, n)}),
        ("i", "min", {"values": noise.normal(30, 4, n)}),
        ("mr", "min", {"values": noise.normal(30, 4, n)}),
        ("ip", "%", {"values": events, "denominators": sizes, "multiplier": 100}),
        ("xbar", "h", {"values": raw, "subgroups": labels}),
        ("s", "h", {"values": raw, "subgroups": labels}),
        ("r", "h", {"values": raw, "subgroups": labels}),
        ("p", "%", {"values": events, "denominators": sizes, "multiplier": 100}),
        ("pp", "%", {"values": events, "denominators": sizes, "multiplier": 100}),
        ("np", "", {"values": noise.binomial(200, 0.1, n), "denominators": np.full(n, 200.0)}),
        ("u", "per 1,000", {"values": falls, "denominators": days, "multiplier": 1000}),
        ("up", "per 1,000", {"values": falls, "denominators": days, "multiplier": 1000}),
        ("c", "", {"values": noise.poisson(9, n)}),
        ("g", "cases", {"values": noise.geometric(0.05, n) - 1}),
        ("t", "days", {"values": noise.exponential(20, n).round(1) + 0.5}),
    ):
        values: Any = arguments.pop("values")
        found.append((chart, qi.analyze(values, chart=chart, x=x, **arguments), unit))
    return found


def network(count: int, seed: int = 5) -> list[tuple[str, Analysis]]:
    """Teams on one measure: some improve, a few get worse, some are young."""
    noise = np.random.default_rng(seed)
    teams = []
    for number in range(count):
        name = TEAMS[number % len(TEAMS)] + (f" {number // len(TEAMS) + 1}" if number >= 24 else "")
        length = 8 if number % 9 == 8 else 24
        sizes = noise.integers(80, 260, length).astype(float)
        share = np.full(length, noise.uniform(0.11, 0.17))
        if length == 24 and number % 3 == 0:
            share[14:] *= 0.55
        if length == 24 and number % 7 == 5:
            share[14:] *= 1.45
        events = noise.binomial(sizes.astype(int), share).astype(float)
        teams.append(
            (name, qi.analyze(events, chart="p", denominators=sizes, x=months(24)[-length:],
                              multiplier=100, direction="down", target=0.08))
        )  # fmt: skip
    return teams


def pair_of_charts() -> tuple[Analysis, Analysis]:
    """Mean and standard deviation of five turnaround times a week."""
    noise = np.random.default_rng(8)
    labels = np.repeat([START + dt.timedelta(7 * k) for k in range(24)], 5)
    values = noise.normal(38, 4, 120)
    values[60:65] += 9
    first = qi.analyze(values, chart="xbar", subgroups=labels.tolist(), x=_weeks(24))
    second = qi.analyze(values, chart="s", subgroups=labels.tolist(), x=_weeks(24))
    return first, second


def moving_pair() -> tuple[Analysis, Analysis]:
    """Single values and their moving ranges."""
    values = np.random.default_rng(9).normal(120, 9, 30).round(1)
    values[17] = 165.0
    return tuple(qi.analyze(values, chart=chart, x=months(30)) for chart in ("i", "mr"))  # type: ignore[return-value]


def strata() -> list[tuple[str, Analysis]]:
    """One measure by language spoken at home."""
    noise = np.random.default_rng(13)
    found = []
    for name, share in (("English", 0.86), ("Spanish", 0.78), ("Somali and other languages", 0.63)):
        sizes = noise.integers(60, 140, 24).astype(float)
        course = np.linspace(share, share + 0.06, 24)
        events = noise.binomial(sizes.astype(int), course).astype(float)
        found.append(
            (name, qi.analyze(events, chart="p", denominators=sizes, x=months(24), multiplier=100,
                              direction="up", target=0.9))
        )  # fmt: skip
    return found


def _weeks(count: int) -> Sequence[dt.date]:
    return [START + dt.timedelta(7 * k) for k in range(count)]
