"""The form with which a person makes a token."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms.validators import DataRequired

from app.api.scopes import NAMES, Scope
from app.api.tokens.services import LIVES
from app.networks.models import Network
from app.plain_fields import AnswerField, ChoiceField, TicksField, line

WORDS = {30: "30 days", 90: "90 days", 365: "One year"}


class TokenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """What a new token is for, what it may do, and how long."""

    name = line("What will use it", 80, DataRequired("Name it, such as “Monthly upload”."))
    scopes = TicksField("What it may do")
    network_id = ChoiceField("Where")
    days = AnswerField("How long it works", choices=[(str(n), WORDS[n]) for n in LIVES])

    def offer(self, networks: Iterable[Network]) -> None:
        """Fill the choices that follow from who the person is."""
        self.scopes.choices = [(each.value, words) for each, words in NAMES.items()]
        self.network_id.choices = [
            ("", "In all my networks"),
            *((str(each.id), f"Only in {each.name}") for each in networks),
        ]

    @property
    def chosen(self) -> list[Scope]:
        """The scopes that were ticked."""
        known = {each.value for each in Scope}
        return [Scope(text) for text in self.scopes.data or () if text in known]

    @property
    def lives(self) -> int:
        """Days until it expires; 0 where none was chosen."""
        return int(self.days.data) if self.days.data in {str(n) for n in LIVES} else 0
