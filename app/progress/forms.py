"""The form of a score."""

from __future__ import annotations

from wtforms.validators import DataRequired

from app.guarded import Guarded
from app.plain_fields import AnswerField, DayField, prose
from app.progress.scale import Scale


class ScoreForm(Guarded):
    """Which level, since when, and why."""

    halves = AnswerField("Which of these is true today?")
    on = DayField("On which day?")
    reason = prose("What makes you say so?", render_kw={"rows": 3})

    def __init__(self, scale: Scale, **more: object) -> None:
        super().__init__(**more)
        self.halves.choices = [
            (str(each.halves), f"{each.value} {each.name}") for each in scale.values()
        ]
        self.halves.validators = [DataRequired("Choose one of the levels.")]
        self.reason.validators = [
            DataRequired("Say in a few words why; a score by itself tells nobody anything."),
            *self.reason.validators,
        ]
