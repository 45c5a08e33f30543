"""Somebody else changed a node in the meantime: both wordings, and who wrote the other one."""

from __future__ import annotations

from dataclasses import dataclass

from app.conflicts import Conflict
from app.theory.models import DriverNode


@dataclass(frozen=True, slots=True)
class Clash:
    """What a page shows of it."""

    id: int
    stored: str
    typed: str | None
    """None where it was to be deleted."""
    by: str
    removed: bool

    @property
    def sentence(self) -> str:
        """Who did what."""
        if self.removed:
            return f"{self.by} deleted “{self.stored}” in the meantime."
        return f"{self.by} changed this to “{self.stored}” in the meantime."


class Changed(Conflict):
    """A node says something else than when it was opened; `clash` holds both."""

    def __init__(self, node: DriverNode, typed: str | None) -> None:
        super().__init__()
        removed = node.removed_at is not None
        person = node.removed_by if removed else node.changed_by
        name = person.name if person else "Somebody else"
        self.clash = Clash(node.id, node.text, typed, name, removed)
