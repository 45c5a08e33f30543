"""The charter's form."""

from __future__ import annotations

from app.charter.models import Charter
from app.charter.services import FIELDS
from app.conflicts import Difference, differences
from app.guarded import Guarded
from app.plain_fields import VersionField, line, prose


class CharterForm(Guarded):
    """Everything that a charter says. Nothing is required: a charter grows."""

    title = line("Title", 200)
    problem = prose("What is the problem?", render_kw={"rows": 3})
    why = prose("Why does it matter?", render_kw={"rows": 3})
    scope_in = prose("What is in scope?", render_kw={"rows": 2})
    scope_out = prose("What is out of scope?", render_kw={"rows": 2})
    sponsor = line("Sponsor", 200)
    resources = prose("Resources", render_kw={"rows": 3})
    timeline = prose("Timeline", render_kw={"rows": 4})
    reason = line("Why does the charter change?", 300)
    version = VersionField()

    def show(self, charter: Charter) -> None:
        """Fill the form from what is stored."""
        for name in FIELDS:
            self[name].data = getattr(charter, name)
        self.version.data = str(charter.version)

    def values(self) -> dict[str, str]:
        """The charter's columns."""
        return {name: self[name].data or "" for name in FIELDS}

    def lay_beside(self, charter: Charter) -> list[Difference]:
        """After a conflict: what is stored now where it differs. Saving again takes its place."""
        self.version.move_to(charter.version)
        return differences({name: getattr(charter, name) for name in FIELDS}, self)
