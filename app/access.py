"""Who may do what. The only place that decides it, and the only place that loads what a URL names.

Every view is decorated with `public`, `signed_in`, or the name of what its URL names: `network`,
`team`, `measure`, `series` and the smaller things that belong to those. The decorator loads the objects that the URL names, answers 404 for those that the
actor may not see (the same answer as for those that do not exist), 403 where the actor sees an
object but may not do this to it, and hands the objects to the view.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn, TypeVar, cast
from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, request, url_for
from flask_security import current_user
from sqlalchemy import Integer, String, literal, null, select, union_all
from sqlalchemy import cast as cast_column
from sqlalchemy.orm import contains_eager

from app.accounts.models import User
from app.errors import error_page
from app.extensions import db
from app.interviews.models import Interview
from app.invitations.models import Invitation
from app.measures.models import Annotation, Measure, Series, Sharing
from app.networks.models import (
    Network,
    NetworkMembership,
    NetworkRole,
    Strategy,
    WorkingGroup,
)
from app.stakeholders.models import Stakeholder
from app.teams.models import CoachAssignment, Team, TeamMembership, TeamRole

View = TypeVar("View", bound=Callable[..., Any])

Part = (
    Strategy
    | WorkingGroup
    | NetworkMembership
    | TeamMembership
    | CoachAssignment
    | Invitation
    | Stakeholder
    | Interview
)
"""What belongs to a network or to a team and is reached through it."""

Thing = Network | Team | Measure | Series | Annotation | Part


class May(enum.Enum):
    """What can be permitted."""

    SEE_NETWORK = "see the network: its frame, its teams' names, its shared measures"
    RUN_NETWORK = "edit the network's frame, its teams and its roles"
    MEET_TEAM = "see the team's public face: name, working group, open shared measures"
    SEE_TEAM = "see all of the team's work"
    SEE_STAKEHOLDERS = "see where the team's stakeholders stand"
    SEE_STORYBOARD = "see the team's storyboard: its own always, another's once published"
    SEE_PEOPLE = "see who is on the team and who coaches it"
    EDIT_TEAM = "write the team's aim, cycles and data"
    RUN_TEAM = "edit the team's own record and who is on it"
    SEE_MEASURE = "see a measure's definition"
    SEE_SERIES = "see a team's series of a measure"
    ENTER_DATA = "enter and correct data of a series"
    COACH_TEAM = "confirm what the team says of its charts, as its coach"
    MARK_CHART = "annotate a series' chart, leave points out, start phases"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a route declares: what it loads, and what the actor must be permitted."""

    loads: str
    permission: May | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's roles, read once a request."""

    networks: dict[int, frozenset[NetworkRole]]
    teams: dict[int, TeamRole]
    coached: frozenset[int]
    reachable: frozenset[int]
    """Networks in which the person has any role, on a team or for the network."""


NOBODY = Standing({}, {}, frozenset(), frozenset())


def standing_of(user: User | None) -> Standing:
    """The roles of `user`, in one query: every page asks it."""
    if user is None:
        return NOBODY
    networks: dict[int, set[NetworkRole]] = {}
    teams: dict[int, TeamRole] = {}
    coaching: list[tuple[int, int]] = []
    reachable: set[int] = set()
    for kind, network_id, team_id, role in db.session.execute(_roles_of(user.id)):
        if kind == "network":
            networks.setdefault(network_id, set()).add(NetworkRole(role))
            reachable.add(network_id)
        elif kind == "team":
            teams[team_id] = TeamRole(role)
            reachable.add(network_id)
        else:
            coaching.append((team_id, network_id))
    # Who coaches no longer in the network sees none of its teams' work.
    coached = [
        (team_id, network_id)
        for team_id, network_id in coaching
        if NetworkRole.COACH in networks.get(network_id, set())
    ]
    return Standing(
        {key: frozenset(roles) for key, roles in networks.items()},
        teams,
        frozenset(team_id for team_id, _ in coached),
        frozenset(reachable),
    )


