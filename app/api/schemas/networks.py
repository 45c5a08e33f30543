"""Networks and teams."""

from __future__ import annotations

from pydantic import Field

from app.api.schemas.base import Given, Page
from app.networks.models import Network, Strategy
from app.teams.models import Team


class StrategyOut(Given):
    """A strategy of the network."""

    id: int
    name: str

    @classmethod
    def of(cls, strategy: Strategy) -> StrategyOut:
        """From the record."""
        return cls(id=strategy.id, name=strategy.name)


class NetworkOut(Given):
    """A learning network."""

    slug: str = Field(description="Its name in addresses.")
    name: str
    global_aim: str

    @classmethod
    def of(cls, network: Network) -> NetworkOut:
        """From the record."""
        return cls(slug=network.slug, name=network.name, global_aim=network.global_aim)


class NetworkDetails(NetworkOut):
    """A learning network with its strategies."""

    strategies: list[StrategyOut]

    @classmethod
    def whole(cls, network: Network, strategies: list[Strategy]) -> NetworkDetails:
        """From the records."""
        return cls(
            **NetworkOut.of(network).model_dump(),
            strategies=[StrategyOut.of(each) for each in strategies],
        )


class NetworkList(Page):
    """Networks, by their slug."""

    networks: list[NetworkOut]


class TeamOut(Given):
    """An improvement team."""

    slug: str = Field(description="Its name in addresses.")
    name: str
    place: str
    working_group: str | None
    sees_all: bool = Field(description="Whether you see all of its work, small numbers included.")
    may_enter: bool = Field(description="Whether you may enter and correct its data.")

    @classmethod
    def of(cls, team: Team, *, sees_all: bool, may_enter: bool) -> TeamOut:
        """From the record."""
        return cls(
            slug=team.slug,
            name=team.name,
            place=team.place,
            working_group=team.working_group.name if team.working_group else None,
            sees_all=sees_all,
            may_enter=may_enter,
        )


class TeamList(Page):
    """Teams of a network, by their slug."""

    teams: list[TeamOut]
