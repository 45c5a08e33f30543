"""Charts nobody thought of: labels stay apart on all of them."""

from __future__ import annotations

import datetime as dt
import random
from itertools import combinations
from typing import Any

import numpy as np
import pytest

import qi
from charts import FULL, PHONE, Annotation, CycleFlag, FlagKind, control_chart
from charts.geometry import text_box
from qi.results import Analysis

START = dt.date(2021, 3, 1)
LENGTHS = (1, 2, 3, 5, 8, 12, 18, 24, 36, 48, 60, 100, 200)
UNITS = ("", "days", "min", "h", "per 1,000 patient days")
HEADINGS = (
    None,
    "Before",
    "2025: home visit within 14 days is standard work",
    "A phase after a very long reason that nobody will read to its end because it is too long",
)
RAMPS = ("Repair letter", "Pharmacist call after each urgent visit", "School plan", "")
EVENTS = ("Wildfire smoke, 6 days", "New electronic record goes live in all clinics of the county")


def dates(kind: str, count: int, noise: np.random.Generator) -> list[Any]:
    if kind == "cases":
        return [f"Patient {k + 1}" for k in range(count)]
    if kind == "irregular":
        days = np.cumsum(noise.integers(1, 40, count))
    elif kind in {"months", "quarters"}:
        first = START.year * 12 + START.month - 1
        step = 1 if kind == "months" else 3
        numbers = range(first, first + count * step, step)
        return [dt.date(n // 12, n % 12 + 1, 1) for n in numbers]
    else:
        days = np.arange(count) * (7 if kind == "weeks" else 1)
    return [START + dt.timedelta(int(day)) for day in days]


def generated(seed: int) -> tuple[Analysis, dict[str, Any]]:
    pick, noise = random.Random(seed), np.random.default_rng(seed)
    count, chart = pick.choice(LENGTHS), pick.choice(["run", "i", "c", "pp", "p"])
    kind = pick.choice(["months", "weeks", "days", "quarters", "cases", "irregular"])
    scale = pick.choice([0.01, 0.5, 5, 40, 900, 25_000, 3e6])
    values = np.abs(scale * (1 + noise.normal(0, pick.choice([0.01, 0.1, 0.4]), count)))
    values[pick.randrange(count) :] *= pick.choice([0.6, 1, 1.3])
    unit, options = pick.choice(UNITS), {}
    if chart in {"p", "pp"}:
        counts = noise.integers(30, 900, count).astype(float)
        shares = np.clip(noise.normal(pick.choice([0.03, 0.2, 0.85]), 0.05, count), 0, 1)
        values, unit = np.floor(counts * shares), "%"
        options = {"denominators": counts, "multiplier": 100}
    elif chart == "c":
        values = np.floor(values)
    if count > 8:
        values[pick.sample(range(count), 2)] = np.nan
        options["exclude"] = tuple(pick.sample(range(count), pick.choice([0, 1])))
        breaks = {pick.randrange(1, count) for _ in range(pick.choice([0, 0, 1, 3]))}
        options["phases"] = sorted(breaks)
    target = 0.1 if unit == "%" else float(np.nanmedian(values))
    analysis = qi.analyze(
        values,
        chart=chart,
        x=dates(kind, count, noise),
        direction=pick.choice(["up", "down", None]),
        target=pick.choice([None, target]),
        rules="perla" if chart == "run" else pick.choice(["ihi", "anhoej"]),
        **options,
    )
    reach = 40 if kind == "months" else 8
    flags = [
        CycleFlag(
            START + dt.timedelta(pick.randint(-30, reach * count)),
            str(number + 1),
            pick.choice(list(FlagKind)),
            ramp=pick.choice(RAMPS),
            cause=pick.random() < 0.1,
        )
        for number in range(pick.choice([0, 3, 11, 40]))
    ]
    events = [
        Annotation(START + dt.timedelta(pick.randint(0, reach * count)), pick.choice(EVENTS))
        for _ in range(pick.choice([0, 1, 4]))
    ]
    headings = [pick.choice(HEADINGS) for _ in analysis.phases]
    return analysis, {
        "title": "x",
        "unit": unit,
        "flags": flags,
        "annotations": events,
        "phase_labels": headings,
    }


@pytest.mark.parametrize("size", [FULL, PHONE], ids=["full", "phone"])
def test_labels_stay_apart_and_on_the_drawing(size):
    for seed in range(200):
        analysis, options = generated(seed)
        view = control_chart(analysis, size=size, **options)
        words = [(text.text, text_box(text)) for text in view.texts]
        boxes = words + [(flag.text, flag.box) for flag in view.flags]
        for text, box in boxes:
            assert box.left >= -1, (seed, text)
            assert box.right <= view.width + 1, (seed, text)
            assert box.top >= -1, (seed, text)
            assert box.bottom <= view.height + 1, (seed, text)
        for (one, a), (other, b) in combinations(boxes, 2):
            assert not a.overlaps(b), (seed, one, other)
