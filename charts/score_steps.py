"""Scores over time: a step line for each who scores, named at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from charts.board import tidy
from charts.clean import clean
from charts.date_ticks import date_ticks
from charts.layouts import FULL, Layout
from charts.metrics import text_width
from charts.scales import Axis
from charts.sheet import TIP_ROW, Sheet
from charts.table import ChartTable, Column, Row
from charts.theme import LABEL_SIZE, TICK_SIZE, Tone
from charts.view import XY, Anchor, Box, Drawing, Line, LineKind, MarkKind, Text

LOWEST, HIGHEST = 0.0, 5.0
_APART = 3.0
"""Pixels between lines that run at one height."""
_KINDS = (
    (LineKind.CENTER, Tone.ACCENT, Tone.ACCENT, MarkKind.OWN),
    (LineKind.TRIAL_CENTER, None, Tone.INK, MarkKind.COMMON),
    (LineKind.DATA, None, Tone.SECONDARY, None),
)
"""For the team, its coach and the records: line, its color, the color of its name, its mark."""


@dataclass(frozen=True, slots=True)
class Given:
    """A score on a day.

    Parameters
    ----------
    on : date
        From this day on.
    value : float
        0.5 to 5.0.
    words : str
        What is said where one points at it, such as the reason.
    """

    on: date
    value: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Scorer:
    """Who scores, and the scores in order of their days."""

    name: str
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one team.

    Parameters
    ----------
    title : str
        Whose progress.
    scorers : tuple of Scorer
        At most three: the team, its coach, the records. Those without a score are left out.
    today : date
        Where the lines end.
    """

    title: str
    scorers: tuple[Scorer, ...]
    today: date


def score_chart(scores: Scores, *, size: Layout = FULL) -> Drawing:
    """Lay out scores over time.

    Parameters
    ----------
    scores : Scores
        Who said what, and when.
    size : Layout
        `FULL`, `MEDIUM` or `PHONE`.

    Returns
    -------
    Drawing
        A score holds until the next one of the same scorer; no line joins scorers.
    """
    there = [
        (scorer, kind) for scorer, kind in zip(scores.scorers, _KINDS, strict=False) if scorer.given
    ]
    first = min((scorer.given[0].on for scorer, _ in there), default=scores.today)
    days = max((scores.today - first).days, 1)
    names = [_named(scorer) for scorer, _ in there]
    right = max((text_width(name, LABEL_SIZE, bold=True) for name in names), default=0.0) + 18
    left = round(max(size.left, text_width("5.0", TICK_SIZE) + 12))
    plot = Box(left, TIP_ROW, size.width - right, TIP_ROW + 0.8 * size.plot_height)
    up = Axis(LOWEST, HIGHEST, 1.0)
    sheet = Sheet(size, plot, Axis(0.0, float(days), float(days)), up)
    sheet.value_axis([f"{tick:.1f}" for tick in up.ticks], "")
    _days(sheet, first, scores.today, days)
    sheet.height = plot.bottom + 30

    ends = []
    for number, (scorer, (line, tone, text, mark)) in enumerate(there):
        shift = _APART * (number - (len(there) - 1) / 2)
        points = _steps(sheet, scorer, first, scores.today, shift)
        sheet.lines.append(Line(points, line, tone))
        sheet.paths.append(points)
        ends.append((points[-1][1], _named(scorer), text, number == 0))
        if mark is not None:
            for each in scorer.given:
                tip = (
                    f"{each.on:%B} {each.on.day}, {each.on.year}",
                    f"{scorer.name}: {each.value:.1f}",
                )
                place = (sheet.x((each.on - first).days), tidy(sheet.y(each.value) + shift))
                sheet.mark(place, mark, tip)
    sheet.end_labels(ends)
    title = clean(scores.title)
    return sheet.finish(
        f"Progress score of {title}", _said(there, scores.today), name=title,
        passport=f"{title} · progress score, 0.5 to 5.0",
    )  # fmt: skip


def score_table(scores: Scores) -> ChartTable:
    """Write the scores as a table, latest first.

    Parameters
    ----------
    scores : Scores
        Who said what, and when.
    """
    rows = sorted(
        ((each.on, scorer.name, each) for scorer in scores.scorers for each in scorer.given),
        key=lambda row: (row[0], row[1]),
        reverse=True,
    )
    return ChartTable(
        f"Progress score of {clean(scores.title)}",
        (Column("Date"), Column("Who"), Column("Score", numeric=True), Column("Why")),
        tuple(
            Row((f"{on:%b} {on.day}, {on.year}", name, f"{each.value:.1f}", clean(each.words)))
            for on, name, each in rows
        ),
    )


def _named(scorer: Scorer) -> str:
    return f"{clean(scorer.name)} {scorer.given[-1].value:.1f}"


def _steps(sheet: Sheet, scorer: Scorer, first: date, today: date, shift: float) -> tuple[XY, ...]:
    points: list[XY] = []
    for each in scorer.given:
        x, y = sheet.x((each.on - first).days), tidy(sheet.y(each.value) + shift)
        if points and points[-1][1] != y:
            points.append((x, points[-1][1]))
        points.append((x, y))
    end = sheet.x(max((today - first).days, 1))
    if points[-1][0] < end:
        points.append((end, points[-1][1]))
    return tuple(points)


def _days(sheet: Sheet, first: date, last: date, days: int) -> None:
    plot = sheet.plot
    sheet.line(LineKind.AXIS, (plot.left, plot.bottom), (plot.right, plot.bottom))
    ticks = date_ticks(
        first, last, lambda day: sheet.x((day - first).days), size=TICK_SIZE,
        bounds=(plot.left, plot.right), short=sheet.layout.short,
    )  # fmt: skip
    for tick in ticks:
        x = sheet.x((tick.on - first).days)
        sheet.line(LineKind.TICK, (x, plot.bottom), (x, plot.bottom + 4))
        sheet.text(
            Text(
                tidy(tick.x),
                plot.bottom + 17,
                tick.text,
                "tick",
                size=TICK_SIZE,
                anchor=Anchor.MIDDLE,
            )
        )


def _said(there: Sequence[tuple[Scorer, object]], today: date) -> str:
    if not there:
        return "Nobody has given a score yet."
    parts = []
    for scorer, _ in there:
        start, end = scorer.given[0], scorer.given[-1]
        moved = f"{start.value:.1f} in {start.on:%B %Y}, " if start.on != end.on else ""
        parts.append(f"{clean(scorer.name)}: {moved}now {end.value:.1f}.")
    return " ".join(parts)
