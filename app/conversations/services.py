"""Writing comments, answering, editing, withdrawing, resolving. Flushes, never commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select, update

from app import audit
from app.accounts.models import User
from app.clock import now
from app.conflicts import expect
from app.conversations.about import KINDS, About, about_of
from app.conversations.mentions import mentioned, people_who_see
from app.conversations.models import (
    ABOUT,
    Comment,
    CommentAction,
    CommentChange,
    Mention,
    Thread,
)
from app.errors import ServiceError
from app.extensions import db
from app.teams.models import Team

NOT_YOURS = "Only who wrote a comment can change it."
TWICE = timedelta(minutes=5)
"""Within this time the same words of one person in the same place were sent twice, not said twice."""


def start(
    actor: User, about: About, text: str, *, asks_for_help: bool = False, tell: Iterable[int] = ()
) -> Thread:
    """Begin a thread; `tell` are people to mention besides those whom the text names."""
    _hold(about.team)
    column = dict(zip(KINDS, ABOUT, strict=True))[about.kind]
    sent = _sent_already(actor, Thread.__table__.c[column] == about.id, text, opens=True)
    if sent is not None:
        return sent.thread
    thread = Thread(team=about.team, asks_for_help=asks_for_help, **{column: about.id})
    db.session.add(thread)
    comment = _write(actor, thread, text, tell, opens=True)
    _record(actor, "ask for help" if asks_for_help else "comment", comment)
    return thread


def reply(actor: User, thread: Thread, text: str, *, tell: Iterable[int] = ()) -> Comment:
    """Answer; what the thread told the actor counts as read."""
    _hold(thread.team)
    sent = _sent_already(actor, Thread.id == thread.id, text, opens=False)
    if sent is not None:
        return sent
    comment = _write(actor, thread, text, tell, opens=False)
    read_thread(actor, thread)
    _record(actor, "answer a comment", comment)
    return comment


def edit(
    actor: User, comment: Comment, text: str, *, tell: Iterable[int] = (), version: int | None
) -> None:
    """Change one's own words; what they were before is kept."""
    _own(actor, comment)
    db.session.refresh(comment, with_for_update={"of": Comment})
    expect(comment, version)
    if comment.withdrawn_at is not None:
        raise ServiceError("This comment is withdrawn. Put it back to change it.", field="text")
    before = comment.text
    _mention(comment, text, tell)
    if text == before:
        return
    comment.text, comment.edited_at = text, now()
    _change(actor, comment, CommentAction.EDIT, before, text)
    _record(actor, "edit a comment", comment)


def withdraw(actor: User, comment: Comment) -> None:
    """Take one's own words back; nobody reads them, and they can be put back."""
    _own(actor, comment)
    if comment.withdrawn_at is None:
        comment.withdrawn_at = now()
        _change(actor, comment, CommentAction.WITHDRAW)
        _record(actor, "withdraw a comment", comment)


def restore(actor: User, comment: Comment) -> None:
    """Put withdrawn words back as they were."""
    _own(actor, comment)
    if comment.withdrawn_at is not None:
        comment.withdrawn_at = None
        _change(actor, comment, CommentAction.RESTORE)
        _record(actor, "put a comment back", comment)


def resolve(actor: User, thread: Thread) -> None:
    """Say that it is dealt with; the comments stay to be read."""
    if thread.resolved_at is None:
        thread.resolved_at, thread.resolved_by = now(), actor
        read_thread(actor, thread)
        _change(actor, thread.comments[0], CommentAction.RESOLVE)
        _record(actor, "resolve a comment", thread.comments[0])


def reopen(actor: User, thread: Thread) -> None:
    """Say that it is not dealt with after all."""
    if thread.resolved_at is not None:
        thread.resolved_at, thread.resolved_by = None, None
        _change(actor, thread.comments[0], CommentAction.REOPEN)
        _record(actor, "reopen a comment", thread.comments[0])


def read(actor: User, comment: Comment) -> None:
    """Remember that the actor has read what mentions them."""
    _read(actor, [comment.id])


def read_thread(actor: User, thread: Thread) -> None:
    """Remember that the actor has read a thread."""
    ids = db.session.scalars(select(Comment.id).where(Comment.thread_id == thread.id))
    _read(actor, list(ids))


def _read(actor: User, comments: list[int]) -> None:
    db.session.execute(
        update(Mention)
        .where(
            Mention.user_id == actor.id, Mention.comment_id.in_(comments), Mention.read_at.is_(None)
        )
        .values(read_at=now())
    )


def _write(actor: User, thread: Thread, text: str, tell: Iterable[int], *, opens: bool) -> Comment:
    comment = Comment(thread=thread, author=actor, text=text, opens=opens)
    db.session.add(comment)
    db.session.flush()
    _mention(comment, text, tell)
    return comment


def _mention(comment: Comment, text: str, tell: Iterable[int]) -> None:
    """Let the comment mention those whom its text names, and those of `tell` who may see it."""
    people = people_who_see(comment.thread.team)
    wanted = {person.id for person in mentioned(text, people)}
    wanted |= set(tell) & {person.id for person in people}
    wanted.discard(comment.author_id or 0)
    for each in list(comment.mentions):
        if each.user_id not in wanted:
            comment.mentions.remove(each)
    there = {each.user_id for each in comment.mentions}
    comment.mentions += [Mention(user_id=key) for key in sorted(wanted - there)]
    db.session.flush()


def _own(actor: User, comment: Comment) -> None:
    if comment.author_id != actor.id:
        raise ServiceError(NOT_YOURS)


def _hold(team: Team) -> None:
    """Let comments on a team's work be stored one after the other."""
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())


def _sent_already(actor: User, where: object, text: str, *, opens: bool) -> Comment | None:
    query = (
        select(Comment)
        .join(Thread)
        .where(
            where,  # type: ignore[arg-type]  # a condition on the thread
            Comment.author_id == actor.id,
            Comment.opens.is_(opens),
            Comment.text == text,
            Comment.withdrawn_at.is_(None),
            Comment.written_at > now() - TWICE,
        )
    )
    return db.session.scalars(query.limit(1)).first()


def _change(
    actor: User, comment: Comment, action: CommentAction, before: str = "", after: str = ""
) -> None:
    change = CommentChange(comment=comment, by=actor, action=action, before=before, after=after)
    db.session.add(change)
    db.session.flush()


def _record(actor: User, action: str, comment: Comment) -> None:
    """Say to the network's audit that something was said, not what."""
    team = comment.thread.team
    said = {"comment": comment.id, "on": about_of(comment.thread)[0]}
    audit.record(actor, action, team, network=team.network, after=said)
