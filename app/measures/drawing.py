"""A series' chart as a drawing: what it is given beside the numbers, and its sizes on a page."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan
from typing import Any

from markupsafe import Markup

from app import clock
from app.kept import kept
from app.learning.action_periods import action_spans
from app.measures import own_words, periods, reading
from app.measures.addresses import from_here
from app.measures.models import DataKind, Series
from app.measures.series import Row, analyze, blank, display, method_of
from app.pdsa.models import Decision
from app.pdsa.queries import CycleFlag as Flagged
from app.strata import published
from charts import (
    Annotation,
    CycleFlag,
    Draft,
    FlagKind,
    Span,
    panel_view,
    responsive_charts,
    responsive_svg,
    shared_scale,
)
from charts.layouts import RESPONSIVE, RESPONSIVE_COMPACT, SHEET, Layout
from charts.small_multiples import panel_plot
from qi.results import Analysis

KINDS = {
    Decision.ADOPT: FlagKind.ADOPTED,
    Decision.ADAPT: FlagKind.ADAPTED,
    Decision.ABANDON: FlagKind.ABANDONED,
    None: FlagKind.RUNNING,
}
SIZES: dict[str, tuple[Layout, ...]] = {
    "full": RESPONSIVE,
    "compact": RESPONSIVE_COMPACT,
    "sheet": (*RESPONSIVE, SHEET),
}
TABLES = frozenset({"point_notes", "hrefs"})
"""What a drawing is given by position."""


def chart_options(
    series: Series,
    analysis: Analysis,
    flags: Sequence[Flagged] = (),
    *,
    full_access: bool,
) -> dict[str, Any]:
    """What a drawing is given beside the numbers; the same on pages and in files."""
    measure, notes = series.measure, own_words.notes(series, full_access=full_access)
    return {
        "title": measure.name,
        "unit": measure.unit,
        "period": reading.PACES[measure.frequency],
        "flags": tuple(_flag(flag) for flag in flags),
        "annotations": (
            *(Annotation(note.on, note.text) for note in notes),
            *own_words.version_flags(series, analysis),
        ),
        "spans": action_spans(measure.network_id),
        "phase_labels": tuple(own_words.phase_labels(series, analysis)) if full_access else (),
        "target_since": measure.target_on,
        "point_notes": own_words.point_notes(series, analysis, full_access=full_access),
        "definition": f"definition {measure.definition_version}",
    }


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the drawing of a series is made of."""

    series: Series
    analysis: Analysis | None
    flags: tuple[Flagged, ...]
    draft: Row | None
    full_access: bool
    linked: bool = False

    def full(self, size: str, uid: str | None) -> Markup:
        """The whole chart in the widths of a page; of a series without a value an example."""
        analysis = self.analysis or self._blank()
        flags = self.flags
        if self.linked:
            flags = tuple(replace(flag, href=from_here(flag.href)) for flag in flags)
        options = chart_options(self.series, analysis, flags, full_access=self.full_access)
        if self.linked:
            options |= own_words.links(self.series, analysis, full_access=self.full_access)
        uid, draft = uid or f"series-{self.series.id}", self._draft()
        if draft is not None:
            # Every digit that is typed makes another drawing, which nobody asks for again.
            return _draw(analysis, SIZES[size], uid, draft, options)
        return _drawn(analysis, SIZES[size], uid, _fixed(options))

    def mini(self) -> Markup:
        """The small chart without words; the page says beside it what it shows."""
        if self.analysis is None:
            return Markup()
        measure = self.series.measure
        return _small(self.analysis, measure.unit, action_spans(measure.network_id))

    def _blank(self) -> Analysis:
        measure = self.series.measure
        period = self.draft.period if self.draft else clock.today()
        return blank(method_of(measure), periods.start_of(period, measure.frequency))

    def _draft(self) -> Draft | None:
        if self.draft is None:
            return None
        value = self._drafted(self.draft)
        return None if value is None else Draft(self.draft.period, value)

    def _rows(self) -> list[Row]:
        return published.rows(self.series, sees_all=self.full_access)

    def _drafted(self, draft: Row) -> float | None:
        measure = self.series.measure
        if measure.data_kind not in {DataKind.SUBGROUP, DataKind.EVENTS}:
            return display(measure, draft.value, draft.denominator)
        # Of these it is the chart that says what is plotted.
        drawn = analyze(method_of(measure), [*self._rows(), draft])
        value = float(drawn.values[-1]) if drawn is not None else nan
        return value if isfinite(value) else None


def _fixed(options: Mapping[str, Any]) -> tuple[tuple[str, Hashable], ...]:
    """The options as a value of which equal ones can be told."""
    return tuple(
        (name, tuple(given.items()) if name in TABLES else given) for name, given in options.items()
    )


@kept(128)
def _drawn(
    analysis: Analysis, sizes: tuple[Layout, ...], uid: str, options: tuple[tuple[str, Any], ...]
) -> Markup:
    given = {name: dict(each) if name in TABLES else each for name, each in options}
    return _draw(analysis, sizes, uid, None, given)


def _draw(
    analysis: Analysis,
    sizes: tuple[Layout, ...],
    uid: str,
    draft: Draft | None,
    options: Mapping[str, Any],
) -> Markup:
    views = responsive_charts(analysis, sizes=sizes, draft=draft, key=False, **options)
    return responsive_svg(views, uid=uid)


@kept(1024)
def _small(analysis: Analysis, unit: str, spans: tuple[Span, ...]) -> Markup:
    scale = shared_scale([analysis], unit=unit, spans=spans)
    return panel_plot(panel_view(analysis, scale, title="", latest="", caption=""))


def _flag(flag: Flagged) -> CycleFlag:
    return CycleFlag(
        flag.on,
        str(flag.number),
        KINDS[flag.decision],
        ramp=flag.ramp,
        title=flag.title,
        href=flag.href,
        cause=flag.cause,
    )
