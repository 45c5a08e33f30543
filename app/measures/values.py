"""Numbers as people type them, and what a measure accepts."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from app.measures.models import DataKind, Measure
from qi.constants import LARGEST_RANGE

LARGEST = 1e12
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[,   ]\d{3})+(?:\.\d+)?", re.ASCII)
PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)

PERCENT = re.compile(r"(?<=\d)\s*%(?=[\s,;]|$)", re.ASCII)
BETWEEN_VALUES = re.compile(r"\s*[;\n\t]\s*|,\s+|\s+")
MOST_VALUES = 500
LONGEST_NOTE = 500
"""Characters of what is noted about a number."""

VALUE, DENOMINATOR, EVENTS = "value", "denominator", "events"
MOST_EVENTS = 50
"""Events of one day: more are no rare events."""

Refusals = dict[str, str]
"""Sentences by the name of the field they stand beside."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One observation's numbers, read and accepted."""

    value: float
    denominator: float | None
    raw: tuple[float, ...] | None = None


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
    if typed.endswith("%") and PLAIN.fullmatch(typed[:-1].strip()):
        raise NotANumberError(
            f"“{text.strip()[:40]}” is a percentage; here the number itself is needed, "
            "without a percent sign."
        )
    if not PLAIN.fullmatch(typed):
        raise NotANumberError(f"“{text.strip()[:40]}” is not a number.")
    found = float(typed)
    if not math.isfinite(found) or abs(found) > LARGEST:
        raise NotANumberError("That number is too large to be right.")
    return found


def read(
    measure: Measure, value: str, denominator: str = "", events: str = ""
) -> tuple[Entered | None, Refusals]:
    """Read what was typed for one period: the numbers, or a sentence for each field at fault.

    `events` is how many there were on the day; nothing is one.
    """
    refused: Refusals = {}
    if measure.data_kind is DataKind.SUBGROUP:
        return _read_raw(measure, without_unit(measure, value))
    if measure.data_kind is DataKind.EVENTS:
        return _read_events(measure, value, events)
    value = without_unit(measure, value)
    first = _parsed(value, VALUE, refused)
    second = None
    if measure.has_denominator:
        second = _parsed(denominator, DENOMINATOR, refused)
    if refused or first is None:
        return None, refused
    refused = check(measure, first, second)
    return (None, refused) if refused else (Entered(first, second), {})


def without_unit(measure: Measure, text: str) -> str:
    """A value without the percent signs that are its unit, as sheets write it."""
    if measure.unit != "%" or measure.data_kind not in {DataKind.SINGLE, DataKind.SUBGROUP}:
        return text
    return PERCENT.sub("", text)


def _read_raw(measure: Measure, text: str) -> tuple[Entered | None, Refusals]:
    """Read the raw values of a subgroup, typed in one field: "41, 38, 44.5"."""
    try:
        raw = parse_raw(text)
    except NotANumberError as error:
        return None, {VALUE: str(error)}
    refused = check_raw(measure, raw)
    return (None, refused) if refused else (Entered(fmean(raw), None, tuple(raw)), {})


def parse_raw(text: str) -> list[float]:
    """Read raw values from one text: "41, 38, 44.5".

    Raises
    ------
    NotANumberError
        With a sentence for the person who typed it.
    """
    raw = []
    for typed in BETWEEN_VALUES.split(text.strip().strip(",;")):
        if "," in typed:
            raise NotANumberError(
                f"“{typed[:40]}” can be read in two ways. Put a space after each comma between "
                "values, and none inside a number: 41, 38, 44.5."
            )
        if not typed:
            raise NotANumberError("Enter the values: 41, 38, 44.5.")
        raw.append(parse(typed))
    return raw


def _read_events(measure: Measure, cases: str, events: str) -> tuple[Entered | None, Refusals]:
    """Read the cases since the event before, and how many there were; both may stay empty."""
    refused: Refusals = {}
    since = _parsed(cases, VALUE, refused) if cases.strip() else None
    many = _parsed(events, EVENTS, refused) if events.strip() else 1.0
    if not refused and many is not None:
        refused = check(measure, many, since)
        if not refused:
            return Entered(many, since), {}
    return None, refused


def check_raw(measure: Measure, raw: Sequence[float]) -> Refusals:
    """What a measure refuses about the raw values of one subgroup."""
    fewest = 2 if measure.chart in {"s", "r"} else 1
    if len(raw) < fewest:
        return {VALUE: f"This chart shows their spread, so enter {fewest} values at least."}
    most = LARGEST_RANGE if measure.chart == "r" else MOST_VALUES
    if len(raw) > most:
        return {VALUE: f"These are {len(raw)} values; this measure takes up to {most} at a time."}
    return {}


def check(measure: Measure, value: float, denominator: float | None) -> Refusals:
    """What a measure refuses about two numbers; the same for forms and for every other way in."""
    refused: Refusals = {}
    kind = measure.data_kind
    if kind is DataKind.EVENTS:
        return _check_events(value, denominator)
    if kind not in {DataKind.SINGLE, DataKind.SUBGROUP}:
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


def _check_events(events: float, cases: float | None) -> Refusals:
    refused: Refusals = {}
    if cases is not None:
        _check_count(cases, VALUE, refused)
    _check_count(events, EVENTS, refused)
    if not 1 <= events <= MOST_EVENTS and EVENTS not in refused:
        refused[EVENTS] = f"Enter how many there were on that day, 1 to {MOST_EVENTS}."
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
