"""The comparison page: teams in groups by what their charts say, or in one row by another order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.access import Standing
from app.compare import reads, table, words
from app.compare.chance_funnel import FunnelPart, funnel_part
from app.compare.choosing import Chosen, Order, View
from app.compare.drawing import Drawing, Panel
from app.compare.judging import Rules
from app.compare.network import NetworkChart, network_chart
from app.compare.reads import Read
from app.compare.seen import ALL, FEWEST, Seen, seen_teams
from app.compare.table import TableRow
from app.compare.words import GROUPS, NAMES
from app.measures import periods
from app.measures.catalog import BETTER
from app.measures.models import Direction, Frequency, Measure
from app.networks.models import WorkingGroup
from app.strata.models import Stratum


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
    network: NetworkChart | None
    funnel: FunnelPart | None
    rows: tuple[TableRow, ...]
    """The same teams as a table; only where that is asked for."""
    periods: tuple[tuple[str, str], ...]
    """The periods to choose among, the latest first."""

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
    stratum: Stratum | None = None,
) -> Comparison:
    """Compare the teams that the person may see. `scope` says whose codes stand for teams."""
    seen = seen_teams(measure, who, chosen, groups, scope=scope, stratum=stratum)
    read = reads.read_all(measure, seen.teams)
    newest = reads.newest(read)
    found = {
        key: [each for each in read if reads.key_of(each, measure, newest) == key] for key in GROUPS
    }
    rules = Rules.of(measure, read)
    drawing = Drawing(measure, read, newest, own_scale=chosen.own_scale)
    shown: tuple[Group, ...] = ()
    rows: tuple[TableRow, ...] = ()
    foot = drawing.foot if drawing.analyses else str
    if chosen.view is View.TABLE:
        foot = drawing.lines
        rows = table.table_rows(drawing, _ordered(measure, chosen.order, read, newest))
    elif chosen.order is Order.SIGNAL:
        shown = _by_signal(rules, found, drawing, newest, who)
    else:
        shown = _in_one(measure, chosen.order, read, drawing, newest)
    return Comparison(
        measure=measure,
        chosen=chosen,
        sentence=words.sentence({key: len(found[key]) for key in GROUPS}),
        chance=rules.by_chance(measure, found),
        span=_span(measure, read, newest),
        groups=shown,
        total=len(read),
        coded=words.coded(seen.coded, seen.left_out, fewest=FEWEST, picks=chosen.picks_teams),
        foot=foot(),
        seen=seen,
        network=None if stratum else network_chart(measure, seen),
        funnel=funnel_part(measure, read, drawing, chosen),
        rows=rows,
        periods=_periods(measure, seen, chosen),
    )


def _by_signal(
    rules: Rules,
    found: Mapping[str, Sequence[Read]],
    drawing: Drawing,
    newest: date | None,
    who: Standing,
) -> tuple[Group, ...]:
    """The teams that one is on, and then all others by what their charts say."""
    mine = [each for key in GROUPS for each in found[key] if each.seen.team.team_id in who.teams]
    ids = {each.seen.team.team_id for each in mine}
    groups = []
    for key in GROUPS:
        rest = [each for each in found[key] if each.seen.team.team_id not in ids]
        if rest:
            one = _group(rules, key, rest, drawing, newest)
            yours = len(found[key]) - len(rest)
            groups.append(replace(one, rule=f"{one.rule} {words.yours(yours)}") if yours else one)
    if not mine:
        return tuple(groups)
    panels = tuple(
        drawing.panel(each, reads.key_of(each, drawing.measure, newest))
        for each in sorted(mine, key=reads.by_signal)
    )
    name = "Your team" if len(mine) == 1 else "Your teams"
    return (Group("own", "", None, name, "First, whatever the order.", panels), *groups)


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
    panels = tuple(
        drawing.panel(each, reads.key_of(each, measure, newest))
        for each in _ordered(measure, order, read, newest)
    )
    return (Group("", "", None, "", words.order(measure, order), panels),)


def _ordered(
    measure: Measure, order: Order, read: Sequence[Read], newest: date | None
) -> list[Read]:
    """Teams in the order asked for, one's own first."""
    keys: Mapping[Order, Callable[[Read], Any]] = {
        Order.SIGNAL: lambda each: (
            not each.own,
            GROUPS.index(reads.key_of(each, measure, newest)),
            reads.by_signal(each),
        ),
        Order.NAME: reads.by_name,
        Order.SIZE: reads.by_size,
        Order.CHANGE: lambda each: reads.by_change(
            each, up_is_better=measure.direction is not Direction.DOWN
        ),
    }
    return sorted(read, key=keys[order])


def _periods(measure: Measure, seen: Seen, chosen: Chosen) -> tuple[tuple[str, str], ...]:
    """Every period that a visible team has data of, and the ends that were chosen."""
    days = {row.period for each in seen.teams for row in each.team.rows}
    days |= {each for each in (chosen.first, chosen.last) if each is not None}
    first = {periods.start_of(day, measure.frequency) for day in days}
    return tuple(
        (day.isoformat(), periods.name(day, measure.frequency))
        for day in sorted(first, reverse=True)
    )


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
