"""What every feature's forms share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from sqlalchemy.orm.exc import StaleDataError

from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db


def attempt(form: FlaskForm, change: Callable[[], Any]) -> int | None:
    """Make the change that a form asks for, and commit it.

    None where it was stored. Else nothing was, and the answer's status: 422 with the refusal in
    the form, or 409 where somebody else was faster.
    """
    if not form.validate():
        return 422
    try:
        change()
        db.session.commit()
    except (Conflict, StaleDataError):
        db.session.rollback()
        return 409
    except ServiceError as error:
        db.session.rollback()
        refuse(form, error)
        return 422
    return None


def refuse(form: FlaskForm, error: ServiceError) -> None:
    """Put a service's refusal beside the field that it names, or above the form."""
    if error.field and error.field in form:
        form[error.field].errors = [*form[error.field].errors, error.message]
    else:
        form.form_errors.append(error.message)
