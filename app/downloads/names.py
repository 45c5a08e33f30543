"""How files, and the people in them, are named."""

from __future__ import annotations

from app.accounts.models import User
from app.clock import today
from app.networks.models import Network
from app.tables.book import slug
from app.teams.models import Team


def of_team(team: Team, what: str) -> str:
    """The name of a team's file: "clinic-cycles-2026-02-05"."""
    return slug(f"{team.slug}-{what}-{today().isoformat()}")


def of_network(network: Network, what: str) -> str:
    """The name of a network's file: "river-measures-2026-02-05"."""
    return slug(f"{network.slug}-{what}-{today().isoformat()}")


def person(user: User | None) -> str:
    """Somebody's name; nothing where there is nobody."""
    return user.name if user else ""
