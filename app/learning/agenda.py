"""The agenda as its form has it: rows by number, and what each button does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.learning.models import ItemKind
from app.plain_fields import tidy

KINDS = {
    ItemKind.TALK: "Talk or work",
    ItemKind.BREAK: "Break",
    ItemKind.COMPARISON: "Comparison of the measures",
    ItemKind.STORYBOARDS: "Storyboards",
    ItemKind.EXCHANGE: "Offers and asks",
    ItemKind.COMMITMENTS: "Commitments",
    ItemKind.EVALUATION: "Evaluation",
}
MOST_ROWS = 41
LENGTHS = {"title": 160, "who": 120, "notes": 2000}


def rows_in(fields: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of a form that was sent, in its order; the last one may be empty.

    Minutes that cannot be read are 0, which the service refuses by the item's name.
    """
    return list(_rows(fields))


def _rows(fields: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    kinds = {kind.value: kind for kind in ItemKind}
    for number in range(MOST_ROWS):
        title = fields.get(f"title-{number}")
        if title is None:
            return
        minutes, key = fields.get(f"minutes-{number}", ""), fields.get(f"id-{number}", "")
        texts = {
            name: tidy(fields.get(f"{name}-{number}", ""))[:most] for name, most in LENGTHS.items()
        }
        yield texts | {
            "id": _whole(key),
            "day": _whole(fields.get(f"day-{number}", "1")),
            "kind": kinds.get(fields.get(f"kind-{number}", ""), ItemKind.TALK),
            "minutes": _whole(tidy(minutes)),
            "typed": minutes,
        }


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def moved(rows: list[dict[str, Any]], do: str) -> list[dict[str, Any]]:
    """The rows after the button: "up-2", "down-2", "remove-2" or anything else, which only saves.

    They come day after day. From the edge of its day an item moves over into the next one.
    """
    way, _, number = do.partition("-")
    if way not in {"up", "down", "remove"} or not number.isdecimal() or len(number) > 3:
        return _by_day(rows)
    if int(number) >= len(rows):
        return _by_day(rows)
    row = rows[int(number)]
    rows = _by_day(rows)
    at = next(place for place, each in enumerate(rows) if each is row)
    if way == "remove":
        return rows[:at] + rows[at + 1 :]
    to = at - 1 if way == "up" else at + 1
    if not (0 <= to < len(rows) and rows[to]["title"]):
        return rows
    if rows[to]["day"] != row["day"]:
        row["day"] = rows[to]["day"]
    else:
        rows[at], rows[to] = rows[to], rows[at]
    return rows


def _by_day(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # What has no title is not stored, so it stays below all that is.
    return sorted(rows, key=lambda row: (not row["title"], row["day"]))
