"""The theory of change as plain values: aim, drivers, change ideas and what serves what.

`charts.driver_diagram` draws it; here it is checked and, for a phone, told as a nested list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from types import MappingProxyType


class Level(IntEnum):
    """The column a node stands in."""

    AIM = 0
    PRIMARY = 1
    SECONDARY = 2
    IDEA = 3


class IdeaStatus(Enum):
    """How far a change idea has come."""

    UNTESTED = "untested"
    TESTING = "testing"
    ADOPTED = "adopted"
    ADAPTED = "adapted"
    ABANDONED = "abandoned"


class MeasureState(Enum):
    """What the chart of a linked measure says."""

    IMPROVED = "improved"
    CONCERN = "concern"
    NO_SIGNAL = "no signal"
    TOO_YOUNG = "too young"


class Mark(Enum):
    """How a node differs from an earlier version of the theory."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure of an aim or a driver, in one line.

    Parameters
    ----------
    change : str
        Baseline and latest value as people read them: "54% → 81%".
    state : MeasureState
        What the chart says.
    name : str, optional
        The measure's name, spoken with the node and shown as its tooltip.
    """

    change: str
    state: MeasureState
    name: str = ""


@dataclass(frozen=True, slots=True)
class DriverNode:
    """An aim, a driver or a change idea.

    Parameters
    ----------
    key : str
        Unique in the diagram.
    level : Level
        Its column.
    text : str
        What it says.
    serves : tuple of str, optional
        Keys of the nodes it serves, each in a column further left.
    measures : tuple of MeasureLine, optional
        Linked measures. A secondary driver without one says "No measure yet".
    status : IdeaStatus, optional
        For a change idea; None counts as untested.
    cycles : tuple of int, optional
        Numbers of the PDSA cycles that tested the idea.
    href : str, optional
        Where the node leads.
    tested : str, optional
        For a driver, what was tried below it: "2 of 3 ideas tested".
    mark : Mark, optional
        How it differs from an earlier version; a removed node is drawn struck out.
    """

    key: str
    level: Level
    text: str
    serves: tuple[str, ...] = ()
    measures: tuple[MeasureLine, ...] = ()
    status: IdeaStatus | None = None
    cycles: tuple[int, ...] = ()
    href: str = ""
    tested: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class DriverDiagram:
    """A theory of change, ready to be drawn.

    Parameters
    ----------
    nodes : tuple of DriverNode
        In the order the team gave them; the drawing keeps it where lines would not cross.
    title : str, optional
        Name of the drawing for those who hear it.

    Raises
    ------
    ValueError
        For a key used twice, a link to a node that is not there, or a link that does not
        lead to a column further left.
    """

    nodes: tuple[DriverNode, ...]
    title: str = "Key driver diagram"

    def __post_init__(self) -> None:
        by_key: dict[str, DriverNode] = {}
        for node in self.nodes:
            if node.key in by_key:
                raise ValueError(f"nodes: the key {node.key!r} is used twice")
            by_key[node.key] = node
        for node in self.nodes:
            for served in node.serves:
                if served not in by_key:
                    raise ValueError(f"nodes: {node.key!r} serves {served!r}, which is not there")
                if by_key[served].level >= node.level:
                    raise ValueError(
                        f"nodes: {node.key!r} serves {served!r}, which is not in a column "
                        "further left"
                    )

    @property
    def by_key(self) -> Mapping[str, DriverNode]:
        """The nodes by their keys."""
        return MappingProxyType({node.key: node for node in self.nodes})


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """A node of the nested list.

    Parameters
    ----------
    node : DriverNode
        What is listed.
    children : tuple of OutlineNode
        What serves it, in the diagram's order.
    also_serves : tuple of str
        Texts of the other nodes that `node` serves, since it is listed under each of them.
    """

    node: DriverNode
    children: tuple[OutlineNode, ...]
    also_serves: tuple[str, ...]


def outline(diagram: DriverDiagram) -> tuple[OutlineNode, ...]:
    """Return the theory as a nested list.

    Parameters
    ----------
    diagram : DriverDiagram
        The theory.

    Returns
    -------
    tuple of OutlineNode
        Aims first, then whatever serves nothing yet; a node that serves several stands under
        each.
    """
    by_key = diagram.by_key
    serving: dict[str, list[DriverNode]] = {}
    for node in diagram.nodes:
        for served in dict.fromkeys(node.serves):
            serving.setdefault(served, []).append(node)

    def entry(node: DriverNode, parent: str | None) -> OutlineNode:
        children = tuple(entry(child, node.key) for child in serving.get(node.key, ()))
        others = tuple(by_key[key].text for key in dict.fromkeys(node.serves) if key != parent)
        return OutlineNode(node, children, others)

    roots = sorted((node for node in diagram.nodes if not node.serves), key=lambda node: node.level)
    return tuple(entry(node, None) for node in roots)
