"""Signing in and out, and the account's password."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_security import current_user

from app import access
from app.accounts import passwords, queries, services, sessions, throttle
from app.accounts.forms import PasswordForm, SignInForm
from app.accounts.models import User
from app.accounts.setup import keep, kept
from app.addresses import id_from
from app.errors import ServiceError, error_page
from app.extensions import db
from app.forms import refuse
from app.local import local_path

bp = Blueprint("accounts", __name__, template_folder="templates")

WRONG = "This email address and password do not belong together."


@bp.get("/sign-in")
@access.public("one signs in here")
def sign_in() -> Any:
    if current_user.is_authenticated:
        return redirect(_landing(request.args.get("next")))
    form = SignInForm(data={"next": request.args.get("next")})
    return _sign_in_page(form)


@bp.post("/sign-in")
@access.public("one signs in here")
def sign_in_post() -> Any:
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form, 422)
    email = form.email.data or ""
    guess = throttle.store(email, request.remote_addr or "")
    db.session.commit()  # the guess counts, whatever comes next
    wait = throttle.wait_of(guess)
    if wait is not None:
        throttle.forget(guess)
        db.session.commit()
        return too_many(wait)
    user = _right_person(email, form.password.data or "")
    if user is None:
        form.form_errors.append(WRONG)
        return _sign_in_page(form, 422)
    throttle.forget(guess)
    return welcome(user, form.next.data)


@bp.post("/demo-sign-in")
@access.public("in the demonstration one may be anybody; elsewhere it answers 404")
def demo_sign_in() -> Any:
    if not current_app.config["DEMO"]:
        access.not_found()
    user = queries.demo_person(request.form.get("person", 0, type=id_from))
    if user is None:
        access.not_found()
    return welcome(user, request.form.get("next"))


@bp.post("/sign-out")
@access.signed_in
def sign_out() -> Any:
    sessions.end(kept() or "")
    db.session.commit()
    session.clear()
    return redirect(url_for("accounts.sign_in"), code=303)


@bp.get("/account/password")
@access.signed_in
def password() -> str:
    return render_template("accounts/password.html", form=PasswordForm(), user=access.actor())


@bp.post("/account/password")
@access.signed_in
def password_post() -> Any:
    user, form = access.actor(), PasswordForm()
    if not form.validate():
        return render_template("accounts/password.html", form=form, user=user), 422
    guess = throttle.store(user.email, "")  # what others do at this address is not theirs
    db.session.commit()  # a stolen session may not be used to guess the password
    wait = throttle.wait_of(guess)
    try:
        if wait is not None:
            throttle.forget(guess)
            db.session.commit()
            return too_many(wait)
        token = services.change_password(user, form.current.data or "", form.password.data or "")
    except ServiceError as error:
        db.session.rollback()
        refuse(form, error)
        return render_template("accounts/password.html", form=form, user=user), 422
    throttle.forget(guess)
    db.session.commit()
    keep(token)
    flash("Your password is changed. Other browsers are signed out.", "saved")
    return redirect(url_for("accounts.password"), code=303)


def welcome(user: User, target: str | None) -> Any:
    """Sign `user` in, in place of whoever this browser belonged to, and send them on."""
    sessions.end(kept() or "")
    token = sessions.open_for(user)
    db.session.commit()
    keep(token)
    return redirect(_landing(target), code=303)


def too_many(wait: timedelta) -> Any:
    """Answer that there were too many guesses, and when to try again."""
    minutes = math.ceil(wait.total_seconds() / 60)
    text = "a minute" if minutes == 1 else f"{minutes} minutes"
    response = make_response(error_page("429", retry_after=text), 429)
    response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response


def _right_person(email: str, password: str) -> User | None:
    """Whoever has this address and password, found in the same time whether there is one."""
    user = queries.by_email(email)
    stored = user.password if user is not None and user.active else None
    db.session.commit()  # checking takes a tenth of a second: hold no lock meanwhile
    return user if passwords.is_right(password, stored) else None


def _landing(target: str | None) -> str:
    return local_path(target) or url_for("work.home")


def _sign_in_page(form: SignInForm, status: int = 200) -> Any:
    demo = current_app.config["DEMO"]
    people = queries.demo_people() if demo else []
    page = render_template("accounts/sign_in.html", form=form, people=people)
    return page, status
