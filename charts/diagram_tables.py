"""Diagrams as tables: who stands where, what serves what, which cycle came when."""

from __future__ import annotations

from charts.clean import clean
from charts.diagram_text import number_ranges
from charts.driver_theory import DriverDiagram, DriverNode, Level
from charts.periods import MONTHS
from charts.ramp_chart import Decision, RampChart
from charts.stakeholder_positions import StakeholderMap, quadrant
from charts.stakeholder_words import signed
from charts.table import ChartTable, Column, Row

_LEVELS = {
    Level.AIM: "Aim", Level.PRIMARY: "Primary driver", Level.SECONDARY: "Secondary driver",
    Level.IDEA: "Change idea",
}  # fmt: skip


def driver_table(diagram: DriverDiagram) -> ChartTable:
    """Write a driver diagram as a table, column by column.

    Parameters
    ----------
    diagram : DriverDiagram
        A theory of change.
    """
    names = {node.key: clean(node.text) for node in diagram.nodes}
    nodes = sorted(diagram.nodes, key=lambda node: node.level.value)
    rows = tuple(
        Row(
            (_LEVELS[node.level], names[node.key],
             "; ".join(names[key] for key in node.serves), _stands(node)),
            node.href,
        )
        for node in nodes
    )  # fmt: skip
    columns = (Column("Level"), Column("What"), Column("Serves"), Column("Where it stands"))
    return ChartTable(clean(diagram.title), columns, rows)


def _stands(node: DriverNode) -> str:
    if node.level is Level.IDEA:
        status = node.status.value if node.status else "untested"
        cycles = number_ranges(node.cycles)
        word = "cycle" if len(node.cycles) == 1 else "cycles"
        return f"{status}, {word} {cycles}" if cycles else status
    told = []
    for measure in node.measures:
        name = f"{clean(measure.name)}: " if measure.name else ""
        told.append(f"{name}{clean(measure.change)}, {measure.state.value}")
    return "; ".join(told)


def stakeholder_table(chart: StakeholderMap) -> ChartTable:
    """Write a stakeholder map as a table, the most important first.

    Parameters
    ----------
    chart : StakeholderMap
        Stakeholders and where they stood.
    """
    rows = []
    for person in chart.stakeholders:
        *before, now = sorted(person.positions, key=lambda position: position.on)
        moved = f"from {signed(before[-1].support)}, {before[-1].importance}" if before else ""
        lived = "yes" if person.lived_experience else ""
        cells = (
            clean(person.name), person.kind.value, signed(now.support), str(now.importance),
            quadrant(now.support, now.importance).value, moved, lived,
        )  # fmt: skip
        rows.append((-now.importance, -now.support, Row(cells, person.href)))
    columns = (
        Column("Stakeholder"), Column("Kind"), Column("Support", numeric=True),
        Column("Importance", numeric=True), Column("What to do"), Column("Moved"),
        Column("Lived experience"),
    )  # fmt: skip
    rows.sort(key=lambda row: (row[0], row[1], row[2].cells[0].casefold()))
    return ChartTable(clean(chart.title), columns, tuple(row for _, _, row in rows))


def ramp_table(chart: RampChart) -> ChartTable:
    """Write PDSA ramps as a table, the earliest cycle first.

    Parameters
    ----------
    chart : RampChart
        All ramps of a team.
    """
    names = {ramp.key: clean(ramp.label) for ramp in chart.ramps}
    rows = []
    for cycle in sorted(chart.cycles, key=lambda each: (each.on, each.number)):
        day = f"{MONTHS[cycle.on.month]} {cycle.on.day}, {cycle.on.year}"
        ended = "running" if cycle.decision is Decision.RUNNING else cycle.decision.value
        said = f"{ended}, before the shift" if cycle.before_shift else ended
        cells = (
            str(cycle.number), names[cycle.ramp], clean(cycle.title), day,
            clean(chart.scales[cycle.scale]), said,
        )  # fmt: skip
        rows.append(Row(cells, cycle.href))
    columns = (
        Column("Cycle", numeric=True), Column("Ramp"), Column("Test"), Column("Date"),
        Column("Scale"), Column("Decision"),
    )  # fmt: skip
    return ChartTable(clean(chart.title), columns, tuple(rows))
