"""One form for each step of a cycle. Only the title is required."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from wtforms import FieldList, Form, FormField, HiddenField
from wtforms.validators import DataRequired, ValidationError

from app.guarded import Guarded
from app.pdsa.models import AsPlanned, Decision, Scale
from app.pdsa.parts import PredictionResult, PredictionText, TaskText
from app.pdsa.queries import PlanChoices, idea_gone
from app.pdsa.scoring import Score
from app.plain_fields import (
    AnswerField,
    ChoiceField,
    DayField,
    NumberField,
    VersionField,
    line,
    prose,
    tidy,
)

ONCE = re.compile(r"[0-9a-f-]{36}")

MOST_PREDICTIONS = 20
MOST_TASKS = 30

CONFIDENCES = (50, 60, 70, 80, 90, 95)
"""How sure a team can say it is, in percent."""

SURE_CHOICES = [
    ("", "Not said"),
    *((str(percent), f"{percent}%{' (even odds)' * (percent == 50)}") for percent in CONFIDENCES),
]

SCORE_CHOICES = [
    (Score.HIT.value, "Yes"),
    (Score.PARTLY.value, "Partly"),
    (Score.MISS.value, "No"),
]

SCALE_CHOICES = [("", "Not said yet"), *((s.value, s.value.capitalize()) for s in Scale)]


class StepForm(Guarded):
    """What every step has: the version that it was opened with."""

    version = VersionField()
    once = HiddenField()
    """What makes a form that is sent twice one cycle."""

    @property
    def sent_once(self) -> str:
        """What the form carried when it was opened, or nothing that one could go by."""
        text = self.once.data or ""
        return text if ONCE.fullmatch(text) else ""

    def ensure_once(self) -> str:
        """What the form carries, now at the latest."""
        if not self.sent_once:
            self.once.raw_data, self.once.data = None, str(uuid4())
        return self.sent_once

    def values(self) -> dict[str, Any]:
        """The step's columns."""
        raise NotImplementedError


class PredictionForm(Form):
    """A row of Plan: words, and a number or a range where there is one."""

    id = HiddenField()
    text = line("We predict", 300)
    low = NumberField("From")
    high = NumberField("To")
    unit = line("Unit", 40)
    measure_id = ChoiceField("Measure that decides")
    due_on = DayField("On")
    confidence = ChoiceField("How sure are we?", choices=SURE_CHOICES)

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        low, high = self.low.data, self.high.data
        named = tidy(self.text.data) or self.measure_id.data
        if (low is not None or high is not None) and not named:
            self.text.errors = ["What do you expect to count or measure?"]
            return False
        if low is not None and high is not None and low > high:
            self.high.errors = ["This is below the low end."]
            return False
        return sound

    def value(self) -> PredictionText:
        return PredictionText(
            id=_id(self.id.data),
            text=tidy(self.text.data),
            low=self.low.data,
            high=self.high.data,
            unit=tidy(self.unit.data),
            measure_id=_id(self.measure_id.data),
            due_on=self.due_on.data,
            confidence=_id(self.confidence.data),
        )


class TaskForm(Form):
    """A row of Plan: what one person does by one day."""

    id = HiddenField()
    text = line("What is to be done", 300)
    owner_id = ChoiceField("Who")
    due_on = DayField("By")

    def value(self) -> TaskText:
        return TaskText(
            id=_id(self.id.data),
            text=tidy(self.text.data),
            owner_id=_id(self.owner_id.data),
            due_on=self.due_on.data,
        )


class IdeaField(ChoiceField):
    """A change idea of the team. One that was deleted since the form was opened is named."""

    def offer(self, choices: PlanChoices) -> None:
        """Let the person choose among these; a deleted one stands there only where it was chosen."""
        gone = {str(key): text for key, text in choices.gone}
        chosen = str(self.data or "")
        self.choices = options("No change idea yet", choices.ideas)
        self.gone = gone.get(chosen)
        if self.gone is not None:
            self.choices.append((chosen, f"{self.gone} (deleted)"))

    def pre_validate(self, form: Any) -> None:
        if self.gone is not None:
            raise ValidationError(idea_gone(self.gone))
        super().pre_validate(form)

    gone: str | None = None
    """The chosen idea's words, where it was deleted."""


