"""Which column of a file holds what."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what, by the columns' names."""

    team: str | None
    """None where all rows are one team's."""
    period: str
    value: str | None
    """None for event dates, of which the day is all there is."""
    denominator: str | None = None
    team_name: str | None = None
    stratum: str | None = None
    events: str | None = None
    """How many events there were on the day; without it each row is one."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file is read, as it is decided on the page and remembered under a name.

    Plain texts throughout, so that it is kept as JSON and compared with another file's header.
    """

    header_row: int = 1
    across: bool = False
    """Whether each period is a column, not a row."""
    team: str = ""
    period: str = ""
    value: str = ""
    denominator: str = ""
    events: str = ""
    stratum: str = ""
    breakdown: int = 0
    part: str = ""
    """Across: the column that says whether a row is the numerator or the denominator."""
    filter_column: str = ""
    filter_text: str = ""
    date_format: str = ""
    leave_out_unknown: bool = False
    """Whether rows of teams that the network lacks are left out."""
    sheet: str = ""
    """The sheet of a workbook, which is looked for in the next one."""
    note: str = ""
    """Who is missing where strata add up to less than the whole."""
    note_column: str = ""
    """The column of what is noted about each row's number."""

    def stored(self) -> dict[str, Any]:
        """The mapping as JSON."""
        return asdict(self)

    def fits(self, header: tuple[str, ...]) -> bool:
        """Whether a header has every column that is named."""
        named = {self.team, self.stratum, self.filter_column, self.part}
        if not self.across:
            named |= {self.period, self.value, self.denominator, self.events, self.note_column}
        return named - {""} <= set(header)


def read_mapping(stored: dict[str, Any]) -> Mapping:
    """A mapping from JSON; fields that are not known any more are left out."""
    known = {each.name for each in fields(Mapping)}
    return Mapping(**{name: value for name, value in stored.items() if name in known})
