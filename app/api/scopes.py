"""What a token may be used for. A token never permits more than its person may."""

from __future__ import annotations

import enum


class Scope(enum.Enum):
    """A part of the API that a token opens."""

    READ = "read"
    WRITE_OBSERVATIONS = "write:observations"
    WRITE_MEASURES = "write:measures"


NAMES = {
    Scope.READ: "Read: networks, teams, measures, data and analyses",
    Scope.WRITE_OBSERVATIONS: "Write data: enter and correct observations",
    Scope.WRITE_MEASURES: "Write measures: define, change, take up and retire them",
}
