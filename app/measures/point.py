"""A point of a chart, opened: what it says, what is marked there, and the forms that mark it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import isfinite

from app import access
from app.access import May
from app.errors import ServiceError
from app.measures import effects, marks, periods, reading
from app.measures.addresses import series_url
from app.measures.marking import phase_from
from app.measures.marks import Marks, marks_of
from app.measures.models import Annotation, Observation, Series
from app.measures.point_forms import AnnotationForm, MarkForm, PhaseForm, ReasonForm
from app.measures.reading import SignalLine
from app.measures.series import position_in
from app.strata import published
from charts.formats import number_format
from charts.tips import counts_text
from qi.results import Analysis


@dataclass(frozen=True, slots=True)
class Opened:
    """The form that was sent and is shown again: with its refusals, a preview or a conflict."""

    kind: str
    """"annotate", "note-7", "exclusion", "start", "phase" or "remove"."""
    form: MarkForm
    conflict: tuple[str, str] = ("", "")
    """What is stored now and what was typed, where somebody else was faster."""


@dataclass(frozen=True, slots=True)
class Part:
    """One change that the panel offers."""

    form: MarkForm
    action: str
    effect: tuple[str, ...] = ()
    open: bool = False
    conflict: tuple[str, str] = ("", "")
    refused: str = ""
    """Why it cannot be done here, instead of a form."""


@dataclass(frozen=True, slots=True)
class Flag:
    """An annotation near the point, with its form and how it is taken off."""

    note: Annotation
    part: Part | None
    remove: str


@dataclass(frozen=True, slots=True)
class Phase:
    """The phase that the point lies in."""

    name: str
    label: str
    reason: str
    baseline: str
    first: bool


@dataclass(frozen=True, slots=True)
class Point:
    """The panel."""

    series: Series
    period: date
    name: str
    value: str
    counts: str
    signals: tuple[SignalLine, ...]
    note: str
    excluded: bool
    excluded_because: str
    phase: Phase
    flags: tuple[Flag, ...]
    before: str
    after: str
    full_access: bool
    may_mark: bool
    annotate: Part | None = None
    exclusion: Part | None = None
    start: Part | None = None
    change: Part | None = None
    remove: Part | None = None
    saved: str = ""
    undo: str = ""
    """Where a removed annotation is put back."""

    @property
    def opening(self) -> bool:
        """Whether one of its forms is shown again, which then has the focus."""
        parts = (self.annotate, self.exclusion, self.start, self.change, self.remove)
        return any(part.open for part in (*parts, *(flag.part for flag in self.flags)) if part)

    @property
    def href(self) -> str:
        """The point's own page."""
        return point_url(self.series, self.period)

    @property
    def close(self) -> str:
        """The page without the panel."""
        return series_url(self.series)

    @property
    def review(self) -> str:
        """Where the team's coach reviews the chart."""
        return series_url(self.series, "reviews.show")


def point_url(series: Series, period: date, endpoint: str = "points.show", **more: object) -> str:
    """The address of a point of a chart, or of something done there."""
    return series_url(series, endpoint, period=period.isoformat(), **more)


def observation_at(series: Series, period: date | None) -> Observation | None:
    """The stored value of a point that the reader may see."""
    seen = published.rows(series, sees_all=access.may(May.SEE_TEAM, series.team))
    if all(row.period != period for row in seen):
        return None
    return next(each for each in series.observations if each.period == period)


def point(
    series: Series,
    observation: Observation,
    *,
    opened: Opened | None = None,
    saved: str = "",
    removed: Annotation | None = None,
) -> Point:
    """Open a point of a series that `queries.load_for_page` has loaded."""
    full = access.may(May.SEE_TEAM, series.team)
    marked, measure = marks_of(series), series.measure
    if not full:
        marked = Marks(
            measure,
            tuple(published.rows(series, sees_all=False)),
            marked.starts,
            marked.baselines,
        )
    analysis = marked.analysis()
    at = position_in(analysis.x, observation.period, measure.frequency)
    formats = number_format(analysis.values.tolist(), measure.unit)
    value = float(analysis.values[at])
    before, after = _neighbors(series, marked, observation.period)
    plain = Point(
        series=series,
        period=observation.period,
        name=periods.name(observation.period, measure.frequency),
        value=formats.full(value) if isfinite(value) else "no value",
        counts=counts_text(analysis, at),
        signals=reading.lines_at(analysis, measure.frequency, measure.unit, at),
        note=observation.note if full else "",
        excluded=observation.excluded_because is not None,
        excluded_because=(observation.excluded_because or "") if full else "",
        phase=_phase(series, marked, analysis, observation.period, full=full),
        flags=(),
        before=before,
        after=after,
        full_access=full,
        may_mark=access.may(May.MARK_CHART, series),
        saved=saved,
        undo=_undo(series, removed),
    )
    return _Marking(plain, observation, marked, opened).panel() if full else plain


def _undo(series: Series, removed: Annotation | None) -> str:
    if removed is None or removed.removed_at is None:
        return ""
    return series_url(series, "points.put_back", annotation_id=removed.id)


def _neighbors(series: Series, marked: Marks, period: date) -> tuple[str, str]:
    """Where the points before and after it are; empty at the ends."""
    known = [row.period for row in marked.rows]
    at = known.index(period)
    before = point_url(series, known[at - 1]) if at else ""
    return before, point_url(series, known[at + 1]) if at + 1 < len(known) else ""


