"""Callables that make records, and the fixed cast that tests speak of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import uuid4

import sqlalchemy as sa

from app.accounts.models import User
from app.extensions import db
from app.measures.models import (
    DataKind,
    Direction,
    Measure,
    MeasureRole,
    Observation,
    Series,
)
from app.networks.models import Network, NetworkMembership, NetworkRole
from app.teams.models import CoachAssignment, Team, TeamMembership, TeamRole

T = TypeVar("T")


def _keep(record: T) -> T:
    db.session.add(record)
    db.session.flush()
    return record


def _add(record: T) -> T:
    """Let the record be stored with the others: one flush for all takes a third of the time."""
    db.session.add(record)
    return record


def make_user(name: str, **fields: Any) -> User:
    return _keep(_user(name, **fields))


def _user(name: str, **fields: Any) -> User:
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
    return User(name=name, email=email, fs_uniquifier=uuid4().hex, active=True, **fields)


def make_network(slug: str = "river", **fields: Any) -> Network:
    return _keep(_network(slug, **fields))


def _network(slug: str, **fields: Any) -> Network:
    fields.setdefault("name", slug.title())
    return Network(slug=slug, **fields)


def make_team(network: Network, slug: str = "clinic", **fields: Any) -> Team:
    return _keep(_team(network, slug, **fields))


def _team(network: Network, slug: str, **fields: Any) -> Team:
    fields.setdefault("name", slug.title())
    return Team(network=network, slug=slug, **fields)


def make_measure(network: Network, slug: str = "urgent-visits", **fields: Any) -> Measure:
    defaults: dict[str, Any] = {
        "name": slug.replace("-", " ").capitalize(),
        "role": MeasureRole.OUTCOME,
        "data_kind": DataKind.PROPORTION,
        "numerator_label": "Had an urgent visit",
        "denominator_label": "Children enrolled",
        "unit": "%",
        "multiplier": 100.0,
        "direction": Direction.DOWN,
        "chart": "p",
        "rules": "ihi",
    }
    return _keep(Measure(network=network, slug=slug, **(defaults | fields)))


def make_series(
    team: Team,
    measure: Measure,
    data: list[tuple[float, float | None]] = (),
    start: date = date(2024, 1, 1),
) -> Series:
    series = _keep(Series(team=team, measure=measure))
    for number, (value, denominator) in enumerate(data):
        months = start.year * 12 + start.month - 1 + number
        period = date(months // 12, months % 12 + 1, 1)
        series.observations.append(Observation(period=period, value=value, denominator=denominator))
    db.session.flush()
    return series


@dataclass(frozen=True, slots=True)
class Cast:
    """alice leads a team, bob is a member, vera views; charlie leads another team; cora coaches
    alice's team and otto only the other; frank facilitates, bea runs the backbone, nora views
    the network; olga belongs to another network."""

    network: Network
    team: Team
    other_team: Team
    measure: Measure
    alice: User
    bob: User
    vera: User
    charlie: User
    cora: User
    otto: User
    frank: User
    bea: User
    nora: User
    olga: User


NAMES = ("alice", "bob", "vera", "charlie", "cora", "otto", "frank", "bea", "nora", "olga")


def make_cast() -> Cast:
    network = _add(_network("river"))
    team, other_team = _add(_team(network, "clinic")), _add(_team(network, "school"))
    elsewhere = _add(_team(_add(_network("hill")), "farm"))
    people = {name: _add(_user(name.title())) for name in NAMES}
    for name, where, role in (
        ("alice", team, TeamRole.LEAD),
        ("bob", team, TeamRole.MEMBER),
        ("vera", team, TeamRole.VIEWER),
        ("charlie", other_team, TeamRole.LEAD),
        ("olga", elsewhere, TeamRole.LEAD),
    ):
        _add(TeamMembership(team=where, user=people[name], role=role))
    for name, network_role in (
        ("cora", NetworkRole.COACH),
        ("otto", NetworkRole.COACH),
        ("frank", NetworkRole.FACILITATOR),
        ("bea", NetworkRole.BACKBONE),
        ("nora", NetworkRole.VIEWER),
    ):
        _add(NetworkMembership(network=network, user=people[name], role=network_role))
    _add(CoachAssignment(team=team, user=people["cora"]))
    _add(CoachAssignment(team=other_team, user=people["otto"]))
    measure = make_measure(network)
    db.session.commit()
    return Cast(network=network, team=team, other_team=other_team, measure=measure, **people)


def find_cast() -> Cast:
    """The cast in a database that has nothing else yet."""
    teams = {team.slug: team for team in db.session.scalars(sa.select(Team))}
    people = {user.name.lower(): user for user in db.session.scalars(sa.select(User))}
    measure = db.session.scalars(sa.select(Measure)).one()
    db.session.commit()
    return Cast(
        network=teams["clinic"].network,
        team=teams["clinic"],
        other_team=teams["school"],
        measure=measure,
        **people,
    )
