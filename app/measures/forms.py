"""The forms of a measure's page. Labels are the measure's own words."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import Field, HiddenField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from app.guarded import Guarded
from app.measures import periods, told, values
from app.measures.kinds import kind_of
from app.measures.models import DataKind, Frequency, Measure, Observation
from app.measures.values import LONGEST_NOTE, Entered
from app.plain_fields import DayField

SEVERAL = {
    "t": "Usually 1. Between events of one day the chart shows half a day.",
    "g": "Usually 1. Between events of one day the chart shows no cases.",
}
SEVERAL_DAYS = "Usually 1. Between events of one day the chart shows 0 days."
LONGEST = 4000
"""Characters of the raw values of a subgroup."""


class NumbersForm(Guarded):
    """One period's numbers and a note."""

    id_prefix = "entry"
    NUMBERS = frozenset({"value", "denominator", "events"})

    value = StringField("Value", [DataRequired("Enter a number."), Length(max=40)])
    denominator = StringField("Out of", [DataRequired("Enter a number."), Length(max=40)])
    events = StringField("Events that day", [Length(max=10)])
    note = StringField(
        "Note", [Length(max=LONGEST_NOTE, message="Keep the note under 500 characters.")]
    )

    def __init__(self, measure: Measure, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        self.entered: Entered | None = None
        self.value.label.text = measure.numerator_label or kind_of(measure).value_label
        if measure.data_kind is DataKind.EVENTS:
            self.value.label.text = kind_of(measure).value_label
            self.value.validators = [Length(max=40)]
            self.value.flags.required = False
            self.events.description = SEVERAL.get(measure.chart, SEVERAL_DAYS)
        elif measure.data_kind is DataKind.SUBGROUP:
            self.value.validators = [
                DataRequired("Enter the values: 41, 38, 44.5."),
                Length(max=LONGEST),
            ]
        if measure.data_kind is not DataKind.EVENTS:
            del self.events
        if measure.has_denominator:
            self.denominator.label.text = measure.denominator_label or "Out of"
        else:
            del self.denominator
        for field in self:
            field.id = f"{self.id_prefix}-{field.short_name}"

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then the numbers together."""
        sound: bool = super().validate(extra_validators)
        below = self.denominator.data if self.denominator else ""
        events = self.events.data if self.events else ""
        self.entered, refused = values.read(
            self.measure, self.value.data or "", below or "", events or ""
        )
        for field, sentence in refused.items():
            self.refuse(field, sentence)
        return sound and not refused

    def refuse(self, field: str | None, sentence: str) -> None:
        """Put a sentence beside the field at fault, or beside the first where there is none."""
        at = self[field] if field and field in self else self.value
        if sentence not in at.errors:
            at.errors = [*at.errors, sentence]


class EntryForm(NumbersForm):
    """Data of a period that has none yet."""

    period: Field = HiddenField("Period")
    back = HiddenField("Back")

    def read_period(self) -> date | None:
        """The period that was sent, or None with a message where it is no date."""
        period = periods.read(self.period.data or "", self.measure.frequency)
        if period is None:
            self.refuse("period", "Choose a period from the list; this is not a date on a chart.")
        return period


class EventForm(EntryForm):
    """The day of an event, and the cases since the one before it."""

    period = DayField("Date")

    def validate_period(self, field: Any) -> None:
        """Ask for the day where none was typed; what is no day has its own sentence."""
        _needs_day(field)

    def read_period(self) -> date | None:
        """The day that was typed."""
        day: date | None = self.period.data
        return day


def entry_form(measure: Measure, *args: Any, **kwargs: Any) -> EntryForm:
    """The form with which a measure's data are entered."""
    kind = EventForm if measure.frequency is Frequency.EVENT else EntryForm
    return kind(measure, *args, **kwargs)


class CorrectionForm(NumbersForm):
    """Other numbers for a period that has some, and why."""

    id_prefix = "correct"

    reason = StringField(
        "Why",
        [
            DataRequired("Say in a few words why. The old value is kept beside it."),
            Length(max=500, message="Keep the reason under 500 characters."),
        ],
    )
    version = HiddenField("Version")
    on = DayField("Date")

    def __init__(self, measure: Measure, *args: Any, **kwargs: Any) -> None:
        super().__init__(measure, *args, **kwargs)
        if measure.frequency is not Frequency.EVENT:
            del self.on

    def validate_on(self, field: Any) -> None:
        """Ask for the day where none was typed."""
        _needs_day(field)

    @property
    def moved_to(self) -> date | None:
        """The day of an event as it was typed; None for what stands on a calendar."""
        return self.on.data if self.on else None

    @classmethod
    def of(cls, measure: Measure, observation: Observation) -> CorrectionForm:
        """The form as it opens, filled with what is stored."""
        return cls(
            measure,
            formdata=None,
            value=typed(measure, observation),
            denominator=plain(observation.denominator),
            events=plain(observation.value),
            note=observation.note,
            on=observation.period,
            version=str(observation.version),
        )

    def read_version(self) -> int:
        """The version that the form was made from; 0 where it is missing."""
        return _version(self.version.data)


class RemovalForm(Guarded):
    """Why a value should never have been entered."""

    reason = StringField(
        "Why it is removed",
        [
            DataRequired("Say in a few words why. The value is kept in the history."),
            Length(max=500, message="Keep the reason under 500 characters."),
        ],
    )
    version = HiddenField("Version")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            field.id = f"remove-{field.short_name}"

    @classmethod
    def of(cls, observation: Observation) -> RemovalForm:
        """The form as it opens."""
        return cls(formdata=None, version=str(observation.version))

    def read_version(self) -> int:
        """The version that the form was made from; 0 where it is missing."""
        return _version(self.version.data)


def _version(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _needs_day(field: Any) -> None:
    if field.data is None and not field.errors:
        raise ValidationError("Enter the day on which it happened.")


def typed(measure: Measure, observation: Observation) -> str:
    """Write what stands in the first field as somebody would type it."""
    if measure.data_kind is DataKind.EVENTS:
        return plain(observation.denominator)
    return told.values(observation.raw) if observation.raw else plain(observation.value)


def plain(number: float | None) -> str:
    """Write a stored number as somebody would type it."""
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else f"{number:.12g}"
