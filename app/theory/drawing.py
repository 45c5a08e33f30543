"""The theory as pages and files draw it, with what was tested and what the measures did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.addresses import numbered
from app.aims.models import Aim
from app.aims.queries import aim_of
from app.kept import kept
from app.measures.charts import SeriesChart, series_chart
from app.measures.queries import series_of_team
from app.pdsa.queries import numbers_by_idea
from app.teams.models import Team
from app.theory.diagram import diagram_of
from app.theory.models import DriverNode
from app.theory.queries import Theory, theory_of
from charts.driver_diagram import DriverDiagram, html, key_html, layout, svg


@dataclass(frozen=True, slots=True)
class Living:
    """A team's theory with everything that bears on it."""

    team: Team
    theory: Theory
    aim: Aim | None
    charts: dict[int, SeriesChart]
    cycles: dict[int, list[int]]
    """Numbers of the cycles, by the id of the change idea that they test."""

    def diagram(self, *, editing: bool = False) -> DriverDiagram | None:
        """The theory as plain values; None where there is none yet."""
        leads = _forms(self.team) if editing else idea_urls(self.team)
        return diagram_of(self.theory, self.aim, self.charts, self.cycles, leads, all_lead=editing)

    def served(self) -> dict[int, str]:
        """By change idea, what it serves."""
        texts = {node.id: node.text for node in self.theory.nodes}
        return {
            idea.id: "; ".join(texts[key] for key in self.theory.serves.get(idea.id, ()))
            or "The aim"
            for idea in self.theory.ideas
        }


def living(team: Team) -> Living:
    """Read the theory with its aim, its measures' charts and its cycles."""
    theory, aim = theory_of(team.id), aim_of(team.id)
    wanted = {key for found in theory.measured.values() for key in found}
    wanted |= {aim.measure_id} if aim and aim.measure_id is not None else set()
    series = [each for each in series_of_team(team.id) if each.measure_id in wanted]
    return Living(
        team,
        theory,
        aim,
        {each.measure_id: series_chart(each, size="mini", flags=()) for each in series},
        numbers_by_idea(team.id),
    )


@kept(32)
def drawn(diagram: DriverDiagram) -> Markup:
    """The drawing and its list, made once for each state: equal diagrams are drawn alike."""
    return html(diagram, uid="drivers-drawing")


@kept(32)
def key_of(diagram: DriverDiagram) -> Markup:
    """What the drawing's colors and signs mean."""
    return key_html(diagram)


@kept(32)
def _to_draw_in(diagram: DriverDiagram) -> Markup:
    return svg(layout(diagram), uid="drivers-editor")


def editable_svg(found: Living) -> Markup | None:
    """The drawing whose nodes lead to their forms."""
    diagram = found.diagram(editing=True)
    return _to_draw_in(diagram) if diagram else None


def where(team: Team) -> dict[str, Any]:
    """The team in an address."""
    return {"network_slug": team.network.slug, "team_slug": team.slug}


def _forms(team: Team) -> Callable[[DriverNode], str]:
    """Where each node of a team's theory is edited."""
    link = numbered("theory.node", "node_id", **where(team))
    return lambda node: link(node.id)


def idea_urls(team: Team) -> Callable[[DriverNode], str]:
    """Where each change idea of a team leads: to its ramp in the list of cycles."""
    link = numbered("pdsa.index", "ramp", "idea-", **where(team))
    return lambda node: link(node.id)
