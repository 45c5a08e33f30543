"""Who can be mentioned, and whom a text mentions: "@Ann Lee, can you look at this?"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, literal, select, union_all

from app.accounts.models import User
from app.extensions import db
from app.networks.models import NetworkMembership, NetworkRole
from app.teams.models import CoachAssignment, Team, TeamMembership


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text as it is shown."""

    text: str
    is_mention: bool


class Reader(NamedTuple):
    """Somebody who may see a team's work."""

    user: User
    coaches: bool


def readers_of(team: Team) -> list[Reader]:
    """Everybody who may see the team's work, by name: the team and its coaches. One query."""
    members = select(TeamMembership.user_id, literal(0).label("coaches")).where(
        TeamMembership.team_id == team.id
    )
    # Who coaches no longer in the network sees none of its teams' work; see app.access.roles.
    coaches = (
        select(CoachAssignment.user_id, literal(1))
        .join(
            NetworkMembership,
            (NetworkMembership.user_id == CoachAssignment.user_id)
            & (NetworkMembership.network_id == team.network_id)
            & (NetworkMembership.role == NetworkRole.COACH),
        )
        .where(CoachAssignment.team_id == team.id)
    )
    found = union_all(members, coaches).subquery()
    query = (
        select(User, func.max(found.c.coaches))
        .join(found, found.c.user_id == User.id)
        .where(User.active.is_(True))
        .group_by(User.id)
        .order_by(User.name, User.id)
    )
    return [Reader(user, bool(coach)) for user, coach in db.session.execute(query)]


def people_who_see(team: Team) -> list[User]:
    """The same people without saying who coaches."""
    return [each.user for each in readers_of(team)]


def mentioned(text: str, people: Sequence[User]) -> list[User]:
    """Whom of `people` a text names after an @: by the whole name, or by a first name of one only."""
    names = _names(people)
    found = {names[match[1].casefold()].id for match in _finds(text, names)}
    return [person for person in people if person.id in found]


def pieces(text: str, people: Iterable[User]) -> tuple[Piece, ...]:
    """The text cut where it names one of `people`."""
    names = _names(tuple(people))
    made, at = [], 0
    for match in _finds(text, names):
        made.append(Piece(text[at : match.start()], is_mention=False))
        made.append(Piece(match[0], is_mention=True))
        at = match.end()
    made.append(Piece(text[at:], is_mention=False))
    return tuple(piece for piece in made if piece.text)


def _names(people: Sequence[User]) -> dict[str, User]:
    firsts = Counter(person.name.split()[0].casefold() for person in people if person.name.split())
    whole = Counter(person.name.casefold() for person in people)
    names = {}
    for person in people:
        if whole[person.name.casefold()] == 1:
            names[person.name.casefold()] = person
    for person in people:
        first = person.name.split()[0].casefold() if person.name.split() else ""
        if first and firsts[first] == 1:
            names.setdefault(first, person)
    return names


def _finds(text: str, names: dict[str, User]) -> list[re.Match[str]]:
    if not names or "@" not in text:
        return []
    # The longest first, so that "@Ann Lee" is not read as "@Ann"; an address is no mention.
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w@])@({known})(?!\w)", re.IGNORECASE)
    return [match for match in pattern.finditer(text) if match[1].casefold() in names]
