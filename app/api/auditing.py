"""What programs do goes into the audit twice: what changed, and with which token it was done."""

from __future__ import annotations

from collections.abc import Mapping

from app import access, audit
from app.api import authentication
from app.measures.models import Measure
from app.networks.models import Network
from app.teams.models import Team

STORED, DEFINED = "store data by API", "define measures by API"


def record_use(team: Team, measures: set[str], counts: dict[str, int]) -> None:
    """Put into the audit that a token was used to store data."""
    done = {"team": team.name, "measures": "; ".join(sorted(measures)), **counts}
    _record(STORED, team.network, done)


def record_definition(measure: Measure, done: str, team: Team | None = None) -> None:
    """Put into the audit that a token was used to define a measure, or to change or keep one."""
    of_team = {"team": team.name} if team is not None else {}
    _record(DEFINED, measure.network, {"measure": measure.name, "done": done} | of_team)


def _record(action: str, network: Network, after: Mapping[str, object]) -> None:
    token = authentication.token()
    audit.record(access.actor(), action, token, network=network, after=after)