class PlanForm(StepForm):
    """Plan."""

    title = line(
        "Title", 160, DataRequired("Give the test a short title; everything else may wait.")
    )
    change_idea_id = IdeaField("Change idea")
    objective = prose("What do we want to learn?", render_kw={"rows": 3})
    questions = prose("Questions this test should answer", render_kw={"rows": 3})
    predictions = FieldList(FormField(PredictionForm), max_entries=MOST_PREDICTIONS)
    to_do = FieldList(FormField(TaskForm), max_entries=MOST_TASKS)
    tasks = prose("More about who, where and when", render_kw={"rows": 2})
    data_plan = prose("What will be counted, by whom, and how?", render_kw={"rows": 3})
    measure_id = ChoiceField("Measure it should move")
    owner_id = ChoiceField("Owner")
    starts_on = DayField("Starts")
    ends_on = DayField("Ends")
    scale = ChoiceField("Scale", choices=SCALE_CHOICES)
    reach = line("Scale in your words", 80)
    conditions = prose("Under which conditions?", render_kw={"rows": 2})

    def offer(self, choices: PlanChoices) -> None:
        """Let the person choose among these."""
        self.change_idea_id.offer(choices)
        self.measure_id.choices = options("All of the team's charts", choices.measures)
        self.owner_id.choices = options("Nobody yet", choices.people)
        deciding = options("None", choices.measures)
        for row in self.predictions:
            row.form.measure_id.choices = deciding
        for task in self.to_do:
            task.form.owner_id.choices = self.owner_id.choices

    def add_row(self, rows: str) -> None:
        """One more empty row of `predictions` or `to_do`, as long as there is room."""
        field = self[rows]
        if len(field) < field.max_entries:
            field.append_entry()

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        starts, ends = self.starts_on.data, self.ends_on.data
        if starts and ends and ends < starts:
            self.ends_on.errors = [*self.ends_on.errors, "This is before the test starts."]
            sound = False
        return sound

    def values(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "change_idea_id": _id(self.change_idea_id.data),
            "objective": self.objective.data,
            "questions": self.questions.data,
            "tasks": self.tasks.data,
            "data_plan": self.data_plan.data,
            "measure_id": _id(self.measure_id.data),
            "owner_id": _id(self.owner_id.data),
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "scale": _member(Scale, self.scale.data),
            "reach": self.reach.data,
            "conditions": self.conditions.data,
        }

    def predicted(self) -> list[PredictionText]:
        return [row.form.value() for row in self.predictions]

    def assigned(self) -> list[TaskText]:
        return [row.form.value() for row in self.to_do]


class DoForm(StepForm):
    """Do."""

    as_planned = AnswerField(
        "Was it carried out as planned?",
        choices=[(answer.value, answer.value.capitalize()) for answer in AsPlanned],
    )
    observations = prose("What did we see?", render_kw={"rows": 5})
    problems = prose("Problems and surprises", render_kw={"rows": 4})

    def values(self) -> dict[str, Any]:
        return {
            "as_planned": _member(AsPlanned, self.as_planned.data),
            "observations": self.observations.data,
            "problems": self.problems.data,
        }


class ResultForm(Form):
    """A row of Study: what came of one prediction."""

    id = HiddenField()
    result = NumberField("What came")
    result_text = line("In words", 300)
    judged_as = AnswerField("Did it come true?", choices=SCORE_CHOICES)

    def value(self) -> PredictionResult:
        return PredictionResult(
            id=_id(self.id.data) or 0,
            result=self.result.data,
            result_text=tidy(self.result_text.data),
            judged_as=_member(Score, self.judged_as.data),
        )


class StudyForm(StepForm):
    """Study."""

    outcomes = FieldList(FormField(ResultForm), max_entries=MOST_PREDICTIONS)
    results = prose("What did the data show?", render_kw={"rows": 4})
    comparison = prose("Compared with before?", render_kw={"rows": 3})
    learned = prose("What did we learn?", render_kw={"rows": 4})

    def values(self) -> dict[str, Any]:
        return {
            "results": self.results.data,
            "comparison": self.comparison.data,
            "learned": self.learned.data,
        }

    def came(self) -> list[PredictionResult]:
        return [row.form.value() for row in self.outcomes]


class ActForm(StepForm):
    """Act."""

    decision = AnswerField(
        "What do we do with this change?",
        choices=[
            (Decision.ADOPT.value, "Adopt: it works, keep it or test it wider"),
            (Decision.ADAPT.value, "Adapt: change something and test again"),
            (Decision.ABANDON.value, "Abandon: it does not help, stop"),
        ],
    )
    changes = prose("What changes, and what comes next?", render_kw={"rows": 4})
    decided_on = DayField("Decided on")

    def values(self) -> dict[str, Any]:
        return {
            "decision": _member(Decision, self.decision.data),
            "changes": self.changes.data,
            "decided_on": self.decided_on.data,
        }


def options(none: str, choices: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
    """Records to choose from, and none of them."""
    return [("", none), *((str(key), name) for key, name in choices)]


def _id(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


def _member(choices: Any, value: str | None) -> Any:
    return next((member for member in choices if member.value == value), None)
