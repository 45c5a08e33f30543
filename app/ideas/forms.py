"""The forms of the library: what is shown of an idea, and how it is taken over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import HiddenField
from wtforms.validators import DataRequired

from app.conflicts import Difference, differences
from app.guarded import Guarded
from app.ideas.models import PublishedIdea
from app.ideas.wording import decision_word, when
from app.measures.models import Measure
from app.pdsa.models import Cycle, Decision
from app.plain_fields import ChoiceField, TicksField, line, prose
from app.theory.lines import LONGEST
from app.theory.models import DriverNode, IdeaStatus

TEXTS = ("title", "how", "context", "reason", "advice")


class PassportForm(Guarded):
    """What the network reads of an idea, and which cycles it sees."""

    title = line(
        "What the network reads as its name",
        LONGEST,
        DataRequired("Write what the network should read as its name."),
    )
    how = prose(
        "How one does it",
        description="So that a team elsewhere could start on Monday: who does what, with what.",
        render_kw={"rows": 3},
    )
    context = prose(
        "Where and with whom you tested it",
        description="Setting, size, staff, languages: what made it possible, and what might differ "
        "elsewhere.",
        render_kw={"rows": 2},
    )
    reason = prose("Why you abandoned it", render_kw={"rows": 2})
    advice = prose(
        "What the next team should know",
        description="What you would do otherwise if you began again.",
        render_kw={"rows": 2},
    )
    measure_id = ChoiceField(
        "The measure it should move",
        description="Your chart of it is shown beside the idea to those who may see the chart.",
    )
    cycles = TicksField(
        "Cycles to show",
        description="Others read title, dates, scale, predictions, what was learned and the "
        "decision. Owners, tasks and observations stay with your team.",
    )
    version = HiddenField()

    def offer(self, measures: Iterable[Measure], cycles: Sequence[Cycle]) -> None:
        """Set what there is to choose from."""
        self.measure_id.choices = [("", "None")] + [(str(one.id), one.name) for one in measures]
        self.cycles.choices = [(str(cycle.id), _told(cycle)) for cycle in cycles]

    def suggest(
        self, node: DriverNode, cycles: Sequence[Cycle], *, place: str, measure_id: int | None
    ) -> None:
        """Fill the form of an idea that was never published from what the team wrote already."""
        self.title.data = node.text
        self.context.data = place
        self.cycles.data = [str(each.id) for each in cycles if each.decision is not None]
        self.measure_id.data = str(measure_id or "")
        left = [each for each in cycles if each.decision is Decision.ABANDON]
        if node.status is IdeaStatus.ABANDONED and left:
            self.reason.data = left[-1].learned

    def show(self, passport: PublishedIdea) -> None:
        """Fill the form from what is stored."""
        for name, value in _stored(passport).items():
            self[name].data = value
        self.cycles.data = [str(cycle.id) for cycle in passport.cycles]
        self.version.data = str(passport.version)

    def fields(self) -> dict[str, Any]:
        """What the record keeps."""
        texts = {name: self[name].data or "" for name in TEXTS}
        texts["title"] = " ".join(texts["title"].split())
        return texts | {"measure_id": self.measure_id.id_value}

    def lay_beside(self, passport: PublishedIdea) -> list[Difference]:
        """What is stored now where it differs from what was typed; saving again keeps the typed."""
        self.version.data = str(passport.version)
        return differences(_stored(passport), self)

    @property
    def opened_at(self) -> int | None:
        """The version that the form was opened at; None where there was no passport yet."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else None


class TryForm(Guarded):
    """How one's own team will call the idea, and what it should move there."""

    text = line("What your team calls it", LONGEST, DataRequired("Write what you will call it."))
    under = ChoiceField("The driver it should move")

    def offer(self, drivers: Iterable[DriverNode]) -> None:
        """Set the drivers of the own theory."""
        self.under.choices = [("", "None yet: it serves the aim directly")] + [
            (str(node.id), node.text) for node in drivers
        ]


def _told(cycle: Cycle) -> str:
    parts = (f"Cycle {cycle.number}: {cycle.title}", when(cycle), decision_word(cycle.decision))
    return ". ".join(part.rstrip(".") for part in parts if part)


def _stored(passport: PublishedIdea) -> dict[str, str]:
    texts = {name: getattr(passport, name) for name in TEXTS}
    return texts | {"measure_id": str(passport.measure_id or "")}
