"""The forms of a single node and of a version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField
from wtforms.validators import DataRequired

from app.conflicts import Difference, differences
from app.guarded import Guarded
from app.measures.models import Measure
from app.plain_fields import AnswerField, ChoiceField, TicksField, line, prose
from app.theory.lines import LONGEST
from app.theory.models import DriverNode, IdeaStatus, NodeKind

RELIABILITY = (
    ("1", "1: intent, training, reminders"),
    ("2", "2: built into the work: defaults, checklists, a second check"),
    ("3", "3: the system notices and recovers by itself"),
)
"""Levels of reliability of a change, in plain words after T. Nolan, R. Resar, C. Haraden and F. A.
Griffin, "Improving the Reliability of Health Care" (IHI, 2004)."""


class NodeForm(Guarded):
    """Everything that one driver or change idea holds."""

    text = line("What it says", LONGEST, DataRequired("Write what it is."))
    short = line(
        "In two or three words",
        40,
        description="Stands on charts, where there is little room.",
    )
    kind = ChoiceField(
        "Layer", choices=[(kind.value, kind.value.capitalize()) for kind in NodeKind]
    )
    serves = TicksField("Serves", description="What it is meant to move. Several are fine.")
    measures = TicksField(
        "Process measures",
        description="Their charts color the driver once the rules see a signal. Several are fine.",
    )
    status = AnswerField(
        "Status", choices=[(each.value, each.value.capitalize()) for each in IdeaStatus]
    )
    reliability = ChoiceField(
        "Level of reliability",
        choices=[("", "Not judged yet"), *RELIABILITY],
        description="How well the change holds by itself, once it is in use.",
    )
    version = HiddenField()
    served = HiddenField()
    """What it served when the form was opened: what others connect meanwhile stays."""

    def offer(self, nodes: Iterable[DriverNode], measures: Iterable[Measure]) -> None:
        """Set what there is to choose from."""
        self.serves.choices = [(str(node.id), node.text) for node in nodes]
        self.measures.choices = [(str(measure.id), measure.name) for measure in measures]

    def show(self, node: DriverNode, serves: Iterable[int]) -> None:
        """Fill the form from what is stored."""
        for name, value in stored(node).items():
            self[name].data = value
        self.serves.data = [str(key) for key in serves]
        self.keep(node, serves)

    def keep(self, node: DriverNode, serves: Iterable[int]) -> None:
        """Note at which state the form was opened."""
        self.version.data = str(node.version)
        self.served.data = " ".join(str(key) for key in serves)

    def fields(self, node: DriverNode, *, may_set_status: bool) -> dict[str, Any]:
        """What the record keeps; an idea has a status, a driver a measure."""
        found: dict[str, Any] = {
            "text": " ".join((self.text.data or "").split()),
            "short": self.short.data,
        }
        if self.wanted_kind(node) is NodeKind.IDEA:
            level = self.reliability.data
            found["reliability"] = int(level) if level else None
            if may_set_status and self.status.data:
                found["status"] = IdeaStatus(self.status.data)
        else:
            found["measures"] = self.measures.ids
        return found

    def wanted_kind(self, node: DriverNode) -> NodeKind:
        """The layer that was chosen."""
        return NodeKind(self.kind.data) if self.kind.data else node.kind

    def lay_beside(self, node: DriverNode) -> list[Difference]:
        """What is stored now where it differs from what was typed."""
        names: tuple[str, ...] = ("text", "short", "kind")
        names += ("status", "reliability") if node.kind is NodeKind.IDEA else ("measures",)
        return differences({name: stored(node)[name] for name in names}, self)

    @property
    def opened_at(self) -> int | None:
        """The version that the form was opened at."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else None

    def link_changes(self) -> tuple[set[int], set[int]]:
        """The ids newly checked and those newly unchecked since the form was opened."""
        before = {
            int(each)
            for each in (self.served.data or "").split()
            if each.isdecimal() and len(each) < 10
        }
        now = set(self.serves.ids)
        return now - before, before - now


def stored(node: DriverNode) -> dict[str, Any]:
    """A node's fields as the form's choices name them."""
    return {
        "text": node.text,
        "short": node.short,
        "kind": node.kind.value,
        "measures": [str(measure.id) for measure in node.measures],
        "status": node.status.value if node.status else "",
        "reliability": str(node.reliability or ""),
    }


class FreezeForm(Guarded):
    """The name under which the theory is kept as it stands."""

    name = line(
        "Name of this version",
        120,
        DataRequired("Give the version a name, such as “Working hypothesis, revised”."),
    )
    note = prose(
        "What changed, and why",
        description="What did the tests teach you?",
        render_kw={"rows": 3},
    )
