"""The aim's form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField

from app.aims.fields import NAMES, AimFields
from app.measures.models import Direction, Measure
from app.plain_fields import ChoiceField, DayField, NumberField, line, prose

DIRECTIONS = (
    ("", "Choose"),
    (Direction.DOWN.value, "Down: less"),
    (Direction.UP.value, "Up: more"),
)


class AimForm(FlaskForm):  # type: ignore[misc]  # flask_wtf publishes no types
    """Everything that an aim can say. Nothing is required: an aim grows."""

    what = prose("What will change?", render_kw={"rows": 2})
    direction = ChoiceField("In which direction?", choices=DIRECTIONS)
    population = prose("For whom?", render_kw={"rows": 2})
    exclusions = prose("Who is not counted?", render_kw={"rows": 2})
    setting = prose("Where?", render_kw={"rows": 2})
    measure_id = ChoiceField("Measured by")
    measured_by = line("Or measured by, in words", 200)
    baseline = NumberField("From")
    target = NumberField("To")
    unit = line("Unit", 40)
    baseline_period = line("When the starting figure was measured", 80)
    started_on = DayField("Work started")
    by_when = DayField("By when?")
    achievable_because = prose("Why can it be reached?", render_kw={"rows": 3})
    global_aim = prose("Which larger aim does it serve?", render_kw={"rows": 2})
    reason = prose("Why does the aim change?", render_kw={"rows": 2})
    version = HiddenField()

    def offer(self, measures: Iterable[Measure]) -> None:
        """Let the person choose among these measures."""
        own = [(str(measure.id), measure.name) for measure in measures]
        self.measure_id.choices = [("", "No chart yet"), *own]

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        start, end = self.started_on.data, self.by_when.data
        if start and end and end <= start:
            self.by_when.errors = [*self.by_when.errors, "This is before the work started."]
            sound = False
        return sound

    def fields(self) -> AimFields:
        """What the form says; a field that cannot be read counts as left open."""
        values = {name: self[name].data for name in NAMES}
        values["measure_id"] = int(values["measure_id"]) if values["measure_id"] else None
        way = values["direction"]
        values["direction"] = Direction(way) if way in {"up", "down"} else None
        return AimFields(**values)

    @property
    def opened_version(self) -> int:
        """The version that the form was opened with."""
        text = self.version.data or "0"
        return int(text) if text.isdecimal() else -1
