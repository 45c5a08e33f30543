"""Giving scores, taking them back, and wording the scale. Flushes, never commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app import audit
from app.accounts.models import User
from app.clock import now
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.networks.models import Network
from app.progress.models import HIGHEST, LOWEST, ProgressScore, ProgressWording, ScoredBy
from app.progress.scale import DEFAULTS, wording_of, written
from app.teams.models import Team

Words = Sequence[tuple[str, str]]
LONGEST_NAME, LONGEST_TEXT = 120, 600


def give(
    actor: User, team: Team, scored_by: ScoredBy, halves: int, *, on: date, reason: str, today: date
) -> ProgressScore:
    """Keep a score; those that were given before stay."""
    if not LOWEST <= halves <= HIGHEST:
        raise ServiceError("Choose one of the levels.", field="halves")
    if on > today:
        raise ServiceError("This day is still to come.", field="on")
    score = ProgressScore(
        team=team, scored_by=scored_by, halves=halves, on=on, reason=reason, by=actor
    )
    db.session.add(score)
    db.session.flush()
    audit.record(
        actor,
        f"score progress as the {scored_by.value}",
        score,
        network=team.network,
        after={"score": written(halves), "on": on},
    )
    return score


def withdraw(actor: User, score: ProgressScore) -> None:
    """Let a score that one gave by mistake count no more; it can be put back."""
    _own(actor, score)
    if score.withdrawn_at is None:
        score.withdrawn_at = now()
        _tell(actor, "withdraw a progress score", score)


def restore(actor: User, score: ProgressScore) -> None:
    """Let a withdrawn score count again."""
    _own(actor, score)
    if score.withdrawn_at is not None:
        score.withdrawn_at = None
        _tell(actor, "put a progress score back", score)


def reword(actor: User, network: Network, words: Words | None, *, version: int) -> None:
    """Word the levels in the network's own way; None takes the words that come along.

    `version` is the number of the words that the form was opened with; 0 where the network had none
    of its own. Earlier words stay stored.
    """
    db.session.execute(select(Network.id).where(Network.id == network.id).with_for_update())
    found = wording_of(network.id)
    number = found.number if found else 0
    if number != version:
        raise Conflict
    default = [[each.name, each.text] for each in DEFAULTS.values()]
    before = found.levels if found else default
    after = [list(pair) for pair in words] if words is not None else default
    if any(not name for name, _ in after):
        raise ServiceError("Every level needs a name.")
    if any(len(name) > LONGEST_NAME or len(text) > LONGEST_TEXT for name, text in after):
        raise ServiceError(
            f"Keep names under {LONGEST_NAME} and texts under {LONGEST_TEXT} characters."
        )
    if after == before:
        return
    made = ProgressWording(network=network, number=number + 1, levels=after, by_id=actor.id)
    db.session.add(made)
    db.session.flush()
    changed = [
        number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]
    ]
    audit.record(
        actor,
        "word the progress score",
        made,
        network=network,
        before={written(number + 1): ": ".join(before[number]) for number in changed},
        after={written(number + 1): ": ".join(after[number]) for number in changed},
    )


def _own(actor: User, score: ProgressScore) -> None:
    if score.by_id != actor.id:
        raise ServiceError("Only who gave a score can take it back.")


def _tell(actor: User, action: str, score: ProgressScore) -> None:
    db.session.flush()
    after = {"score": written(score.halves), "on": score.on}
    audit.record(actor, action, score, network=score.team.network, after=after)
