"""What a team's cycles say on its storyboard: results, failures, lessons, next steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from app.pdsa.models import Cycle, CycleStatus, Decision
from app.pdsa.queries import ramp_key, ramp_label
from app.pdsa.scoring import Score
from app.pdsa.wording import truth
from app.pdsa.worksheet import decision_word
from app.templating import short_date

LONGEST = 150
"""Signs of a text: three lines of a narrow column of the sheet."""
MOST = 4
"""Texts of one kind; the latest."""
MOST_RAMPS = 6

Link = Callable[[Cycle], str]


@dataclass(frozen=True, slots=True)
class Line:
    """A cycle in a line: its number, a few words in bold, and what is told of it."""

    number: int
    lead: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class RampLine:
    """A ramp in a line."""

    name: str
    words: str
    """How many cycles, and from which scale to which."""
    decision: str


Each = TypeVar("Each")


@dataclass(frozen=True, slots=True)
class Told(Generic[Each]):
    """The latest of a kind, and how many there are besides."""

    lines: tuple[Each, ...] = ()
    more: int = 0

    def __iter__(self) -> Iterator[Each]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.lines) + self.more


def _first(found: Sequence[Each], most: int) -> Told[Each]:
    return Told(tuple(found[:most]), max(0, len(found) - most))


def brief(text: str, longest: int = LONGEST) -> str:
    """The text on one line, cut after a sentence or a word where it is longer, and marked so.

    >>> brief("One. Two is longer.", 12)
    'One. …'
    """
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    head = flat[: longest + 1]
    stop = max(head.rfind(mark) for mark in (". ", "? "))
    if stop >= longest // 3:
        return f"{head[: stop + 1]} …"
    return f"{head[: longest - 1].rsplit(' ', 1)[0].rstrip(' ,.;:')}…"


def ramps(cycles: Sequence[Cycle]) -> Told[RampLine]:
    """Each ramp in a line, the latest first."""
    by_id = {cycle.id: cycle for cycle in cycles}
    chains: dict[str, list[Cycle]] = {}
    for cycle in cycles:
        chains.setdefault(ramp_key(cycle, by_id), []).append(cycle)
    latest = sorted(chains.values(), key=lambda chain: chain[-1].number, reverse=True)
    told = [
        RampLine(
            ramp_label(chain[0], by_id),
            _extent(chain),
            decision_word(chain[-1].decision).lower(),
        )
        for chain in latest
    ]
    return _first(told, MOST_RAMPS)


def _extent(chain: Sequence[Cycle]) -> str:
    count = f"{len(chain)} {'cycle' if len(chain) == 1 else 'cycles'}"
    scales = [cycle.scale.value for cycle in chain if cycle.scale]
    if not scales:
        return count
    span = scales[0] if scales[0] == scales[-1] else f"{scales[0]} to {scales[-1]}"
    return f"{count}, {span}"


def kept(cycles: Iterable[Cycle], link: Link) -> Told[Line]:
    """What was adopted, with what the team wrote of its results."""
    return _told(
        [each for each in cycles if each.decision is Decision.ADOPT and each.results.strip()],
        lambda cycle: cycle.results,
        link,
    )


def abandoned(cycles: Iterable[Cycle], link: Link) -> Told[Line]:
    """What was abandoned, with the reason: what was learned, else what was decided instead."""
    return _told(
        [each for each in cycles if each.decision is Decision.ABANDON],
        lambda cycle: cycle.learned.strip() or cycle.changes,
        link,
    )


def problems(cycles: Iterable[Cycle], link: Link) -> Told[Line]:
    """Problems and surprises of decided cycles; those of a running one are still being written."""
    found = [each for each in cycles if each.decision is not None and each.problems.strip()]
    return _told(found, lambda cycle: cycle.problems, link)


def lessons(cycles: Iterable[Cycle], link: Link) -> Told[Line]:
    """What decided cycles taught; what an abandoned one taught is told as the reason for it."""
    taught = [each for each in cycles if each.decision and each.learned.strip()]
    found = [each for each in taught if each.decision is not Decision.ABANDON]
    return _told(found, lambda cycle: cycle.learned, link)


def _told(cycles: Sequence[Cycle], text: Callable[[Cycle], str], link: Link) -> Told[Line]:
    latest = sorted(cycles, key=lambda c: (c.decided_on or date.min, c.number), reverse=True)
    told = [
        Line(cycle.number, cycle.title.rstrip("."), brief(text(cycle)), link(cycle))
        for cycle in latest
    ]
    return _first(told, MOST)


def coming(cycles: Iterable[Cycle], today: date, link: Link) -> Told[Line]:
    """The cycles without a decision, with when they run; their contents stay the team's."""
    waiting = [each for each in cycles if each.decision is None]
    waiting.sort(key=lambda cycle: (cycle.starts_on or date.max, cycle.number))
    told = [
        Line(cycle.number, cycle.title.rstrip("."), _when(cycle, today), link(cycle))
        for cycle in waiting
    ]
    return _first(told, MOST + 1)


def _when(cycle: Cycle, today: date) -> str:
    if cycle.status is CycleStatus.PLAN or cycle.starts_on is None:
        return "Being planned"
    if cycle.starts_on > today:
        return f"From {short_date(cycle.starts_on)}"
    if cycle.ends_on and cycle.ends_on < today:
        return f"Ended {short_date(cycle.ends_on)}, to be studied"
    return f"Running since {short_date(cycle.starts_on)}"


def predictions(scores: Sequence[Score]) -> str:
    """How the scored predictions came out, in a sentence; "" without any."""
    if not scores:
        return ""
    if len(scores) == 1:
        return f"The one scored prediction {truth(scores[0]).lower()}."
    hits, partly = scores.count(Score.HIT), scores.count(Score.PARTLY)
    more = f", {partly} partly" if partly else ""
    return f"Of {len(scores)} scored predictions, {hits} came true{more}."
