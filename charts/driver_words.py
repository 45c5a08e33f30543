"""What the nodes of a driver diagram say: to the eye, line by line, and to those who hear it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from charts.clean import clean
from charts.diagram_text import TextLine, number_ranges, text_width, wrap
from charts.driver_theory import DriverDiagram, DriverNode, IdeaStatus, Level, Mark, MeasureState

_SPOKEN = {
    Level.AIM: "Aim",
    Level.PRIMARY: "Primary driver",
    Level.SECONDARY: "Secondary driver",
    Level.IDEA: "Change idea",
}
_PADDING = 12.0
_INSET = 6.0  # above and below the text of a frame
_IDEA_INDENT = 22.0
_CYCLES_WIDTH = 76.0
_TEXT_SIZE = 13.0
_SMALL_SIZE = 12.0
_BIG_SIZE = 18.0
_NO_MEASURE = "No measure yet"
_STRUCK = "dg-idea-abandoned"


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """What is written of one measure.

    Parameters
    ----------
    name : str
        Its name where the node has several, else "".
    change : str
        Baseline and latest value, or that there is no measure.
    state : str
        What its chart says, or "".
    css : str
        Class of the line.
    """

    name: str
    change: str
    state: str
    css: str

    @property
    def told(self) -> str:
        """All of it in one line of text."""
        said = f"{self.name}: {self.change}" if self.name else self.change
        return f"{said}, {self.state}" if self.state else said


def measure_words(node: DriverNode) -> tuple[MeasureWords, ...]:
    """Return what is written of each measure of a node."""
    if node.measures:
        several = len(node.measures) > 1
        return tuple(
            MeasureWords(
                clean(line.name) if several else "",
                clean(line.change),
                line.state.value,
                f"dg-m-{line.state.name.lower()}",
            )
            for line in node.measures
        )
    if node.level is Level.SECONDARY:
        return (MeasureWords("", _NO_MEASURE, "", "dg-m-none"),)
    return ()


def spoken_label(node: DriverNode, by_key: Mapping[str, DriverNode]) -> str:
    """Say a node with its measures, status, cycles and what it serves."""
    parts = [f"{node.mark.value.capitalize()}."] if node.mark else []
    parts.append(f"{_SPOKEN[node.level]}: {clean(node.text)}.")
    for measure in node.measures:
        name = f"{clean(measure.name)}: " if measure.name else ""
        parts.append(f"{name}{clean(measure.change)}, {measure.state.value}.")
    if node.level is Level.SECONDARY and not node.measures:
        parts.append(f"{_NO_MEASURE}.")
    if node.level is Level.IDEA:
        parts.append(f"{(node.status or IdeaStatus.UNTESTED).value.capitalize()}.")
    if node.tested:
        parts.append(f"{clean(node.tested)}.")
    if node.cycles:
        word = "Cycle" if len(set(node.cycles)) == 1 else "Cycles"
        parts.append(f"{word} {number_ranges(node.cycles)}.")
    if node.serves:
        served = "; ".join(clean(by_key[key].text) for key in dict.fromkeys(node.serves))
        parts.append(f"Serves: {served}.")
    return " ".join(parts)


class _Pen:
    """Collects lines of text downward, relative to a node's top left corner."""

    def __init__(self, x: float, top: float) -> None:
        self.x = x
        self.y = top
        self.texts: list[TextLine] = []

    def write(
        self, lines: Iterable[str], css: str, size: float, leading: float, weight: int = 400
    ) -> None:
        for line in lines:
            baseline = self.y + (leading + 0.72 * size) / 2
            self.texts.append(TextLine(self.x, baseline, line, css, size, weight))
            self.y += leading


def _write_measure(pen: _Pen, words: MeasureWords, room: float, node: DriverNode) -> None:
    change, state, css = words.change, words.state, words.css
    strong = css in {"dg-m-improved", "dg-m-concern"}
    weight = 650 if strong else 400
    if node.level is Level.AIM:
        pen.write(wrap(change, room, _BIG_SIZE, 650), f"dg-t18 {css}", _BIG_SIZE, 25, 650)
        pen.write(wrap(state, room, _SMALL_SIZE, 650), f"dg-t12 {css}", _SMALL_SIZE, 17, 650)
        return
    needed = text_width(change, _SMALL_SIZE, weight) + text_width(state, _SMALL_SIZE, weight) + 10
    top = pen.y
    classes = f"dg-t12 {css}"
    if needed <= room:
        pen.write((change,), classes, _SMALL_SIZE, 16, weight)
        if state:
            line_y = top + (16 + 0.72 * _SMALL_SIZE) / 2
            pen.texts.append(
                TextLine(pen.x + room, line_y, state, classes, _SMALL_SIZE, weight, "end")
            )
        return
    pen.write(wrap(change, room, _SMALL_SIZE, weight), classes, _SMALL_SIZE, 16, weight)
    pen.write(wrap(state, room, _SMALL_SIZE, weight), classes, _SMALL_SIZE, 16, weight)


