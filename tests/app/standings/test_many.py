"""Many series analyzed together say what each says alone, and what its page says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from app.measures import periods, reading
from app.measures.models import DataKind, Direction, Frequency, Measure, MeasureRole
from app.measures.series import analyze, method_of
from app.standings import many
from app.standings.loading import Held
from qi.rules.rulesets import RULE_SETS

KINDS = {
    "p": DataKind.PROPORTION,
    "pp": DataKind.PROPORTION,
    "u": DataKind.RATE,
    "up": DataKind.RATE,
    "c": DataKind.COUNT,
    "i": DataKind.SINGLE,
    "run": DataKind.PROPORTION,
    "g": DataKind.EVENTS,
    "t": DataKind.EVENTS,
    "xbar": DataKind.SUBGROUP,
}


def held_of(chart, rules, seed, **more):
    """A series that drifts, jumps, has gaps and points left out, as real ones do."""
    rng = np.random.default_rng(seed)
    kind = KINDS[chart]
    frequency = Frequency.EVENT if kind is DataKind.EVENTS else more.pop("pace", Frequency.MONTH)
    measure = Measure(
        id=1,
        name="Urgent visits",
        role=MeasureRole.OUTCOME,
        data_kind=kind,
        chart=chart,
        rules=rules,
        frequency=frequency,
        multiplier=100.0 if kind is DataKind.PROPORTION else 1.0,
        direction=more.pop("direction", Direction.DOWN),
        baseline_points=more.pop("baseline", None),
        target=None,
    )
    count = int(rng.integers(1, 40))
    where = np.sort(rng.choice(np.arange(count + 3), size=count, replace=False))
    if kind is DataKind.EVENTS:
        days = [
            date(2020, 1, 1) + timedelta(days=int(k) * 9 + int(rng.integers(0, 8))) for k in where
        ]
    else:
        days = [
            periods.step(periods.start_of(date(2020, 1, 1), frequency), frequency, int(k))
            for k in where
        ]
    below = rng.integers(20, 300, count).astype(float)
    level = np.where(np.arange(count) > count * rng.random(), rng.choice([0.1, 0.3, 0.5]), 0.25)
    if kind is DataKind.PROPORTION:
        values = rng.binomial(below.astype(int), level).astype(float)
    elif kind in {DataKind.RATE, DataKind.COUNT}:
        values = rng.poisson(below * level / rng.choice([1, 200])).astype(float)
    elif kind is DataKind.EVENTS:
        values = np.ones(count)
        below = rng.geometric(0.1, count).astype(float)
    else:
        values = np.round(rng.normal(40 + 30 * level, 4), int(rng.integers(0, 3)))
    if seed % 17 == 0 and kind is not DataKind.EVENTS:
        values, below = np.full(count, 5.0), np.full(count, 50.0)
    raw = [None] * count
    if kind is DataKind.SUBGROUP:
        raw = [list(np.round(rng.normal(each, 3, 4), 1)) for each in values]
    if kind in {DataKind.COUNT, DataKind.SINGLE, DataKind.SUBGROUP}:
        below = np.full(count, np.nan)
    return Held(
        series_id=seed,
        measure=measure,
        method=method_of(measure),
        days=days,
        ordinals=np.array([each.toordinal() for each in days]),
        values=values,
        denominators=below,
        excluded=rng.random(count) < 0.08,
        raw=raw,
    )


def told(outcome):
    """An outcome with its numbers rounded: they are summed in another order."""

    def short(value):
        return None if value is None else round(value, 8)

    return replace(
        outcome,
        value=short(outcome.value),
        sigma_z=short(outcome.sigma_z),
        events=short(outcome.events),
        marks=tuple(sorted(outcome.marks, key=lambda mark: (mark.rank, mark.detected))),
    )


PAIRS = [
    (chart, rules)
    for chart in sorted(KINDS)
    for rules in sorted(RULE_SETS)
    if rules != "perla" or chart == "run"
]


@pytest.mark.parametrize(("chart", "rules"), PAIRS)
def test_together_they_say_what_each_says_alone(chart, rules):
    several = [held_of(chart, rules, seed) for seed in range(60)]
    together = many.outcomes_of(several)
    for each in several:
        assert told(together[each.series_id]) == told(many.alone(each)), each.series_id
        ranks = [mark.rank for mark in together[each.series_id].marks]
        assert ranks == sorted(ranks)


@pytest.mark.parametrize("pace", [Frequency.WEEK, Frequency.QUARTER])
@pytest.mark.parametrize("baseline", [None, 12])
def test_also_with_other_paces_phases_and_baselines(pace, baseline):
    several = [held_of("p", "ihi", seed, pace=pace, baseline=baseline) for seed in range(60)]
    for each in several:
        each.starts = [each.days[min(10, len(each.days) - 1)]]
        if each.series_id % 2:
            each.baselines = {None: 6, each.starts[0]: 8}
    together = many.outcomes_of(several)
    for each in several:
        assert told(together[each.series_id]) == told(many.alone(each)), each.series_id


@pytest.mark.parametrize("chart", sorted(KINDS))
def test_alone_it_says_what_its_page_says(chart):
    for seed in range(40):
        each = held_of(chart, "nhs" if chart != "run" else "ihi", seed)
        outcome = many.alone(each)
        analysis = analyze(each.method, each.rows)
        says = reading.says(analysis, each.method.frequency)
        assert (outcome.verdict, outcome.direction) == (says.verdict, says.direction)
        lines = reading.signal_lines(analysis, each.method.frequency)
        told = {(line.rule, line.direction, line.first, line.last, line.detected) for line in lines}
        assert told == {
            (
                mark.rule,
                mark.side.value if mark.side else None,
                each.axis[mark.first],
                each.axis[mark.last],
                each.axis[mark.detected],
            )
            for mark in outcome.marks
        }
        now_true = {line.key for line in lines if line.current}
        kept = {
            f"{mark.rule} {each.axis[mark.first].isoformat()}"
            for mark in outcome.marks
            if mark.last == outcome.counted
        }
        assert kept == now_true


def test_nothing_is_said_of_a_series_without_values():
    each = held_of("p", "ihi", 3)
    empty = replace_rows(each)
    assert many.outcomes_of([empty])[3].verdict == "too_young"


def replace_rows(each):
    return Held(
        each.series_id,
        each.measure,
        each.method,
        (),
        each.ordinals[:0],
        each.values[:0],
        each.denominators[:0],
        each.excluded[:0],
        (),
    )
