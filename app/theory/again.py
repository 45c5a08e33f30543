"""Lines that stand in a theory already: sent twice, they make nothing twice."""

from __future__ import annotations

from collections.abc import Sequence

from app.theory.held import Held
from app.theory.lines import Line, kind_at
from app.theory.models import DriverNode, NodeKind


def standing(
    held: Held, lines: Sequence[Line], *, kind: NodeKind, under: int | None
) -> list[DriverNode]:
    """The nodes of all these lines, where each says the same in the same place; else none.

    A form sent twice, or once more because no answer came, would otherwise draw everything twice;
    and two drivers of the same words that serve the same are one.
    """
    found: list[DriverNode] = []
    above: list[DriverNode] = []
    parent = held.nodes.get(under) if under is not None else None
    if under is not None and parent is None:
        return []
    for line in lines:
        del above[line.depth :]
        layer = kind_at(line, kind)
        over = next((each for each in above[::-1] if each.kind.depth < layer.depth), parent)
        near = held.under(over.id if over is not None else None)
        same = next((each for each in near if each.kind is layer and each.text == line.text), None)
        if same is None:
            return []
        found.append(same)
        above += [same] * (line.depth + 1 - len(above))
    return found
