"""Diagrams in a page: as inline SVG, and as a pair of which the page's room shows one."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from charts.aim_view import AimView
from charts.diagram_svg import render
from charts.diagram_view import Diagram
from charts.driver_view import DriverView
from charts.ramp_view import RampView
from charts.stakeholder_view import StakeholderView

_NAMES: dict[type[Diagram], str] = {
    AimView: "aim_progress",
    DriverView: "driver_diagram",
    RampView: "pdsa_ramp",
    StakeholderView: "stakeholder_map",
}


def svg(view: Diagram, uid: str = "") -> Markup:
    """Draw a diagram as inline SVG.

    Parameters
    ----------
    view : DriverView, StakeholderView, RampView or AimView
        From the `layout` of its kind.
    uid : str, optional
        Unique on the page; ids start with it. By default the name of the kind.

    Returns
    -------
    Markup
        One ``svg`` element, styled by the page's classes.
    """
    name = _NAMES[type(view)]
    return render(f"{name}.svg", view=view, uid=uid or name.replace("_", "-"))


def pair(
    kind: Literal["aim", "driver", "ramp", "stakeholder"],
    wide: Markup,
    narrow: Markup,
    after: Markup | Literal[""] = "",
) -> Markup:
    """Write what shows in a wide room and what shows in a narrow one into one ``div`` element.

    Parameters
    ----------
    kind : {"aim", "driver", "ramp", "stakeholder"}
        What is drawn; the style sheet knows from it how much room the wide one needs.
    wide, narrow : Markup
        Of which the page's width decides.
    after : Markup, optional
        What follows in either.
    """
    return render("pair.html", kind=kind, wide=wide, narrow=narrow, after=after)
