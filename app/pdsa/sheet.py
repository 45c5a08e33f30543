"""A cycle on one sheet of paper, Letter or A4: how it is set so that it fits."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.pdsa.models import Cycle, CycleTask
from app.pdsa.outcomes import Outcome
from app.pdsa.worksheet import AS_PLANNED
from app.templating import short_date

SIZES = {"roomy": 10.0, "close": 9.0, "tight": 8.0, "dense": 7.0}
"""Sizes of type in points, the largest that fits is taken."""

WIDTH, HEIGHT = 516.0, 700.0
"""What A4 leaves in width and Letter in height, in points, inside the page's margins."""

LEFT = 1.1 / 2.1
"""The share of Plan's column where there are two."""

SIGN = 0.56
"""Width of a sign in ems, with what ends of lines lose."""

LINE, HEAD, GAP, BLANK, BOX = 1.35, 1.35, 0.5, 2.6, 3.0
"""Heights in ems: a line, a part's heading, the space above it, an empty part, a box's frame."""

TOP = 9.0
"""Height of what stands above the boxes, in ems: title, team, idea, dates."""

FEWEST = 2
"""Lines that are left of a text, however long all of them are."""


@dataclass(frozen=True, slots=True)
class Part:
    """One question of the worksheet with its answer, as text or as rows."""

    label: str
    text: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """One of the four steps."""

    key: str
    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet: its boxes, how large its type is, and whether the boxes stand in two columns."""

    boxes: tuple[Box, ...]
    size: str
    columns: bool
    is_cut: bool = False


def sheet_of(cycle: Cycle, outcomes: Sequence[Outcome]) -> Paper:
    """Set a cycle: as large as fits, in two columns or else in one; what never fits ends early."""
    boxes = boxes_of(cycle, outcomes)
    for size, points in SIZES.items():
        for columns in (True, False):
            if fits(boxes, points, columns=columns):
                return Paper(boxes, size, columns)
    smallest = SIZES["dense"]
    for most in range(60, FEWEST - 1, -1):
        shorter = _shortened(boxes, most, _signs(WIDTH, smallest))
        if fits(shorter, smallest, columns=False) or most == FEWEST:
            break
    return Paper(shorter, "dense", columns=False, is_cut=True)


def fits(boxes: Sequence[Box], points: float, *, columns: bool) -> bool:
    """Whether the boxes fit on the sheet at this size of type."""
    room = HEIGHT / points - TOP
    if not columns:
        return sum(_height(box, _signs(WIDTH, points)) for box in boxes) <= room
    left, right = _signs(WIDTH * LEFT, points), _signs(WIDTH * (1 - LEFT), points)
    plan, *others = boxes
    return _height(plan, left) <= room and sum(_height(box, right) for box in others) <= room


def boxes_of(cycle: Cycle, outcomes: Sequence[Outcome]) -> tuple[Box, ...]:
    """The four steps as the worksheet asks for them."""
    plan = [
        Part("What do we want to learn?", cycle.objective),
        Part("Questions", cycle.questions),
        Part("Predictions", rows=tuple(map(_predicted, outcomes))),
        Part("Who does what, where, by when", cycle.tasks, tuple(map(_task, cycle.to_do))),
        Part("Data collection", cycle.data_plan),
    ]
    if cycle.conditions:
        plan.append(Part("Conditions", cycle.conditions))
    done = (
        Part("Carried out as planned?", AS_PLANNED[cycle.as_planned] if cycle.as_planned else ""),
        Part("What did we see?", cycle.observations),
        Part("Problems and surprises", cycle.problems),
    )
    study = (
        Part("Predictions and what came", rows=tuple(map(_came, outcomes))),
        Part("What did the data show?", f"{cycle.results} {cycle.comparison}".strip()),
        Part("What did we learn?", cycle.learned),
    )
    act = (Part("What changes, and what comes next?", cycle.changes),)
    return (
        Box("plan", "Plan", tuple(plan)),
        Box("do", "Do", done),
        Box("study", "Study", study),
        Box("act", "Act", act),
    )


def _predicted(outcome: Outcome) -> str:
    sure = outcome.prediction.confidence
    return f"{outcome.predicted} ({sure}% sure)" if sure else outcome.predicted


def _came(outcome: Outcome) -> str:
    score = f" ({outcome.truth.lower()})" if outcome.score else ""
    return f"{outcome.predicted}. Got {outcome.came or '__________'}{score}"


def _task(task: CycleTask) -> str:
    by = f"by {short_date(task.due_on)}" if task.due_on else ""
    done = "done" if task.done_on else ""
    return ", ".join(filter(None, (task.text, task.owner.name if task.owner else "", by, done)))


def _signs(width: float, points: float) -> int:
    """Signs on a line of a box of that width."""
    return max(10, int((width / points - 2.7) / SIGN))


def _height(box: Box, signs: int) -> float:
    extra = 2.0 if box.key == "act" else 0.0  # the decision
    return BOX + extra + sum(_part_height(part, signs) for part in box.parts)


def _part_height(part: Part, signs: int) -> float:
    lines = _lines(part.text, signs) + sum(_lines(row, signs) for row in part.rows)
    return GAP + HEAD + (lines * LINE if lines else BLANK)


def _lines(text: str, signs: int) -> int:
    return sum(max(1, math.ceil(len(line) / signs)) for line in text.splitlines())


def _shortened(boxes: Iterable[Box], most: int, signs: int) -> tuple[Box, ...]:
    """The boxes with at most so many lines in each part."""
    return tuple(
        replace(box, parts=tuple(_short(part, most, signs) for part in box.parts)) for box in boxes
    )


def _short(part: Part, most: int, signs: int) -> Part:
    rows: list[str] = []
    left = most
    for row in part.rows:
        if left < 1:
            break
        rows.append(_ended(row, left, signs))
        left -= _lines(rows[-1], signs)
    text = _ended(part.text, left, signs) if left > 0 else ""
    return replace(part, rows=tuple(rows), text=text)


def _ended(text: str, most: int, signs: int) -> str:
    """The text, ended with dots where it is longer than so many lines."""
    if _lines(text, signs) <= most:
        return text
    kept: list[str] = []
    for line in text.splitlines():
        room = most - _lines("\n".join(kept), signs)
        if room < 1:
            break
        kept.append(line[: room * signs])
    return "\n".join(kept)[:-1].rstrip() + "…"
