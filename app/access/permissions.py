"""What can be permitted, and whom the roles permit it. Pure."""

from __future__ import annotations

import enum

from app.access.roles import Standing, standing
from app.access.things import Thing
from app.assessments.models import AssessmentRound, Instrument
from app.interviews.models import Interview
from app.invitations.models import Invitation
from app.learning.models import LearningSession, SessionTeam, Status
from app.measures.models import Annotation, Measure, Series, Share, Sharing
from app.measures.sharing import share_of
from app.networks.models import (
    Network,
    NetworkMembership,
    NetworkRole,
    Strategy,
    WorkingGroup,
)
from app.reviews.models import ChartReview
from app.stakeholders.models import Stakeholder
from app.strata.models import Breakdown, Stratified
from app.teams.models import CoachAssignment, Team, TeamMembership, TeamRole


class May(enum.Enum):
    """What can be permitted."""

    SEE_NETWORK = "see the network: its frame, its teams' names, its shared measures"
    RUN_NETWORK = "edit the network's frame, its teams and its roles"
    RUN_SESSIONS = "prepare, run and follow up the network's learning sessions"
    SEE_SESSION = "see a learning session once it is announced"
    FETCH_PACK = "download a session's pack: before it is held, as one of those who run it"
    MEET_TEAM = "see the team's public face: name, working group, open shared measures"
    SEE_TEAM = "see all of the team's work"
    SEE_STAKEHOLDERS = "see where the team's stakeholders stand"
    SEE_STORYBOARD = "see the team's storyboard: its own always, another's once published"
    SEE_PEOPLE = "see who is on the team and who coaches it"
    EDIT_TEAM = "write the team's aim, cycles and data"
    RUN_TEAM = "edit the team's own record and who is on it"
    SEE_MEASURE = "see a measure's definition"
    DEFINE_MEASURE = "define, change and retire a measure"
    SEE_SERIES = "see a team's series of a measure"
    ENTER_DATA = "enter and correct data of a series"
    COACH_TEAM = "confirm what the team says of its charts, as its coach"
    RESOLVE_CODES = "learn which team stands behind each code, which the audit keeps"
    ASK_CODES = "ask who is behind a session's codes: all of them, or one's own team's"
    MARK_CHART = "annotate a series' chart, leave points out, start phases"
    SEE_COACHING_LOG = "see and write the team's coaching log: its coaches alone"
    SCORE_TEAM = "score the team's progress, as the team or as its coach"
    COMMENT = "comment on the team's work, answer and resolve"


SEEING = frozenset(
    {
        May.SEE_NETWORK,
        May.SEE_SESSION,
        May.MEET_TEAM,
        May.SEE_TEAM,
        May.SEE_STAKEHOLDERS,
        May.SEE_STORYBOARD,
        May.SEE_PEOPLE,
        May.SEE_COACHING_LOG,
        May.SEE_MEASURE,
        May.SEE_SERIES,
    }
)
"""Who may not see a thing is told that it is not there."""


def can(permission: May, thing: Thing, who: Standing) -> bool:
    """Whether somebody with these roles may do this to `thing`, or to what it belongs to.

    Pure: asks the database at most for the team or network that `thing` belongs to.
    """
    match _owner(thing):
        case LearningSession() | SessionTeam() as meeting:
            return _can_session(permission, meeting, who)
        case Network() as network:
            return _can_network(permission, network.id, who)
        case Team() as team:
            return _can_team(permission, team, who)
        case Measure() as measure:
            return _can_measure(permission, measure, who)
        case Series() as series:
            return _can_series(permission, series, who)


def _owner(thing: Thing) -> Network | Team | Measure | Series | LearningSession | SessionTeam:
    match thing:
        case Strategy() | WorkingGroup() | NetworkMembership() | Breakdown() | Instrument():
            return thing.network
        case TeamMembership() | CoachAssignment() | Stakeholder() | Interview() | AssessmentRound():
            return thing.team
        case Invitation():
            return thing.place
        case Annotation() | Stratified() | ChartReview():
            return thing.series
        case _:
            return thing


def may(permission: May, thing: Thing) -> bool:
    """Whether the signed-in person may do this to `thing`; for views and templates."""
    return can(permission, thing, standing())


def _runs(network_id: int, who: Standing) -> bool:
    return NetworkRole.BACKBONE in who.networks.get(network_id, frozenset())