def _phase(series: Series, marked: Marks, analysis: Analysis, period: date, *, full: bool) -> Phase:
    start = marked.start_of(period)
    stored = phase_from(series, start)
    frequency = marked.frequency
    rows = marked.phase_rows(start)
    begins = start or marked.rows[0].period
    wanted = marked.baselines.get(start, marked.measure.baseline_points)
    baseline = f"all {periods.count(len(rows), frequency)}"
    if wanted is not None:
        baseline = f"the first {periods.count(wanted, frequency)}"
    return Phase(
        name=f"From {periods.name(begins, frequency)}" if len(analysis.phases) > 1 else "One phase",
        label=stored.label if stored and full else "",
        reason=stored.reason if stored and full else "",
        baseline=baseline,
        first=stored is None,
    )


@dataclass(frozen=True, slots=True)
class _Marking:
    """Adds to a point what the team and its coach may read and do there."""

    plain: Point
    observation: Observation
    marked: Marks
    opened: Opened | None

    def panel(self) -> Point:
        """The panel with annotations and, for who may mark, with forms."""
        values = {name: getattr(self.plain, name) for name in Point.__dataclass_fields__}
        values["flags"] = tuple(self._flag(note) for note in self._notes())
        if self.plain.may_mark:
            values |= {
                "annotate": self._annotate(),
                "exclusion": self._exclusion(),
                "start": self._start(),
                "change": self._change(),
                "remove": self._remove(),
            }
        return Point(**values)

    def _notes(self) -> list[Annotation]:
        """The flags from this point on, up to the next one; each flag has one such point."""
        known = [row.period for row in self.marked.rows]
        at = known.index(self.plain.period)
        first = date.min if at == 0 else self.plain.period
        after = known[at + 1] if at + 1 < len(known) else date.max
        return [note for note in self.plain.series.annotations if first <= note.on < after]

    def _flag(self, note: Annotation) -> Flag:
        if not self.plain.may_mark:
            return Flag(note, None, "")
        kind = f"note-{note.id}"
        part = self._part(
            kind,
            lambda: AnnotationForm(
                name=kind, formdata=None, on=note.on, text=note.text, version=str(note.version)
            ),
            series_url(self.plain.series, "points.change_note", annotation_id=note.id),
        )
        remove = series_url(self.plain.series, "points.remove_note", annotation_id=note.id)
        return Flag(note, part, remove)

    def _annotate(self) -> Part:
        return self._part(
            "annotate",
            lambda: AnnotationForm(name="annotate", formdata=None, on=self.plain.period),
            point_url(self.plain.series, self.plain.period, "points.annotate"),
        )

    def _exclusion(self) -> Part:
        period, excluded = self.plain.period, self.plain.excluded
        refused = "" if excluded else _refusal(lambda: marks.check_exclusion(self.marked, period))
        endpoint = "points.take_back" if excluded else "points.exclude"
        return self._part(
            "exclusion",
            lambda: ReasonForm(name="exclusion", formdata=None, version=self._version),
            point_url(self.plain.series, period, endpoint),
            lambda: self.marked.with_exclusion(period, excluded=not excluded),
            refused,
        )

    def _start(self) -> Part | None:
        period = self.plain.period
        if period in self.marked.starts or period == self.marked.rows[0].period:
            return None
        form = self._sent("start")
        points = form.points if isinstance(form, PhaseForm) else None
        refused = _refusal(lambda: marks.check_phase(self.marked, period, None))
        return self._part(
            "start",
            lambda: PhaseForm(name="start", formdata=None, version=self._version),
            point_url(self.plain.series, period, "points.start_phase"),
            lambda: self.marked.with_phase(period, points),
            refused,
        )

    def _change(self) -> Part:
        period = self.plain.period
        start = self.marked.start_of(period)
        baseline = self.marked.baselines.get(start)
        form = self._sent("phase")
        points = form.points if isinstance(form, PhaseForm) else baseline
        return self._part(
            "phase",
            lambda: PhaseForm(
                name="phase",
                formdata=None,
                label=self.plain.phase.label,
                baseline="" if baseline is None else str(baseline),
                version=self._version,
            ),
            point_url(self.plain.series, period, "points.change_phase"),
            (lambda: self.marked.with_baseline(start, points)) if form else None,
        )

    def _remove(self) -> Part | None:
        start = self.marked.start_of(self.plain.period)
        if start is None:
            return None
        return self._part(
            "remove",
            lambda: ReasonForm(name="remove", formdata=None, version=self._version),
            point_url(self.plain.series, self.plain.period, "points.remove_phase"),
            lambda: self.marked.without_phase(start),
        )

    @property
    def _version(self) -> str:
        return str(self.plain.series.version)

    def _sent(self, kind: str) -> MarkForm | None:
        return self.opened.form if self.opened and self.opened.kind == kind else None

    def _part(
        self,
        kind: str,
        fresh: Callable[[], MarkForm],
        action: str,
        change: Callable[[], Marks] | None = None,
        refused: str = "",
    ) -> Part:
        sent = self._sent(kind)
        effect: tuple[str, ...] = ()
        if change is not None and not refused and not (sent and sent.errors):
            effect = effects.effect(self.marked, change()).lines
        conflict = self.opened.conflict if self.opened and sent else ("", "")
        form = fresh()
        if isinstance(sent, type(form)):  # a refused removal opens the form of what it is about
            form = sent
        return Part(form, action, effect, sent is not None, conflict, refused)


def _refusal(check: Callable[[], None]) -> str:
    """The sentence with which a check refuses, or nothing."""
    try:
        check()
    except ServiceError as error:
        return error.message
    return ""
