"""Predictions and what came of them, in words."""

from __future__ import annotations

import re

from app.aims.sentence import amount
from app.pdsa.models import Prediction
from app.pdsa.parts import PredictionText
from app.pdsa.scoring import Score
from app.templating import short_date

SCORED = {
    Score.HIT: "Came true",
    Score.PARTLY: "Partly came true",
    Score.MISS: "Did not come true",
}


def expected(prediction: Prediction | PredictionText) -> str:
    """The predicted number or range: "2 to 3 plans", "at least 70%"; "" where there is none."""
    low, high, unit = prediction.low, prediction.high, prediction.unit
    if low is not None and high is not None:
        if low == high:
            return amount(low, unit)
        return f"{amount(low, unit, spell_unit=False)} to {amount(high, unit)}"
    if low is not None:
        return f"at least {amount(low, unit)}"
    if high is not None:
        return f"at most {amount(high, unit)}"
    return ""


def foretold(prediction: Prediction) -> str:
    """The whole prediction in words."""
    text, number = subject(prediction), expected(prediction)
    if text and number and not says(text, prediction):
        return f"{text}: {number}"
    return text or number


def subject(prediction: Prediction) -> str:
    """What is predicted: in the team's words, or else the measure's name."""
    text = prediction.text.strip().rstrip(".")
    return text or (prediction.measure.name if prediction.measure else "")


def says(text: str, prediction: Prediction) -> bool:
    """Whether the words hold the numbers already; "of 3" is what they are counted out of."""
    said = re.findall(r"(?<!of )\b\d+(?:\.\d+)?", text.replace(",", ""))
    ends = {value for value in (prediction.low, prediction.high) if value is not None}
    return ends <= {float(number) for number in said}


def came(prediction: Prediction) -> str:
    """What came of a prediction; "" where nothing is written."""
    return result_in_words(prediction.result, prediction.unit, prediction.result_text)


def result_in_words(result: float | None, unit: str, text: str) -> str:
    """A result as number, words or both: "1 plan: the others came late"."""
    number = counted(result, unit) if result is not None else ""
    words = text.strip().rstrip(".")
    return f"{number}: {words}" if number and words else number or words


def counted(value: float, unit: str) -> str:
    """A number with its unit, one of it in the singular."""
    counts_out_of = unit.startswith("of ")  # "1 of 3 homes"
    if value == 1 and not counts_out_of and unit.endswith("s") and not unit.endswith("ss"):
        unit = unit[:-1]
    return amount(value, unit)


def read_where(prediction: Prediction) -> str:
    """Which measure decides a prediction, and when; "" where none does."""
    if prediction.measure is None:
        return ""
    day = prediction.due_on or (prediction.cycle.ends_on if prediction.cycle else None)
    return f"{prediction.measure.name}, {short_date(day)}" if day else prediction.measure.name


def truth(score: Score | None) -> str:
    """Whether a prediction came true, in words."""
    return SCORED[score] if score else "Not scored yet"
