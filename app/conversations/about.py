"""What a comment is about: a cycle, a chart, a driver or the aim of one team."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from app.aims.models import Aim
from app.conversations.models import Thread
from app.extensions import db
from app.measures.models import Series
from app.pdsa.models import Cycle
from app.teams.models import Team
from app.theory.models import DriverNode

KINDS = ("cycle", "chart", "driver", "aim")
ANCHOR = "talk"

Thing = Cycle | Series | DriverNode | Aim


@dataclass(frozen=True, slots=True)
class About:
    """One thing that can be commented on, and where it is."""

    kind: str
    """One of KINDS."""
    id: int
    team: Team
    name: str
    """ "Cycle 3: Call each family", "The aim"."""
    part: str | int | None = None
    """What the page's address names besides the team; addresses are made when they are asked for."""

    @property
    def href(self) -> str:
        """The page on which the thing and its comments stand."""
        match self.kind:
            case "cycle":
                return _url(self.team, "pdsa.show", number=self.part)
            case "chart":
                return _url(self.team, "measures.show", measure_slug=self.part)
            case "aim":
                return _url(self.team, "aims.show")
            case _:
                return self.panel_url

    @property
    def panel_url(self) -> str:
        """Where its comments stand alone, and where a new one is sent to."""
        return self.url("conversations.about", about=self.kind, about_id=self.id)

    @property
    def key(self) -> str:
        """A name that is unique on a page: "talk-driver-7"."""
        return f"{ANCHOR}-{self.kind}-{self.id}"

    def url(self, endpoint: str, **more: str | int) -> str:
        """An address within the team."""
        return _url(self.team, endpoint, **more)

    def holds(self, thread: Thread) -> bool:
        """Whether a thread is about this."""
        return about_of(thread) == (self.kind, self.id)


def about_of(thread: Thread) -> tuple[str, int]:
    """The kind and the id of what a thread is about."""
    ids = (thread.cycle_id, thread.series_id, thread.node_id, thread.aim_id)
    return next((kind, each) for kind, each in zip(KINDS, ids, strict=True) if each is not None)


def thing_of(thread: Thread) -> Thing:
    """What a thread is about."""
    found = thread.cycle or thread.series or thread.node or thread.aim
    if found is None:
        raise TypeError("A thread is about something; the database holds it to that.")
    return found


def of_thing(thing: Thing, team: Team) -> About:
    """A thing of the team's work with its name and address."""
    match thing:
        case Cycle():
            name = f"Cycle {thing.number}: {thing.title}"
            return About("cycle", thing.id, team, name, thing.number)
        case Series():
            return About("chart", thing.id, team, thing.measure.name, thing.measure.slug)
        case DriverNode():
            return About("driver", thing.id, team, thing.text)
        case Aim():
            return About("aim", thing.id, team, "The aim")


def find(team: Team, kind: str, thing_id: int) -> About | None:
    """The team's thing of that kind and id; None for what is deleted, or another team's."""
    found: Thing | None
    match kind:
        case "cycle":
            found = db.session.scalar(
                select(Cycle).where(
                    Cycle.id == thing_id, Cycle.team_id == team.id, Cycle.deleted_at.is_(None)
                )
            )
        case "chart":
            found = db.session.scalar(
                select(Series).where(Series.id == thing_id, Series.team_id == team.id)
            )
        case "driver":
            found = db.session.scalar(
                select(DriverNode).where(
                    DriverNode.id == thing_id,
                    DriverNode.team_id == team.id,
                    DriverNode.removed_at.is_(None),
                )
            )
        case _:
            found = db.session.scalar(select(Aim).where(Aim.id == thing_id, Aim.team_id == team.id))
    return of_thing(found, team) if found is not None else None


def _url(team: Team, endpoint: str, **more: str | int | None) -> str:
    return url_for(
        endpoint,
        network_slug=team.network.slug,
        team_slug=team.slug,
        **more,  # type: ignore[arg-type]  # the address's own parts, none of url_for's
    )
