"""What the charts of strata and the gap between them say, by rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.measures import reading
from app.measures.models import Frequency, Measure
from app.measures.reading import Says
from app.measures.series import Row, analyze, display, method_of
from charts.formats import number_format
from charts.meaning import MIN_USEFUL
from charts.strata import Stratum as Panel
from charts.strata import gap_analysis, widest
from qi.results import Analysis

FEWEST = 3
"""Values of a stratum from which it is drawn; fewer say nothing of a line."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap between the two strata whose center lines are farthest apart."""

    above: str
    below: str
    analysis: Analysis
    says: Says
    centers: tuple[str, str]
    known: int
    """Periods in which both are known."""


def panels(measure: Measure, named: Sequence[tuple[str, Sequence[Row]]]) -> list[Panel]:
    """A chart in numbers for each stratum with values enough, all on one calendar."""
    usable = [(name, rows) for name, rows in named if len(_dividing(measure, rows)) >= FEWEST]
    days = [row.period for _, rows in usable for row in rows]
    if not days:
        return []
    span, method = (min(days), max(days)), method_of(measure)
    found = []
    for name, rows in usable:
        analysis = analyze(method, _dividing(measure, rows), span=span)
        if analysis is not None:
            found.append(Panel(name, analysis))
    return found


def _dividing(measure: Measure, rows: Sequence[Row]) -> list[Row]:
    """Nobody divides nothing: such a period has no value to draw."""
    return [row for row in rows if display(measure, row.value, row.denominator) is not None]


def gap_of(measure: Measure, drawn: Sequence[Panel]) -> Gap | None:
    """The gap between the strata with the highest and the lowest center line, if there are two."""
    pair = widest(drawn)
    if pair is None:
        return None
    above, below = (drawn[at] for at in pair)
    analysis = gap_analysis(above.analysis, below.analysis)
    formats = number_format(
        [*above.analysis.values.tolist(), *below.analysis.values.tolist()], measure.unit
    )
    return Gap(
        above.name,
        below.name,
        analysis,
        reading.says(analysis, measure.frequency),
        (
            formats.full_label(above.analysis.phases[-1].center),
            formats.full_label(below.analysis.phases[-1].center),
        ),
        sum(1 for value in analysis.values.tolist() if value == value),  # noqa: PLR0124  # NaN differs from itself
    )


def sentences(measure: Measure, whole: Analysis | None, gap: Gap | None) -> tuple[str, ...]:
    """How the whole and the gap go together, then what it takes to say more."""
    if gap is None:
        return (
            f"Too few values to compare groups: two of them need {FEWEST} {measure.frequency.value}s each.",
        )
    apart = f"{gap.above} is at {gap.centers[0]} and {gap.below} at {gap.centers[1]}, by their center lines."
    if gap.says.verdict == "too_young":
        return (
            (
                f"Too few {measure.frequency.value}s to judge the gap: both groups are known in "
                f"{gap.known}, and a chart that can be judged takes {MIN_USEFUL} off its center line."
            ),
            apart,
        )
    said = reading.says(whole, measure.frequency) if whole is not None else None
    verdict = said.verdict if said is not None else "too_young"
    head = _TOGETHER[_plain(verdict), _plain(gap.says.verdict)]
    lines = (head, apart, *_signal(gap, measure.frequency))
    if measure.direction is None:
        return (_GAP_ALONE[_plain(gap.says.verdict)], *lines[1:])
    return lines


def _signal(gap: Gap, frequency: Frequency) -> tuple[str, ...]:
    """The signal behind what is said of the gap now; an older one that is over is on its chart."""
    if _plain(gap.says.verdict) == "no_signal":
        return ()
    line = reading.top_line(gap.analysis, frequency)
    return (f"In the gap: {line.sentence}",) if line is not None else ()


def _plain(verdict: str) -> str:
    return verdict if verdict in {"improvement", "concern", "too_young"} else "no_signal"


_TOGETHER = {
    ("improvement", "concern"): "The whole improves while the gap widens.",
    ("improvement", "improvement"): "The whole improves and the gap narrows.",
    ("improvement", "no_signal"): "The whole improves; the gap shows no signal of change.",
    ("no_signal", "concern"): "The gap widens; the whole shows no signal of change.",
    ("no_signal", "improvement"): "The gap narrows; the whole shows no signal of change.",
    ("no_signal", "no_signal"): "Neither the whole nor the gap shows a signal of change.",
    ("concern", "concern"): "The whole gets worse and the gap widens.",
    ("concern", "improvement"): "The gap narrows while the whole gets worse.",
    ("concern", "no_signal"): "The whole gets worse; the gap shows no signal of change.",
    ("too_young", "concern"): "The gap widens; the whole has too few values to judge.",
    ("too_young", "improvement"): "The gap narrows; the whole has too few values to judge.",
    ("too_young", "no_signal"): "The gap shows no signal; the whole has too few values to judge.",
}
"""What is said of the whole's chart and the gap's, each judged by its rules."""

_GAP_ALONE = {
    "concern": "The gap widens.",
    "improvement": "The gap narrows.",
    "no_signal": "The gap shows no signal of change.",
}
