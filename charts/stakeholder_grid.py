"""The 25 cells of the map, each as tall as its fullest row needs, and slots for earlier places."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from charts.diagram_text import Box
from charts.stakeholder_positions import IMPORTANCE_LEVELS, SUPPORT_LEVELS, StakeholderMap

GUTTER = 52.0  # names of the rows
AISLE = 10.0  # between the quadrants
PAD = 10.0
_HEADING_ROOM = 26.0
_LEAST_ROW = 52.0
LEADING = 17.0
ENTRY_GAP = 8.0
GHOST_PITCH = 16.0
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """Where each cell of the map lies."""

    column_x: Mapping[int, float]
    column_width: float
    row_y: Mapping[int, float]
    row_height: Mapping[int, float]
    upper_strip: Mapping[Cell, float]

    def box(self, cell: Cell) -> Box:
        """Return the rectangle of a cell."""
        support, importance = cell
        return Box(
            self.column_x[support],
            self.row_y[importance],
            self.column_width,
            self.row_height[importance],
        )


def entry_height(lines: tuple[str, ...]) -> float:
    """Return the height of a name with the space below it."""
    return max(len(lines), 1) * LEADING + ENTRY_GAP


def head_room(importance: int) -> float:
    """Room for a quadrant's name at the top of its first row."""
    return _HEADING_ROOM if importance in {5, 2} else 0.0


def ghosts_per_row(column_width: float) -> int:
    """Return how many earlier places stand side by side in a cell."""
    return max(int((column_width - 2 * PAD) // GHOST_PITCH), 1)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an earlier place is marked in its cell."""

    cell: Cell
    is_upper: bool
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Slots:
    """All earlier places by stakeholder, and how many rows of marks each cell needs."""

    of: Mapping[str, tuple[Slot, ...]]
    rows: Mapping[tuple[Cell, bool], int]


def make_slots(stakeholder_map: StakeholderMap, per_row: int) -> Slots:
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
    placed: dict[tuple[str, int], Slot] = {}
    rows: dict[tuple[Cell, bool], int] = {}
    for (cell, is_upper), (left, right) in strips.items():
        shared = len(left) + len(right) <= per_row
        above = 0 if shared else math.ceil(len(left) / per_row)
        for index, mark in enumerate(left):
            placed[mark] = Slot(cell, is_upper, index // per_row, index % per_row)
        for index, mark in enumerate(right):
            column = per_row - 1 - index % per_row
            placed[mark] = Slot(cell, is_upper, above + index // per_row, column)
        rows[cell, is_upper] = 1 if shared else above + math.ceil(len(right) / per_row)
    return Slots(
        {
            stakeholder.key: tuple(
                placed[stakeholder.key, number] for number in range(len(stakeholder.history) - 1)
            )
            for stakeholder in stakeholder_map.stakeholders
        },
        rows,
    )


def make_grid(
    stakeholder_map: StakeholderMap,
    names: Mapping[str, tuple[str, ...]],
    slots: Slots,
    width: float,
    top: float,
) -> Grid:
    """Give every row the height its fullest cell needs."""
    column_width = (width - GUTTER - AISLE) / len(SUPPORT_LEVELS)
    content: dict[Cell, float] = {}
    for stakeholder in stakeholder_map.stakeholders:
        cell = (stakeholder.now.support, stakeholder.now.importance)
        content[cell] = content.get(cell, 0.0) + entry_height(names[stakeholder.key])
    column_x = {
        support: GUTTER + index * column_width + (AISLE if support >= 1 else 0.0)
        for index, support in enumerate(SUPPORT_LEVELS)
    }
    upper, lower = (
        {cell: rows * GHOST_PITCH for (cell, side), rows in slots.rows.items() if side is is_upper}
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
        height = max(fullest + 2 * PAD, _LEAST_ROW) + head_room(importance)
        row_y[importance], row_height[importance] = y, height
        y += height + (AISLE if importance == 3 else 0.0)
    return Grid(column_x, column_width, row_y, row_height, upper)
