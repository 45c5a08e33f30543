"""The pages that say who should talk with whom, and the groups that come of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, render_template, request, url_for

from app import access, audit, navigation
from app.access import May, Standing
from app.compare.codes import scope_of
from app.errors import ServiceError
from app.extensions import db
from app.htmx import go_to
from app.learning.models import Answer, LearningSession, SessionTeam
from app.measures.models import Measure
from app.networks.models import Network
from app.pairings import services
from app.pairings.board import board_of
from app.pairings.candidates import Candidate, by_chance, candidates
from app.pairings.models import Part
from app.pairings.proposing import SIZES, groups, pairs
from app.teams.models import Team

bp = Blueprint("pairings", __name__, template_folder="templates")

NETWORK = "/networks/<network_slug>"
MEASURE = f"{NETWORK}/measures/<measure_slug>"
USUAL = 4


@bp.get(f"{MEASURE}/talk")
@access.measure(May.SEE_MEASURE)
def show(measure: Measure) -> str:
    """Show bright spots and who could talk with whom, of teams that the reader sees by name."""
    return _proposals(measure, candidates(measure, access.standing()))


@bp.post(f"{MEASURE}/talk")
@access.measure(May.RESOLVE_CODES)
def reveal(measure: Measure) -> str:
    """Show the same with teams under codes and closed ones, and write down who asked."""
    found = _all_named(measure, access.standing())
    db.session.commit()
    return _proposals(measure, found, revealed=True)


@bp.post(f"{MEASURE}/talk/groups")
@access.measure(May.RESOLVE_CODES)
def propose(measure: Measure) -> Any:
    """Store groups of the size that was asked for, for a session or without one."""
    network = measure.network
    session = _session(network, request.form.get("session", ""))
    size = request.form.get("size", "")
    many = int(size) if size in {str(each) for each in SIZES} else USUAL
    hidden = request.form.get("hidden") == "y"
    # All of the network read what is kept, so it is found with the eyes of no team and no coach.
    who = replace(access.standing(), teams={}, coached=frozenset())
    found = _all_named(measure, who) if hidden else candidates(measure, who)
    if session is not None:
        found = _invited(session, found)
    scope = scope_of(session) if session else ""
    services.keep(access.actor(), network, groups(found, many), scope=scope)
    db.session.commit()
    flash("The groups are kept. Change them as you like.", "saved")
    return go_to(_board_url(network, session))


@bp.get(f"{NETWORK}/talk")
@access.network(May.SEE_NETWORK)
def board(network: Network) -> str:
    """Show the network's own groups."""
    return _board(network, None)


@bp.get(f"{NETWORK}/sessions/<int:session_number>/talk")
@access.learning_session(May.SEE_SESSION)
def session_board(session: LearningSession) -> str:
    """Show the groups of a session."""
    return _board(session.network, session)


@bp.post(f"{NETWORK}/talk")
@access.network(May.RUN_SESSIONS)
def arrange(network: Network) -> Any:
    """Move, add or take out a team, or take all groups away."""
    session = _session(network, request.form.get("session", ""))
    scope = scope_of(session) if session else ""
    try:
        _arranged(network, scope)
    except ServiceError as error:
        db.session.rollback()
        return _board(network, session, error.message), 422
    db.session.commit()
    flash("The groups are changed.", "saved")
    return go_to(_board_url(network, session))


def _arranged(network: Network, scope: str) -> None:
    """Do what the form asks for."""
    actor, form = access.actor(), request.form
    match form.get("do", ""):
        case "move":
            services.move(actor, network, _id("place"), _id("group"), scope=scope)
        case "remove":
            services.remove(actor, network, _id("place"), scope=scope)
        case "add":
            group = None if form.get("group") == "new" else _id("group")
            services.add(actor, network, _id("team"), group, scope=scope)
        case "clear":
            services.clear(actor, network, scope=scope)
        case _:
            raise ServiceError("Choose what to do: move, add or take out a team.")


def _proposals(measure: Measure, found: list[Candidate], *, revealed: bool = False) -> str:
    navigation.within(measure.network)
    return render_template(
        "pairings/show.html",
        measure=measure,
        bright=[each for each in found if each.part is Part.BRIGHT],
        pairs=pairs(found),
        total=len(found),
        chance=by_chance(measure, found),
        revealed=revealed,
        resolves=access.may(May.RESOLVE_CODES, measure),
        sizes=SIZES,
        usual=USUAL,
        session_number=request.values.get("session", ""),
        sessions=_sessions(measure.network) if access.may(May.RESOLVE_CODES, measure) else [],
    )


def _all_named(measure: Measure, who: Standing) -> list[Candidate]:
    """All teams by name, and the audit's line that somebody saw them so."""
    found = candidates(measure, who, reveal=True)
    hidden = sorted(each.name for each in found if not each.href)
    audit.record(
        access.actor(),
        "name hidden teams",
        measure,
        network=measure.network,
        after={"teams": ", ".join(hidden) or "none", "for": "who should talk with whom"},
    )
    return found


def _invited(session: LearningSession, found: list[Candidate]) -> list[Candidate]:
    """The teams that come to a session; those without the measure come as well."""
    query = (
        sa.select(Team)
        .join(SessionTeam, SessionTeam.team_id == Team.id)
        .where(SessionTeam.session_id == session.id, SessionTeam.answer != Answer.DECLINED)
        .order_by(Team.name)
    )
    known = {each.team_id: each for each in found}
    return [
        known.get(team.id)
        or Candidate(
            team.id, 0, team.name, "", Part.OTHER, "too_young", None, "does not show this measure",
            None, (), frozenset(tag.casefold() for tag in (*team.tags, team.context) if tag),
            own=False,
        )
        for team in db.session.scalars(query)
    ]  # fmt: skip


def _board(network: Network, session: LearningSession | None, problem: str = "") -> str:
    navigation.within(network)
    arranges = access.may(May.RUN_SESSIONS, network)
    kept = services.groups_of(network, scope_of(session) if session else "")
    teams = (
        db.session.execute(
            sa.select(Team.id, Team.name).where(Team.network_id == network.id).order_by(Team.name)
        ).all()
        if arranges
        else []
    )
    return render_template(
        "pairings/board.html",
        network=network,
        session=session,
        groups=board_of(network, kept),
        teams=teams,
        arranges=arranges,
        problem=problem,
    )


def _sessions(network: Network) -> list[LearningSession]:
    query = sa.select(LearningSession).where(LearningSession.network_id == network.id)
    return list(db.session.scalars(query.order_by(LearningSession.on.desc()).limit(20)))


def _session(network: Network, number: str) -> LearningSession | None:
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        access.not_found()
    query = sa.select(LearningSession).where(
        LearningSession.network_id == network.id, LearningSession.number == int(number)
    )
    found = db.session.scalar(query)
    if found is None:
        access.not_found()
    return found


def _id(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _board_url(network: Network, session: LearningSession | None) -> str:
    if session is None:
        return url_for("pairings.board", network_slug=network.slug)
    return url_for(
        "pairings.session_board", network_slug=network.slug, session_number=session.number
    )
