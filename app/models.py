"""Every model, imported once so that migrations and relationships see all of them."""

from app.accounts.models import User, UserSession
from app.aims.models import Aim, AimRevision
from app.measures.models import (
    Annotation,
    Measure,
    Observation,
    ObservationCorrection,
    SeenSignal,
    Series,
    SeriesPhase,
)
from app.networks.models import Network, NetworkMembership, Strategy, WorkingGroup
from app.pdsa.models import Cycle, Prediction
from app.stakeholders.models import Stakeholder, StakeholderPosition
from app.teams.models import CoachAssignment, Team, TeamMembership
from app.theory.models import DriverLink, DriverNode

__all__ = [
    "Aim",
    "AimRevision",
    "Annotation",
    "CoachAssignment",
    "Cycle",
    "DriverLink",
    "DriverNode",
    "Measure",
    "Network",
    "NetworkMembership",
    "Observation",
    "ObservationCorrection",
    "Prediction",
    "SeenSignal",
    "Series",
    "SeriesPhase",
    "Stakeholder",
    "StakeholderPosition",
    "Strategy",
    "Team",
    "TeamMembership",
    "User",
    "UserSession",
    "WorkingGroup",
]
