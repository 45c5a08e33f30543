"""Rule sets: frozen values that spell out every convention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from qi.errors import InvalidValueError, UnknownNameError
from qi.options import finite
from qi.shown import shown

Zero = Literal["skip", "break"]


@dataclass(frozen=True, slots=True)
class Zone:
    """A rule of k points out of n successive ones beyond a line, on one side of the center.

    Parameters
    ----------
    name : str
        Name of the rule, as signals carry it.
    k, n : int
        How many of how many successive included points.
    sigmas : float
        Distance of the line from the center, in sigma.
    all_same_side : bool
        Whether the other n − k points must lie on the same side of the center, too.
    within_limits_only : bool
        Whether a point outside the control limits does not count.
    """

    name: str
    k: int
    n: int
    sigmas: float
    all_same_side: bool = False
    within_limits_only: bool = False

    def __post_init__(self) -> None:
        """Refuse a rule that no points could keep."""
        for argument, value, least in (("k", self.k, 1), ("n", self.n, self.k)):
            _check_length(argument, value, least)
        if isinstance(self.sigmas, (str, bytes)) or not finite("sigmas", self.sigmas) >= 0:
            raise InvalidValueError(
                f"expected 0 or more, found {shown(self.sigmas)}", argument="sigmas"
            )


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Which rules apply, and every convention they need.

    Parameters
    ----------
    name, version : str
        What the passport of a chart says; a changed convention is a new version.
    source : str
        Where the rules come from.
    outside : bool
        A point strictly beyond a control limit.
    shift : int or None
        Fewest successive points on one side of the center line.
    longest_run : bool
        Anhøj's shift: more than round(log2(useful points)) + 3 successive points on one side.
    on_center : {"skip", "break"}
        Whether a point on the center line is passed over in a shift, or ends it.
    trend : int or None
        Fewest successive points all going up or all going down, the first included.
    ties : {"skip", "break"}
        Whether equal neighbors count once in a trend, or end it.
    trend_if_limits_vary : bool
        Whether the trend rule stays on where limits differ from point to point.
    zones : tuple of Zone
        Rules of k points out of n.
    inner : int or None
        Fewest successive points not beyond one sigma.
    alternating : int or None
        Fewest successive points that alternately go up and down; equal neighbors end it.
    both_sides : int or None
        Fewest successive points that are all beyond one sigma, on either side.
    runs : bool
        Too few or too many runs by the table of Perla et al. 2011.
    crossings : bool
        Fewer crossings than the 5% quantile of Binomial(useful points − 1, ½).
    cut_limits : bool
        Whether limits end at 0, and at 1 for proportions.
    screen_moving_ranges : bool
        Whether extreme moving ranges are dropped once before the mean is taken again.
    """

    name: str
    version: str = "1"
    source: str = ""
    outside: bool = False
    shift: int | None = None
    longest_run: bool = False
    on_center: Zero = "skip"
    trend: int | None = None
    ties: Zero = "skip"
    trend_if_limits_vary: bool = True
    zones: tuple[Zone, ...] = ()
    inner: int | None = None
    alternating: int | None = None
    both_sides: int | None = None
    runs: bool = False
    crossings: bool = False
    cut_limits: bool = True
    screen_moving_ranges: bool = False

    def __post_init__(self) -> None:
        """Refuse lengths that no points could have, and conventions that do not exist."""
        for argument, least in (
            ("shift", 1),
            ("trend", 2),
            ("inner", 1),
            ("alternating", 2),
            ("both_sides", 1),
        ):
            length = getattr(self, argument)
            if length is not None:
                _check_length(argument, length, least)
        if not isinstance(self.zones, tuple) or not all(
            isinstance(zone, Zone) for zone in self.zones
        ):
            raise InvalidValueError(
                f"expected a tuple of Zone, found {shown(self.zones)}", argument="zones"
            )
        for argument in ("on_center", "ties"):
            value = getattr(self, argument)
            if not isinstance(value, str) or value not in {"skip", "break"}:
                raise InvalidValueError(
                    f"expected 'skip' or 'break', found {shown(value)}", argument=argument
                )

    def names(self, *, limits: bool) -> tuple[str, ...]:
        """Return the names of its rules, as signals carry them.

        Parameters
        ----------
        limits : bool
            Whether the chart has control limits; without them some rules do not apply.
        """
        on_limits = (
            ("outside", self.outside),
            *((zone.name, True) for zone in self.zones),
            ("inner third", self.inner is not None),
            ("both sides", self.both_sides is not None),
        )
        everywhere = (
            ("shift", self.shift is not None or self.longest_run),
            ("trend", self.trend is not None),
            ("alternating", self.alternating is not None),
            ("runs", self.runs),
            ("crossings", self.crossings),
        )
        chosen = (*on_limits, *everywhere) if limits else everywhere
        return tuple(name for name, applies in chosen if applies)


