"""One example, or a few, of every kind of drawing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

import qi
from charts import driver_diagram, pdsa_ramp, stakeholder_map
from charts.alt_text import chart_name
from charts.calibration import Calibration, Confidence, calibration_chart
from charts.control_chart import control_chart
from charts.driver_diagram import (
    DriverDiagram,
    DriverNode,
    IdeaStatus,
    Level,
    MeasureLine,
    MeasureState,
)
from charts.funnel import Funnel, funnel_chart, funnel_of
from charts.gallery import data
from charts.layouts import Layout
from charts.pairs import pair_chart
from charts.panel_order import Order, Panel
from charts.panels import multiples
from charts.pareto import Pareto, pareto_chart, pareto_of
from charts.pdsa_ramp import Decision, Ramp, RampChart, RampCycle
from charts.sequential import average_of, cusum_chart, ewma_chart, sums_of
from charts.stakeholder_map import Position, Stakeholder, StakeholderKind, StakeholderMap
from charts.strata import Stratum, strata_chart
from charts.summary import Indicator, summary_drawing, summary_table
from charts.svg import svg
from charts.theme import LIGHT, Theme
from charts.view import Drawing
from qi.results import Analysis, Side

if TYPE_CHECKING:
    from charts.figure import Format

Draw = Callable[[Layout], Drawing]
_NOT_A_LETTER = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Example:
    """A kind of drawing, and how to draw it in a size: a chart, or a diagram as markup.

    Parameters
    ----------
    kind, title : str
        What it is, and what it shows.
    draw : callable or None
        Lays out a chart.
    markup : callable or None
        Draws what is no chart.
    diagram : callable or None
        Lays out a diagram for a file.
    """

    kind: str
    title: str
    draw: Draw | None = None
    markup: Callable[[Layout], Markup] | None = None
    diagram: Callable[[Layout], Any] | None = None

    @property
    def key(self) -> str:
        """Its name in an address: "funnel-plot-units-beside-chance"."""
        return _NOT_A_LETTER.sub(
            "-", f"{self.kind} {self.title}".replace("′", " prime").lower()
        ).strip("-")

    def svg(self, size: Layout, uid: str) -> Markup:
        """Draw it for a page."""
        if self.draw is not None:
            return svg(self.draw(size), uid=uid)
        return self.markup(size) if self.markup is not None else Markup("")

    @property
    def has_files(self) -> bool:
        """Whether it can be a file: all but tables."""
        return self.draw is not None or self.diagram is not None

    def file(self, size: Layout, format: Format, theme: Theme = LIGHT) -> bytes | None:  # noqa: A002 - as in figure
        """Draw it as a file; None where it is a table."""
        from charts import diagram_figure, figure  # noqa: PLC0415 - matplotlib is for files only

        if self.draw is not None:
            return figure.render(self.draw(size), format, theme=theme)
        if self.diagram is not None:
            return diagram_figure.render(self.diagram(size), format, theme=theme)
        return None


def examples() -> tuple[Example, ...]:
    """Every kind, in the order of the gallery."""
    story, options = data.urgent_visits(), data.story_options()
    found = [
        Example(
            "control chart",
            "Two phases, cycles, an event and a target",
            lambda s: control_chart(
                story, title="Urgent asthma visits", unit="%", size=s, **options
            ),
        ),
        Example(
            "control chart",
            "Frozen baseline, a point left out, numbered signals",
            lambda s: control_chart(data.waiting(), title="Minutes to triage", unit="min", size=s),
        ),
    ]
    found += [_typed(*typed) for typed in data.chart_types()]
    found += [
        Example("funnel plot", "Units beside chance", lambda s: funnel_chart(funnel(), size=s)),
        Example("Pareto chart", "Themes of interviews", lambda s: pareto_chart(themes(), size=s)),
        Example("CUSUM chart", "Small lasting change", _cusum),
        Example("EWMA chart", "The same change, averaged", _ewma),
        Example("pair", "X-bar and S", lambda s: pair_chart(*data.pair_of_charts(), title="Turnaround", unit="min", size=s)),
        Example("pair", "I and MR", lambda s: pair_chart(*data.moving_pair(), title="Length of visit", unit="min", size=s)),
        Example("stratified chart", "By language, with the gap", _strata),
        Example("small multiples", "One scale, by signal", lambda s: multiples(_panels(24), title="Urgent visits", unit="%", size=s)),
        Example(
            "small multiples",
            "Free scales, by name",
            lambda s: multiples(_panels(8), title="Urgent visits", unit="%", size=s, free=True, order=Order.ALPHABET),
        ),
        Example("indicator summary", "Four measures", lambda s: summary_drawing(indicators(), title="Family of measures", size=s)),
        Example("calibration chart", "How sure, how right", lambda s: calibration_chart(predictions(), size=s)),
        Example("driver diagram", "Theory of change", markup=_drivers, diagram=_drivers_laid_out),
        Example("stakeholder map", "Who is where, and moves", markup=_people, diagram=_people_laid_out),
        Example("PDSA ramp", "From one family to all clinics", markup=_ramps, diagram=_ramps_laid_out),
        Example("indicator summary", "The same four measures as a table", markup=lambda _: summary_table(indicators(), title="Family of measures")),
    ]  # fmt: skip
    return tuple(found)


_LEAST = 1000
"""Pixels that a diagram needs; a page shows its outline where there are fewer."""


def _drivers(size: Layout) -> Markup:
    if size.width < _LEAST:
        return driver_diagram.outline_html(drivers())
    return driver_diagram.svg(_drivers_laid_out(size), uid="drivers")


def _drivers_laid_out(size: Layout) -> driver_diagram.DriverView:
    return driver_diagram.layout(drivers(), width=max(size.width, _LEAST))


def _people(size: Layout) -> Markup:
    if size.width < _LEAST:
        return stakeholder_map.outline_html(people())
    return stakeholder_map.svg(_people_laid_out(size), uid="people")


def _people_laid_out(size: Layout) -> stakeholder_map.StakeholderView:
    return stakeholder_map.layout(people(), width=max(size.width, _LEAST))


def _ramps(size: Layout) -> Markup:
    return pdsa_ramp.svg(_ramps_laid_out(size), uid=f"ramps{size.width:g}")


def _ramps_laid_out(size: Layout) -> pdsa_ramp.RampView:
    return pdsa_ramp.layout(ramps(), width=min(size.width, 600))


def _typed(chart: str, analysis: Analysis, unit: str) -> Example:
    name = chart_name(analysis)
    return Example(
        "control chart", name, lambda s: control_chart(analysis, title=name, unit=unit, size=s)
    )


def funnel() -> Funnel:
    """Child-months of invented teams, two of them beyond chance."""
    noise = np.random.default_rng(2)
    sizes = noise.integers(420, 1750, 22)
    shares = np.clip(noise.normal(0.135, 0.018, 22), 0, 1)
    shares[[3, 7]] = 0.035, 0.235
    result = qi.funnel(
        noise.binomial(sizes, shares), sizes, adjust="additive", names=data.TEAMS[:22]
    )
    return funnel_of(
        result, title="Urgent asthma visits", unit="%", multiplier=100,
        counted="Child-months, July to December 2025", direction=Side.DOWN, own={"Westbank"},
    )  # fmt: skip


def themes() -> Pareto:
    """Themes of forty interviews."""
    counts = {
        "No time off work": 31, "Refill not ready": 24, "Landlord does not answer": 11,
        "School has no plan": 9, "Did not know the early signs": 7, "Language": 5, "Transport": 3,
    }  # fmt: skip
    return pareto_of(qi.pareto(counts), title="Themes of interviews")


def _shifted() -> np.ndarray:
    values = np.random.default_rng(4).normal(0, 1, 30)
    values[16:] -= 1.1
    return values


def _cusum(size: Layout) -> Drawing:
    series = sums_of(qi.cusum(_shifted(), center=0.0, sigma=1.0))
    return cusum_chart(
        series, data.months(30), title="Minutes to triage", direction="down", size=size
    )


def _ewma(size: Layout) -> Drawing:
    series = average_of(qi.ewma(40 + 4 * _shifted(), center=40.0, sigma=4.0))
    return ewma_chart(
        series, data.months(30), title="Minutes to triage", unit="min", direction="down", size=size
    )


def _strata(size: Layout) -> Drawing:
    parts = [Stratum(name, analysis) for name, analysis in data.strata()]
    return strata_chart(parts, title="Refilled on time", unit="%", size=size)


def _panels(count: int) -> list[Panel]:
    return [Panel(name, analysis) for name, analysis in data.network(count)]


def indicators() -> tuple[Indicator, ...]:
    """Return a family of measures."""
    parts = [analysis for _, analysis in data.strata()]
    return (
        Indicator("Urgent asthma visits", data.urgent_visits(), "%"),
        Indicator("Controller refilled on time", parts[1], "%"),
        Indicator("Home visit within 14 days of an urgent visit", parts[0], "%"),
        Indicator("Minutes to triage", data.waiting(), "min"),
    )


def predictions() -> Calibration:
    """Predictions of a year, by confidence."""
    groups = ((50, 6, 11), (60, 7, 13), (70, 9, 16), (80, 8, 17), (90, 10, 18))
    return Calibration("predictions of Northgate", tuple(Confidence(*group) for group in groups))


def drivers() -> DriverDiagram:
    """Return a theory of change."""
    improved, quiet = MeasureState.IMPROVED, MeasureState.NO_SIGNAL
    node = DriverNode
    return DriverDiagram(
        nodes=(
            node("aim", Level.AIM, "Urgent asthma visits", measures=(MeasureLine("15.2% → 8.6%", improved, name="Urgent visits"),)),
            node("p1", Level.PRIMARY, "Families know what to do", serves=("aim",)),
            node("p2", Level.PRIMARY, "Medicine is there and works", serves=("aim",)),
            node("p3", Level.PRIMARY, "The home is free of triggers", serves=("aim",)),
            node("s1", Level.SECONDARY, "One action plan, home and school", serves=("p1",), measures=(MeasureLine("61% → 78%", quiet),)),
            node("s2", Level.SECONDARY, "Controller refilled on time", serves=("p2",), measures=(MeasureLine("54% → 81%", improved),)),
            node("s3", Level.SECONDARY, "Good inhaler technique", serves=("p2", "p1")),
            node("s4", Level.SECONDARY, "Repairs within 30 days", serves=("p3",), measures=(MeasureLine("22% → 27%", quiet),)),
            node("c1", Level.IDEA, "School nurse has the same plan", serves=("s1",), status=IdeaStatus.TESTING, cycles=(11,)),
            node("c2", Level.IDEA, "Pharmacist call after each urgent visit", serves=("s2", "s3"), status=IdeaStatus.ADOPTED, cycles=(4, 5, 6)),
            node("c3", Level.IDEA, "Video check by phone", serves=("s3",), status=IdeaStatus.UNTESTED),
            node("c4", Level.IDEA, "Repair letter from the clinic", serves=("s4",), status=IdeaStatus.ADAPTED, cycles=(10,)),
            node("c5", Level.IDEA, "Bedroom trigger kit", serves=("s4",), status=IdeaStatus.ABANDONED, cycles=(7, 8, 9)),
        ),
        title="What we think drives it",
    )  # fmt: skip


def people() -> StakeholderMap:
    """Stakeholders, some of whom moved."""
    day, later = dt.date(2025, 1, 10), dt.date(2025, 9, 2)
    group = StakeholderKind.GROUP
    return StakeholderMap(
        (
            Stakeholder("s1", "Parent council", (Position(day, 0, 4), Position(later, 2, 5)), lived_experience=True, kind=group),
            Stakeholder("s2", "School nurses", (Position(day, 1, 4),), kind=group),
            Stakeholder("s3", "Landlord association", (Position(day, -2, 5), Position(later, -1, 5)), kind=group),
            Stakeholder("s4", "Pharmacy on Third", (Position(day, 1, 3),)),
            Stakeholder("s5", "Clinic manager", (Position(day, -1, 4), Position(later, 1, 4))),
            Stakeholder("s6", "City inspector", (Position(day, -1, 2),)),
            Stakeholder("s7", "Neighborhood paper", (Position(day, 1, 1),)),
        )
    )  # fmt: skip


def ramps() -> RampChart:
    """Three ramps of a year."""
    rows = (
        (1, (2024, 9, 10), 0, Decision.ADAPT, "visit", False), (2, (2024, 10, 15), 2, Decision.ADAPT, "visit", False),
        (3, (2024, 11, 12), 4, Decision.ADOPT, "visit", False), (4, (2025, 2, 10), 0, Decision.ADAPT, "call", True),
        (5, (2025, 3, 10), 3, Decision.ADAPT, "call", True), (6, (2025, 4, 7), 4, Decision.ADOPT, "call", True),
        (7, (2025, 6, 2), 0, Decision.ADAPT, "kit", False), (8, (2025, 7, 8), 1, Decision.ABANDON, "kit", False),
        (9, (2025, 12, 9), 1, Decision.RUNNING, "plan", False),
    )  # fmt: skip
    return RampChart(
        scales=("1 family", "3 families", "10 families", "One clinic", "All clinics"),
        ramps=(Ramp("visit", "Visit within 14 days", "14 days"), Ramp("call", "Pharmacist call", "Call"), Ramp("kit", "Trigger kit"), Ramp("plan", "School plan", "School")),
        cycles=tuple(RampCycle(n, dt.date(*day), scale, decision, ramp, before_shift=before) for n, day, scale, decision, ramp, before in rows),
    )  # fmt: skip
