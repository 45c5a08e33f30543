"""A measure's definition as tables: every field, and each version with its reason."""

from __future__ import annotations

from datetime import date

from app.catalog import fields
from app.catalog.history import revisions
from app.measures.kinds import default_rules
from app.measures.models import Measure
from app.measures.passport import rules_name
from app.tables import book
from app.tables.book import Book, Cell, Sheet


def book_of(measure: Measure) -> Book:
    """The definition by itself."""
    where = measure.network.slug if measure.team is None else measure.team.slug
    return Book(
        book.slug(f"{where}-{measure.slug}-definition"),
        f"Definition of {measure.name}",
        sheets(measure),
    )


def sheets(measure: Measure) -> tuple[Sheet, Sheet]:
    """The fields as they are now, and everything that was changed in them."""
    return _now(measure), _history(measure)


def _now(measure: Measure) -> Sheet:
    content = fields.content_of(measure)
    rows: list[tuple[Cell, Cell]] = [
        (item.label, value(measure, item.name, content[item.name])) for item in fields.ITEMS
    ]
    starts = dict(measure.starts_of_versions)
    rows += [
        ("Strategies it tells about", book.listed(content[fields.STRATEGIES])),
        ("Kept by", measure.team.name if measure.team else "the network"),
        ("Version of the definition", measure.definition_version),
        ("Holds from", starts.get(measure.definition_version)),
        ("Retired", measure.retired_at),
        ("Retired because", measure.retired_because),
    ]
    return Sheet("Definition", book.text("field", "what it says"), tuple(rows))


def value(measure: Measure, name: str, stored: object) -> Cell:
    """A field of the definition as a cell: numbers and dates as such, choices in words."""
    if name == "rules" and stored == "default":
        return f"{rules_name(default_rules(measure.chart))}, the chart’s own"
    if name == "target_on":
        return date.fromisoformat(str(stored)) if stored else None
    if isinstance(stored, int | float):
        return stored
    return fields.words(name, stored)


def _history(measure: Measure) -> Sheet:
    columns = (
        *book.numbers("revision", "version of the definition"),
        *book.dates("holds from"),
        *book.text("field", "before", "after", "reason", "who"),
        *book.moments("when (UTC)"),
    )
    rows: list[book.Row] = []
    for each in revisions(measure):
        head = (each.number, each.version, each.starts_on)
        tail = (each.reason, each.who, each.at)
        changed = [(one.label, one.before, one.after) for one in each.changes] or [("", "", "")]
        rows += [(*head, *one, *tail) for one in changed]
    return Sheet("Definition history", columns, tuple(rows))
