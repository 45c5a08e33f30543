"""The chart that a series' data call for, in words."""

from __future__ import annotations

from dataclasses import dataclass

from app.standings.facts import better_chart
from app.standings.models import SeriesStanding
from qi.constants import FIRM_LIMITS_MINIMUM

NAMES = {
    "run": "run chart",
    "pp": "Laney P′ chart",
    "up": "Laney U′ chart",
    "g": "G chart, cases between events",
    "t": "T chart, days between events",
}


@dataclass(frozen=True, slots=True)
class BetterChart:
    """What to ask for, and why."""

    title: str
    why: str
    charts: tuple[tuple[str, str], ...]
    """The names in `qi` with those that people know, the best first."""


def better_for(chart: str, standing: SeriesStanding | None) -> BetterChart | None:
    """The chart that the data call for; None where their own suits them."""
    if standing is None:
        return None
    found = better_chart(chart, standing.points, standing.events, standing.sigma_z)
    if found is None:
        return None
    points = f"{standing.points} point{'' if standing.points == 1 else 's'}"
    titles = {
        "too few": (
            "Too few points for limits",
            (
                f"There {'is' if standing.points == 1 else 'are'} {points}; limits are firm from "
                f"{FIRM_LIMITS_MINIMUM} on. Until then a run chart shows what there is."
            ),
        ),
        "rare": (
            "The events are rare",
            (
                f"There are {standing.events or 0:.1f} events a point on average, so most points are "
                "near 0 and have no lower limit. Count the cases or the days from one event to the "
                "next instead."
            ),
        ),
        "overdispersed": (
            "The points vary more than chance explains",
            (
                f"They vary {standing.sigma_z or 0:.1f} times as much as this chart’s limits allow "
                "for, so it signals too easily. Laney’s chart widens the limits by that."
            ),
        ),
    }
    title, why = titles[found.why]
    return BetterChart(title, why, tuple((name, NAMES[name]) for name in found.charts))
