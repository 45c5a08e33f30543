"""Where the marks of a stakeholder map stand: people, the moves that brought them, and the key."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from charts.diagram_text import Box, TextLine, safe_href, text_width
from charts.stakeholder_grid import (
    ENTRY_GAP,
    GHOST_PITCH,
    GUTTER,
    LEADING,
    PAD,
    Cell,
    Grid,
    Slots,
    entry_height,
    head_room,
)
from charts.stakeholder_positions import Stakeholder, StakeholderMap
from charts.stakeholder_view import KeyMark, MoveView, PersonView
from charts.stakeholder_words import label

DOT_ROOM = 26.0
"""Between the edge of a cell and a name: the dot stands there."""
SIZE = 13.0


def _came_from(stakeholder: Stakeholder) -> tuple[int, int]:
    """Return how the latest move went: (support gained, importance gained), zeros for none."""
    if len(stakeholder.history) < 2:
        return 0, 0
    before, now = stakeholder.history[-2:]
    return now.support - before.support, now.importance - before.importance


def place_people(
    stakeholder_map: StakeholderMap, names: Mapping[str, tuple[str, ...]], grid: Grid
) -> tuple[PersonView, ...]:
    """Put dots and names into their cells, the most important first."""
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
                        x - DOT_ROOM + 14.0 if flipped else x + DOT_ROOM - 14.0,
                        top + ENTRY_GAP / 2 + LEADING * number + 13.0,
                        line,
                        "dg-t13 dg-over",
                        SIZE,
                        anchor="end" if flipped else "start",
                    )
                    for number, line in enumerate(lines)
                ),
                label=label(stakeholder),
                href=safe_href(stakeholder.href),
                lived_experience=stakeholder.lived_experience,
            )
        )
    return tuple(views)


def place_moves(
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


def place_key(stakeholder_map: StakeholderMap, top: float) -> tuple[KeyMark, ...]:
    """Explain the marks in use."""
    members = stakeholder_map.stakeholders
    words = [("here", "stands here now", 0.0)]
    if any(member.lived_experience for member in members):
        words.append(("lived", "lived experience", 0.0))
    if any(len(member.history) > 1 for member in members):
        words.append(("was", "stood there earlier", 18.0))
    marks = []
    x = GUTTER + 8.0
    for kind, meaning, extra in words:
        text = TextLine(x + 14.0 + extra, top + 4.5, meaning, "dg-t13 dg-quiet", SIZE)
        marks.append(KeyMark(kind, x, top, text))
        x += 14.0 + extra + text_width(meaning, SIZE) + 28.0
    return tuple(marks)
