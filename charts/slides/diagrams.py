"""Diagrams on slides."""

from __future__ import annotations

from charts.diagram_shapes import DiagramView
from charts.slides.fit import HEIGHT, WIDTH
from charts.slides.view import Slide


def diagram_slide(view: DiagramView, *, title: str = "", passport: str = "") -> Slide:
    """Put a diagram on a slide: driver diagram, stakeholder map, PDSA ramp or aim progress.

    Parameters
    ----------
    view : DriverView, StakeholderView, RampView or AimView
        The result of its `layout`.
    title, passport : str
        Heading, by default the view's own, and footer line.
    """
    return Slide(title or view.title, "", view, passport or view.title, view.description)


def scale_of(view: DiagramView) -> float:
    """Pixels of the slide for a pixel of a diagram, at most as large as the slide's own type."""
    return min(WIDTH / view.width, HEIGHT / view.height, 1.5)
