"""What has changed on a chart since a moment, in words: "3 values, 1 phase"."""

from __future__ import annotations

from app.measures.past.state import (
    ANNOTATION,
    BASELINE,
    DEFINITION,
    EXCLUSION,
    PHASE,
    VALUE,
    Difference,
    State,
    differences,
)

NAMES = {
    EXCLUSION: ("point left out", "points left out"),
    PHASE: ("phase", "phases"),
    BASELINE: ("baseline", "baselines"),
    ANNOTATION: ("annotation", "annotations"),
    DEFINITION: ("definition", "definitions"),
}
VERBS = ("entered", "corrected", "removed")


def since(then: State, now: State) -> tuple[str, ...]:
    """What differs, a part for each kind; none where nothing does."""
    found = differences(then, now)
    parts = list(_values(found[VALUE])) if VALUE in found else []
    parts += [counted(found[kind].all, *NAMES[kind]) for kind in NAMES if kind in found]
    return tuple(parts)


def _values(found: Difference) -> list[str]:
    counts = zip((found.came, found.changed, found.went), VERBS, strict=True)
    return [f"{counted(number, 'value', 'values')} {verb}" for number, verb in counts if number]


def undated(then: State) -> str:
    """What stands there though nobody knows since when; empty where all is known."""
    kinds = [kind for kind, _ in then.undated if kind in NAMES and kind != DEFINITION]
    told = [counted(kinds.count(kind), *NAMES[kind]) for kind in NAMES if kind in kinds]
    return " and ".join(told)


def counted(number: int, one: str, many: str) -> str:
    """A number of things: "1 phase", "3 phases"."""
    return f"{number} {one if number == 1 else many}"
