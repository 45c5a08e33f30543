"""Forms that warn before a patient's identifier is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FieldList, FormField, HiddenField, StringField

from app.identifiers import Suspicion, suspicions


class Guarded(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """A form whose texts are read for patients' identifiers; who knows better confirms.

    The template calls `identifier_warning(form)` of components/identifiers.html.
    """

    NUMBERS: ClassVar[frozenset[str]] = frozenset()
    """Names of text fields in which only numbers are typed: a large one is no record number."""

    not_a_patient = BooleanField("This identifies no patient. Save it as it is.")
    suspicions: tuple[Suspicion, ...] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate, and refuse texts that look like an identifier until it is confirmed."""
        sound: bool = super().validate(extra_validators)
        self.suspicions = self.suspected()
        return sound and not self.is_asked

    @property
    def is_asked(self) -> bool:
        """Whether the form waits for the answer whether a text identifies a patient."""
        return bool(self.suspicions) and not self.not_a_patient.data

    def suspected(self) -> tuple[Suspicion, ...]:
        """What looks like an identifier."""
        return suspicions(self.texts())

    def texts(self) -> Iterator[str]:
        """What was typed in words."""
        for field in free_text(self):
            if field.short_name not in self.NUMBERS:
                yield field.data or ""


class GuardedTexts(Guarded):
    """The texts of a form that is written by hand, read like those of any other."""

    def __init__(self, texts: Iterable[str], found: Iterable[Suspicion] = (), **more: Any) -> None:
        super().__init__(**more)
        self._texts, self._found = tuple(texts), tuple(found)

    def suspected(self) -> tuple[Suspicion, ...]:
        """What looks like an identifier, with what was found before in texts that are kept."""
        return (*super().suspected(), *self._found)

    def texts(self) -> Iterator[str]:
        """The texts that were given."""
        yield from self._texts


def free_text(fields: Iterable[Field]) -> Iterator[StringField]:
    """The fields of a form in which people write, those of its rows included."""
    for field in fields:
        if isinstance(field, FormField):
            yield from free_text(field.form)
        elif isinstance(field, FieldList):
            yield from free_text(field)
        elif isinstance(field, StringField) and not isinstance(field, HiddenField):
            yield field
