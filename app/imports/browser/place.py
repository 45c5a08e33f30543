"""For whom a file is brought in: one team by its own people, or any team by the backbone."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import or_, select

from app.extensions import db
from app.measures.models import Measure, Series
from app.networks.models import Network
from app.teams.models import Team


@dataclass(frozen=True, slots=True)
class Place:
    """A network, and the team where there is one."""

    network: Network
    team: Team | None = None

    def url(self, step: str) -> str:
        """Address of a step of the import: start, columns, check, done, cancel, forget."""
        if self.team is None:
            return url_for(f"importing.network_{step}", network_slug=self.network.slug)
        return url_for(
            f"importing.team_{step}", network_slug=self.network.slug, team_slug=self.team.slug
        )

    @property
    def name(self) -> str:
        return self.team.name if self.team is not None else self.network.name

    @property
    def home(self) -> str:
        """Where the import was begun from."""
        if self.team is None:
            return url_for("networks.show", network_slug=self.network.slug)
        return url_for("teams.show", network_slug=self.network.slug, team_slug=self.team.slug)

    def measures(self) -> list[Measure]:
        """The measures that data can be brought in for; those that the team keeps come first."""
        query = select(Measure).where(
            Measure.network_id == self.network.id, Measure.retired_at.is_(None)
        )
        if self.team is None:
            return list(
                db.session.scalars(query.where(Measure.team_id.is_(None)).order_by(Measure.name))
            )
        kept = select(Series.measure_id).where(Series.team_id == self.team.id)
        query = query.where(or_(Measure.team_id.is_(None), Measure.team_id == self.team.id))
        query = query.order_by(Measure.id.not_in(kept), Measure.name)
        return list(db.session.scalars(query))

    def measure(self, slug: str) -> Measure | None:
        """One of them, by the last part of its address."""
        return next((each for each in self.measures() if each.slug == slug), None)
