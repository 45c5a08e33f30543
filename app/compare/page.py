"""The comparison page: teams in groups by what their charts say, or in one row by another order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.access import Standing
from app.compare import reads, words
from app.compare.choosing import Chosen, Order
from app.compare.drawing import Drawing, Panel
from app.compare.judging import Rules
from app.compare.reads import Read
from app.compare.seen import ALL, FEWEST, Seen, seen_teams
from app.compare.words import GROUPS, NAMES
from app.measures import periods
from app.measures.catalog import BETTER
from app.measures.models import Direction, Frequency, Measure
from app.networks.models import WorkingGroup


@dataclass(frozen=True, slots=True)
class Group:
    """Teams whose charts say the same."""

    key: str
    verdict: str
    direction: str | None
    name: str
    rule: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison page."""

    measure: Measure
    chosen: Chosen
    sentence: str
    chance: str
    span: str
    groups: tuple[Group, ...]
    """In the order of signal; else one, without a name."""
    total: int
    coded: str
    """What teams under codes are, where there are any, and which are not shown."""
    foot: str
    seen: Seen

    @property
    def meta(self) -> str:
        """Span of the data and which way is better."""
        better = BETTER[self.measure.direction] if self.measure.direction else ""
        return "".join(f"{part}. " for part in (self.span, better) if part).strip()


def comparison(
    measure: Measure,
    who: Standing,
    chosen: Chosen = ALL,
    groups: Sequence[WorkingGroup] = (),
    *,
    scope: str = "",
) -> Comparison:
    """Compare the teams that the person may see. `scope` says whose codes stand for teams."""
    seen = seen_teams(measure, who, chosen, groups, scope=scope)
    read = reads.read_all(measure, seen.teams)
    newest = reads.newest(read)
    found = {
        key: [each for each in read if reads.key_of(each, measure, newest) == key] for key in GROUPS
    }
    rules = Rules.of(measure, read)
    drawing = Drawing(measure, read, newest, own_scale=chosen.own_scale)
    shown = (
        tuple(_group(rules, key, found[key], drawing, newest) for key in GROUPS if found[key])
        if chosen.order is Order.SIGNAL
        else _in_one(measure, chosen.order, read, drawing, newest)
    )
    return Comparison(
        measure=measure,
        chosen=chosen,
        sentence=words.sentence({key: len(found[key]) for key in GROUPS}),
        chance=rules.by_chance(measure, found),
        span=_span(measure, read, newest),
        groups=shown,
        total=len(read),
        coded=words.coded(seen.coded, seen.left_out, fewest=FEWEST, picks=chosen.picks_teams),
        foot=drawing.foot() if drawing.analyses else "",
        seen=seen,
    )


def _group(
    rules: Rules, key: str, found: Iterable[Read], drawing: Drawing, newest: date | None
) -> Group:
    measure = drawing.measure
    better = measure.direction.value if measure.direction else None
    directions = {"improvement": better, "concern": _other(better)}
    return Group(
        key=key,
        verdict="too_young" if key == "stale" else key,
        direction=directions.get(key),
        name=NAMES[key],
        rule=rules.group(measure, key, newest),
        panels=tuple(drawing.panel(each, key) for each in sorted(found, key=reads.by_signal)),
    )


def _in_one(
    measure: Measure, order: Order, read: Sequence[Read], drawing: Drawing, newest: date | None
) -> tuple[Group, ...]:
    """All teams in one group, in another order than that of their signals."""
    if not read:
        return ()
    keys: Mapping[Order, Callable[[Read], Any]] = {
        Order.NAME: reads.by_name,
        Order.SIZE: reads.by_size,
        Order.CHANGE: lambda each: reads.by_change(
            each, up_is_better=measure.direction is not Direction.DOWN
        ),
    }
    panels = tuple(
        drawing.panel(each, reads.key_of(each, measure, newest))
        for each in sorted(read, key=keys[order])
    )
    return (Group("", "", None, "", words.order(measure, order), panels),)


def orders_of(measure: Measure) -> tuple[tuple[Order, str], ...]:
    """The orders that the measure's teams can be brought into, in words."""
    orders = [(Order.SIGNAL, "Signal"), (Order.NAME, "Name")]
    if measure.has_denominator:
        orders.append((Order.SIZE, "Size"))
    if measure.frequency is not Frequency.EVENT:
        orders.append((Order.CHANGE, "Change"))
    return tuple(orders)


def _other(direction: str | None) -> str | None:
    return {"up": "down", "down": "up"}.get(direction or "")


def _span(measure: Measure, read: Iterable[Read], newest: date | None) -> str:
    first = min(
        (each.seen.team.rows[0].period for each in read if each.seen.team.rows), default=None
    )
    if first is None or newest is None:
        return ""
    start = periods.name(first, measure.frequency)
    return f"{start} to {periods.name(newest, measure.frequency)}"
