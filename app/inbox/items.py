"""What may arrive for a person, and where it comes from.

A feature that has something to tell adds its source to `SOURCES`: a function that lists the items of
a person which are not done yet, in as many queries however many teams they have.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.access import Standing
from app.accounts.models import User


class Kind(enum.Enum):
    """What an item is; the order is that of the page."""

    HELP = "Requests"
    QUESTION = "Questions"
    ANSWER = "Answers"
    SIGNAL = "New signals"
    REVIEW = "Reviews"
    COMMENT = "Comments"
    OVERDUE = "Overdue data"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose inbox it is."""

    user: User
    who: Standing
    writes: frozenset[int]
    """The teams that the person writes for."""
    today: date

    @property
    def teams(self) -> frozenset[int]:
        """The teams whose work the person sees: their own and those they coach."""
        return frozenset(self.who.teams) | self.who.coached


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that arrived."""

    key: str
    """Names it for good, so that nobody is told of it twice: "answer-12"."""
    kind: Kind
    at: datetime
    what: str
    """Without values: it goes into mails."""
    about: str
    """Measure, cycle or driver."""
    team_id: int
    team: str
    todo: str
    """What to do about it; the link's words."""
    href: str
    stays: bool = False
    """Whether it stays until it is done; others go once they are seen."""
    words: str = ""
    """What somebody wrote. It stands on the pages and in no mail, since it may name values."""
    verdict: str = ""
    direction: str | None = None


Source = Callable[[Person], Iterable[Item]]
SOURCES: list[Source] = []
"""Where items come from; see `app.inbox.sources` for those that are built in."""
