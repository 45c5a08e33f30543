"""Files that are being brought in, and how files were read before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime
from app.extensions import Model
from app.measures.models import Measure


class PendingImport(Model):
    """A file that somebody has uploaded and not stored yet; one a person and place, for a day."""

    __tablename__ = "pending_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(32))
    """Names the file in forms; unlike an id it is never given to another one."""
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id", ondelete="CASCADE"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"))
    """None where the backbone imports for any team."""
    measure_id: Mapped[int] = mapped_column(sa.ForeignKey("measure.id", ondelete="CASCADE"))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    """The file as it came; another sheet of it may be asked for."""
    text: Mapped[str] = mapped_column(sa.Text, deferred=True)
    """Its table as text."""
    supposed: Mapped[str] = mapped_column(sa.Text, default="")
    """What had to be supposed in reading it."""
    sheet: Mapped[str] = mapped_column(sa.String(200), default="")
    sheets: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    mapping: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    mapping_name: Mapped[str] = mapped_column(sa.String(80), default="")
    """The name under which the mapping was remembered; empty for a new one."""
    is_mapped: Mapped[bool] = mapped_column(default=False)
    """Whether somebody has looked at the columns and gone on."""
    checked: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    """What it would change, as it was checked last; None once the file is read in another way."""
    rests_on: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    """The state of all that the check depends on; in another state it says nothing."""
    result: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    """What was stored of it, once it was."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)

    measure: Mapped[Measure] = relationship()

    __mapper_args__ = {"version_id_col": version}


class SavedMapping(Model):
    """How files of one kind are read, under a name: next month's file is read in the same way."""

    __tablename__ = "saved_mapping"

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(
        sa.ForeignKey("network.id", ondelete="CASCADE"), index=True
    )
    team_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("team.id", ondelete="CASCADE"), index=True
    )
    measure_id: Mapped[int] = mapped_column(sa.ForeignKey("measure.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(80))
    mapping: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    saved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    measure: Mapped[Measure] = relationship()
    saved_by: Mapped[User | None] = relationship()
