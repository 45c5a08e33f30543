"""The calibration chart: how sure people were, and how often they were right."""

from __future__ import annotations

from dataclasses import dataclass

from charts.clean import clean
from charts.layouts import FULL, Layout
from charts.metrics import text_width
from charts.scales import Axis
from charts.sheet import TIP_ROW, Sheet
from charts.theme import LABEL_SIZE, TICK_SIZE, Tone
from charts.view import Box, Drawing, LineKind, MarkKind, Text

_Z95 = 1.959964
"""97.5% quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """Predictions that were made with the same confidence.

    Parameters
    ----------
    said : float
        Confidence in percent, or the middle of a class.
    right, made : int
        How many came true, of how many.
    """

    said: float
    right: int
    made: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Predictions and results of a team.

    Parameters
    ----------
    title : str
        Whose predictions.
    groups : tuple of Confidence
        In any order; empty ones are left out.
    """

    title: str
    groups: tuple[Confidence, ...]


def wilson(right: int, made: int) -> tuple[float, float]:
    """95% interval of a share, in percent (Wilson 1927).

    Parameters
    ----------
    right, made : int
        Hits, and predictions; at least one.
    """
    share, square = right / made, _Z95**2
    middle = (share + square / (2 * made)) / (1 + square / made)
    half = _Z95 * (share * (1 - share) / made + square / (4 * made**2)) ** 0.5 / (1 + square / made)
    return max(0.0, 100 * (middle - half)), min(100.0, 100 * (middle + half))


def calibration_chart(chart: Calibration, *, size: Layout = FULL) -> Drawing:
    """Lay out a calibration chart.

    Parameters
    ----------
    chart : Calibration
        Predictions grouped by confidence.
    size : Layout
        `FULL`, `MEDIUM` or `PHONE`.

    Returns
    -------
    Drawing
        A group whose interval misses the diagonal is a concern: too sure, or not sure enough.
    """
    groups = sorted((g for g in chart.groups if g.made > 0), key=lambda g: g.said)
    axis = Axis(0.0, 100.0, 25.0)
    left = round(max(size.left, text_width("100%", TICK_SIZE) + 12))
    high = 1.2 * size.plot_height
    wide = min(size.width - left - 24, 1.8 * high)
    top = TIP_ROW + 20
    sheet = Sheet(size, Box(left, top, left + wide, top + high), axis, axis)
    sheet.value_axis(axis.labels, "%")
    sheet.text(Text(0, 13, "How often it came true", "unit"))
    sheet.height = sheet.across_axis("How sure people were", "%")
    ends = ((sheet.x(0), sheet.y(0)), (sheet.x(100), sheet.y(100)))
    sheet.line(LineKind.IDEAL, *ends)
    sheet.paths.append(ends)
    spans = [wilson(g.right, g.made) for g in groups]
    for group, (low, high) in zip(groups, spans, strict=True):
        x = sheet.x(group.said)
        bar = ((x, sheet.y(low)), (x, sheet.y(high)))
        sheet.line(LineKind.RANGE, *bar)
        sheet.paths.append(bar)
    off = []
    for group, (low, high) in zip(groups, spans, strict=True):
        share = 100 * group.right / group.made
        word = "too sure" if high < group.said else "not sure enough" if low > group.said else ""
        if word:
            off.append(f"{word} at {group.said:.0f}%")
        first = f"Said {group.said:.0f}%: {group.right} of {group.made} came true, {share:.0f}%"
        kind = MarkKind.CONCERN if word else MarkKind.COMMON
        tip = (first, word.capitalize()) if word else (first,)
        sheet.mark((sheet.x(group.said), sheet.y(share)), kind, tip)
    for group, (low, top_end) in zip(groups, spans, strict=True):
        x, label = sheet.x(group.said), f"{group.right}/{group.made}"
        if not sheet.name_point((x, sheet.y(top_end)), label, Tone.INK, radius=1.0, above=True):
            sheet.name_point((x, sheet.y(low)), label, Tone.INK, radius=1.0)
    _say_ideal(sheet)
    title, made = clean(chart.title), sum(g.made for g in groups)
    hits = sum(g.right for g in groups)
    said = (
        f"{hits} of {made} predictions came true. " if made else "No prediction has a result yet. "
    )
    said += (
        f"{'; '.join(off).capitalize()}."
        if off
        else "As sure as right, within chance." * bool(made)
    )
    return sheet.finish(
        f"Calibration of {title}", said.strip(), name=title, passport=f"{title} · calibration, bars are 95% intervals"
    )  # fmt: skip


def _say_ideal(sheet: Sheet) -> None:
    """Name the diagonal where there is room beside it."""
    text = "As sure as right"
    if text_width(text, LABEL_SIZE, bold=True) < 0.5 * (sheet.plot.right - sheet.plot.left):
        sheet.name_point((sheet.x(12), sheet.y(12)), text, Tone.SECONDARY, radius=5.0)
