"""The forms of a point's panel: annotation, exclusion, phase."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import HiddenField
from wtforms.validators import DataRequired, ValidationError

from app.addresses import LARGEST
from app.guarded import Guarded
from app.plain_fields import DayField, line, tidy

MOST_POINTS = 999
REASON = "Say in a few words why. It is kept with your name."


class MarkForm(Guarded):
    """A change that says which version of the chart, or of the flag, it was made from."""

    version = HiddenField("Version")

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        """`name` keeps the ids of several forms on a page apart."""
        super().__init__(*args, **kwargs)
        self.name = name
        for field in self:
            field.id = f"{name}-{field.short_name}"

    def read_version(self) -> int:
        """The version that the form was made from; 0 where it is missing."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) <= len(str(LARGEST)) else 0


class AnnotationForm(MarkForm):
    """A dated flag."""

    on = DayField("Date", validators=[DataRequired("Choose the day it happened.")])
    text = line("What happened", 200, DataRequired("Say in a few words what happened."))

    @property
    def day(self) -> date:
        """The day of a form that was found sound."""
        if self.on.data is None:
            raise ValueError("This form was not found sound.")
        return self.on.data

    @property
    def words(self) -> str:
        return self.text.data or ""


class ReasonForm(MarkForm):
    """A change that needs its reason and nothing else."""

    reason = line("Why", 500, DataRequired(REASON))

    @property
    def why(self) -> str:
        return self.reason.data or ""


class PhaseForm(ReasonForm):
    """Label and baseline of a phase."""

    NUMBERS = frozenset({"baseline"})

    label = line("Label on the chart", 120)
    baseline = line("Freeze on its first points", 20)
    points: int | None = None

    @property
    def heading(self) -> str:
        return self.label.data or ""

    def validate_baseline(self, field: Any) -> None:
        """Read a number of points; empty freezes nothing of its own."""
        text = tidy(field.data)
        self.points = None
        if not text:
            return
        if not (text.isascii() and text.isdecimal()) or int(text[:4]) > MOST_POINTS:
            raise ValidationError("Write a whole number of points, such as 12, or leave it empty.")
        self.points = int(text)
