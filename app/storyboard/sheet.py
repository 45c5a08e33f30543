"""What of a storyboard fits one sheet of paper, estimated so that the rest is said, not cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from app.storyboard.cycle_texts import Line, Told
from app.storyboard.material import Material
from app.storyboard.models import Part

ROOMY, CLOSE = 1400, 2800
"""Signs up to which the words of the sheet stand at 7.5 and 6.8 points; beyond, at 6.2."""

POINTS = {"roomy": 7.5, "close": 6.8, "tight": 6.2}
"""The sizes of storyboard.css."""
MILLIMETERS = 25.4 / 72
WIDE = 263.0
"""The narrower of the two sheets, without its margins: Letter; and A4 is no lower."""
HIGH, GAP = 45.0, 6.0
"""Of a row of words, and between its parts."""
SIGN, LEADING, HEADING = 0.55, 1.3, 2.0
"""A sign's width and a line's height in sizes of type, and a heading in them, with its margins."""
BETWEEN, LABEL, MORE = 0.2, 1.35, 1.15
"""In lines: the room between two of a list, the head of a list, "and 3 more"."""
CLAMPED, QUOTED = 3, 5
"""Lines after which the style sheet ends a line of a list and a quote, with an ellipsis."""

MOST: Mapping[str, int] = {"kept": 1, "abandoned": 2, "problems": 2, "lessons": 3}
"""The latest of a kind on paper, so that charts have room; the page has more."""
HEADED = {"kept", "abandoned", "problems"}
SMALL_CHARTS = {"roomy": 8, "close": 4, "tight": 4}
"""Charts below the aim's: rows of four."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on paper: the size of type, and how many of each kind."""

    size: str
    keeps: Mapping[str, int]
    """By kind: "results", "kept", "abandoned", "problems", "lessons", "coming", "ramps",
    "voices", "charts"."""
    is_cut: bool
    """Whether the page tells more than the sheet."""


@dataclass(frozen=True, slots=True)
class _List:
    """A list of a part."""

    kind: str
    texts: Sequence[str]
    total: int
    """How many there are, on the page and beyond."""
    ends: int = CLAMPED
    """Lines after which the style sheet ends a text."""
    headed: bool = False

    def costs(self, signs: int) -> list[float]:
        """The lines that each text takes, as many as may stand on paper at the most."""
        most = MOST.get(self.kind, len(self.texts))
        return [_lines(text, signs, self.ends) + BETWEEN for text in self.texts[:most]]


def sheet_of(found: Material, rows: Sequence[tuple[str, Sequence[Part]]]) -> Sheet:
    """Choose what stands on paper; `rows` are the parts that show, row by row."""
    size = _size(found)
    charts = min(len(found.family), 1 + SMALL_CHARTS[size])
    keeps, is_cut = {"charts": charts}, charts < len(found.family)
    for _, parts in rows:
        signs, room = _room(size, len(parts))
        for part in parts:
            lists = _lists(found, part)
            said = [found.says(part), found.predictions if part is Part.RESULTS else ""]
            fits = _fitting(lists, signs, room - sum(_lines(text, signs) for text in said))
            is_cut = is_cut or any(fits[each.kind] < each.total for each in lists)
            keeps |= fits
    return Sheet(size, keeps, is_cut or size == "tight")


def _room(size: str, beside: int) -> tuple[int, float]:
    """Signs in a line and lines in a part, where so many parts stand beside each other."""
    high = POINTS[size] * MILLIMETERS
    wide = (WIDE - GAP * (beside - 1)) / beside
    lines = (HIGH - 1.5 - HEADING * high) / (LEADING * high)
    return int(wide / (SIGN * high)), lines


def _lines(text: str, signs: int, most: int = 99) -> int:
    return min(most, ceil(len(text) / signs))


def _lists(found: Material, part: Part) -> list[_List]:
    """The lists of a part that may be shortened."""
    match part:
        case Part.TESTS:
            ramps = [f"{each.name}: {each.words}; {each.decision}" for each in found.ramps]
            made = [_List("ramps", ramps, found.ramps.total)]
        case Part.RESULTS:
            moved = [each.chart.measure.name for each in found.family if each.moved]
            made = [_List("results", moved, len(moved), ends=1), _told("kept", found.kept)]
        case Part.SURPRISES:
            made = [_told("abandoned", found.abandoned), _told("problems", found.problems)]
        case Part.VOICE:
            said = [f"{each.text} {each.who}, September 2026" for each in found.voices]
            made = [_List("voices", said, len(said), ends=QUOTED + 1)]
        case Part.LESSONS:
            made = [_told("lessons", found.lessons)]
        case Part.NEXT:
            made = [_told("coming", found.coming)]
        case _:
            made = []
    return made


def _told(kind: str, told: Told[Line]) -> _List:
    texts = [f"{line.lead} {line.number}: {line.text}" for line in told]
    return _List(kind, texts, told.total, headed=kind in HEADED)


def _fitting(lists: Sequence[_List], signs: int, room: float) -> dict[str, int]:
    """How many of each list fit; one that is cut takes a line to say how many there are besides."""
    costs = {each.kind: each.costs(signs) for each in lists}
    keeps = {kind: len(each) for kind, each in costs.items()}
    room -= LABEL * sum(each.headed and bool(each.texts) for each in lists)

    def taken(each: _List) -> float:
        return sum(costs[each.kind][: keeps[each.kind]])

    def over() -> bool:
        cut = sum(keeps[each.kind] < each.total for each in lists)
        return sum(map(taken, lists)) + MORE * cut > room

    # The list that takes the most room gives up its last line.
    while any(keeps.values()) and over():
        keeps[max(lists, key=taken).kind] -= 1
    return keeps


def _size(found: Material) -> str:
    """Choose the size of type by how much there is to read."""
    lines: dict[Part, tuple[Line, ...]] = {
        Part.RESULTS: found.kept.lines,
        Part.SURPRISES: (*found.abandoned, *found.problems),
        Part.LESSONS: found.lessons.lines,
        Part.NEXT: found.coming.lines,
    }
    length = sum(len(found.says(part)) for part in Part if found.shows(part))
    length += len(found.team.why) if found.shows(Part.WHY) else 0
    for part, told in lines.items():
        if found.shows(part):
            length += sum(len(line.lead) + len(line.text) + 20 for line in told)
    if found.shows(Part.VOICE):
        length += sum(len(voice.text) + len(voice.who) for voice in found.voices)
    if found.shows(Part.MEASURES):
        length += sum(len(cause) for each in found.family for cause in each.causes)
    return "roomy" if length <= ROOMY else "close" if length <= CLOSE else "tight"
