"""Logging a small cycle that is finished already: the few fields that matter, the rest inferred."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from wtforms import HiddenField
from wtforms.validators import DataRequired

from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.pdsa import services
from app.pdsa.forms import SCORE_CHOICES, IdeaField, StepForm
from app.pdsa.models import Cycle, Decision, Scale
from app.pdsa.parts import PredictionText
from app.pdsa.queries import PlanChoices, cycles_of, following
from app.pdsa.scoring import Score
from app.plain_fields import AnswerField, DayField, line, prose
from app.teams.models import Team

SHORT_SCALES = [(scale.value, scale.value.capitalize()) for scale in Scale]


class LogForm(StepForm):
    """A finished cycle on one page."""

    title = line("What did you try?", 160, DataRequired("Say in a few words what you tried."))
    change_idea_id = IdeaField("Change idea")
    predicted = line("What did you predict?", 300)
    observations = prose("What happened?", render_kw={"rows": 2})
    judged_as = AnswerField("Did it come true?", choices=SCORE_CHOICES)
    learned = prose("What did you learn?", render_kw={"rows": 2})
    decision = AnswerField(
        "What now?",
        choices=[
            (Decision.ADOPT.value, "Adopt"),
            (Decision.ADAPT.value, "Adapt"),
            (Decision.ABANDON.value, "Abandon"),
        ],
    )
    ends_on = DayField("When?")
    scale = AnswerField("With how many?", choices=SHORT_SCALES)
    draft = HiddenField()

    def offer(self, choices: PlanChoices) -> None:
        """Let the person choose among the team's ideas."""
        self.change_idea_id.offer(choices)

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        if not self.decision.data:
            self.decision.errors = [
                "Adopt, adapt or abandon: a finished test ends with one of them."
            ]
            sound = False
        if self.judged_as.data and not self.predicted.data:
            self.predicted.errors = ["What came true or not? Write what you predicted."]
            sound = False
        return sound

    def values(self) -> dict[str, Any]:
        idea = self.change_idea_id.data
        return {
            "change_idea_id": int(idea) if idea and idea.isdecimal() else None,
            "observations": self.observations.data,
            "learned": self.learned.data,
            "decision": Decision(self.decision.data),
            "ends_on": self.ends_on.data,
            "scale": Scale(self.scale.data) if self.scale.data else None,
        }


def empty_log(team: Team, today: date, *, once: str = "") -> LogForm:
    """The form as it opens: today, on the idea that was tested last, with one person."""
    cycles = cycles_of([team.id]).get(team.id, [])
    ideas = [cycle.change_idea_id for cycle in cycles if cycle.change_idea_id is not None]
    return LogForm(
        version=0,
        once=once or str(uuid4()),
        change_idea_id=ideas[-1] if ideas else "",
        ends_on=today,
        scale=Scale.ONE.value,
    )


def log_finished(team: Team, form: LogForm, *, actor: User, today: date) -> Cycle:
    """Make the cycle. What nobody was asked is inherited from the latest one on the same idea."""
    values = form.values()
    day = values["ends_on"] or today
    if day > today:
        raise ServiceError("A finished test lies behind us.", field="ends_on")
    before = _latest_on(team, values["change_idea_id"])
    values |= {"starts_on": day, "ends_on": day, "decided_on": day, "once": form.sent_once or None}
    if before is not None:
        values["measure_id"] = before.measure_id
        if before.decision is not None and following(before) is None:
            values["previous_id"] = before.id
    cycle = services.start(
        team,
        form.title.data or "",
        actor=actor,
        action="log finished cycle",
        predicted=[PredictionText(None, form.predicted.data or "")],
        owner_id=actor.id,
        **values,
    )
    for prediction in cycle.predictions:
        prediction.judged_as = Score(form.judged_as.data) if form.judged_as.data else None
    db.session.flush()
    return cycle


def says_more(form: LogForm, cycle: Cycle) -> bool:
    """Whether the form says something else than the cycle that it made."""
    values = form.values() | {"title": form.title.data}
    if values["ends_on"] is None:
        del values["ends_on"]
    predicted = "".join(each.text for each in cycle.predictions)
    return predicted != (form.predicted.data or "") or any(
        getattr(cycle, name) != value for name, value in values.items()
    )


def _latest_on(team: Team, idea_id: int | None) -> Cycle | None:
    """The team's latest cycle on a change idea."""
    if idea_id is None:
        return None
    cycles = cycles_of([team.id]).get(team.id, [])
    return next((each for each in reversed(cycles) if each.change_idea_id == idea_id), None)
