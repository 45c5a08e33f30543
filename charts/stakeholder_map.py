"""The stakeholder map: who supports the work, whose buy-in matters, and who has moved.

Support runs from −2 (opposes) to +2 (champions), importance of buy-in from 1 to 5. The map is a
grid of these 25 cells, so labels have their own room and can never lie on each other.
"""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from charts.clean import clean
from charts.diagram_svg import inline
from charts.diagram_text import Box, TextLine, wrap
from charts.stakeholder_grid import (
    AISLE,
    GUTTER,
    PAD,
    Grid,
    ghosts_per_row,
    make_grid,
    make_slots,
)
from charts.stakeholder_outline import outline_html
from charts.stakeholder_places import DOT_ROOM, SIZE, place_key, place_moves, place_people
from charts.stakeholder_positions import (
    IMPORTANCE_LEVELS,
    SUPPORT_LEVELS,
    Position,
    Quadrant,
    Stakeholder,
    StakeholderKind,
    StakeholderMap,
    outline,
    quadrant,
)
from charts.stakeholder_view import CellView, StakeholderView
from charts.stakeholder_words import describe

__all__ = [
    "IMPORTANCE_LEVELS",
    "SUPPORT_LEVELS",
    "Position",
    "Quadrant",
    "Stakeholder",
    "StakeholderKind",
    "StakeholderMap",
    "StakeholderView",
    "html",
    "layout",
    "outline",
    "outline_html",
    "quadrant",
    "svg",
]

_SUPPORT_WORDS = {-2: "−2 oppose", -1: "−1", 0: "0 undecided", 1: "+1", 2: "+2 champion"}
_IMPORTANCE_WORDS = {5: "5 high", 4: "4", 3: "3", 2: "2", 1: "1 low"}
_SMALL = 12.0


def layout(stakeholder_map: StakeholderMap, width: float = 1120.0) -> StakeholderView:
    """Place everything.

    Parameters
    ----------
    stakeholder_map : StakeholderMap
        The map.
    width : float, optional
        Width of the drawing in px; made for 1120, readable from about 800.

    Returns
    -------
    StakeholderView
        The same for the same input.
    """
    column_width = (width - GUTTER - AISLE) / len(SUPPORT_LEVELS)
    room = column_width - 2 * PAD - DOT_ROOM + 4.0
    names = {
        stakeholder.key: wrap(stakeholder.name, room, SIZE)
        for stakeholder in stakeholder_map.stakeholders
    }
    top = 26.0
    slots = make_slots(stakeholder_map, ghosts_per_row(column_width))
    grid = make_grid(stakeholder_map, names, slots, width, top)
    people = place_people(stakeholder_map, names, grid)
    left, middle = grid.box((-2, 5)), grid.box((1, 5))
    lower, last = grid.box((-2, 2)), grid.box((1, 1))
    high = grid.box((-2, 3)).bottom - top
    low = last.bottom - lower.y
    quadrants = {
        Quadrant.LISTEN: Box(left.x, top, 3 * column_width, high),
        Quadrant.PARTNER: Box(middle.x, top, 2 * column_width, high),
        Quadrant.INFORM: Box(left.x, lower.y, 3 * column_width, low),
        Quadrant.MOBILIZE: Box(middle.x, lower.y, 2 * column_width, low),
    }
    headings = tuple(
        TextLine(box.x + PAD, box.y + 23.0, name.value, "dg-t13 dg-bold dg-over", SIZE, 650)
        for name, box in quadrants.items()
    )
    foot = last.bottom
    axis = [TextLine(0.0, 13.0, "Importance of buy-in", "dg-t13 dg-quiet", SIZE)]
    for importance in IMPORTANCE_LEVELS:
        y = grid.row_y[importance] + grid.row_height[importance] / 2 + 4.0
        word = _IMPORTANCE_WORDS[importance]
        axis.append(TextLine(GUTTER - 8.0, y, word, "dg-t12 dg-quiet", _SMALL, 400, "end"))
    for support in SUPPORT_LEVELS:
        x = grid.column_x[support] + column_width / 2
        word = _SUPPORT_WORDS[support]
        axis.append(TextLine(x, foot + 20.0, word, "dg-t12 dg-quiet", _SMALL, 400, "middle"))
    axis.append(
        TextLine(width, foot + 50.5, "Support for the work", "dg-t13 dg-quiet", SIZE, 400, "end")
    )
    key = place_key(stakeholder_map, foot + 46.0)
    return StakeholderView(
        width=width,
        height=foot + 60.0,
        title=clean(stakeholder_map.title),
        description=describe(stakeholder_map),
        quadrants=tuple(quadrants.values()),
        headings=headings,
        axis=tuple(axis),
        grid=_grid_lines(grid, width),
        items=people,
        moves=place_moves(stakeholder_map, people, slots, grid),
        key=key,
        cells=tuple(
            CellView(support, importance, grid.box((support, importance)))
            for importance in reversed(IMPORTANCE_LEVELS)
            for support in SUPPORT_LEVELS
        ),
    )


def _grid_lines(grid: Grid, width: float) -> tuple[tuple[float, float, float, float], ...]:
    """Return faint lines between the cells inside each quadrant."""
    lines = []
    foot = grid.row_y[1] + grid.row_height[1]
    split_top = grid.row_y[3] + grid.row_height[3]
    for support in (-1, 0, 2):
        x = grid.column_x[support]
        lines += [(x, grid.row_y[5], x, split_top), (x, grid.row_y[2], x, foot)]
    split_left = grid.column_x[0] + grid.column_width
    for importance in (4, 3, 1):
        y = grid.row_y[importance]
        lines += [(GUTTER, y, split_left, y), (grid.column_x[1], y, width, y)]
    return tuple(lines)


def svg(view: StakeholderView, uid: str = "", *, with_cells: bool = False) -> Markup:
    """Draw the map as inline SVG.

    Parameters
    ----------
    view, uid
        As for every diagram.
    with_cells : bool, optional
        Whether the 25 cells lie on it unseen, for a script that lets people drop names there.
    """
    return inline.svg(view if with_cells else replace(view, cells=()), uid)


def html(stakeholder_map: StakeholderMap, uid: str = "stakeholder-map") -> Markup:
    """Write drawing and list by quadrant; ids of the drawing start with `uid`."""
    drawing = svg(layout(stakeholder_map), uid)
    return inline.pair("stakeholder", drawing, outline_html(stakeholder_map))
