"""Form fields that read what people write and answer in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, DateInput, ListWidget, TextInput

DATE_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%b %d, %Y")
LONGEST = 5000
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def tidy(text: str | None) -> str:
    """What was typed without the spaces around it and without signs that no database keeps."""
    return (text or "").replace("\x00", "").replace("\r\n", "\n").strip()


def read_day(text: str) -> date:
    """Read a day as people write it: "2026-06-30", "6/30/2026" or "June 30, 2026".

    Raises
    ------
    ValueError
        With a sentence for the person who typed it.
    """
    for pattern in DATE_FORMATS:
        try:
            found = datetime.strptime(text, pattern).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
        if not 1990 <= found.year <= 2100:
            raise ValueError("Check the year.")
        return found
    raise ValueError("Write a date, such as 2026-06-30 or 6/30/2026.")


def line(label: str, longest: int, *validators: Any, **more: Any) -> StringField:
    """A one-line text."""
    return StringField(label, validators=[*validators, _fits(longest)], filters=[tidy], **more)


def prose(label: str, **more: Any) -> TextAreaField:
    """A text of several lines."""
    return TextAreaField(label, validators=[_fits(LONGEST)], filters=[tidy], **more)


def _fits(longest: int) -> Length:
    return Length(max=longest, message=f"Keep this under {longest:,} characters.")


class NumberField(Field):
    """A number as people write it: "12", "8.5", "1,240", "15%". Keeps what was typed."""

    widget = TextInput()
    data: float | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.10g}"

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = None
        text = (
            tidy(valuelist[0]).replace("−", "-").replace(",", "").removesuffix("%").strip()
            if valuelist
            else ""
        )
        if not text:
            return
        # Python also reads "nan", "1_000" and the digits of other scripts; people would not.
        if not NUMBER.fullmatch(text):
            raise ValueError("This is not a number. Write a number, such as 12 or 8.5.")
        number = float(text)
        if abs(number) > 1e12:
            raise ValueError("Write a number that is not so large.")
        self.data = number


class DayField(Field):
    """A day; the browser's own picker where there is one."""

    widget = DateInput()
    data: date | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = None
        text = tidy(valuelist[0]) if valuelist else ""
        if not text:
            return
        self.data = read_day(text)


class ChoiceField(SelectField):
    """A choice that may be left open; anything else is refused in plain words."""

    def __init__(
        self, label: str = "", *, choices: Iterable[tuple[str, str]] = (), **more: Any
    ) -> None:
        # Given to the constructor, pairs would be refused as an old habit; set, they are not.
        super().__init__(label, choices=[], coerce=_text, **more)
        self.choices = list(choices)
        self.type = "SelectField"

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in {value for value, *_ in self.iter_choices()}:
            raise ValidationError("Choose one from the list.")

    @property
    def id_value(self) -> int | None:
        """The choice as the id of a record; None where nothing was chosen, or nothing readable."""
        text = self.data or ""
        readable = text.isascii() and text.isdecimal() and len(text) < 10
        return int(text) if readable else None


class AnswerField(RadioField):
    """One of a few answers, or none yet; anything else is refused in plain words."""

    def __init__(
        self, label: str = "", *, choices: Iterable[tuple[str, str]] = (), **more: Any
    ) -> None:
        super().__init__(label, choices=[], coerce=_text, validate_choice=False, **more)
        self.choices = list(choices)
        self.type = "RadioField"

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in {value for value, *_ in self.iter_choices()}:
            raise ValidationError("Choose one of these answers.")


class TicksField(SelectMultipleField):
    """Any number of choices, each a box to tick; what is no longer offered is left out."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **more)
        self.type = "SelectMultipleCheckboxField"

    @property
    def ids(self) -> list[int]:
        """The choices as ids of records."""
        return [int(one) for one in self.data or () if one.isdecimal() and len(one) < 10]


class TagsField(StringField):
    """A few words with commas between: each once, whatever its letters' case, at most twelve."""

    MOST = 12
    LONGEST = 40

    @property
    def words(self) -> list[str]:
        """The words, in the order in which they were written."""
        found: dict[str, str] = {}
        for part in (self.data or "").split(","):
            word = " ".join(part.split())
            if word:
                found.setdefault(word.casefold(), word)
        return list(found.values())

    def process_data(self, value: Any) -> None:
        self.data = ", ".join(value) if isinstance(value, list) else value

    def pre_validate(self, form: Any) -> None:
        if len(self.words) > self.MOST or any(len(word) > self.LONGEST for word in self.words):
            raise ValidationError(
                f"Write at most {self.MOST} tags of at most {self.LONGEST} characters each."
            )


class VersionField(HiddenField):
    """The version of the record that a form was opened with; 0 where there was none yet."""

    @property
    def opened_at(self) -> int:
        """The version; -1, which no record has, where it cannot be read."""
        text = str(self.data or 0)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1

    def move_to(self, version: int) -> None:
        """After a conflict: saving again takes the place of what is stored now."""
        self.raw_data, self.data = None, str(version)


def _text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "value", value))
