"""What the models share: strict reading, days, texts, pages."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from app.plain_fields import tidy

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE = re.compile(r"[0-9]{1,9}")
LARGEST = 1e12
MOST = 200
"""Items on a page."""


class Sent(BaseModel):
    """What a program sends: nothing is guessed, and nothing that is unknown is passed over."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class Given(BaseModel):
    """What a program gets."""

    model_config = ConfigDict(frozen=True)


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError("Write a day as 2026-01-31.")


def _limit(value: Any) -> int:
    if isinstance(value, int):
        return value
    if isinstance(value, str) and WHOLE.fullmatch(value):
        return int(value)
    raise ValueError("Write a whole number.")


Day = Annotated[date, BeforeValidator(_day), Field(strict=False)]
Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]
Text = Annotated[str, Field(max_length=5000), AfterValidator(tidy)]
Line = Annotated[str, Field(max_length=500), AfterValidator(tidy)]


class PageQuery(Sent):
    """Which page of a list."""

    limit: Annotated[int, BeforeValidator(_limit), Field(ge=1, le=MOST)] = Field(
        50, description="How many items at most."
    )
    cursor: str | None = Field(
        None,
        max_length=200,
        description="`next_cursor` of the page before; nothing for the first page.",
    )


class Page(Given):
    """A page of a list."""

    next_cursor: str | None = Field(
        description="Send it as `cursor` for the next page; null on the last one."
    )
