"""A coach's huddle as tables: the teams by how much they need attention, why, and what got better."""

from __future__ import annotations

from app.huddle.page import Huddle, TeamLine
from app.tables import book
from app.tables.book import Book, Sheet

TEAMS = (
    *book.text("network", "team"),
    *book.numbers("attention from 1 to 4"),
    *book.text("what it asks", "how it came about", "what to do first"),
)
REASONS = (
    *book.text("team", "reason"),
    *book.numbers("counts"),
    *book.text("what the records say", "what to do"),
)
BETTER = (*book.text("team"), *book.dates("on"), *book.text("what got better", "direction"))


def book_of(huddle: Huddle) -> Book:
    """The huddle of one coach on one day, in the order of its page."""
    lines = [line for group in huddle.groups for line in group.lines]
    reasons = tuple(row for line in lines for row in _reasons(line))
    better = tuple(
        (line.team.name, each.on, each.text, each.direction or "")
        for line in lines
        for each in line.better
    )
    return Book(
        "huddle",
        "The teams that you coach, by how much they need attention",
        (
            Sheet("Teams", TEAMS, tuple(map(_team, lines)), "You coach no team yet."),
            Sheet("Reasons", REASONS, reasons, "No team needs you today."),
            Sheet("What got better", BETTER, better, "Nothing got better lately."),
        ),
    )


def _team(line: TeamLine) -> book.Row:
    found = line.rating
    first = line.reasons[0].action if line.reasons else ""
    return (
        line.team.network.name,
        line.team.name,
        found.number,
        found.word,
        found.explanation,
        first,
    )


def _reasons(line: TeamLine) -> list[book.Row]:
    return [
        (
            line.team.name,
            each.rule.name,
            each.rule.level,
            book.listed(record.text for record in each.records),
            each.action,
        )
        for each in line.reasons
    ]
