"""Who sees a session, and who runs it."""

from __future__ import annotations

from datetime import date

import pytest

from app import access
from app.access import May
from app.extensions import db
from app.learning.models import AgendaItem, LearningSession, SessionTeam, Status
from tests.factories import Cast


def make_session(cast: Cast, status: Status) -> LearningSession:
    made = LearningSession(
        network=cast.network,
        number=1,
        title="First learning session",
        on=date(2024, 4, 9),
        status=status,
        agenda=[AgendaItem(title="Second", position=2), AgendaItem(title="First", position=1)],
        teams=[SessionTeam(team=cast.team)],
    )
    db.session.add(made)
    db.session.commit()
    db.session.expire_all()
    return made


def who_may(permission: May, thing: access.Thing, cast: Cast) -> set[str]:
    names = ("alice", "bob", "vera", "charlie", "cora", "otto", "frank", "bea", "nora", "olga")
    return {
        name
        for name in names
        if access.can(permission, thing, access.standing_of(getattr(cast, name)))
    }


def test_everybody_of_the_network_sees_an_announced_session(cast):
    session = make_session(cast, Status.INVITED)
    everybody = {"alice", "bob", "vera", "charlie", "cora", "otto", "frank", "bea", "nora"}
    assert who_may(May.SEE_SESSION, session, cast) == everybody
    assert [item.title for item in session.agenda] == ["First", "Second"]


def test_those_who_prepare_a_session_alone_see_it_before(cast):
    session = make_session(cast, Status.PREPARING)
    assert who_may(May.SEE_SESSION, session, cast) == {"frank", "bea"}
    assert who_may(May.EDIT_TEAM, session.teams[0], cast) == set()


@pytest.mark.parametrize("status", list(Status))
def test_facilitators_and_the_backbone_run_it(cast, status):
    session = make_session(cast, status)
    assert who_may(May.RUN_SESSIONS, session, cast) == {"frank", "bea"}
    assert who_may(May.RUN_SESSIONS, session.teams[0], cast) == {"frank", "bea"}
    assert who_may(May.RUN_SESSIONS, cast.network, cast) == {"frank", "bea"}


def test_a_team_answers_for_itself_alone(cast):
    place = make_session(cast, Status.INVITED).teams[0]
    assert who_may(May.EDIT_TEAM, place, cast) == {"alice", "bob"}
