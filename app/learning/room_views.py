"""The room: offers and asks, commitments, notes and decisions, evaluation, and afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.addresses import id_from
from app.clock import today
from app.errors import ServiceError
from app.extensions import db
from app.forms import attempt
from app.htmx import go_to
from app.learning import evaluating, following, frozen, queries, room
from app.learning.blueprint import ONE, PLACE, bp, session_url
from app.learning.forms import (
    QUESTIONS,
    CommitmentForm,
    DecisionForm,
    EvaluationForm,
    NotesForm,
    OfferForm,
    ratings_in,
)
from app.learning.models import LearningSession, SessionTeam, Status
from app.learning.room_models import Exchange
from app.pdsa.queries import plan_choices

NEXT_WEEK = timedelta(days=7)


@bp.get(f"{ONE}/room", endpoint="room")
@access.learning_session(May.SEE_SESSION)
def show_room(session: LearningSession) -> Any:
    """Show offers, asks and commitments, with forms for the reader's own teams."""
    return _room(session)


def _room(
    session: LearningSession,
    *,
    team_id: int | None = None,
    offer: OfferForm | None = None,
    kind: str = "",
    commitment: CommitmentForm | None = None,
    status: int = 200,
) -> Response:
    queries.load(session)
    navigation.within(session.network)
    offers = following.offers_of(session)
    own = [
        place
        for place in queries.own_places(session, access.standing())
        if access.may(May.EDIT_TEAM, place.team)
    ]
    forms = {}
    for place in own:
        form = commitment if commitment is not None and place.team_id == team_id else None
        if form is None:
            form = CommitmentForm(formdata=None)
            form.due_on.data = today() + NEXT_WEEK
        form.offer(plan_choices(place.team_id).ideas)
        forms[place.team_id] = form
    page = render_template(
        "learning/room.html",
        session=session,
        own=own,
        forms=forms,
        offer_form=offer or OfferForm(formdata=None),
        wrong=(team_id, kind),
        offers=[each for each in offers if each.kind is Exchange.OFFER],
        asks=[each for each in offers if each.kind is Exchange.ASK],
        followed=following.follow(session, today()),
        own_ids={place.team_id for place in own},
    )
    return make_response(page, status)


@bp.post(f"{PLACE}/offers")
@access.session_team(May.EDIT_TEAM)
def put_up(place: SessionTeam) -> Any:
    """Put up an offer or an ask."""
    form, ask = OfferForm(), request.form.get("kind") == Exchange.ASK.value
    kind = Exchange.ASK if ask else Exchange.OFFER
    status = attempt(
        form, lambda: room.put_up(place, kind, form.text.data or "", actor=access.actor())
    )
    if status:
        return _room(
            place.session, team_id=place.team_id, offer=form, kind=kind.value, status=status
        )
    return go_to(session_url(place.session, "room", _anchor=f"{kind.value}s"))


@bp.post(f"{PLACE}/offers/remove")
@access.session_team(May.EDIT_TEAM)
def take_down(place: SessionTeam) -> Any:
    """Take an offer or ask of one's own away."""
    room.take_down(place, id_from(_digits("offer")))
    db.session.commit()
    return go_to(session_url(place.session, "room"))


@bp.post(f"{PLACE}/commitments")
@access.session_team(May.EDIT_TEAM)
def commit(place: SessionTeam) -> Any:
    """Store what the team will test."""
    form = CommitmentForm()
    form.offer(plan_choices(place.team_id).ideas)

    def change() -> None:
        room.commit(
            place,
            form.text.data or "",
            form.who.data or "",
            form.due_on.data or today(),
            form.node_id.id_value,
            actor=access.actor(),
        )

    status = attempt(form, change)
    if status:
        return _room(place.session, team_id=place.team_id, commitment=form, status=status)
    flash("Your commitment is on the board. Make a cycle of it when you are ready.", "saved")
    return go_to(session_url(place.session, "room", _anchor="commitments"))


@bp.post(f"{PLACE}/commitments/remove")
@access.session_team(May.EDIT_TEAM)
def take_back(place: SessionTeam) -> Any:
    """Take back a commitment that is no cycle yet."""
    try:
        room.take_back(place, id_from(_digits("commitment")), actor=access.actor())
        db.session.commit()
    except ServiceError as error:
        db.session.rollback()
        flash(error.message, "error")
    return go_to(session_url(place.session, "room", _anchor="commitments"))


@bp.post(f"{PLACE}/commitments/cycle")
@access.session_team(May.EDIT_TEAM)
def to_cycle(place: SessionTeam) -> Any:
    """Make the cycle that a commitment promises, and lead to its plan."""
    found = room.own_commitment(place, id_from(_digits("commitment")))
    if found is None:
        flash("This commitment was taken back meanwhile.", "error")
        return go_to(session_url(place.session, "room"))
    cycle = room.to_cycle(found, actor=access.actor())
    db.session.commit()
    flash(f"Cycle {cycle.number} is planned. Add what you predict.", "saved")
    return go_to(
        url_for(
            "pdsa.show",
            network_slug=place.session.network.slug,
            team_slug=place.team.slug,
            number=cycle.number,
        )
    )


