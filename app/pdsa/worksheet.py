"""A cycle as people read it: its steps, what waits, what was predicted and what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.pdsa.models import AsPlanned, Cycle, CycleStatus, Decision, Prediction
from app.pdsa.outcomes import Outcome, by_prediction
from app.pdsa.wording import expected, foretold, says, subject
from app.templating import short_date

STEP_NAMES = {"plan": "Plan", "do": "Do", "study": "Study", "act": "Act"}

ORDER = ("plan", "do", "study", "act")

AS_PLANNED = {
    AsPlanned.YES: "Carried out as planned.",
    AsPlanned.PARTLY: "Partly carried out as planned.",
    AsPlanned.NO: "Not carried out as planned.",
}

DECIDED = {
    Decision.ADOPT: "Adopted",
    Decision.ADAPT: "Adapted",
    Decision.ABANDON: "Abandoned",
}

NEXT_ACTIONS = {
    CycleStatus.PLAN: "Finish the Plan",
    CycleStatus.DO: "Write what happened",
    CycleStatus.STUDY: "Finish the Study",
    CycleStatus.ACT: "Decide",
}
"""What the button of a waiting cycle says."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four steps: its name, a few words of when, and whether its turn has come."""

    key: str
    name: str
    when: str
    state: str
    """`done`, `now` or `later`."""


def steps_of(cycle: Cycle) -> tuple[Step, ...]:
    """The four steps in order."""
    waiting = cycle.status.value
    position = ORDER.index(waiting) if waiting in ORDER else len(ORDER)
    found = []
    for index, key in enumerate(ORDER):
        state = "done" if index < position else "now" if index == position else "later"
        found.append(Step(key, STEP_NAMES[key], _when(cycle, key, state), state))
    return tuple(found)


def _when(cycle: Cycle, key: str, state: str) -> str:
    if state == "later":
        return "later"
    if state == "now":
        coming = key == "do" and cycle.starts_on
        return f"from {short_date(cycle.starts_on)}" if coming and cycle.starts_on else "waiting"
    words, day = {
        "plan": ("starts", cycle.starts_on),
        "do": ("ended", cycle.ends_on),
        "study": ("", None),
        "act": ("decided", cycle.decided_on),
    }[key]
    return f"{words} {short_date(day)}" if day else "done"


def headline(cycle: Cycle) -> str:
    """The cycle's number and title."""
    return f"Cycle {cycle.number}: {cycle.title}"


def button(cycle: Cycle) -> str:
    """What the waiting step's button says; "" for a cycle that is done."""
    return NEXT_ACTIONS.get(cycle.status, "")


def question(cycle: Cycle, today: date) -> str:
    """What the waiting step asks, in one or two sentences."""
    match cycle.status:
        case CycleStatus.PLAN:
            return _plan_question(cycle)
        case CycleStatus.DO:
            return _do_question(cycle, today)
        case CycleStatus.STUDY:
            told = _foretold(cycle)
            return f"{told} What happened?" if told else "What did the test show?"
        case CycleStatus.ACT:
            return "You wrote what was learned. Adopt the change, adapt it or abandon it?"
        case CycleStatus.DONE:
            return ""


def _plan_question(cycle: Cycle) -> str:
    if not cycle.objective.strip():
        return "What do you want to learn, and what do you predict?"
    return "When does the test start?"


def _do_question(cycle: Cycle, today: date) -> str:
    if cycle.starts_on and cycle.starts_on > today:
        return f"The test starts {short_date(cycle.starts_on)}. Write down what you see as it runs."
    if cycle.ends_on and cycle.ends_on < today:
        return f"The test ended {short_date(cycle.ends_on)}. Did it go as planned, and what did you see?"
    return "The test is running. Did it go as planned, and what do you see?"


def _foretold(cycle: Cycle) -> str:
    if not cycle.predictions:
        return ""
    more = len(cycle.predictions) - 1
    rest = f", and {more} more" if more else ""
    return f"You predicted “{foretold(cycle.predictions[0])}”{rest}."


def summary(cycle: Cycle, outcomes: Sequence[Outcome] | None = None) -> str:
    """What a decided cycle taught, in a line: prediction, result, and what was learned.

    `outcomes` are the cycle's with what measures say; without them, what is stored is told.
    """
    found = []
    for each in (by_prediction(cycle, {}) if outcomes is None else outcomes)[:1]:
        if each.came:
            found.append(_outcome(each.prediction, each.came))
    learned = " ".join(cycle.learned.split())
    if learned:
        found.append(learned if learned.endswith((".", "?")) else f"{learned}.")
    return " ".join(found)


def _outcome(prediction: Prediction, got: str) -> str:
    text, number = subject(prediction), expected(prediction)
    if text and number and not says(text, prediction):
        return f"{text}: predicted {number}, got {_inside(got)}."
    return f"Predicted {_inside(text or number)}, got {_inside(got)}."


def _inside(text: str) -> str:
    plain = text[1:2].islower() or text[1:2] == " "
    return text[:1].lower() + text[1:] if plain else text


def decision_word(decision: Decision | None) -> str:
    """What was decided, in a word, or that nothing is yet."""
    return DECIDED[decision] if decision else "Running"
