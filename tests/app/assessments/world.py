"""A round of three questions on five levels, and people who answer it."""

from __future__ import annotations

from datetime import date

from app.assessments import services
from app.assessments.content import Content, Item, Level
from app.extensions import db
from app.teams.models import TeamMembership, TeamRole
from tests.factories import make_user

CONTENT = Content(
    name="Where we stand",
    about="Three questions.",
    levels=tuple(Level(value, f"Stage {value:g}") for value in (0.5, 1, 1.5, 2, 2.5)),
    items=(Item("seen", "Seen"), Item("said", "Said", "Who says it?"), Item("done", "Done")),
)


def make_round(cast, *, named=False, content=CONTENT):
    instrument = services.define(cast.bea, cast.network, content)
    opening = services.Opening(date(2026, 2, 1), date(2026, 2, 15), named)
    opened = services.open_round(cast.alice, cast.team, instrument, opening)
    db.session.commit()
    return opened


def give(opened, user, seen, said, done, note="", hand_in=True):
    answers = {"seen": seen, "said": said, "done": done}
    services.answer(user, opened, answers, {"seen": note}, hand_in=hand_in)
    db.session.commit()


def third_member(cast, name="Dora"):
    user = make_user(name)
    db.session.add(TeamMembership(team=cast.team, user=user, role=TeamRole.MEMBER))
    db.session.commit()
    return user
