"""What somebody chose on the comparison: which teams, which periods, which part, and how shown."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from qi.comparison import Adjust

ADJUSTS: Mapping[str, Adjust | None] = {"none": None, "additive": "additive"}

T = TypeVar("T", bound=enum.Enum)


class Order(enum.Enum):
    """How the teams follow each other."""

    SIGNAL = "signal"
    NAME = "name"
    SIZE = "size"
    CHANGE = "change"


class View(enum.Enum):
    """How the teams are shown."""

    CHARTS = "charts"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices; each left alone changes nothing."""

    name: str = ""
    group: int | None = None
    tag: str = ""
    context: str = ""
    first: date | None = None
    last: date | None = None
    stratum: int | None = None
    order: Order = Order.SIGNAL
    view: View = View.CHARTS
    own_scale: bool = False
    adjust: Adjust | None = "multiplicative"
    """How the funnel's limits allow for teams that differ by more than chance."""

    @property
    def picks_teams(self) -> bool:
        """Whether it leaves teams out by who they are."""
        return bool(self.name or self.tag or self.context or self.group is not None)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return self.picks_teams or any((self.first, self.last, self.stratum))


def read_chosen(args: Mapping[str, str]) -> Chosen:
    """Read the choices from a query string; what names nothing chooses nothing."""
    return Chosen(
        name=args.get("q", "").strip()[:80],
        group=_number(args.get("group", "")),
        tag=args.get("tag", "").strip()[:80],
        context=args.get("context", "").strip()[:80],
        first=_day(args.get("from", "")),
        last=_day(args.get("to", "")),
        stratum=_number(args.get("stratum", "")),
        order=_one_of(Order, args.get("order", ""), Order.SIGNAL),
        view=_one_of(View, args.get("view", ""), View.CHARTS),
        own_scale=args.get("scale") == "own",
        adjust=ADJUSTS.get(args.get("funnel", ""), "multiplicative"),
    )


def _number(text: str) -> int | None:
    """What can be the number of a row."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _one_of(kind: type[T], text: str, otherwise: T) -> T:
    try:
        return kind(text)
    except ValueError:
        return otherwise
