"""What permissions are about: networks, teams, measures and the smaller things in them."""

from __future__ import annotations

from app.assessments.models import AssessmentRound, Instrument
from app.interviews.models import Interview
from app.invitations.models import Invitation
from app.learning.models import LearningSession, SessionTeam
from app.measures.models import Annotation, Measure, Series
from app.networks.models import Network, NetworkMembership, Strategy, WorkingGroup
from app.reviews.models import ChartReview
from app.stakeholders.models import Stakeholder
from app.strata.models import Breakdown, Stratified
from app.teams.models import CoachAssignment, Team, TeamMembership

Part = (
    Strategy
    | WorkingGroup
    | NetworkMembership
    | TeamMembership
    | CoachAssignment
    | Invitation
    | Stakeholder
    | Interview
    | Breakdown
    | Instrument
    | AssessmentRound
    | LearningSession
    | SessionTeam
)
"""What belongs to a network or to a team and is reached through it."""

Thing = Network | Team | Measure | Series | Stratified | Annotation | ChartReview | Part
