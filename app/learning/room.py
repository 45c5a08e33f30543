"""What teams put up in the room: offers and asks, commitments, decisions. Nothing here commits."""

from __future__ import annotations

from datetime import date

from app import audit
from app.accounts.models import User
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.learning.models import LearningSession, SessionTeam
from app.learning.room_models import Commitment, Exchange, SessionDecision, SessionOffer
from app.pdsa import services as pdsa
from app.pdsa.models import Cycle
from app.theory.models import DriverNode

TITLE = 160


def put_up(place: SessionTeam, kind: Exchange, text: str, *, actor: User | None) -> SessionOffer:
    """A team offers something, or asks for it."""
    made = SessionOffer(
        session=place.session, team=place.team, kind=kind, text=text, by_id=_id(actor)
    )
    db.session.add(made)
    db.session.flush()
    return made


def take_down(place: SessionTeam, offer_id: int) -> None:
    """Take an offer or ask of the team's own away; what is gone already stays gone."""
    found = db.session.get(SessionOffer, offer_id)
    if found and (found.session_id, found.team_id) == (place.session_id, place.team_id):
        db.session.delete(found)
        db.session.flush()


def commit(
    place: SessionTeam,
    text: str,
    who: str,
    due_on: date,
    node_id: int | None = None,
    *,
    actor: User | None,
) -> Commitment:
    """A team says what it will test, by when, and who sees to it."""
    node = db.session.get(DriverNode, node_id) if node_id else None
    if node is not None and node.team_id != place.team_id:
        raise ServiceError("Choose one of your own change ideas.", field="node_id")
    made = Commitment(
        session=place.session, team=place.team, text=text, who=who, due_on=due_on, node=node,
        by_id=_id(actor),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(
        actor, "commit to test", place.session, network=place.session.network,
        after={"team": place.team.name, "by": due_on.isoformat()},
    )  # fmt: skip
    return made


def take_back(place: SessionTeam, commitment_id: int, *, actor: User | None) -> None:
    """Take back a commitment that did not become a cycle."""
    found = own_commitment(place, commitment_id)
    if found is None:
        return
    if found.cycle_id is not None:
        raise ServiceError("This became a cycle already; change it there.")
    db.session.delete(found)
    db.session.flush()
    audit.record(
        actor, "take back commitment", place.session, network=place.session.network,
        before={"team": place.team.name},
    )  # fmt: skip


def own_commitment(place: SessionTeam, commitment_id: int) -> Commitment | None:
    """A commitment that the team made in this session."""
    found = db.session.get(Commitment, commitment_id)
    own = found and (found.session_id, found.team_id) == (place.session_id, place.team_id)
    return found if own else None


def to_cycle(commitment: Commitment, *, actor: User | None) -> Cycle:
    """Make the cycle that a commitment promises, planned as far as it is said; once."""
    # Whoever asks at the same moment waits here, and then finds the cycle that was made.
    db.session.refresh(commitment, with_for_update=True)
    if commitment.cycle is not None:
        return commitment.cycle
    text = commitment.text
    cycle = pdsa.start(
        commitment.team,
        text if len(text) <= TITLE else f"{text[: TITLE - 1]}…",
        actor=actor,
        objective=text,
        tasks=f"{commitment.who} sees to it." if commitment.who else "",
        ends_on=commitment.due_on,
        owner_id=_id(actor),
        change_idea_id=commitment.node_id,
    )
    commitment.cycle = cycle
    db.session.flush()
    return cycle


def note(session: LearningSession, notes: str, *, actor: User | None, version: int) -> None:
    """Store what was said."""
    expect(session, version)
    if session.notes == notes:
        return
    session.notes = notes
    db.session.flush()
    audit.record(actor, "note session", session, network=session.network)


def decide(
    session: LearningSession, text: str, who: str, due_on: date | None, *, actor: User | None
) -> None:
    """Store a decision for the whole network."""
    db.session.add(SessionDecision(session=session, text=text, who=who, due_on=due_on))
    db.session.flush()
    audit.record(
        actor, "record decision", session, network=session.network, after={"decision": text}
    )


def undo_decision(session: LearningSession, decision_id: int, *, actor: User | None) -> None:
    """Take a decision out of the record."""
    found = db.session.get(SessionDecision, decision_id)
    if found is None or found.session_id != session.id:
        return
    before = {"decision": found.text}
    db.session.delete(found)
    db.session.flush()
    audit.record(actor, "remove decision", session, network=session.network, before=before)


def _id(actor: User | None) -> int | None:
    return actor.id if actor else None
