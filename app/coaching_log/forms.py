"""Forms of the coaching log."""

from __future__ import annotations

from wtforms.validators import DataRequired

from app.coaching_log.models import CoachingVisit, Way
from app.guarded import Guarded
from app.plain_fields import AnswerField, DayField, VersionField, line, prose

WAYS = tuple((way.value, way.value.capitalize()) for way in Way)


class PlanForm(Guarded):
    """The day of a visit, and how."""

    on = DayField("On which day?", validators=[DataRequired("Choose the day.")])
    way = AnswerField("How?", choices=WAYS, default=Way.VISIT.value)


class ItemForm(Guarded):
    """An item for the agenda."""

    text = line("Add to the agenda", 300, DataRequired("Write what to talk about."))


class WriteUpForm(Guarded):
    """What happened and what was agreed."""

    on = DayField("When was it?", validators=[DataRequired("Choose the day.")])
    way = AnswerField("How?", choices=WAYS)
    notes = prose("What happened, what you saw", render_kw={"rows": 6})
    agreed = prose("What was agreed: who does what by when", render_kw={"rows": 4})
    next_on = DayField("When do you meet next?")
    version = VersionField()

    def show(self, visit: CoachingVisit) -> None:
        """Fill the form from what is stored."""
        self.on.data, self.way.data = visit.on, visit.way.value
        self.notes.data, self.agreed.data = visit.notes, visit.agreed
        self.version.data = str(visit.version)
