"""What sessions ask of a person, for My work: invitations to answer, and what is coming up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.access import Standing
from app.learning import queries
from app.learning.blueprint import session_url
from app.learning.models import Answer, SessionTeam
from app.networks.models import NetworkRole
from app.teams.models import Team
from app.templating import short_dates


@dataclass(frozen=True, slots=True)
class SessionItem:
    """An invitation that waits for a team's answer."""

    place: SessionTeam
    href: str


Later = tuple[date, tuple[str, str, str, bool]]

RUNS = frozenset({NetworkRole.FACILITATOR, NetworkRole.BACKBONE})


def sessions_for(
    teams: Sequence[Team], who: Standing, today: date
) -> tuple[list[SessionItem], list[Later]]:
    """Invitations not answered yet, and sessions to come, each listed once."""
    places = queries.places_waiting([team.id for team in teams], today)
    asked = [
        SessionItem(place, session_url(place.session))
        for place in places
        if place.answer is Answer.INVITED
    ]
    coming = {
        place.session.id: place.session for place in places if place.answer is Answer.CONFIRMED
    }
    run = [network for network, roles in who.networks.items() if roles & RUNS]
    coming |= {session.id: session for session in queries.sessions_run(run, today)}
    later = [
        (
            session.on,
            (session.title, session_url(session), short_dates(session.on, session.last_day), False),
        )
        for session in coming.values()
    ]
    return asked, later
