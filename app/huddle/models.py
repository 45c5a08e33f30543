"""The rules by which a network's teams are rated, where its backbone has changed them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model
from app.networks.models import Network


class AttentionRule(Model):
    """A rule for attention as a network has set it; one without a row is as it comes."""

    __tablename__ = "attention_rule"
    __table_args__ = (sa.UniqueConstraint("network_id", "rule"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id", ondelete="CASCADE"))
    rule: Mapped[str] = mapped_column(sa.String(40))
    """Its key in `app.huddle.rules`."""
    is_on: Mapped[bool] = mapped_column(default=True)
    level: Mapped[int]
    """The rating that it gives a team, from 2 to 4."""
    limit: Mapped[int | None]
    """Days, weeks or months, as the rule says."""

    network: Mapped[Network] = relationship()
