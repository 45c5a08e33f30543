"""Changing a theory of change: its words, its order, what serves what. Nothing is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import User
from app.audit import chain as audit
from app.clock import now
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.measures.models import Measure, Series
from app.teams.models import Team
from app.theory import graph
from app.theory.changed import Changed
from app.theory.held import Held
from app.theory.lines import LONGEST, Line, kind_at
from app.theory.models import DriverNode, IdeaStatus, NodeKind

KINDS = tuple(NodeKind)
GONE = "That is no longer in the theory; reload the page to see it as it is now."


def add(
    held: Held,
    lines: Sequence[Line],
    *,
    kind: NodeKind,
    under: int | None = None,
    after: int | None = None,
    actor: User | None,
    at: datetime | None = None,
) -> list[DriverNode]:
    """Make a node of each line: the first ones of `kind` serving `under`, deeper ones those above.

    Stands after the node `after`, or at the end.
    """
    if not lines:
        raise ServiceError("Write at least one line.", field="lines")
    parent = held.nodes.get(under) if under is not None else None
    if under is not None and parent is None:
        raise ServiceError("The driver that this should serve is no longer there.", field="under")
    if parent is not None and parent.kind.depth >= kind.depth:
        raise ServiceError(
            f"A {kind.value} cannot serve a {parent.kind.value}; “{parent.text}” is one.",
            field="under",
        )
    made = [_made(held.team, line, kind, actor, at or now()) for line in lines]
    held.insert(made, held.nodes.get(after) if after is not None else None)
    above: list[DriverNode] = []
    for line, node in zip(lines, made, strict=True):
        del above[line.depth :]
        over = next((each for each in above[::-1] if each.kind.depth < node.kind.depth), parent)
        if over is not None:
            held.link(node, over.id)
        above += [node] * (line.depth + 1 - len(above))
    _tell(held, actor, "add drivers", after={node.id: node.text for node in made})
    return made


def rename(held: Held, node: DriverNode, text: str, *, was: str, actor: User | None) -> None:
    """Change what a node says, unless it says something else by now than `was`.

    Raises
    ------
    Changed
        Where somebody else changed it, or took it out; it carries what was typed.
    """
    text = " ".join(text.split())
    if not text:
        raise ServiceError("Write what it is, or delete it.", field="text")
    if len(text) > LONGEST:
        raise ServiceError(f"Keep this under {LONGEST} characters.", field="text")
    if node.text == text and node.removed_at is None:
        return
    if node.removed_at is not None or node.text != was:
        raise Changed(node, text)
    before, node.text = {"text": node.text}, text
    _touch(node, actor)
    _record(held, actor, "rename driver", node, before, {"text": text})


def write(
    held: Held, node: DriverNode, fields: dict[str, Any], *, version: int | None, actor: User | None
) -> None:
    """Store what the node's own form holds: words, measure, status, level of reliability."""
    check_version(node, version)
    if node.removed_at is not None:
        raise ServiceError("This was deleted. Put it back first.", field="text")
    wanted = dict(fields)
    if "measures" in wanted:
        wanted["measures"] = _measures(held.team, node, wanted["measures"])
    before, after = audit.changes(node, wanted)
    if not after:
        return
    for name, value in after.items():
        setattr(node, name, value)
    _touch(node, actor)
    if "measures" in after:
        before["measures"], after["measures"] = (
            [measure.name for measure in found] for found in (before["measures"], after["measures"])
        )
    _record(held, actor, "change driver", node, before, after)


def _measures(team: Team, node: DriverNode, wanted: Sequence[int]) -> list[Measure]:
    """The measures with these ids, in their order; new ones are among those that the team keeps."""
    own = select(Series.measure_id).where(Series.team_id == team.id)
    linked = {measure.id for measure in node.measures}
    query = (
        select(Measure)
        .where(Measure.id.in_(wanted), Measure.id.in_(own) | Measure.id.in_(linked))
        .order_by(Measure.id)
    )
    found = list(db.session.scalars(query))
    if len(found) < len(set(wanted)):
        raise ServiceError("Choose among the team's measures.", field="measures")
    return found


def check_version(node: DriverNode, version: int | None) -> None:
    """Refuse a form that was opened before somebody else stored; None does not ask."""
    if version is not None:
        expect(node, version)


def there(held: Held, node_id: int) -> DriverNode:
    """A node that is still in the theory."""
    node = held.nodes.get(node_id)
    if node is None:
        raise ServiceError(GONE)
    return node


