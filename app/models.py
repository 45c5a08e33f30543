"""Every model, imported once so that migrations and relationships see all of them."""

from app.accounts.models import SignInAttempt, User, UserSession
from app.aims.models import Aim, AimRevision
from app.api.models import ApiAnswer, ApiToken
from app.assessments.models import (
    Assessment,
    AssessmentResponse,
    AssessmentRound,
    Instrument,
    InstrumentVersion,
)
from app.audit.models import AuditChain, AuditDetail, AuditEvent
from app.catalog.models import MeasureRevision
from app.causes.models import SignalCause
from app.charter.models import Charter, CharterRevision
from app.coaching_log.models import CoachingItem, CoachingVisit
from app.compare.models import TeamCode
from app.conversations.models import Comment, CommentChange, Mention, Thread
from app.huddle.models import AttentionRule
from app.ideas.models import IdeaCopy, PublishedIdea
from app.imports.browser.models import PendingImport, SavedMapping
from app.inbox.models import InboxMark
from app.interviews.models import Interview, InterviewTheme, Quote
from app.invitations.models import Invitation
from app.learning.kept_models import SessionPack, ShownComparison
from app.learning.models import (
    AgendaItem,
    LearningSession,
    PreworkTask,
    PreworkTick,
    SessionMeasure,
    SessionPerson,
    SessionTeam,
)
from app.learning.room_models import (
    Commitment,
    SessionDecision,
    SessionEvaluation,
    SessionOffer,
)
from app.measures.models import (
    Annotation,
    Measure,
    Observation,
    ObservationCorrection,
    SeenSignal,
    Series,
    SeriesPhase,
)
from app.measures.past.models import SeriesChange
from app.networks.models import Network, NetworkMembership, Strategy, WorkingGroup
from app.pairings.models import TalkGroup, TalkPlace
from app.pdsa.models import Cycle, CycleTask, Prediction
from app.pdsa.records import CycleChange, CycleDraft, SentForm
from app.progress.models import ProgressScore, ProgressWording
from app.reminders.models import CalendarFeed, DigestMail, QuietTeam, ReminderSettings
from app.reviews.models import ChartReview
from app.stakeholders.models import (
    EngagementAction,
    Stakeholder,
    StakeholderChange,
    StakeholderPosition,
)
from app.standings.models import SeriesStanding
from app.storyboard.models import Storyboard, StoryboardPart
from app.strata.models import (
    Breakdown,
    MeasureBreakdown,
    SmallNumbers,
    Stratum,
    StratumCorrection,
    StratumObservation,
)
from app.teams.models import CoachAssignment, Team, TeamMembership
from app.theory.models import DriverLink, DriverNode, TheoryVersion

__all__ = [
    "AgendaItem",
    "Aim",
    "AimRevision",
    "Annotation",
    "ApiAnswer",
    "ApiToken",
    "Assessment",
    "AssessmentResponse",
    "AssessmentRound",
    "AttentionRule",
    "AuditChain",
    "AuditDetail",
    "AuditEvent",
    "Breakdown",
    "CalendarFeed",
    "ChartReview",
    "Charter",
    "CharterRevision",
    "CoachAssignment",
    "CoachingItem",
    "CoachingVisit",
    "Comment",
    "CommentChange",
    "Commitment",
    "Cycle",
    "CycleChange",
    "CycleDraft",
    "CycleTask",
    "DigestMail",
    "DriverLink",
    "DriverNode",
    "EngagementAction",
    "IdeaCopy",
    "InboxMark",
    "Instrument",
    "InstrumentVersion",
    "Interview",
    "InterviewTheme",
    "Invitation",
    "LearningSession",
    "Measure",
    "MeasureBreakdown",
    "MeasureRevision",
    "Mention",
    "Network",
    "NetworkMembership",
    "Observation",
    "ObservationCorrection",
    "PendingImport",
    "Prediction",
    "PreworkTask",
    "PreworkTick",
    "ProgressScore",
    "ProgressWording",
    "PublishedIdea",
    "QuietTeam",
    "Quote",
    "ReminderSettings",
    "SavedMapping",
    "SeenSignal",
    "SentForm",
    "Series",
    "SeriesChange",
    "SeriesPhase",
    "SeriesStanding",
    "SessionDecision",
    "SessionEvaluation",
    "SessionMeasure",
    "SessionOffer",
    "SessionPack",
    "SessionPerson",
    "SessionTeam",
    "ShownComparison",
    "SignInAttempt",
    "SignalCause",
    "SmallNumbers",
    "Stakeholder",
    "StakeholderChange",
    "StakeholderPosition",
    "Storyboard",
    "StoryboardPart",
    "Strategy",
    "Stratum",
    "StratumCorrection",
    "StratumObservation",
    "TalkGroup",
    "TalkPlace",
    "Team",
    "TeamCode",
    "TeamMembership",
    "TheoryVersion",
    "Thread",
    "User",
    "UserSession",
    "WorkingGroup",
]
