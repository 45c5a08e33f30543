"""What a team of the invented network noted, left out, corrected and marked on its charts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.audit import record
from app.demo.files import Record
from app.extensions import db
from app.measures.models import (
    Annotation,
    Observation,
    ObservationCorrection,
    SeenSignal,
    SeriesPhase,
)
from app.measures.past.keeping import (
    Content,
    exclusion_content,
    keep,
    note_content,
    phase_content,
)
from app.measures.past.models import Mark

if TYPE_CHECKING:
    from app.demo.team_story import TeamStory

Told = dict[str, str] | None
"""What the audit says a mark was, or is."""


def mark(story: TeamStory) -> None:
    """Make what the team's file says of its charts; its observations are stored."""
    for each in story.record.get("note", ()):
        _observation(story, each).note = story.calendar.text(each["text"])
    for each in story.record.get("exclusion", ()):
        _leave_out(story, each)
    for each in story.record.get("correction", ()):
        _correct(story, each)
    for each in story.record.get("annotation", ()):
        _annotate(story, each)
    for each in story.record.get("phase", ()):
        _start_phase(story, each)
    for each in story.record.get("seen", ()):
        key = f"{each['signal']} {story.calendar.month(each['month']).isoformat()}"
        series_id = story.series[each["measure"]].id
        for person in each["by"]:
            user_id = story.people[person].id
            db.session.add(SeenSignal(user_id=user_id, series_id=series_id, signal=key))


def _leave_out(story: TeamStory, each: Record) -> None:
    because = story.calendar.text(each["because"])
    observation = _observation(story, each)
    observation.excluded_because = because
    name = f"{story.calendar.month(each['month']):%B %Y}"
    kept = (Mark.EXCLUSION, observation.id, None, exclusion_content(because))
    _keep(story, each, "leave point out", {name: "counts"}, {name: "left out"}, kept, because)


def _correct(story: TeamStory, each: Record) -> None:
    value, *below = each["was"]
    _observation(story, each).corrections.append(
        ObservationCorrection(
            old_value=value,
            old_denominator=below[0] if below else None,
            reason=story.calendar.text(each["reason"]),
            corrected_by=story.people[each["by"]],
            corrected_at=_moment(story, each["on"]),
        )
    )


def _annotate(story: TeamStory, each: Record) -> None:
    """An annotation; one that was reworded says what it was, when and by whom it was changed."""
    text = story.calendar.text(each["text"])
    on, said = story.calendar.day(each["on"]), story.calendar.text(each.get("was", text))
    note = Annotation(on=on, text=said, created_at=_moment(story, each["on"]))
    story.series[each["measure"]].annotations.append(note)
    db.session.flush()
    first = note_content(note)
    added = (Mark.ANNOTATION, note.id, None, first)
    _keep(story, each, "add annotation", None, _words(note), added)
    if said != text:
        was, note.text = _words(note), text
        changed = {"measure": each["measure"], "by": each["changed_by"], "on": each["changed_on"]}
        kept = (Mark.ANNOTATION, note.id, first, note_content(note))
        _keep(story, changed, "change annotation", was, _words(note), kept)


def _words(note: Annotation) -> dict[str, str]:
    return {"annotation": f"{note.on:%B} {note.on.day}, {note.on.year}: {note.text}"}


def _start_phase(story: TeamStory, each: Record) -> None:
    """A phase; one that was taken off again says when, by whom and why."""
    starts, why = story.calendar.month(each["month"]), story.calendar.text(each["reason"])
    phase = SeriesPhase(
        starts_on=starts,
        label=story.calendar.text(each["label"]),
        reason=why,
        created_by=story.people[each["by"]],
        created_at=_moment(story, each["on"]),
    )
    content = phase_content(phase)
    told = {"phase": f"from {starts:%B %Y}", "label": phase.label}
    _keep(story, each, "start phase", None, told, (Mark.PHASE, starts, None, content), why)
    if "removed_on" not in each:
        story.series[each["measure"]].phases.append(phase)
        return
    gone = {"measure": each["measure"], "by": each["removed_by"], "on": each["removed_on"]}
    words = {"phase": f"from {starts:%B %Y}, “{phase.label}”"}
    because = story.calendar.text(each["removed_because"])
    _keep(story, gone, "remove phase", words, None, (Mark.PHASE, starts, content, None), because)


def _keep(
    story: TeamStory,
    each: Record,
    action: str,
    before: Told,
    after: Told,
    kept: tuple[Mark, object, Content | None, Content | None],
    why: str = "",
) -> None:
    """Write down who marked a chart, on the day that the record says; else the team's lead."""
    lead = next(member for member in story.record["member"] if member["role"] == "lead")
    series = story.series[each["measure"]]
    event = record(
        story.people[each.get("by", lead["person"])],
        action,
        series,
        network=story.network,
        before=before,
        after=after,
        why=why,
        at=_moment(story, each["on"]),
    )
    keep(event, series, *kept, reason=why)


def _observation(story: TeamStory, each: Record) -> Observation:
    period = story.calendar.month(each["month"])
    found = story.series[each["measure"]].observations
    return next(one for one in found if one.period == period)


def _moment(story: TeamStory, day: str) -> datetime:
    return story.moment(story.calendar.day(day))
