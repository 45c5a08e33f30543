"""Remembering what a person has seen or was told. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from app.accounts.models import User
from app.clock import now
from app.conversations.models import Comment
from app.conversations.services import read
from app.extensions import db
from app.inbox.comments import MENTION
from app.inbox.items import Item, Kind
from app.inbox.models import InboxMark
from app.measures.signals import mark_seen


def see(user: User, item: Item) -> None:
    """Remember that a person has seen an item; a signal or a mention is seen on My work as well."""
    if item.kind is Kind.SIGNAL:
        _, series_id, key = item.key.split("-", 2)
        mark_seen(user, [(int(series_id), key)])
        return
    if item.key.startswith(MENTION):
        comment = db.session.get(Comment, int(item.key.removeprefix(MENTION)))
        if comment is not None:
            read(user, comment)
        return
    mark = db.session.get(InboxMark, (user.id, item.key))
    if mark is None:
        mark = InboxMark(user_id=user.id, item=item.key)
        db.session.add(mark)
    mark.seen_at = now()
    db.session.flush()


def tell(user_id: int, items: Iterable[str], day: date) -> None:
    """Remember that the mail of a day tells a person of these items."""
    wanted = list(dict.fromkeys(items))
    query = select(InboxMark).where(InboxMark.user_id == user_id, InboxMark.item.in_(wanted))
    known = {mark.item: mark for mark in db.session.scalars(query)} if wanted else {}
    for key in wanted:
        mark = known.get(key)
        if mark is None:
            db.session.add(InboxMark(user_id=user_id, item=key, mailed_on=day))
        elif mark.mailed_on is None:
            mark.mailed_on = day
    db.session.flush()
