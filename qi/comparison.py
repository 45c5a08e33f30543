"""Comparing units without ranking them: the funnel plot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from qi.constants import LARGEST_NUMBER, TOLERANCE
from qi.distributions import (
    binomial_cdf,
    binomial_quantile,
    normal_quantile,
    poisson_cdf,
    poisson_quantile,
)
from qi.errors import InvalidValueError, ShapeError
from qi.labels import listed
from qi.options import finite
from qi.results import FloatArray, IntArray
from qi.series import read_numbers
from qi.shown import exact, shown

Adjust = Literal["multiplicative", "additive"]
Kind = Literal["proportion", "rate"]

LEVELS: Final = (0.95, 0.998)
"""Shares of units that chance leaves between the inner and between the outer limits."""

WINSORIZED: Final = 0.1
"""Share of the z scores at either end that is moved to the share's quantile."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """Units beside what chance alone would give at their size.

    Parameters
    ----------
    names : tuple
        The units, in the caller's order.
    numerators, denominators, values : float array of shape (m,)
        Their counts and their quotient; NaN where the denominator is 0 or a count is missing.
    center : float
        The overall proportion or rate, or the target given.
    lower_95, upper_95, lower_998, upper_998 : float array of shape (m,)
        Limits at each unit's denominator.
    zone : int array of shape (m,)
        0 within the 95% limits, 1 or −1 beyond them, 2 or −2 beyond the 99.8% limits.
    phi, tau : float
        Overdispersion factor and standard deviation between units; 1 and 0 when unadjusted.
    kind, adjust : str
        What was chosen.
    """

    names: tuple[Any, ...]
    numerators: FloatArray
    denominators: FloatArray
    values: FloatArray
    center: float
    lower_95: FloatArray
    upper_95: FloatArray
    lower_998: FloatArray
    upper_998: FloatArray
    zone: IntArray
    phi: float
    tau: float
    kind: Kind
    adjust: Adjust | None

    def limits_at(self, denominators: Any, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
        """Limits at other denominators, for drawing the funnel.

        Parameters
        ----------
        denominators : sequence of float, shape (k,)
            Above 0.
        level : float
            Share of units that chance leaves between the limits.

        Returns
        -------
        tuple of (float array, float array) of shape (k,)
            Lower and upper limits.

        Raises
        ------
        InvalidValueError
            If a denominator is not above 0, or the level not between 0 and 1.
        """
        sizes, _ = read_numbers("denominators", denominators)
        if not (sizes >= 1 / LARGEST_NUMBER).all():
            raise InvalidValueError("expected more than 0", argument="denominators")
        share = finite("level", level)
        if not 0 < share < 1:
            raise InvalidValueError("expected more than 0 and less than 1", argument="level")
        return _limits(self.center, sizes, share, self.kind, self.adjust, self.phi, self.tau)


def funnel(
    numerators: Any,
    denominators: Any,
    adjust: Adjust | None = None,
    *,
    kind: Kind = "proportion",
    target: float | None = None,
    names: Iterable[Any] | None = None,
) -> Funnel:
    """Compare units with what chance alone would give at their size.

    Unadjusted limits are exact binomial or Poisson quantiles, interpolated between counts. With
    `adjust`, limits are widened for variation between units: z scores of arcsine (proportions) or
    square-root (rates) transformed values, winsorized at 10% at either end, give the
    overdispersion factor φ = Σz²/m. "multiplicative" widens all limits by √φ if φ is above 1;
    "additive" adds a variance τ² between units.

    Parameters
    ----------
    numerators, denominators : sequence of float, shape (m,)
        One of each per unit. Exact limits of proportions count whole cases: they are those of the
        denominator rounded, and at least 1.
    adjust : {"multiplicative", "additive"}, optional
        How to allow for variation between units.
    kind : {"proportion", "rate"}
        Whether a numerator is a part of its denominator.
    target : float, optional
        What to compare with; by default the overall Σ numerators / Σ denominators.
    names : sequence, shape (m,), optional
        Names of the units; 0, 1, 2, ... by default.

    Returns
    -------
    Funnel
        Values, limits and zones.

    Raises
    ------
    QIError
        If an argument is wrong.

    References
    ----------
    Spiegelhalter 2005, Funnel plots for comparing institutional performance, Statistics in
    Medicine 24(8).
    """
    if adjust is not None and (
        not isinstance(adjust, str) or adjust not in {"multiplicative", "additive"}
    ):
        raise InvalidValueError(
            f"expected 'multiplicative', 'additive' or None, found {shown(adjust)}",
            argument="adjust",
        )
    if not isinstance(kind, str) or kind not in {"proportion", "rate"}:
        raise InvalidValueError(
            f"expected 'proportion' or 'rate', found {shown(kind)}", argument="kind"
        )
    counts, sizes = _read(numerators, denominators, kind)
    labels = tuple(range(len(counts)) if names is None else listed("names", names))
    if len(labels) != len(counts):
        raise ShapeError(f"expected {len(counts)} names, found {len(labels)}", argument="names")
    values = counts / np.where(sizes == 0, np.nan, sizes)
    used = ~np.isnan(values)
    if not used.any():
        raise InvalidValueError("no unit has a denominator", argument="denominators")
    center = float(counts[used].sum() / sizes[used].sum())
    if target is not None:
        center = finite("target", target)
        if center < 0 or (kind == "proportion" and center > 1):
            raise InvalidValueError(f"{exact(center)} is no {kind}", argument="target")
    phi, tau = (
        (1.0, 0.0) if adjust is None else _dispersion(values[used], sizes[used], center, kind)
    )
    drawn = np.where(used, sizes, np.nan)
    low, high = np.full((2, len(counts)), np.nan), np.full((2, len(counts)), np.nan)
    for row, level in enumerate(LEVELS):
        low[row, used], high[row, used] = _limits(
            center, drawn[used], level, kind, adjust, phi, tau
        )
    slack = TOLERANCE * float(values[used].max())
    above, below = values > high + slack, values < low - slack
    zone: IntArray = np.count_nonzero(above, axis=0) - np.count_nonzero(below, axis=0)
    for array in (counts, sizes, values, low, high, zone):
        array.flags.writeable = False
    return Funnel(
        labels, counts, sizes, values, center, low[0], high[0], low[1], high[1], zone,
        phi, tau, kind, adjust,
    )  # fmt: skip


def _read(numerators: Any, denominators: Any, kind: Kind) -> tuple[FloatArray, FloatArray]:
    counts, _ = read_numbers("numerators", numerators)
    sizes, _ = read_numbers("denominators", denominators)
    if len(sizes) != len(counts):
        raise ShapeError(
            f"expected {len(counts)} denominators, found {len(sizes)}", argument="denominators"
        )
    checks = (
        ("numerators", counts < 0, "expected 0 or more"),
        ("denominators", sizes < 0, "expected 0 or more"),
        ("denominators", (sizes > 0) & (sizes < 1 / LARGEST_NUMBER), "expected a larger number"),
        ("denominators", (sizes == 0) & (counts > 0), "the denominator is 0 but the numerator is not"),
        ("numerators", (kind == "proportion") & (counts > sizes), "the numerator is above its denominator"),
    )  # fmt: skip
    for argument, wrong, message in checks:
        if wrong.any():
            raise InvalidValueError(message, argument=argument, position=int(wrong.argmax()))
    return counts, sizes


def _limits(
    center: float,
    sizes: FloatArray,
    level: float,
    kind: Kind,
    adjust: Adjust | None,
    phi: float,
    tau: float,
) -> tuple[FloatArray, FloatArray]:
    tail = (1 - level) / 2
    if adjust is None:
        return (
            _exact(center, sizes, tail, kind),
            _exact(center, sizes, 1 - tail, kind),
        )
    middle = float(_transformed(np.array(center), kind))
    variance = 1 / (4 * sizes)
    variance = variance * max(phi, 1.0) if adjust == "multiplicative" else variance + tau**2
    width = normal_quantile(1 - tail) * np.sqrt(variance)
    return _restored(middle - width, kind), _restored(middle + width, kind)


def _exact(center: float, sizes: FloatArray, probability: float, kind: Kind) -> FloatArray:
    """Exact quantile over n, interpolated between counts (Spiegelhalter 2005, appendix A.1)."""
    if kind == "proportion":
        whole = np.maximum(np.rint(sizes), 1)
        count = binomial_quantile(probability, whole, center)
        upto, below = (binomial_cdf(number, whole, center) for number in (count, count - 1))
    else:
        expected = center * sizes
        count = poisson_quantile(probability, expected)
        upto, below = (poisson_cdf(number, expected) for number in (count, count - 1))
    step = upto - below
    share = np.where(step > 0, (upto - probability) / np.where(step > 0, step, 1.0), 0.0)
    quantile: FloatArray = np.maximum((count - share) / sizes, 0.0)
    return np.minimum(quantile, 1.0) if kind == "proportion" else quantile


def _dispersion(
    values: FloatArray, sizes: FloatArray, center: float, kind: Kind
) -> tuple[float, float]:
    """Overdispersion factor φ, and the standard deviation τ between units."""
    z = (_transformed(values, kind) - _transformed(np.array(center), kind)) * 2 * np.sqrt(sizes)
    low, high = np.quantile(z, [WINSORIZED, 1 - WINSORIZED])
    m = len(z)
    phi = float((np.clip(z, low, high) ** 2).sum()) / m
    weights = 4 * sizes
    spread = float(weights.sum() - (weights**2).sum() / weights.sum())
    variance = (m * phi - (m - 1)) / spread if spread > 0 else 0.0
    return phi, max(variance, 0.0) ** 0.5


def _transformed(values: FloatArray, kind: Kind) -> FloatArray:
    root: FloatArray = np.sqrt(values)
    return np.arcsin(root) if kind == "proportion" else root


def _restored(values: FloatArray, kind: Kind) -> FloatArray:
    if kind == "rate":
        return np.maximum(values, 0.0) ** 2
    restored: FloatArray = np.sin(np.clip(values, 0.0, np.pi / 2)) ** 2
    return restored
