"""Arranging a storyboard, publishing it to the network, withdrawing it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from app import audit
from app.accounts.models import User
from app.clock import now
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.interviews.models import Quote
from app.storyboard.arrangement import TITLES, Arrangement, arrangement_of
from app.storyboard.models import Part, Storyboard, StoryboardPart
from app.storyboard.queries import storyboard_of, voices_offered
from app.teams.models import Team

MOST_QUOTES = 4
"""More would not fit the sheet."""


def arrange(
    team: Team,
    *,
    hidden: Collection[Part],
    sentences: Mapping[Part, str],
    quote_ids: Collection[int],
    actor: User | None,
    version: int | None = None,
) -> Storyboard:
    """Store what is hidden, what the team says itself and whom it quotes.

    Refuses quotes without consent to be quoted and those of other teams, with `ServiceError`; a
    `version` other than the stored one (0 for none yet) with `Conflict`.
    """
    db.session.refresh(team, with_for_update={"of": Team})
    board = storyboard_of(team.id)
    if version is not None and (board is not None or version):
        expect(board or Storyboard(version=0), version)
    before = arrangement_of(board)
    after = Arrangement(
        frozenset(hidden), {part: text for part, text in sentences.items() if text},
        frozenset(quote_ids),
    )  # fmt: skip
    _check_quotes(team, after)
    if board is None:
        board = Storyboard(team=team)
        db.session.add(board)
    changed = _changed(before, after)
    if not changed:
        db.session.flush()
        return board
    _store(board, after)
    audit.record(
        actor,
        "arrange storyboard",
        team,
        network=team.network,
        before={name: _in_words(before)[name] for name in changed},
        after={name: _in_words(after)[name] for name in changed},
    )
    return board


def publish(team: Team, *, is_public: bool, actor: User | None) -> None:
    """Let the network see the storyboard, or withdraw it."""
    db.session.refresh(team, with_for_update={"of": Team})
    if (team.storyboard_published_at is not None) == is_public:
        return
    before = {"storyboard": _state(team)}
    team.storyboard_published_at = now() if is_public else None
    action = "publish storyboard" if is_public else "withdraw storyboard"
    audit.record(
        actor, action, team, network=team.network, before=before, after={"storyboard": _state(team)}
    )


def _state(team: Team) -> str:
    return "published" if team.storyboard_published_at else "the team's own"


def _check_quotes(team: Team, wanted: Arrangement) -> None:
    if len(wanted.quote_ids) > MOST_QUOTES:
        raise ServiceError(
            f"Choose {MOST_QUOTES} quotes at most; more do not fit the sheet.", field="quotes"
        )
    if not wanted.quote_ids <= {each.id for each in voices_offered(team.id)}:
        raise ServiceError(
            "One of these quotes can no longer be shown: consent to quote was withdrawn, or the "
            "interview changed. Choose again.",
            field="quotes",
        )


def _store(board: Storyboard, wanted: Arrangement) -> None:
    kept = {each.part: each for each in board.parts}
    parts = []
    for part in Part:
        if part not in wanted.hidden and not wanted.says(part):
            continue
        row = kept.get(part) or StoryboardPart(part=part)
        row.hidden, row.sentence = part in wanted.hidden, wanted.says(part)
        parts.append(row)
    board.parts[:] = parts
    query = select(Quote).where(Quote.id.in_(wanted.quote_ids)).order_by(Quote.id)
    board.quotes[:] = db.session.scalars(query)
    board.revision = (board.revision or 0) + 1
    db.session.flush()


def _changed(before: Arrangement, after: Arrangement) -> list[str]:
    pairs = {
        "hidden": (before.hidden, after.hidden),
        "sentences": (before.sentences, after.sentences),
        "quotes": (before.quote_ids, after.quote_ids),
    }
    return [name for name, (was, is_now) in pairs.items() if was != is_now]


def _in_words(arrangement: Arrangement) -> dict[str, Any]:
    """What the audit says: which parts; their words are the team's own until it publishes."""
    return {
        "hidden": ", ".join(TITLES[part] for part in Part if part in arrangement.hidden),
        "sentences": ", ".join(
            f"{TITLES[part]} ({len(arrangement.says(part))} characters)"
            for part in Part
            if arrangement.says(part)
        ),
        "quotes": f"{len(arrangement.quote_ids)} chosen",
    }
