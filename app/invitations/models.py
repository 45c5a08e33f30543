"""Invitations: single-use links that give a person a role."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.networks.models import Network, NetworkRole
from app.teams.models import Team, TeamRole


class Invitation(Model):
    """A role offered to the holder of an email address, on a team or for the whole network."""

    __tablename__ = "invitation"
    __table_args__ = (
        sa.CheckConstraint(
            "(team_id IS NULL AND network_role IS NOT NULL AND team_role IS NULL)"
            " OR (team_id IS NOT NULL AND network_role IS NULL AND team_role IS NOT NULL)",
            name="one_role",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(
        sa.ForeignKey("network.id", ondelete="CASCADE"), index=True
    )
    team_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("team.id", ondelete="CASCADE"), index=True
    )
    network_role: Mapped[NetworkRole | None] = mapped_column(choice(NetworkRole, "network_role"))
    team_role: Mapped[TeamRole | None] = mapped_column(choice(TeamRole, "team_role"))
    email: Mapped[str] = mapped_column(sa.String(255))
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was used, withdrawn or replaced; it serves once."""

    network: Mapped[Network] = relationship()
    team: Mapped[Team | None] = relationship()
    invited_by: Mapped[User] = relationship()

    @property
    def place(self) -> Team | Network:
        """What the invited person will belong to."""
        return self.team or self.network

    @property
    def role(self) -> TeamRole | NetworkRole:
        role = self.team_role or self.network_role
        if role is None:
            raise TypeError("An invitation gives a role.")
        return role
