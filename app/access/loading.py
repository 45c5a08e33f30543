"""Loading what a URL names: the only place that does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from app.access.permissions import May
from app.assessments.models import AssessmentRound, Instrument
from app.extensions import db
from app.interviews.models import Interview
from app.invitations.models import Invitation
from app.learning.models import LearningSession, SessionTeam
from app.measures.models import Annotation, Measure, Series
from app.networks.models import Network, NetworkMembership, Strategy, WorkingGroup
from app.reviews.models import ChartReview
from app.stakeholders.models import Stakeholder
from app.strata.models import Breakdown, MeasureBreakdown, Stratified
from app.teams.models import CoachAssignment, Team, TeamMembership

# Every request asks one of these: written once, they are not put together each time.
_NETWORK = select(Network).where(Network.slug == bindparam("network_slug"))
_TEAM = (
    select(Team)
    .join(Network)
    .where(Network.slug == bindparam("network_slug"), Team.slug == bindparam("team_slug"))
    .options(contains_eager(Team.network))
)
_MEASURE = (
    select(Measure)
    .join(Network)
    .where(Network.slug == bindparam("network_slug"), Measure.slug == bindparam("measure_slug"))
    .options(contains_eager(Measure.network))
)
_SERIES = (
    select(Series)
    .join(Team, Series.team_id == Team.id)
    .join(Network, Team.network_id == Network.id)
    .join(Measure, (Series.measure_id == Measure.id) & (Measure.network_id == Network.id))
    .where(
        Network.slug == bindparam("network_slug"),
        Team.slug == bindparam("team_slug"),
        Measure.slug == bindparam("measure_slug"),
    )
    .options(
        contains_eager(Series.team).contains_eager(Team.network),
        contains_eager(Series.measure),
    )
)


def _load_network(kwargs: dict[str, Any]) -> Network | None:
    return db.session.scalar(_NETWORK, _slugs(kwargs, "network_slug"))


def _load_team(kwargs: dict[str, Any]) -> Team | None:
    return db.session.scalar(_TEAM, _slugs(kwargs, "network_slug", "team_slug"))


def _load_measure(kwargs: dict[str, Any]) -> Measure | None:
    return db.session.scalar(_MEASURE, _slugs(kwargs, "network_slug", "measure_slug"))


def _load_series(kwargs: dict[str, Any]) -> Series | None:
    return db.session.scalar(_SERIES, _slugs(kwargs, "network_slug", "team_slug", "measure_slug"))


def _slugs(kwargs: dict[str, Any], *names: str) -> dict[str, str]:
    return {name: kwargs.pop(name) for name in names}


def _load_annotation(kwargs: dict[str, Any]) -> Annotation | None:
    """A flag of the series that the URL names, removed ones too: they can be put back."""
    annotation_id, series = kwargs.pop("annotation_id"), _load_series(kwargs)
    if series is None:
        return None
    found = db.session.get(Annotation, annotation_id)
    return found if found is not None and found.series_id == series.id else None


def _load_chart_review(kwargs: dict[str, Any]) -> ChartReview | None:
    """What a coach said of the series that the URL names."""
    review_id, series = kwargs.pop("review_id"), _load_series(kwargs)
    if series is None:
        return None
    found = db.session.get(ChartReview, review_id)
    return found if found is not None and found.series_id == series.id else None


def _load_stratified(kwargs: dict[str, Any]) -> Stratified | None:
    """A series by a breakdown that its measure is reported by."""
    breakdown_id, series = kwargs.pop("breakdown_id"), _load_series(kwargs)
    if series is None:
        return None
    query = select(Breakdown).join(MeasureBreakdown, MeasureBreakdown.breakdown_id == Breakdown.id)
    found = db.session.scalar(
        query.where(Breakdown.id == breakdown_id, MeasureBreakdown.measure_id == series.measure_id)
    )
    return Stratified(series, found) if found is not None else None


def _part(
    model: type[Any], parameter: str, owner: type[Network] | type[Team]
) -> Callable[[dict[str, Any]], Any]:
    """A loader of what belongs to the network, or to the team, that the URL names."""

    def load(kwargs: dict[str, Any]) -> Any:
        query = select(model).where(model.id == kwargs.pop(parameter))
        if owner is Team:
            query = query.join(Team, model.team_id == Team.id)
            query = query.join(Network, Team.network_id == Network.id)
            query = query.where(Team.slug == kwargs.pop("team_slug"))
        else:
            query = query.join(Network, model.network_id == Network.id)
        return db.session.scalar(query.where(Network.slug == kwargs.pop("network_slug")))

    return load


def _load_session(kwargs: dict[str, Any]) -> LearningSession | None:
    """A session by its number in the network that the URL names."""
    query = select(LearningSession).join(Network).where(Network.slug == kwargs.pop("network_slug"))
    number = kwargs.pop("session_number")
    query = query.where(LearningSession.number == number)
    return db.session.scalar(query.options(contains_eager(LearningSession.network)))


def _load_session_team(kwargs: dict[str, Any]) -> SessionTeam | None:
    """A team's place in a session of its network."""
    slug, session = kwargs.pop("team_slug"), _load_session(kwargs)
    if session is None:
        return None
    query = select(SessionTeam).join(Team).where(Team.slug == slug)
    query = query.where(SessionTeam.session_id == session.id)
    return db.session.scalar(query.options(contains_eager(SessionTeam.team)))


def _load_network_invitation(kwargs: dict[str, Any]) -> Invitation | None:
    found: Invitation | None = _part(Invitation, "invitation_id", Network)(kwargs)
    return found if found is not None and found.team_id is None else None


LOADERS: dict[str, tuple[Callable[[dict[str, Any]], Any], May]] = {
    "network": (_load_network, May.SEE_NETWORK),
    "team": (_load_team, May.MEET_TEAM),
    "measure": (_load_measure, May.SEE_MEASURE),
    "series": (_load_series, May.SEE_SERIES),
    "stratified": (_load_stratified, May.SEE_SERIES),
    "annotation": (_load_annotation, May.SEE_TEAM),
    "chart_review": (_load_chart_review, May.SEE_TEAM),
    "strategy": (_part(Strategy, "strategy_id", Network), May.SEE_NETWORK),
    "breakdown": (_part(Breakdown, "breakdown_id", Network), May.SEE_NETWORK),
    "group": (_part(WorkingGroup, "group_id", Network), May.SEE_NETWORK),
    "network_role": (_part(NetworkMembership, "role_id", Network), May.SEE_NETWORK),
    "team_place": (_part(TeamMembership, "place_id", Team), May.SEE_PEOPLE),
    "coaching": (_part(CoachAssignment, "coaching_id", Team), May.SEE_PEOPLE),
    "stakeholder": (_part(Stakeholder, "stakeholder_id", Team), May.SEE_TEAM),
    "interview": (_part(Interview, "interview_id", Team), May.SEE_TEAM),
    "instrument": (_part(Instrument, "instrument_id", Network), May.SEE_NETWORK),
    "assessment_round": (_part(AssessmentRound, "round_id", Team), May.SEE_TEAM),
    "learning_session": (_load_session, May.SEE_SESSION),
    "session_team": (_load_session_team, May.SEE_SESSION),
    "network_invitation": (_load_network_invitation, May.RUN_NETWORK),
    "team_invitation": (_part(Invitation, "invitation_id", Team), May.RUN_TEAM),
}
"""For each kind of thing: how it is loaded, and who may know that it is there."""