def _roles_of(user_id: int) -> Any:
    none = cast_column(null(), Integer)
    return union_all(
        select(
            literal("network").label("kind"),
            NetworkMembership.network_id,
            none.label("team_id"),
            cast_column(NetworkMembership.role, String).label("role"),
        ).where(NetworkMembership.user_id == user_id),
        select(
            literal("team"),
            Team.network_id,
            TeamMembership.team_id,
            cast_column(TeamMembership.role, String),
        )
        .join(Team)
        .where(TeamMembership.user_id == user_id),
        select(literal("coach"), Team.network_id, CoachAssignment.team_id, null())
        .select_from(CoachAssignment)
        .join(Team)
        .where(CoachAssignment.user_id == user_id),
    )


def actor() -> User:
    """The signed-in person. Views that declare more than `public` always have one."""
    user = current_user._get_current_object()  # models need the person, not its proxy
    if not isinstance(user, User):
        raise TypeError("This view needs a signed-in person; it is declared public.")
    return user


def standing() -> Standing:
    """The signed-in person's roles, read once a request."""
    if "standing" not in g:
        g.standing = standing_of(actor() if current_user.is_authenticated else None)
    found: Standing = g.standing
    return found


def can(permission: May, thing: Thing, who: Standing) -> bool:
    """Whether somebody with these roles may do this to `thing`, or to what it belongs to.

    Pure: asks the database at most for the team or network that `thing` belongs to.
    """
    match _owner(thing):
        case Network() as network:
            return _can_network(permission, network.id, who)
        case Team() as team:
            return _can_team(permission, team, who)
        case Measure() as measure:
            return _can_measure(permission, measure, who)
        case Series() as series:
            return _can_series(permission, series, who)


def _owner(thing: Thing) -> Network | Team | Measure | Series:
    match thing:
        case Strategy() | WorkingGroup() | NetworkMembership():
            return thing.network
        case TeamMembership() | CoachAssignment() | Stakeholder() | Interview():
            return thing.team
        case Invitation():
            return thing.place
        case Annotation():
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
        case May.SEE_NETWORK:
            return network_id in who.reachable
        case May.RUN_NETWORK:
            return _runs(network_id, who)
        case _:
            return False


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
        case May.COACH_TEAM:
            allowed = coaches
        case May.MARK_CHART:
            # A coach reads and marks charts, but enters no data.
            allowed = coaches or role in {TeamRole.LEAD, TeamRole.MEMBER}
        case May.RUN_TEAM:
            allowed = role is TeamRole.LEAD or _runs(team.network_id, who)
        case _:
            allowed = _can_network(permission, team.network_id, who)
    return allowed


def _can_measure(permission: May, measure: Measure, who: Standing) -> bool:
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
    return is_open(series.measure, who)


def is_open(measure: Measure, who: Standing) -> bool:
    """Whether somebody with these roles may see every team's series of a measure."""
    shared = measure.is_shared and measure.sharing is Sharing.OPEN
    return shared and measure.network_id in who.reachable


def own_teams(who: Standing) -> frozenset[int]:
    """The teams all of whose work somebody with these roles may see: theirs and those they coach."""
    return frozenset(who.teams) | who.coached


def public(reason: str) -> Callable[[View], View]:
    """Declare a view open to everybody, and why."""

    def declare(view: View) -> View:
        view.access = Rule("nothing", None, reason)  # type: ignore[attr-defined]  # read by the URL-map test
        return view

    return declare


