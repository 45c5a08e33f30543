"""Forms of signing in and of the account."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """Who one is."""

    email = EmailField(
        "Email address",
        validators=[InputRequired("Write your email address."), Length(max=255)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        "Password",
        validators=[InputRequired("Write your password."), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class PasswordForm(FlaskForm):  # type: ignore[misc]  # as above
    """A new password."""

    current = PasswordField(
        "Present password",
        validators=[InputRequired("Write the password you have now."), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        "New password",
        validators=[InputRequired("Write the new password.")],
        description="At least 10 characters. Four unrelated words do well.",
        render_kw={"autocomplete": "new-password"},
    )
