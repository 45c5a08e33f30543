"""Signal cards: what happened on a chart as one event, however many rules noticed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.causes.models import SignalCause
from app.measures import periods
from app.measures.models import Frequency
from app.measures.reading import SignalLine

EITHER = "either"
"""The side of a signal that has none: too few crossings, too many runs."""
RECENT = 6
"""Periods for which an ended signal still asks for its cause."""


@dataclass(frozen=True, slots=True)
class Card:
    """Signals of one side that overlap in time, with what the team said of them."""

    side: str
    first: date
    last: date
    lines: tuple[SignalLine, ...]
    """The strongest first."""
    decision: SignalCause | None

    @property
    def top(self) -> SignalLine:
        """The signal that names the card."""
        return self.lines[0]

    @property
    def current(self) -> bool:
        """Whether it holds at the latest point."""
        return any(line.current for line in self.lines)

    @property
    def key(self) -> str:
        """A name that is unique on a page: "down-2025-04-01"."""
        return f"{self.side}-{self.first.isoformat()}"

    def covers(self, side: str, day: date) -> bool:
        """Whether this is the signal of that side on that day."""
        return self.side == side and self.first <= day <= self.last


def cards_of(lines: Sequence[SignalLine], decisions: Iterable[SignalCause]) -> tuple[Card, ...]:
    """Join a chart's signals into cards, the latest first.

    `lines` come strongest first, as `reading.signal_lines` tells them. A signal without a side
    covers a whole phase; it has a card only where no other signal is.
    """
    known = sorted(decisions, key=lambda each: each.decided_at, reverse=True)
    sided = [line for line in lines if line.direction is not None]
    found = []
    for side in ("up", "down"):
        found += _joined([line for line in sided if line.direction == side])
    if not sided and lines:
        found = [list(lines)]
    made = [_card(lines, group, known) for group in found]
    return tuple(sorted(made, key=lambda card: (card.last, card.first), reverse=True))


def open_cards(cards: Iterable[Card], latest: date, frequency: Frequency) -> tuple[Card, ...]:
    """The cards that wait for their cause: undecided, and holding now or until lately."""
    since = periods.step(latest, frequency, 1 - RECENT)
    return tuple(card for card in cards if card.decision is None and card.last >= since)


def _joined(lines: Iterable[SignalLine]) -> list[list[SignalLine]]:
    groups: list[list[SignalLine]] = []
    for line in sorted(lines, key=lambda each: each.first):
        if groups and line.first <= max(each.last for each in groups[-1]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _card(
    lines: Sequence[SignalLine], group: Iterable[SignalLine], known: Sequence[SignalCause]
) -> Card:
    ordered = tuple(sorted(group, key=lines.index))
    side = ordered[0].direction or EITHER
    first, last = min(line.first for line in ordered), max(line.last for line in ordered)
    decision = next(
        (each for each in known if each.side == side and each.first <= last and first <= each.last),
        None,
    )
    return Card(side, first, last, ordered, decision)
