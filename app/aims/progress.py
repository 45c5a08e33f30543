"""How far the aim has come: from its fields and the linked chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.aims.models import Aim
from app.kept import kept
from app.measures.charts import SeriesChart, series_chart
from app.measures.queries import series_of_team
from app.measures.series import display
from charts import aim_progress
from charts.aim_progress import AimProgress, AimTone

RECENT = 3
"""Periods that "now" rests on: one may be chance."""

TONES = {"improvement": AimTone.IMPROVED, "concern": AimTone.CONCERN}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an aim has come, drawn, and what its chart's rules say of it."""

    drawing: Markup
    verdict: str
    direction: str | None
    sentence: str
    href: str


def standing_of(aim: Aim, today: date) -> Standing | None:
    """Where the aim stands by its linked chart; None without one."""
    for series in series_of_team(aim.team_id):
        if series.measure_id == aim.measure_id:
            chart = series_chart(series, size="mini", flags=())
            drawing = drawn_progress(progress_of(aim, chart, today))
            return Standing(drawing, chart.verdict, chart.direction, chart.sentence, chart.href)
    return None


@kept(32)
def drawn_progress(progress: AimProgress, *, uid: str = "aim-drawing") -> Markup:
    """The drawing, made once for each state: equal progress is drawn alike."""
    return aim_progress.html(progress, uid=uid)


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
