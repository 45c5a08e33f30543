"""The form of a signal card."""

from __future__ import annotations

from typing import Any

from wtforms import SelectMultipleField

from app.addresses import NOTHING, id_from
from app.causes.models import Cause, SignalCause
from app.guarded import Guarded
from app.plain_fields import AnswerField, VersionField, prose

CHOICES = (
    (Cause.OUR_CHANGE.value, "Our change"),
    (Cause.SOMETHING_ELSE.value, "Something else"),
    (Cause.DATA_ARTIFACT.value, "The data are wrong"),
    (Cause.UNKNOWN.value, "We do not know"),
)


def _number(text: Any) -> int:
    return id_from(str(text)) if str(text).isdecimal() else NOTHING


class CauseForm(Guarded):
    """What caused the signal, which cycles, and a note."""

    cause = AnswerField("What was behind it?", choices=CHOICES)
    # The service keeps to the team's own cycles.
    cycles = SelectMultipleField("Which cycles?", coerce=_number, validate_choice=False)
    note = prose("Note", render_kw={"rows": 2})
    version = VersionField()

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        if sound and not self.cause.data:
            self.cause.errors = ["Choose one of the four. “We do not know” is an answer too."]
            sound = False
        return sound


def form_for(decision: SignalCause | None) -> CauseForm:
    """The form as the decision stands, or empty."""
    if decision is None:
        return CauseForm(formdata=None, data={"version": 0})
    return CauseForm(
        formdata=None,
        data={
            "cause": decision.cause.value,
            "cycles": [cycle.number for cycle in decision.named],
            "note": decision.note,
            "version": decision.version,
        },
    )
