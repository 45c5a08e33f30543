"""Draws the small charts of a comparison on the scale of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for
from markupsafe import Markup

from app.compare import words
from app.compare.blinding import rows_of_course
from app.compare.reads import Read, analyses
from app.learning.action_periods import action_spans, bars_words
from app.measures import periods, reading
from app.measures.models import Measure
from app.measures.queries import TeamRows
from charts import panel_view, shared_scale
from charts.formats import NumberFormat, number_format
from charts.outliers import highest_beyond
from charts.small_multiples import SharedScale, panel_plot
from charts.spans import shown
from qi.results import Analysis


@dataclass(frozen=True, slots=True)
class Panel:
    """One team's small chart."""

    name: str
    href: str
    """Its page; "" of a team under a code, which has none that may be named."""
    verdict: str
    direction: str | None
    latest: str
    foot: str
    own: bool
    svg: Markup
    team: TeamRows
    """What may be kept of it: of a team under a code the rows of its course, to be analyzed by
    `app.compare.blinding.kept_course`, and neither its name nor its number."""
    coded: bool = False


class Drawing:
    """Draws panels on the scale of the page."""

    def __init__(
        self, measure: Measure, read: Sequence[Read], newest: date | None, *, own_scale: bool
    ) -> None:
        self.measure = measure
        self.analyses = analyses(read)
        self.newest = newest
        self.own_scale = own_scale
        self.pace = reading.PACES[measure.frequency]
        self.spans = action_spans(measure.network_id)
        self.scale: SharedScale = shared_scale(
            self.analyses, unit=measure.unit, period=self.pace, spans=self.spans
        )
        values = (value for each in self.analyses for value in each.values.tolist())
        self.formats: NumberFormat = number_format(values, measure.unit)
        self.url = url_for(
            "measures.show",
            network_slug=measure.network.slug,
            team_slug="TEAM-SLUG",
            measure_slug=measure.slug,
        )

    def href(self, each: Read) -> str:
        """Where a team's chart is; nowhere under a code."""
        # One address is built for the page; building 140 costs more than drawing 20 charts.
        return "" if each.seen.coded else self.url.replace("TEAM-SLUG", each.seen.slug)

    def latest(self, each: Read) -> str:
        """The latest value, as it is written."""
        index = reading.latest_index(each.analysis) if each.analysis is not None else None
        if index is None or each.analysis is None:
            return ""
        return self.formats.data(float(each.analysis.values[index]))

    def panel(self, each: Read, key: str) -> Panel:
        """One team's panel in the group of that key."""
        analysis, svg = each.analysis, Markup()
        if analysis is not None:
            svg = panel_plot(panel_view(analysis, self._scale_of(analysis), title=each.seen.label))
        quiet = key == "stale"
        return Panel(
            name=each.seen.label,
            href=self.href(each),
            verdict="too_young" if quiet else each.says.verdict,
            direction=None if quiet else each.says.direction,
            latest=self.latest(each),
            foot=self._foot(each, key),
            own=each.own,
            svg=svg,
            team=_kept(each),
            coded=each.seen.coded,
        )

    def _scale_of(self, analysis: Analysis) -> SharedScale:
        """The page's scale, or the team's own on the page's calendar."""
        if not self.own_scale:
            return self.scale
        own = shared_scale([analysis], unit=self.measure.unit, period=self.pace)
        return replace(self.scale, axis=own.axis, grid=own.grid)

    def beyond(self, high: str) -> str:
        """Say which values the scale leaves out."""
        tops = (highest_beyond(each, self.scale.axis) for each in self.analyses)
        far = sorted(top for top in tops if top is not None)
        return words.beyond([self.formats.data(top) for top in far], high)

    def _foot(self, each: Read, key: str) -> str:
        analysis = each.analysis
        if each.last is None or analysis is None:
            return each.says.caption
        highest = highest_beyond(analysis, self.scale.axis)
        above = "" if highest is None else f". Values up to {self.formats.data(highest)}"
        if self.own_scale:
            above = ". {}\u00a0to\u00a0{}".format(
                *words.ends(self._scale_of(analysis).axis, self.measure.unit)
            )
        up_to = f"ata up to {periods.name(each.last, self.measure.frequency)}"
        if key == "stale":
            return f"D{up_to}{above}"
        caption = each.says.caption
        if key == "no_signal" and analysis.signals:
            last = max(signal.indices[-1] for signal in analysis.signals)
            caption = f"No signal since {periods.name(analysis.x[last], self.measure.frequency)}"
        caption += above
        return caption if each.last == self.newest else f"{caption}. D{up_to}"

    def foot(self) -> str:
        """What the scale, the numbers and the lines are, below all panels."""
        measure = self.measure
        low, high = words.ends(self.scale.axis, measure.unit)
        scale = f"Every chart runs from {low} to {high}. {self.beyond(high)}"
        if self.own_scale:
            scale = (
                "Every chart has a scale of its own, named under it: compare courses, not heights. "
            )
        bars = bars_words(shown(self.spans, self.pace, self.scale.first, self.scale.last))
        said = f"{scale}The number is the latest value. {self.lines()}"
        return f"{said} {bars}" if bars else said

    def lines(self) -> str:
        """What center lines and limits come from."""
        measure = self.measure
        limits = "each team's own values"
        if measure.baseline_points:
            first = periods.count(measure.baseline_points, measure.frequency)
            limits = f"each team's first {first}"
        lines = "Center lines" if measure.chart == "run" else "Center lines and limits"
        return f"{lines} come from {limits}."


def _kept(each: Read) -> TeamRows:
    """The team as the panel shows it."""
    if not each.seen.coded:
        return each.seen.team
    analysis = each.analysis
    if analysis is None:
        return TeamRows(0, 0, "", each.seen.label)
    starts = tuple(analysis.x[phase.start] for phase in analysis.phases[1:])
    frozen = {
        day: phase.baseline
        for day, phase in zip((None, *starts), analysis.phases, strict=True)
        if phase.baseline is not None
    }
    return TeamRows(0, 0, "", each.seen.label, rows_of_course(analysis), starts, frozen)
