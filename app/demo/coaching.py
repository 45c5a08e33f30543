"""What the invented teams and their coaches say to each other, the coaches' log, and their scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from app.accounts.models import User
from app.aims.models import Aim
from app.coaching_log.models import CoachingItem, CoachingVisit, ItemKind, Way
from app.conversations.mentions import mentioned, people_who_see
from app.conversations.models import Comment, Mention, Thread
from app.demo.files import Record
from app.demo.team_story import TeamStory
from app.demo.when import Calendar
from app.extensions import db
from app.measures.models import Series
from app.pdsa.models import Cycle
from app.progress.models import ProgressScore, ScoredBy
from app.teams.models import Team
from app.theory.models import DriverNode

HOUR = time(16, 10)


@dataclass(frozen=True, slots=True)
class _Told:
    """Who is who, and which day is which."""

    teams: Mapping[str, Team]
    stories: Mapping[str, TeamStory]
    people: Mapping[str, User]
    calendar: Calendar

    def moment(self, text: str) -> datetime:
        return datetime.combine(min(self.calendar.day(text), self.calendar.today), HOUR, UTC)

    def day(self, text: str) -> date:
        return self.calendar.day(text)


def load(
    record: Record,
    teams: Mapping[str, Team],
    stories: Mapping[str, TeamStory],
    people: Mapping[str, User],
    calendar: Calendar,
) -> None:
    """Make every comment, visit and score that the file tells."""
    told = _Told(teams, stories, people, calendar)
    for each in record["thread"]:
        _thread(told, each)
    for each in record["visit"]:
        _visit(told, each)
    for each in record["score"]:
        for scored_by, by, on, score, reason in each["given"]:
            db.session.add(
                ProgressScore(
                    team=teams[each["team"]],
                    scored_by=ScoredBy(scored_by),
                    halves=round(2 * score),
                    on=told.day(on),
                    reason=reason,
                    by=people[by],
                    at=told.moment(on),
                )
            )
    db.session.flush()


def _thread(told: _Told, record: Record) -> None:
    team = told.teams[record["team"]]
    thread = Thread(team=team, asks_for_help=record.get("help", False))
    found = _about(told, team, record)
    match found:
        case Cycle():
            thread.cycle = found
        case Series():
            thread.series = found
        case DriverNode():
            thread.node = found
        case Aim():
            thread.aim = found
    if "resolved" in record:
        thread.resolved_at = told.moment(record["resolved"]["on"])
        thread.resolved_by = told.people[record["resolved"]["by"]]
    db.session.add(thread)
    people = people_who_see(team)
    said = [record, *record.get("reply", ())]
    for number, each in enumerate(said):
        answered = {told.people[later["by"]].id for later in said[number + 1 :]}
        author = told.people[each["by"]]
        comment = Comment(
            author=author,
            text=each["text"],
            opens=each is record,
            written_at=told.moment(each["on"]),
        )
        for person in mentioned(each["text"], people):
            read = told.moment(each["on"]) if person.id in answered else None
            comment.mentions.append(Mention(user=person, read_at=read))
        thread.comments.append(comment)


def _about(told: _Told, team: Team, record: Record) -> Cycle | Series | DriverNode | Aim:
    story = told.stories[record["team"]]
    if "cycle" in record:
        which = (Cycle.team_id == team.id, Cycle.number == record["cycle"])
        return db.session.scalars(select(Cycle).where(*which)).one()
    if "chart" in record:
        return story.series[record["chart"]]
    if "driver" in record:
        return story.nodes[record["driver"]]
    return db.session.scalars(select(Aim).where(Aim.team_id == team.id)).one()


def _visit(told: _Told, record: Record) -> None:
    visit = CoachingVisit(
        team=told.teams[record["team"]],
        on=told.day(record["on"]),
        way=Way(record["way"]),
        notes=record.get("notes", ""),
        agreed=record.get("agreed", ""),
        written_by=told.people[record["by"]],
        held_at=told.moment(record["on"]) if "notes" in record else None,
    )
    for text in record.get("items", ()):
        visit.items.append(CoachingItem(kind=ItemKind.BY_HAND, text=text))
    db.session.add(visit)
