"""Colors of a driver diagram: what the measures did, and what was never tried."""

from __future__ import annotations

from collections.abc import Mapping

from charts.driver_theory import DriverDiagram, DriverNode, IdeaStatus, Level, Mark, MeasureState

_MARKED = {
    Mark.ADDED: "added",
    Mark.REMOVED: "unmeasured",
    Mark.CHANGED: "changed",
    Mark.MOVED: "changed",
}


def _own_tone(node: DriverNode) -> str:
    states = {measure.state for measure in node.measures}
    if MeasureState.IMPROVED in states and MeasureState.CONCERN not in states:
        return "improved"
    if MeasureState.CONCERN in states and MeasureState.IMPROVED not in states:
        return "concern"
    return "mixed" if MeasureState.IMPROVED in states else "plain"


def tones_of(diagram: DriverDiagram) -> dict[str, str]:
    """Color each node by its measures; a driver without any takes its drivers' common color."""
    tones: dict[str, str] = {}
    for node in sorted(diagram.nodes, key=lambda node: -node.level):
        tone = _own_tone(node)
        if node.level is Level.PRIMARY and not node.measures:
            below = {
                tones[child.key]
                for child in diagram.nodes
                if node.key in child.serves and child.level is not Level.IDEA
            } - {"plain", "unmeasured"}
            tone = below.pop() if len(below) == 1 else "plain"
        if node.level is Level.SECONDARY and not node.measures:
            tone = "unmeasured"
        tones[node.key] = tone
    return tones


def _is_untested(node: DriverNode) -> bool:
    return node.level is Level.IDEA and node.status in {None, IdeaStatus.UNTESTED}


def edge_css(source: DriverNode, target: DriverNode, tones: Mapping[str, str]) -> str:
    """Name the classes of a line: blue between two that improved, dashed to what is open."""
    if _is_untested(target) or tones[target.key] == "unmeasured":
        return "dg-edge dg-edge-open"
    if tones[source.key] == "improved" == tones[target.key]:
        return "dg-edge dg-edge-improved"
    return "dg-edge"


def box_css(node: DriverNode, tone: str) -> str:
    """Name the classes of a frame: what its measure did, else whether anything was tried."""
    if node.mark is not None:
        return f"dg-box dg-box-{_MARKED[node.mark]}"
    tried = " dg-box-tested" if node.tested and tone in {"plain", "unmeasured"} else ""
    return f"dg-box{tried} dg-box-{tone}"
