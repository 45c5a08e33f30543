"""What chance alone does to a rule set, and how well it sees a shift."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from qi.batch import analyze_batch
from qi.chart_types import CHART_TYPES
from qi.constants import SIGMAS, TOLERANCE
from qi.errors import InvalidValueError
from qi.many.analysis import column_name
from qi.many.limits import Basis, Limits
from qi.many.points import points_of
from qi.many.rules import judge
from qi.options import finite
from qi.results import BoolArray, FloatArray, IntArray
from qi.rules.rulesets import RuleSet, rule_set
from qi.shown import shown

SEED = 20110101
"""Fixed, so that a page shows the same number twice."""

SERIES = 4_000
"""Simulated series: a standard error below 0.8 percentage points."""


def expected_false_signals(rules: str | RuleSet, n_points: int, chart: str | None = None) -> float:
    """Probability that one series of n points shows a signal by chance alone.

    Times the number of teams, it says how many of them chance would single out.

    Parameters
    ----------
    rules : str or RuleSet
        The rule set.
    n_points : int
        Points of the series.
    chart : {"run", "i"}, optional
        Which chart the rules are applied to, with the center (and limits) of the series itself.
        By default an I chart if the rules look at limits, otherwise a run chart.

    Returns
    -------
    float
        From 0 to 1, simulated with normal values and a fixed seed; the standard error is below
        0.008.

    Raises
    ------
    InvalidValueError
        If n_points is below 1 or the chart is neither "run" nor "i".
    UnknownNameError
        If there is no such rule set.
    """
    _check_count("n_points", n_points)
    if chart is not None and (not isinstance(chart, str) or chart not in {"run", "i"}):
        raise InvalidValueError(f"expected 'run' or 'i', found {shown(chart)}", argument="chart")
    ruleset = rule_set(rules, limits=chart != "run")
    limits = _looks_at_limits(ruleset) if chart is None else chart == "i"
    return _simulated(ruleset, int(n_points), limits=limits)


def _looks_at_limits(rules: RuleSet) -> bool:
    return rules.names(limits=True) != rules.names(limits=False)


@lru_cache(maxsize=512)
def _simulated(rules: RuleSet, n_points: int, *, limits: bool) -> float:
    values = np.random.default_rng(SEED).standard_normal((SERIES, n_points))
    batch = analyze_batch(values, "i" if limits else "run", rules=rules)
    return float((batch.columns["n_signals"] > 0).mean())


@dataclass(frozen=True, slots=True)
class OperatingCharacteristics:
    """How often a rule set signals without and with a shift.

    Parameters
    ----------
    rules : str
        Name of the rule set.
    n : int
        Points per series.
    center : str
        "median", "mean" or "known".
    shift : float
        Size of the shift, in sigma, from the point `shift_at` on.
    shift_at : int
        0-based position at which it starts.
    false_alarm, power : float
        Share of series with a signal, without and with the shift.
    by_rule : mapping of str to float
        Share of series with a signal of each rule, without the shift.
    standard_error : float
        Of `false_alarm`.
    series : int
        Simulated series.
    """

    rules: str
    n: int
    center: str
    shift: float
    shift_at: int
    false_alarm: float
    power: float
    by_rule: Mapping[str, float]
    standard_error: float
    series: int


def operating_characteristics(
    rules: str | RuleSet,
    n: int,
    shift: float = 1.0,
    *,
    center: str | None = None,
    shift_at: int | None = None,
    series: int = 20_000,
    seed: int = SEED,
) -> OperatingCharacteristics:
    """Simulate how often a rule set signals by chance, and how often when there is a shift.

    Parameters
    ----------
    rules : str or RuleSet
        The rule set.
    n : int
        Points per series: independent normal values.
    shift : float
        Size of the shift, in sigma.
    center : {"median", "mean", "known"}, optional
        Center line: the series' own median (a run chart), its own mean (an I chart, with limits
        from its moving ranges), or the true mean with the true sigma. By default "mean" if the
        rules look at limits, otherwise "median".
    shift_at : int, optional
        0-based position at which the shift starts; by default halfway.
    series : int
        Series to simulate.
    seed : int
        Seed of the random numbers: the same seed gives the same answer.

    Returns
    -------
    OperatingCharacteristics
        False-alarm rate and power.

    Raises
    ------
    QIError
        If an argument is wrong.
    """
    for argument, number in (("n", n), ("series", series)):
        _check_count(argument, number)
    if center is not None and (
        not isinstance(center, str) or center not in {"median", "mean", "known"}
    ):
        raise InvalidValueError(
            f"expected 'median', 'mean' or 'known', found {shown(center)}", argument="center"
        )
    start = n // 2 if shift_at is None else shift_at
    if not isinstance(start, (int, np.integer)) or isinstance(start, bool) or not 0 <= start < n:
        raise InvalidValueError(f"expected a position from 0 to {n - 1}", argument="shift_at")
    if not isinstance(seed, (int, np.integer)) or isinstance(seed, bool) or seed < 0:
        raise InvalidValueError(f"expected a whole number, found {shown(seed)}", argument="seed")
    size = finite("shift", shift)
    ruleset = rule_set(rules, limits=center != "median")
    line = center or ("mean" if _looks_at_limits(ruleset) else "median")
    values = np.random.default_rng(seed).standard_normal((series, n))
    names = ruleset.names(limits=line != "median")
    flags = _signaled(values, ruleset, line)
    values[:, start:] += size
    shifted = _signaled(values, ruleset, line)
    alarm = float(flags.any(axis=0).mean())
    return OperatingCharacteristics(
        ruleset.name,
        int(n),
        line,
        size,
        int(start),
        alarm,
        float(shifted.any(axis=0).mean()),
        MappingProxyType({name: float(row.mean()) for name, row in zip(names, flags, strict=True)}),
        math.sqrt(alarm * (1 - alarm) / series),
        int(series),
    )


def _signaled(values: FloatArray, rules: RuleSet, center: str) -> BoolArray:
    """Say which series (columns) have a signal of which rule (rows)."""
    if center == "known":
        counts = _known(values, rules)
    else:
        columns = analyze_batch(values, "i" if center == "mean" else "run", rules=rules).columns
        counts = {
            name: columns[f"{column_name(name)}_count"]
            for name in rules.names(limits=center == "mean")
        }
    empty = np.zeros((0, len(values)), dtype=np.intp)
    return np.concatenate([empty, *(count[None] for count in counts.values())]) > 0


def _known(values: FloatArray, rules: RuleSet) -> dict[str, IntArray]:
    m, n = values.shape
    kind = CHART_TYPES["i"]
    zero, one = np.zeros((m, 1)), np.ones((m, 1))
    limits = Limits(zero, -SIGMAS * one, SIGMAS * one, one, zero)
    basis = Basis(values, values, None, None, n, None, None)
    tolerance = TOLERANCE * np.abs(values).max(axis=1)
    found = judge(points_of(values, None, basis, limits, kind, rules, tolerance), rules).signals
    return {
        name: sum(
            (np.bincount(part.row, minlength=m) for part in found if part.rule == name),
            start=np.zeros(m, dtype=np.intp),
        )
        for name in rules.names(limits=True)
    }


def _check_count(argument: str, number: object) -> None:
    if not isinstance(number, (int, np.integer)) or isinstance(number, bool) or number < 1:
        raise InvalidValueError(
            f"expected a whole number, 1 or more, found {shown(number)}", argument=argument
        )
