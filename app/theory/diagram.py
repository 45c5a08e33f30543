"""The driver diagram of a team, colored by what was tested and what moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.aims.models import Aim
from app.aims.progress import recent
from app.measures.charts import SeriesChart
from app.theory import graph
from app.theory.models import DriverNode, IdeaStatus, NodeKind, shortened
from app.theory.queries import Theory
from charts import driver_diagram as drawing
from charts.driver_diagram import DriverDiagram, Level, MeasureLine, MeasureState

LEVELS = {
    NodeKind.PRIMARY: Level.PRIMARY,
    NodeKind.SECONDARY: Level.SECONDARY,
    NodeKind.IDEA: Level.IDEA,
}
ORDER = (Level.AIM, Level.PRIMARY, Level.SECONDARY, Level.IDEA)
STATES = {
    "improvement": MeasureState.IMPROVED,
    "concern": MeasureState.CONCERN,
    "too_young": MeasureState.TOO_YOUNG,
}
AIM = "aim"


def diagram_of(
    theory: Theory,
    aim: Aim | None,
    charts: Mapping[int, SeriesChart],
    cycles: Mapping[int, Sequence[int]],
    href: Callable[[DriverNode], str],
    *,
    all_lead: bool = False,
) -> DriverDiagram | None:
    """The diagram, or None where there is no theory yet.

    `charts` are the team's by measure id, `cycles` numbers by the idea they test; `href` says where a change idea leads or, with
    `all_lead`, every driver too.
    """
    if not theory.nodes:
        return None
    levels = {node.id: LEVELS[node.kind] for node in theory.nodes}
    ideas = {node.id: node for node in theory.ideas}
    children = graph.served_by(theory.serves)
    nodes = [_aim(aim, charts)]
    for node in theory.nodes:
        idea = node.kind is NodeKind.IDEA
        watched = () if idea else charts_of(node, theory, charts)
        nodes.append(
            drawing.DriverNode(
                str(node.id),
                levels[node.id],
                node.text,
                serves=_serves(node, theory, levels),
                measures=tuple(change(chart) for chart in watched),
                status=_status(node) if idea else None,
                cycles=tuple(cycles.get(node.id, ())),
                tested="" if idea else tested(node, children, ideas),
                href=href(node) if all_lead else _leads(node, watched, href),
            )
        )
    return DriverDiagram(nodes=tuple(nodes), title="What we think drives it")


def charts_of(
    node: DriverNode, theory: Theory, charts: Mapping[int, SeriesChart]
) -> tuple[SeriesChart, ...]:
    """The charts of a driver's process measures, in the team's order of `charts`."""
    measured = theory.measured.get(node.id, ())
    return tuple(chart for key, chart in charts.items() if key in measured)


def tested(
    node: DriverNode, children: Mapping[int, Sequence[int]], ideas: Mapping[int, DriverNode]
) -> str:
    """How many of the change ideas below a driver were tested; "" until one was."""
    below = [ideas[key] for key in graph.below(children, node.id) if key in ideas]
    return tested_words([idea.status for idea in below])


def tested_words(statuses: Sequence[IdeaStatus | None]) -> str:
    """How many of some change ideas were tested, in words; "" until one was."""
    tried = sum(1 for status in statuses if status not in {None, IdeaStatus.UNTESTED})
    if not tried:
        return ""
    return f"{tried} of {len(statuses)} {'idea' if len(statuses) == 1 else 'ideas'} tested"


def change(chart: SeriesChart) -> MeasureLine:
    """From the chart's baseline center to its last periods, with what the rules say."""
    state = STATES.get(chart.verdict, MeasureState.NO_SIGNAL)
    now = recent(chart)
    if chart.analysis is None or now is None:
        return MeasureLine("no data yet", MeasureState.TOO_YOUNG, name=chart.measure.name)
    before = chart.formats.data(float(chart.analysis.phases[0].center))
    return MeasureLine(f"{before} → {chart.formats.full(now)}", state, name=chart.measure.name)


def _aim(aim: Aim | None, charts: Mapping[int, SeriesChart]) -> drawing.DriverNode:
    if aim is None:
        return drawing.DriverNode(AIM, Level.AIM, "The aim is not written yet")
    chart = charts.get(aim.measure_id) if aim.measure_id is not None else None
    text = chart.measure.name if chart else shortened(aim.what, 60)
    return drawing.DriverNode(
        AIM,
        Level.AIM,
        text or "The aim is not written yet",
        measures=(change(chart),) if chart else (),
        href=chart.href if chart else "",
    )


def _serves(node: DriverNode, theory: Theory, levels: Mapping[int, Level]) -> tuple[str, ...]:
    """What a node serves; one that stands alone serves the aim."""
    own = ORDER.index(levels[node.id])
    found = [
        str(parent)
        for parent in theory.serves.get(node.id, ())
        if parent in levels and ORDER.index(levels[parent]) < own
    ]
    return tuple(found) or (AIM,)


def _status(node: DriverNode) -> drawing.IdeaStatus:
    return drawing.IdeaStatus[(node.status or IdeaStatus.UNTESTED).name]


def _leads(
    node: DriverNode, watched: Sequence[SeriesChart], href: Callable[[DriverNode], str]
) -> str:
    if node.kind is NodeKind.IDEA:
        return href(node)
    return watched[0].href if watched else ""
