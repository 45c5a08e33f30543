"""Where what is stored and what was typed differ, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from app.conflicts import Difference
from app.pdsa.forms import PlanForm, StepForm, StudyForm
from app.pdsa.models import Cycle
from app.pdsa.parts import PredictionText
from app.pdsa.wording import came, expected, foretold
from app.plain_fields import ChoiceField
from app.templating import long_date


def differences(cycle: Cycle, form: StepForm, names: Mapping[str, str]) -> list[Difference]:
    """Each field in which what is stored now differs from what was typed.

    `names` says in words what the stored choices are.
    """
    found = []
    for name, typed in form.values().items():
        stored = getattr(cycle, name)
        if stored != typed:
            label = form[name].label.text
            now = names.get(name) or _words(stored)
            found.append(Difference(label, now, _typed(form[name], typed)))
    if isinstance(form, PlanForm):
        before = "; ".join(foretold(p) for p in cycle.predictions)
        after = "; ".join(_predicted(p) for p in form.predicted() if p.text or p.low or p.high)
        if before != after:
            found.append(Difference("Predictions", before or "nothing", after or "nothing"))
    if isinstance(form, StudyForm):
        found += _results(cycle, form)
    return found


def _results(cycle: Cycle, form: StudyForm) -> list[Difference]:
    typed = {result.id: result for result in form.came()}
    found = []
    for prediction in cycle.predictions:
        mine = typed.get(prediction.id)
        if mine is None:
            continue
        now = (prediction.result, prediction.result_text, prediction.judged_as)
        if now != (mine.result, mine.result_text, mine.judged_as):
            answer = _words(mine.result) if mine.result is not None else mine.result_text
            now_said = came(prediction) or "nothing"
            found.append(Difference(foretold(prediction), now_said, answer or "nothing"))
    return found


def _predicted(text: PredictionText) -> str:
    numbers = expected(text)
    return f"{text.text} ({numbers})" if text.text and numbers else text.text or numbers


def _typed(field: Any, value: Any) -> str:
    if isinstance(field, ChoiceField) and value is not None:
        return next(
            (name for key, name, *_ in field.iter_choices() if key == field.data), str(value)
        )
    return _words(value)


def _words(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, Enum):
        return str(value.value).capitalize()
    if isinstance(value, date):
        return long_date(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
