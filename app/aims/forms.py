"""The aim's form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.aims.comparison import LABELS, differing
from app.aims.fields import NAMES, AimFields, fields_of
from app.aims.models import Aim
from app.conflicts import Difference
from app.guarded import Guarded
from app.measures.models import Direction, Measure
from app.plain_fields import ChoiceField, DayField, NumberField, VersionField, line, prose

DIRECTIONS = (
    ("", "Choose"),
    (Direction.DOWN.value, "Down: less"),
    (Direction.UP.value, "Up: more"),
)


class AimForm(Guarded):
    """Everything that an aim can say. Nothing is required: an aim grows."""

    what = prose(LABELS["what"], render_kw={"rows": 2})
    direction = ChoiceField(LABELS["direction"], choices=DIRECTIONS)
    population = prose(LABELS["population"], render_kw={"rows": 2})
    exclusions = prose(LABELS["exclusions"], render_kw={"rows": 2})
    setting = prose(LABELS["setting"], render_kw={"rows": 2})
    measure_id = ChoiceField(LABELS["measure_id"])
    measured_by = line(LABELS["measured_by"], 200)
    baseline = NumberField(LABELS["baseline"])
    target = NumberField(LABELS["target"])
    unit = line(LABELS["unit"], 40)
    baseline_period = line(LABELS["baseline_period"], 80)
    started_on = DayField(LABELS["started_on"])
    by_when = DayField(LABELS["by_when"])
    achievable_because = prose(LABELS["achievable_because"], render_kw={"rows": 3})
    global_aim = prose(LABELS["global_aim"], render_kw={"rows": 2})
    reason = prose("Why does the aim change?", render_kw={"rows": 2})
    version = VersionField()

    def offer(self, measures: Iterable[Measure]) -> None:
        """Let the person choose among these measures."""
        own = [(str(measure.id), measure.name) for measure in measures]
        self.measure_id.choices = [("", "No chart yet"), *own]

    def lay_beside(self, aim: Aim, measures: Sequence[Measure]) -> list[Difference]:
        """After a conflict: what is stored now where it differs. Saving again takes its place."""
        self.version.move_to(aim.version)
        return [
            Difference(*change)
            for change in differing(fields_of(aim).stored(), self.fields().stored(), measures)
        ]

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
        values["measure_id"] = self.measure_id.id_value
        way = values["direction"]
        values["direction"] = Direction(way) if way in {"up", "down"} else None
        return AimFields(**values)
