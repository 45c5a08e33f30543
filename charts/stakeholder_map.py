"""The stakeholder map: who supports the work, whose buy-in matters, and who has moved.

Support runs from −2 (opposes) to +2 (champions), importance of buy-in from 1 to 5. The map is a
grid of these 25 cells, so labels have their own room and can never lie on each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from charts.diagram_svg import render
from charts.diagram_text import Box, TextLine, clean, safe_href, text_width, wrap
from charts.stakeholder_grid import (
    AISLE,
    ENTRY_GAP,
    GHOST_PITCH,
    GUTTER,
    LEADING,
    PAD,
    Cell,
    Grid,
    Slots,
    entry_height,
    ghosts_per_row,
    head_room,
    make_grid,
    make_slots,
)
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
from charts.stakeholder_view import CellView, KeyMark, MoveView, PersonView, StakeholderView

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
_DOT_ROOM = 26.0
_SIZE = 13.0
_SMALL = 12.0


def _signed(level: int) -> str:
    return f"+{level}" if level > 0 else f"−{-level}" if level else "0"


def _said_date(day: date) -> str:
    return f"{day:%B} {day.year}"


def _note(stakeholder: Stakeholder) -> str:
    """Say in short sentences where someone stands and stood."""
    first, now = stakeholder.history[0], stakeholder.now
    support = f"Support {_signed(now.support)}"
    if first.support != now.support:
        support += f", was {_signed(first.support)}"
    importance = f"Importance {now.importance} of 5"
    if first.importance != now.importance:
        importance += f", was {first.importance}"
    parts = [support, importance]
    if len(stakeholder.history) > 1:
        parts.append(f"First rated {_said_date(first.on)}")
    if stakeholder.lived_experience:
        parts.append("Lived experience")
    return ". ".join(parts) + "."


def _label(stakeholder: Stakeholder) -> str:
    now = stakeholder.now
    name = quadrant(now.support, now.importance).value
    return f"{clean(stakeholder.name)}, {stakeholder.kind.value}. {name}. {_note(stakeholder)}"


def _came_from(stakeholder: Stakeholder) -> tuple[int, int]:
    """Return how the latest move went: (support gained, importance gained), zeros for none."""
    if len(stakeholder.history) < 2:
        return 0, 0
    before, now = stakeholder.history[-2:]
    return now.support - before.support, now.importance - before.importance


def _place_people(
    stakeholder_map: StakeholderMap, names: Mapping[str, tuple[str, ...]], grid: Grid
) -> tuple[PersonView, ...]:
    used: dict[Cell, float] = {}
    views = []
    ranked = sorted(
        stakeholder_map.stakeholders,
        key=lambda member: (-member.now.importance, member.now.support),
    )
    for stakeholder in ranked:
        cell = (stakeholder.now.support, stakeholder.now.importance)
        box = grid.box(cell)
        start = box.y + PAD + head_room(cell[1]) + grid.upper_strip.get(cell, 0.0)
        top = used.get(cell, start)
        lines = names[stakeholder.key]
        height = entry_height(lines)
        used[cell] = top + height
        # An arrow that comes from the right would run over the name, so the name goes left.
        flipped = _came_from(stakeholder)[0] < 0
        x = box.right - PAD - 8.0 if flipped else box.x + PAD + 8.0
        views.append(
            PersonView(
                key=stakeholder.key,
                x=x,
                y=top + ENTRY_GAP / 2 + LEADING / 2,
                box=Box(box.x + PAD - 4.0, top, box.width - 2 * PAD + 8.0, height),
                texts=tuple(
                    TextLine(
                        x - _DOT_ROOM + 14.0 if flipped else x + _DOT_ROOM - 14.0,
                        top + ENTRY_GAP / 2 + LEADING * number + 13.0,
                        line,
                        "dg-t13 dg-over",
                        _SIZE,
                        anchor="end" if flipped else "start",
                    )
                    for number, line in enumerate(lines)
                ),
                label=_label(stakeholder),
                href=safe_href(stakeholder.href),
                lived_experience=stakeholder.lived_experience,
            )
        )
    return tuple(views)


def _place_moves(
    stakeholder_map: StakeholderMap, people: tuple[PersonView, ...], slots: Slots, grid: Grid
) -> tuple[MoveView, ...]:
    """Put earlier places into their slots and join them to the dots."""
    dots = {person.key: person for person in people}
    moves = []
    for stakeholder in stakeholder_map.stakeholders:
        marks = []
        for slot in slots.of[stakeholder.key]:
            box = grid.box(slot.cell)
            x = box.x + PAD + 8.0 + slot.column * GHOST_PITCH
            below = (slot.row + 0.5) * GHOST_PITCH
            head = box.y + PAD + head_room(slot.cell[1])
            marks.append((x, head + below if slot.is_upper else box.bottom - PAD + 2.0 - below))
        dot = dots[stakeholder.key]
        marks.append((dot.x, dot.y))
        for number, ((x0, y0), (x1, y1)) in enumerate(pairwise(marks), start=2):
            moves.append(MoveView(stakeholder.key, x0, y0, x1, y1, number == len(marks)))
    return tuple(moves)


def _place_key(stakeholder_map: StakeholderMap, top: float) -> tuple[KeyMark, ...]:
    members = stakeholder_map.stakeholders
    words = [("here", "stands here now", 0.0)]
    if any(member.lived_experience for member in members):
        words.append(("lived", "lived experience", 0.0))
    if any(len(member.history) > 1 for member in members):
        words.append(("was", "stood there earlier", 18.0))
    marks = []
    x = GUTTER + 8.0
    for kind, meaning, extra in words:
        text = TextLine(x + 14.0 + extra, top + 4.5, meaning, "dg-t13 dg-quiet", _SIZE)
        marks.append(KeyMark(kind, x, top, text))
        x += 14.0 + extra + text_width(meaning, _SIZE) + 28.0
    return tuple(marks)


def _describe(stakeholder_map: StakeholderMap) -> str:
    parts = [
        f"{name.value}: {'; '.join(clean(member.name) for member in members)}."
        for name, members in outline(stakeholder_map)
        if members
    ]
    moved = sum(len(member.history) > 1 for member in stakeholder_map.stakeholders)
    if moved:
        parts.append(f"{moved} moved since the first rating.")
    return " ".join(parts) or "Nobody is on the map yet."


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
    room = column_width - 2 * PAD - _DOT_ROOM + 4.0
    names = {
        stakeholder.key: wrap(stakeholder.name, room, _SIZE)
        for stakeholder in stakeholder_map.stakeholders
    }
    top = 26.0
    slots = make_slots(stakeholder_map, ghosts_per_row(column_width))
    grid = make_grid(stakeholder_map, names, slots, width, top)
    people = _place_people(stakeholder_map, names, grid)
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
        TextLine(box.x + PAD, box.y + 23.0, name.value, "dg-t13 dg-bold dg-over", _SIZE, 650)
        for name, box in quadrants.items()
    )
    foot = last.bottom
    axis = [TextLine(0.0, 13.0, "Importance of buy-in", "dg-t13 dg-quiet", _SIZE)]
    for importance in IMPORTANCE_LEVELS:
        y = grid.row_y[importance] + grid.row_height[importance] / 2 + 4.0
        word = _IMPORTANCE_WORDS[importance]
        axis.append(TextLine(GUTTER - 8.0, y, word, "dg-t12 dg-quiet", _SMALL, 400, "end"))
    for support in SUPPORT_LEVELS:
        x = grid.column_x[support] + column_width / 2
        word = _SUPPORT_WORDS[support]
        axis.append(TextLine(x, foot + 20.0, word, "dg-t12 dg-quiet", _SMALL, 400, "middle"))
    axis.append(
        TextLine(width, foot + 50.5, "Support for the work", "dg-t13 dg-quiet", _SIZE, 400, "end")
    )
    key = _place_key(stakeholder_map, foot + 46.0)
    return StakeholderView(
        width=width,
        height=foot + 60.0,
        title=clean(stakeholder_map.title),
        description=_describe(stakeholder_map),
        quadrants=tuple(quadrants.values()),
        headings=headings,
        axis=tuple(axis),
        grid=_grid_lines(grid, width),
        items=people,
        moves=_place_moves(stakeholder_map, people, slots, grid),
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


def svg(view: StakeholderView, uid: str = "stakeholder-map", *, with_cells: bool = False) -> Markup:
    """Draw the map as inline SVG.

    Parameters
    ----------
    view : StakeholderView
        From `layout`.
    uid : str, optional
        Unique on the page; ids start with it.
    with_cells : bool, optional
        Whether the 25 cells lie on it unseen, for a script that lets people drop names there.

    Returns
    -------
    Markup
        One ``svg`` element, styled by the page's classes.
    """
    cells = view.cells if with_cells else ()
    return render("stakeholder_map.svg", view=view, uid=uid, cells=cells)


_REASONS = {
    Quadrant.PARTNER: "support, and matter much",
    Quadrant.LISTEN: "do not support yet, and matter much",
    Quadrant.MOBILIZE: "support, and matter less",
    Quadrant.INFORM: "do not support yet, and matter less",
}


def outline_html(stakeholder_map: StakeholderMap) -> Markup:
    """Write the map as a list by quadrant, for phones and for those who prefer lists.

    Parameters
    ----------
    stakeholder_map : StakeholderMap
        The map.

    Returns
    -------
    Markup
        One ``div`` element.
    """
    groups = [
        {
            "name": name.value,
            "reason": _REASONS[name],
            "members": [
                {
                    "name": clean(member.name),
                    "href": safe_href(member.href),
                    "lived": member.lived_experience,
                    "note": _note(member),
                }
                for member in members
            ],
        }
        for name, members in outline(stakeholder_map)
    ]
    return render("stakeholder_list.html", groups=groups)


def html(stakeholder_map: StakeholderMap, uid: str = "stakeholder-map") -> Markup:
    """Write drawing and list together; the page's width decides which one shows.

    Parameters
    ----------
    stakeholder_map : StakeholderMap
        The map.
    uid : str, optional
        Unique on the page.

    Returns
    -------
    Markup
        One ``div`` element.
    """
    return render(
        "pair.html",
        kind="stakeholder",
        wide=svg(layout(stakeholder_map), uid),
        narrow=outline_html(stakeholder_map),
        after="",
    )
