"""What every feature's forms share."""

from __future__ import annotations

from flask_wtf import FlaskForm

from app.errors import ServiceError


def refuse(form: FlaskForm, error: ServiceError) -> None:
    """Put a service's refusal beside the field that it names, or above the form."""
    if error.field and error.field in form:
        form[error.field].errors = [*form[error.field].errors, error.message]
    else:
        form.form_errors.append(error.message)
