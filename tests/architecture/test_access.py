"""Every route declares what it needs, and does as it declares, for each of ten people.

What is expected is computed from the tables below, which say in the words of the roles who may
do what. They are written out by hand: `app.access` computes the same from its rules. A new route
is picked up by itself; a new parameter needs a value in world.py, a new permission a line here.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from app import access, create_app
from app.access import May
from app.accounts import sessions
from app.accounts.setup import TOKEN_KEY
from app.api.scopes import Scope
from app.api.tokens import services as tokens
from app.database import SAFE_METHODS
from app.extensions import db
from app.headers import POLICY
from app.problems import API
from tests.architecture.world import ACTORS, World, close_measures, make_world
from tests.databases import Sqlite, close, settings
from tests.page import Client
from tests.pictures import drawn_once

ANONYMOUS = "anonymous"
EVERYBODY = frozenset({ANONYMOUS, *ACTORS})
RIVER = frozenset(ACTORS) - {"olga"}
"""Everybody of the network that alice's team and the other team belong to."""

CLINIC = {
    May.SEE_NETWORK: RIVER,
    May.RUN_NETWORK: {"bea"},
    May.RUN_SESSIONS: {"frank", "bea"},
    May.SEE_SESSION: RIVER,
    May.FETCH_PACK: {"frank", "bea"},
    May.RESOLVE_CODES: {"frank", "bea"},
    May.ASK_CODES: RIVER - {"nora"},
    May.MEET_TEAM: RIVER,
    May.SEE_TEAM: {"alice", "bob", "vera", "cora"},
    May.SEE_STAKEHOLDERS: {"alice", "bob", "vera", "cora"},
    May.SEE_STORYBOARD: {"alice", "bob", "vera", "cora"},
    May.SEE_PEOPLE: {"alice", "bob", "vera", "cora", "bea"},
    May.EDIT_TEAM: {"alice", "bob"},
    May.RUN_TEAM: {"alice", "bea"},
    May.SEE_MEASURE: RIVER,
    May.DEFINE_MEASURE: {"bea"},
    May.SEE_SERIES: RIVER,
    May.ENTER_DATA: {"alice", "bob"},
    May.COACH_TEAM: {"cora"},
    May.SEE_COACHING_LOG: {"cora"},
    May.MARK_CHART: {"alice", "bob", "cora"},
    May.COMMENT: {"alice", "bob", "cora"},
    May.SCORE_TEAM: {"alice", "bob", "cora"},
}
SCHOOL = CLINIC | {
    May.SEE_TEAM: {"otto"},
    May.SEE_STAKEHOLDERS: {"otto"},
    May.SEE_STORYBOARD: {"otto"},
    May.SEE_PEOPLE: {"otto", "bea"},
    May.EDIT_TEAM: set(),
    May.RUN_TEAM: {"bea"},
    May.ENTER_DATA: set(),
    May.COACH_TEAM: {"otto"},
    May.SEE_COACHING_LOG: {"otto"},
    May.MARK_CHART: {"otto"},
    May.COMMENT: {"otto"},
    May.SCORE_TEAM: {"otto"},
}
FARM = {permission: {"olga"} for permission in May} | {
    May.RUN_NETWORK: set(),
    May.RUN_SESSIONS: set(),
    May.FETCH_PACK: set(),
    May.RESOLVE_CODES: set(),
    May.DEFINE_MEASURE: set(),
}
WHO = {"clinic": CLINIC, "school": SCHOOL, "farm": FARM}

KNOWS = {
    "network": May.SEE_NETWORK,
    "team": May.MEET_TEAM,
    "measure": May.SEE_MEASURE,
    "series": May.SEE_SERIES,
    "annotation": May.SEE_TEAM,
    "chart_review": May.SEE_TEAM,
    "strategy": May.SEE_NETWORK,
    "group": May.SEE_NETWORK,
    "breakdown": May.SEE_NETWORK,
    "stratified": May.SEE_SERIES,
    "network_role": May.SEE_NETWORK,
    "team_place": May.SEE_PEOPLE,
    "coaching": May.SEE_PEOPLE,
    "stakeholder": May.SEE_TEAM,
    "interview": May.SEE_TEAM,
    "instrument": May.SEE_NETWORK,
    "assessment_round": May.SEE_TEAM,
    "learning_session": May.SEE_SESSION,
    "session_team": May.SEE_SESSION,
    "network_invitation": May.RUN_NETWORK,
    "team_invitation": May.RUN_TEAM,
}
"""Whoever may do this knows that such a thing is there, and is told 403; others are told 404."""

