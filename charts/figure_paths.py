"""Circles, frames and paths of diagrams and icons as matplotlib artists."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Circle as CirclePatch
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path as Outline

from charts.diagram_shapes import Circle, Frame, Path
from charts.diagram_styles import Look, look_of
from charts.figure_shapes import PX
from charts.icon_shapes import BOX, icon_shapes
from charts.theme import Theme, Tone
from charts.view import Icon

_CODES = {"M": Outline.MOVETO, "L": Outline.LINETO, "C": Outline.CURVE4, "Z": Outline.CLOSEPOLY}


def draw_shape(
    axes: Axes, shape: Path | Circle | Frame, theme: Theme, order: float, *, scale: float = 1.0
) -> None:
    """Draw one shape in the look of its class.

    Parameters
    ----------
    axes : Axes
        In pixels of the view.
    shape : Path, Circle or Frame
        What is drawn.
    theme : Theme
        Colors.
    order : float
        Place in the stack of what is drawn.
    scale : float
        Pixels of a stroke for each pixel of its class.
    """
    look = look_of(shape.css)
    opacity = getattr(shape, "opacity", 1.0) * look.opacity
    style = {
        **style_of(look, theme, scale),
        "alpha": opacity, "zorder": order, "gid": shape.css.split()[-1],
    }  # fmt: skip
    patch: PathPatch | CirclePatch | FancyBboxPatch
    if isinstance(shape, Circle):
        patch = CirclePatch((shape.x, shape.y), shape.radius, **style)
    elif isinstance(shape, Frame):
        box = shape.box
        patch = FancyBboxPatch(
            (box.x, box.y), box.width, box.height,
            boxstyle=f"round,pad=0,rounding_size={shape.corner:g}", **style,
        )  # fmt: skip
    else:
        patch = PathPatch(_outline(shape), **style)
    axes.add_artist(patch)


def draw_icon(axes: Axes, icon: Icon, theme: Theme) -> None:
    """Draw a signal icon, its strokes as thin as it is small."""
    for number, shape in enumerate(icon_shapes(icon)):
        draw_shape(axes, shape, theme, 5 + number / 100, scale=icon.size / BOX)


def style_of(look: Look, theme: Theme, scale: float = 1.0) -> dict[str, Any]:
    """Return fill, edge and dashes of a look as matplotlib names them."""
    fill: Any = "none"
    if look.fill is not None:
        page, own = to_rgb(theme.color(Tone.PAGE)), to_rgb(theme.color(look.fill))
        fill = [look.tint * a + (1 - look.tint) * b for a, b in zip(own, page, strict=True)]
    dashes = (0, tuple(x * PX * scale for x in look.dashes)) if look.dashes else "solid"
    edge = "none" if look.stroke is None else theme.color(look.stroke)
    return {
        "facecolor": fill, "edgecolor": edge, "linewidth": look.width * PX * scale,
        "linestyle": dashes, "capstyle": "butt", "joinstyle": "round",
    }  # fmt: skip


def _outline(path: Path) -> Outline:
    corners: list[tuple[float, float]] = []
    codes: list[Any] = []
    for letter, numbers in path.steps:
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True)) or [corners[0]]
        corners += pairs
        codes += [_CODES[letter]] * len(pairs)
    return Outline(corners, codes)
