"""What the engagement plan asks of a person, for My work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.accounts.models import User
from app.stakeholders.board import one_url
from app.stakeholders.models import Stakeholder
from app.stakeholders.queries import actions_of
from app.teams.models import Team
from app.templating import short_date

Later = tuple[date, tuple[str, str, str, bool]]
"""A day, and the row of Coming up that it orders."""

HORIZON = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class ActionItem:
    """A next action that is due."""

    team: Team
    person: Stakeholder
    eyebrow: str
    late: bool
    href: str


def actions_for(
    user: User, teams: Sequence[Team], today: date, soon: timedelta
) -> tuple[list[ActionItem], list[Later]]:
    """A person's next actions on these teams: those due, or undated, and those of the next month."""
    if not teams:
        return [], []
    by_id = {team.id: team for team in teams}
    due: list[ActionItem] = []
    later: list[Later] = []
    for person in actions_of(user.id, by_id):
        team, day = by_id[person.team_id], person.next_action_on
        link = one_url(team, person)
        if day is None or day <= today + soon:
            late = day is not None and day < today
            due.append(ActionItem(team, person, _when(day, today), late, link))
        elif day <= today + HORIZON:
            what = f"{person.next_action}, {person.name}"
            later.append((day, (what, link, short_date(day), False)))
    return due, later


def _when(day: date | None, today: date) -> str:
    if day is None:
        return "No date"
    if day == today:
        return "Due today"
    return f"{'Was due' if day < today else 'Due'} {short_date(day)}"
