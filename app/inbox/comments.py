"""Requests for help and comments that mention the person, as items of the inbox."""

from __future__ import annotations

from collections.abc import Iterable

from app.conversations.queries import Said, waiting_for
from app.inbox.items import Item, Kind, Person

MENTION = "mention-"
"""How the key of a mention begins; the comment's id follows."""


def written(person: Person) -> Iterable[Item]:
    """What the person is asked or told in comments: one query."""
    if not person.teams:
        return
    asked, mentions = waiting_for(person.user, coached=person.who.coached, own=person.teams)
    for said in asked:
        what = f"{said.author} would like help"
        yield _item(said, Kind.HELP, f"help-{said.thread.id}", what, "Answer", stays=True)
    for said in mentions:
        what = f"{said.author} mentions you"
        yield _item(said, Kind.COMMENT, f"{MENTION}{said.comment.id}", what, "Read it")


def _item(said: Said, kind: Kind, key: str, what: str, todo: str, *, stays: bool = False) -> Item:
    return Item(
        key=key,
        kind=kind,
        at=said.comment.written_at,
        what=what,
        about=said.about.name,
        team_id=said.team.id,
        team=said.team.name,
        todo=todo,
        href=said.href,
        stays=stays,
    )
