"""What pages ask about comments. The caller answers for who may see the teams that it names.

`open_help`, `unread_mentions` and `written_since` are for the coach's huddle, the inbox and My
work: each takes any number of teams and asks the database once or twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.aims.models import Aim
from app.conversations.about import About, of_thing, thing_of
from app.conversations.models import Comment, CommentChange, Mention, Thread
from app.extensions import db
from app.measures.models import Series
from app.pdsa.models import Cycle
from app.teams.models import CoachAssignment, Team
from app.theory.models import DriverNode

COLUMNS = {
    "cycle": Thread.cycle_id,
    "chart": Thread.series_id,
    "driver": Thread.node_id,
    "aim": Thread.aim_id,
}


@dataclass(frozen=True, slots=True)
class Said:
    """A comment with what it is about, for lists that join several teams."""

    comment: Comment
    about: About

    @property
    def thread(self) -> Thread:
        """The thread that the comment belongs to."""
        return self.comment.thread

    @property
    def team(self) -> Team:
        """The team whose work it is about."""
        return self.thread.team

    @property
    def author(self) -> str:
        """Who wrote it."""
        return self.comment.author.name if self.comment.author else "Somebody"

    @property
    def href(self) -> str:
        """Where it stands."""
        return f"{self.about.panel_url}#thread-{self.thread.id}"


def threads_about(about: About) -> list[Thread]:
    """The threads on one thing with their comments: what is open first, then the latest."""
    query = (
        _with_comments()
        .where(COLUMNS[about.kind] == about.id, Thread.team_id == about.team.id)
        .options(joinedload(Thread.resolved_by))
    )
    return _ordered(_with_changes(db.session.scalars(query).unique()))


def threads_of(team: Team) -> list[tuple[Thread, About]]:
    """Every thread of a team on what is still there, with what each is about."""
    query = _with_comments().where(Thread.team_id == team.id, *_there())
    query = _with_things(query).options(joinedload(Thread.resolved_by))
    return [
        (thread, of_thing(thing_of(thread), team))
        for thread in _ordered(_with_changes(db.session.scalars(query).unique()))
    ]


def thread_of(team: Team, thread_id: int) -> Thread | None:
    """A thread of the team."""
    query = _with_comments().where(Thread.id == thread_id, Thread.team_id == team.id)
    return db.session.scalars(query).unique().one_or_none()


def comment_of(team: Team, comment_id: int) -> Comment | None:
    """A comment of the team."""
    query = select(Comment).join(Thread).where(Comment.id == comment_id, Thread.team_id == team.id)
    return db.session.scalar(query)


class Count(NamedTuple):
    """How many threads stand on a thing."""

    open: int
    done: int


def counts(team_id: int, kind: str) -> dict[int, Count]:
    """How many threads stand on each thing of a kind, by its id; none where it has none. One query."""
    column = COLUMNS[kind]
    waits = Thread.resolved_at.is_(None) & Comment.withdrawn_at.is_(None)
    query = (
        select(column, func.sum(case((waits, 1), else_=0)), func.count())
        .select_from(Comment)
        .join(Thread)
        .where(Thread.team_id == team_id, column.is_not(None), Comment.opens.is_(True))
        .group_by(column)
    )
    return {
        key: Count(waiting, whole - waiting) for key, waiting, whole in db.session.execute(query)
    }


def open_help(team_ids: Iterable[int]) -> list[Said]:
    """The requests for help that wait, of these teams, the oldest first. One query."""
    query = _said().where(
        Thread.team_id.in_(list(team_ids)), Thread.asks_for_help.is_(True), *_open(), *_there()
    )
    return _told(query.order_by(Comment.written_at, Comment.id))


def answered_by_coach(thread_ids: Collection[int]) -> dict[int, date]:
    """The threads in which a coach of the team wrote last, with the day. One query."""
    query = (
        select(Comment.thread_id, Comment.written_at, CoachAssignment.id)
        .join(Comment.thread)
        .outerjoin(
            CoachAssignment,
            and_(
                CoachAssignment.team_id == Thread.team_id,
                CoachAssignment.user_id == Comment.author_id,
            ),
        )
        .where(Comment.thread_id.in_(thread_ids), Comment.withdrawn_at.is_(None))
        .order_by(Comment.thread_id, Comment.id)
    )
    last = {thread_id: (at, coach) for thread_id, at, coach in db.session.execute(query)}
    return {key: at.date() for key, (at, coach) in last.items() if coach is not None}


def open_threads(team_ids: Iterable[int]) -> list[Said]:
    """The first comments of all threads that wait, of these teams, the oldest first. One query."""
    query = _said().where(Thread.team_id.in_(list(team_ids)), *_open(), *_there())
    return _told(query.order_by(Comment.written_at, Comment.id))


def unread_mentions(user: User, team_ids: Iterable[int]) -> list[Said]:
    """The comments that mention a person who has not read them, the oldest first. One query.

    What is resolved waits for nobody; opened again, it does.
    `team_ids` are the teams whose work the person may see today.
    """
    query = (
        _said()
        .join(Mention, Mention.comment_id == Comment.id)
        .where(
            Mention.user_id == user.id,
            Mention.read_at.is_(None),
            Comment.withdrawn_at.is_(None),
            Thread.resolved_at.is_(None),
            Thread.team_id.in_(list(team_ids)),
            *_there(),
        )
    )
    return _told(query.order_by(Comment.written_at, Comment.id))


def waiting_for(
    user: User, *, coached: Iterable[int], own: Iterable[int]
) -> tuple[list[Said], list[Said]]:
    """Requests for help of the teams that a person coaches, and what else mentions them. One query.

    The same as `open_help` and `unread_mentions` together; a request that mentions them comes once,
    as a request. `own` are all teams whose work the person may see, the coached ones too.
    """
    coached = frozenset(coached)
    asked = and_(Thread.team_id.in_(coached), Thread.asks_for_help.is_(True), *_open())
    mine = (Mention.comment_id == Comment.id) & (Mention.user_id == user.id)
    query = (
        _said()
        .outerjoin(Mention, mine & Mention.read_at.is_(None))
        .where(
            Comment.withdrawn_at.is_(None),
            Thread.resolved_at.is_(None),
            Thread.team_id.in_(list(own)),
            or_(Mention.id.is_not(None), asked),
            *_there(),
        )
    )
    found = _told(query.order_by(Comment.written_at, Comment.id))
    help_asked = [each for each in found if _asks(each, coached)]
    return help_asked, [each for each in found if not _asks(each, coached)]


def _asks(said: Said, coached: frozenset[int]) -> bool:
    thread = said.thread
    waits = thread.asks_for_help and thread.resolved_at is None and said.comment.opens
    return waits and thread.team_id in coached


def written_since(
    team_ids: Iterable[int], moment: datetime, *, besides: User | None = None
) -> list[Said]:
    """Comments on these teams' work written after `moment`, the latest first. One query.

    `besides` is whose own are left out.
    """
    query = _said().where(
        Thread.team_id.in_(list(team_ids)),
        Comment.written_at > moment,
        Comment.withdrawn_at.is_(None),
        *_there(),
    )
    if besides is not None:
        query = query.where(or_(Comment.author_id != besides.id, Comment.author_id.is_(None)))
    return _told(query.order_by(Comment.written_at.desc(), Comment.id.desc()))


def _with_comments() -> Select[Thread]:
    comments = joinedload(Thread.comments)
    return select(Thread).options(
        comments.joinedload(Comment.author),
        comments.joinedload(Comment.mentions).joinedload(Mention.user),
    )


def _with_changes(threads: Iterable[Thread]) -> list[Thread]:
    """Load what edited comments said before, where any was edited."""
    found = list(threads)
    edited = [each for thread in found for each in thread.comments if each.edited_at is not None]
    if edited:
        query = select(CommentChange).where(CommentChange.comment_id.in_([c.id for c in edited]))
        by_comment: dict[int, list[CommentChange]] = {}
        for change in db.session.scalars(query.order_by(CommentChange.id)):
            by_comment.setdefault(change.comment_id, []).append(change)
        for comment in edited:
            set_committed_value(comment, "changes", by_comment.get(comment.id, []))
    return found


def _with_things(query: Select[Any]) -> Select[Any]:
    return (
        query.outerjoin(Thread.cycle)
        .outerjoin(Thread.series)
        .outerjoin(Series.measure)
        .outerjoin(Thread.node)
        .outerjoin(Thread.aim)
        .options(
            contains_eager(Thread.cycle),
            contains_eager(Thread.series).contains_eager(Series.measure),
            contains_eager(Thread.node),
            contains_eager(Thread.aim),
        )
    )


def _said() -> Select[Comment]:
    """Comments with their thread, team and what they are about."""
    to_thread = contains_eager(Comment.thread)
    return (
        select(Comment)
        .join(Comment.thread)
        .join(Thread.team)
        .outerjoin(Thread.cycle)
        .outerjoin(Thread.series)
        .outerjoin(Series.measure)
        .outerjoin(Thread.node)
        .outerjoin(Thread.aim)
        .options(
            joinedload(Comment.author),
            to_thread.contains_eager(Thread.team).joinedload(Team.network),
            to_thread.contains_eager(Thread.cycle),
            to_thread.contains_eager(Thread.series).contains_eager(Series.measure),
            to_thread.contains_eager(Thread.node),
            to_thread.contains_eager(Thread.aim),
        )
    )


def _told(query: Select[Comment]) -> list[Said]:
    return [
        Said(each, of_thing(thing_of(each.thread), each.thread.team))
        for each in db.session.scalars(query).unique()
    ]


def _open() -> tuple[Any, ...]:
    """Conditions on a thread joined with its first comment: it waits."""
    return (
        Comment.opens.is_(True),
        Comment.withdrawn_at.is_(None),
        Thread.resolved_at.is_(None),
    )


def _there() -> tuple[Any, ...]:
    """Conditions that what the thread is about was not deleted or taken out."""
    return (
        or_(Thread.cycle_id.is_(None), and_(Cycle.id.is_not(None), Cycle.deleted_at.is_(None))),
        or_(
            Thread.node_id.is_(None),
            and_(DriverNode.id.is_not(None), DriverNode.removed_at.is_(None)),
        ),
        or_(Thread.aim_id.is_(None), Aim.id.is_not(None)),
    )


def _ordered(threads: Iterable[Thread]) -> list[Thread]:
    found = sorted(threads, key=lambda each: -each.id)
    return sorted(found, key=lambda each: (not each.is_open, not each.asks_for_help))
