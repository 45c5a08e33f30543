"""What a team and its coach say of the work, as a table. Withdrawn words are not in it."""

from __future__ import annotations

from app.conversations.about import About
from app.conversations.models import Comment
from app.conversations.queries import threads_of
from app.downloads.names import of_team, person
from app.tables import book
from app.tables.book import Book, Sheet
from app.teams.models import Team

COLUMNS = (
    *book.numbers("thread"),
    *book.text("kind", "about", "asks for help"),
    *book.dates("written"),
    *book.text("by", "comment", "mentions"),
    *book.dates("edited", "withdrawn", "resolved"),
)


def book_of(team: Team) -> Book:
    """Every comment, the threads in the order in which they began."""
    found = sorted(threads_of(team), key=lambda pair: pair[0].id)
    rows = tuple(_row(each, about) for thread, about in found for each in thread.comments)
    return Book(
        of_team(team, "comments"),
        f"Comments on the work of {team.name}",
        (Sheet("Comments", COLUMNS, rows, "Nobody has written a comment yet."),),
    )


def _row(comment: Comment, about: About) -> book.Row:
    thread, gone = comment.thread, comment.withdrawn_at
    return (
        thread.id,
        about.kind,
        about.name,
        "yes" if thread.asks_for_help else "no",
        comment.written_at.date(),
        person(comment.author),
        "" if gone else comment.text,
        "" if gone else book.listed(person(each.user) for each in comment.mentions),
        comment.edited_at.date() if comment.edited_at and not gone else None,
        gone.date() if gone else None,
        thread.resolved_at.date() if thread.resolved_at else None,
    )
