"""The ramp chart of a team's cycles: tests that grow from one person to everyone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

from markupsafe import Markup

from app.kept import kept
from app.pdsa.models import Cycle, Scale
from app.pdsa.queries import ramp_key, ramp_label
from charts import pdsa_ramp
from charts.pdsa_ramp import Decision as Mark
from charts.pdsa_ramp import Ramp, RampChart, RampCycle

SCALES = tuple(Scale)


@kept(32)
def drawn_ramps(chart: RampChart, *, uid: str) -> Markup:
    """The drawing and its list, made once for each state: equal ramps are drawn alike."""
    return pdsa_ramp.html(chart, uid=uid)


def day_of_test(cycle: Cycle) -> date | None:
    """When a test was: its first day, else its last, else the day on which it was decided."""
    return cycle.starts_on or cycle.ends_on or cycle.decided_on


def is_drawn(cycle: Cycle) -> bool:
    """Whether a cycle has a place on the chart: a day and a scale."""
    return day_of_test(cycle) is not None and cycle.scale is not None


def ramp_chart(
    cycles: Sequence[Cycle],
    href: Callable[[Cycle], str],
    *,
    before_shift: Collection[int] = (),
) -> RampChart | None:
    """The chart of the cycles that have a day and a scale; None without any.

    `before_shift` holds the numbers of the cycles just before the chart's shift.
    """
    by_id = {cycle.id: cycle for cycle in cycles}
    ramps: dict[str, Ramp] = {}
    marks = []
    for cycle in cycles:
        day = day_of_test(cycle)
        if day is None or cycle.scale is None:
            continue
        key, label = ramp_key(cycle, by_id), ramp_label(cycle, by_id)
        ramps.setdefault(key, Ramp(key, label))
        marks.append(
            RampCycle(
                cycle.number,
                day,
                scale=SCALES.index(cycle.scale),
                decision=Mark[cycle.decision.name] if cycle.decision else Mark.RUNNING,
                ramp=key,
                title=cycle.title,
                href=href(cycle),
                before_shift=cycle.number in before_shift,
            )
        )
    if not marks:
        return None
    return RampChart(
        scales=tuple(scale.value.capitalize() for scale in SCALES),
        ramps=tuple(ramps.values()),
        cycles=tuple(marks),
        title="Tests of change, by scale and date",
    )
