"""A team's stakeholders as tables: who stands where, how they moved, what was done."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.downloads.names import of_team, person
from app.extensions import db
from app.stakeholders.models import EngagementAction, Stakeholder
from app.stakeholders.queries import stakeholders_of
from app.tables import book
from app.tables.book import Book, Sheet
from app.teams.models import Team
from charts.stakeholder_map import quadrant

FACE = (
    *book.text("name"),
    *book.numbers("support, -2 to 2", "importance, 1 to 5"),
    *book.text("quadrant"),
    *book.dates("since"),
)
PLAN = (
    *book.text("kind", "constituency", "lived experience", "what matters to them", "concerns"),
    *book.text("needed commitment", "owner", "next action"),
    *book.dates("next action on"),
)
DONE = (
    *book.text("name", "what was done"),
    *book.dates("due", "done"),
    *book.text("who", "what came of it"),
)
NOBODY = "Nobody is on the map yet."


def book_of(team: Team, *, sees_all: bool) -> Book:
    """The map; plans, concerns and who owns what only for the team's people."""
    people = stakeholders_of(team.id)
    columns, rows = FACE, [_face(each) for each in people]
    if sees_all:
        columns += PLAN
        rows = [(*row, *_plan(each)) for row, each in zip(rows, people, strict=True)]
    else:
        # As on the open map, who is not placed is not shown.
        rows = [row for row, each in zip(rows, people, strict=True) if each.positions]
    sheets = [
        Sheet("Stakeholders", columns, tuple(rows), NOBODY),
        _positions(people, sees_all=sees_all),
    ]
    if sees_all:
        sheets.append(Sheet("Done", DONE, _done(team), "No action has been finished yet."))
    return Book(of_team(team, "stakeholders"), f"Stakeholders of {team.name}", tuple(sheets))


def _face(each: Stakeholder) -> book.Row:
    now = each.now
    if now is None:
        return each.name, None, None, "", None
    where = quadrant(now.support, now.importance).value
    return each.name, now.support, now.importance, where, now.on


def _plan(each: Stakeholder) -> book.Row:
    return (
        each.kind.value,
        each.constituency,
        book.yes(each.lived_experience),
        each.what_matters,
        each.concerns,
        each.commitment,
        person(each.owner),
        each.next_action,
        each.next_action_on,
    )


def _positions(people: list[Stakeholder], *, sees_all: bool) -> Sheet:
    columns = (
        *book.text("name"),
        *book.dates("on"),
        *book.numbers("support, -2 to 2", "importance, 1 to 5"),
    )
    rows: list[book.Row] = []
    for each in people:
        for place in each.positions:
            row: book.Row = (each.name, place.on, place.support, place.importance)
            rows.append((*row, place.note) if sees_all else row)
    if sees_all:
        columns += book.text("what the team saw")
    return Sheet("Positions", columns, tuple(rows), NOBODY)


def _done(team: Team) -> tuple[book.Row, ...]:
    query = (
        select(EngagementAction)
        .join(Stakeholder)
        .where(Stakeholder.team_id == team.id, Stakeholder.removed_at.is_(None))
        .order_by(EngagementAction.done_on, EngagementAction.id)
        .options(joinedload(EngagementAction.stakeholder), joinedload(EngagementAction.owner))
    )
    return tuple(
        (
            each.stakeholder.name,
            each.text,
            each.due_on,
            each.done_on,
            person(each.owner),
            each.outcome,
        )
        for each in db.session.scalars(query)
    )
