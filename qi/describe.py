"""Plain sentences that say what a chart says: the number first, then the place."""

from __future__ import annotations

from qi.caveats import applied, has_limits, not_judgeable, on_target, reservations
from qi.chart_types import CHART_TYPES
from qi.dates import Calendar, calendar
from qi.results import Analysis, PhaseSummary, Signal, Variation
from qi.runs import longest_run_limit, stretches
from qi.signal_sentences import NAMED_POINTS, excursions, in_a_row, say
from qi.verdict import strength


def describe(analysis: Analysis, unit: str = "") -> tuple[str, ...]:
    """Say what the chart says, the most important first.

    Parameters
    ----------
    analysis : Analysis
        The analysis.
    unit : str
        The unit of the values, such as "%" or "days", written behind the target.

    Returns
    -------
    tuple of str
        Sentences: why a phase cannot be judged, signals that last to the latest point in the
        order of the verdict, a shift that lacks one point, earlier signals from the latest back,
        then what limits the judgment, and the target.
    """
    phase = latest_phase(analysis)
    if phase is None:
        return ("No values yet: there is nothing to judge.",)
    names = calendar(analysis.x)
    latest = latest_position(analysis)
    groups = _groups(analysis, latest)
    sentences = [say(analysis, names, group, latest) for group in groups]
    near = near_signal(analysis)
    if near:
        ongoing = sum(group[-1].indices[-1] == latest for group in groups)
        sentences.insert(ongoing, near)
    judged = not_judgeable(analysis, names, phase, latest)
    if judged:
        alone = analysis.verdict.variation is not Variation.NOT_JUDGEABLE
        sentences.insert(1 if alone else 0, judged)
    elif not applied(analysis, latest):
        sentences.append(_nothing_applied(analysis, latest))
    elif not analysis.signals:
        sentences.append(
            f"No signal among {names.count(phase.n_points)}: the points vary as chance alone "
            "makes them vary."
        )
    sentences += reservations(analysis, names, phase, latest)
    if not judged and analysis.target is not None:
        sentences += on_target(analysis, analysis.target, unit, latest)
    return tuple(sentences)


def _nothing_applied(analysis: Analysis, latest: int) -> str:
    kind = CHART_TYPES[analysis.chart]
    without = " without limits" if kind.limits and not has_limits(analysis, latest) else ""
    return (
        f"No rule of {analysis.options['rules'].name} applies to {kind.called}{without}: "
        "nothing was looked for."
    )


def latest_phase(analysis: Analysis) -> PhaseSummary | None:
    """Return the phase of the latest included point; None if no point is included."""
    return next((phase for phase in reversed(analysis.phases) if phase.n_points), None)


def latest_position(analysis: Analysis) -> int:
    """Return the position of the latest included point, of which there must be one."""
    return len(analysis) - 1 - int(analysis.included[::-1].argmax())


def near_signal(analysis: Analysis) -> str | None:
    """Say that the latest points are one short of a shift, if they are.

    Parameters
    ----------
    analysis : Analysis
        The analysis.

    Returns
    -------
    str or None
        For example "7 months in a row below the center line; one more is a shift."
    """
    phase = latest_phase(analysis)
    rules = analysis.options["rules"]
    if phase is None or phase.all_equal or analysis.chart == "mr":
        return None
    length = rules.shift
    if rules.longest_run:
        # The next point makes the series one longer, which may move the limit.
        length = (longest_run_limit(phase.n_useful + 1) or 0) + 1
    if length is None:
        return None
    places = [place for place in range(phase.start, phase.stop) if analysis.included[place]]
    tolerance = analysis.tolerance
    marks = [_mark(analysis.values[place] - phase.center, tolerance) for place in places]
    breaks = rules.on_center == "break"
    runs = stretches(marks, zeros_break=breaks)
    if not runs or len(runs[-1][1]) != length - 1:
        return None
    side, members = runs[-1]
    if breaks and members[-1] != len(places) - 1:
        return None
    names: Calendar = calendar(analysis.x)
    indices = tuple(places[member] for member in members)
    where = "above" if side > 0 else "below"
    return f"{in_a_row(names, indices)} {where} the center line; one more is a shift."


def _mark(deviation: float, tolerance: float) -> int:
    return 1 if deviation > tolerance else -1 if deviation < -tolerance else 0


def _groups(analysis: Analysis, latest: int) -> list[list[Signal]]:
    """Signals in the order in which they are told; points outside one limit belong together.

    Where they are too many to be named, those that last to the latest point are told apart from
    the earlier ones: "12 points outside, the latest today" would not say whether it is news.
    """
    groups: list[list[Signal]] = []
    outside: dict[tuple[object, ...], list[Signal]] = {}
    for signal in analysis.signals:
        if signal.rule == "outside":
            outside.setdefault((signal.side, signal.phase), []).append(signal)
        else:
            groups.append([signal])
    for group in outside.values():
        *before, last = excursions(analysis, group)
        if len(group) > NAMED_POINTS and before and last[-1].start == latest:
            groups += [[signal for part in before for signal in part], last]
        else:
            groups.append(group)
    return sorted(
        groups,
        key=lambda group: (
            group[-1].indices[-1] != latest,
            0 if group[-1].indices[-1] == latest else -group[-1].indices[-1],
            strength(group[-1]),
        ),
    )
