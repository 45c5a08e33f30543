"""One form for each step of a cycle. Only the title is required."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, HiddenField
from wtforms.validators import DataRequired

from app.pdsa.models import AsPlanned, Cycle, Decision, Prediction, Scale
from app.pdsa.services import PredictionResult, PredictionText
from app.plain_fields import AnswerField, ChoiceField, DayField, NumberField, line, prose, tidy

MOST_PREDICTIONS = 20

SCALE_CHOICES = [("", "Not said yet"), *((s.value, s.value.capitalize()) for s in Scale)]


class StepForm(FlaskForm):  # type: ignore[misc]  # flask_wtf publishes no types
    """What every step has: the version that it was opened with."""

    version = HiddenField()

    @property
    def opened_version(self) -> int:
        text = self.version.data or "0"
        return int(text) if text.isdecimal() else -1

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

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        low, high = self.low.data, self.high.data
        if (low is not None or high is not None) and not tidy(self.text.data):
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
        )


class PlanForm(StepForm):
    """Plan."""

    title = line(
        "Title", 160, DataRequired("Give the test a short title; everything else may wait.")
    )
    change_idea_id = ChoiceField("Change idea")
    objective = prose("What do we want to learn?", render_kw={"rows": 3})
    questions = prose("Questions this test should answer", render_kw={"rows": 3})
    predictions = FieldList(FormField(PredictionForm), max_entries=MOST_PREDICTIONS)
    tasks = prose("Who does what, where and when?", render_kw={"rows": 4})
    data_plan = prose("What will be counted, by whom, and how?", render_kw={"rows": 3})
    measure_id = ChoiceField("Measure it should move")
    owner_id = ChoiceField("Owner")
    starts_on = DayField("Starts")
    ends_on = DayField("Ends")
    scale = ChoiceField("Scale", choices=SCALE_CHOICES)
    reach = line("Scale in your words", 80)
    conditions = prose("Under which conditions?", render_kw={"rows": 2})

    def offer(
        self,
        ideas: Iterable[tuple[int, str]],
        measures: Iterable[tuple[int, str]],
        people: Iterable[tuple[int, str]],
    ) -> None:
        """Let the person choose among these."""
        for field, none, choices in (
            (self.change_idea_id, "No change idea yet", ideas),
            (self.measure_id, "All of the team's charts", measures),
            (self.owner_id, "Nobody yet", people),
        ):
            field.choices = [("", none), *((str(key), name) for key, name in choices)]

    def add_row(self) -> None:
        """One more empty prediction, as long as there is room."""
        if len(self.predictions) < MOST_PREDICTIONS:
            self.predictions.append_entry()

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
    judged = ChoiceField(
        "Did it come true?", choices=(("", "Not said yet"), ("yes", "Yes"), ("no", "No"))
    )

    def value(self) -> PredictionResult:
        return PredictionResult(
            id=_id(self.id.data) or 0,
            result=self.result.data,
            result_text=tidy(self.result_text.data),
            judged={"yes": True, "no": False}.get(self.judged.data),
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


def plan_rows(cycle: Cycle | None) -> list[dict[str, Any]]:
    """The rows that Plan opens with: the predictions there are, or an empty one."""
    rows: list[dict[str, Any]] = [
        {"id": p.id, "text": p.text, "low": p.low, "high": p.high, "unit": p.unit}
        for p in (cycle.predictions if cycle else ())
    ]
    return rows or [{}]


def study_rows(cycle: Cycle) -> list[dict[str, Any]]:
    """A row for each prediction."""
    return [
        {
            "id": prediction.id,
            "result": prediction.result,
            "result_text": prediction.result_text,
            "judged": _judged(prediction),
        }
        for prediction in cycle.predictions
    ]


def _judged(prediction: Prediction) -> str:
    return {True: "yes", False: "no", None: ""}[prediction.judged]


def _id(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


def _member(choices: Any, value: str | None) -> Any:
    return next((member for member in choices if member.value == value), None)
