"""What a change of a chart's marks would do, in words: centers, signals, sentence. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass

from app.measures import periods, reading
from app.measures.marks import Marks
from app.measures.reading import SignalLine
from charts.formats import NumberFormat, number_format
from qi.results import Analysis


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does.

    Parameters
    ----------
    centers : tuple of (str, str, str)
        The center lines that move: what, before, after; ("center line", "15.2%", "14.9%").
    lines : tuple of str
        All of it in sentences, the centers first.
    """

    centers: tuple[tuple[str, str, str], ...]
    lines: tuple[str, ...]


def effect(before: Marks, after: Marks) -> Effect:
    """Compare a chart with what it would be."""
    old, new = before.analysis(), after.analysis()
    formats = number_format(old.values.tolist(), before.measure.unit)
    moved = _moved(old, new, before, formats)
    said = []
    for what, was, becomes in moved:
        if len(old.phases) == len(new.phases):
            said.append(f"The {what} goes from {was} to {becomes}.")
        else:
            said += [f"{what.capitalize()} now: {was}.", f"{what.capitalize()} after: {becomes}."]
    if not moved:
        said.append(f"The {_line(old)} stays where it is.")
    said += _signals(old, new, before)
    says = reading.sentences(new, after.frequency, after.measure.unit)[0]
    if says != reading.sentences(old, before.frequency, before.measure.unit)[0]:
        said.append(f"The chart then says: {says}")
    return Effect(moved, tuple(said))


def _line(analysis: Analysis) -> str:
    return "median" if analysis.chart == "run" else "center line"


def _moved(
    old: Analysis, new: Analysis, marks: Marks, formats: NumberFormat
) -> tuple[tuple[str, str, str], ...]:
    """The center lines that differ; with another number of phases all of them at once."""
    if len(old.phases) != len(new.phases):
        return ((_line(old), centers(old, marks, formats), centers(new, marks, formats)),)
    found = []
    for was, becomes in zip(old.phases, new.phases, strict=True):
        one, other = (formats.full_label(phase.center) for phase in (was, becomes))
        start = periods.name(old.x[was.start], marks.frequency)
        where = f" from {start}" if len(old.phases) > 1 else ""
        if one != other:
            found.append((f"{_line(old)}{where}", one, other))
    return tuple(found)


def centers(analysis: Analysis, marks: Marks, formats: NumberFormat) -> str:
    """The center of each phase: "15.2% until March 2025, then 9.0%"."""
    told = []
    for phase in analysis.phases:
        text = formats.full_label(phase.center) if phase.n_points else "no line"
        if phase is not analysis.phases[-1]:
            text += f" until {periods.name(analysis.x[phase.stop - 1], marks.frequency)}"
        told.append(text)
    return ", then ".join(told)


def _signals(old: Analysis, new: Analysis, marks: Marks) -> list[str]:
    unit = marks.measure.unit
    had = reading.signal_lines(old, marks.frequency, unit)
    has = reading.signal_lines(new, marks.frequency, unit)
    gained = [line.title for line in has if not any(_same(line, each) for each in had)]
    lost = [line.title for line in had if not any(_same(line, each) for each in has)]
    if not gained and not lost:
        return ["No signal comes or goes." if had else "There is no signal before or after."]
    said = []
    if gained:
        said.append(f"{_number(len(gained))} gained: {'; '.join(gained)}.")
    if lost:
        said.append(f"{_number(len(lost))} lost: {'; '.join(lost)}.")
    return said


def _same(one: SignalLine, other: SignalLine) -> bool:
    """Whether two are one signal; where the center moves, its first and last point may too."""
    alike = (one.rule, one.direction) == (other.rule, other.direction)
    return alike and one.first <= other.last and other.first <= one.last


def _number(count: int) -> str:
    return f"{count} signal{'' if count == 1 else 's'}"
