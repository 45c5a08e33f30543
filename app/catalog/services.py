"""Defining a measure, changing it, retiring it. Services flush; nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.accounts.models import User
from app.catalog import history
from app.catalog.checks import Refusals, check, check_kept
from app.catalog.fields import BY_NAME, STRATEGIES, content_of, words
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.measures import periods
from app.measures.models import Frequency, Measure, Observation, Series
from app.networks.models import Network, Strategy
from app.networks.services import slug_from
from app.teams.models import Team

RESERVED = frozenset({"new", "assistant"})
"""Words that stand in the place of a measure's address."""
EARLIEST = date(1950, 1, 1)
FURTHEST = 366
"""Days ahead that a new definition may be announced."""


class RefusedError(ServiceError):
    """A definition that is refused, with a sentence for each field at fault."""

    def __init__(self, refused: Refusals) -> None:
        field, message = next(iter(refused.items()))
        super().__init__(message, field=field)
        self.refused = refused


def define(
    actor: User | None,
    network: Network,
    team: Team | None,
    values: Mapping[str, Any],
    strategies: Iterable[int] = (),
) -> Measure:
    """Define a measure: the network's, or with a team that team's own, which it then keeps."""
    refused = check(values) | _same_name(network, team, values["name"], None)
    if refused:
        raise RefusedError(refused)
    measure = Measure(
        network=network, team=team, slug=_slug(network, team, values["name"]), **values
    )
    measure.strategies = _strategies(network, strategies)
    db.session.add(measure)
    try:
        db.session.flush()
    except IntegrityError:
        raise ServiceError("Somebody made a measure of this name just now.", field="name") from None
    history.keep(actor, measure, history.FIRST)
    audit.record(
        actor, "define measure", measure, network=network,
        after={"name": measure.name, "for": team.name if team else network.name},
    )  # fmt: skip
    return measure


def change(
    actor: User,
    measure: Measure,
    values: Mapping[str, Any],
    strategies: Iterable[int],
    *,
    reason: str,
    starts_on: date | None,
    wording_only: bool = False,
    version: int | None,
) -> None:
    """Change a definition, keeping what it was and why.

    Where the numbers come to mean something else its version rises, from a period on.
    `wording_only` says of prose that it means the same as before.
    """
    expect(measure, version)
    before = content_of(measure)
    changed = [name for name, value in values.items() if getattr(measure, name) != value]
    refused = check(values) | _same_name(measure.network, measure.team, values["name"], measure)
    has_values = _has_values(measure)
    if has_values:
        refused |= check_kept(measure, values)
    raises = _raises(changed, wording_only=wording_only)
    if raises and has_values and not refused:
        refused |= _check_start(measure, starts_on)
    if not reason:
        refused["reason"] = "Say in a few words why. It is kept with your name."
    chosen = _strategies(measure.network, strategies)
    same = not changed and {each.id for each in chosen} == {each.id for each in measure.strategies}
    if same and not refused:
        refused["reason"] = "Nothing was changed: this is what is stored already."
    if refused:
        raise RefusedError(refused)
    history.keep_first(measure)
    for name in changed:
        setattr(measure, name, values[name])
    measure.strategies = chosen
    start = _raise(measure, starts_on if has_values else None) if raises else None
    db.session.flush()
    history.keep(actor, measure, reason, start)
    _record_change(actor, measure, before, reason)


def retire(actor: User, measure: Measure, reason: str, *, version: int | None) -> None:
    """Take a measure out of use: nothing more is entered, everything stays readable."""
    expect(measure, version)
    if not reason:
        raise ServiceError("Say in a few words why. Teams read it.", field="reason")
    if measure.retired_at is not None:
        return
    measure.retired_at, measure.retired_because = clock.now(), reason
    db.session.flush()
    audit.record(actor, "retire measure", measure, network=measure.network, why=reason)


