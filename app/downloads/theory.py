"""A team's theory of change as tables: drivers and change ideas, and its versions."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.downloads.names import of_team, person
from app.extensions import db
from app.measures.models import Measure
from app.pdsa.queries import numbers_by_idea
from app.tables import book
from app.tables.book import Book, Sheet
from app.teams.models import Team
from app.theory.models import TheoryVersion
from app.theory.queries import Theory, theory_of
from app.theory.rows import rows_of

AIM = "the aim"
NODE = (
    *book.numbers("line"),
    *book.text("layer", "text", "short", "serves", "measures", "status"),
    *book.numbers("level of reliability"),
    *book.text("cycles"),
    *book.moments("last changed (UTC)"),
)
VERSION = (
    *book.numbers("version"),
    *book.text("name", "note", "who"),
    *book.moments("when (UTC)"),
)


def book_of(team: Team) -> Book:
    """The theory in the order of its outline, and the versions that the team named."""
    return Book(
        of_team(team, "theory-of-change"),
        f"Theory of change of {team.name}",
        (
            Sheet(
                "Drivers and ideas",
                NODE,
                _nodes(team, theory_of(team.id)),
                "The team has not written its theory yet.",
            ),
            Sheet("Versions", VERSION, _versions(team), "No version has been named yet."),
        ),
    )


def _nodes(team: Team, theory: Theory) -> tuple[book.Row, ...]:
    texts = {node.id: node.text for node in theory.nodes}
    wanted = {key for found in theory.measured.values() for key in found}
    named = select(Measure.id, Measure.name).where(Measure.id.in_(wanted))
    measures = dict(db.session.execute(named).all()) if wanted else {}
    cycles = numbers_by_idea(team.id)
    return tuple(
        (
            line,
            row.node.kind.value,
            row.node.text,
            row.node.short,
            book.listed(texts[key] for key in theory.serves.get(row.node.id, ())) or AIM,
            book.listed(measures[key] for key in theory.measured.get(row.node.id, ())),
            row.node.status.value if row.node.status else "",
            row.node.reliability,
            book.listed(cycles.get(row.node.id, ())),
            row.node.changed_at,
        )
        for line, row in enumerate(rows_of(theory), start=1)
    )


def _versions(team: Team) -> tuple[book.Row, ...]:
    query = (
        select(TheoryVersion)
        .where(TheoryVersion.team_id == team.id)
        .options(joinedload(TheoryVersion.frozen_by))
        .order_by(TheoryVersion.number)
    )
    return tuple(
        (each.number, each.name, each.note, person(each.frozen_by), each.frozen_at)
        for each in db.session.scalars(query)
    )
