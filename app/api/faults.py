"""From what pydantic says to faults that people can mend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from app.problems import Fault

WORDS = {
    "missing": ("It is missing.", "a value"),
    "extra_forbidden": ("There is no field of this name here.", ""),
    "float_type": ("This is not a number.", "a number, such as 12 or 8.5"),
    "finite_number": ("This is not a number.", "a number, such as 12 or 8.5"),
    "int_type": ("This is not a whole number.", "a whole number"),
    "int_from_float": ("This is not a whole number.", "a whole number"),
    "bool_type": ("This is neither true nor false.", "true or false"),
    "string_type": ("This is not a text.", "a text in quotation marks"),
    "string_unicode": ("This text has signs that no text can have.", "a text in UTF-8"),
    "list_type": ("This is not a list.", "a list in square brackets"),
    "model_type": ("This is not an object.", "an object in curly brackets"),
    "model_attributes_type": ("This is not an object.", "an object in curly brackets"),
}
LIMITS = {
    "greater_than_equal": ("This is too small.", "{ge} or more"),
    "greater_than": ("This is too small.", "more than {gt}"),
    "less_than_equal": ("This is too large.", "{le} or less"),
    "less_than": ("This is too large.", "less than {lt}"),
    "too_short": ("This list is too short.", "{min_length} or more items"),
    "too_long": ("This list is too long.", "{max_length} items or fewer"),
    "string_too_short": ("This text is too short.", "{min_length} or more characters"),
    "string_too_long": ("This text is too long.", "{max_length} characters or fewer"),
    "string_pattern_mismatch": ("This text has another form.", "the form {pattern}"),
    "enum": ("This is none of the words that are known.", "{expected}"),
    "literal_error": ("This is none of the words that are known.", "{expected}"),
}
"""What is said where a limit of the document is passed, with the limit."""
MOST = 50


def faults_of(error: ValidationError) -> list[Fault]:
    """What is wrong, each with a pointer to its place and the number of its row."""
    place = "body" if "Query" not in error.title else "query"
    return [_fault(each, place) for each in error.errors(include_url=False)[:MOST]]


def _fault(each: Any, place: str) -> Fault:
    where: Sequence[str | int] = each["loc"]
    field = pointer(where) if place == "body" else ".".join(str(part) for part in where)
    rows = [part for part in where if isinstance(part, int)]
    detail, expected = WORDS.get(each["type"]) or LIMITS.get(each["type"]) or ("", "")
    if not detail:
        detail = _sentence(each["msg"])
    elif each["type"] in LIMITS:
        expected = expected.format(**each["ctx"])
        detail = f"{detail} Expected: {expected}."
    return Fault(field, detail, expected, place, rows[0] + 1 if rows else None)


def _sentence(text: str) -> str:
    found = text.removeprefix("Value error, ").removeprefix("Assertion failed, ")
    return found if found.endswith(".") else f"{found}."


def pointer(where: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901): "/observations/2/numerator"."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in where)
    return "".join(f"/{part}" for part in escaped)
