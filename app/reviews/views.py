"""The pages of chart reviews: the queue, a chart under review, and the team's answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.htmx import go_to
from app.measures import pages, queries
from app.measures.addresses import series_url
from app.measures.models import Series
from app.measures.views import SERIES
from app.plain_fields import tidy
from app.reviews import services
from app.reviews.forms import AnswerForm, ReviewForm
from app.reviews.models import ChartReview, Outcome
from app.reviews.page import chart_seen, review_page
from app.reviews.queries import queue, standing_of

bp = Blueprint("reviews", __name__, template_folder="templates")


@bp.get("/reviews")
@access.signed_in
def index() -> str:
    """List the charts of the person's teams that have something new since they read them."""
    who = access.standing()
    waiting = queue(access.actor(), who.coached) if who.coached else []
    return render_template("reviews/index.html", waiting=waiting, coaches=bool(who.coached))


@bp.get(f"{SERIES}/review")
@access.series(May.COACH_TEAM)
def show(series: Series) -> str:
    """Show a chart to read, with all that can be done about it."""
    return _page(series, ReviewForm(formdata=None))


@bp.post(f"{SERIES}/review")
@access.series(May.COACH_TEAM)
def save(series: Series) -> Any:
    """Sign the chart off, or ask the team about it, as the pressed button says."""
    form = ReviewForm()
    asks = request.form.get("do") in {"ask", "chart"}
    if not form.validate():
        return _page(series, form), 422
    standing = standing_of(series.id)
    wanted = form.better_chart.data if request.form.get("do") == "chart" else None
    try:
        services.review(
            access.actor(),
            series,
            Outcome.ASKED if asks else Outcome.SIGNED_OFF,
            tidy(form.note.data),
            up_to=standing.latest_period if standing else None,
            better_chart=wanted,
            seen=form.seen.data or "",
            now=chart_seen(standing),
        )
    except Conflict:
        db.session.rollback()
        return _page(series, form, conflict=True), 409
    except ServiceError as error:
        db.session.rollback()
        form[error.field or "note"].errors = [error.message]
        return _page(series, form), 422
    db.session.commit()
    name = f"{series.measure.name}, {series.team.name}"
    flash(f"{'Asked' if asks else 'Signed off'}: {name}.", "saved")
    return go_to(url_for("reviews.index"))  # where the next chart stands first


@bp.get(f"{SERIES}/reviews/<int:review_id>")
@access.chart_review(May.ENTER_DATA)
def question(chart_review: ChartReview) -> str:
    """Show a coach's question with the form to answer it."""
    return _answer_page(chart_review, None)


@bp.post(f"{SERIES}/reviews/<int:review_id>")
@access.chart_review(May.ENTER_DATA)
def answer(chart_review: ChartReview) -> Any:
    """Answer a coach's question."""
    form = AnswerForm()
    if not form.validate():
        return _answer_page(chart_review, form), 422
    try:
        services.answer(
            access.actor(), chart_review, tidy(form.answer.data), version=form.version.opened_at
        )
    except Conflict:
        db.session.rollback()
        return _answer_page(chart_review, form, conflict=True), 409
    except ServiceError as error:
        db.session.rollback()
        form[error.field or "answer"].errors = [error.message]
        return _answer_page(chart_review, form), 422
    db.session.commit()
    flash("Your coach sees the answer.", "saved")
    return go_to(series_url(chart_review.series, _anchor="reviews"))


@bp.post(f"{SERIES}/reviews/<int:review_id>/withdraw")
@access.chart_review(May.COACH_TEAM)
def withdraw(chart_review: ChartReview) -> Any:
    """Take back a question that waits for its answer."""
    try:
        services.withdraw(access.actor(), chart_review)
    except ServiceError as error:
        db.session.rollback()
        flash(error.message, "error")
    else:
        db.session.commit()
        flash("The question is withdrawn; nobody is asked any more.", "saved")
    return go_to(series_url(chart_review.series, "reviews.show", _anchor="said-before"))


def _page(series: Series, form: ReviewForm, *, conflict: bool = False) -> str:
    navigation.within(series.team.network, series.team)
    there = queries.load_for_page(series)
    review = review_page(series, there, form, conflict=conflict)
    return render_template(
        "reviews/show.html", review=review, page=review.page, actor_id=access.actor().id
    )


def _answer_page(made: ChartReview, form: AnswerForm | None, *, conflict: bool = False) -> str:
    series = made.series
    navigation.within(series.team.network, series.team)
    if form is None:
        form = AnswerForm(formdata=None, data={"answer": made.answer, "version": made.version})
    if conflict:
        form.version.move_to(made.version)
    page = pages.series_page(series, queries.load_for_page(series))
    return render_template(
        "reviews/answer.html", made=made, form=form, page=page, is_conflict=conflict
    )
