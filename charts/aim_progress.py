"""Aim progress: how far from the baseline to the target, and how much time is left."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from charts.aim_view import AimView, DateLine
from charts.aim_words import (
    AimProgress,
    AimState,
    AimTone,
    describe,
    said_date,
    sentence,
    share_covered,
    state_of,
    why_not,
    write_value,
)
from charts.clean import clean
from charts.diagram_svg import render
from charts.diagram_svg.inline import pair, svg
from charts.diagram_text import Box, TextLine, wrap
from charts.text_blocks import Block, beside, block_height, farthest, write_blocks

__all__ = [
    "AimProgress",
    "AimState",
    "AimTone",
    "AimView",
    "html",
    "layout",
    "svg",
    "why_not",
    "write_value",
]

_PAGE = 460.0
_PHONE = 328.0  # a screen of 360 px without its margins
_SMALL = 12.0
_GAP = 14.0
_BAR = 6.0
_MARK = 7.5


def _tone(aim: AimProgress) -> str:
    return {AimTone.IMPROVED: "improved", AimTone.CONCERN: "concern"}.get(aim.tone, "plain")


_NEAR = 40.0  # px a block may be pushed before its caption is wrapped instead
_FITS = ((200.0, 20.0), (110.0, 20.0), (84.0, 20.0), (84.0, 16.0), (72.0, 13.0))


def _block(
    entry: tuple[float, str, str, str], caption_room: float, value_room: float, size: float
) -> Block:
    x, caption, value, css = entry
    lines = [(line, "dg-t12 dg-quiet", _SMALL, 400) for line in wrap(caption, caption_room, _SMALL)]
    classes = f"dg-t{size:.0f} dg-bold {css}".strip()
    lines += [(line, classes, size, 650) for line in wrap(value, value_room, size, 650)]
    return Block(x, tuple(lines))


def _value_blocks(
    entries: Sequence[tuple[float, str, str, str]], width: float
) -> tuple[list[Block], list[float]]:
    """Choose the largest type in which captions and values stand beside each other."""
    ordered = sorted(entries, key=lambda entry: entry[0])
    narrowest = (width - _GAP * (len(ordered) - 1)) / len(ordered)
    fitting: list[tuple[float, list[Block], list[float]]] = []
    for caption_room, size in _FITS:
        blocks = [_block(entry, caption_room, math.inf, size) for entry in ordered]
        left = beside(blocks, width, _GAP)
        if left is not None:
            fitting.append((size, blocks, left))
    if fitting:
        largest, blocks, left = fitting[0]
        for size, narrower, places in fitting:
            if size == largest and farthest(narrower, places) <= _NEAR:
                return narrower, places
        return blocks, left
    # Each block wrapped to its share of the width; half a px absorbs rounding.
    blocks = [_block(entry, narrowest, narrowest, 13.0) for entry in ordered]
    return blocks, beside(blocks, width, _GAP - 0.5) or [0.0] * len(blocks)


def _date_line(
    aim: AimProgress, width: float, y: float
) -> tuple[DateLine | None, list[TextLine], float]:
    """Place the dates; return the line, its labels and where they end."""
    if aim.due is None:
        return None, [], y
    start = aim.start if aim.start is not None else min(aim.today, aim.due)
    first, last = min(start, aim.today, aim.due), max(start, aim.today, aim.due)
    days = max((last - first).days, 1)

    def place(day: date) -> float:
        return 1.0 + (width - 2.0) * (day - first).days / days

    passed = place(min(aim.today, aim.due))
    ticks = [place(aim.today)]
    if aim.due < last:
        ticks.append(place(aim.due))
    line = DateLine(place(first), place(last), y, passed, tuple(sorted(ticks)))

    quiet, strong = "dg-t12 dg-quiet", "dg-t12 dg-strong"
    for long in (True, False):
        labels = [(place(aim.today), "Today", strong, 550)]
        if aim.due != aim.today:
            due = said_date(aim.due) if long else f"{aim.due:%b} {aim.due.day}"
            labels.append((place(aim.due), due, quiet, 400))
        if aim.start is not None and aim.start not in {aim.today, aim.due}:
            begun = f"{start:%B} {start.year}" if long else f"{start:%b} {start.year}"
            labels.append((place(start), begun, quiet, 400))
        labels.sort(key=lambda label: label[0])
        blocks = [Block(x, ((text, css, _SMALL, weight),)) for x, text, css, weight in labels]
        left = beside(blocks, width, _GAP)
        if left is not None:
            return line, write_blocks(blocks, left, width, y + 21.0), y + 26.0
    return line, [], y + 6.0


def layout(aim: AimProgress, width: float = 460.0) -> AimView | None:
    """Place everything.

    Parameters
    ----------
    aim : AimProgress
        The aim.
    width : float, optional
        Width of the drawing in px; from about 240.

    Returns
    -------
    AimView or None
        None where `why_not` gives a reason.
    """
    if why_not(aim) or aim.baseline is None or aim.target is None:
        return None
    share = share_covered(aim, aim.baseline, aim.target)
    state = state_of(aim, share)
    lead, rest = sentence(aim, state, share)
    tone = _tone(aim)

    low, high = min(0.0, share or 0.0), max(1.0, share or 0.0)

    def place(part: float) -> float:
        return width * (part - low) / (high - low)

    entries = [
        (
            place(0.0),
            clean(aim.baseline_label),
            write_value(aim.baseline, aim.unit, aim.decimals),
            "",
        ),
        (
            place(1.0),
            clean(aim.target_label),
            write_value(aim.target, aim.unit, aim.decimals),
            "dg-target-text",
        ),
    ]
    now_x = None
    if share is not None and aim.now is not None:
        now_x = min(max(place(share), _MARK), width - _MARK)
        written = write_value(aim.now, aim.unit, aim.decimals)
        entries.insert(1, (place(share), clean(aim.now_label), written, f"dg-now-{tone}"))
    blocks, left = _value_blocks(entries, width)
    foot = max(block_height(block) for block in blocks) - 4.0
    texts = write_blocks(blocks, left, width, foot)
    track = Box(0.0, foot + 13.0, width, _BAR)
    fill = None
    if now_x is not None:
        begin, end = sorted((place(0.0), now_x))
        fill = Box(begin, track.y, end - begin, _BAR)
    dates, date_texts, bottom = _date_line(aim, width, track.bottom + 23.0)
    return AimView(
        width=width,
        height=(bottom if dates else track.bottom + 6.0) + 2.0,
        title=clean(aim.title),
        description=describe(aim, lead, rest),
        state=state,
        share=share,
        lead=lead,
        rest=rest,
        tone=tone,
        texts=(*texts, *date_texts),
        track=track,
        fill=fill,
        baseline_x=place(0.0),
        target_x=min(max(place(1.0), 1.0), width - 1.0),
        now_x=now_x,
        baseline_inside=place(0.0) > 0.0,
        dates=dates,
    )


def html(aim: AimProgress, uid: str = "aim-progress") -> Markup:
    """Write the drawing for wide and narrow rooms with its sentence, or why there is none.

    Parameters
    ----------
    aim : AimProgress
        The aim.
    uid : str, optional
        Unique on the page.
    """
    wide, narrow = layout(aim, _PAGE), layout(aim, _PHONE)
    if wide is None or narrow is None:
        return render("aim_missing.html", reason=why_not(aim))
    after = render("aim_sentence.html", lead=wide.lead, rest=wide.rest)
    return pair("aim", svg(wide, uid), svg(narrow, f"{uid}-narrow"), after)
