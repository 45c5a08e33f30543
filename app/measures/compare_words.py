"""The words of the comparison: its groups, and how many teams are in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from charts.formats import number_format
from charts.scales import Axis

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
