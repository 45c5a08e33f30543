"""What a comparison's counts rest on: its rules in plain words, and what chance alone would give."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

import qi
from qi.results import Variation
from qi.rules.rulesets import RuleSet
from qi.simulate import SEED

SERIES = 10_000
"""Simulated series: a standard error near 0.1 percentage points at a share of 1%."""

SIDED = {
    "shift": "a shift",
    "trend": "a trend",
    "outside": "a point outside the limits",
    "two of three": "2 of 3 points near a limit",
    "four of five": "4 of 5 points far out on one side",
}
UNSIDED = {
    "inner third": "unusually little variation",
    "both sides": "points far out on both sides",
    "alternating": "points going up and down in turn",
    "runs": "too few or too many runs",
    "crossings": "too few crossings of the center line",
}


def applied(rules: RuleSet, *, limits_vary: bool) -> RuleSet:
    """The rules that are left on charts whose limits differ from point to point."""
    off = limits_vary and rules.trend is not None and not rules.trend_if_limits_vary
    return replace(rules, trend=None) if off else rules


def rule_words(rules: RuleSet, words: dict[str, str], *, limits: bool) -> str:
    """Name the rules that `words` knows: "a shift, a trend or a point outside the limits"."""
    names = rules.names(limits=limits)
    told = [text for name, text in words.items() if name in names]
    return f"{', '.join(told[:-1])} or {told[-1]}" if len(told) > 1 else "".join(told)


@lru_cache(maxsize=256)
def share_at_latest(rules: RuleSet, n_points: int, *, limits: bool) -> float:
    """Probability that a series of n points shows a signal at its latest one by chance alone.

    Simulated with normal values and a fixed seed, so that a page says the same twice; center and
    limits are those of the series itself.
    """
    values = np.random.default_rng(SEED).standard_normal((SERIES, n_points))
    batch = qi.analyze_batch(values, "i" if limits else "run", rules=rules)
    quiet = {Variation.COMMON_CAUSE, Variation.NOT_JUDGEABLE}
    return float(np.mean([said not in quiet for said in batch.columns["variation"].tolist()]))
