"""One series, one chart: read, compute limits, apply rules, judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import numpy as np

from qi.chart_types import chart_type
from qi.constants import TOLERANCE
from qi.moving_range import ranges_of
from qi.options import read_multiplier, read_screen, read_target
from qi.per_phase import Drawing, Drawn, Judged, Method, draw_phase, judge_phase
from qi.phases import read_layout
from qi.results import Analysis, BoolArray, FloatArray, IntArray, Verdict
from qi.rules.rulesets import RuleSet, rule_set
from qi.series import Series, read_series
from qi.verdict import Direction, assurance, variation

AnyArray = TypeVar("AnyArray", FloatArray, IntArray, BoolArray)


def analyze(
    values: Any,
    chart: str = "run",
    *,
    denominators: Any = None,
    subgroups: Any = None,
    x: Iterable[Any] | None = None,
    baseline: int | Sequence[int | None] | None = None,
    phases: Iterable[int] = (),
    exclude: Iterable[int] = (),
    multiplier: float = 1.0,
    target: float | None = None,
    direction: Direction | None = None,
    rules: str | RuleSet = "default",
    screen_moving_ranges: bool | None = None,
) -> Analysis:
    """Analyze one series: center, limits, signals, verdict.

    Comparisons with the center line, the limits and the zones, and of equal neighbors, use one
    tolerance: 1e-9 of the largest included absolute value. On mr charts and charts of subgroups that
    is the largest raw value, not the largest range or standard deviation.

    Parameters
    ----------
    values : sequence of float, shape (n,)
        The values; on p, pp, np, u, up and ip charts the numerators. NaN and None are missing
        points. On mr charts the values whose moving ranges are plotted.
    chart : {"run", "i", "mr", "ip", "xbar", "s", "r", "p", "pp", "np", "u", "up", "c", "g", "t"}
        Type of chart.
    denominators : sequence of float, shape (n,), optional
        Required on p, pp, np, u, up and ip charts. On run, i and mr charts the plotted value is
        then the value over its denominator. A point whose denominator is 0 or missing is missing.
    subgroups : sequence, shape (n,), optional
        Required on xbar, s and r charts: one label per raw value; equal labels form one plotted
        point, in the order in which they first appear. Missing values are left out of their
        subgroup; on s and r charts a subgroup of one value is a missing point.
    x : sequence, shape (n,), optional
        Dates or labels of the plotted points. Dates must be in order. Without x, points are
        numbered from 1.
    baseline : int or sequence of (int or None), optional
        Number of leading points, of every phase or of each phase, that center and limits rest
        on. A phase with fewer points rests on all it has.
    phases : sequence of int
        0-based positions at which a new phase starts.
    exclude : sequence of int
        0-based positions that stay on the chart but are left out of center, limits and runs.
    multiplier : float
        Display scale, such as 100 for percentages; applies to values, center, limits and target.
    target : float, optional
        In the units of the plotted values, before `multiplier`.
    direction : {"up", "down"}, optional
        Which way is better.
    rules : str or RuleSet
        Rule set; "default" is perla on run charts and ihi on control charts.
    screen_moving_ranges : bool, optional
        Whether to drop moving ranges at or above 3.267 times their mean once; None follows the
        rule set.

    Returns
    -------
    Analysis
        Values, center and limits in display units, signals, phases, verdict and all options.

    Raises
    ------
    QIError
        If an argument is wrong; it names the argument, the position and what was expected.

    References
    ----------
    Each chart cites its source in `qi.limits`, each rule set in `qi.rules.rulesets`.
    """
    given = {
        "denominators": denominators, "subgroups": subgroups, "x": x, "baseline": baseline,
        "phases": phases, "exclude": exclude, "multiplier": multiplier, "target": target,
        "direction": direction, "screen_moving_ranges": screen_moving_ranges,
    }  # fmt: skip
    return analyze_under((rules,), values, chart, **given)[0]


def analyze_under(
    rule_sets: Iterable[str | RuleSet],
    values: Any,
    chart: str = "run",
    *,
    denominators: Any = None,
    subgroups: Any = None,
    x: Iterable[Any] | None = None,
    baseline: int | Sequence[int | None] | None = None,
    phases: Iterable[int] = (),
    exclude: Iterable[int] = (),
    multiplier: float = 1.0,
    target: float | None = None,
    direction: Direction | None = None,
    screen_moving_ranges: bool | None = None,
) -> tuple[Analysis, ...]:
    """Analyze one series under several rule sets; it is read once, and limits they share computed once.

    Parameters
    ----------
    rule_sets : iterable of str or RuleSet
        As `rules` of `analyze`.
    values, chart, denominators, subgroups, x, baseline, phases, exclude
        As for `analyze`.
    multiplier, target, direction, screen_moving_ranges
        As for `analyze`.

    Returns
    -------
    tuple of Analysis
        One for each rule set: what `analyze` gives under it.

    Raises
    ------
    QIError
        If an argument is wrong.
    """
    kind = chart_type(chart)
    series = read_series(kind, values, denominators, subgroups, x)
    n = len(series.plotted)
    layout = read_layout(n, phases, baseline, exclude)
    scale = read_multiplier(multiplier)
    aim = read_target(target, direction)
    included = ~series.missing
    if layout.exclude:
        included[list(layout.exclude)] = False
    if kind.name == "mr":
        series, included = ranges_of(series, layout, included)
    size = series.judged if series.size is None else series.size
    tolerance = _tolerance(size, included)
    # Center and limits depend on these two conventions of a rule set, and on nothing else of it.
    drawn: dict[tuple[bool, bool], tuple[Drawing, list[Drawn]]] = {}
    found = []
    for rules in rule_sets:
        ruleset = rule_set(rules, limits=kind.limits)
        screen = read_screen(screen_moving_ranges, ruleset.screen_moving_ranges)
        applied = RuleSet(ruleset.name, outside=ruleset.outside) if kind.only_outside else ruleset
        method = Method(kind, applied, screen, tolerance, scale)
        key = (applied.cut_limits, screen)
        if key not in drawn:
            drawing = Drawing(n)
            drawn[key] = (
                drawing,
                [draw_phase(phase, series, included, method, drawing) for phase in layout.phases],
            )
        drawing, parts = drawn[key]
        options = {
            "chart": kind.name,
            "rules": ruleset,
            "baseline": layout.baseline,
            "phases": layout.starts,
            "exclude": layout.exclude,
            "multiplier": scale,
            "target": aim,
            "direction": direction,
            "screen_moving_ranges": screen,
        }
        judged = [judge_phase(part, method) for part in parts]
        found.append(_result(series, included, drawing, judged, method, options))
    return tuple(found)


def _tolerance(values: FloatArray, included: BoolArray) -> float:
    """Absolute tolerance: 1e-9 of the largest included absolute value."""
    largest = np.abs(values).max(initial=0.0, where=included)
    return TOLERANCE * float(largest)


def _result(
    series: Series,
    included: BoolArray,
    drawing: Drawing,
    judged: list[Judged],
    method: Method,
    options: dict[str, Any],
) -> Analysis:
    scale = method.scale
    denominators = series.denominators
    values = _frozen(series.plotted * scale)
    lower, upper = _frozen(method.shown(drawing.lower)), _frozen(method.shown(drawing.upper))
    target = None if options["target"] is None else options["target"] * scale
    size = series.plotted if series.size is None else series.size
    tolerance = _tolerance(size, included) * scale
    latest = next((phase for phase in reversed(judged) if phase.latest is not None), judged[-1])
    place = -1 if latest.latest is None else latest.latest
    direction = options["direction"]
    found, rule = variation(latest.signals, latest.latest, latest.summary.n_useful, direction)
    assured = assurance(float(lower[place]), float(upper[place]), target, direction, tolerance)
    return Analysis(
        chart=method.kind.name,
        x=series.x,
        values=values,
        numerators=_frozen(series.numerators),
        denominators=None if denominators is None else _frozen(denominators),
        phase=_frozen(drawing.phase),
        included=_frozen(included),
        center=_frozen(method.shown(drawing.center)),
        lower=lower,
        upper=upper,
        sigma_units=_frozen(_sigma_units(series, drawing, method)),
        phases=tuple([phase.summary for phase in judged]),
        signals=tuple([signal for phase in judged for signal in phase.signals]),
        verdict=Verdict(found, assured, rule),
        options=options,
        target=target,
        tolerance=tolerance,
    )


def _frozen(array: AnyArray) -> AnyArray:
    array.flags.writeable = False
    return array


def _sigma_units(series: Series, drawing: Drawing, method: Method) -> FloatArray:
    if not method.kind.limits:
        return np.full(len(series.plotted), np.nan)
    deviations = series.judged - drawing.middle
    flat = drawing.sigma <= method.tolerance
    if not flat.any():
        units: FloatArray = deviations / drawing.sigma
        return units
    # A point on the center of zero-width limits is 0 sigma from it; for others there is no answer.
    zero: FloatArray = np.where(np.abs(deviations) <= method.tolerance, 0.0, np.nan)
    return np.where(flat, zero, deviations / np.where(flat, 1.0, drawing.sigma))
