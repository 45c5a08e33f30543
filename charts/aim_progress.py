"""Aim progress: how far from the baseline to the target, and how much time is left."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from markupsafe import Markup

from charts.diagram_svg import render
from charts.diagram_svg.layers import spread
from charts.diagram_text import Anchor, Box, TextLine, clean, text_width, wrap
from charts.time_words import time_between

_PAGE = 460.0
_PHONE = 328.0  # a screen of 360 px without its margins
_SMALL = 12.0
_CAPTION_LEADING = 16.0
_GAP = 14.0
_BAR = 6.0
_MARK = 7.5
_PREFIXES = frozenset("$€£¥")


class AimState(Enum):
    """Where an aim stands."""

    BEFORE = "before"
    ON_THE_WAY = "on the way"
    MET = "met"
    PAST_DUE = "past due"


class AimTone(Enum):
    """What the linked chart says about the latest values."""

    IMPROVED = "improved"
    CONCERN = "concern"
    NO_SIGNAL = "no signal"


@dataclass(frozen=True, slots=True)
class AimProgress:
    """An aim's numbers and dates.

    Parameters
    ----------
    baseline, target : float or None
        Where the aim starts and where it should arrive; without both nothing is drawn.
    now : float or None
        Latest value; None before the first one.
    today : date
        The day the drawing speaks of.
    start, due : date or None, optional
        When work on the aim began, and by when it should be met.
    unit : str, optional
        "%" and similar signs follow the number at once, words after a space.
    decimals : int, optional
        Most decimals shown.
    baseline_label, now_label, target_label : str, optional
        Captions: "2024 baseline", "Now, last 3 months", "Target".
    tone : AimTone, optional
        Blue is shown only for a signal of improvement.
    title : str, optional
        Name of the drawing for those who hear it.
    """

    baseline: float | None
    target: float | None
    now: float | None
    today: date
    start: date | None = None
    due: date | None = None
    unit: str = ""
    decimals: int = 1
    baseline_label: str = "Baseline"
    now_label: str = "Now"
    target_label: str = "Target"
    tone: AimTone = AimTone.NO_SIGNAL
    title: str = "Progress toward the aim"


def why_not(aim: AimProgress) -> str:
    """Return why an aim cannot be drawn, or "" if it can.

    Parameters
    ----------
    aim : AimProgress
        The aim.

    Returns
    -------
    str
        A sentence for the page.
    """
    baseline = aim.baseline is not None and math.isfinite(aim.baseline)
    target = aim.target is not None and math.isfinite(aim.target)
    if not baseline and not target:
        return "Progress shows here once the aim has a baseline and a target."
    if not baseline:
        return "Progress shows here once the aim has a baseline."
    if not target:
        return "Progress shows here once the aim has a target."
    if aim.baseline == aim.target:
        return "Baseline and target are the same, so there is no distance to show."
    return ""


@dataclass(frozen=True, slots=True)
class DateLine:
    """The line of dates below the bar.

    Parameters
    ----------
    x0, x1 : float
        Its ends.
    y : float
        Its height.
    passed_x : float
        Where the time that has passed ends.
    ticks : tuple of float
        Small marks: today, and the due date once it has passed.
    """

    x0: float
    x1: float
    y: float
    passed_x: float
    ticks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class AimView:
    """The whole drawing.

    Parameters
    ----------
    width, height : float
        Size in px.
    title, description : str
        For those who hear it.
    state : AimState
        Where the aim stands.
    share : float or None
        Part of the distance covered: 0 at the baseline, 1 at the target, negative for the
        wrong direction; None before the first value.
    lead, rest : str
        The sentence below the drawing; `lead` is its strong beginning.
    tone : str
        "improved", "concern" or "plain": class of fill and mark.
    texts : tuple of TextLine
        Captions, values and dates.
    track : Box
        The whole bar.
    fill : Box or None
        The part from baseline to now.
    baseline_x, target_x : float
        Their places on the bar.
    now_x : float or None
        Place of the latest value.
    baseline_inside : bool
        Whether the baseline lies inside the bar, since the value moved the wrong way.
    dates : DateLine or None
        None without a due date.
    """

    width: float
    height: float
    title: str
    description: str
    state: AimState
    share: float | None
    lead: str
    rest: str
    tone: str
    texts: tuple[TextLine, ...]
    track: Box
    fill: Box | None
    baseline_x: float
    target_x: float
    now_x: float | None
    baseline_inside: bool
    dates: DateLine | None


@dataclass(frozen=True, slots=True)
class _Block:
    """A caption with its value, wished for at a place."""

    wished_x: float
    lines: tuple[tuple[str, str, float, int], ...]  # text, class, size, weight

    @property
    def width(self) -> float:
        return max(text_width(text, size, weight) for text, _, size, weight in self.lines)


def write_value(value: float, unit: str, decimals: int) -> str:
    """Write a value as people read it.

    Parameters
    ----------
    value : float
        The number.
    unit : str
        Signs follow at once, currency signs come first, words follow after a space.
    decimals : int
        Most decimals shown.

    Returns
    -------
    str
        "15.2%", "$1,200", "7.5 hours".
    """
    number = f"{abs(value):,.{max(decimals, 0)}f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    sign = "−" if value < 0 and number.strip("0.,") else ""
    name = clean(unit)
    if name in _PREFIXES:
        return f"{sign}{name}{number}"
    return f"{sign}{number}{' ' if name[:1].isalpha() else ''}{name}"


def _share(aim: AimProgress, baseline: float, target: float) -> float | None:
    if aim.now is None or not math.isfinite(aim.now):
        return None
    return (aim.now - baseline) / (target - baseline)


def _state(aim: AimProgress, share: float | None) -> AimState:
    if share is not None and share >= 1.0:
        return AimState.MET
    if aim.due is not None and aim.today > aim.due:
        return AimState.PAST_DUE
    if share is None or (aim.start is not None and aim.today < aim.start):
        return AimState.BEFORE
    return AimState.ON_THE_WAY


def _said_date(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _time_phrase(aim: AimProgress) -> str:
    """Say the time left or passed, as the end of a sentence."""
    if aim.due is None:
        return "."
    if aim.today == aim.due:
        return ", due today."
    if aim.today < aim.due:
        return f", with {time_between(aim.today, aim.due)} left."
    return f", {time_between(aim.due, aim.today)} past the due date."


def _sentence(aim: AimProgress, state: AimState, share: float | None) -> tuple[str, str]:
    if state is AimState.MET:
        is_past = aim.due is not None and aim.today > aim.due
        return "Target met", "." if is_past else _time_phrase(aim)
    if state is AimState.BEFORE and aim.start is not None and aim.today < aim.start:
        return "Not started", f": work begins {_said_date(aim.start)}."
    if share is None:
        return "No result yet", _time_phrase(aim)
    # An unmet target is never rounded up to 100%.
    percent = min(round(share * 100), 99)
    if share < 0 and percent < 0:
        return "Further from the target than at the baseline", _time_phrase(aim)
    if percent <= 0:
        return "Still at the baseline", _time_phrase(aim)
    return f"{percent}% of the way", _time_phrase(aim)


def _tone(aim: AimProgress) -> str:
    return {AimTone.IMPROVED: "improved", AimTone.CONCERN: "concern"}.get(aim.tone, "plain")


def _describe(aim: AimProgress, lead: str, rest: str) -> str:
    parts = []
    for label, value in (
        (aim.baseline_label, aim.baseline),
        (aim.now_label, aim.now),
        (aim.target_label, aim.target),
    ):
        if value is not None and math.isfinite(value):
            parts.append(f"{clean(label)}: {write_value(value, aim.unit, aim.decimals)}.")
    if aim.due is not None:
        parts.append(f"Due {_said_date(aim.due)}.")
    return " ".join([*parts, f"{lead}{rest}"])


def _beside(blocks: Sequence[_Block], width: float, gap: float) -> list[float] | None:
    """Return left edges that keep blocks apart and inside the drawing; None without room."""
    widths = [block.width for block in blocks]
    if sum(widths) + gap * (len(blocks) - 1) > width:
        return None
    wished = [
        min(max(block.wished_x - share * size, 0.0), width - size)
        for block, size in zip(blocks, widths, strict=True)
        for share in (_alignment(block.wished_x, width)[1],)
    ]
    steps = [size + gap for size in widths[:-1]]
    placed = spread(wished, steps)
    offset = 0.0
    most = width - widths[-1] - sum(steps)
    left = []
    for place, step in zip(placed, [*steps, 0.0], strict=True):
        left.append(min(max(place - offset, 0.0), most) + offset)
        offset += step
    return left


def _alignment(x: float, width: float) -> tuple[Anchor, float]:
    """Align text with its mark: outward at the ends of the bar, else centered."""
    if x <= 0.4 * width:
        return "start", 0.0
    return ("end", 1.0) if x >= 0.6 * width else ("middle", 0.5)


def _write_blocks(
    blocks: Sequence[_Block], left: Sequence[float], width: float, foot: float
) -> list[TextLine]:
    """Write blocks upward from `foot`, the base line of their last lines."""
    texts = []
    for block, x in zip(blocks, left, strict=True):
        anchor, share = _alignment(block.wished_x, width)
        y = foot
        for text, css, size, weight in reversed(block.lines):
            texts.append(TextLine(x + share * block.width, y, text, css, size, weight, anchor))
            y -= size + 6.0 if size > _SMALL else _CAPTION_LEADING
    return texts


_NEAR = 40.0  # px a block may be pushed before its caption is wrapped instead
_FITS = ((200.0, 20.0), (110.0, 20.0), (84.0, 20.0), (84.0, 16.0), (72.0, 13.0))


def _block(
    entry: tuple[float, str, str, str], caption_room: float, value_room: float, size: float
) -> _Block:
    x, caption, value, css = entry
    lines = [(line, "dg-t12 dg-quiet", _SMALL, 400) for line in wrap(caption, caption_room, _SMALL)]
    classes = f"dg-t{size:.0f} dg-bold {css}".strip()
    lines += [(line, classes, size, 650) for line in wrap(value, value_room, size, 650)]
    return _Block(x, tuple(lines))


def _farthest(blocks: Sequence[_Block], left: Sequence[float]) -> float:
    """Return how far a block begins right of its mark, or ends left of it, at most."""
    return max(
        max(x - block.wished_x, block.wished_x - x - block.width)
        for block, x in zip(blocks, left, strict=True)
    )


def _value_blocks(
    entries: Sequence[tuple[float, str, str, str]], width: float
) -> tuple[list[_Block], list[float]]:
    """Choose the largest type in which captions and values stand beside each other."""
    ordered = sorted(entries, key=lambda entry: entry[0])
    narrowest = (width - _GAP * (len(ordered) - 1)) / len(ordered)
    fitting: list[tuple[float, list[_Block], list[float]]] = []
    for caption_room, size in _FITS:
        blocks = [_block(entry, caption_room, math.inf, size) for entry in ordered]
        left = _beside(blocks, width, _GAP)
        if left is not None:
            fitting.append((size, blocks, left))
    if fitting:
        largest, blocks, left = fitting[0]
        for size, narrower, places in fitting:
            if size == largest and _farthest(narrower, places) <= _NEAR:
                return narrower, places
        return blocks, left
    # Each block wrapped to its share of the width; half a px absorbs rounding.
    blocks = [_block(entry, narrowest, narrowest, 13.0) for entry in ordered]
    return blocks, _beside(blocks, width, _GAP - 0.5) or [0.0] * len(blocks)


def _block_height(block: _Block) -> float:
    return sum(size + 6.0 if size > _SMALL else _CAPTION_LEADING for _, _, size, _ in block.lines)


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
            due = _said_date(aim.due) if long else f"{aim.due:%b} {aim.due.day}"
            labels.append((place(aim.due), due, quiet, 400))
        if aim.start is not None and aim.start not in {aim.today, aim.due}:
            begun = f"{start:%B} {start.year}" if long else f"{start:%b} {start.year}"
            labels.append((place(start), begun, quiet, 400))
        labels.sort(key=lambda label: label[0])
        blocks = [_Block(x, ((text, css, _SMALL, weight),)) for x, text, css, weight in labels]
        left = _beside(blocks, width, _GAP)
        if left is not None:
            return line, _write_blocks(blocks, left, width, y + 21.0), y + 26.0
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
    share = _share(aim, aim.baseline, aim.target)
    state = _state(aim, share)
    lead, rest = _sentence(aim, state, share)
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
    foot = max(_block_height(block) for block in blocks) - 4.0
    texts = _write_blocks(blocks, left, width, foot)
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
        description=_describe(aim, lead, rest),
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


def svg(view: AimView, uid: str = "aim-progress") -> Markup:
    """Draw the progress as inline SVG.

    Parameters
    ----------
    view : AimView
        From `layout`.
    uid : str, optional
        Unique on the page; ids start with it.

    Returns
    -------
    Markup
        One ``svg`` element, styled by the page's classes.
    """
    return render("aim_progress.svg", view=view, uid=uid)


def html(aim: AimProgress, uid: str = "aim-progress") -> Markup:
    """Write the drawing for wide and narrow rooms with its sentence, or why there is none.

    Parameters
    ----------
    aim : AimProgress
        The aim.
    uid : str, optional
        Unique on the page.

    Returns
    -------
    Markup
        One element.
    """
    wide, narrow = layout(aim, _PAGE), layout(aim, _PHONE)
    if wide is None or narrow is None:
        return render("aim_missing.html", reason=why_not(aim))
    return render(
        "pair.html",
        kind="aim",
        wide=svg(wide, uid),
        narrow=svg(narrow, f"{uid}-narrow"),
        after=render("aim_sentence.html", lead=wide.lead, rest=wide.rest),
    )
