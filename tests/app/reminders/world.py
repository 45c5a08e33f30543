"""Work that waits for bob of the clinic, and others who must see none of it."""

from __future__ import annotations

from datetime import date

from app.extensions import db
from app.pdsa.models import CycleTask
from app.reminders import services
from app.reminders.models import Rhythm
from app.stakeholders.models import Stakeholder, StakeholderKind
from tests.app.pdsa.helpers import planned
from tests.factories import make_series

MONTHS = [(30, 200)] * 24  # to December 2025; today is February 5, 2026


def give_work(cast):
    """Data due on February 10, a cycle that ends on February 7, a task and a next step."""
    make_series(cast.team, cast.measure, MONTHS)
    cycle = planned(cast, title="Call one family", ends_on=date(2026, 2, 7))
    cycle.to_do.append(
        CycleTask(position=0, text="Print 17 lists", owner=cast.bob, due_on=date(2026, 2, 6))
    )
    db.session.add(
        Stakeholder(
            team=cast.team,
            name="Secret Mayor",
            kind=StakeholderKind.PERSON,
            owner_id=cast.bob.id,
            next_action="Ask about the 4,000 dollars",
            next_action_on=date(2026, 2, 12),
        )
    )
    db.session.commit()
    return cycle


def want_mail(*people, rhythm=Rhythm.DAILY, weekday=0, zone="UTC", teams=None):
    for user in people:
        own = services.teams_of(user)
        chosen = [team.id for team in own] if teams is None else teams
        services.choose(user, rhythm, weekday, zone, chosen)
    db.session.commit()