def _check_length(argument: str, length: Any, least: int) -> None:
    if isinstance(length, bool) or not isinstance(length, (int, np.integer)) or length < least:
        raise InvalidValueError(
            f"expected a whole number, {shown(least)} or more, found {shown(length)}",
            argument=argument,
        )


PERLA: Final = RuleSet(
    name="perla",
    source="Perla, Provost & Murray 2011, BMJ Quality & Safety 20",
    shift=6,
    trend=5,
    runs=True,
)

IHI: Final = RuleSet(
    name="ihi",
    source="Provost & Murray, The Health Care Data Guide",
    outside=True,
    shift=8,
    trend=6,
    trend_if_limits_vary=False,
    zones=(Zone("two of three", k=2, n=3, sigmas=2),),
    inner=15,
)

ANHOEJ: Final = RuleSet(
    name="anhoej",
    source="Anhøj & Olesen 2014, PLoS ONE 9(11)",
    outside=True,
    longest_run=True,
    crossings=True,
)

NHS: Final = RuleSet(
    name="nhs",
    source="NHS England, Making Data Count",
    outside=True,
    shift=7,
    on_center="break",
    trend=7,
    ties="break",
    zones=(Zone("two of three", k=2, n=3, sigmas=2, all_same_side=True, within_limits_only=True),),
    cut_limits=False,
    screen_moving_ranges=True,
)

WESTERN_ELECTRIC: Final = RuleSet(
    name="western-electric",
    source="Western Electric 1956, Statistical Quality Control Handbook",
    outside=True,
    shift=8,
    on_center="break",
    zones=(
        Zone("two of three", k=2, n=3, sigmas=2),
        Zone("four of five", k=4, n=5, sigmas=1),
    ),
)

NELSON: Final = RuleSet(
    name="nelson",
    source="Nelson 1984, Journal of Quality Technology 16(4)",
    outside=True,
    shift=9,
    on_center="break",
    trend=6,
    ties="break",
    zones=(
        Zone("two of three", k=2, n=3, sigmas=2),
        Zone("four of five", k=4, n=5, sigmas=1),
    ),
    inner=15,
    alternating=14,
    both_sides=8,
)

SHEWHART: Final = RuleSet(
    name="shewhart",
    source="Shewhart 1931, Economic Control of Quality of Manufactured Product",
    outside=True,
)

RULE_SETS: Final = {
    rules.name: rules for rules in (PERLA, IHI, ANHOEJ, NHS, WESTERN_ELECTRIC, NELSON, SHEWHART)
}


def rule_set(rules: Any, *, limits: bool) -> RuleSet:
    """Resolve the `rules` argument.

    Parameters
    ----------
    rules : str or RuleSet
        A name, "default", or a rule set.
    limits : bool
        Whether the chart has control limits: the default is then ihi, otherwise perla.

    Raises
    ------
    UnknownNameError
        If there is no rule set of that name.
    InvalidValueError
        If it is neither a name nor a rule set.
    """
    if isinstance(rules, RuleSet):
        return rules
    if isinstance(rules, str) and rules == "default":
        return IHI if limits else PERLA
    if not isinstance(rules, str):
        raise InvalidValueError(
            f"expected the name of a rule set or a RuleSet, found {shown(rules)}", argument="rules"
        )
    if rules in RULE_SETS:
        return RULE_SETS[rules]
    raise UnknownNameError(
        f"{shown(rules)} is no rule set; expected default or one of {', '.join(RULE_SETS)}",
        argument="rules",
    )
