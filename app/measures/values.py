"""Numbers as people type them, and what a measure accepts."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from app.measures.models import DataKind, Measure
from app.templating import number

LARGEST = 1e12
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[,   ]\d{3})+(?:\.\d+)?", re.ASCII)
PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)

VALUE, DENOMINATOR = "value", "denominator"

Refusals = dict[str, str]
"""Sentences by the name of the field they stand beside."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One observation's numbers, read and accepted."""

    value: float
    denominator: float | None


class NotANumberError(ValueError):
    """A text that is no number, with the sentence that says so."""


def parse(text: str) -> float:
    """Read a number: "246", "1,240", "7.5" or "−3".

    Raises
    ------
    NotANumberError
        With a sentence for the person who typed it.
    """
    typed = text.strip().replace("−", "-")
    if THOUSANDS.fullmatch(typed):
        typed = re.sub(r"[,   ]", "", typed)
    elif DECIMAL_COMMA.fullmatch(typed):
        raise NotANumberError(f"Write {typed.replace(',', '.')} with a point, not a comma.")
    if not PLAIN.fullmatch(typed):
        raise NotANumberError(f"“{text.strip()[:40]}” is not a number.")
    found = float(typed)
    if not math.isfinite(found) or abs(found) > LARGEST:
        raise NotANumberError("That number is too large to be right.")
    return found


def in_words(value: float, denominator: float | None) -> str:
    """A stored observation: "17 of 200", or "3.5" where nothing stands below it."""
    return f"{number(value)} of {number(denominator)}" if denominator is not None else number(value)


def read(measure: Measure, value: str, denominator: str = "") -> tuple[Entered | None, Refusals]:
    """Read what was typed for one period: the numbers, or a sentence for each field at fault."""
    refused: Refusals = {}
    first = _parsed(value, VALUE, refused)
    second = None
    if measure.has_denominator:
        second = _parsed(denominator, DENOMINATOR, refused)
    if refused or first is None:
        return None, refused
    refused = check(measure, first, second)
    return (None, refused) if refused else (Entered(first, second), {})


def check(measure: Measure, value: float, denominator: float | None) -> Refusals:
    """What a measure refuses about two numbers; the same for forms and for every other way in."""
    refused: Refusals = {}
    kind = measure.data_kind
    if kind is not DataKind.SINGLE:
        _check_count(value, VALUE, refused)
    if not measure.has_denominator:
        return refused
    if denominator is None:
        refused[DENOMINATOR] = "Enter a number."
        return refused
    if kind is DataKind.PROPORTION:
        _check_count(denominator, DENOMINATOR, refused)
    if denominator == 0:
        refused[DENOMINATOR] = (
            "Nothing can be divided by 0. If there was nobody to count, leave this period out."
        )
    elif denominator < 0:
        refused[DENOMINATOR] = "This cannot be negative."
    elif kind is DataKind.PROPORTION and not refused and value > denominator:
        refused[VALUE] = (
            f"{_plain(value)} is more than {_plain(denominator)}. "
            "These are part of the whole, so there cannot be more of them."
        )
    return refused


def _parsed(text: str, field: str, refused: Refusals) -> float | None:
    if not text.strip():
        refused[field] = "Enter a number."
        return None
    try:
        return parse(text)
    except NotANumberError as error:
        refused[field] = str(error)
        return None


def _check_count(number: float, field: str, refused: Refusals) -> None:
    if number < 0:
        refused[field] = "A count cannot be negative."
    elif number != int(number):
        refused[field] = f"This is a count, so it needs a whole number, not {_plain(number)}."


def _plain(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:,.10g}"
