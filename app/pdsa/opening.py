"""A step's form as it opens: with what is stored, or with what was typed and not saved yet."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from uuid import uuid4

from werkzeug.datastructures import MultiDict

from app.pdsa import services
from app.pdsa.forms import ActForm, DoForm, PlanForm, StepForm, StudyForm
from app.pdsa.models import Cycle

Sent = TypeVar("Sent", bound=StepForm)

FORMS: dict[str, type[StepForm]] = {
    "plan": PlanForm,
    "do": DoForm,
    "study": StudyForm,
    "act": ActForm,
}


def empty_plan(owner_id: int, idea: str = "", *, once: str = "") -> PlanForm:
    """The Plan of a cycle that is not made yet."""
    return PlanForm(
        predictions=[{}],
        to_do=[{}],
        version=0,
        once=once or str(uuid4()),
        change_idea_id=idea,
        owner_id=owner_id,
    )


def stored(cycle: Cycle, step: str, today: date) -> StepForm:
    """The step's form with what is stored; each opening is told from every other."""
    form = _stored(cycle, step, today)
    form.once.data = str(uuid4())
    return form


def _stored(cycle: Cycle, step: str, today: date) -> StepForm:
    match step:
        case "plan":
            # The rows are given apart: WTForms would keep the records themselves in them.
            values = {name: getattr(cycle, name) for name in services.STEPS["plan"]}
            return PlanForm(
                predictions=_rows(cycle.predictions, PREDICTED) or [{}],
                to_do=_rows(cycle.to_do, ASSIGNED) or [{}],
                version=cycle.version,
                **values,
            )
        case "do":
            return DoForm(obj=cycle)
        case "study":
            return StudyForm(
                outcomes=_rows(cycle.predictions, CAME),
                version=cycle.version,
                results=cycle.results,
                comparison=cycle.comparison,
                learned=cycle.learned,
            )
    form = ActForm(obj=cycle)
    form.decided_on.data = cycle.decided_on or today
    return form


def anew(form: Sent, made: Cycle) -> Sent:
    """A form that made a cycle, was changed in a page that the browser kept, and was sent again.

    It says so instead of losing the change; sent once more, it makes another cycle.
    """
    form.once.raw_data = None
    form.once.data = str(uuid4())
    form.form_errors.append(
        f"This form made cycle {made.number} already; what you changed since is not in it. Copy "
        f"the change into cycle {made.number}, or save again to make another cycle of it."
    )
    return form


PREDICTED = ("id", "text", "low", "high", "unit", "measure_id", "due_on", "confidence")
ASSIGNED = ("id", "text", "owner_id", "due_on")
CAME = ("id", "result", "result_text", "judged_as")


def typed(step: str, fields: MultiDict[str, str]) -> StepForm:
    """The step's form with what a draft holds."""
    form = FORMS[step](formdata=fields)
    if isinstance(form, PlanForm):
        for rows in (form.predictions, form.to_do):
            if not len(rows):
                rows.append_entry()
    return form


def _rows(records: Any, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{field: getattr(record, field) for field in fields} for record in records]