def restore(actor: User, measure: Measure) -> None:
    """Take a retired measure into use again."""
    if measure.retired_at is None:
        return
    measure.retired_at, measure.retired_because = None, ""
    db.session.flush()
    audit.record(actor, "restore measure", measure, network=measure.network)


def _raises(changed: Iterable[str], *, wording_only: bool) -> bool:
    """Whether a change of these fields gives the numbers another meaning."""
    items = [BY_NAME[name] for name in changed]
    return any(item.means and not (item.worded and wording_only) for item in items)


def _raise(measure: Measure, starts_on: date | None) -> date | None:
    measure.definition_version += 1
    if starts_on is None:
        return None
    start = periods.start_of(starts_on, measure.frequency)
    kept = dict(measure.definition_starts)
    measure.definition_starts = kept | {str(measure.definition_version): start.isoformat()}
    return start


def _check_start(measure: Measure, starts_on: date | None) -> Refusals:
    field = "starts_on"
    word = "day" if measure.frequency is Frequency.EVENT else measure.frequency.value
    if starts_on is None:
        return {
            field: f"The numbers will mean something else. From which {word} on? Any day of it will do."
        }
    if starts_on < EARLIEST or (starts_on - clock.today()).days > FURTHEST:
        return {field: "Check the year."}
    last = max((day for _version, day in measure.starts_of_versions), default=None)
    if last is not None and periods.start_of(starts_on, measure.frequency) <= last:
        name = periods.name(last, measure.frequency)
        return {field: f"The version before holds from {name}. Choose a later {word}."}
    return {}


def _same_name(network: Network, team: Team | None, name: str, measure: Measure | None) -> Refusals:
    query = select(Measure.id).where(
        Measure.network_id == network.id,
        Measure.team_id.is_(None) if team is None else Measure.team_id == team.id,
        func.lower(Measure.name) == name.lower(),
        Measure.retired_at.is_(None),
    )
    if measure is not None:
        query = query.where(Measure.id != measure.id)
    if db.session.scalar(query.limit(1)) is None:
        return {}
    whose = "The network shares" if team is None else "The team has"
    return {"name": f"{whose} a measure of this name already. Two of one name get mixed up."}


def _slug(network: Network, team: Team | None, name: str) -> str:
    """An address that no other measure of the network has."""
    stem = slug_from(name) or "measure"
    taken = (
        set(
            db.session.scalars(
                select(Measure.slug).where(
                    Measure.network_id == network.id, Measure.slug.startswith(stem, autoescape=True)
                )
            )
        )
        | RESERVED
    )
    if stem in taken and team is not None:
        stem = f"{stem}-{team.slug}"[:70].strip("-")
    found, number = stem, 1
    while found in taken or _is_taken(network, found):
        number += 1
        found = f"{stem}-{number}"
    return found


def _is_taken(network: Network, slug: str) -> bool:
    query = select(Measure.id).where(Measure.network_id == network.id, Measure.slug == slug)
    return db.session.scalar(query) is not None


def _strategies(network: Network, ids: Iterable[int]) -> list[Strategy]:
    query = select(Strategy).where(Strategy.network_id == network.id, Strategy.id.in_(list(ids)))
    return list(db.session.scalars(query.order_by(Strategy.position)))


def _has_values(measure: Measure) -> bool:
    query = (
        select(Observation.id)
        .join(Series, Series.id == Observation.series_id)
        .where(Series.measure_id == measure.id)
    )
    return db.session.scalar(query.limit(1)) is not None


def _record_change(actor: User, measure: Measure, before: Mapping[str, Any], reason: str) -> None:
    after = content_of(measure)
    names = [name for name, value in after.items() if before[name] != value]
    audit.record(
        actor,
        "change measure",
        measure,
        network=measure.network,
        before={name: _told(name, before[name]) for name in names},
        after={name: _told(name, after[name]) for name in names}
        | {"definition version": measure.definition_version},
        why=reason,
    )


def _told(name: str, value: Any) -> str:
    return "; ".join(value) if name == STRATEGIES else words(name, value)
