"""A person's inbox: what arrived and is not done, or not seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from app import access
from app.access import Standing
from app.accounts.models import User
from app.extensions import db
from app.inbox import sources  # noqa: F401  # the sources that are built in add themselves
from app.inbox.items import SOURCES, Item, Kind, Person
from app.inbox.models import InboxMark
from app.inbox.reviews import said
from app.teams.models import TeamRole

ORDER = tuple(Kind)


def person_of(user: User, who: Standing, today: date) -> Person:
    """Whose inbox it is, with the teams they write for."""
    writers = {TeamRole.LEAD, TeamRole.MEMBER}
    writes = frozenset(team for team, role in who.teams.items() if role in writers)
    return Person(user, who, writes, today)


def inbox_of(user: User, who: Standing, today: date) -> list[Item]:
    """What waits in a person's inbox, by kind, the latest first."""
    return _unseen(user, _all(person_of(user, who, today)))


def _all(person: Person) -> list[Item]:
    return [item for source in SOURCES for item in source(person)]


def _unseen(user: User, items: Iterable[Item]) -> list[Item]:
    found = list(items)
    marks = _marks(user, found)
    left = [item for item in found if not (item.key in marks and marks[item.key].seen_at)]
    left.sort(key=lambda item: item.at, reverse=True)
    return sorted(left, key=lambda item: ORDER.index(item.kind))


def _marks(user: User, items: Sequence[Item]) -> dict[str, InboxMark]:
    if not items:
        return {}
    query = select(InboxMark).where(
        InboxMark.user_id == user.id, InboxMark.item.in_([item.key for item in items])
    )
    return {mark.item: mark for mark in db.session.scalars(query)}


def said_to(user: User, who: Standing, today: date) -> list[Item]:
    """What coaches said to the person's teams, for My work: questions, and what was signed off."""
    return _unseen(user, said(person_of(user, who, today)))


def news_for(user: User, day: date) -> list[Item]:
    """What a mail of that day tells: what no mail of another day has told, and nobody has seen.

    What falls due for the person's own teams the mail lists already.
    """
    who = access.standing_of(user)
    person = person_of(user, who, day)
    found = [
        item
        for item in _unseen(user, _all(person))
        if item.kind is not Kind.OVERDUE or item.team_id not in person.writes
    ]
    marks = _marks(user, found)
    return [item for item in found if _is_news(marks.get(item.key), day)]


def _is_news(mark: InboxMark | None, day: date) -> bool:
    return mark is None or mark.mailed_on in {None, day}
