"""What pages ask about published ideas, their cycles and their lineage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.causes.models import Cause, SignalCause, signal_cause_cycle
from app.extensions import db
from app.ideas.models import IdeaCopy, PublishedIdea, published_idea_cycle
from app.measures.models import Series
from app.pdsa.models import Cycle, Prediction
from app.teams.models import Team
from app.theory.models import DriverLink, DriverNode


def idea_of_network(network_id: int, idea_id: int) -> PublishedIdea | None:
    """A published idea of a network, with its team, measure and node; None once withdrawn."""
    query = (
        select(PublishedIdea)
        .join(PublishedIdea.team)
        .where(
            PublishedIdea.id == idea_id,
            Team.network_id == network_id,
            PublishedIdea.withdrawn_at.is_(None),
        )
        .options(
            contains_eager(PublishedIdea.team).joinedload(Team.working_group),
            joinedload(PublishedIdea.measure),
            joinedload(PublishedIdea.node),
        )
    )
    return db.session.scalar(query)


def passport_of(node_id: int) -> PublishedIdea | None:
    """What a team published of a change idea, also where it was withdrawn."""
    query = (
        select(PublishedIdea)
        .where(PublishedIdea.node_id == node_id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def copy_of(node_id: int) -> IdeaCopy | None:
    """Where a change idea was copied from, with the passport and its team."""
    query = (
        select(IdeaCopy)
        .where(IdeaCopy.node_id == node_id)
        .options(joinedload(IdeaCopy.source).joinedload(PublishedIdea.team))
    )
    return db.session.scalar(query)


def copy_within(team_id: int, root_id: int) -> IdeaCopy | None:
    """A team's own copy of an idea of that line, as long as it stands in its theory."""
    query = (
        select(IdeaCopy)
        .join(IdeaCopy.node)
        .where(
            DriverNode.team_id == team_id,
            DriverNode.removed_at.is_(None),
            IdeaCopy.root_id == root_id,
        )
        .options(contains_eager(IdeaCopy.node))
        .limit(1)
    )
    return db.session.scalar(query)


def cycles_to_show(node_id: int) -> list[Cycle]:
    """The cycles of a change idea that may be chosen: those that are not deleted."""
    query = select(Cycle).where(Cycle.change_idea_id == node_id, Cycle.deleted_at.is_(None))
    return list(db.session.scalars(query.order_by(Cycle.number)))


def cycles_shown(idea_ids: Iterable[int]) -> dict[int, list[Cycle]]:
    """The cycles that teams show with these ideas, by the passport's id, with their predictions.

    A cycle that was deleted, or that tests another idea by now, does not show.
    """
    query = (
        select(published_idea_cycle.c.idea_id, Cycle)
        .join(Cycle, Cycle.id == published_idea_cycle.c.cycle_id)
        .join(PublishedIdea, PublishedIdea.id == published_idea_cycle.c.idea_id)
        .where(
            published_idea_cycle.c.idea_id.in_(list(idea_ids)),
            Cycle.deleted_at.is_(None),
            Cycle.change_idea_id == PublishedIdea.node_id,
        )
        .options(joinedload(Cycle.predictions).joinedload(Prediction.measure))
        .order_by(published_idea_cycle.c.idea_id, Cycle.number)
    )
    found: dict[int, list[Cycle]] = defaultdict(list)
    for idea_id, cycle in db.session.execute(query).unique():
        found[idea_id].append(cycle)
    return found


def drivers_served(node_ids: Iterable[int] | Select[int]) -> dict[int, list[str]]:
    """By change idea the drivers it serves, each followed by what that one serves. One query.

    `node_ids` are ids, or a query that gives them.
    """
    ids = node_ids if isinstance(node_ids, Select) else list(node_ids)
    near, far = aliased(DriverNode), aliased(DriverNode)
    up, further = aliased(DriverLink), aliased(DriverLink)
    query = (
        select(up.child_id, near.text, far.text)
        .join(near, (near.id == up.parent_id) & near.removed_at.is_(None))
        .outerjoin(further, further.child_id == near.id)
        .outerjoin(far, (far.id == further.parent_id) & far.removed_at.is_(None))
        .where(up.child_id.in_(ids))
        .order_by(up.child_id, near.position, near.id, far.position, far.id)
    )
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for node_id, *texts in db.session.execute(query):
        found[node_id].update(dict.fromkeys(text for text in texts if text))
    return {node_id: list(texts) for node_id, texts in found.items()}


def teams_trying(root_ids: Iterable[int]) -> dict[int, int]:
    """By the first idea of a line, how many teams copied it and still have it. One query."""
    query = (
        select(IdeaCopy.root_id, DriverNode.team_id)
        .join(IdeaCopy.node)
        .where(IdeaCopy.root_id.in_(list(root_ids)), DriverNode.removed_at.is_(None))
        .distinct()
    )
    found: dict[int, int] = defaultdict(int)
    for root_id, _team_id in db.session.execute(query):
        if root_id is not None:
            found[root_id] += 1
    return found


def sides_named(idea_ids: Iterable[int]) -> dict[int, set[str]]:
    """On which side of its chart a team named a cycle shown with the idea as a signal's cause.

    By the passport's id; only of the measure that the idea should move. One query.
    """
    shown = published_idea_cycle
    query = (
        select(PublishedIdea.id, SignalCause.side)
        .join(shown, shown.c.idea_id == PublishedIdea.id)
        .join(Cycle, Cycle.id == shown.c.cycle_id)
        .join(signal_cause_cycle, signal_cause_cycle.c.cycle_id == Cycle.id)
        .join(SignalCause, SignalCause.id == signal_cause_cycle.c.cause_id)
        .join(Series, Series.id == SignalCause.series_id)
        .where(
            PublishedIdea.id.in_(list(idea_ids)),
            Series.measure_id == PublishedIdea.measure_id,
            SignalCause.cause == Cause.OUR_CHANGE,
            Cycle.deleted_at.is_(None),
            Cycle.change_idea_id == PublishedIdea.node_id,
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for idea_id, side in db.session.execute(query):
        found[idea_id].add(side)
    return found


def teams_of(network_id: int, team_ids: Iterable[int]) -> list[Team]:
    """Which of these teams belong to a network, the oldest first."""
    query = select(Team).where(Team.network_id == network_id, Team.id.in_(list(team_ids)))
    return list(db.session.scalars(query.order_by(Team.id)))
