"""Two versions of a theory: what was added, removed, changed and moved."""

from __future__ import annotations

from dataclasses import dataclass

from app.theory import graph
from app.theory.models import NodeKind
from app.theory.snapshot import Part, Snapshot
from charts.driver_diagram import Mark

Said = tuple[str, str, str]
"""What differs, how it was, and how it is."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A driver or change idea that is not what it was."""

    id: int
    mark: Mark
    kind: NodeKind
    text: str
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every difference, in the order of the later version, with what is gone at the end."""

    differences: tuple[Difference, ...]
    gone: tuple[Part, ...]
    aim: Said | None

    @property
    def marks(self) -> dict[int, Mark]:
        """By node id, how it differs."""
        return {each.id: each.mark for each in self.differences}

    @property
    def summary(self) -> str:
        """How many of each: "2 added, 1 changed"."""
        counts = [
            (sum(1 for each in self.differences if each.mark is mark), mark.value) for mark in Mark
        ]
        told = ", ".join(f"{count} {word}" for count, word in counts if count)
        return told or ("The aim was rewritten" if self.aim else "No differences")


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """Find what differs. Words, measure, status and level count as a change; layer, what it
    serves and its place among its layer as a move; both together are marked as a change.
    """
    shifted = _shifted(before, after)
    found = []
    for part in after.parts:
        old = before.by_id.get(part.id)
        if old is None:
            served = _serves(part, after)
            found.append(
                Difference(part.id, Mark.ADDED, part.kind, part.text, (("Serves", "", served),))
            )
            continue
        words, moves = _words(old, part), _moves(old, part, before, after)
        if not moves and part.id in shifted:
            moves = (("Place", "another one", "moved among its layer"),)
        if words or moves:
            mark = Mark.CHANGED if words else Mark.MOVED
            found.append(Difference(part.id, mark, part.kind, part.text, (*words, *moves)))
    gone = tuple(part for part in before.parts if part.id not in after.by_id)
    for part in gone:
        said = (("Served", _serves(part, before), ""),)
        found.append(Difference(part.id, Mark.REMOVED, part.kind, part.text, said))
    aim = ("Aim", before.aim, after.aim) if before.aim != after.aim else None
    return Comparison(tuple(found), gone, aim)


def _words(old: Part, new: Part) -> tuple[Said, ...]:
    pairs = [
        ("Words", old.text, new.text),
        ("Measures", _names(old.measures), _names(new.measures)),
    ]
    if old.kind is new.kind is NodeKind.IDEA:
        pairs += [
            ("Status", _value(old.status), _value(new.status)),
            ("Reliability", _level(old.reliability), _level(new.reliability)),
        ]
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def _moves(old: Part, new: Part, before: Snapshot, after: Snapshot) -> tuple[Said, ...]:
    found = []
    if old.kind is not new.kind:
        found.append(("Layer", old.kind.value, new.kind.value))
    # What it served and is gone is told there; it is no move of this one.
    was, now = set(old.serves) & set(after.by_id), set(new.serves)
    lost_all = bool(old.serves) and not was and not now
    if was != now and not lost_all:
        found.append(("Serves", _serves(old, before), _serves(new, after)))
    return tuple(found)


def _shifted(before: Snapshot, after: Snapshot) -> frozenset[int]:
    """What changed its place among those that stand in the same layer in both."""
    found: frozenset[int] = frozenset()
    for kind in NodeKind:
        old = [part.id for part in before.parts if part.kind is kind]
        new = [part.id for part in after.parts if part.kind is kind]
        both = set(old) & set(new)
        found |= graph.moved(
            [each for each in old if each in both], [each for each in new if each in both]
        )
    return found


def _serves(part: Part, snapshot: Snapshot) -> str:
    names = [snapshot.by_id[key].text for key in part.serves if key in snapshot.by_id]
    return "; ".join(names) or "the aim"


def _names(measures: tuple[str, ...]) -> str:
    return "; ".join(measures) or "none"


def _value(status: object) -> str:
    return str(getattr(status, "value", "untested"))


def _level(level: int | None) -> str:
    return f"level {level}" if level else "not judged"
