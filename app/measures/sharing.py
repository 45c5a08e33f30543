"""How others see a team's series: the network's rule for the measure, and the team's own choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app.measures.models import Measure, Series, Share, Sharing


@dataclass(frozen=True, slots=True)
class Leave:
    """What a rule leaves to the teams."""

    unless_chosen: Share
    allowed: tuple[Share, ...]
    """What a team may choose among; one thing is no choice."""


LEAVES: Mapping[Sharing, Leave] = {
    Sharing.OPEN: Leave(Share.OPEN, (Share.OPEN,)),
    Sharing.CHOICE: Leave(Share.OPEN, (Share.OPEN, Share.BLINDED, Share.CLOSED)),
    Sharing.BLINDED: Leave(Share.BLINDED, (Share.BLINDED, Share.OPEN)),
    Sharing.CLOSED: Leave(Share.CLOSED, (Share.CLOSED,)),
}
WORDS: Mapping[Sharing, str] = {
    Sharing.OPEN: "Every team of the network sees every team's chart.",
    Sharing.CHOICE: "Each team chooses: by name, by a code, or not at all. By name until it does.",
    Sharing.BLINDED: "The network sees each team's course under a code, until a team opens its own.",
    Sharing.CLOSED: "Each team and its coach see their own chart only.",
}


def share_under(measure: Measure, chosen: Share | None) -> Share:
    """How others see a series of the measure whose team chose this; a team's own measure is closed.

    A choice that the network's rule has since taken away counts no more.
    """
    if not measure.is_shared:
        return Share.CLOSED
    leave = LEAVES[measure.sharing]
    return chosen if chosen in leave.allowed else leave.unless_chosen


def share_of(series: Series) -> Share:
    """How others of the network see the series."""
    return share_under(series.measure, series.share)


def choices(measure: Measure) -> tuple[Share, ...]:
    """What the team may choose among; nothing where the network decides."""
    allowed = LEAVES[measure.sharing].allowed if measure.is_shared else ()
    return allowed if len(allowed) > 1 else ()


def seen_by_others(measure: Measure, *shares: Share) -> sa.ColumnElement[bool]:
    """The condition on `Series` that others see it in one of these ways; as `share_under` says."""
    if not measure.is_shared:
        return sa.literal(Share.CLOSED in shares)
    leave = LEAVES[measure.sharing]
    chosen = [each for each in leave.allowed if each in shares]
    found: sa.ColumnElement[bool] = Series.share.in_(chosen)
    if leave.unless_chosen in shares:
        found = found | Series.share.is_(None) | Series.share.not_in(leave.allowed)
    return found