def _can_network(permission: May, network_id: int, who: Standing) -> bool:
    match permission:
        case May.SEE_NETWORK | May.SEE_SESSION | May.FETCH_PACK:
            return network_id in who.reachable
        case May.RUN_NETWORK:
            return _runs(network_id, who)
        case May.RUN_SESSIONS:
            roles = who.networks.get(network_id, frozenset())
            return not roles.isdisjoint({NetworkRole.FACILITATOR, NetworkRole.BACKBONE})
        case May.RESOLVE_CODES:
            return resolves(network_id, who)
        case May.ASK_CODES:
            is_there = network_id in who.reachable
            return is_there and (resolves(network_id, who) or bool(own_teams(who)))
        case _:
            return False


def _can_session(permission: May, thing: LearningSession | SessionTeam, who: Standing) -> bool:
    """A session that is being prepared is there for those alone who prepare it."""
    session = thing if isinstance(thing, LearningSession) else thing.session
    runs = _can_network(May.RUN_SESSIONS, session.network_id, who)
    if session.status is Status.PREPARING and not runs:
        return False
    if permission is May.FETCH_PACK and session.status is not Status.HELD:
        return runs
    if isinstance(thing, SessionTeam):
        return _can_team(permission, thing.team, who)
    return _can_network(permission, session.network_id, who)


def _can_team(permission: May, team: Team, who: Standing) -> bool:
    role, coaches = who.teams.get(team.id), team.id in who.coached
    match permission:
        case May.MEET_TEAM:
            allowed = team.network_id in who.reachable
        case May.SEE_TEAM:
            allowed = role is not None or coaches
        case May.SEE_STAKEHOLDERS:
            is_open = team.stakeholders_open and team.network_id in who.reachable
            allowed = role is not None or coaches or is_open
        case May.SEE_STORYBOARD:
            is_out = team.storyboard_published_at is not None and team.network_id in who.reachable
            allowed = role is not None or coaches or is_out
        case May.SEE_PEOPLE:
            allowed = role is not None or coaches or _runs(team.network_id, who)
        case May.EDIT_TEAM | May.ENTER_DATA:
            allowed = role in {TeamRole.LEAD, TeamRole.MEMBER}
        case May.COACH_TEAM | May.SEE_COACHING_LOG:
            allowed = coaches
        case May.MARK_CHART | May.COMMENT | May.SCORE_TEAM:
            # A coach reads, marks, comments and scores, but enters no data.
            allowed = coaches or role in {TeamRole.LEAD, TeamRole.MEMBER}
        case May.RUN_TEAM:
            allowed = role is TeamRole.LEAD or _runs(team.network_id, who)
        case _:
            allowed = _can_network(permission, team.network_id, who)
    return allowed


def _can_measure(permission: May, measure: Measure, who: Standing) -> bool:
    if permission is May.DEFINE_MEASURE:
        if measure.team_id is None:
            return _runs(measure.network_id, who)
        return who.teams.get(measure.team_id) in {TeamRole.LEAD, TeamRole.MEMBER}
    if permission is May.RESOLVE_CODES:
        return measure.is_shared and resolves(measure.network_id, who)
    if permission is not May.SEE_MEASURE:
        return _can_network(permission, measure.network_id, who)
    if measure.team_id is None:
        return measure.network_id in who.reachable
    return measure.team_id in who.teams or measure.team_id in who.coached


def _can_series(permission: May, series: Series, who: Standing) -> bool:
    if permission is not May.SEE_SERIES:
        return _can_team(permission, series.team, who)
    if _can_team(May.SEE_TEAM, series.team, who):
        return True
    return is_open(series, who)


def is_open(thing: Measure | Series, who: Standing) -> bool:
    """Whether somebody with these roles may see a series by its team's name; of a measure each one.

    A series shown by a code is not open: nothing that names its team may show it.
    """
    if isinstance(thing, Series):
        return share_of(thing) is Share.OPEN and thing.measure.network_id in who.reachable
    shared = thing.is_shared and thing.sharing is Sharing.OPEN
    return shared and thing.network_id in who.reachable


def resolves(network_id: int, who: Standing) -> bool:
    """Whether somebody with these roles may learn which team stands behind each code."""
    roles = who.networks.get(network_id, frozenset())
    return bool(roles & {NetworkRole.BACKBONE, NetworkRole.FACILITATOR})


def own_teams(who: Standing) -> frozenset[int]:
    """The teams all of whose work somebody with these roles may see: theirs and those they coach."""
    return frozenset(who.teams) | who.coached
