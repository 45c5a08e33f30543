"""Annotations: dated flags on a chart, changed and taken off with a way back. Nothing here commits."""

from __future__ import annotations

from datetime import date

from app import audit, clock
from app.accounts.models import User
from app.conflicts import Conflict, expect
from app.errors import ServiceError
from app.extensions import db
from app.measures import periods
from app.measures.models import Annotation, Series
from app.measures.past.keeping import Content, keep, note_content
from app.measures.past.models import Mark


def annotate(actor: User, series: Series, on: date, text: str) -> Annotation:
    """Put a dated flag on a chart."""
    _check(series, on, text)
    note = Annotation(on=on, text=text, created_by_id=actor.id, created_at=clock.now())
    series.annotations.append(note)
    _record(actor, "add annotation", series, note, None, note_content(note))
    return note


def change(actor: User, note: Annotation, on: date, text: str, *, version: int) -> None:
    """Give an annotation another day or text."""
    if note.removed_at is not None:
        raise Conflict
    expect(note, version)
    _check(note.series, on, text)
    if (note.on, note.text) == (on, text):
        raise ServiceError("This is what is stored already.", field="text")
    was = note_content(note)
    note.on, note.text = on, text
    _record(actor, "change annotation", note.series, note, was, note_content(note))


def remove(actor: User, note: Annotation, *, version: int) -> None:
    """Take an annotation off the chart; it is kept, so that it can be put back."""
    if note.removed_at is not None:
        return
    expect(note, version)
    note.removed_at = clock.now()
    _record(actor, "remove annotation", note.series, note, note_content(note), None)


def put_back(actor: User, note: Annotation) -> None:
    """Put an annotation that was removed on the chart again."""
    if note.removed_at is None:
        return
    note.removed_at = None
    _record(actor, "put annotation back", note.series, note, None, note_content(note))


def _check(series: Series, on: date, text: str) -> None:
    if not text:
        raise ServiceError("Say in a few words what happened.", field="text")
    frequency = series.measure.frequency
    first = series.observations[0].period
    last = max(periods.last_day(series.observations[-1].period, frequency), clock.today())
    if not first <= on <= last:
        raise ServiceError(
            f"The chart runs from {first:%B} {first.day}, {first.year} to {last:%B} {last.day}, "
            f"{last.year}. Choose a day on it.",
            field="on",
        )


def _words(content: Content | None) -> dict[str, str] | None:
    if content is None:
        return None
    on = date.fromisoformat(content["on"])
    return {"annotation": f"{on:%B} {on.day}, {on.year}: {content['text']}"}


def _record(
    actor: User,
    action: str,
    series: Series,
    note: Annotation,
    before: Content | None,
    after: Content | None,
) -> None:
    db.session.flush()
    event = audit.record(
        actor,
        action,
        series,
        network=series.team.network,
        before=_words(before),
        after=_words(after),
    )
    keep(event, series, Mark.ANNOTATION, note.id, before, after)
