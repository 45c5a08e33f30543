"""The stakeholder map: who supports the work, whose buy-in matters, and who has moved.

Support runs from −2 (opposes) to +2 (champions), importance of buy-in from 1 to 5. The map is a
grid of these 25 cells, so labels have their own room and can never lie on each other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise

from markupsafe import Markup

from charts.diagram_svg import render, short_number
from charts.diagram_text import Box, TextLine, clean, safe_href, text_width, wrap

SUPPORT_LEVELS = (-2, -1, 0, 1, 2)
IMPORTANCE_LEVELS = (1, 2, 3, 4, 5)

_SUPPORT_WORDS = {-2: "−2 oppose", -1: "−1", 0: "0 undecided", 1: "+1", 2: "+2 champion"}
_IMPORTANCE_WORDS = {5: "5 high", 4: "4", 3: "3", 2: "2", 1: "1 low"}
_GUTTER = 52.0  # names of the rows
_AISLE = 10.0  # between the quadrants
_PAD = 10.0
_HEADING_ROOM = 26.0
_LEAST_ROW = 52.0
_DOT_ROOM = 26.0
_LEADING = 17.0
_ENTRY_GAP = 8.0
_GHOST_PITCH = 16.0
_SIZE = 13.0
_SMALL = 12.0

Cell = tuple[int, int]


class Quadrant(Enum):
    """What to do, by support and importance."""

    PARTNER = "Partner"
    LISTEN = "Listen and win over"
    MOBILIZE = "Mobilize"
    INFORM = "Keep informed"


class StakeholderKind(Enum):
    """Who a stakeholder is."""

    PERSON = "person"
    GROUP = "group"
    ORGANIZATION = "organization"


def quadrant(support: int, importance: int) -> Quadrant:
    """Return the quadrant of a position.

    Parameters
    ----------
    support : int
        −2 to +2. High from +1: someone undecided does not support the work yet.
    importance : int
        1 to 5. High from 3.

    Returns
    -------
    Quadrant
        What to do with this stakeholder.
    """
    if importance >= 3:
        return Quadrant.PARTNER if support >= 1 else Quadrant.LISTEN
    return Quadrant.MOBILIZE if support >= 1 else Quadrant.INFORM


@dataclass(frozen=True, slots=True)
class Position:
    """Where a stakeholder stood on a date.

    Parameters
    ----------
    on : date
        When the team judged it.
    support : int
        −2 (opposes) to +2 (champions).
    importance : int
        1 to 5.

    Raises
    ------
    ValueError
        For a level outside the scales.
    """

    on: date
    support: int
    importance: int

    def __post_init__(self) -> None:
        if self.support not in SUPPORT_LEVELS:
            raise ValueError(f"support: {self.support!r} is not one of −2, −1, 0, 1, 2")
        if self.importance not in IMPORTANCE_LEVELS:
            raise ValueError(f"importance: {self.importance!r} is not one of 1, 2, 3, 4, 5")


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A person, group or organization on the map.

    Parameters
    ----------
    key : str
        Unique in the map.
    name : str
        As the team calls it.
    positions : tuple of Position
        In any order; the latest date is where it stands now. At least one.
    lived_experience : bool, optional
        Whether it speaks from lived experience.
    kind : StakeholderKind, optional
        Said in the label for those who hear it.
    href : str, optional
        Where the name leads.

    Raises
    ------
    ValueError
        Without a position.
    """

    key: str
    name: str
    positions: tuple[Position, ...]
    lived_experience: bool = False
    kind: StakeholderKind = StakeholderKind.PERSON
    href: str = ""

    def __post_init__(self) -> None:
        if not self.positions:
            raise ValueError(f"positions: {self.name!r} has none")

    @property
    def history(self) -> tuple[Position, ...]:
        """Positions by date, without those that repeat the one before."""
        kept: list[Position] = []
        for position in sorted(self.positions, key=lambda position: position.on):
            same = kept and (kept[-1].support, kept[-1].importance) == (
                position.support,
                position.importance,
            )
            if not same:
                kept.append(position)
        return tuple(kept)

    @property
    def now(self) -> Position:
        """The place where it stands now, with the date it came there."""
        return self.history[-1]


