"""A learning session as tables: what teams committed to, and what else came of it.

Everybody who sees the session gets what its pages show; who runs it gets their notes, too.
"""

from __future__ import annotations

from app.clock import today
from app.downloads.names import of_network, person
from app.learning import evaluating, following, prework, queries, timing
from app.learning.models import Answer, LearningSession, SessionPerson, SessionTeam, Status
from app.tables import book
from app.tables.book import Book, Sheet

COMMITMENTS = (
    *book.text("team", "will test", "who"),
    *book.dates("by"),
    *book.text("kept", "says"),
)
OFFERS = book.text("kind", "team", "text")
DECISIONS = (*book.text("decision", "who"), *book.dates("by"))
AGENDA = (
    *book.text("begins", "ends", "title", "who", "notes"),
    *book.numbers("minutes", "day"),
    *book.dates("date"),
)
SESSION = (
    *book.text("title"),
    *book.dates("first day", "last day"),
    *book.text("begins", "ends", "time zone", "place"),
)
TEAMS, RUNS_TEAMS = book.text("team", "answer", "was there"), book.text("pre-work", "note")
PEOPLE, RUNS_PEOPLE = book.text("person", "guest", "invited"), book.text("team", "was there")
RATED = (*book.text("question"), *book.numbers("mean of 1 to 5", "answers"))
WRITTEN = book.text("asked", "text")
ANSWERS = {Answer.CONFIRMED: "comes", Answer.DECLINED: "cannot come", Answer.INVITED: ""}


def book_of(session: LearningSession, *, runs: bool) -> Book:
    """The session's tables, for those who run it or for everybody else."""
    queries.load(session)
    sheets = [
        _commitments(session),
        Sheet("Offers and asks", OFFERS, _offers(session), "No team has put anything up yet."),
        Sheet("Decisions", DECISIONS, _decisions(session), "No decision was written down."),
        Sheet("Session", SESSION, (_dates(session),), ""),
        Sheet("Agenda", AGENDA, _agenda(session), "There is no agenda yet."),
        _teams(session, runs=runs),
        _people(session, runs=runs),
    ]
    if runs:
        sheets += _evaluation(session)
    name = of_network(session.network, f"session-{session.number}")
    return Book(name, f"What came of {session.title}", tuple(sheets))


def _commitments(session: LearningSession) -> Sheet:
    found = following.follow(session, today())
    rows = tuple(
        (one.team.name, one.text, one.who, one.due_on, each.word, each.says)
        for each in found
        for one in (each.commitment,)
    )
    return Sheet("Commitments", COMMITMENTS, rows, "No team wrote down what it will test.")


def _offers(session: LearningSession) -> tuple[book.Row, ...]:
    return tuple(
        (each.kind.value, each.team.name, each.text) for each in following.offers_of(session)
    )


def _decisions(session: LearningSession) -> tuple[book.Row, ...]:
    return tuple((each.text, each.who, each.due_on) for each in following.decisions_of(session))


def _agenda(session: LearningSession) -> tuple[book.Row, ...]:
    return tuple(
        (each.begins, each.ends, one.title, one.who, one.notes, one.minutes, each.day, each.on)
        for each in timing.running(session)
        for one in (each.item,)
    )


def _dates(session: LearningSession) -> book.Row:
    hours = timing.clock(session.starts), timing.clock(session.ends)
    days = session.on, session.until
    return (session.title, *days, *hours, session.time_zone, session.place)


def _teams(session: LearningSession, *, runs: bool) -> Sheet:
    held = session.status is Status.HELD
    lists = prework.checklists(session, today()) if runs and not held else {}

    def row(place: SessionTeam) -> book.Row:
        # Once it is held, the page says who was there; who answered what is for those who run it.
        answer = ANSWERS[place.answer] if runs or not held else ""
        found: book.Row = (
            place.team.name,
            answer,
            book.yes(place.attended if held or runs else ""),
        )
        if not runs:
            return found
        done = lists[place.team_id].words if place.team_id in lists else ""
        return (*found, done, place.note)

    rows = tuple(row(place) for place in sorted(session.teams, key=lambda one: one.team.name))
    return Sheet(
        "Teams", TEAMS + (RUNS_TEAMS if runs else ()), rows, "No team has been invited yet."
    )


def _people(session: LearningSession, *, runs: bool) -> Sheet:
    def row(one: SessionPerson) -> book.Row:
        found: book.Row = (
            person(one.user) or one.guest,
            book.yes(one.guest),
            book.yes(one.invited),
        )
        there = book.yes(one.attended)
        return (*found, one.team.name if one.team else "", there) if runs else found

    rows = tuple(row(one) for one in session.people if one.invited or (runs and one.attended))
    return Sheet("People", PEOPLE + (RUNS_PEOPLE if runs else ()), rows, "Nobody is named here.")


def _evaluation(session: LearningSession) -> list[Sheet]:
    found = evaluating.results_of(session)
    rated = tuple((each.text, each.mean, each.answers) for each in found.rated)
    written = (
        *(("What people take home", text) for text in found.kept),
        *(("What should be different", text) for text in found.change),
    )
    few = f"Results show from {evaluating.FEWEST} answers on."
    return [Sheet("Evaluation", RATED, rated, few), Sheet("Written", WRITTEN, written, few)]
