"""Warn where somebody is about to write down who a patient is.

Three things give a patient away in free text: a record number, a birth date, and a full name with
a date. The patterns would rather warn once too often: whoever knows better confirms and saves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = (
    r"(?:\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b|"
    rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? \d{{4}})?\b)"
)
_RECORD = re.compile(
    r"(?:\b(?:MRN|(?:medical )?record|chart|patient|case|encounter|NHS|account)"
    r"(?: (?:no|nr|number|id))?[.:#]*\s*#?\s*[A-Z]{0,3}-?\d[\d -]{3,}\d\b)|"
    # Seven to eleven digits in a row, or in the groups of an NHS or a social security number.
    r"(?<![\d,.$/-])(?:\d{7,11}|\d{3} \d{3} \d{4}|\d{3}-\d{2}-\d{4})(?![\d,/-])",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    rf"\b(?:born(?: on)?|birth ?da(?:te|y)|date of birth|d\.?o\.?b\.?)\W{{0,3}}(?:is |was )?{_DATE}",
    re.IGNORECASE,
)
_NAME = r"\b[A-Z][a-z’'-]+(?: [A-Z]\.)? [A-Z][a-z’'-]+[a-z]\b"
_NAME_AND_DATE = re.compile(
    rf"({_NAME})(?:[^.!?\n]{{0,40}}?){_DATE}|{_DATE}[^.!?\n]{{0,40}}?({_NAME})"
)
_MONTH_NAME = re.compile(rf"\b{_MONTH}\b")
_BEGINNING = re.compile(
    r"(?:A|After|Another|At|Before|Both|By|Each|Every|From|In|Its|Last|My|Next|On|Our|Since|That|"
    r"The|These|They|This|Until|We|What|When|With|You|Your|[A-Z]\w*day)\b"
)
"""Words that begin a sentence rather than a name."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What looks like an identifier: its kind in words, and the text itself."""

    kind: str
    text: str
    place: str = ""
    """Where it stands, in words; empty where that is plain."""

    @property
    def sentence(self) -> str:
        """What the person reads."""
        place = f"{self.place}: " if self.place else ""
        return f"{place}“{self.text}” looks like {self.kind}."


def suspicions(texts: Iterable[str | None]) -> tuple[Suspicion, ...]:
    """What in these texts looks like a patient's identifier, each once, in reading order."""
    found: dict[str, Suspicion] = {}
    for text in texts:
        for each in _in_text(text or ""):
            found.setdefault(each.text, each)
    return tuple(found.values())


def _in_text(text: str) -> Iterable[Suspicion]:
    for match in _BIRTH.finditer(text):
        yield Suspicion("a birth date", match.group().strip())
    for match in _RECORD.finditer(text):
        yield Suspicion("a record number", match.group().strip())
    for match in _NAME_AND_DATE.finditer(text):
        name = match.group(1) or match.group(2)
        words = name.split()
        if not _BEGINNING.match(name) and not any(_MONTH_NAME.match(word) for word in words):
            yield Suspicion("a full name with a date", match.group().strip())