SEEING = {
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
"""Who may not see a thing is told 404, also where they know that there must be one."""


@dataclass(frozen=True, slots=True)
class Stage:
    """An application with the world in it, put back as it was before each test."""

    app: Flask
    world: World
    cookies: dict[str, str]
    secrets: dict[str, str]
    path: Path
    kept: Path
    closed: Path
    """The world as it was kept, and the same while no team sees another's measures."""

    def restore(self, *, is_closed: bool = False) -> None:
        kept = self.closed if is_closed else self.kept
        if self.is_touched(kept):
            close()
            for end in ("-wal", "-shm"):
                Path(f"{self.path}{end}").unlink(missing_ok=True)
            shutil.copy2(kept, self.path)  # with its time
        db.session.remove()

    def is_touched(self, kept: Path) -> bool:
        """Whether anything was written: SQLite writes to the log beside the file first."""
        log = Path(f"{self.path}-wal")
        if log.exists() and log.stat().st_size:
            return True
        return self.path.stat().st_mtime_ns != kept.stat().st_mtime_ns

    def client(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        if who != ANONYMOUS:
            client.set_cookie("centerline", self.cookies[who])
        return client

    def ask(self, who: str, rule: Rule, method: str, place: str, **others: object) -> TestResponse:
        parameters = getattr(self.world, place).fill(rule, **others)
        with self.app.test_request_context():
            url = self.app.url_for(rule.endpoint, _method=method, **parameters)
        return self.client(who).open(url, method=method, **self.program(who, rule, method))

    def program(self, who: str, rule: Rule, method: str) -> dict[str, Any]:
        """What a request to the API carries: the person's token, which opens all of it."""
        if not is_api(rule):
            return {}
        more: dict[str, Any] = {} if method in SAFE_METHODS else {"json": {}}
        if who != ANONYMOUS:
            more["headers"] = {"Authorization": f"Bearer {self.secrets[who]}"}
        return more


def is_api(rule: Rule) -> bool:
    return rule.rule.startswith(f"{API}/")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("world")
    url = Sqlite(folder).copy()
    app = create_app(settings(url, folder))
    # The features' own tests check their pages; the thousands of requests here ask for access only.
    app.test_client_class = Client
    path = Path(sa.make_url(url).database or "")
    with app.app_context():
        cast, world = make_world()
        opened = {name: sessions.open_for(getattr(cast, name)) for name in ACTORS}
        secrets = {
            name: tokens.make(getattr(cast, name), "Test", list(Scope), 30)[1] for name in ACTORS
        }
        db.session.commit()
        cookies = {name: _cookie(app, token) for name, token in opened.items()}
        close()
        kept, closed = folder / "kept.sqlite", folder / "closed.sqlite"
        shutil.copy(path, kept)
        close_measures()
        close()
        shutil.copy(path, closed)
        with drawn_once():
            yield Stage(app, world, cookies, secrets, path, kept, closed)
        close()


def _cookie(app: Flask, token: str) -> str:
    client = app.test_client()
    with client.session_transaction() as session:
        session[TOKEN_KEY] = token
    cookie = client.get_cookie("centerline")
    assert cookie is not None
    return cookie.value


@pytest.fixture
def stage(built: Stage) -> Iterator[Stage]:
    built.restore()
    yield built
    built.app.config["WTF_CSRF_ENABLED"] = False


def _made() -> Flask:
    return create_app(
        settings("sqlite://", Path("/nonexistent"))
        | {"SECRET_KEY": "x", "SQLALCHEMY_ENGINE_OPTIONS": {}}
    )


def _rules(app: Flask) -> list[Rule]:
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return sorted(rules, key=lambda rule: rule.rule)


def _loaded(app: Flask, rules: list[Rule]) -> dict[str, str | None]:
    """What kind of thing each endpoint's address names."""
    with app.app_context():
        needs = {rule.endpoint: access.rule_of(rule.endpoint) for rule in rules}
    return {name: need.loads if need else None for name, need in needs.items()}


APP = _made()
RULES = _rules(APP)
LOADED = _loaded(APP, RULES)
REQUESTS = [
    pytest.param(rule, method, id=f"{method} {rule.rule}")
    for rule in RULES
    for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})
]
"""Every request but those for headers alone, which one test compares with those for the whole."""
POSTS = [
    param
    for param in REQUESTS
    if param.values[1] != "GET" and not param.values[0].rule.startswith(f"{API}/")
]
SHARED = [
    pytest.param(rule, method, sharing, place, id=f"{method} {rule.rule}-{sharing}-{place}")
    for rule, method in (param.values for param in REQUESTS)
    for sharing in ("open", "closed")
    if sharing == "open" or LOADED[rule.endpoint] == "series"
    for place in WHO
    if place == "clinic" or rule.arguments
]
"""Every request in each place, or once where its address names none, while measures are shared,
and those of series while they are closed, too."""
API_REQUESTS = [
    param
    for param in REQUESTS
    if param.values[0].rule.startswith(f"{API}/") and param.values[0].endpoint != "api.openapi"
]


