"""Forms that are typed and not saved yet, kept on the server for the person who types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.accounts.models import User
from app.clock import now
from app.errors import ServiceError
from app.extensions import db
from app.pdsa.draft_names import DraftName, read_name
from app.pdsa.forms import ONCE
from app.pdsa.models import Cycle
from app.pdsa.records import CycleDraft, SentForm
from app.teams.models import Team

MILLISECONDS = re.compile(r"[0-9]{1,15}")

NO_SUCH_FORM = "There is no such form."

LEFT_OUT = frozenset({"csrf_token", "draft", "add"})
"""Fields that belong to the sending, not to what is typed."""

MOST_FIELDS = 500
LONGEST = 200_000
"""More than any form can hold that could be saved."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A draft as a list shows it."""

    name: DraftName
    title: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class _Moment:
    """Which opening of a form, and when its last word was typed."""

    once: str
    typed_at: int


def keep(
    team: Team, form: str, fields: Mapping[str, list[str]], *, actor: User
) -> CycleDraft | None:
    """Keep what stands in a form; it takes the place of what was kept of it before.

    None, and nothing kept, where the form was saved or thrown away with all that is in it: a
    draft that was on its way meanwhile comes too late.
    """
    if read_name(form) is None:
        raise ServiceError(NO_SUCH_FORM)
    kept = {name: list(texts) for name, texts in fields.items() if name not in LEFT_OUT}
    length = sum(len(name) + sum(map(len, texts)) for name, texts in kept.items())
    if len(kept) > MOST_FIELDS or length > LONGEST:
        raise ServiceError("This is longer than a cycle can be. Shorten it to keep it.")
    kept = {name: [text.replace("\x00", "") for text in texts] for name, texts in kept.items()}
    _hold(actor)
    sent = _sent(team, form, actor=actor)
    if sent is not None and _is_late(_moment(kept), sent):
        return None
    draft = draft_of(team, form, actor=actor)
    if draft is None:
        draft = CycleDraft(team_id=team.id, user_id=actor.id, form=form)
        db.session.add(draft)
    draft.fields, draft.saved_at = kept, now()
    db.session.flush()
    return draft


def draft_of(team: Team, form: str, *, actor: User) -> CycleDraft | None:
    """What the person left in a form."""
    found: CycleDraft | None = db.session.scalar(_own(team, actor).where(CycleDraft.form == form))
    return found


def fields_of(draft: CycleDraft) -> MultiDict[str, str]:
    """What a draft holds, as a form reads it."""
    return MultiDict({name: list(texts) for name, texts in draft.fields.items()})


def is_stale(team: Team, draft: CycleDraft) -> bool:
    """Whether somebody saved the cycle since the draft's form was opened."""
    name = read_name(draft.form)
    if name is None or name.number is None:
        return False
    query = select(Cycle.version).where(Cycle.team_id == team.id, Cycle.number == name.number)
    version = db.session.scalar(query)
    return version is not None and draft.fields.get("version") != [str(version)]


def close(team: Team, form: str, fields: Mapping[str, list[str]], *, actor: User) -> None:
    """Drop what is kept of a form that is saved, or no longer wanted, and refuse what comes late.

    `fields` is the form as it was sent. What the person types in another window stays kept.
    """
    _hold(actor)
    this, draft = _moment(fields), draft_of(team, form, actor=actor)
    if draft is not None:
        other = _moment(draft.fields).once
        if not this.once or not other or other == this.once:
            db.session.delete(draft)
    if this.once:
        sent = _sent(team, form, actor=actor)
        if sent is None:
            sent = SentForm(team_id=team.id, user_id=actor.id, form=form)
            db.session.add(sent)
        sent.once, sent.typed_at = this.once, this.typed_at
    db.session.flush()


def unsaved(team: Team, *, actor: User, besides: str = "") -> tuple[Unsaved, ...]:
    """The person's drafts in a team, the latest first; those of deleted cycles wait unseen.

    `besides` names the form that is open.
    """
    drafts = db.session.scalars(_own(team, actor).order_by(CycleDraft.saved_at.desc())).all()
    if not drafts:
        return ()
    query = select(Cycle.number, Cycle.title).where(
        Cycle.team_id == team.id, Cycle.deleted_at.is_(None)
    )
    titles: dict[int, str] = dict(db.session.execute(query).all())
    found = (_unsaved(each, titles) for each in drafts if each.form != besides)
    return tuple(each for each in found if each is not None)


def _hold(actor: User) -> None:
    """Let the windows of one person keep and save drafts one after the other."""
    mine = select(User.id).where(User.id == actor.id)
    db.session.execute(mine.with_for_update(key_share=True))


def _sent(team: Team, form: str, *, actor: User) -> SentForm | None:
    query = select(SentForm).where(
        SentForm.team_id == team.id, SentForm.user_id == actor.id, SentForm.form == form
    )
    return db.session.scalar(query)


def _moment(fields: Mapping[str, list[str]]) -> _Moment:
    once, typed = ("".join(fields.get(name, ())[:1]) for name in ("once", "typed_at"))
    return _Moment(
        once if ONCE.fullmatch(once) else "", int(typed) if MILLISECONDS.fullmatch(typed) else 0
    )


def _is_late(draft: _Moment, sent: SentForm) -> bool:
    return draft.once == sent.once and draft.typed_at <= sent.typed_at


def _own(team: Team, actor: User) -> Any:
    return select(CycleDraft).where(CycleDraft.team_id == team.id, CycleDraft.user_id == actor.id)


def _unsaved(draft: CycleDraft, titles: Mapping[int, str]) -> Unsaved | None:
    name = read_name(draft.form)
    if name is None or not (name.number is None or name.number in titles):
        return None
    typed = "".join(draft.fields.get("title", ())).strip()
    title = titles[name.number] if name.number else typed
    return Unsaved(name, title or "Without a title yet", draft.saved_at)
