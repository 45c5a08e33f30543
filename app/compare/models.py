"""The codes under which teams are shown whose charts are not open."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model
from app.teams.models import Team


class TeamCode(Model):
    """A team's code in one comparison: drawn at random, and kept so that it stays the same."""

    __tablename__ = "team_code"
    __table_args__ = (sa.UniqueConstraint("network_id", "scope", "code"),)

    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id", ondelete="CASCADE"))
    team_id: Mapped[int] = mapped_column(
        sa.ForeignKey("team.id", ondelete="CASCADE"), primary_key=True
    )
    scope: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    """Where it holds, as a kind of row and its number: "measure 12"; see `app.compare.codes`."""
    code: Mapped[str] = mapped_column(sa.String(40))

    team: Mapped[Team] = relationship()
