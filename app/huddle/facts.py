"""What is known of a team in the morning: the records that rules look at, loaded already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.aims.models import Aim
from app.causes.models import SignalCause
from app.measures.due import Due
from app.measures.models import Series
from app.pdsa.models import Cycle
from app.standings.facts import Signal
from app.teams.models import Team


@dataclass(frozen=True, slots=True)
class Standing:
    """A series with what its chart says."""

    series: Series
    verdict: str
    direction: str | None
    signals: tuple[Signal, ...]
    latest: date | None
    recent: float | None
    changed: date
    """When its data or its method changed last."""
    causes: tuple[SignalCause, ...]

    @property
    def top(self) -> Signal | None:
        """The strongest signal that holds at the latest point."""
        return next((each for each in self.signals if each.current), None)


@dataclass(frozen=True, slots=True)
class Request:
    """Something that a team asked its coach for and that is not resolved."""

    text: str
    href: str
    since: date
    answered: date | None = None
    """When its coach answered, if nobody of the team has written since: then it waits for the team."""


@dataclass(frozen=True, slots=True)
class Score:
    """The progress score of a team from a day on."""

    on: date
    value: float
    href: str


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """One team's records."""

    team: Team
    standings: tuple[Standing, ...]
    due: tuple[Due, ...]
    """Data that wait to be entered."""
    cycles: tuple[Cycle, ...]
    aim: Aim | None
    requests: tuple[Request, ...] = ()
    scores: Sequence[Score] = ()
    """The earliest first."""
