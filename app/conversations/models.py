"""Comments where the work is: threads on a cycle, a chart, a driver or the aim, and mentions."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.aims.models import Aim
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.measures.models import Series
from app.pdsa.models import Cycle
from app.teams.models import Team
from app.theory.models import DriverNode

ABOUT = ("cycle_id", "series_id", "node_id", "aim_id")


class Thread(Model):
    """A comment with its answers, on one thing of a team's work; open until it is resolved."""

    __tablename__ = "comment_thread"
    __table_args__ = (
        sa.CheckConstraint(
            " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in ABOUT) + " = 1",
            name="about_one_thing",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), index=True)
    cycle_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cycle.id", ondelete="CASCADE"), index=True
    )
    series_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("series.id", ondelete="CASCADE"), index=True
    )
    node_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("driver_node.id", ondelete="CASCADE"), index=True
    )
    aim_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("aim.id", ondelete="CASCADE"), index=True
    )
    asks_for_help: Mapped[bool] = mapped_column(default=False)
    """Whether the team would like help with it: it stays before its coach until it is resolved."""
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="SET NULL")
    )

    team: Mapped[Team] = relationship()
    cycle: Mapped[Cycle | None] = relationship()
    series: Mapped[Series | None] = relationship()
    node: Mapped[DriverNode | None] = relationship()
    aim: Mapped[Aim | None] = relationship()
    resolved_by: Mapped[User | None] = relationship()
    comments: Mapped[list[Comment]] = relationship(
        back_populates="thread", order_by="Comment.id", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        """Whether it still waits: not resolved, and its first comment not withdrawn."""
        return self.resolved_at is None and self.comments[0].withdrawn_at is None


class Comment(Model):
    """What one person wrote; the first of a thread opens it, the others answer."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("comment_thread.id", ondelete="CASCADE"), index=True
    )
    opens: Mapped[bool] = mapped_column(default=False)
    """Whether it is the first of its thread."""
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when nobody reads it any more; its author can put it back."""
    version: Mapped[int] = mapped_column(default=1)

    thread: Mapped[Thread] = relationship(back_populates="comments")
    author: Mapped[User | None] = relationship()
    mentions: Mapped[list[Mention]] = relationship(
        back_populates="comment", order_by="Mention.id", cascade="all, delete-orphan"
    )
    changes: Mapped[list[CommentChange]] = relationship(
        back_populates="comment", order_by="CommentChange.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class Mention(Model):
    """Somebody who is to read a comment."""

    __tablename__ = "comment_mention"
    __table_args__ = (sa.UniqueConstraint("comment_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comment.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    comment: Mapped[Comment] = relationship(back_populates="mentions")
    user: Mapped[User] = relationship()


class CommentAction(enum.Enum):
    """What was done to a comment after it was written."""

    EDIT = "edit"
    WITHDRAW = "withdraw"
    RESTORE = "put back"
    RESOLVE = "resolve"
    REOPEN = "reopen"


class CommentChange(Model):
    """Who did what to a comment, when, and its words before and after.

    The network's audit says that something was done and by whom, without the team's words.
    """

    __tablename__ = "comment_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(
        sa.ForeignKey("comment.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    action: Mapped[CommentAction] = mapped_column(choice(CommentAction, "comment_action"))
    before: Mapped[str] = mapped_column(sa.Text, default="")
    after: Mapped[str] = mapped_column(sa.Text, default="")

    comment: Mapped[Comment] = relationship(back_populates="changes")
    by: Mapped[User | None] = relationship()
