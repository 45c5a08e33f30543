"""What the gallery shows: the examples of `charts.gallery`, drawn once for each width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from markupsafe import Markup

from charts.gallery.examples import Example, examples
from charts.gallery.pages import WIDTHS
from charts.layouts import Layout
from charts.theme import DARK, LIGHT
from charts.words import sentence_case

if TYPE_CHECKING:
    from charts.figure import Format

THEMES = ("light", "dark", "print")
LAYOUTS: dict[int, Layout] = dict(reversed(WIDTHS))
"""Layout by the width of the window, from the phone's to the desk's."""

TYPES = {"png": "image/png", "pdf": "application/pdf", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A theme, and the width of a window in pixels."""

    theme: str
    width: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One drawing of the page."""

    key: str
    heading: str
    drawing: Markup
    has_files: bool


@dataclass(frozen=True, slots=True)
class File:
    """One drawing as a file."""

    data: bytes
    mimetype: str


def read_choice(args: Mapping[str, str]) -> Choice:
    """Read theme and width from a query string; what is unknown is light, and a desk's width."""
    theme, width = args.get("theme", ""), args.get("width", "")
    known = {str(each): each for each in LAYOUTS}
    return Choice(theme if theme in THEMES else "light", known.get(width, max(LAYOUTS)))


@lru_cache(maxsize=1)
def all_examples() -> tuple[Example, ...]:
    """Every example; the statistics behind them are computed once a process."""
    return examples()


@lru_cache(maxsize=len(LAYOUTS))
def shown(width: int) -> tuple[Shown, ...]:
    """Every example as a page of that width shows it."""
    return tuple(
        Shown(
            each.key,
            f"{sentence_case(each.kind)}: {each.title}",
            each.svg(LAYOUTS[width], f"gallery-{each.key}"),
            each.has_files,
        )
        for each in all_examples()
    )


def file(choice: Choice, key: str, extension: str) -> File | None:
    """One example as a file of its own, or None where there is no such example or format."""
    found = next((each for each in all_examples() if each.key == key), None)
    if found is None or extension not in TYPES:
        return None
    theme = DARK if choice.theme == "dark" else LIGHT
    data = found.file(LAYOUTS[choice.width], cast("Format", extension), theme)
    return None if data is None else File(data, TYPES[extension])
