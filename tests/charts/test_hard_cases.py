"""Every kind of drawing with the names, numbers and lengths that nobody wishes for."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import qi
from charts import FULL, MEDIUM, PHONE, Annotation, CycleFlag, FlagKind, PhaseLabel, control_chart
from charts.calibration import Calibration, Confidence, calibration_chart
from charts.funnel import Funnel, FunnelLimits, FunnelUnit, funnel_chart, sample_sizes
from charts.layouts import COMPACT, COMPACT_PHONE, SLIDE, Layout
from charts.pairs import pair_chart
from charts.panel_order import Order, Panel
from charts.panels import multiples
from charts.pareto import Category, Pareto, pareto_chart
from charts.sequential import AverageSeries, SumSeries, cusum_chart, ewma_chart
from charts.strata import Stratum, strata_chart
from charts.summary import Indicator, summary_drawing
from charts.view import Drawing
from qi.results import Analysis, Side
from tests.charts.boxes import check_texts
from tests.charts.samples import months

SEEDS = range(210)
SIZES = (FULL, MEDIUM, PHONE)
NAMES = (
    "A",
    "Northgate Home Visits",
    "A clinic whose name nobody could ever shorten, and which is longer than any axis",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "שירותי ביקורי בית בשכונה הצפונית של העיר",
    "زيارات الربو العاجلة في المستشفى",
    "北区家庭访问团队与学校护士",
    "Clinic 🏥 👩‍⚕️ ❤️",
    "$\\alpha$ <b>&amp;</b> \x07 \u202e x",
    "WWWWWWWWWW MMMMMMMMMM",
)
UNITS = ("", "%", "min", "per 1,000 patient days", "ימים", "per 100,000 person-years at risk")
LEVELS = (3e-7, 0.004, 0.9, 37.0, 4200.0, 8.8e7, 2.4e12)
SPREADS = (1e-9, 1e-4, 0.03, 0.3, 2.0)
LENGTHS = (3, 4, 7, 12, 25, 60, 140, 500)


def values_of(pick: random.Random, noise: np.random.Generator, count: int) -> np.ndarray:
    level = pick.choice(LEVELS) * pick.choice([1, 1, 1, -1])
    values = level * (1 + noise.normal(0, pick.choice(SPREADS), count))
    if pick.random() < 0.3:
        values[pick.randrange(count)] *= 40
    if pick.random() < 0.3:
        values[pick.randrange(count) :] += 0.5 * abs(level)
    return values


def x_of(pick: random.Random, count: int) -> list[Any]:
    start = dt.date(pick.choice([1999, 2019, 2024]), pick.randint(1, 12), 1)
    days = pick.choice([1, 7, 14, 0, -1])
    if days > 0:
        return [start + dt.timedelta(days * k) for k in range(count)]
    if days == 0:
        return list(months(count, start))
    return [f"{pick.choice(NAMES)} {k + 1}" for k in range(count)]


def analysis_of(pick: random.Random, noise: np.random.Generator, count: int = 0) -> Analysis:
    count = count or pick.choice(LENGTHS)
    chart = pick.choice(["run", "i", "i", "mr"])
    phases = sorted({pick.randrange(1, count) for _ in range(pick.choice([0, 0, 1, 4]))})
    values = values_of(pick, noise, count)
    return qi.analyze(
        values, chart=chart, x=x_of(pick, count), phases=phases if count > 8 else (),
        direction=pick.choice(["up", "down", None]),
        target=None if chart == "mr" else pick.choice([None, float(values[0]), float(2 * values[-1])]),
        exclude=(1,) if count > 8 and pick.random() < 0.3 else (),
    )  # fmt: skip


def a_control_chart(pick: random.Random, noise: np.random.Generator, size: Layout) -> Drawing:
    size = pick.choice([size, size, SLIDE, COMPACT if size is not PHONE else COMPACT_PHONE])
    analysis = analysis_of(pick, noise)
    first = analysis.x[0] if isinstance(analysis.x[0], dt.date) else dt.date(2024, 1, 1)
    last = analysis.x[-1] if isinstance(analysis.x[-1], dt.date) else dt.date(2026, 1, 1)
    days = [first + (last - first) * pick.random() for _ in range(pick.choice([0, 1, 6, 50]))]
    flags = [
        CycleFlag(day, str(n), pick.choice(list(FlagKind)), ramp=pick.choice(NAMES))
        for n, day in enumerate(days, 1)
    ]
    events = [Annotation(day, pick.choice(NAMES)) for day in days[:5]]
    labels = [pick.choice([None, PhaseLabel(pick.choice(NAMES), "2025")]) for _ in analysis.phases]
    return control_chart(
        analysis, title=pick.choice(NAMES), unit=pick.choice(UNITS), size=size, flags=flags,
        annotations=events, phase_labels=labels,
    )  # fmt: skip


def a_funnel(pick: random.Random, noise: np.random.Generator, size: Layout) -> Drawing:
    count, center = pick.choice([1, 3, 40, 300]), pick.choice([3e-4, 2.0, 88.0, 4e6])
    sizes = noise.uniform(1, pick.choice([3, 200, 9e6]), count)
    units = tuple(
        FunnelUnit(pick.choice(NAMES), float(max(0, noise.normal(center, center / 3))), float(n),
                   pick.choice([0, 1, -1, 2, -2]), own=pick.random() < 0.2)
        for n in sizes
    )  # fmt: skip
    limits = tuple(
        FunnelLimits(n, *(max(0.0, center + z * center / n**0.5) for z in (-2, 2, -3, 3)))
        for n in sample_sizes(sizes.tolist())
    )
    return funnel_chart(
        Funnel(pick.choice(NAMES), units, center, limits, pick.choice(UNITS), pick.choice(NAMES), Side.UP),
        size=size,
    )  # fmt: skip


def a_pareto(pick: random.Random, noise: np.random.Generator, size: Layout) -> Drawing:
    count = pick.choice([0, 1, 2, 12, 60])
    most = pick.choice([2, 90, 10**9])
    rows = tuple(Category(pick.choice(NAMES), float(n)) for n in noise.integers(0, most, count))
    return pareto_chart(Pareto(pick.choice(NAMES), rows, few=min(2, count)), size=size)


def a_cusum(pick: random.Random, noise: np.random.Generator, size: Layout) -> Drawing:
    count, high = pick.choice(LENGTHS), pick.choice([0.01, 3, 4e5])
    sums = [tuple(np.maximum(noise.normal(high, 3 * high, count), 0).tolist()) for _ in range(2)]
    return cusum_chart(
        SumSeries(*sums, pick.choice([5.0, 4.774, 8.01]), 0.5), x_of(pick, count),
        title=pick.choice(NAMES), direction=pick.choice(["up", None]), size=size,
    )  # fmt: skip


def an_ewma(pick: random.Random, noise: np.random.Generator, size: Layout) -> Drawing:
    count, center = pick.choice(LENGTHS), pick.choice(LEVELS)
    average = tuple((center * (1 + noise.normal(0, pick.choice([1e-5, 0.1]), count))).tolist())
    limits = ((center * 0.85,) * count, (center * 1.15,) * count)
    return ewma_chart(
        AverageSeries(average, *limits, center, 0.2), x_of(pick, count), title=pick.choice(NAMES),
        unit=pick.choice(UNITS), size=size,
    )  # fmt: skip


def a_pair(pick: random.Random, noise: np.random.Generator, size: Layout) -> Drawing:
    count = pick.choice(LENGTHS)
    x = x_of(pick, count)
    values = values_of(pick, noise, count)
    both = [qi.analyze(values, chart=chart, x=x) for chart in ("i", "mr")]
    return pair_chart(*both, title=pick.choice(NAMES), unit=pick.choice(UNITS), size=size)


def some_strata(pick: random.Random, noise: np.random.Generator, size: Layout) -> Drawing:
    count = pick.choice([3, 12, 60])
    x = x_of(pick, count)
    parts = [
        Stratum(pick.choice(NAMES), qi.analyze(values_of(pick, noise, count), chart="i", x=x))
        for _ in range(pick.choice([1, 2, 3, 4, 5, 12]))
    ]
    return strata_chart(parts, title=pick.choice(NAMES), unit=pick.choice(UNITS), size=size)


def some_multiples(pick: random.Random, noise: np.random.Generator, size: Layout) -> Drawing:
    count = pick.choice([1, 2, 7, 25]) if pick.random() < 0.95 else 300
    few = [analysis_of(pick, noise, pick.choice([3, 12, 40])) for _ in range(min(count, 6))]
    panels = [Panel(pick.choice(NAMES), few[k % len(few)]) for k in range(count)]
    return multiples(
        panels, title=pick.choice(NAMES), unit=pick.choice(UNITS), order=pick.choice(list(Order)),
        free=pick.random() < 0.5, size=size,
    )  # fmt: skip


def a_summary(pick: random.Random, noise: np.random.Generator, size: Layout) -> Drawing:
    rows = [
        Indicator(pick.choice(NAMES), analysis_of(pick, noise, 24), pick.choice(UNITS))
        for _ in range(pick.choice([1, 4, 15]))
    ]
    return summary_drawing(rows, title=pick.choice(NAMES), size=size)


def a_calibration(pick: random.Random, noise: np.random.Generator, size: Layout) -> Drawing:
    groups = []
    for said in pick.sample(range(101), pick.choice([0, 1, 5, 30])):
        made = pick.choice([0, 1, 8, 60, 10**7])
        groups.append(Confidence(said, int(noise.integers(0, made + 1)), made))
    return calibration_chart(Calibration(pick.choice(NAMES), tuple(groups)), size=size)


KINDS: dict[str, Callable[[random.Random, np.random.Generator, Layout], Drawing]] = {
    "control chart": a_control_chart, "funnel": a_funnel, "pareto": a_pareto, "cusum": a_cusum,
    "ewma": an_ewma, "pair": a_pair, "strata": some_strata, "multiples": some_multiples,
    "summary": a_summary, "calibration": a_calibration,
}  # fmt: skip


@pytest.fixture(scope="module", params=KINDS)
def drawn(request) -> tuple[str, list[Drawing]]:
    """A kind, and what each seed draws of it."""
    kind = request.param
    return kind, [
        KINDS[kind](random.Random(seed), np.random.default_rng(seed), SIZES[seed % 3])
        for seed in SEEDS
    ]


def test_texts_stay_apart_and_on_the_drawing(drawn):
    kind, views = drawn
    for seed, view in zip(SEEDS, views, strict=True):
        check_texts(view, (kind, seed, SIZES[seed % 3].name))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("free", [False, True])
def test_three_hundred_panels_stay_apart(size, free):
    pick, noise = random.Random(1), np.random.default_rng(1)
    panels = [Panel(NAMES[k % len(NAMES)], analysis_of(pick, noise, 12)) for k in range(300)]
    view = multiples(panels, title="x", unit="%", free=free, size=size)
    check_texts(view, size.name)
    assert sum(text.role == "panel" for text in view.texts) >= 600


def test_a_shortened_text_has_its_full_text(drawn):
    """Tooltips of pages, footers of files and descriptions on slides are written from it."""
    kind, views = drawn
    shortened = 0
    for seed, view in zip(SEEDS, views, strict=True):
        for text in view.texts:
            if text.text.endswith("…"):
                shortened += 1
                assert text.text[:-1] in text.full, (kind, seed, text)
    assert shortened or kind in {"cusum", "ewma", "pair", "calibration", "strata"}
