"""What a view declares: what its URL names, and what the actor must be permitted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, current_app
from flask_security import current_user

from app.access.loading import LOADERS
from app.access.permissions import SEEING, May, may
from app.access.refusals import not_found, to_sign_in

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Rule:
    """What a route declares: what it loads, and what the actor must be permitted."""

    loads: str
    permission: May | None
    reason: str = ""


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
            return to_sign_in()
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


def stratified(permission: May) -> Callable[[View], View]:
    """Declare a view of a series by one of its breakdowns; the view gets `stratified`."""
    return _loading("stratified", permission)


def annotation(permission: May) -> Callable[[View], View]:
    """Declare a view of a flag on a series' chart; the view gets `annotation`."""
    return _loading("annotation", permission)


def chart_review(permission: May) -> Callable[[View], View]:
    """Declare a view of what a coach said of a series' chart; the view gets `chart_review`."""
    return _loading("chart_review", permission)


def strategy(permission: May) -> Callable[[View], View]:
    """Declare a view of a network's strategy; the view gets `strategy`."""
    return _loading("strategy", permission)


def breakdown(permission: May) -> Callable[[View], View]:
    """Declare a view of what a network's measures are broken down by; it gets `breakdown`."""
    return _loading("breakdown", permission)


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


def instrument(permission: May) -> Callable[[View], View]:
    """Declare a view of a network's assessment instrument; the view gets `instrument`."""
    return _loading("instrument", permission)


def assessment_round(permission: May) -> Callable[[View], View]:
    """Declare a view of a team's round of an assessment; the view gets `assessment_round`."""
    return _loading("assessment_round", permission)


def learning_session(permission: May) -> Callable[[View], View]:
    """Declare a view of a network's learning session; the view gets `session`."""
    return _loading("learning_session", permission, "session")


def session_team(permission: May) -> Callable[[View], View]:
    """Declare a view of a team's place in a learning session; the view gets `place`."""
    return _loading("session_team", permission, "place")


def network_invitation(permission: May) -> Callable[[View], View]:
    """Declare a view of an invitation to a network; the view gets `invitation`."""
    return _loading("network_invitation", permission, "invitation")


def team_invitation(permission: May) -> Callable[[View], View]:
    """Declare a view of an invitation to a team; the view gets `invitation`."""
    return _loading("team_invitation", permission, "invitation")


def _loading(what: str, permission: May, name: str = "") -> Callable[[View], View]:
    load, face = LOADERS[what]
    inside = {May.EDIT_TEAM, May.COMMENT, May.SCORE_TEAM}
    if what in {"team", "session_team"} and permission in inside:
        # The team's aim and cycles are not there for those who may only meet the team.
        face = May.SEE_TEAM

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return to_sign_in()
            thing = load(kwargs)
            if thing is None:
                not_found()
            if not may(permission, thing):
                # Only who sees the thing is told that it is there.
                if permission in SEEING or not may(face, thing):
                    not_found()
                abort(403)
            return view(**{name or what: thing}, **kwargs)

        return cast("View", _declared(guarded, Rule(what, permission)))

    return declare


def _declared(view: Any, rule: Rule) -> Any:
    view.access = rule
    return view


def rule_of(endpoint: str) -> Rule | None:
    """What the view behind `endpoint` declares; the URL-map test reads it."""
    view = current_app.view_functions[endpoint]
    rule: Rule | None = getattr(view, "access", None)
    return rule
