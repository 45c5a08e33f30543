"""Planning visits, their agendas, writing them up. Flushes, never commits.

The network's audit learns that a coach kept the log, never what stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app import audit
from app.accounts.models import User
from app.clock import now
from app.coaching_log.agenda import Item
from app.coaching_log.models import CoachingItem, CoachingVisit, ItemKind, Way
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.teams.models import Team


def plan(actor: User, team: Team, on: date, way: Way) -> CoachingVisit:
    """Set the day of a visit; its agenda makes itself."""
    visit = CoachingVisit(team=team, on=on, way=way, written_by=actor)
    db.session.add(visit)
    db.session.flush()
    _tell(actor, "plan a coaching visit", visit)
    return visit


def write_up(
    actor: User,
    visit: CoachingVisit,
    *,
    on: date,
    way: Way,
    notes: str,
    agreed: str,
    today: date,
    agenda: Iterable[Item],
    version: int,
) -> None:
    """Keep what happened and what was agreed, and with the first writing the agenda as it stands."""
    db.session.refresh(visit, with_for_update={"of": CoachingVisit})
    expect(visit, version)
    if on > today:
        raise ServiceError("This day is still to come. Write it up once it has been.", field="on")
    visit.on, visit.way, visit.notes, visit.agreed = on, way, notes, agreed
    if visit.held_at is None:
        visit.held_at, visit.written_by = now(), actor
        for item in agenda:
            if item.row is None:
                _keep(visit, item)
            else:
                item.row.text = item.text
    db.session.flush()
    _tell(actor, "write up a coaching visit", visit)


def add(visit: CoachingVisit, text: str) -> CoachingItem:
    """Put an item on the agenda by hand."""
    _open(visit)
    return _keep(visit, Item(ItemKind.BY_HAND, text))


def strike(visit: CoachingVisit, item: Item) -> None:
    """Leave an item out, visibly; what was struck can be taken up again."""
    _open(visit)
    row = item.row or _keep(visit, item)
    row.struck = True
    db.session.flush()


def take_up(visit: CoachingVisit, item: Item) -> None:
    """Take up an item that was struck."""
    _open(visit)
    if item.row is None:
        return
    if item.kind is ItemKind.BY_HAND:
        item.row.struck = False
    else:
        visit.items.remove(item.row)
    db.session.flush()


def remove(actor: User, visit: CoachingVisit) -> None:
    """Take a visit out of the log; it can be put back."""
    if visit.removed_at is None:
        visit.removed_at = now()
        _tell(actor, "remove a coaching visit", visit)


def restore(actor: User, visit: CoachingVisit) -> None:
    """Put a removed visit back."""
    if visit.removed_at is not None:
        visit.removed_at = None
        _tell(actor, "put a coaching visit back", visit)


def _keep(visit: CoachingVisit, item: Item) -> CoachingItem:
    row = CoachingItem(
        kind=item.kind,
        text=item.text,
        detail=item.detail,
        struck=item.struck,
        thread_id=item.thread_id,
        series_id=item.series_id,
        cycle_id=item.cycle_id,
    )
    visit.items.append(row)
    db.session.flush()
    return row


def _open(visit: CoachingVisit) -> None:
    if visit.held_at is not None:
        raise ServiceError("This visit is written up; its agenda stays as it was.")


def _tell(actor: User, action: str, visit: CoachingVisit) -> None:
    db.session.flush()
    team = visit.team
    audit.record(actor, action, team, network=team.network, after={"visit": visit.id})
