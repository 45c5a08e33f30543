"""How far the aim has come: from its fields and the linked chart."""

from __future__ import annotations

from datetime import date

from app.aims.models import Aim
from app.measures.charts import SeriesChart
from app.measures.series import display
from charts.aim_progress import AimProgress, AimTone

RECENT = 3
"""Periods that "now" rests on: one may be chance."""

TONES = {"improvement": AimTone.IMPROVED, "concern": AimTone.CONCERN}


def progress_of(aim: Aim, chart: SeriesChart | None, today: date) -> AimProgress:
    """Baseline, now and target on one line; the color only where the chart's rules say so."""
    label = f"{aim.baseline_period} baseline" if aim.baseline_period else "Baseline"
    return AimProgress(
        baseline=aim.baseline,
        target=aim.target,
        now=recent(chart) if chart else None,
        today=today,
        start=aim.started_on,
        due=aim.by_when,
        unit=aim.unit,
        baseline_label=label,
        now_label=_now_label(chart) if chart else "Now",
        tone=TONES.get(chart.verdict, AimTone.NO_SIGNAL) if chart else AimTone.NO_SIGNAL,
    )


def recent(chart: SeriesChart, count: int = RECENT) -> float | None:
    """The last periods together: pooled where there are denominators, else their mean."""
    rows = [row for row in chart.rows if not row.excluded][-count:]
    if not rows:
        return None
    denominators = [row.denominator for row in rows if row.denominator is not None]
    total = sum(row.value for row in rows)
    if denominators:
        return display(chart.measure, total, sum(denominators))
    return display(chart.measure, total / len(rows), None)


def _now_label(chart: SeriesChart) -> str:
    count = min(RECENT, sum(1 for row in chart.rows if not row.excluded))
    pace = chart.measure.frequency.value
    return f"Now, last {count} {pace}s" if count > 1 else f"Now, last {pace}"
