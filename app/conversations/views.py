"""Comments: beside the work, on a page of their own, and all of a team's in one list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.conversations import queries, services
from app.conversations.about import KINDS, About, about_of, find
from app.conversations.forms import CommentForm
from app.conversations.mentions import people_who_see
from app.conversations.models import Comment, Thread
from app.conversations.panel import Panel, Writing, panel_of, talk_of
from app.errors import ServiceError
from app.extensions import db
from app.forms import attempt
from app.htmx import WORK_CHANGED, go_to, is_htmx, page_or_fragment
from app.teams.models import Team

bp = Blueprint("conversations", __name__, template_folder="templates")

BASE = "/networks/<network_slug>/teams/<team_slug>/comments"
ABOUT = f"{BASE}/<any({', '.join(KINDS)}):about>/<int:about_id>"
THREAD = f"{BASE}/threads/<int:thread_id>"
ONE = f"{BASE}/<int:comment_id>"


@bp.get(BASE)
@access.team(May.SEE_TEAM)
def index(team: Team) -> Response:
    """List what is said on all of the team's work; what waits comes first."""
    navigation.within(team.network, team)
    me, people = access.actor(), people_who_see(team)
    found = [(talk_of(thread, me, people), about) for thread, about in queries.threads_of(team)]
    return make_response(render_template("conversations/index.html", team=team, found=found))


@bp.get(ABOUT, endpoint="about")
@access.team(May.SEE_TEAM)
def show(team: Team, about: str, about_id: int) -> Response:
    """Show the comments on one thing: alone, or for htmx its panel."""
    return _page(_about(team, about, about_id))


@bp.post(ABOUT)
@access.team(May.COMMENT)
def start(team: Team, about: str, about_id: int) -> Any:
    """Begin a thread."""
    here = _about(team, about, about_id)
    form = _form(team)
    asks = bool(form.help.data) and access.may(May.EDIT_TEAM, team)

    def change() -> None:
        services.start(
            access.actor(), here, form.text.data or "", asks_for_help=asks, tell=form.tell.ids
        )

    status = attempt(form, change)
    if status:
        return _page(here, Writing(form), status=status)
    return _done(here, "Your request for help is sent." if asks else "Your comment is stored.")


@bp.post(f"{THREAD}/replies")
@access.team(May.COMMENT)
def reply(team: Team, thread_id: int) -> Any:
    """Answer in a thread."""
    thread, here = _thread(team, thread_id)
    form = _form(team)
    status = attempt(
        form,
        lambda: services.reply(access.actor(), thread, form.text.data or "", tell=form.tell.ids),
    )
    if status:
        return _page(here, Writing(form, thread_id), status=status)
    return _done(here, "Your answer is stored.", thread_id)


@bp.post(f"{THREAD}/<any(resolve, reopen):verb>")
@access.team(May.COMMENT)
def settle(team: Team, thread_id: int, verb: str) -> Any:
    """Say that a thread is dealt with, or that it is not after all."""
    thread, here = _thread(team, thread_id)
    change = services.resolve if verb == "resolve" else services.reopen
    change(access.actor(), thread)
    db.session.commit()
    said = "Resolved. It can be opened again." if verb == "resolve" else "It is open again."
    return _done(here, said, thread_id)


@bp.post(f"{ONE}/read")
@access.team(May.SEE_TEAM)
def read(team: Team, comment_id: int) -> Any:
    """Remember that the person has read what mentions them."""
    comment, here = _comment(team, comment_id)
    services.read(access.actor(), comment)
    db.session.commit()
    return _done(here, "Marked as read.", comment.thread_id)


@bp.get(f"{ONE}/edit")
@access.team(May.COMMENT)
def edit(team: Team, comment_id: int) -> Any:
    """Show one's own words to change them."""
    comment, here = _comment(team, comment_id)
    if comment.author_id != access.actor().id:
        return _refused(here, services.NOT_YOURS)
    form = CommentForm(formdata=None)
    form.show(comment)
    return _edit_page(here, comment, form)


