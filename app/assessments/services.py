"""Defining instruments, opening rounds, answering, closing. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from app import audit, clock
from app.accounts.models import User
from app.assessments import content as contents
from app.assessments import results
from app.assessments.content import Content
from app.assessments.models import (
    Assessment,
    AssessmentResponse,
    AssessmentRound,
    Instrument,
    InstrumentVersion,
)
from app.assessments.record import write_value
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.networks.models import Network
from app.teams.models import Team


def define(actor: User | None, network: Network, content: Content) -> Instrument:
    """Give a network a new instrument."""
    instrument = Instrument(network=network, name=content.name)
    instrument.versions.append(
        InstrumentVersion(number=1, content=content.stored(), made_by=actor, made_at=clock.now())
    )
    try:
        with db.session.begin_nested():
            db.session.add(instrument)
    except IntegrityError:
        raise ServiceError("The network has one of this name already.", field="name") from None
    audit.record(actor, "define instrument", instrument, network=network, after=_told(content))
    return instrument


def revise(
    actor: User | None, instrument: Instrument, content: Content, reason: str, version: int | None
) -> None:
    """Let an instrument read differently from the next round on; what was answered stays as it was."""
    expect(instrument, version)
    last = instrument.versions[-1]
    if last.content == content.stored():
        return
    if not reason:
        raise ServiceError("Say in a few words why it changes.", field="reason")
    with db.session.no_autoflush:
        same = select(Instrument.id).where(
            Instrument.network_id == instrument.network_id,
            Instrument.name == content.name,
            Instrument.id != instrument.id,
        )
        if db.session.scalar(same) is not None:
            raise ServiceError("The network has one of this name already.", field="name")
    before = _told(contents.read(last.content))
    instrument.name = content.name
    flag_modified(instrument, "name")  # so that its version counts also where the name stays
    db.session.add(
        InstrumentVersion(
            instrument=instrument,
            number=last.number + 1,
            content=content.stored(),
            reason=reason,
            made_by=actor,
            made_at=clock.now(),
        )
    )
    db.session.flush()
    after = _told(content) | {"version": last.number + 1}
    network = instrument.network
    audit.record(
        actor,
        "revise instrument",
        instrument,
        network=network,
        before=before,
        after=after,
        why=reason,
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """How a round is opened."""

    opened_on: date
    due_on: date
    named: bool


def open_round(
    actor: User | None, team: Team, instrument: Instrument, opening: Opening
) -> AssessmentRound:
    """Ask a team's members to place their team, each by themselves."""
    if instrument.network_id != team.network_id:
        raise ServiceError("The team can only use an instrument of its own network.")
    if instrument.retired_at is not None:
        raise ServiceError(f"“{instrument.name}” is retired; no new round of it is opened.")
    if opening.due_on < opening.opened_on:
        raise ServiceError("Choose a day that is still to come.", field="due_on")
    # Two who open at once would not see each other's round.
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())
    query = select(Assessment).where(
        Assessment.team_id == team.id, Assessment.instrument_id == instrument.id
    )
    assessment = db.session.scalar(query)
    if assessment is None:
        assessment = Assessment(team=team, instrument=instrument)
        db.session.add(assessment)
        db.session.flush()
    same = AssessmentRound.assessment_id == assessment.id
    if db.session.scalar(
        select(AssessmentRound.id).where(same, AssessmentRound.closed_on.is_(None))
    ):
        raise ServiceError("A round of this is open already. Close it before the next.")
    last = db.session.scalar(select(func.max(AssessmentRound.number)).where(same)) or 0
    opened = AssessmentRound(
        team=team,
        assessment=assessment,
        asked=instrument.versions[-1],
        number=last + 1,
        opened_on=opening.opened_on,
        due_on=opening.due_on,
        named=opening.named,
    )
    db.session.add(opened)
    audit.record(
        actor,
        "open assessment round",
        opened,
        network=team.network,
        after={"answers by": opening.due_on, "names shown": opening.named},
    )
    return opened


