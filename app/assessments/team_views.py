"""A team's rounds: opening, answering, closing, and what the answers say together."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.assessments import content as contents
from app.assessments import queries, reopening, services
from app.assessments.blueprint import ROUND, TEAM, bp
from app.assessments.forms import ReflectionForm, ReopenForm, RoundForm, answers_in
from app.assessments.models import AssessmentRound, Instrument
from app.assessments.results import may_show
from app.clock import today
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.forms import attempt
from app.guarded import GuardedTexts
from app.htmx import go_to
from app.measures.charts import series_chart
from app.teams.models import Team


@bp.get(TEAM)
@access.team(May.SEE_TEAM)
def team(team: Team) -> Any:
    """Show what the team places itself on, and how that moved."""
    return _team_page(team)


def _team_page(team: Team, form: RoundForm | None = None, problem: str = "", status: int = 200) -> Response:  # fmt: skip
    navigation.within(team.network, team)
    if form is None:
        form = RoundForm(formdata=None)
        form.suggest(today())
    assessments = queries.assessments_of(team.id)
    charts = {
        each.id: series_chart(each.series, size="compact", uid=f"assessment-{each.id}", flags=())
        for each in assessments
        if each.series is not None
    }
    page = render_template(
        "assessments/team.html",
        team=team,
        assessments=assessments,
        charts=charts,
        instruments=queries.offered_by(team.network_id),
        form=form,
        problem=problem,
    )
    return make_response(page, status)


@bp.post(TEAM)
@access.team(May.EDIT_TEAM)
def open_round(team: Team) -> Any:
    """Open a round of one of the network's instruments."""
    form, chosen = RoundForm(), request.form.get("instrument", "")
    instrument = db.session.get(Instrument, int(chosen)) if chosen.isdecimal() and len(chosen) < 10 else None  # fmt: skip
    if instrument is None or instrument.network_id != team.network_id:
        return _team_page(team, form, "Choose one of the network’s assessments.", 422)
    opened: list[AssessmentRound] = []

    def change() -> None:
        opening = services.Opening(today(), form.due_on.data or today(), bool(form.named.data))
        opened.append(services.open_round(access.actor(), team, instrument, opening))

    status = attempt(form, change)
    if status:
        return _team_page(team, form, " ".join(form.form_errors), status)
    flash("The round is open. Everybody on the team finds it in My work.", "saved")
    return go_to(_url("assessments.answer", opened[0]))


@bp.get(ROUND)
@access.assessment_round(May.SEE_TEAM)
def show(assessment_round: AssessmentRound) -> Any:
    """Show a round: how many answered or, once it is closed, its profile."""
    return _round_page(assessment_round)


def _round_page(
    shown: AssessmentRound,
    form: ReflectionForm | None = None,
    status: int = 200,
    *,
    reopen: ReopenForm | None = None,
) -> Response:
    team = shown.team
    navigation.within(team.network, team)
    if form is None:
        form = ReflectionForm(formdata=None)
        form.reflection.data, form.version.data = shown.reflection, str(shown.version)
    stored = shown.reflection if status == 409 and reopen is None else None
    if status == 409 and reopen is None:
        form.version.move_to(shown.version)
    if reopen is None:
        reopen = ReopenForm(formdata=None)
    reopen.version.move_to(shown.version)
    rounds = queries.rounds_before(shown)
    result = queries.result_of(shown)
    earlier = next((each for each in rounds if each.id != shown.id), None)
    page = render_template(
        "assessments/round.html",
        team=team,
        round=shown,
        result=result,
        before=queries.result_of(earlier) if earlier and shown.closed_on else None,
        rounds=rounds,
        asked=queries.asked_of(team.id),
        enough=may_show(result.respondents, named=shown.named),
        form=form,
        stored=stored,
        reopen=reopen,
        no_reopening=reopening.refusal(access.actor(), shown, shown.assessment.rounds),
    )
    return make_response(page, status)


@bp.get(f"{ROUND}/answer")
@access.assessment_round(May.EDIT_TEAM)
def answer(assessment_round: AssessmentRound) -> Any:
    """Show one's own answer sheet."""
    own = services.response_of(assessment_round, access.actor())
    return _sheet(
        assessment_round,
        own.answers if own else {},
        own.notes if own else {},
        own.version if own else 0,
    )


