"""Dates of the demo, counted from the day on which it is loaded."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

MONTH_IN_TEXT = re.compile(r"\{([+-]?\d+)\}")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Reads the demo's dates: "-14" and "-14/06" count months, "day -20" counts days."""

    today: date

    def month(self, offset: int) -> date:
        """First day of the month that lies `offset` months from this one."""
        months = self.today.year * 12 + self.today.month - 1 + offset
        return date(months // 12, months % 12 + 1, 1)

    def day(self, text: str) -> date:
        """The day that `text` says; "+7/31" is the last day of a shorter month."""
        if text.startswith("day "):
            return self.today + timedelta(days=int(text[4:]))
        months, _, day = text.partition("/")
        first = self.month(int(months))
        last = calendar.monthrange(first.year, first.month)[1]
        return first.replace(day=min(int(day or 1), last))

    def text(self, text: str) -> str:
        """A text with its months named: "{-14}" becomes "September 2025"."""
        joined = " ".join(text.split())
        return MONTH_IN_TEXT.sub(lambda found: f"{self.month(int(found[1])):%B %Y}", joined)

    def texts(self, record: dict[str, Any]) -> dict[str, Any]:
        """A record with every text of it read so."""
        return {
            key: self.text(value) if isinstance(value, str) else value
            for key, value in record.items()
        }
