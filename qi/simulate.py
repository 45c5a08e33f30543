"""What chance alone does to a rule set."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from qi.batch import analyze_batch
from qi.errors import InvalidValueError
from qi.rules.rulesets import RuleSet, rule_set

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
    if not isinstance(n_points, (int, np.integer)) or n_points < 1:
        raise InvalidValueError(
            f"expected a whole number of points, 1 or more, found {n_points!r}", argument="n_points"
        )
    if chart not in {None, "run", "i"}:
        raise InvalidValueError(f"expected 'run' or 'i', found {chart!r}", argument="chart")
    ruleset = rule_set(rules, limits=chart != "run")
    limits = ruleset.outside if chart is None else chart == "i"
    return _simulated(ruleset, int(n_points), limits=limits)


@lru_cache(maxsize=512)
def _simulated(rules: RuleSet, n_points: int, *, limits: bool) -> float:
    values = np.random.default_rng(SEED).standard_normal((SERIES, n_points))
    batch = analyze_batch(values, "i" if limits else "run", rules=rules)
    return float((batch.columns["n_signals"] > 0).mean())
