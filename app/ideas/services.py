"""Showing a change idea to the network, taking it back, and trying another team's. No commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import audit
from app.accounts.models import User
from app.clock import now
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.ideas.models import IdeaCopy, PublishedIdea
from app.ideas.queries import copy_of, copy_within, cycles_to_show, passport_of
from app.measures.models import Series
from app.pdsa.models import Cycle
from app.teams.models import Team
from app.theory import services as theory
from app.theory.held import hold
from app.theory.lines import Line
from app.theory.models import DriverNode, IdeaStatus, NodeKind

TEXTS = ("title", "how", "context", "reason", "advice")


def publish(
    node: DriverNode,
    fields: Mapping[str, Any],
    *,
    cycles: Iterable[int],
    version: int | None,
    actor: User | None,
    at: datetime | None = None,
) -> PublishedIdea:
    """Show a change idea to the network, or change what is shown of it.

    `fields` holds the passport's texts and its `measure_id`; `cycles` are ids of cycles on the
    idea, others are left out. `version` is the one the form was opened at, None where the idea had
    no passport yet.
    """
    # Two who publish at once do it one after the other, so that there is one passport.
    db.session.execute(select(Team.id).where(Team.id == node.team_id).with_for_update())
    passport = passport_of(node.id)
    if passport is not None or version is not None:
        expect(passport, version)  # type: ignore[arg-type]  # None has no version, and so conflicts
    _check(node, fields)
    made = passport is None
    if passport is None:
        passport = PublishedIdea(team=node.team, node=node)
        db.session.add(passport)
    before = {} if made else _state(passport)
    was_hidden = not made and not passport.is_public
    for name in TEXTS:
        setattr(passport, name, fields.get(name) or "")
    passport.measure_id = fields.get("measure_id")
    passport.cycles = _chosen(node, cycles)
    if made or was_hidden:
        passport.published_by, passport.published_at = actor, at or now()
        passport.withdrawn_at = None
    db.session.flush()
    after = _state(passport)
    if after != before or was_hidden:
        audit.record(
            actor,
            "publish change idea" if made or was_hidden else "change published idea",
            passport,
            network=node.team.network,
            before=before or None,
            after=after,
            at=at,
        )
    return passport


def withdraw(passport: PublishedIdea, *, actor: User | None) -> None:
    """Take an idea out of the library. Teams that copied it keep their copies."""
    if not passport.is_public:
        return
    passport.withdrawn_at = now()
    audit.record(
        actor,
        "unpublish change idea",
        passport,
        network=passport.team.network,
        before={"shown": "to the network"},
        after={"shown": "to the team alone"},
    )


def try_it(
    team: Team, source: PublishedIdea, *, text: str, under: int | None, actor: User | None
) -> DriverNode:
    """Copy another team's published idea into a team's theory of change, its lineage kept.

    Raises
    ------
    ServiceError
        Where the idea is the team's own, is tried already, or is no longer published.
    """
    if source.team_id == team.id:
        raise ServiceError("This is your own team’s idea. It stands in your theory already.")
    if not source.is_public or source.team.network_id != team.network_id:
        raise ServiceError("This idea is no longer published, so it cannot be copied.")
    text = " ".join(text.split())
    if not text:
        raise ServiceError("Write what your team will call it.", field="text")
    held = hold(team)
    root_id = root_of(source)
    already = copy_within(team.id, root_id)
    if already is not None:
        raise ServiceError(f"Your team tries this already: “{already.node.text}”.")
    [node] = theory.add(
        held, (Line(text, 0, is_idea=True),), kind=NodeKind.IDEA, under=under, actor=actor
    )
    link(node, source, root_id=root_id, actor=actor)
    return node


def link(
    node: DriverNode,
    source: PublishedIdea,
    *,
    root_id: int,
    actor: User | None,
    at: datetime | None = None,
) -> IdeaCopy:
    """Keep where a change idea came from."""
    made = IdeaCopy(
        node=node, source=source, root_id=root_id, copied_by=actor, copied_at=at or now()
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        actor,
        "try change idea",
        node,
        network=node.team.network,
        after={"text": node.text, "from": source.title, "of": source.team.name},
        at=at,
    )
    return made


def root_of(passport: PublishedIdea) -> int:
    """The first idea of the line that a passport belongs to, as the id of its passport."""
    copied = copy_of(passport.node_id)
    return copied.root_id if copied is not None and copied.root_id is not None else passport.id


def _check(node: DriverNode, fields: Mapping[str, Any]) -> None:
    if node.kind is not NodeKind.IDEA:
        raise ServiceError("Only a change idea can be published; this is a driver.")
    if not (fields.get("title") or "").strip():
        raise ServiceError("Write what the network should read as its name.", field="title")
    if node.status is IdeaStatus.ABANDONED and not (fields.get("reason") or "").strip():
        raise ServiceError(
            "Say why you abandoned it: that spares the next team the same.", field="reason"
        )
    measure_id = fields.get("measure_id")
    kept = select(Series.id).where(Series.team_id == node.team_id, Series.measure_id == measure_id)
    if measure_id is not None and db.session.scalar(kept) is None:
        raise ServiceError("Choose one of the team’s measures.", field="measure_id")


def _chosen(node: DriverNode, wanted: Iterable[int]) -> list[Cycle]:
    ids = set(wanted)
    return [cycle for cycle in cycles_to_show(node.id) if cycle.id in ids]


def _state(passport: PublishedIdea) -> dict[str, Any]:
    texts = {name: getattr(passport, name) for name in TEXTS}
    cycles = [cycle.number for cycle in passport.cycles]
    return texts | {"measure": passport.measure_id, "cycles": cycles}