@bp.post(f"{ROUND}/answer")
@access.assessment_round(May.EDIT_TEAM)
def answer_post(assessment_round: AssessmentRound) -> Any:
    """Keep one's answers as a draft, or hand them in."""
    asked = contents.read(assessment_round.asked.content)
    answers, notes = answers_in(request.form, asked.items)
    hand_in = request.form.get("do") != "draft"
    guard = GuardedTexts(notes.values())
    text = request.form.get("version", "0")
    version = int(text) if text.isdecimal() and len(text) < 10 else -1
    if not guard.validate():
        return _sheet(assessment_round, answers, notes, version, guard=guard, status=422)
    try:
        services.answer(
            access.actor(), assessment_round, answers, notes, hand_in=hand_in, version=version
        )
        db.session.commit()
    except Conflict:
        db.session.rollback()
        return _conflict(assessment_round, answers, notes)
    except ServiceError as error:
        db.session.rollback()
        return _sheet(assessment_round, answers, notes, version, problem=error.message, status=422)
    if hand_in:
        flash("Thank you. You can change your answers until the round is closed.", "saved")
        return go_to(_url("assessments.show", assessment_round))
    flash("Your draft is kept. Nobody sees it, and it does not count yet.", "saved")
    return go_to(_url("assessments.answer", assessment_round))


def _conflict(shown: AssessmentRound, answers: dict[str, Any], notes: dict[str, str]) -> Response:
    """Show what another window of the same person stored, beside what was typed here."""
    db.session.expire_all()
    own = services.response_of(shown, access.actor())
    kept = own.answers if own else {}
    asked = contents.read(shown.asked.content)
    rows = [
        (item.name, _words(kept, item.key), _words(answers, item.key))
        for item in asked.items
        if kept.get(item.key, "") != answers.get(item.key, "")
    ]
    return _sheet(shown, answers, notes, own.version if own else 0, differences=rows, status=409)


def _words(answers: dict[str, Any], key: str) -> str:
    if key not in answers:
        return "no answer"
    level = answers[key]
    return "I cannot say" if level is None else f"{level:g}"


def _sheet(
    shown: AssessmentRound,
    answers: dict[str, Any],
    notes: dict[str, Any],
    version: int,
    *,
    problem: str = "",
    guard: GuardedTexts | None = None,
    differences: list[tuple[str, str, str]] | None = None,
    status: int = 200,
) -> Response:
    navigation.within(shown.team.network, shown.team)
    own = services.response_of(shown, access.actor())
    page = render_template(
        "assessments/answer.html",
        team=shown.team,
        round=shown,
        content=contents.read(shown.asked.content),
        answers=answers,
        notes=notes,
        version=version,
        handed_in=bool(own and own.handed_in_at),
        problem=problem,
        guard=guard,
        differences=differences,
    )
    return make_response(page, status)


@bp.post(f"{ROUND}/close")
@access.assessment_round(May.EDIT_TEAM)
def close(assessment_round: AssessmentRound) -> Any:
    """Close a round; its result shows, and becomes a point on the chart."""
    services.close_round(access.actor(), assessment_round)
    db.session.commit()
    flash("The round is closed.", "saved")
    return go_to(_url("assessments.show", assessment_round))


@bp.post(f"{ROUND}/reopen")
@access.assessment_round(May.EDIT_TEAM)
def reopen(assessment_round: AssessmentRound) -> Any:
    """Open a closed round again, for who closed it; its point leaves the chart."""
    form = ReopenForm()
    status = attempt(
        form,
        lambda: reopening.reopen(
            access.actor(), assessment_round, form.reason.data or "", form.version.opened_at
        ),
    )
    if status:
        db.session.expire_all()
        return _round_page(assessment_round, status=status, reopen=form)
    flash("The round is open again. The answers that were given are kept.", "saved")
    return go_to(_url("assessments.show", assessment_round))


@bp.post(f"{ROUND}/reflection")
@access.assessment_round(May.EDIT_TEAM)
def reflect(assessment_round: AssessmentRound) -> Any:
    """Keep what the team takes from a result."""
    form = ReflectionForm()
    status = attempt(
        form,
        lambda: services.reflect(
            access.actor(), assessment_round, form.reflection.data or "", form.version.opened_at
        ),
    )
    if status:
        db.session.expire_all()
        return _round_page(assessment_round, form, status)
    flash("Kept with the round.", "saved")
    return go_to(_url("assessments.show", assessment_round))


def _url(endpoint: str, shown: AssessmentRound) -> str:
    return url_for(
        endpoint,
        network_slug=shown.team.network.slug,
        team_slug=shown.team.slug,
        round_id=shown.id,
    )
