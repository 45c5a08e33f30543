"""The form of taking an invitation up."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import DataRequired, InputRequired

from app.plain_fields import line


class AccountForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """A new account's name and password."""

    name = line(
        "Your name",
        120,
        DataRequired("Write the name that your team will see."),
        render_kw={"autocomplete": "name"},
    )
    password = PasswordField(
        "Password",
        validators=[InputRequired("Choose a password.")],
        description="At least 10 characters. Four unrelated words do well.",
        render_kw={"autocomplete": "new-password"},
    )