@dataclass(frozen=True, slots=True)
class StakeholderMap:
    """All stakeholders of a team, ready to be drawn.

    Parameters
    ----------
    stakeholders : tuple of Stakeholder
        In the order the team gave them.
    title : str, optional
        Name of the drawing for those who hear it.

    Raises
    ------
    ValueError
        For a key used twice.
    """

    stakeholders: tuple[Stakeholder, ...]
    title: str = "Stakeholder map"

    def __post_init__(self) -> None:
        keys = [stakeholder.key for stakeholder in self.stakeholders]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"stakeholders: the key {twice[0]!r} is used twice")


def outline(
    stakeholder_map: StakeholderMap,
) -> tuple[tuple[Quadrant, tuple[Stakeholder, ...]], ...]:
    """Return the stakeholders by quadrant, the most important first.

    Parameters
    ----------
    stakeholder_map : StakeholderMap
        The map.

    Returns
    -------
    tuple of (Quadrant, tuple of Stakeholder)
        All four quadrants in reading order, empty ones included.
    """
    groups: dict[Quadrant, list[Stakeholder]] = {name: [] for name in Quadrant}
    for stakeholder in stakeholder_map.stakeholders:
        groups[quadrant(stakeholder.now.support, stakeholder.now.importance)].append(stakeholder)
    return tuple(
        (name, tuple(sorted(members, key=lambda member: -member.now.importance)))
        for name, members in groups.items()
    )


@dataclass(frozen=True, slots=True)
class PersonView:
    """A stakeholder at its place.

    Parameters
    ----------
    key : str
        The stakeholder's key.
    x, y : float
        Center of the dot.
    box : Box
        Dot and name together, the area to point at.
    texts : tuple of TextLine
        The name, wrapped.
    label : str
        What is said to those who hear it.
    href : str
        Where it leads, or "".
    lived_experience : bool
        Whether the dot wears a ring.
    """

    key: str
    x: float
    y: float
    box: Box
    texts: tuple[TextLine, ...]
    label: str
    href: str
    lived_experience: bool


@dataclass(frozen=True, slots=True)
class MoveView:
    """An arrow from an earlier place to the next one.

    Parameters
    ----------
    key : str
        The stakeholder's key.
    x0, y0, x1, y1 : float
        Centers of the two marks.
    stops_at_dot : bool
        Whether it is the latest move, which ends at the dot; older ones are fainter.
    """

    key: str
    x0: float
    y0: float
    x1: float
    y1: float
    stops_at_dot: bool

    def _toward(self, distance_from_end: float) -> tuple[float, float]:
        length = math.hypot(self.x1 - self.x0, self.y1 - self.y0) or 1.0
        share = max(length - distance_from_end, 0.0) / length
        return self.x0 + (self.x1 - self.x0) * share, self.y0 + (self.y1 - self.y0) * share

    @property
    def _clearance(self) -> float:
        return 10.0 if self.stops_at_dot else 6.0

    @property
    def path(self) -> str:
        """The shaft, from the rim of the earlier mark."""
        length = math.hypot(self.x1 - self.x0, self.y1 - self.y0) or 1.0
        x, y = self._toward(length - 4.5)
        end_x, end_y = self._toward(self._clearance + 5.0)
        return f"M{short_number(x)} {short_number(y)}L{short_number(end_x)} {short_number(end_y)}"

    @property
    def head(self) -> str:
        """The arrow head, a small triangle before the later mark."""
        angle = math.atan2(self.y1 - self.y0, self.x1 - self.x0)
        tip_x, tip_y = self._toward(self._clearance)
        corners = [(tip_x, tip_y)]
        for turn in (2.72, -2.72):
            corners.append(
                (tip_x + 7.0 * math.cos(angle + turn), tip_y + 7.0 * math.sin(angle + turn))
            )
        return "M" + "L".join(f"{short_number(x)} {short_number(y)}" for x, y in corners) + "z"


@dataclass(frozen=True, slots=True)
class KeyMark:
    """One entry of the key.

    Parameters
    ----------
    kind : {"here", "lived", "was"}
        Which mark.
    x, y : float
        Its center.
    text : TextLine
        Its meaning.
    """

    kind: str
    x: float
    y: float
    text: TextLine


