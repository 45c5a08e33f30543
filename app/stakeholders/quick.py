"""Reading a list of stakeholders as people type it: a line each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.errors import ServiceError
from app.stakeholders.models import StakeholderKind

MOST = 60
LONGEST = 120

_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_PLACE = re.compile(r"[\s,;]+([+−-]?[12]|0)\s*/\s*([1-5])$")
_BESIDE = re.compile(r"[\s,;]+[+−-]\d\s*/\s*\d$")
"""A sign before two digits: a place, though none on the map. "Room 7/8" is a name."""
_ORGANIZATION = re.compile(
    r"\b(agency|authority|board|church|clinic|commission|company|council|department|district|"
    r"foundation|hospital|insurer|mosque|office|pharmacy|school|station|temple|union|university)$",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"^(dr\.?|mr\.?|mrs\.?|ms\.?|prof\.?|pastor|imam|rabbi|mayor|principal|director|head|chair|"
    r"chief|manager|president|superintendent)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A stakeholder as a line says it; `place` is (support, importance) where the line ends so."""

    name: str
    kind: StakeholderKind
    place: tuple[int, int] | None


def read_lines(text: str) -> list[Line]:
    """Read "Clinic board +1/4": a name, and after it support/importance where they are known.

    Bullets and numbers before a name are left out; a name that comes twice counts once. Raises
    ServiceError where a name is too long or there are too many.
    """
    found: dict[str, Line] = {}
    for number, typed in enumerate(text.splitlines(), 1):
        line = _BULLET.sub("", typed).strip()
        if not line:
            continue
        match = _PLACE.search(line)
        place = (int(match[1].replace("−", "-")), int(match[2])) if match else None
        if match is None and _BESIDE.search(line):
            raise ServiceError(
                f"Line {number} ends with a place that is not on the map. "
                "Support goes from −2 to +2 and importance from 1 to 5: “Clinic board +1/4”.",
                field="names",
            )
        name = (line[: match.start()] if match else line).strip(" ,;")
        if not name:
            raise ServiceError(f"Line {number} has no name.", field="names")
        if len(name) > LONGEST:
            raise ServiceError(
                f"Line {number} is longer than {LONGEST} characters. Shorten the name.",
                field="names",
            )
        found.setdefault(name.casefold(), Line(name, kind_of(name), place))
    if not found:
        raise ServiceError("Write at least one name.", field="names")
    if len(found) > MOST:
        raise ServiceError(f"Add at most {MOST} at once; these are {len(found)}.", field="names")
    return list(found.values())


def kind_of(name: str) -> StakeholderKind:
    """What a name most likely is; the form changes it."""
    if _PERSON.search(name):
        return StakeholderKind.PERSON
    return StakeholderKind.ORGANIZATION if _ORGANIZATION.search(name) else StakeholderKind.GROUP
