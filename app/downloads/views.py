"""The tables that pages offer: each as CSV or as an Excel workbook, as its reader may see it."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app import access
from app.access import May
from app.clock import today
from app.downloads import (
    aim,
    assessments,
    audit,
    catalog,
    causes,
    charter,
    coaching,
    comments,
    comparison,
    cycles,
    definition,
    huddle,
    ideas,
    interviews,
    people,
    progress,
    shown,
    stakeholders,
    talk,
    theory,
)
from app.downloads import (
    network as network_tables,
)
from app.downloads import (
    series as one_series,
)
from app.downloads import (
    session as session_tables,
)
from app.downloads.names import of_team
from app.huddle.page import huddle as whole_huddle
from app.ideas.search import wanted_of
from app.learning import frozen
from app.learning.models import LearningSession
from app.measures import queries
from app.measures.charts import series_chart
from app.measures.models import Measure, Series
from app.measures.past.views import then_asked
from app.networks.models import Network
from app.strata.models import Stratified
from app.strata.page import strata_page
from app.strata.views import moment_asked
from app.tables.answers import answer, answer_of
from app.tables.book import Book
from app.teams.models import Team

bp = Blueprint("downloads", __name__)

NETWORK = "/networks/<network_slug>"
TEAM = f"{NETWORK}/teams/<team_slug>"
SESSION = f"{NETWORK}/sessions/<int:session_number>"
MEASURE = f"{NETWORK}/measures/<measure_slug>"
SERIES = f"{TEAM}/measures/<measure_slug>"
EXT = "<any(csv, xlsx):ext>"


@bp.get(f"{SERIES}/data.{EXT}")
@access.series(May.SEE_SERIES)
def data(series: Series, ext: str) -> Response:
    queries.load_for_page(series)
    chart = series_chart(series, size="mini", full_access=access.may(May.SEE_TEAM, series.team))
    return _of_team(one_series.book_of(chart), ext, series.team)


@bp.get(f"{SERIES}/as-it-was/data.{EXT}")
@access.series(May.SEE_SERIES)
def then(series: Series, ext: str) -> Response:
    return _of_team(one_series.then_book(then_asked(series)), ext, series.team)


@bp.get(f"{SERIES}/strata/<int:breakdown_id>/data.{EXT}")
@access.stratified(May.SEE_SERIES)
def groups(stratified: Stratified, ext: str) -> Response:
    series = stratified.series
    queries.load_for_page(series)
    breakdown = stratified.breakdown
    page = strata_page(series, (breakdown,), breakdown, moment_asked())
    return _of_team(one_series.groups_book(page), ext, series.team)


@bp.get(f"{MEASURE}/compare/data.{EXT}")
@access.measure(May.SEE_MEASURE)
def compare(measure: Measure, ext: str) -> Response:
    found = comparison.book_of(measure, access.standing())
    return answer(found, ext, thing=measure, network=measure.network)


@bp.get(f"{MEASURE}/definition.{EXT}", endpoint="definition")
@access.measure(May.SEE_MEASURE)
def one_definition(measure: Measure, ext: str) -> Response:
    found = definition.book_of(measure)
    return answer(found, ext, thing=measure, network=measure.network)


@bp.get(f"{NETWORK}/measures.{EXT}")
@access.network(May.SEE_NETWORK)
def measures(network: Network, ext: str) -> Response:
    return _of_network(catalog.book_of(network, access.standing()), ext, network)


@bp.get(f"{NETWORK}/teams.{EXT}", endpoint="teams")
@access.network(May.SEE_NETWORK)
def all_teams(network: Network, ext: str) -> Response:
    found = network_tables.book_of(network, access.standing(), request.args.get("find", "")[:120])
    return _of_network(found, ext, network)


@bp.get(f"{NETWORK}/ideas.{EXT}", endpoint="ideas")
@access.network(May.SEE_NETWORK)
def change_ideas(network: Network, ext: str) -> Response:
    return _of_network(ideas.book_of(network, wanted_of(request.args)), ext, network)


@bp.get(f"{SESSION}/data.{EXT}", endpoint="session")
@access.learning_session(May.SEE_SESSION)
def one_session(session: LearningSession, ext: str) -> Response:
    found = session_tables.book_of(session, runs=access.may(May.RUN_SESSIONS, session))
    return answer(found, ext, thing=session, network=session.network)


@bp.get(f"{SESSION}/shown/<measure_slug>/data.{EXT}", endpoint="shown")
@access.learning_session(May.SEE_SESSION)
def shown_at(session: LearningSession, measure_slug: str, ext: str) -> Response:
    measure, kept = frozen.room_sees(session, measure_slug) or access.not_found()
    found = shown.book_of(session, measure, kept)
    return answer(found, ext, thing=session, network=session.network)


@bp.get(f"{SESSION}/talk.{EXT}", endpoint="session_talk")
@access.learning_session(May.SEE_SESSION)
def talk_at(session: LearningSession, ext: str) -> Response:
    found = talk.book_of(session.network, session)
    return answer(found, ext, thing=session, network=session.network)


@bp.get(f"{NETWORK}/talk.{EXT}", endpoint="talk")
@access.network(May.SEE_NETWORK)
def talk_of(network: Network, ext: str) -> Response:
    return _of_network(talk.book_of(network), ext, network)


@bp.get(f"/huddle.{EXT}", endpoint="huddle")
@access.signed_in
def own_huddle(ext: str) -> Response:
    found = whole_huddle(access.standing(), today())
    networks = [network for network, _ in found.rules]
    return answer_of(huddle.book_of(found), ext, zip(networks, networks, strict=True))


@bp.get(f"{NETWORK}/people.{EXT}")
@access.network(May.RUN_NETWORK)
def members(network: Network, ext: str) -> Response:
    return _of_network(people.network_book(network), ext, network)


@bp.get(f"{NETWORK}/audit.{EXT}", endpoint="audit")
@access.network(May.RUN_NETWORK)
def whole_audit(network: Network, ext: str) -> Response:
    return _of_network(audit.book_of(network), ext, network)


@bp.get(f"{TEAM}/people.{EXT}")
@access.team(May.SEE_PEOPLE)
def team_people(team: Team, ext: str) -> Response:
    return _of_team(people.team_book(team), ext, team)


@bp.get(f"{TEAM}/cycles.{EXT}", endpoint="cycles")
@access.team(May.SEE_TEAM)
def all_cycles(team: Team, ext: str) -> Response:
    return _of_team(cycles.book_of(team), ext, team)


@bp.get(f"{TEAM}/aim.{EXT}", endpoint="aim")
@access.team(May.SEE_TEAM)
def the_aim(team: Team, ext: str) -> Response:
    return _of_team(aim.book_of(team), ext, team)


@bp.get(f"{TEAM}/charter.{EXT}", endpoint="charter")
@access.team(May.SEE_TEAM)
def the_charter(team: Team, ext: str) -> Response:
    return _of_team(charter.book_of(team), ext, team)


@bp.get(f"{TEAM}/theory.{EXT}", endpoint="theory")
@access.team(May.SEE_TEAM)
def the_theory(team: Team, ext: str) -> Response:
    return _of_team(theory.book_of(team), ext, team)


@bp.get(f"{TEAM}/stakeholders.{EXT}", endpoint="stakeholders")
@access.team(May.SEE_STAKEHOLDERS)
def the_map(team: Team, ext: str) -> Response:
    found = stakeholders.book_of(team, sees_all=access.may(May.SEE_TEAM, team))
    return _of_team(found, ext, team)


@bp.get(f"{TEAM}/interviews.{EXT}", endpoint="interviews")
@access.team(May.SEE_TEAM)
def all_interviews(team: Team, ext: str) -> Response:
    return _of_team(interviews.book_of(team), ext, team)


@bp.get(f"{TEAM}/comments.{EXT}", endpoint="comments")
@access.team(May.SEE_TEAM)
def all_comments(team: Team, ext: str) -> Response:
    return _of_team(comments.book_of(team), ext, team)


@bp.get(f"{TEAM}/coaching-log.{EXT}", endpoint="coaching")
@access.team(May.SEE_COACHING_LOG)
def coaching_log(team: Team, ext: str) -> Response:
    return _of_team(coaching.book_of(team), ext, team)


@bp.get(f"{TEAM}/progress.{EXT}", endpoint="progress")
@access.team(May.SEE_TEAM)
def all_scores(team: Team, ext: str) -> Response:
    return _of_team(progress.book_of(team), ext, team)


@bp.get(f"{TEAM}/assessments.{EXT}", endpoint="assessments")
@access.team(May.SEE_TEAM)
def all_assessments(team: Team, ext: str) -> Response:
    return _of_team(assessments.book_of(team), ext, team)


@bp.get(f"{TEAM}/signals.{EXT}")
@access.team(May.SEE_TEAM)
def signals(team: Team, ext: str) -> Response:
    charts = [series_chart(each, size="mini") for each in queries.series_of_team(team.id)]
    title, name = f"Signals of {team.name}", of_team(team, "signals")
    return _of_team(causes.book_of(charts, title, name), ext, team)


def _of_team(book: Book, ext: str, team: Team) -> Response:
    return answer(book, ext, thing=team, network=team.network)


def _of_network(book: Book, ext: str, network: Network) -> Response:
    return answer(book, ext, thing=network, network=network)
