"""Mappings that are remembered under a name. Nothing here commits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.accounts.models import User
from app.extensions import db
from app.imports.browser.models import SavedMapping
from app.imports.browser.place import Place
from app.imports.columns import read_mapping
from app.imports.problems import WrongFileError
from app.imports.table import open_table
from app.measures.models import Measure

MOST = 50


def of_place(place: Place) -> list[SavedMapping]:
    """What is remembered at a place, the latest first."""
    query = (
        select(SavedMapping)
        .where(
            SavedMapping.network_id == place.network.id,
            SavedMapping.team_id == (place.team.id if place.team else None),
        )
        .options(joinedload(SavedMapping.measure), joinedload(SavedMapping.saved_by))
        .order_by(SavedMapping.saved_at.desc(), SavedMapping.id.desc())
    )
    return list(db.session.scalars(query))


def fitting(place: Place, measure: Measure, text: str) -> SavedMapping | None:
    """The latest remembered mapping of this measure that the file has the columns for."""
    for each in of_place(place):
        if each.measure_id != measure.id:
            continue
        mapping = read_mapping(each.mapping)
        try:
            header = open_table(text, mapping.header_row).header
        except WrongFileError:
            continue
        if mapping.fits(header):
            return each
    return None


def remember(
    actor: User, place: Place, measure: Measure, name: str, mapping: dict[str, Any]
) -> None:
    """Remember a mapping; one of the same name and measure is replaced."""
    known = of_place(place)
    found = next((each for each in known if each.name == name and each.measure == measure), None)
    if found is None:
        for oldest in known[MOST - 1 :]:
            db.session.delete(oldest)
        found = SavedMapping(
            network_id=place.network.id,
            team_id=place.team.id if place.team else None,
            measure=measure,
            name=name,
        )
        db.session.add(found)
    # Who is missing is said of one month's file only.
    found.mapping = mapping | {"note": ""}
    found.saved_by_id, found.saved_at = actor.id, clock.now()
    db.session.flush()


def forget(place: Place, mapping_id: int | None) -> None:
    """Forget a mapping of the place."""
    for each in of_place(place):
        if each.id == mapping_id:
            db.session.delete(each)
    db.session.flush()
