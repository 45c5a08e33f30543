"""What an aim says, apart from its record, so that a draft reads the same way as a saved one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.aims.models import Aim
from app.measures.models import Direction, Measure


@dataclass(frozen=True, slots=True)
class AimFields:
    """The fields of a SMART aim."""

    measure_id: int | None = None
    direction: Direction | None = None
    what: str = ""
    population: str = ""
    exclusions: str = ""
    setting: str = ""
    baseline: float | None = None
    baseline_period: str = ""
    target: float | None = None
    unit: str = ""
    by_when: date | None = None
    started_on: date | None = None
    measured_by: str = ""
    achievable_because: str = ""
    global_aim: str = ""

    def stored(self) -> dict[str, Any]:
        """The fields as JSON keeps them."""
        return {
            name: value.isoformat() if isinstance(value, date) else getattr(value, "value", value)
            for name, value in asdict(self).items()
        }


NAMES = tuple(AimFields.__dataclass_fields__)


def fields_of(aim: Aim) -> AimFields:
    """What a saved aim says."""
    return AimFields(**{name: getattr(aim, name) for name in NAMES})


def measure_words(fields: AimFields, measure: Measure | None) -> str:
    """What the aim is measured by, in words."""
    return fields.measured_by or (measure.name if measure else "")
