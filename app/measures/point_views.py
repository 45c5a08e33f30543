"""The pages of a chart's points: reading one, and marking the chart there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request

from app import access, navigation
from app.access import May
from app.errors import ServiceError
from app.extensions import db
from app.forms import attempt, refuse
from app.htmx import go_to, is_htmx, page_or_fragment, page_path
from app.measures import annotating, marking, pages, periods, queries
from app.measures.addresses import series_url
from app.measures.changes import changes_of
from app.measures.contents import Contents
from app.measures.marks import check_baseline, check_phase, marks_of
from app.measures.models import Annotation, Observation, Series
from app.measures.point import Opened, Point, observation_at, point, point_url
from app.measures.point_forms import AnnotationForm, MarkForm, PhaseForm, ReasonForm
from app.measures.versions import opened as opening
from app.measures.views import SERIES

bp = Blueprint("points", __name__, template_folder="templates")

POINT = f"{SERIES}/points/<period>"
NOTE = f"{SERIES}/annotations/<int:annotation_id>"


@bp.get(POINT)
@access.series(May.SEE_SERIES)
def show(series: Series, period: str) -> Response:
    """Open a point: beside its chart, or for htmx the panel alone."""
    there, observation = _open(series, period)
    removed = _removed(series, request.args.get("removed", type=int))
    wanted = opening(series, observation.period, request.args.get("definition", type=int))
    opened = point(series, observation, opened=wanted, removed=removed)
    if is_htmx():
        answer = Response(render_template("measures/_point.html", point=opened))
        answer.headers.add("Vary", "HX-Request")
        return answer
    return _page(series, opened, there)


@bp.post(f"{POINT}/annotations")
@access.series(May.MARK_CHART)
def annotate(series: Series, period: str) -> Any:
    _, observation = _open(series, period)
    form = AnnotationForm(name="annotate")

    def change() -> None:
        annotating.annotate(access.actor(), series, form.day, form.words)

    said = f"“{form.words}” stands on the chart."
    return _do(series, observation, Opened("annotate", form), change, said)


@bp.post(f"{POINT}/exclude")
@access.series(May.MARK_CHART)
def exclude(series: Series, period: str) -> Any:
    _, observation = _open(series, period)
    form = ReasonForm(name="exclusion")

    def change() -> None:
        marking.exclude(access.actor(), observation, form.why, version=form.read_version())

    said = f"{_name(observation)} is left out of center, limits and runs."
    return _do(series, observation, Opened("exclusion", form), change, said)


@bp.post(f"{POINT}/take-back")
@access.series(May.MARK_CHART)
def take_back(series: Series, period: str) -> Any:
    _, observation = _open(series, period)
    form = ReasonForm(name="exclusion")

    def change() -> None:
        marking.take_back(access.actor(), observation, form.why, version=form.read_version())

    said = f"{_name(observation)} counts again."
    return _do(series, observation, Opened("exclusion", form), change, said)


@bp.post(f"{POINT}/phase")
@access.series(May.MARK_CHART)
def start_phase(series: Series, period: str) -> Any:
    _, observation = _open(series, period)
    form = PhaseForm(name="start")

    def change() -> None:
        marking.start_phase(
            access.actor(),
            series,
            observation.period,
            form.heading,
            form.points,
            form.why,
            version=form.read_version(),
        )

    def check() -> None:
        check_phase(marks_of(series), observation.period, form.points)

    said = f"A new phase starts in {_name(observation)}."
    return _do(series, observation, Opened("start", form), change, said, check=check)


@bp.post(f"{POINT}/phase/change")
@access.series(May.MARK_CHART)
def change_phase(series: Series, period: str) -> Any:
    _, observation = _open(series, period)
    form = PhaseForm(name="phase")

    def change() -> None:
        marking.change_phase(
            access.actor(),
            series,
            observation.period,
            form.heading,
            form.points,
            form.why,
            version=form.read_version(),
        )

    def check() -> None:
        marked = marks_of(series)
        check_baseline(marked, marked.start_of(observation.period), form.points)

    said = "The phase is changed."
    return _do(series, observation, Opened("phase", form), change, said, check=check)


@bp.post(f"{POINT}/phase/remove")
@access.series(May.MARK_CHART)
def remove_phase(series: Series, period: str) -> Any:
    _, observation = _open(series, period)
    form = ReasonForm(name="remove")

    def change() -> None:
        marking.remove_phase(
            access.actor(),
            series,
            observation.period,
            form.why,
            version=form.read_version(),
        )

    return _do(series, observation, Opened("remove", form), change, "The phase is removed.")


@bp.post(NOTE)
@access.annotation(May.MARK_CHART)
def change_note(annotation: Annotation) -> Any:
    note, series = annotation, annotation.series
    observation = _stands_at(note)
    form = AnnotationForm(name=f"note-{note.id}")

    def change() -> None:
        annotating.change(access.actor(), note, form.day, form.words, version=form.read_version())

    kind = "annotate" if note.removed_at else f"note-{note.id}"
    return _do(series, observation, Opened(kind, form), change, "The annotation is changed.")


@bp.post(f"{NOTE}/remove")
@access.annotation(May.MARK_CHART)
def remove_note(annotation: Annotation) -> Any:
    note, series = annotation, annotation.series
    observation = _stands_at(note)
    form = MarkForm(name=f"remove-note-{note.id}")

    def change() -> None:
        annotating.remove(access.actor(), note, version=form.read_version())

    said = f"“{note.text}” is taken off the chart."
    return _do(series, observation, Opened(f"note-{note.id}", form), change, said, removed=note)


@bp.post(f"{NOTE}/put-back")
@access.annotation(May.MARK_CHART)
def put_back(annotation: Annotation) -> Any:
    note, series = annotation, annotation.series
    observation = _stands_at(note)
    form = MarkForm(name=f"put-back-{note.id}")

    def change() -> None:
        annotating.put_back(access.actor(), note)

    said = f"“{note.text}” stands on the chart again."
    return _do(series, observation, Opened("put-back", form), change, said)


def _do(
    series: Series,
    observation: Observation,
    opened: Opened,
    change: Callable[[], None],
    said: str,
    *,
    removed: Annotation | None = None,
    check: Callable[[], None] | None = None,
) -> Any:
    """Make a change and answer with the chart as it is then; a refusal shows its form again."""
    period = observation.period
    if check is not None and "preview" in request.form:
        status: int | None = _previewed(opened.form, check)
    else:
        status = attempt(opened.form, change)
    if status is None and not is_htmx():
        flash(said, "saved")
        more: dict[str, Any] = {"removed": removed.id} if removed is not None else {}
        return redirect(point_url(series, period, _anchor="point", **more), code=303)
    if status is None and removed is None and _in_review(series):
        # All that the review says of the chart is new, and what it was opened with is not its any more.
        flash(said, "saved")
        return go_to(series_url(series, "reviews.show"))
    queries.read_again(series)
    there = queries.load_for_page(series)
    observation = next(each for each in series.observations if each.period == period)
    if status is None:
        panel = point(series, observation, saved=said, removed=removed)
        return _page(series, panel, there)
    if status == 409:
        opened = _conflict(series, opened)
    return _page(series, point(series, observation, opened=opened), there, status=status)


def _previewed(form: MarkForm, check: Callable[[], None]) -> int:
    """Hold a form to what a preview needs; its reason may still be unwritten."""
    form.validate()
    form["reason"].errors = ()
    if not form.errors:
        try:
            check()
        except ServiceError as error:
            refuse(form, error)
    return 422 if form.errors else 200


def _conflict(series: Series, opened: Opened) -> Opened:
    """What somebody else did meanwhile beside what was typed; sent again, it is done over theirs."""
    form, kind = opened.form, opened.kind
    note = next((each for each in series.annotations if kind == f"note-{each.id}"), None)
    form.version.data = str(note.version if note else series.version)
    latest = next(iter(changes_of(series)), None)
    stored = f"{latest.who} {latest.what}" if latest else "The chart was changed."
    if latest:
        told = [f"{name}: {after or 'removed'}" for name, _before, after in latest.changes]
        stored = f"{stored}: {'; '.join(told)}." + (f" {latest.why}" if latest.why else "")
    typed = [
        f"{field.label.text}: {field.data}"
        for field in form
        if field.type not in {"HiddenField", "CSRFTokenField", "BooleanField"} and field.data
    ]
    return Opened(kind, form, (stored, "; ".join(typed)))


def _page(series: Series, opened: Point, there: Contents, *, status: int = 200) -> Response:
    page = pages.series_page(series, there, point=opened)
    fragment = "reviews/_chart.html" if _in_review(series) else "measures/_series.html"
    return page_or_fragment("measures/show.html", fragment, status=status, page=page)


def _in_review(series: Series) -> bool:
    """Whether the chart is marked from the page on which its coach reviews it."""
    return is_htmx() and page_path() == series_url(series, "reviews.show")


def _open(series: Series, period: str) -> tuple[Contents, Observation]:
    navigation.within(series.team.network, series.team)
    there = queries.load_for_page(series)
    found = observation_at(series, periods.read(period, series.measure.frequency))
    if found is None:
        access.not_found()
    return there, found


def _stands_at(note: Annotation) -> Observation:
    """The point at which an annotation stands: the last one before it."""
    series = note.series
    navigation.within(series.team.network, series.team)
    queries.load_for_page(series)
    if not series.observations:
        access.not_found()
    before = [each for each in series.observations if each.period <= note.on]
    return before[-1] if before else series.observations[0]


def _removed(series: Series, annotation_id: int | None) -> Annotation | None:
    """The annotation that was just taken off, for who may put it back."""
    if annotation_id is None or not access.may(May.MARK_CHART, series):
        return None
    note = db.session.get(Annotation, annotation_id)
    return note if note is not None and note.series_id == series.id else None


def _name(observation: Observation) -> str:
    return periods.name(observation.period, observation.series.measure.frequency)
