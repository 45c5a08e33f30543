"""The assistant's questions, in plain words."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import DataRequired, ValidationError

from app.catalog.assistant import Answers
from app.plain_fields import AnswerField, NumberField

UNSURE = ("", "Not sure yet")


class QuestionsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """Everything that the assistant asks; only the first must be answered."""

    counted = AnswerField(
        "What does one data point tell?",
        choices=[
            ("people", "How many people or cases, out of all, had it or got it: 12 of 80 children"),
            ("happenings", "How often something happened: 7 falls, 9 complaints"),
            ("measured", "How much or how long something was: 38 minutes, a score, dollars"),
        ],
        validators=[DataRequired("Choose the one that comes closest.")],
    )
    varies = AnswerField(
        "If you count how often: do the chances for it differ from period to period?",
        choices=[
            ("yes", "Yes, such as more patient days in one month than in another"),
            ("no", "No, they stay about the same"),
            UNSURE,
        ],
        default="",
    )
    several = AnswerField(
        "If you measure: how many values are there each time?",
        choices=[("one", "One"), ("several", "Several, such as five waits each week"), UNSURE],
        default="",
    )
    number = NumberField(
        "About how many people, cases or chances are there in a month?",
        description="A guess will do.",
    )
    events = NumberField(
        "And in about how many of them does it happen in a month?",
        description="0.3 for once in three months.",
    )
    pace = AnswerField(
        "How often could you get the number without much extra work?",
        choices=[
            ("week", "Every week"),
            ("month", "Every month"),
            ("quarter", "Every quarter"),
            UNSURE,
        ],
        default="",
    )
    better = AnswerField(
        "What do you hope for?",
        choices=[("down", "Fewer, less or shorter"), ("up", "More, higher or longer"), UNSURE],
        default="",
    )
    history = NumberField("How many past points do you have already?")

    def answers(self) -> Answers:
        """What was answered."""
        return Answers(**{name: self[name].data for name in Answers.__dataclass_fields__})

    def validate_number(self, field: Any) -> None:
        """Counts of people are not negative."""
        _not_negative(field)

    def validate_events(self, field: Any) -> None:
        """No more of them than there are."""
        _not_negative(field)
        of = self.number.data
        part = self.counted.data == "people"
        if part and field.data is not None and of is not None and field.data > of:
            raise ValidationError(f"That is more than the {of:,.10g} there are.")

    def validate_history(self, field: Any) -> None:
        """A number of points."""
        _not_negative(field)


def _not_negative(field: Any) -> None:
    if field.data is not None and field.data < 0:
        raise ValidationError("Write 0 or more.")
