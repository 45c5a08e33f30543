"""By which name a form that is not saved yet is kept, and found again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.pdsa.forms import ONCE

MAKES = ("new", "log")
"""Forms that make a cycle: each opening is one of its own, so that two windows keep two."""

_NAME = re.compile(rf"(?:{'|'.join(MAKES)})-{ONCE.pattern}|(?:plan|do|study|act)-[1-9][0-9]{{0,8}}")


@dataclass(frozen=True, slots=True)
class DraftName:
    """A form by its step and its cycle, or by the opening that will make a cycle."""

    step: str
    """`new`, `log`, or a step of a cycle."""
    key: str
    """The cycle's number, or what the opened form carries."""

    def __str__(self) -> str:
        return f"{self.step}-{self.key}"

    @property
    def number(self) -> int | None:
        """The cycle's number; None where the form is to make one."""
        return None if self.step in MAKES else int(self.key)


def read_name(text: str) -> DraftName | None:
    """The name as it was sent; None where no form has it."""
    if not _NAME.fullmatch(text):
        return None
    step, _, key = text.partition("-")
    return DraftName(step, key)


def opening_of(step: str, text: str) -> DraftName | None:
    """The name of a form that makes a cycle, by what an address or a form says of its opening."""
    return read_name(f"{step}-{text}")
