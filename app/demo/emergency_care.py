"""Real data: every emergency care provider in England as a team."""

from __future__ import annotations

import calendar
from datetime import date

from sqlalchemy import func, select, update

from app.accounts.models import User
from app.demo import files
from app.extensions import db
from app.imports.columns import Columns
from app.imports.progress import Progress
from app.imports.services import Wishes, import_observations
from app.measures.models import DataKind, Direction, Measure, MeasureRole, Observation, Series
from app.networks.models import Network, NetworkMembership, NetworkRole
from app.teams.models import CoachAssignment, Team, TeamMembership, TeamRole

SLUG = "emergency-care"
ATTRIBUTION = "Contains NHS England data licensed under the Open Government Licence v3.0."
PREFIX = "Provider "
LEAD_OF, COACH_OF = "rf4", ("rf4", "rqm", "r1h")

DEFINITION = (
    "Of the patients who attended {where} in the month, the share who were not admitted, "
    "transferred or discharged within four hours of their arrival."
)


def load(people: dict[str, User], progress: Progress) -> Network:
    """Make the network and import its data."""
    network = Network(
        slug=SLUG,
        name="Emergency Care England",
        global_aim="Nobody waits longer than four hours in an emergency department.",
        about=(
            "Monthly figures of every provider of emergency care in England, April 2016 to March "
            "2019, as they were published. Each provider is a team of its own here. The numbers "
            "are real; the people of this demonstration are not."
        ),
        attribution=ATTRIBUTION,
    )
    db.session.add(network)
    db.session.flush()
    _import(_measure(network, "four-hours", "", "any emergency department"), (), progress)
    major = _measure(network, "four-hours-type-1", ", type 1", "a major (type 1) department")
    _import(major, (("type", "1"),), progress)
    _end_series(network)
    _give_roles(network, people)
    return network


def _measure(network: Network, slug: str, suffix: str, where: str) -> Measure:
    measure = Measure(
        network=network,
        slug=slug,
        name=f"Share of patients not seen within four hours{suffix}",
        role=MeasureRole.OUTCOME,
        data_kind=DataKind.PROPORTION,
        definition=DEFINITION.format(where=where),
        numerator_label="Not seen within four hours",
        denominator_label="Patients who attended",
        unit="%",
        multiplier=100.0,
        direction=Direction.DOWN,
        target=5.0,
        chart="pp",
        rules="ihi",
        source="NHS England, monthly emergency care statistics",
    )
    db.session.add(measure)
    db.session.flush()
    return measure


def _import(measure: Measure, where: tuple[tuple[str, str], ...], progress: Progress) -> None:
    import_observations(
        files.EMERGENCY_CARE.read_bytes(),
        source=files.EMERGENCY_CARE.name,
        measure=measure,
        columns=Columns("org_code", "period", "breaches", "attendances"),
        wishes=Wishes(where=where, create_teams=True, team_prefix=PREFIX),
        progress=progress,
    )


def _end_series(network: Network) -> None:
    """The data stop in March 2019: nothing falls due after that, but for the lead who signs in.

    Somebody who tries Centerline can so go on with a real provider's chart.
    """
    last = db.session.scalar(
        select(func.max(Observation.period))
        .join(Series)
        .join(Team, Series.team_id == Team.id)
        .where(Team.network_id == network.id)
    )
    if last is None:
        return
    end = date(last.year, last.month, calendar.monthrange(last.year, last.month)[1])
    teams = select(Team.id).where(Team.network_id == network.id, Team.slug != LEAD_OF)
    db.session.execute(update(Series).where(Series.team_id.in_(teams)).values(ended_on=end))


def _give_roles(network: Network, people: dict[str, User]) -> None:
    """The people of the story who also have a place here."""
    for key, role in (
        ("backbone", NetworkRole.BACKBONE),
        ("facilitator", NetworkRole.FACILITATOR),
        ("coach", NetworkRole.COACH),
        ("sponsor", NetworkRole.VIEWER),
    ):
        db.session.add(NetworkMembership(network=network, user=people[key], role=role))
    for slug in COACH_OF:
        db.session.add(CoachAssignment(team=_team(network, slug), user=people["coach"]))
    lead = TeamMembership(
        team=_team(network, LEAD_OF),
        user=people["provider"],
        role=TeamRole.LEAD,
        contribution="Emergency department manager",
    )
    db.session.add(lead)
    db.session.flush()


def _team(network: Network, slug: str) -> Team:
    return db.session.scalars(
        select(Team).where(Team.network_id == network.id, Team.slug == slug)
    ).one()
