"""Forms of instruments, rounds and answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import DataRequired

from app.assessments.content import Content, Item, Level, faults_of, free_key
from app.assessments.textfile import FileError, read_file
from app.guarded import Guarded
from app.plain_fields import DayField, VersionField, line, prose

LEVEL = re.compile(
    r"\s*(?P<value>[0-9]+(?:[.,][0-9]+)?)\s*[:|]\s*(?P<name>[^|]*)(?:\|(?P<text>.*))?$"
)


class InstrumentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """An instrument in plain lines."""

    name = line("Name", 120, DataRequired("Write the name that teams will see."))
    about = prose("What is it for?", render_kw={"rows": 3})
    levels = prose(
        "Levels, a line each, from the lowest up",
        description="Number: name | how one knows it. Halves are fine: “2.5: Changes tested | no improvement yet”.",
        render_kw={"rows": 8},
    )
    items = prose(
        "What is placed on these levels, a line each",
        description="Name | the question. “Who decides | Who has the last word on what is done?”",
        render_kw={"rows": 6},
    )
    file = FileField(
        "Or take it from a text file (.toml)",
        description="Everything above is then read from the file, with the descriptions that single questions have of their own.",
    )
    reason = line("Why does it change?", 300)
    version = VersionField()

    def show(self, content: Content, version: int) -> None:
        """Fill the form from an instrument."""
        self.name.data, self.about.data = content.name, content.about
        self.levels.data = "\n".join(
            f"{each.label}: {each.name}" + (f" | {each.text}" if each.text else "")
            for each in content.levels
        )
        self.items.data = "\n".join(
            each.name + (f" | {each.asks}" if each.asks else "") for each in content.items
        )
        self.version.data = str(version)

    def content(self, before: Content | None = None) -> Content | None:
        """What the form describes; None where a line is wrong, which is said beside its field.

        An item that keeps its name, or its place among as many, keeps its key, and its own
        descriptions while the levels are as many as they were: those come from a file.
        """
        if self.file.data:
            return self._from_file(self.file.data.read())
        levels = self._levels()
        lines = [text.partition("|") for text in _lines(self.items.data)]
        names = [name.strip() for name, _, _ in lines]
        kept = _reworded(names, before.items if before else ())
        items = []
        taken = {old.key for old in kept.values()}
        for name, (_, _, asks) in zip(names, lines, strict=True):
            old = kept.get(name)
            texts = old.texts if old and len(old.texts) == len(levels) else ()
            key = old.key if old else free_key(name, taken)
            taken.add(key)
            items.append(Item(key, name, asks.strip(), texts))
        content = Content(self.name.data or "", self.about.data or "", tuple(levels), tuple(items))
        fields = {"level": self.levels, "item": self.items}
        for fault in faults_of(content) if not self.levels.errors else ():
            field = fields.get(fault.table) or fields.get(fault.field) or self.name
            where = f"Line {fault.number + 1}: " if fault.table else ""
            field.errors = [*field.errors, where + fault.message]
        return None if self.errors else content

    def _from_file(self, data: bytes) -> Content | None:
        try:
            return read_file(data)
        except FileError as error:
            self.file.errors = [each.sentence for each in error.problems]
            return None

    def _levels(self) -> list[Level]:
        found = []
        for number, text in enumerate(_lines(self.levels.data), 1):
            match = LEVEL.match(text)
            if match is None:
                message = (
                    f"Line {number}: write a number, a colon and a name, such as “1: Not begun”."
                )
                self.levels.errors = [*self.levels.errors, message]
                continue
            value = float(match["value"].replace(",", "."))
            found.append(Level(value, match["name"].strip(), (match["text"] or "").strip()))
        return found


class FileForm(FlaskForm):  # type: ignore[misc]  # as above
    """An instrument as a file."""

    file = FileField("Text file (.toml)")


class RoundForm(FlaskForm):  # type: ignore[misc]  # as above
    """A new round."""

    due_on = DayField("Answers by", validators=[DataRequired("Choose a day.")])
    named = BooleanField("Show in the result who placed us where")

    def suggest(self, today: date) -> None:
        """Two weeks is what most teams need."""
        self.due_on.data = today + timedelta(days=14)


class ReflectionForm(Guarded):
    """What the team takes from a result."""

    reflection = prose("What do we take from this?", render_kw={"rows": 4})
    version = VersionField()


class ReopenForm(Guarded):
    """Why a closed round is opened again."""

    reason = line("Why is it opened again?", 500)
    version = VersionField()


def answers_in(form: Any, items: Sequence[Item]) -> tuple[dict[str, float | None], dict[str, str]]:
    """The levels and notes that an answer sheet holds; what was left open is not there."""
    answers: dict[str, float | None] = {}
    notes: dict[str, str] = {}
    for item in items:
        text = form.get(f"level-{item.key}", "")
        if text == "unsure":
            answers[item.key] = None
        elif re.fullmatch(r"[0-9]{1,3}(\.[05])?", text):
            answers[item.key] = float(text)
        elif text:
            answers[item.key] = -1.0  # no level has it: refused like any other that is not listed
        notes[item.key] = form.get(f"note-{item.key}", "").replace("\x00", "").strip()[:600]
    return answers, notes


def _reworded(names: Sequence[str], before: Sequence[Item]) -> dict[str, Item]:
    """By its name now, the item that each was: the same name, or the same place among as many."""
    found = {item.name: item for item in before if item.name in names}
    if len(names) == len(before):
        for name, item in zip(names, before, strict=True):
            if item.name not in found:
                found.setdefault(name, item)
    return found


def _lines(text: str | None) -> list[str]:
    return [each.strip() for each in (text or "").splitlines() if each.strip()]
