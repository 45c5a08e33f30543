"""Setting a network's rules for attention. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app import audit
from app.accounts.models import User
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.huddle.models import AttentionRule
from app.huddle.queries import rules_of
from app.huddle.rules import BY_KEY, CHOICES, MOST, Rule, stamp
from app.networks.models import Network


def set_rules(actor: User, network: Network, wanted: Sequence[Rule], *, opened: str) -> bool:
    """Set the rules; False where they are so already.

    `opened` is the stamp of the rules that the form was opened with.

    Raises
    ------
    Conflict
        Where somebody has set them since.
    ServiceError
        Where a level or a limit is none.
    """
    # Who sets them at the same moment waits here.
    db.session.execute(select(Network.id).where(Network.id == network.id).with_for_update())
    now = {rule.key: rule for rule in rules_of([network.id])[network.id]}
    if stamp(tuple(now.values())) != opened:
        raise Conflict
    stored = {
        each.rule: each
        for each in db.session.scalars(
            select(AttentionRule).where(AttentionRule.network_id == network.id)
        )
    }
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for rule in wanted:
        check(rule)
        was = now[rule.key]
        if (rule.is_on, rule.level, rule.limit) == (was.is_on, was.level, was.limit):
            continue
        row = stored.get(rule.key) or AttentionRule(network_id=network.id, rule=rule.key)
        row.is_on, row.level, row.limit = rule.is_on, rule.level, rule.limit
        db.session.add(row)
        before[rule.name], after[rule.name] = _words(was), _words(rule)
    db.session.flush()
    if after:
        audit.record(
            actor, "set rules for attention", network, network=network, before=before, after=after
        )
    return bool(after)


def check(rule: Rule) -> None:
    """Refuse what no rule can be set to."""
    if rule.level not in CHOICES:
        raise ServiceError("Choose 2, 3 or 4.", field=f"{rule.key}_level")
    known = BY_KEY[rule.key]
    if known.limit is not None and not (rule.limit and 1 <= rule.limit <= MOST):
        raise ServiceError(
            f"Write a whole number of {known.unit} from 1 to {MOST}.", field=f"{rule.key}_limit"
        )


def _words(rule: Rule) -> str:
    if not rule.is_on:
        return "off"
    limit = f", {rule.limit} {rule.unit}" if rule.limit is not None else ""
    return f"counts {rule.level}{limit}"
