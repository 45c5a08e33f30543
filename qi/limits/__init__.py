"""Center and limits, one function per chart type."""

from __future__ import annotations

from typing import Final, Protocol

from qi.limits.basis import Basis, Limits
from qi.limits.counts import count, rate, rate_prime
from qi.limits.individuals import individuals, run
from qi.limits.proportions import proportion, proportion_prime
from qi.rules.rulesets import RuleSet


class LimitsFunction(Protocol):
    """What every chart type provides."""

    def __call__(self, basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
        """Center and limits of one phase."""


LIMITS: Final[dict[str, LimitsFunction]] = {
    "run": run,
    "i": individuals,
    "p": proportion,
    "pp": proportion_prime,
    "u": rate,
    "up": rate_prime,
    "c": count,
}
