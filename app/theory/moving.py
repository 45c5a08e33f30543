"""Moving a node: up and down among those it stands with, deeper and shallower, beside another."""

from __future__ import annotations

from app.accounts.models import User
from app.audit import chain as audit
from app.errors import ServiceError
from app.theory.held import Held
from app.theory.models import DriverNode, NodeKind
from app.theory.services import KINDS, set_kind


def shift(held: Held, node: DriverNode, step: int, *, under: int | None, actor: User | None) -> str:
    """Move a node one place up (-1) or down (1) among what stands under the same driver."""
    row = held.under(_context(held, node, under))
    place = row.index(node) + step
    if not 0 <= place < len(row):
        raise ServiceError(
            f"“{node.text}” is {'first' if step < 0 else 'last'} here already.", field="step"
        )
    held.put(node, row[place], after=step > 0)
    _record(held, actor, node)
    return ""


def deeper(held: Held, node: DriverNode, *, under: int | None, actor: User | None) -> str:
    """Move a node a layer away from the aim: under what stands before it, where that is a driver."""
    if node.kind is NodeKind.IDEA:
        raise ServiceError("A change idea is as deep as it goes.", field="step")
    kind = KINDS[node.kind.depth]
    here = _context(held, node, under)
    row = held.under(here)
    before = [each for each in row[: row.index(node)] if each.kind.depth < kind.depth]
    parents = [key for key in held.parents(node) if key != here]
    if before:
        parents.append(before[-1].id)
    elif here is not None:
        parents.append(here)
    held.relink(node, parents)
    return set_kind(held, node, kind, actor=actor)


def shallower(held: Held, node: DriverNode, *, under: int | None, actor: User | None) -> str:
    """Move a node a layer toward the aim: right after the driver it stood under."""
    if node.kind is NodeKind.PRIMARY:
        raise ServiceError("A primary driver serves the aim itself.", field="step")
    kind = KINDS[node.kind.depth - 2]
    parents: list[int] = []
    here = _context(held, node, under)
    for key in held.parents(node):
        stays = held.nodes[key].kind.depth < kind.depth
        parents += (key,) if stays else held.serves.get(key, ())
    told = set_kind(held, node, kind, actor=actor)
    held.relink(node, [key for key in parents if held.nodes[key].kind.depth < kind.depth])
    if here is not None:
        held.put(node, held.nodes[here], after=True)
    return told


def beside(
    held: Held, node: DriverNode, other: DriverNode, *, after: bool, actor: User | None
) -> str:
    """Put a node next to another: in its layer and, where they share no driver, under its drivers."""
    if node is other:
        return ""
    told = set_kind(held, node, other.kind, actor=actor)
    mine, theirs = held.parents(node), held.parents(other)
    if not set(mine) & set(theirs) and mine != theirs:
        held.relink(node, theirs)
        names = " and ".join(f"“{held.nodes[key].text}”" for key in theirs) or "the aim"
        told = f"“{node.text}” now serves {names}. {told}".strip()
    held.put(node, other, after=after)
    _record(held, actor, node)
    return told


def _context(held: Held, node: DriverNode, under: int | None) -> int | None:
    """The driver under which the person saw the node; another one of its own if that is over."""
    parents = held.parents(node)
    return under if under in parents else next(iter(parents), None)


def _record(held: Held, actor: User | None, node: DriverNode) -> None:
    order = list(held.nodes).index(node.id)
    serves = [held.nodes[key].text for key in held.parents(node)]
    audit.record(
        actor,
        "move driver",
        node,
        network=held.team.network,
        after={"place": order + 1, "serves": serves},
    )
