"""Many series at once: the answers of `analyze`, in columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from qi.chart_types import ChartType, chart_type
from qi.errors import InvalidValueError, ShapeError
from qi.long_format import Long, read_long
from qi.many.analysis import analyze_block
from qi.many.arrays import Inputs, PointArrays
from qi.many.findings import Found
from qi.many.signals import SignalColumns
from qi.masked import is_masked_array
from qi.options import read_multiplier, read_screen, read_target
from qi.per_phase import Method
from qi.phases import read_layout
from qi.results import BoolArray, FloatArray
from qi.rules.rulesets import RuleSet, rule_set
from qi.series import read_numbers
from qi.shown import shown
from qi.verdict import Direction

if TYPE_CHECKING:
    import pandas as pd

CHUNK: Final = 4_000
"""Series computed together: at a few dozen points their arrays stay in the processor's cache."""


@dataclass(frozen=True)
class Batch:
    """The answers for many series: one element of each column per series.

    Parameters
    ----------
    series : tuple
        Their names; 0, 1, 2, ... for arrays.
    columns : mapping of str to array of shape (m,)
        Of the phase of each series' latest included point: `phase`, `latest` (its position),
        `value`, `center`, `lower`, `upper` (in display units), `sigma_z`, `n_points`, `n_basis`,
        `n_useful`, `trial`, `all_equal`, `longest_run`, `longest_run_max`, `crossings`,
        `crossings_min`, `runs`, `runs_min`, `runs_max`, `variation`, `assurance`, `rule`; of the
        whole series: `n_signals` and, for each rule, `<rule>_count`, `<rule>_first` (position at
        which the first signal was detected) and `<rule>_last` (last point of the last signal).
        Whole numbers that do not exist are −1, other numbers NaN.
    found : tuple of (int, Found)
        Signals as they were found, by phase and rule; `signals` shows them in order.
    points : mapping of str to array of shape (m, n), or None
        When asked: `values`, `center`, `lower`, `upper`, `sigma_units`, `included`. Each is computed
        when it is first looked at, and kept.
    options : dict
        Everything that was chosen.
    """

    series: tuple[Any, ...]
    columns: Mapping[str, NDArray[Any]]
    found: tuple[tuple[int, Found], ...] = field(repr=False)
    points: Mapping[str, NDArray[Any]] | None
    options: dict[str, Any] = field(repr=False)

    def __len__(self) -> int:
        return len(self.series)

    @cached_property
    def signals(self) -> Mapping[str, NDArray[Any]]:
        """Every signal: `series` (its number), `rule`, `start`, `stop`, `detected`, `side`, `phase`."""
        return SignalColumns(self.found)

    def frame(self) -> pd.DataFrame:
        """One row per series, indexed by its name."""
        import pandas as pd  # noqa: PLC0415 - pandas only when it is needed

        index = pd.Index(self.series, name="series")
        return pd.DataFrame(dict(self.columns), index=index)


def analyze_batch(
    values: Any,
    chart: str = "run",
    *,
    denominators: Any = None,
    series: str = "series",
    x: str = "x",
    value: str = "value",
    subgroups: str | None = None,
    baseline: int | Sequence[int | None] | None = None,
    phases: Iterable[int] = (),
    exclude: Any = (),
    multiplier: float = 1.0,
    target: Any = None,
    direction: Direction | None = None,
    rules: str | RuleSet = "default",
    screen_moving_ranges: bool | None = None,
    points: bool = False,
) -> Batch:
    """Analyze many series at once: signals, counts and verdicts as `analyze` gives them.

    Parameters
    ----------
    values : array of shape (m, n), or DataFrame
        One series per row, shorter ones padded with NaN at the end. On xbar, s and r charts an
        array of shape (m, n, k): the k raw values of each subgroup, padded with NaN. Or a long
        DataFrame with one row per point, whose columns the next arguments name.
    chart : str
        Type of chart, as for `analyze`.
    denominators : array of shape (m, n), or str
        Denominators, or the name of their column.
    series, x, value : str
        Columns of a long DataFrame: name of the series, date or label, value. A column "x" may
        be absent, one that is named otherwise may not; dates must be in order within each series.
    subgroups : str, optional
        Column of the subgroup labels of a long DataFrame, on xbar, s and r charts.
    baseline, phases, multiplier, direction, rules, screen_moving_ranges
        As for `analyze`, the same for all series.
    exclude : sequence of int, or bool array of shape (m, n)
        0-based positions left out in all series, or a mask of points left out.
    target : float or array of shape (m,), optional
        One target for all, or one per series (NaN for none).
    points : bool
        Whether to return the arrays per point as well.

    Returns
    -------
    Batch
        Columns with one element per series.

    Raises
    ------
    QIError
        If an argument is wrong; its position is the number of the series.
    """
    kind = chart_type(chart)
    if not isinstance(points, (bool, np.bool_)):
        raise InvalidValueError(f"expected True or False, found {shown(points)}", argument="points")
    long = _read(kind, values, denominators, series=series, x=x, value=value, subgroups=subgroups)
    m, n = long.values.shape[:2]
    layout = read_layout(n, phases, baseline, () if _is_mask(exclude) else exclude)
    left_out = _read_exclude(exclude, layout.exclude, (m, n))
    scale = read_multiplier(multiplier)
    targets = _read_target(target, m, direction)
    ruleset = rule_set(rules, limits=kind.limits)
    screen = read_screen(screen_moving_ranges, ruleset.screen_moving_ranges)
    applied = RuleSet(ruleset.name, outside=ruleset.outside) if kind.only_outside else ruleset
    method = Method(kind, applied, screen, 0.0, scale)

    kept = _unshared(long, values, denominators) if points else long
    inputs = Inputs(kept.values, kept.denominators, left_out, layout, method, CHUNK)
    columns: dict[str, NDArray[Any]] = {}
    found: list[tuple[int, Found]] = []
    with np.errstate(invalid="ignore", divide="ignore"):
        for part, block in inputs.blocks():
            wanted = None if targets is None else targets[part]
            outcome = analyze_block(block, layout, method, wanted, direction)
            _enter(columns, outcome.columns, part, m)
            found += [(phase, signals.moved(rows=part.start)) for phase, signals in outcome.signals]
    for column in columns.values():
        column.flags.writeable = False
    options = {
        "chart": kind.name,
        "rules": ruleset,
        "baseline": layout.baseline,
        "phases": layout.starts,
        "exclude": exclude if left_out is not None and _is_mask(exclude) else layout.exclude,
        "multiplier": scale,
        "target": target,
        "direction": direction,
        "screen_moving_ranges": screen,
    }
    arrays = PointArrays(inputs) if points else None
    return Batch(long.series, MappingProxyType(columns), tuple(found), arrays, options)


