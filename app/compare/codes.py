"""Random codes that stand for teams, one per comparison.

A code is drawn from the operating system's randomness and kept in a table: it follows from nothing
about the team, and a team has another one on every measure, so that who is recognized on one is
not on the others.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from flask import has_request_context, request
from sqlalchemy.exc import IntegrityError

from app.compare.models import TeamCode
from app.database import SAFE_METHODS
from app.extensions import Model, db

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so that no code is a word."""
DIGITS = "23456789"
TRIES = 20

Place = tuple[int, str]
"""A network's id and a scope."""


def scope_of(thing: Model) -> str:
    """The name of the comparison of a measure, or of another thing with codes of its own."""
    return f"{thing.__tablename__} {getattr(thing, 'id')}"  # noqa: B009 - models share no base with an id


def codes_of(network_id: int, scope: str, team_ids: Iterable[int]) -> dict[int, str]:
    """The teams' codes in a scope; those that have none yet get one, which is stored at once.

    One query where all have theirs. A page that is only read stores new codes beside its own
    transaction, which may not write.
    """
    wanted = sorted(set(team_ids))
    if not wanted:
        return {}
    place = (network_id, scope)
    found = _known(db.session, place, wanted)
    missing = [team_id for team_id in wanted if team_id not in found]
    if not missing:
        return found
    if not has_request_context() or request.method not in SAFE_METHODS:
        return found | _drawn(db.session, place, missing)
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        return found | _drawn(connection, place, missing)


def _known(where: Any, place: Place, team_ids: Sequence[int]) -> dict[int, str]:
    query = sa.select(TeamCode.team_id, TeamCode.code).where(TeamCode.team_id.in_(team_ids))
    rows = where.execute(query.where(TeamCode.scope == place[1]))
    return {row.team_id: row.code for row in rows}


def _drawn(where: Any, place: Place, team_ids: Sequence[int]) -> dict[int, str]:
    """Draw and store codes, each by itself: a code that is taken, or came meanwhile, is no harm."""
    found: dict[int, str] = {}
    for team_id in team_ids:
        for _ in range(TRIES):
            code = draw()
            try:
                with where.begin_nested():
                    where.execute(
                        sa.insert(TeamCode).values(
                            network_id=place[0], scope=place[1], team_id=team_id, code=code
                        )
                    )
            except IntegrityError:
                found |= _known(where, place, [team_id])
            else:
                found[team_id] = code
            if team_id in found:
                break
        else:
            raise RuntimeError(f"No free code found for {place[1]}; draw longer ones.")
    return found


def draw() -> str:
    """A code that means nothing: letter, digit, letter; 3,200 of them."""
    return "".join(secrets.choice(each) for each in (LETTERS, DIGITS, LETTERS))