def declared(stage: Stage, rule: Rule) -> access.Rule:
    found = access.rule_of(rule.endpoint)
    assert found is not None, f"{rule.endpoint} ({rule.rule}) declares no access"
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.endpoint)
def test_every_route_declares_what_it_needs(stage: Stage, rule: Rule) -> None:
    needs = declared(stage, rule)
    if needs.permission is None:
        assert needs.reason, "a route without permission says why"
        named = rule.arguments - {"token", "ext"}  # of a file, how its name ends
        assert not named, f"{rule.rule} names {named} but nobody checks whose they are"
    else:
        assert needs.loads in KNOWS
        assert "network_slug" in rule.arguments


def test_every_permission_is_in_the_tables() -> None:
    for table in WHO.values():
        assert set(table) == set(May)


@pytest.mark.parametrize(("rule", "method", "sharing", "place"), SHARED)
def test_each_person_may_what_their_role_says(
    stage: Stage, rule: Rule, method: str, sharing: str, place: str
) -> None:
    needs, is_closed = declared(stage, rule), sharing == "closed"
    for number, who in enumerate(sorted(EVERYBODY)):
        if number == 0 or method not in SAFE_METHODS:
            stage.restore(is_closed=is_closed)
        response = stage.ask(who, rule, method, place)
        expected = expect(needs, who, place, is_closed=is_closed)
        said = f"{who} in {place}: {response.status} {response.location or ''}"
        assert verdict(response) in expected, said
        check_headers(response)


def verdict(response: TestResponse) -> str:
    """How a request was answered, as far as access is concerned."""
    assert response.status_code < 500, response.status
    if response.status_code in {403, 404}:
        return str(response.status_code)
    if response.status_code == 401:
        return "sign in"
    if response.location and urlsplit(response.location).path == "/sign-in":
        return "sign in"
    return "let in"


def expect(needs: access.Rule, who: str, place: str, *, is_closed: bool) -> set[str]:
    """The answers that are right for `who`."""
    if needs.permission is None:
        return expect_unnamed(needs, who)
    if who == ANONYMOUS:
        return {"sign in"}
    table = WHO[place]
    if is_closed:
        table = table | {May.SEE_SERIES: table[May.SEE_TEAM]}
    if who in table[needs.permission]:
        return {"let in"}
    # The team's aim and cycles are not there for those who may only meet the team.
    inside = {May.EDIT_TEAM, May.COMMENT, May.SCORE_TEAM}
    face = May.SEE_TEAM if needs.permission in inside else KNOWS[needs.loads]
    if needs.permission in SEEING or who not in table[face]:
        return {"404"}
    return {"403"}


def expect_unnamed(needs: access.Rule, who: str) -> set[str]:
    """What is right for a view that loads nothing.

    A public one may be over, or lead to the sign-in page; so may signing out. Neither forbids.
    """
    if needs.reason != "signed in":
        return {"let in", "sign in", "404"}
    return {"sign in"} if who == ANONYMOUS else {"let in", "sign in", "404"}


@pytest.mark.parametrize("who", [ANONYMOUS, "alice", "olga"])
def test_headers_alone_are_given_to_whom_the_whole_is(stage: Stage, who: str) -> None:
    for param in REQUESTS:
        rule, method = param.values
        if method == "GET":
            whole, head = (stage.ask(who, rule, asked, "clinic") for asked in ("GET", "HEAD"))
            assert (head.status_code, head.location) == (whole.status_code, whole.location), rule
            assert not head.data


OF_NETWORK = {
    "network_slug",
    "measure_slug",
    "strategy_id",
    "group_id",
    "role_id",
    "idea_id",
    "breakdown_id",
    "instrument_id",
}
SCALARS = {"period", "ext", "step", "side", "day", "about", "verb"}
"""Parameters that name no object of their own."""


def strange(rule: Rule, name: str, place: str) -> bool:
    """Whether the object behind `name` in `place` does not belong into alice's team's URLs."""
    if name in SCALARS:
        return False
    if place == "school":  # of the same network
        return name not in OF_NETWORK and name != "team_slug" and "team_slug" in rule.arguments
    return True


@pytest.mark.parametrize(("rule", "method"), REQUESTS)
def test_strange_objects_are_as_if_they_were_not(stage: Stage, rule: Rule, method: str) -> None:
    """An object of another team or network in the URL answers as one that does not exist."""
    if declared(stage, rule).permission is None:
        return
    swaps = {
        name: [place for place in ("school", "farm") if strange(rule, name, place)]
        for name in sorted(rule.arguments)
    }
    for who, name in product(sorted(RIVER), filter(swaps.get, swaps)):
        nothing = stage.world.nowhere.value(rule, name)
        missing = stage.ask(who, rule, method, "clinic", **{name: nothing})
        for place in swaps[name]:
            here = getattr(stage.world, place).value(rule, name)
            response = stage.ask(who, rule, method, "clinic", **{name: here})
            said = f"{who}: {name} of {place}: {response.status}"
            assert response.status_code == missing.status_code, said
            assert response.status_code in {403, 404}, said
            assert response.data == missing.data, said
            assert set(response.headers.keys()) == set(missing.headers.keys()), said


