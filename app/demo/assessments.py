"""Where the invented teams placed themselves on the network's assessments, round after round."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

from app.accounts.models import User
from app.assessments import content as contents
from app.assessments import services
from app.assessments.library import LIBRARY
from app.assessments.models import AssessmentRound, Instrument
from app.assessments.services import Opening
from app.demo.files import Record
from app.demo.when import Calendar
from app.extensions import db
from app.teams.models import Team

NOON = time(12, 0)


def load(
    record: Record, teams: dict[str, Team], people: dict[str, User], calendar: Calendar
) -> None:
    """Give each team its instrument, and run the rounds of it as the file tells them."""
    for each in record["assessment"]:
        team, actor = teams[each["team"]], people[each["by"]]
        wording = replace(LIBRARY[each["library"]], name=each["name"])
        instrument = services.define(None, team.network, wording)
        for told in each["round"]:
            _round(told, team, instrument, actor, people, calendar)


def _round(
    told: Record,
    team: Team,
    instrument: Instrument,
    actor: User,
    people: dict[str, User],
    calendar: Calendar,
) -> None:
    """Open a round, hand in its answers, and close it where the file says when."""
    closed = calendar.day(told["closed"]) if "closed" in told else None
    opening = Opening(
        calendar.day(told["opened"]),
        closed or calendar.day(told["due"]),
        named=told.get("named", False),
    )
    opened = services.open_round(actor, team, instrument, opening)
    notes = told.get("notes", {})
    for key, levels in told["answers"].items():
        _answer(opened, people[key], levels, notes.get(key, {}))
    for given in opened.responses:
        given.handed_in_at = datetime.combine(closed or opening.opened_on, NOON, UTC)
    if closed is not None:
        services.close_round(actor, opened, on=closed)
        text = calendar.text(told.get("reflection", ""))
        services.reflect(actor, opened, text, opened.version)
    db.session.flush()


def _answer(
    opened: AssessmentRound, person: User, levels: list[float], notes: dict[str, str]
) -> None:
    items = contents.read(opened.asked.content).items
    given = {item.key: float(level) for item, level in zip(items, levels, strict=True)}
    services.answer(person, opened, given, notes, hand_in=True)