def _enter(
    columns: dict[str, NDArray[Any]], block: dict[str, NDArray[Any]], part: slice, m: int
) -> None:
    """Enter the columns of some series into those of all."""
    for name, column in block.items():
        if name not in columns:
            columns[name] = np.empty(m, dtype=column.dtype)
        columns[name][part] = column


def _unshared(long: Long, *given: Any) -> Long:
    """Copy what belongs to the caller, who may change it before the arrays are computed."""
    values, below = long.values, long.denominators
    if isinstance(given[0], np.ndarray):
        values = values.copy()
    if isinstance(given[1], np.ndarray) and below is not None:
        below = below.copy()
    return Long(long.series, values, below)


def _read(kind: ChartType, values: Any, denominators: Any, **names: Any) -> Long:
    if hasattr(values, "columns"):
        return read_long(kind, values, denominators, **names)
    if names["subgroups"] is not None:
        raise InvalidValueError(
            "an array of raw values has its subgroups in its last dimension; expected None",
            argument="subgroups",
        )
    numbers = _numbers("values", values, 3 if kind.subgroups else 2)
    if kind.denominators == "required" and denominators is None:
        raise InvalidValueError(
            f"a {kind.name} chart needs one denominator per value", argument="denominators"
        )
    if denominators is None:
        return Long(tuple(range(len(numbers))), numbers, None)
    if kind.denominators == "refused":
        raise InvalidValueError(
            f"a {kind.name} chart takes no denominators", argument="denominators"
        )
    below = _numbers("denominators", denominators, 2)
    if below.shape != numbers.shape:
        raise ShapeError(
            f"expected shape {numbers.shape}, as the values have, found {below.shape}",
            argument="denominators",
        )
    return Long(tuple(range(len(numbers))), numbers, below)


def _numbers(argument: str, given: Any, dimensions: int) -> NDArray[Any]:
    if is_masked_array(given):
        # What is masked is missing, whatever number lies underneath.
        given = given.tolist()
    try:
        array = np.asarray(given)
    except ValueError:
        raise ShapeError("expected rows of equal length", argument=argument) from None
    if array.ndim != dimensions or 0 in array.shape:
        raise ShapeError(
            f"expected an array of {dimensions} dimensions that is not empty, found shape "
            f"{array.shape}",
            argument=argument,
        )
    if array.dtype.kind not in "fiub":
        try:
            return read_numbers(argument, array.reshape(-1))[0].reshape(array.shape)
        except InvalidValueError as error:
            place = np.unravel_index(error.position or 0, array.shape)
            raise InvalidValueError(
                f"{error.message} (series {place[0]}, point {place[1]})",
                argument=argument,
                position=int(place[0]),
            ) from None
    return array


def _is_mask(exclude: Any) -> bool:
    return isinstance(exclude, np.ndarray) and exclude.dtype == bool and exclude.ndim == 2


def _read_exclude(
    exclude: Any, positions: tuple[int, ...], shape: tuple[int, int]
) -> BoolArray | None:
    if _is_mask(exclude):
        if exclude.shape != shape:
            raise ShapeError(f"expected shape {shape}, found {exclude.shape}", argument="exclude")
        # The arrays per point are computed later, when the caller may have changed the mask.
        mask: BoolArray = exclude.copy()
        return mask
    if not positions:
        return None
    left_out = np.zeros(shape, dtype=bool)
    left_out[:, list(positions)] = True
    return left_out


def _read_target(target: Any, m: int, direction: Any) -> FloatArray | None:
    single = isinstance(target, str) or not hasattr(target, "__len__")
    if single or getattr(target, "ndim", 1) == 0:
        aim = read_target(target, direction)
        return None if aim is None else np.full(m, aim)
    read_target(None, direction)
    targets, _ = read_numbers("target", target)
    if targets.shape != (m,):
        raise ShapeError(f"expected one target per series, {m}", argument="target")
    return targets
