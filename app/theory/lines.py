"""A list of lines with indentation, as people paste it, read as drivers and change ideas."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.errors import ServiceError
from app.theory.models import NodeKind

LONGEST = 300
MOST = 200
TAB = 4
BULLET = re.compile(r"^(?:[-*+•–‣◦·]\s+|\d{1,3}[.)]\s+|[a-zA-Z]\)\s+)")
IDEA = re.compile(r"^(?:idea|change idea)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One node to make: its text, how many steps it stands in, and whether it says "idea:"."""

    text: str
    depth: int
    is_idea: bool = False


def read(text: str) -> tuple[Line, ...]:
    """Read lines; deeper indentation is one step in, bullets and numbers are left out.

    The first line is at depth 0. A line indented less than the first one counts as 0 as well; a
    line can stand at most one step deeper than the one before.

    Raises
    ------
    ServiceError
        For a line that is too long, or for too many.
    """
    found: list[Line] = []
    steps: list[int] = []
    for raw in text.replace("\x00", "").expandtabs(TAB).splitlines():
        content = raw.strip()
        if not content:
            continue
        indent = len(raw) - len(raw.lstrip())
        while steps and steps[-1] > indent:
            steps.pop()
        if not steps or steps[-1] < indent:
            steps.append(indent)
        content = BULLET.sub("", content).strip()
        is_idea = bool(IDEA.match(content))
        content = IDEA.sub("", content)
        if not content:
            continue
        if len(content) > LONGEST:
            start = " ".join(content.split()[:6])
            raise ServiceError(
                f"Keep each line under {LONGEST} characters; “{start} …” is longer.", field="lines"
            )
        found.append(Line(content, len(steps) - 1, is_idea))
    if len(found) > MOST:
        raise ServiceError(f"Add at most {MOST} lines at once.", field="lines")
    return tuple(found)


def kind_at(line: Line, first: NodeKind) -> NodeKind:
    """The layer of a line where depth 0 is `first`; deeper than a change idea stays one."""
    if line.is_idea:
        return NodeKind.IDEA
    kinds = tuple(NodeKind)
    return kinds[min(first.depth - 1 + line.depth, len(kinds) - 1)]