NUMBERED = [
    param
    for param in REQUESTS
    if any(isinstance(one, IntegerConverter) for one in param.values[0]._converters.values())
]


@pytest.mark.parametrize("digits", [10, 20, 5000])
@pytest.mark.parametrize(("rule", "method"), NUMBERED)
def test_numbers_too_large_for_the_database_name_nothing(
    stage: Stage, rule: Rule, method: str, digits: int
) -> None:
    path = rule.rule
    for name, converter in rule._converters.items():
        is_number = isinstance(converter, IntegerConverter)
        value = "9" * digits if is_number else stage.world.clinic.value(rule, name)
        path = re.sub(rf"<[^<]*\b{name}>", str(value), path)
    for who in ("alice", "bea"):
        more = stage.program(who, rule, method)
        assert stage.client(who).open(path, method=method, **more).status_code == 404, path


TABLES = (
    *("data", "definition", "measures", "ideas", "people", "audit", "cycles", "aim", "charter"),
    *("theory", "stakeholders", "interviews", "assessments", "signals", "comments", "progress"),
    *("teams", "coaching-log", "huddle", "talk"),
)
FILES = (
    *("/chart.png", "/chart.pdf", "/chart.svg", "/storyboard.pptx", "/pack.pptx", "/pack.pdf"),
    *(f"/{table}.{ext}" for table in TABLES for ext in ("csv", "xlsx")),
)


def test_who_is_signed_out_gets_no_page_in_a_files_place(stage: Stage) -> None:
    asked = set()
    for rule in RULES:
        for ext, table in (("png", "csv"), ("pdf", "xlsx"), ("svg", "csv")):
            path = rule.rule.replace("<ext>", ext).replace("<any(csv, xlsx):ext>", table)
            for name in rule.arguments - {"ext"}:
                value = stage.world.clinic.value(rule, name)
                path = re.sub(rf"<[^<]*\b{name}>", str(value), path)
            if path.endswith(access.FILES) and "GET" in (rule.methods or ()):
                response = stage.client(ANONYMOUS).get(path)
                assert response.status_code == 401, path
                assert f'href="/sign-in?next={path}"' in response.get_data(as_text=True)
                check_headers(response)
                asked.add(path)
    assert {path[path.rindex("/") :] for path in asked} == set(FILES)


@pytest.mark.parametrize(("rule", "method"), POSTS)
def test_nothing_is_posted_without_a_token(stage: Stage, rule: Rule, method: str) -> None:
    stage.app.config["WTF_CSRF_ENABLED"] = True
    for who in (ANONYMOUS, "alice", "bea"):
        response = stage.ask(who, rule, method, "clinic")
        assert response.status_code == 400
        check_headers(response)


@pytest.mark.parametrize(("rule", "method"), API_REQUESTS)
def test_a_cookie_opens_nothing_of_the_api(stage: Stage, rule: Rule, method: str) -> None:
    """So no other site can have a signed-in browser do anything there."""
    with stage.app.test_request_context():
        parameters = stage.world.clinic.fill(rule)
        url = stage.app.url_for(rule.endpoint, _method=method, **parameters)
    for who in ("alice", "bea"):
        response = stage.client(who).open(url, method=method, json={})
        assert response.status_code == 401
        check_headers(response)


def check_headers(response: TestResponse) -> None:
    headers = response.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    for cookie in headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_the_policy_lets_nothing_run_inline() -> None:
    assert "unsafe" not in POLICY
    for directive in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ):
        assert directive in POLICY


@pytest.mark.parametrize("path", ["/nothing", "/networks/river/nothing", "/static/nothing.css"])
def test_pages_that_are_not_there_carry_the_headers(stage: Stage, path: str) -> None:
    response = stage.client("alice").get(path)
    assert response.status_code == 404
    assert response.headers["Content-Security-Policy"] == POLICY


def test_https_is_kept_where_it_is_used(stage: Stage) -> None:
    stage.app.config["SESSION_COOKIE_SECURE"] = True
    try:
        response = stage.client(ANONYMOUS).get("/sign-in")
    finally:
        stage.app.config["SESSION_COOKIE_SECURE"] = False
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Secure" in response.headers["Set-Cookie"]


def test_a_wrong_method_names_the_right_ones(stage: Stage) -> None:
    response = stage.client("alice").get("/sign-out")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