def _write_mark(pen: _Pen, node: DriverNode) -> None:
    """Say how the node differs, in a word above its text."""
    if node.mark is not None:
        word = node.mark.value.capitalize()
        pen.write((word,), "dg-t12 dg-bold", _SMALL_SIZE, 16, 650)


def write_box(node: DriverNode, width: float) -> tuple[list[TextLine], float]:
    """Write an aim or driver from the top left corner (0, 0); return texts and height."""
    pen = _Pen(_PADDING, _INSET)
    room = width - 2 * _PADDING
    _write_mark(pen, node)
    gone = node.mark is Mark.REMOVED
    css = f"dg-t13 {_STRUCK}" if gone else "dg-t13 dg-strong"
    weight = 400 if gone else 550
    pen.write(wrap(node.text, room, _TEXT_SIZE, weight), css, _TEXT_SIZE, 18, weight)
    for words in measure_words(node):
        if words.name:
            name = wrap(words.name, room, _SMALL_SIZE)
            pen.write(name, f"dg-t12 {words.css}", _SMALL_SIZE, 16)
        _write_measure(pen, words, room, node)
    if node.tested:
        pen.write(wrap(node.tested, room, _SMALL_SIZE), "dg-t12 dg-quiet", _SMALL_SIZE, 16)
    return pen.texts, pen.y + _INSET


def write_idea(node: DriverNode, width: float) -> tuple[list[TextLine], float]:
    """Write a change idea as a row; return texts and height."""
    cycles = wrap(number_ranges(node.cycles), _CYCLES_WIDTH, _SMALL_SIZE)
    taken = max((text_width(line, _SMALL_SIZE) for line in cycles), default=-10.0) + 10
    pen = _Pen(_IDEA_INDENT, 5.0)
    room = max(width - _IDEA_INDENT - taken, 40.0)
    _write_mark(pen, node)
    gone = node.mark is Mark.REMOVED
    css = f"dg-t13 {_STRUCK if gone else f'dg-idea-{(node.status or IdeaStatus.UNTESTED).value}'}"
    pen.write(wrap(node.text, room, _TEXT_SIZE), css, _TEXT_SIZE, 18)
    side = _Pen(width, 5.0)
    side.write(cycles, "dg-t12 dg-quiet", _SMALL_SIZE, 18)
    right = [
        TextLine(line.x, line.y, line.text, line.css, line.size, line.weight, "end")
        for line in side.texts
    ]
    return pen.texts + right, max(pen.y, side.y, 23.0) + 5.0


def describe(diagram: DriverDiagram) -> str:
    """Say in a sentence or two what the drawing shows."""
    count = Counter(node.level for node in diagram.nodes)
    nouns = {
        Level.AIM: ("aim", "aims"),
        Level.PRIMARY: ("primary driver", "primary drivers"),
        Level.SECONDARY: ("secondary driver", "secondary drivers"),
        Level.IDEA: ("change idea", "change ideas"),
    }
    said = [
        f"{count[level]} {words[0] if count[level] == 1 else words[1]}"
        for level, words in nouns.items()
        if count[level]
    ]
    parts = [", ".join(said) + "." if said else "Nothing in it yet."]
    statuses = Counter(
        (node.status or IdeaStatus.UNTESTED).value
        for node in diagram.nodes
        if node.level is Level.IDEA
    )
    if statuses:
        told = [f"{statuses[s.value]} {s.value}" for s in IdeaStatus if statuses[s.value]]
        parts.append(f"Change ideas: {', '.join(told)}.")
    for state in (MeasureState.IMPROVED, MeasureState.CONCERN):
        names = [
            clean(node.text)
            for node in diagram.nodes
            if any(measure.state is state for measure in node.measures)
        ]
        if names:
            parts.append(f"{state.value.capitalize()}: {'; '.join(names)}.")
    return " ".join(parts)
