"""Two people changing the same thing: who saves second is shown both versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import ServiceError
from app.extensions import Model


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which what is stored now differs from what was typed."""

    label: str
    stored: str
    typed: str


class Conflict(ServiceError):  # noqa: N818  # a refusal with an answer of its own, 409
    """The thing was changed since the form was opened."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this while you had it open.")


def expect(thing: Model, version: int | None) -> None:
    """Refuse to change `thing` unless it is still at the version that the form was opened at."""
    if getattr(thing, "version", None) != version:
        raise Conflict


def differences(stored: Mapping[str, Any], form: Any) -> list[Difference]:
    """What differs between `stored` values and what `form` holds, in the form's own labels."""
    found = []
    for name, value in stored.items():
        field = form[name]
        if _settled(value) != _settled(field.data):
            found.append(
                Difference(field.label.text, _words(field, value), _words(field, field.data))
            )
    return found


def _settled(value: Any) -> Any:
    """A value as it is compared: nothing is "", and ticks have no order."""
    return sorted(map(str, value)) if isinstance(value, list | tuple) and value else value or ""


def _words(field: Any, value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(_words(field, each) for each in value) or "nothing"
    choices = {str(key): label for key, label in getattr(field, "choices", None) or ()}
    text = "" if value is None else str(value)
    return choices.get(text, text) or "nothing"
