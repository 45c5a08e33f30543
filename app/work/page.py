"""My work as its template reads it."""

from __future__ import annotations

from dataclasses import dataclass

from app.assessments.models import AssessmentRound
from app.conversations.queries import Said
from app.inbox.items import Item
from app.learning.work import SessionItem
from app.measures.charts import SeriesChart
from app.networks.models import Network
from app.pdsa.tasks import OpenTask
from app.stakeholders.work import ActionItem
from app.teams.models import Team
from app.teams.story import Waiting
from app.work.data import DataItem, LaterRow
from app.work.signals import CauseItem, SignalItem
from app.work.watched import TeamLine

MINUTES = {
    "data": 1,
    "cycles": 3,
    "causes": 2,
    "tasks": 1,
    "signals": 1,
    "actions": 1,
    "rounds": 5,
    "help": 5,
    "mentions": 1,
    "sessions": 1,
    "said": 2,
}
"""About how long one of each takes."""

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


@dataclass(frozen=True, slots=True)
class CycleItem:
    """A cycle that waits for its next step."""

    team: Team
    waiting: Waiting
    eyebrow: str


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """A network that the person works for."""

    network: Network
    runs: bool


@dataclass(frozen=True, slots=True)
class MyWork:
    """The whole page."""

    data: tuple[DataItem, ...]
    cycles: tuple[CycleItem, ...]
    causes: tuple[CauseItem, ...]
    tasks: tuple[OpenTask, ...]
    """The person's own, due by then or without a day."""
    signals: tuple[SignalItem, ...]
    actions: tuple[ActionItem, ...]
    """Next actions with stakeholders that are the person's to take."""
    rounds: tuple[AssessmentRound, ...]
    """Rounds of an assessment that ask for the person's own answers."""
    help: tuple[Said, ...]
    """What the teams that the person coaches would like help with."""
    mentions: tuple[Said, ...]
    """Comments that mention the person, who has not read them."""
    sessions: tuple[SessionItem, ...]
    """Learning sessions that the person's teams have not answered."""
    said: tuple[Item, ...]
    """What coaches ask of the person's charts, and what they signed off there lately."""
    more: int
    """Things that wait beyond those shown."""
    later: tuple[LaterRow, ...]
    own: tuple[tuple[Team, tuple[SeriesChart, ...]], ...]
    watched: tuple[TeamLine, ...]
    networks: tuple[NetworkLine, ...]

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(len(getattr(self, kind)) for kind in MINUTES) + self.more

    @property
    def lead(self) -> str:
        """How much there is to do, in a sentence or two."""
        if not self.count:
            return "Nothing is waiting for you today."
        words = NUMBERS[self.count] if self.count < len(NUMBERS) else str(self.count)
        things = "thing is" if self.count == 1 else "things are"
        minutes = self.more + sum(len(getattr(self, kind)) * each for kind, each in MINUTES.items())
        pace = "minute" if minutes == 1 else "minutes"
        return f"{words} {things} waiting for you. About {minutes} {pace}."