def connect(held: Held, child: DriverNode, parent: DriverNode, *, actor: User | None) -> bool:
    """Let one node serve another; False where it does already."""
    if child is parent:
        raise ServiceError("Nothing can serve itself.", field="serves")
    around = graph.circle(held.serves, child.id, parent.id)
    if around:
        raise ServiceError(_circle(held, child, around), field="serves")
    if parent.kind.depth >= child.kind.depth:
        raise ServiceError(
            f"“{child.text}” is a {child.kind.value} and cannot serve a {parent.kind.value}. "
            "Arrows lead toward the aim: from change ideas to drivers, from secondary to primary "
            "drivers.",
            field="serves",
        )
    if not held.link(child, parent.id):
        return False
    _record(held, actor, "connect driver", child, None, {"serves": parent.text})
    return True


def disconnect(held: Held, child: DriverNode, parent: DriverNode, *, actor: User | None) -> bool:
    """End that one node serves another; False where it does not."""
    if not held.unlink(child, parent.id):
        return False
    _record(held, actor, "disconnect driver", child, {"serves": parent.text}, None)
    return True


def set_kind(held: Held, node: DriverNode, kind: NodeKind, *, actor: User | None) -> str:
    """Move a node to another layer; what can no longer serve it serves what it serves.

    The sentence says what else changed, or "".
    """
    if node.kind is kind:
        return ""
    if node.kind is NodeKind.IDEA:
        _refuse_tested(node)
    before, node.kind = node.kind, kind
    idea = kind is NodeKind.IDEA
    node.status, node.reliability = (IdeaStatus.UNTESTED if idea else None), None
    kept = [key for key in held.parents(node) if held.nodes[key].kind.depth < kind.depth]
    held.relink(node, kept)
    handed = [each for each in held.children(node) if each.kind.depth <= kind.depth]
    for child in handed:
        held.unlink(child, node.id)
        for parent_id in kept:
            if held.nodes[parent_id].kind.depth < child.kind.depth:
                held.link(child, parent_id)
    _touch(node, actor)
    _record(held, actor, "move driver", node, {"kind": before}, {"kind": kind})
    if not handed:
        return ""
    names = ", ".join(f"“{child.text}”" for child in handed)
    to = held.nodes[kept[0]].text if kept else "the aim"
    return (
        f"{names} cannot serve it there and now {'serves' if len(handed) == 1 else 'serve'} “{to}”."
    )


def remove(held: Held, node: DriverNode, *, was: str | None = None, actor: User | None) -> None:
    """Take a node out of the theory. Its links and its cycles wait for it."""
    if node.removed_at is not None:
        return
    if was is not None and node.text != was:
        raise Changed(node, None)
    served = [held.nodes[key].text for key in held.parents(node)]
    node.removed_at, node.removed_by = now(), actor
    held.nodes.pop(node.id, None)
    _record(held, actor, "delete driver", node, {"text": node.text, "serves": served}, None)


def restore(held: Held, node: DriverNode, *, actor: User | None) -> None:
    """Put a node back with all its links that still lead toward the aim."""
    if node.removed_at is None:
        return
    node.removed_at = node.removed_by = None
    held.take_back(node)
    _record(held, actor, "restore driver", node, None, {"text": node.text})


def _made(team: Team, line: Line, first: NodeKind, actor: User | None, at: datetime) -> DriverNode:
    kind = kind_at(line, first)
    return DriverNode(
        team=team,
        kind=kind,
        text=line.text,
        status=IdeaStatus.UNTESTED if kind is NodeKind.IDEA else None,
        changed_by=actor,
        changed_at=at,
    )


def _circle(held: Held, child: DriverNode, around: Sequence[int]) -> str:
    between = [f"“{held.nodes[key].text}”" for key in around[1:-1]]
    through = f" through {' and '.join(between)}" if between else ""
    return (
        f"“{child.text}” cannot serve “{held.nodes[around[0]].text}”, because that already serves "
        f"“{child.text}”{through}: the arrows would go in a circle."
    )


def _refuse_tested(node: DriverNode) -> None:
    from app.pdsa.models import Cycle  # noqa: PLC0415  # cycles know ideas; ideas need not know cycles

    count = db.session.scalar(select(func.count()).where(Cycle.change_idea_id == node.id)) or 0
    if count:
        cycles = "1 cycle tests it" if count == 1 else f"{count} cycles test it"
        raise ServiceError(f"“{node.text}” stays a change idea: {cycles}.", field="kind")


def _touch(node: DriverNode, actor: User | None) -> None:
    node.changed_by, node.changed_at = actor, now()


def _record(
    held: Held, actor: User | None, action: str, node: DriverNode, before: Any, after: Any
) -> None:
    audit.record(actor, action, node, network=held.team.network, before=before, after=after)


def _tell(held: Held, actor: User | None, action: str, *, after: dict[int, str]) -> None:
    audit.record(
        actor,
        action,
        held.team,
        network=held.team.network,
        after={str(key): text for key, text in after.items()},
    )
