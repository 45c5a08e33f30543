"""Problem details (RFC 9457)."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class FaultDetails(BaseModel):
    """One thing that is wrong."""

    place: str = Field(alias="in", description="body, query, header or path.")
    field: str = Field(description="A JSON pointer into the body, or the parameter’s name.")
    detail: str = Field(description="What is wrong, and what to do.")
    row: int | None = Field(None, description="Number of the item that was sent, from 1.")
    expected: str | None = Field(None, description="What would be right.")
    stored: dict[str, Any] | None = Field(
        None, description="What is stored, where that is what differs."
    )


class ProblemDetails(BaseModel):
    """Why a request was refused, and what to do about it."""

    type: str = Field(description="Address of the kind of problem.")
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What happened this time.")
    do: str | None = Field(None, description="What to do about it.")
    errors: list[FaultDetails] | None = Field(None, description="Each thing that is wrong.")