def signed_in(view: View) -> View:
    """Declare a view that needs a signed-in person and shows only what is theirs."""

    @wraps(view)
    def guarded(**kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return _to_sign_in()
        return view(**kwargs)

    return cast("View", _declared(guarded, Rule("nothing", None, "signed in")))


def network(permission: May) -> Callable[[View], View]:
    """Declare a view of the network that the URL names; the view gets `network`."""
    return _loading("network", permission)


def team(permission: May) -> Callable[[View], View]:
    """Declare a view of the team that the URL names; the view gets `team`."""
    return _loading("team", permission)


def measure(permission: May) -> Callable[[View], View]:
    """Declare a view of a network's measure; the view gets `measure`."""
    return _loading("measure", permission)


def series(permission: May) -> Callable[[View], View]:
    """Declare a view of a team's series of a measure; the view gets `series`."""
    return _loading("series", permission)


def annotation(permission: May) -> Callable[[View], View]:
    """Declare a view of a flag on a series' chart; the view gets `annotation`."""
    return _loading("annotation", permission)


def strategy(permission: May) -> Callable[[View], View]:
    """Declare a view of a network's strategy; the view gets `strategy`."""
    return _loading("strategy", permission)


def group(permission: May) -> Callable[[View], View]:
    """Declare a view of a network's working group; the view gets `group`."""
    return _loading("group", permission)


def network_role(permission: May) -> Callable[[View], View]:
    """Declare a view of a person's role in a network; the view gets `network_role`."""
    return _loading("network_role", permission)


def team_place(permission: May) -> Callable[[View], View]:
    """Declare a view of a person's place on a team; the view gets `team_place`."""
    return _loading("team_place", permission)


def coaching(permission: May) -> Callable[[View], View]:
    """Declare a view of a coach's assignment to a team; the view gets `coaching`."""
    return _loading("coaching", permission)


def stakeholder(permission: May) -> Callable[[View], View]:
    """Declare a view of one of a team's stakeholders; the view gets `stakeholder`."""
    return _loading("stakeholder", permission)


def interview(permission: May) -> Callable[[View], View]:
    """Declare a view of one of a team's interviews; the view gets `interview`."""
    return _loading("interview", permission)


def network_invitation(permission: May) -> Callable[[View], View]:
    """Declare a view of an invitation to a network; the view gets `invitation`."""
    return _loading("network_invitation", permission, "invitation")


def team_invitation(permission: May) -> Callable[[View], View]:
    """Declare a view of an invitation to a team; the view gets `invitation`."""
    return _loading("team_invitation", permission, "invitation")


def _loading(what: str, permission: May, name: str = "") -> Callable[[View], View]:
    load, face = _LOADERS[what]
    if what == "team" and permission is May.EDIT_TEAM:
        # The team's aim and cycles are not there for those who may only meet the team.
        face = May.SEE_TEAM

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return _to_sign_in()
            thing = load(kwargs)
            if thing is None:
                not_found()
            if not may(permission, thing):
                # Only who sees the thing is told that it is there.
                if permission in _SEEING or not may(face, thing):
                    not_found()
                abort(403)
            return view(**{name or what: thing}, **kwargs)

        return cast("View", _declared(guarded, Rule(what, permission)))

    return declare


def not_found() -> NoReturn:
    """Answer as for an object that does not exist."""
    abort(404)


FILES = (".png", ".pdf", ".svg", ".csv", ".pptx")


def _to_sign_in() -> Any:
    if request.headers.get("HX-Request"):
        # A redirect would be swapped into the page; this header makes htmx leave it.
        return "", 401, {"HX-Redirect": url_for("accounts.sign_in", next=_here())}
    if request.method not in {"GET", "HEAD"}:
        return redirect(url_for("accounts.sign_in"), code=303)
    if request.path.endswith(FILES):
        # A program that fetches a file would keep the sign-in page under the file's name.
        return error_page("401", sign_in_url=url_for("accounts.sign_in", next=_here())), 401
    return redirect(url_for("accounts.sign_in", next=_here()))


def _here() -> str:
    """Where to lead back: the page at hand, or the one whose fragment was asked for."""
    if request.headers.get("HX-Request"):
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        return f"{page.path}?{page.query}".rstrip("?")
    return request.full_path.rstrip("?")


def _declared(view: Any, rule: Rule) -> Any:
    view.access = rule
    return view


def _load_network(kwargs: dict[str, Any]) -> Network | None:
    slug = kwargs.pop("network_slug")
    return db.session.scalar(select(Network).where(Network.slug == slug))


def _load_team(kwargs: dict[str, Any]) -> Team | None:
    network_slug, slug = kwargs.pop("network_slug"), kwargs.pop("team_slug")
    return db.session.scalar(
        select(Team)
        .join(Network)
        .where(Network.slug == network_slug, Team.slug == slug)
        .options(contains_eager(Team.network))
    )


def _load_measure(kwargs: dict[str, Any]) -> Measure | None:
    network_slug, slug = kwargs.pop("network_slug"), kwargs.pop("measure_slug")
    return db.session.scalar(
        select(Measure)
        .join(Network)
        .where(Network.slug == network_slug, Measure.slug == slug)
        .options(contains_eager(Measure.network))
    )


def _load_series(kwargs: dict[str, Any]) -> Series | None:
    network_slug = kwargs.pop("network_slug")
    team_slug, measure_slug = kwargs.pop("team_slug"), kwargs.pop("measure_slug")
    return db.session.scalar(
        select(Series)
        .join(Team, Series.team_id == Team.id)
        .join(Network, Team.network_id == Network.id)
        .join(Measure, (Series.measure_id == Measure.id) & (Measure.network_id == Network.id))
        .where(Network.slug == network_slug, Team.slug == team_slug, Measure.slug == measure_slug)
        .options(
            contains_eager(Series.team).contains_eager(Team.network),
            contains_eager(Series.measure),
        )
    )


def _load_annotation(kwargs: dict[str, Any]) -> Annotation | None:
    """A flag of the series that the URL names, removed ones too: they can be put back."""
    annotation_id, series = kwargs.pop("annotation_id"), _load_series(kwargs)
    if series is None:
        return None
    found = db.session.get(Annotation, annotation_id)
    return found if found is not None and found.series_id == series.id else None


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


def _load_network_invitation(kwargs: dict[str, Any]) -> Invitation | None:
    found: Invitation | None = _part(Invitation, "invitation_id", Network)(kwargs)
    return found if found is not None and found.team_id is None else None


_SEEING = frozenset(
    {
        May.SEE_NETWORK,
        May.MEET_TEAM,
        May.SEE_TEAM,
        May.SEE_STAKEHOLDERS,
        May.SEE_STORYBOARD,
        May.SEE_PEOPLE,
        May.SEE_MEASURE,
        May.SEE_SERIES,
    }
)

_LOADERS: dict[str, tuple[Callable[[dict[str, Any]], Any], May]] = {
    "network": (_load_network, May.SEE_NETWORK),
    "team": (_load_team, May.MEET_TEAM),
    "measure": (_load_measure, May.SEE_MEASURE),
    "series": (_load_series, May.SEE_SERIES),
    "annotation": (_load_annotation, May.SEE_TEAM),
    "strategy": (_part(Strategy, "strategy_id", Network), May.SEE_NETWORK),
    "group": (_part(WorkingGroup, "group_id", Network), May.SEE_NETWORK),
    "network_role": (_part(NetworkMembership, "role_id", Network), May.SEE_NETWORK),
    "team_place": (_part(TeamMembership, "place_id", Team), May.SEE_PEOPLE),
    "coaching": (_part(CoachAssignment, "coaching_id", Team), May.SEE_PEOPLE),
    "stakeholder": (_part(Stakeholder, "stakeholder_id", Team), May.SEE_TEAM),
    "interview": (_part(Interview, "interview_id", Team), May.SEE_TEAM),
    "network_invitation": (_load_network_invitation, May.RUN_NETWORK),
    "team_invitation": (_part(Invitation, "invitation_id", Team), May.RUN_TEAM),
}
"""For each kind of thing: how it is loaded, and who may know that it is there."""


def rule_of(endpoint: str) -> Rule | None:
    """What the view behind `endpoint` declares; the URL-map test reads it."""
    view = current_app.view_functions[endpoint]
    rule: Rule | None = getattr(view, "access", None)
    return rule
