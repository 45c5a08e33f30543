"""What day and moment it is, in one place so that tests can say otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import current_app


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date; the setting TODAY (an ISO date) stands in for it in tests."""
    fixed = current_app.config.get("TODAY")
    return date.fromisoformat(fixed) if fixed else now().date()