@dataclass(frozen=True, slots=True)
class StakeholderView:
    """The whole drawing.

    Parameters
    ----------
    width, height : float
        Size in px.
    title, description : str
        For those who hear it.
    quadrants : tuple of Box
        The four fields.
    headings : tuple of TextLine
        Their names.
    axis : tuple of TextLine
        Names of rows, columns and axes.
    grid : tuple of (x0, y0, x1, y1)
        Faint lines between cells.
    items : tuple of PersonView
        Most important first.
    moves : tuple of MoveView
        Oldest first.
    key : tuple of KeyMark
        Meaning of the marks in use.
    """

    width: float
    height: float
    title: str
    description: str
    quadrants: tuple[Box, ...]
    headings: tuple[TextLine, ...]
    axis: tuple[TextLine, ...]
    grid: tuple[tuple[float, float, float, float], ...]
    items: tuple[PersonView, ...]
    moves: tuple[MoveView, ...]
    key: tuple[KeyMark, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where each cell of the map lies."""

    column_x: Mapping[int, float]
    column_width: float
    row_y: Mapping[int, float]
    row_height: Mapping[int, float]
    upper_strip: Mapping[Cell, float]

    def box(self, cell: Cell) -> Box:
        support, importance = cell
        return Box(
            self.column_x[support],
            self.row_y[importance],
            self.column_width,
            self.row_height[importance],
        )


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


def _entry_height(lines: tuple[str, ...]) -> float:
    return max(len(lines), 1) * _LEADING + _ENTRY_GAP


def _head_room(importance: int) -> float:
    """Room for a quadrant's name at the top of its first row."""
    return _HEADING_ROOM if importance in {5, 2} else 0.0


def _ghosts_per_row(column_width: float) -> int:
    return max(int((column_width - 2 * _PAD) // _GHOST_PITCH), 1)


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where an earlier place is marked in its cell."""

    cell: Cell
    is_upper: bool
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class _Slots:
    """All earlier places by stakeholder, and how many rows of marks each cell needs."""

    of: Mapping[str, tuple[_Slot, ...]]
    rows: Mapping[tuple[Cell, bool], int]


def _make_slots(stakeholder_map: StakeholderMap, per_row: int) -> _Slots:
    """Mark earlier places where their arrows leave the cell, so that arrows stay short.

    A move up starts at the head of the cell, any other at its foot; a move toward support
    starts at the right, any other at the left.
    """
    strips: dict[tuple[Cell, bool], tuple[list[tuple[str, int]], list[tuple[str, int]]]] = {}
    for stakeholder in stakeholder_map.stakeholders:
        for number, (earlier, later) in enumerate(pairwise(stakeholder.history)):
            strip = ((earlier.support, earlier.importance), later.importance > earlier.importance)
            left, right = strips.setdefault(strip, ([], []))
            side = right if later.support > earlier.support else left
            side.append((stakeholder.key, number))
    placed: dict[tuple[str, int], _Slot] = {}
    rows: dict[tuple[Cell, bool], int] = {}
    for (cell, is_upper), (left, right) in strips.items():
        shared = len(left) + len(right) <= per_row
        above = 0 if shared else math.ceil(len(left) / per_row)
        for index, mark in enumerate(left):
            placed[mark] = _Slot(cell, is_upper, index // per_row, index % per_row)
        for index, mark in enumerate(right):
            column = per_row - 1 - index % per_row
            placed[mark] = _Slot(cell, is_upper, above + index // per_row, column)
        rows[cell, is_upper] = 1 if shared else above + math.ceil(len(right) / per_row)
    return _Slots(
        {
            stakeholder.key: tuple(
                placed[stakeholder.key, number] for number in range(len(stakeholder.history) - 1)
            )
            for stakeholder in stakeholder_map.stakeholders
        },
        rows,
    )


def _came_from(stakeholder: Stakeholder) -> tuple[int, int]:
    """Return how the latest move went: (support gained, importance gained), zeros for none."""
    if len(stakeholder.history) < 2:
        return 0, 0
    before, now = stakeholder.history[-2:]
    return now.support - before.support, now.importance - before.importance


def _make_grid(
    stakeholder_map: StakeholderMap,
    names: Mapping[str, tuple[str, ...]],
    slots: _Slots,
    width: float,
    top: float,
) -> _Grid:
    """Give every row the height its fullest cell needs."""
    column_width = (width - _GUTTER - _AISLE) / len(SUPPORT_LEVELS)
    content: dict[Cell, float] = {}
    for stakeholder in stakeholder_map.stakeholders:
        cell = (stakeholder.now.support, stakeholder.now.importance)
        content[cell] = content.get(cell, 0.0) + _entry_height(names[stakeholder.key])
    column_x = {
        support: _GUTTER + index * column_width + (_AISLE if support >= 1 else 0.0)
        for index, support in enumerate(SUPPORT_LEVELS)
    }
    upper, lower = (
        {cell: rows * _GHOST_PITCH for (cell, side), rows in slots.rows.items() if side is is_upper}
        for is_upper in (True, False)
    )
    row_y: dict[int, float] = {}
    row_height: dict[int, float] = {}
    y = top
    for importance in reversed(IMPORTANCE_LEVELS):
        fullest = max(
            sum(part.get((support, importance), 0.0) for part in (content, upper, lower))
            for support in SUPPORT_LEVELS
        )
        height = max(fullest + 2 * _PAD, _LEAST_ROW) + _head_room(importance)
        row_y[importance], row_height[importance] = y, height
        y += height + (_AISLE if importance == 3 else 0.0)
    return _Grid(column_x, column_width, row_y, row_height, upper)


def _place_people(
    stakeholder_map: StakeholderMap, names: Mapping[str, tuple[str, ...]], grid: _Grid
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
        start = box.y + _PAD + _head_room(cell[1]) + grid.upper_strip.get(cell, 0.0)
        top = used.get(cell, start)
        lines = names[stakeholder.key]
        height = _entry_height(lines)
        used[cell] = top + height
        # An arrow that comes from the right would run over the name, so the name goes left.
        flipped = _came_from(stakeholder)[0] < 0
        x = box.right - _PAD - 8.0 if flipped else box.x + _PAD + 8.0
        views.append(
            PersonView(
                key=stakeholder.key,
                x=x,
                y=top + _ENTRY_GAP / 2 + _LEADING / 2,
                box=Box(box.x + _PAD - 4.0, top, box.width - 2 * _PAD + 8.0, height),
                texts=tuple(
                    TextLine(
                        x - _DOT_ROOM + 14.0 if flipped else x + _DOT_ROOM - 14.0,
                        top + _ENTRY_GAP / 2 + _LEADING * number + 13.0,
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
    stakeholder_map: StakeholderMap, people: tuple[PersonView, ...], slots: _Slots, grid: _Grid
) -> tuple[MoveView, ...]:
    """Put earlier places into their slots and join them to the dots."""
    dots = {person.key: person for person in people}
    moves = []
    for stakeholder in stakeholder_map.stakeholders:
        marks = []
        for slot in slots.of[stakeholder.key]:
            box = grid.box(slot.cell)
            x = box.x + _PAD + 8.0 + slot.column * _GHOST_PITCH
            below = (slot.row + 0.5) * _GHOST_PITCH
            head = box.y + _PAD + _head_room(slot.cell[1])
            marks.append((x, head + below if slot.is_upper else box.bottom - _PAD + 2.0 - below))
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
    x = _GUTTER + 8.0
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
    column_width = (width - _GUTTER - _AISLE) / len(SUPPORT_LEVELS)
    room = column_width - 2 * _PAD - _DOT_ROOM + 4.0
    names = {
        stakeholder.key: wrap(stakeholder.name, room, _SIZE)
        for stakeholder in stakeholder_map.stakeholders
    }
    top = 26.0
    slots = _make_slots(stakeholder_map, _ghosts_per_row(column_width))
    grid = _make_grid(stakeholder_map, names, slots, width, top)
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
        TextLine(box.x + _PAD, box.y + 23.0, name.value, "dg-t13 dg-bold dg-over", _SIZE, 650)
        for name, box in quadrants.items()
    )
    foot = last.bottom
    axis = [TextLine(0.0, 13.0, "Importance of buy-in", "dg-t13 dg-quiet", _SIZE)]
    for importance in IMPORTANCE_LEVELS:
        y = grid.row_y[importance] + grid.row_height[importance] / 2 + 4.0
        word = _IMPORTANCE_WORDS[importance]
        axis.append(TextLine(_GUTTER - 8.0, y, word, "dg-t12 dg-quiet", _SMALL, 400, "end"))
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
    )


def _grid_lines(grid: _Grid, width: float) -> tuple[tuple[float, float, float, float], ...]:
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
        lines += [(_GUTTER, y, split_left, y), (grid.column_x[1], y, width, y)]
    return tuple(lines)


def svg(view: StakeholderView, uid: str = "stakeholder-map") -> Markup:
    """Draw the map as inline SVG.

    Parameters
    ----------
    view : StakeholderView
        From `layout`.
    uid : str, optional
        Unique on the page; ids start with it.

    Returns
    -------
    Markup
        One ``svg`` element, styled by the page's classes.
    """
    return render("stakeholder_map.svg", view=view, uid=uid)


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
