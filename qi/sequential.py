"""Charts that remember: tabular CUSUM, EWMA, and the CUSUM of single cases."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from qi.constants import D2_N2, TOLERANCE
from qi.errors import InvalidValueError, ShapeError
from qi.limits.basis import Basis
from qi.options import finite
from qi.results import FloatArray
from qi.series import read_numbers
from qi.shown import exact, shown


@dataclass(frozen=True, slots=True)
class Cusum:
    """A tabular CUSUM, in sigma.

    Parameters
    ----------
    values : float array of shape (n,)
        The values, in the caller's units.
    upper, lower : float array of shape (n,)
        Sums of what exceeds the center by more than k sigma, upward and downward, both 0 or more;
        NaN where the value is missing.
    signals_up, signals_down : tuple of int
        Positions at which a sum is strictly above h.
    center, sigma : float
        What the values were compared with, in their units.
    k, h : float
        Slack and decision interval, in sigma.
    """

    values: FloatArray
    upper: FloatArray
    lower: FloatArray
    signals_up: tuple[int, ...]
    signals_down: tuple[int, ...]
    center: float
    sigma: float
    k: float
    h: float


@dataclass(frozen=True, slots=True)
class Ewma:
    """An exponentially weighted moving average.

    Parameters
    ----------
    values, average : float array of shape (n,)
        The values and their weighted averages, in the caller's units; NaN where missing.
    lower, upper : float array of shape (n,)
        Exact limits of the average at each point.
    signals : tuple of int
        Positions at which the average is strictly beyond a limit.
    center, sigma : float
        What the values were compared with, in their units.
    lam, width : float
        Weight of the newest value, and distance of the limits in sigma of the average.
    """

    values: FloatArray
    average: FloatArray
    lower: FloatArray
    upper: FloatArray
    signals: tuple[int, ...]
    center: float
    sigma: float
    lam: float
    width: float


@dataclass(frozen=True, slots=True)
class BernoulliCusum:
    """A CUSUM of single cases.

    Parameters
    ----------
    outcomes : float array of shape (n,)
        1 for an event, 0 for none, NaN for missing.
    sums : float array of shape (n,)
        Accumulated evidence, 0 or more; NaN where missing.
    signals : tuple of int
        Positions at which the sum is strictly above the threshold.
    odds_ratio, threshold : float
        The change looked for, and the decision interval.
    """

    outcomes: FloatArray
    sums: FloatArray
    signals: tuple[int, ...]
    odds_ratio: float
    threshold: float


def cusum(
    values: Any,
    k: float = 0.5,
    h: float = 5,
    *,
    center: float | None = None,
    sigma: float | None = None,
    baseline: int | None = None,
) -> Cusum:
    """Accumulate what exceeds the center by more than k sigma; a sum above h is a signal.

    C⁺_i = max(0, z_i − k + C⁺_(i−1)), C⁻_i = max(0, −z_i − k + C⁻_(i−1)), z = (y − center)/sigma.

    Parameters
    ----------
    values : sequence of float, shape (n,)
        The values; missing ones leave the sums as they are.
    k, h : float
        Slack (half the shift looked for) and decision interval, in sigma.
    center, sigma : float, optional
        In the units of the values; by default the mean, and the mean moving range over 1.128.
    baseline : int, optional
        Number of leading points that the defaults rest on.

    Returns
    -------
    Cusum
        Both sums and their signals.

    Raises
    ------
    QIError
        If an argument is wrong, or there is no variation to measure in.

    References
    ----------
    NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.3.
    """
    k, h = _positive("k", k, allow_zero=True), _positive("h", h)
    numbers, middle, spread = _reference(values, center, sigma, baseline)
    up = down = 0.0
    upper, lower = [], []
    for value in ((numbers - middle) / spread).tolist():
        if math.isnan(value):
            upper.append(math.nan)
            lower.append(math.nan)
            continue
        up, down = max(0.0, up + value - k), max(0.0, down - value - k)
        upper.append(up)
        lower.append(down)
    limit = h * (1 + TOLERANCE)
    return Cusum(
        numbers,
        _frozen(upper),
        _frozen(lower),
        tuple(place for place, total in enumerate(upper) if total > limit),
        tuple(place for place, total in enumerate(lower) if total > limit),
        middle,
        spread,
        k,
        h,
    )


def ewma(
    values: Any,
    lam: float = 0.2,
    L: float = 3,  # noqa: N803 - the field's name
    *,
    center: float | None = None,
    sigma: float | None = None,
    baseline: int | None = None,
) -> Ewma:
    """Average the values with weights that fade; an average beyond its limits is a signal.

    w_i = λ y_i + (1 − λ) w_(i−1), w_0 = center; limits center ± L σ √(λ/(2 − λ) (1 − (1 − λ)^(2i))).

    Parameters
    ----------
    values : sequence of float, shape (n,)
        The values; missing ones are passed over.
    lam : float
        Weight of the newest value, above 0 and up to 1.
    L : float
        Distance of the limits, in sigma of the average.
    center, sigma : float, optional
        In the units of the values; by default the mean, and the mean moving range over 1.128.
    baseline : int, optional
        Number of leading points that the defaults rest on.

    Returns
    -------
    Ewma
        The averages, their exact limits, and the signals.

    Raises
    ------
    QIError
        If an argument is wrong, or there is no variation to measure in.

    References
    ----------
    NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.4.
    """
    weight = finite("lam", lam)
    if not 0 < weight <= 1:
        raise InvalidValueError(
            f"expected more than 0 and at most 1, found {shown(lam)}", argument="lam"
        )
    width = _positive("L", L)
    numbers, middle, spread = _reference(values, center, sigma, baseline)
    present = ~np.isnan(numbers)
    average = np.full(len(numbers), np.nan)
    current = middle
    for place in np.flatnonzero(present).tolist():
        current = weight * float(numbers[place]) + (1 - weight) * current
        average[place] = current
    fading = 1 - (1 - weight) ** (2 * np.cumsum(present))
    distance = width * spread * np.sqrt(weight / (2 - weight) * fading)
    tolerance = TOLERANCE * float(np.nanmax(np.abs(numbers)))
    beyond = np.abs(average - middle) > distance + tolerance
    return Ewma(
        numbers,
        _frozen(average),
        _frozen(middle - distance),
        _frozen(middle + distance),
        tuple(np.flatnonzero(beyond).tolist()),
        middle,
        spread,
        weight,
        width,
    )


def bernoulli_cusum(outcomes: Any, p0: Any, odds_ratio: float, threshold: float) -> BernoulliCusum:
    """Accumulate the evidence of single cases that the odds of an event have changed.

    S_t = max(0, S_(t−1) + y log R − log(1 − p0 + R p0)), R the odds ratio looked for.

    Parameters
    ----------
    outcomes : sequence of {0, 1}, shape (n,)
        1 for an event; missing cases are passed over.
    p0 : float or sequence of float, shape (n,)
        Accepted probability of an event, one for all or one per case.
    odds_ratio : float
        The change looked for: above 1 for more events, below 1 for fewer.
    threshold : float
        A sum strictly above it is a signal.

    Returns
    -------
    BernoulliCusum
        The sums and the signals.

    Raises
    ------
    QIError
        If an outcome is neither 0 nor 1, a probability is not between 0 and 1, or the odds ratio
        is 1 or not above 0.

    References
    ----------
    Steiner, Cook, Farewell & Treasure 2000, Monitoring surgical performance using risk-adjusted
    cumulative sum charts, Biostatistics 1(4).
    """
    cases, _ = read_numbers("outcomes", outcomes)
    wrong = ~np.isnan(cases) & (cases != 0) & (cases != 1)
    if wrong.any():
        place = int(wrong.argmax())
        raise InvalidValueError(
            f"expected 0 or 1, found {exact(cases[place])}", argument="outcomes", position=place
        )
    single = not hasattr(p0, "__len__") or getattr(p0, "ndim", 1) == 0
    risks = np.full(len(cases), finite("p0", p0)) if single else read_numbers("p0", p0)[0]
    if len(risks) != len(cases):
        raise ShapeError(f"expected one or {len(cases)} values, found {len(risks)}", argument="p0")
    impossible = ~((risks > 0) & (risks < 1))
    if impossible.any():
        place = int(impossible.argmax())
        raise InvalidValueError(
            f"expected a probability between 0 and 1, found {exact(risks[place])}",
            argument="p0",
            position=None if single else place,
        )
    ratio, limit = _positive("odds_ratio", odds_ratio), _positive("threshold", threshold)
    if ratio == 1:
        raise InvalidValueError("expected a change, found 1", argument="odds_ratio")
    weights = cases * math.log(ratio) - np.log(1 - risks + ratio * risks)
    total, sums = 0.0, []
    for weight in weights.tolist():
        if not math.isnan(weight):
            total = max(0.0, total + weight)
        sums.append(math.nan if math.isnan(weight) else total)
    beyond = limit * (1 + TOLERANCE)
    signals = tuple(place for place, evidence in enumerate(sums) if evidence > beyond)
    cases.flags.writeable = False
    return BernoulliCusum(cases, _frozen(sums), signals, ratio, limit)


def _reference(
    values: Any, center: float | None, sigma: float | None, baseline: int | None
) -> tuple[FloatArray, float, float]:
    numbers, _ = read_numbers("values", values)
    if np.isnan(numbers).all():
        raise InvalidValueError(
            "expected at least one value that is not missing", argument="values"
        )
    if baseline is not None and (
        isinstance(baseline, bool)
        or not isinstance(baseline, (int, np.integer))
        or not 1 <= baseline <= len(numbers)
    ):
        raise InvalidValueError(
            f"expected 1 to {len(numbers)} points, found {shown(baseline)}", argument="baseline"
        )
    head = numbers[:baseline]
    used = np.flatnonzero(~np.isnan(head))
    if center is None and not used.size:
        raise InvalidValueError("all its points are missing", argument="baseline")
    middle = float(head[used].mean()) if center is None else finite("center", center)
    if sigma is None:
        basis = Basis(head, head, None, used, np.cumsum(np.isnan(head))[used])
        ranges = basis.moving_ranges(head[used])
        spread = float(ranges.mean()) / D2_N2 if ranges.size else 0.0
        if spread == 0:
            raise InvalidValueError(
                "neighboring values do not vary, so there is no sigma to measure in; give sigma",
                argument="values",
            )
    else:
        spread = _positive("sigma", sigma)
    numbers.flags.writeable = False
    return numbers, middle, spread


def _positive(argument: str, value: Any, *, allow_zero: bool = False) -> float:
    number = finite(argument, value)
    if number < 0 or (number == 0 and not allow_zero):
        expected = "0 or more" if allow_zero else "more than 0"
        raise InvalidValueError(f"expected {expected}, found {shown(value)}", argument=argument)
    return number


def _frozen(values: Any) -> FloatArray:
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array
