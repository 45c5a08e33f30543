"""What the header shows: where one can go, which network one is in, and who one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from flask import Flask, g, request, url_for
from flask_security import current_user
from sqlalchemy import select
from werkzeug.local import LocalProxy

from app import access
from app.extensions import db
from app.networks.models import Network
from app.teams.models import Team


class NavItem(NamedTuple):
    """A link in the main navigation."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Person:
    """The signed-in person as the header shows them."""

    id: int
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Nav:
    """The header's contents."""

    items: tuple[NavItem, ...]
    network_name: str | None = None
    network_href: str | None = None
    person: Person | None = None
    home_url: str | None = None
    reminders_url: str | None = None
    password_url: str | None = None
    tokens_url: str | None = None
    sign_out_url: str | None = None


def within(network: Network, team: Team | None = None) -> None:
    """Say which network, and which team, the page being answered belongs to."""
    g.nav_network = network
    g.nav_team = team


def init_app(app: Flask) -> None:
    """Give every template its `nav`."""

    @app.context_processor
    def _nav() -> dict[str, Any]:
        return {"nav": LocalProxy(_built)}


def _built() -> Nav:
    """The header, made when a template first asks for it: parts of pages have none."""
    if "nav" not in g:
        g.nav = build()
    found: Nav = g.nav
    return found


def build() -> Nav:
    """The header for this request. Pages in a network link within it, others to the first one."""
    if not current_user.is_authenticated:
        return Nav(())
    user = access.actor()
    person = Person(user.id, user.name, user.initials)
    network, team = g.get("nav_network"), g.get("nav_team")
    team = team or _own_team(network)
    network = network or (team.network if team else _own_network())
    items = [_item("My work", "work.home")]
    if access.standing().coached:
        items.append(_item("Huddle", "huddle.show"))
    if team is not None and network is not None:
        items.append(_item("Team", "teams.show", network_slug=network.slug, team_slug=team.slug))
    if network is not None:
        items += [
            _item("Measures", "measures.catalog", network_slug=network.slug),
            _item("Compare", "measures.compare_first", network_slug=network.slug),
            _item("Sessions", "learning.index", network_slug=network.slug),
            _item("Network", "networks.show", network_slug=network.slug),
        ]
    return Nav(
        tuple(items),
        network.name if network else None,
        url_for("networks.show", network_slug=network.slug) if network else None,
        person,
        home_url=url_for("work.home"),
        reminders_url=url_for("reminders.settings"),
        password_url=url_for("accounts.password"),
        tokens_url=url_for("api_tokens.index"),
        sign_out_url=url_for("accounts.sign_out"),
    )


SECTIONS = {
    "work": "My work",
    "reminders": "My work",
    "api_tokens": "My work",
    "inbox": "My work",
    "huddle": "Huddle",
    "reviews": "Huddle",
    "teams": "Team",
    "team_people": "Team",
    "aims": "Team",
    "charter": "Team",
    "pdsa": "Team",
    "theory": "Team",
    "stakeholders": "Team",
    "interviews": "Team",
    "assessments": "Team",
    "conversations": "Team",
    "coaching_log": "Team",
    "progress": "Team",
    "measures": "Measures",
    "points": "Measures",
    "catalog": "Measures",
    "measure_assistant": "Measures",
    "reporting": "Measures",
    "importing": "Measures",
    "learning": "Sessions",
    "compare": "Compare",
    "pairings": "Compare",
    "networks": "Network",
    "ideas": "Network",
    "audit": "Network",
}


def _item(label: str, endpoint: str, **values: str) -> NavItem:
    section = SECTIONS.get(request.blueprint or "", "")
    if (request.endpoint or "").startswith("measures.compare"):
        section = "Compare"
    return NavItem(label, url_for(endpoint, **cast("dict[str, Any]", values)), section == label)


def _own_team(network: Network | None) -> Team | None:
    who = access.standing()
    ids = list(who.teams) or sorted(who.coached)
    if not ids:
        return None
    query = select(Team).where(Team.id.in_(ids)).order_by(Team.id)
    if network is not None:
        query = query.where(Team.network_id == network.id)
    return db.session.scalar(query.limit(1))


def _own_network() -> Network | None:
    ids = sorted(access.standing().reachable)
    return db.session.get(Network, ids[0]) if ids else None