def _digits(name: str) -> str:
    text = request.form.get(name, "")
    return text if text.isascii() and text.isdecimal() else "0"


@bp.get(f"{ONE}/notes")
@access.learning_session(May.RUN_SESSIONS)
def notes(session: LearningSession) -> Any:
    """Show notes and decisions, for writing."""
    return _notes(session)


def _notes(
    session: LearningSession,
    form: NotesForm | None = None,
    decision: DecisionForm | None = None,
    status: int = 200,
) -> Response:
    navigation.within(session.network)
    stored = session.notes if form is not None and status == 409 else None
    if form is None:
        form = NotesForm(formdata=None)
        form.notes.data, form.version.data = session.notes, str(session.version)
    elif status == 409:
        form.version.move_to(session.version)
    page = render_template(
        "learning/notes.html",
        session=session,
        form=form,
        stored=stored,
        decision=decision or DecisionForm(formdata=None),
        decisions=following.decisions_of(session),
        Status=Status,
    )
    return make_response(page, status)


@bp.post(f"{ONE}/notes")
@access.learning_session(May.RUN_SESSIONS)
def save_notes(session: LearningSession) -> Any:
    """Store the notes."""
    form = NotesForm()
    status = attempt(
        form,
        lambda: room.note(
            session, form.notes.data or "", actor=access.actor(), version=form.version.opened_at
        ),
    )
    if status:
        db.session.expire_all()
        return _notes(session, form, status=status)
    flash("The notes are saved.", "saved")
    return go_to(session_url(session, "notes"))


@bp.post(f"{ONE}/decisions")
@access.learning_session(May.RUN_SESSIONS)
def decide(session: LearningSession) -> Any:
    """Store a decision."""
    form = DecisionForm()

    def change() -> None:
        room.decide(
            session, form.text.data or "", form.who.data or "", form.due_on.data,
            actor=access.actor(),
        )  # fmt: skip

    status = attempt(form, change)
    if status:
        return _notes(session, decision=form, status=status)
    return go_to(session_url(session, "notes", _anchor="decisions"))


@bp.post(f"{ONE}/decisions/remove")
@access.learning_session(May.RUN_SESSIONS)
def undo_decision(session: LearningSession) -> Any:
    """Take a decision out of the record."""
    room.undo_decision(session, id_from(_digits("decision")), actor=access.actor())
    db.session.commit()
    return go_to(session_url(session, "notes", _anchor="decisions"))


@bp.post(f"{ONE}/hold")
@access.learning_session(May.RUN_SESSIONS)
def hold(session: LearningSession) -> Any:
    """Close the session: what the comparison shows now is kept as it was shown."""
    queries.load(session)
    frozen.hold(session, actor=access.actor())
    db.session.commit()
    flash(
        "The session is closed. What it showed stays as it was, whatever is entered later.", "saved"
    )
    return go_to(session_url(session, "afterwards"))


@bp.get(f"{ONE}/evaluation")
@access.learning_session(May.SEE_SESSION)
def evaluate(session: LearningSession) -> Any:
    """Show the form, or the thanks; to those who run the session also the results."""
    return _evaluation(session, EvaluationForm(formdata=None))


def _evaluation(
    session: LearningSession, form: EvaluationForm, given: dict[str, int] | None = None, status: int = 200
) -> Response:  # fmt: skip
    navigation.within(session.network)
    runs = access.may(May.RUN_SESSIONS, session)
    page = render_template(
        "learning/evaluation.html",
        session=session,
        form=form,
        given=given or {},
        questions=QUESTIONS,
        answered=evaluating.has_answered(session, access.actor()),
        results=evaluating.results_of(session) if runs else None,
        fewest=evaluating.FEWEST,
    )
    return make_response(page, status)


@bp.post(f"{ONE}/evaluation")
@access.learning_session(May.SEE_SESSION)
def hand_in(session: LearningSession) -> Any:
    """Store a person's view of the session."""
    form, given = EvaluationForm(), ratings_in(request.form)

    def change() -> None:
        evaluating.hand_in(
            session, access.actor(), given, form.kept.data or "", form.change.data or ""
        )

    status = attempt(form, change)
    if status:
        return _evaluation(session, form, given, status)
    flash("Thank you. Nobody sees who said what.", "saved")
    return go_to(session_url(session))


@bp.get(f"{ONE}/afterwards")
@access.learning_session(May.SEE_SESSION)
def afterwards(session: LearningSession) -> Any:
    """Show on one page what came of the session: decisions, commitments and which were kept."""
    queries.load(session)
    navigation.within(session.network)
    followed = following.follow(session, today())
    offers = following.offers_of(session)
    runs = access.may(May.RUN_SESSIONS, session)
    return render_template(
        "learning/afterwards.html",
        session=session,
        followed=followed,
        counted=following.count_words(followed),
        decisions=following.decisions_of(session),
        offers=[each for each in offers if each.kind is Exchange.OFFER],
        asks=[each for each in offers if each.kind is Exchange.ASK],
        shown=frozen.shown_of(session),
        came=sum(bool(place.attended) for place in session.teams),
        people=sum(bool(one.attended) for one in session.people),
        runs=runs,
        results=evaluating.results_of(session) if runs else None,
        Status=Status,
    )
