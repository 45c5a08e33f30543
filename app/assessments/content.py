"""What an instrument asks: ordered levels and the items that are placed on them."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, count
from typing import Any

MOST_LEVELS, MOST_ITEMS = 21, 40
LONGEST_NAME, LONGEST_TEXT = 120, 600
HIGHEST = 100


@dataclass(frozen=True, slots=True)
class Level:
    """A stage: its value, a multiple of one half, its name, and how one knows it."""

    value: float
    name: str
    text: str = ""

    @property
    def label(self) -> str:
        """The value as it is read: "3" or "3.5"."""
        return f"{self.value:g}"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is placed on the levels; `texts` may say for each level how it looks here."""

    key: str
    name: str
    asks: str = ""
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A whole instrument, as one version of it reads."""

    name: str
    about: str
    levels: tuple[Level, ...]
    items: tuple[Item, ...]

    def stored(self) -> dict[str, Any]:
        """As the database keeps it."""
        return asdict(self)

    def text_for(self, item: Item, number: int) -> str:
        """How level `number` (from 0) looks for an item; the level's own words where it says none."""
        own = item.texts[number] if number < len(item.texts) else ""
        return own or self.levels[number].text


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: in which table ("level", "item" or ""), the how manieth (from 0), which field."""

    table: str
    number: int
    field: str
    message: str


def read(stored: dict[str, Any]) -> Content:
    """What the database keeps, as an instrument."""
    return Content(
        name=stored["name"],
        about=stored["about"],
        levels=tuple(Level(**each) for each in stored["levels"]),
        items=tuple(
            Item(each["key"], each["name"], each["asks"], tuple(each["texts"]))
            for each in stored["items"]
        ),
    )


def key_of(name: str) -> str:
    """A short name that answers are kept by."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "item"


def free_key(name: str, taken: Container[str]) -> str:
    """A short name that no other item has: names in other scripts, too, are told apart."""
    wish = key_of(name)
    numbered = (f"{wish}-{number}" for number in count(2))
    return next(key for key in chain([wish], numbered) if key not in taken)


def faults_of(content: Content) -> tuple[Fault, ...]:
    """Everything that keeps an instrument from being used, in reading order."""
    found = _texts(content)
    if not 2 <= len(content.levels) <= MOST_LEVELS:
        found.append(
            Fault(
                "", 0, "level", f"Give 2 to {MOST_LEVELS} levels; there are {len(content.levels)}."
            )
        )
    for number, level in enumerate(content.levels):
        if not 0 <= level.value <= HIGHEST or (level.value * 2) % 1:
            message = f"{level.value:g} must be a whole or half number from 0 to {HIGHEST}."
            found.append(Fault("level", number, "value", message))
        elif number and level.value <= content.levels[number - 1].value:
            before = content.levels[number - 1].label
            message = f"{level.label} comes after {before}; list the levels from the lowest up."
            found.append(Fault("level", number, "value", message))
    if not 1 <= len(content.items) <= MOST_ITEMS:
        found.append(
            Fault("", 0, "item", f"Give 1 to {MOST_ITEMS} items; there are {len(content.items)}.")
        )
    found += _repeated("item", "key", [item.key for item in content.items])
    found += _repeated("item", "name", [item.name.lower() for item in content.items])
    for number, item in enumerate(content.items):
        if item.texts and len(item.texts) != len(content.levels):
            message = (
                f"There are {len(item.texts)} descriptions for {len(content.levels)} levels; "
                "give one for each, in their order."
            )
            found.append(Fault("item", number, "levels", message))
    return tuple(found)


def _texts(content: Content) -> list[Fault]:
    found: list[Fault] = []

    def hold(table: str, number: int, field: str, text: str, longest: int, *, must: bool) -> None:
        if must and not text:
            found.append(Fault(table, number, field, "Write a name."))
        if len(text) > longest:
            message = f"Keep it under {longest} characters; there are {len(text)}."
            found.append(Fault(table, number, field, message))

    hold("", 0, "name", content.name, LONGEST_NAME, must=True)
    hold("", 0, "about", content.about, 5000, must=False)
    for number, level in enumerate(content.levels):
        hold("level", number, "name", level.name, LONGEST_NAME, must=True)
        hold("level", number, "text", level.text, LONGEST_TEXT, must=False)
    for number, item in enumerate(content.items):
        hold("item", number, "name", item.name, LONGEST_NAME, must=True)
        hold("item", number, "asks", item.asks, LONGEST_TEXT, must=False)
        for text in item.texts:
            hold("item", number, "levels", text, LONGEST_TEXT, must=False)
    return found


def _repeated(table: str, field: str, values: Sequence[str]) -> list[Fault]:
    return [
        Fault(table, number, field, f"“{value}” is used twice.")
        for number, value in enumerate(values)
        if value in values[:number]
    ]
