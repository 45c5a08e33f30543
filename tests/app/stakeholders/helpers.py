"""Stakeholders of alice's team, and the addresses of their pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.extensions import db
from app.stakeholders.models import Stakeholder, StakeholderKind, StakeholderPosition

URL = "/networks/river/teams/clinic/stakeholders"
TODAY = date(2026, 2, 5)
"""The day of the tests."""


def person(
    cast: Any,
    name: str = "Parent council",
    support: int | None = 2,
    importance: int = 5,
    on: date = date(2025, 1, 10),
    **fields: Any,
) -> Stakeholder:
    """Somebody on the map of alice's team; without support not placed yet."""
    fields.setdefault("kind", StakeholderKind.GROUP)
    made = Stakeholder(team=fields.pop("team", cast.team), name=name, **fields)
    if support is not None:
        made.positions.append(StakeholderPosition(on=on, support=support, importance=importance))
    db.session.add(made)
    db.session.commit()
    return made


def again(made: Stakeholder) -> Stakeholder:
    """The same record as the database has it now."""
    db.session.expire_all()
    found = db.session.get(Stakeholder, made.id)
    assert found is not None
    return found


def places(made: Stakeholder) -> list[tuple[date, int, int]]:
    """The positions stored, by date."""
    return [(each.on, each.support, each.importance) for each in again(made).positions]
