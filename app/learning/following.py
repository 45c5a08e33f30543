"""What became of commitments, by the records of the cycles that were made of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import access
from app.access import May
from app.extensions import db
from app.learning.models import LearningSession
from app.learning.room_models import Commitment, SessionDecision, SessionOffer
from app.pdsa.models import Cycle
from app.pdsa.records import CycleChange
from app.templating import short_date

DONE = ("as_planned", "observations")
"""The fields of Do: one of them filled says that the test was carried out."""

WORDS = {
    "kept": "kept",
    "late": "kept, late",
    "open": "due",
    "missed": "not kept yet",
}


@dataclass(frozen=True, slots=True)
class Followed:
    """A commitment and what the records say of it."""

    commitment: Commitment
    state: str
    """kept | late | open | missed."""
    says: str
    href: str
    """The cycle, for those who may see it."""

    @property
    def word(self) -> str:
        return WORDS[self.state]


def commitments_of(session: LearningSession) -> list[Commitment]:
    """What the teams of a session committed to, by team."""
    query = (
        select(Commitment)
        .where(Commitment.session_id == session.id)
        .options(
            joinedload(Commitment.team), joinedload(Commitment.cycle), joinedload(Commitment.node)
        )
    )
    found = db.session.scalars(query)
    return sorted(found, key=lambda each: (each.team.name, each.due_on, each.id))


def offers_of(session: LearningSession) -> list[SessionOffer]:
    """What teams offered and asked, in the order it was put up."""
    query = select(SessionOffer).where(SessionOffer.session_id == session.id)
    query = query.options(joinedload(SessionOffer.team)).order_by(SessionOffer.id)
    return list(db.session.scalars(query))


def decisions_of(session: LearningSession) -> list[SessionDecision]:
    """What was decided, in the order it was written."""
    query = select(SessionDecision).where(SessionDecision.session_id == session.id)
    return list(db.session.scalars(query.order_by(SessionDecision.id)))


def follow(session: LearningSession, today: date) -> tuple[Followed, ...]:
    """The session's commitments with what became of each, in two queries."""
    found = commitments_of(session)
    tested = _tested_on([each.cycle for each in found if each.cycle is not None])
    return tuple(_followed(session, each, tested, today) for each in found)


def _followed(
    session: LearningSession, each: Commitment, tested: dict[int, date], today: date
) -> Followed:
    cycle = each.cycle if each.cycle and each.cycle.deleted_at is None else None
    day = tested.get(cycle.id) if cycle else None
    if day is not None:
        state = "kept" if day <= each.due_on else "late"
        says = f"tested by {short_date(day)}"
    elif today > each.due_on:
        state = "missed"
        says = "planned as a cycle, not carried out" if cycle else "no cycle was made of it"
    else:
        state, says = "open", f"by {short_date(each.due_on)}"
    shown = cycle is not None and access.may(May.SEE_TEAM, each.team)
    return Followed(each, state, says, _url(session, each, cycle) if shown and cycle else "")


def _url(session: LearningSession, each: Commitment, cycle: Cycle) -> str:
    return url_for(
        "pdsa.show",
        network_slug=session.network.slug,
        team_slug=each.team.slug,
        number=cycle.number,
    )


def _tested_on(cycles: Collection[Cycle]) -> dict[int, date]:
    """By when each cycle's test was carried out, as its history or its decision says."""
    done = {
        cycle.id for cycle in cycles if cycle.as_planned is not None or cycle.observations.strip()
    }
    decided = {cycle.id: cycle.decided_on for cycle in cycles if cycle.decided_on is not None}
    found: dict[int, date] = dict(decided)
    query = select(CycleChange).where(CycleChange.cycle_id.in_(done)).order_by(CycleChange.id)
    seen: set[int] = set()
    for change in db.session.scalars(query) if done else ():
        if change.cycle_id in seen or not any(name in change.after for name in DONE):
            continue
        seen.add(change.cycle_id)
        day = change.at.date()
        found[change.cycle_id] = min(day, found.get(change.cycle_id, day))
    # Of a test whose history does not tell the day, the last change does.
    for cycle in cycles:
        if cycle.id in done:
            found.setdefault(cycle.id, cycle.updated_at.date())
    return found


def count_words(followed: Sequence[Followed]) -> str:
    """How many were kept, in a sentence; those still open are not counted against anybody."""
    if not followed:
        return "No team wrote down what it will test."
    kept = sum(each.state in {"kept", "late"} for each in followed)
    late = sum(each.state == "late" for each in followed)
    still = sum(each.state == "open" for each in followed)
    said = f"{kept} of {len(followed)} commitment{'' if len(followed) == 1 else 's'} kept"
    if late:
        said += f", {late} of them late"
    if still:
        said += f"; {still} {'is' if still == 1 else 'are'} not due yet"
    return f"{said}."
