"""Forms that warn before a patient's identifier is stored."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField

from app.identifiers import Suspicion, suspicions


class Guarded(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """A form whose texts are read for patients' identifiers; who knows better confirms.

    The template calls `identifier_warning(form)` of components/identifiers.html.
    """

    not_a_patient = BooleanField("This identifies no patient. Save it as it is.")
    suspicions: tuple[Suspicion, ...] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate, and refuse texts that look like an identifier until it is confirmed."""
        sound: bool = super().validate(extra_validators)
        typed = [each for each in self if isinstance(each, StringField)]
        texts = [each.data for each in typed if not isinstance(each, HiddenField)]
        self.suspicions = suspicions(texts)
        return sound and (not self.suspicions or bool(self.not_a_patient.data))
