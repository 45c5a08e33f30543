"""Center and limits, one function per chart type."""

from __future__ import annotations

from typing import Final, Protocol

from qi.limits.basis import Basis, Limits
from qi.limits.counts import count, rate, rate_prime
from qi.limits.individuals import individuals, individuals_prime, moving_range, run
from qi.limits.proportions import number, proportion, proportion_prime
from qi.limits.rare_events import cases_between, time_between
from qi.limits.subgroups import deviation, range_, xbar
from qi.rules.rulesets import RuleSet


class LimitsFunction(Protocol):
    """What every chart type provides."""

    def __call__(self, basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
        """Center and limits of one phase."""


LIMITS: Final[dict[str, LimitsFunction]] = {
    "run": run,
    "i": individuals,
    "mr": moving_range,
    "ip": individuals_prime,
    "xbar": xbar,
    "s": deviation,
    "r": range_,
    "p": proportion,
    "pp": proportion_prime,
    "np": number,
    "u": rate,
    "up": rate_prime,
    "c": count,
    "g": cases_between,
    "t": time_between,
}