def answer(
    actor: User,
    opened: AssessmentRound,
    answers: Mapping[str, float | None],
    notes: Mapping[str, str],
    *,
    hand_in: bool,
    version: int | None = None,
) -> AssessmentResponse:
    """Keep one's own answers, as a draft or handed in. They can be changed until the round closes.

    `version` is the one that the form was opened with (0 where there was none); None does not ask.
    """
    db.session.execute(
        select(AssessmentRound.id).where(AssessmentRound.id == opened.id).with_for_update()
    )
    db.session.refresh(opened, ["closed_on"])
    if opened.closed_on is not None:
        raise ServiceError("This round is closed. Its answers stand as they were.")
    asked = contents.read(opened.asked.content)
    given = _checked(asked, answers)
    missing = [item.name for item in asked.items if item.key not in given]
    if hand_in and missing:
        raise ServiceError(f"Choose a level, or “I cannot say”, for: {', '.join(missing)}.")
    found = response_of(opened, actor)
    if version is not None:
        expect(found or AssessmentResponse(version=0), version)
    if found is None:
        found = AssessmentResponse(round=opened, user=actor)
        db.session.add(found)
    first = hand_in and found.handed_in_at is None
    found.answers = given
    found.notes = {item.key: notes[item.key] for item in asked.items if notes.get(item.key)}
    if hand_in or found.handed_in_at is not None:
        found.handed_in_at = clock.now()  # also of a draft of what counts already
    try:
        db.session.flush()
    except IntegrityError:
        raise ServiceError(
            "Your answers were stored from another window. Load this page anew."
        ) from None
    if first:
        # That somebody answered is no secret; what they answered is.
        audit.record(actor, "hand in answers", opened, network=opened.team.network)
    return found


def close_round(
    actor: User | None, opened: AssessmentRound, on: date | None = None
) -> AssessmentRound:
    """End a round. Drafts that were not handed in do not count."""
    # Whoever hands in answers, or closes it too, at the same moment comes before this or after.
    db.session.refresh(opened, with_for_update=True)
    if opened.closed_on is not None:
        return opened
    handed = [each for each in opened.responses if each.handed_in_at is not None]
    given = [each.answers for each in handed]
    opened.closed_on, opened.closed_by = on or clock.today(), actor
    if results.may_show_again(len(given), opened.since_shown(handed), named=opened.named):
        opened.value, opened.shown_at = results.score(given), clock.now()
    db.session.flush()
    if opened.value is not None:
        write_value(actor, opened, len(given))
    audit.record(
        actor,
        "close assessment round",
        opened,
        network=opened.team.network,
        after={"answers": len(given)},
    )
    return opened


def retire(actor: User, instrument: Instrument, version: int | None) -> None:
    """Offer an instrument for new rounds no more; open rounds go on, closed ones stay readable."""
    _offer(actor, instrument, version, "retire instrument", clock.now())


def take_up(actor: User, instrument: Instrument, version: int | None) -> None:
    """Offer a retired instrument again."""
    _offer(actor, instrument, version, "take up instrument", None)


def _offer(
    actor: User, instrument: Instrument, version: int | None, done: str, at: datetime | None
) -> None:
    expect(instrument, version)
    if (instrument.retired_at is None) == (at is None):
        return
    instrument.retired_at = at
    db.session.flush()
    audit.record(actor, done, instrument, network=instrument.network)


def reflect(actor: User, closed: AssessmentRound, text: str, version: int | None) -> None:
    """Keep what the team takes from a result."""
    expect(closed, version)
    if closed.reflection != text:
        closed.reflection = text
        db.session.flush()
        audit.record(actor, "write what a round means", closed, network=closed.team.network)


def response_of(opened: AssessmentRound, user: User) -> AssessmentResponse | None:
    """A person's own answers in a round."""
    query = select(AssessmentResponse).where(
        AssessmentResponse.round_id == opened.id, AssessmentResponse.user_id == user.id
    )
    return db.session.scalar(query)


def _checked(asked: Content, answers: Mapping[str, float | None]) -> dict[str, float | None]:
    values = {level.value for level in asked.levels}
    given = {item.key: answers[item.key] for item in asked.items if item.key in answers}
    if any(level is not None and level not in values for level in given.values()):
        raise ServiceError("Choose one of the levels that are listed.")
    return given


def _told(content: Content) -> dict[str, Any]:
    return {"name": content.name, "items": len(content.items), "levels": len(content.levels)}
