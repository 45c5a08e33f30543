"""The words of the comparison: its groups, and how many teams are in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.compare.choosing import Order
from app.measures.models import Measure
from charts.formats import number_format
from charts.scales import Axis

ENDS = 6
"""Points at either end that a change is the difference of."""
GROUPS = ("improvement", "concern", "change", "no_signal", "too_young", "stale")
JUDGED = ("improvement", "concern", "change", "no_signal")
NAMES = {
    "improvement": "Improving",
    "concern": "Concern",
    "change": "Other signals",
    "no_signal": "No signal",
    "too_young": "Too young",
    "stale": "No recent data",
}
TITLES = {
    "improvement": ("team is improving", "teams are improving"),
    "concern": ("shows a concern", "show a concern"),
    "change": ("shows another kind of signal", "show another kind of signal"),
    "no_signal": ("shows no signal", "show no signal"),
    "too_young": ("is too young to judge", "are too young to judge"),
    "stale": ("has no recent data", "have no recent data"),
}


def sentence(counts: Mapping[str, int]) -> str:
    """How many teams are in each group, in one sentence."""
    parts = []
    for key in GROUPS:
        count = counts[key]
        if count or key in {"improvement", "concern"}:
            one, many = TITLES[key]
            parts.append(f"{count} {one if count == 1 else many}")
    return f"{', '.join(parts[:-1])}, and {parts[-1]}."


def beyond(tops: Sequence[str], high: str) -> str:
    """Say which values the common scale leaves out, and how they are drawn.

    `tops` are the highest values of the teams above the scale's upper end `high`, the highest last.
    """
    if not tops:
        return ""
    teams = "1 team has" if len(tops) == 1 else f"{len(tops)} teams have"
    return (
        f"{teams} values above {high}, up to {tops[-1]}: a triangle at the upper edge stands for "
        "each, so that the other charts are not flattened. "
    )


def ends(axis: Axis, unit: str) -> tuple[str, str]:
    """The ends of an axis as words: "0%" and "30%"."""
    formats = number_format((axis.low, axis.high, axis.step), unit)
    low, high = (formats.full(value) for value in (axis.low, axis.high))
    return low.replace(".0%", "%"), high.replace(".0%", "%")


def yours(count: int) -> str:
    """That a group has more teams than its panels: one's own stand above."""
    return "One more is yours, above." if count == 1 else f"{count} more are yours, above."


def order(measure: Measure, by: Order) -> str:
    """What an order that is not that of signals goes by."""
    word = measure.frequency.value
    better = "in the better direction" if measure.direction else "upward"
    return {
        Order.SIGNAL: "",
        Order.NAME: "By name. Codes stand at the end, in the order that chance gave them.",
        Order.SIZE: f"By the usual number of {measure.denominator_label.lower() or 'cases'} in a "
        f"{word}, the largest first. It says nothing about who does well. Teams under a code stand "
        "at the end, since their size is not shown.",
        Order.CHANGE: f"By change {better}: the median of the last {ENDS} {word}s less that of "
        f"the first {ENDS}. A change is not yet a signal. Teams under a code, and those with fewer "
        f"than {2 * ENDS} {word}s, stand at the end.",
    }[by]


def coded(shown: int, left_out: int, *, fewest: int, picks: bool) -> str:
    """What is said of the teams under codes: what a code hides, and what it does not."""
    if shown:
        teams = "1 team is" if shown == 1 else f"{shown} teams are"
        return (
            f"{teams} shown by a code drawn at random. Their denominators are not shown, their "
            "limits come from the course alone and tell no size. But whoever knows a team’s "
            "figures can recognize its curve."
        )
    if not left_out:
        return ""
    teams = "1 team" if left_out == 1 else f"{left_out} teams"
    if left_out >= fewest:
        why = "picks teams" if picks else "shows a part only"
        return (
            f"{teams} under a code {'is' if left_out == 1 else 'are'} not shown here: a page that "
            f"{why} would tell who they are."
        )
    return (
        f"{teams} chose to be shown by a code only. Fewer than {fewest} would be easy to guess, so "
        f"{'it appears' if left_out == 1 else 'they appear'} once {fewest} do."
    )
