"""The theory at one moment, as plain values: to be frozen, drawn again and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.theory.models import IdeaStatus, NodeKind
from charts import driver_diagram as drawing
from charts.driver_diagram import DriverDiagram, Level, Mark, MeasureLine, MeasureState

TITLE = "What we think drives it"
AIM = "aim"
LEVELS = {
    NodeKind.PRIMARY: Level.PRIMARY,
    NodeKind.SECONDARY: Level.SECONDARY,
    NodeKind.IDEA: Level.IDEA,
}

Line = tuple[str, str, str]
"""A measure's change, what its chart said, and its name."""


@dataclass(frozen=True, slots=True)
class Part:
    """A driver or a change idea as it was."""

    id: int
    kind: NodeKind
    text: str
    serves: tuple[int, ...] = ()
    measures: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    status: IdeaStatus | None = None
    reliability: int | None = None
    cycles: tuple[int, ...] = ()
    tested: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The aim and everything that should move it, in order."""

    aim: str
    parts: tuple[Part, ...]
    aim_lines: tuple[Line, ...] = ()
    by_id: Mapping[int, Part] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {part.id: part for part in self.parts})

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "aim": self.aim,
            "aim_lines": [list(line) for line in self.aim_lines],
            "parts": [_stored(part) for part in self.parts],
        }

    def count(self, kind: NodeKind) -> int:
        """How many there are in a layer."""
        return sum(1 for part in self.parts if part.kind is kind)


def take(diagram: DriverDiagram | None, nodes: Any) -> Snapshot:
    """The theory as it is drawn now; `nodes` are its records."""
    drawn = diagram.by_key if diagram else {}
    aim = drawn.get(AIM)
    parts = []
    for node in nodes:
        shown = drawn[str(node.id)]
        parts.append(
            Part(
                node.id,
                node.kind,
                node.text,
                tuple(int(key) for key in shown.serves if key != AIM),
                tuple(line.name for line in shown.measures),
                _lines(shown.measures),
                node.status,
                node.reliability,
                shown.cycles,
                shown.tested,
            )
        )
    return Snapshot(aim.text if aim else "", tuple(parts), _lines(aim.measures) if aim else ())


def read(content: Mapping[str, Any]) -> Snapshot:
    """What `Snapshot.stored` wrote."""
    parts = tuple(
        Part(
            part["id"],
            NodeKind(part["kind"]),
            part["text"],
            tuple(part["serves"]),
            tuple(_measured(part)),
            tuple((change, state, name) for change, state, name in part["lines"]),
            IdeaStatus(part["status"]) if part["status"] else None,
            part["reliability"],
            tuple(part["cycles"]),
            part["tested"],
        )
        for part in content["parts"]
    )
    lines = tuple((change, state, name) for change, state, name in content["aim_lines"])
    return Snapshot(content["aim"], parts, lines)


def diagram_of(
    snapshot: Snapshot,
    *,
    marks: Mapping[int, Mark] | None = None,
    gone: tuple[Part, ...] = (),
    title: str = TITLE,
) -> DriverDiagram:
    """Draw a snapshot; with `marks`, and what is `gone` from it, as a comparison."""
    said = marks or {}
    parts = {part.id: part for part in (*snapshot.parts, *gone)}
    nodes = [
        drawing.DriverNode(AIM, Level.AIM, snapshot.aim, measures=_measures(snapshot.aim_lines))
    ]
    for part in parts.values():
        serves = tuple(
            str(key)
            for key in part.serves
            if key in parts and parts[key].kind.depth < part.kind.depth
        )
        idea = part.kind is NodeKind.IDEA
        nodes.append(
            drawing.DriverNode(
                str(part.id),
                LEVELS[part.kind],
                part.text,
                serves=serves or (AIM,),
                measures=_measures(part.lines),
                status=drawing.IdeaStatus[(part.status or IdeaStatus.UNTESTED).name]
                if idea
                else None,
                cycles=part.cycles,
                tested="" if marks is not None else part.tested,
                mark=said.get(part.id),
            )
        )
    return DriverDiagram(tuple(nodes), title)


def _stored(part: Part) -> dict[str, Any]:
    return {
        "id": part.id,
        "kind": part.kind.value,
        "text": part.text,
        "serves": list(part.serves),
        "measures": list(part.measures),
        "lines": [list(line) for line in part.lines],
        "status": part.status.value if part.status else None,
        "reliability": part.reliability,
        "cycles": list(part.cycles),
        "tested": part.tested,
    }


def _measured(part: Mapping[str, Any]) -> list[str]:
    """The names of a part's measures; a version kept when there could be one only has one."""
    if "measures" in part:
        return list(part["measures"])
    return [part["measure"]] if part["measure"] else []


def _lines(measures: tuple[MeasureLine, ...]) -> tuple[Line, ...]:
    return tuple((line.change, line.state.value, line.name) for line in measures)


def _measures(lines: tuple[Line, ...]) -> tuple[MeasureLine, ...]:
    return tuple(MeasureLine(change, MeasureState(state), name) for change, state, name in lines)