@bp.post(f"{ONE}/edit")
@access.team(May.COMMENT)
def save(team: Team, comment_id: int) -> Any:
    """Store changed words; what they were before is kept."""
    comment, here = _comment(team, comment_id)
    if comment.author_id != access.actor().id:
        return _refused(here, services.NOT_YOURS)
    form = _form(team)

    def change() -> None:
        actor, version = access.actor(), form.version.opened_at
        services.edit(actor, comment, form.text.data or "", tell=form.tell.ids, version=version)

    status = attempt(form, change)
    if status:
        return _edit_page(here, comment, form, status=status)
    flash("Your comment is changed. What it said before is kept.", "saved")
    return go_to(_place(here, comment.thread_id))


@bp.post(f"{ONE}/<any(withdraw, restore):verb>")
@access.team(May.COMMENT)
def take_back(team: Team, comment_id: int, verb: str) -> Any:
    """Withdraw one's own words, or put them back."""
    comment, here = _comment(team, comment_id)
    change: Callable[..., None] = services.withdraw if verb == "withdraw" else services.restore
    try:
        change(access.actor(), comment)
        db.session.commit()
    except ServiceError as error:
        db.session.rollback()
        return _refused(here, error.message)
    said = "Withdrawn. You can put it back." if verb == "withdraw" else "It is back."
    return _done(here, said, comment.thread_id)


def _about(team: Team, kind: str, thing_id: int) -> About:
    found = find(team, kind, thing_id)
    if found is None:
        access.not_found()
    return found


def _thread(team: Team, thread_id: int) -> tuple[Thread, About]:
    thread = queries.thread_of(team, thread_id)
    if thread is None:
        access.not_found()
    return thread, _about(team, *about_of(thread))


def _comment(team: Team, comment_id: int) -> tuple[Comment, About]:
    comment = queries.comment_of(team, comment_id)
    if comment is None:
        access.not_found()
    return comment, _about(team, *about_of(comment.thread))


def _refused(here: About, why: str) -> Any:
    flash(why, "error")
    return go_to(_place(here, None))


def _form(team: Team) -> CommentForm:
    form = CommentForm()
    form.offer(people_who_see(team))
    return form


def _panel(here: About, writing: Writing | None) -> Panel:
    panel = panel_of(here, writing)
    if panel is None:
        access.not_found()
    return panel


def _page(here: About, writing: Writing | None = None, *, status: int = 200) -> Response:
    navigation.within(here.team.network, here.team)
    is_alone = request.form.get("back") == "alone"
    return page_or_fragment(
        "conversations/show.html",
        "conversations/_panel.html",
        status=status,
        team=here.team,
        talk=_panel(here, writing),
        in_place=is_htmx(),
        alone=is_alone,
        # Within the theory it stands under a heading of its own.
        level=3 if is_htmx() and here.kind == "driver" and not is_alone else 2,
    )


def _edit_page(here: About, comment: Comment, form: CommentForm, *, status: int = 200) -> Response:
    navigation.within(here.team.network, here.team)
    form.offer(person for person in people_who_see(here.team) if person.id != comment.author_id)
    stored = comment.text if status == 409 else None
    if stored is not None:
        form.version.move_to(comment.version)
    page = render_template(
        "conversations/edit.html",
        team=here.team,
        about=here,
        comment=comment,
        form=form,
        stored=stored,
    )
    return make_response(page, status)


def _done(here: About, said: str, thread_id: int | None = None) -> Any:
    """Back to where it was written; for htmx the panel as it is now."""
    if is_htmx():
        if request.form.get("back") == "work":
            answer = make_response(render_template("conversations/_read.html", about=here))
        else:
            db.session.expire_all()
            answer = _page(here)
        answer.headers["HX-Trigger"] = WORK_CHANGED
        return answer
    flash(said, "saved")
    if request.form.get("back") == "work":
        return go_to(url_for("work.home"))
    if request.form.get("back") == "all":
        return go_to(here.url("conversations.index"))
    return go_to(_place(here, thread_id))


def _place(here: About, thread_id: int | None) -> str:
    """The page on which a thread stands, opened there."""
    page = here.panel_url if request.form.get("back") == "alone" else here.href
    return f"{page}#{f'thread-{thread_id}' if thread_id else here.key}"
