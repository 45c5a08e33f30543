"""A team's stakeholders and what they told it, from its file to records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.demo.files import Record
from app.demo.stakeholder_changes import tell
from app.extensions import db
from app.interviews.models import Consent, Interview, InterviewTheme, Quote
from app.stakeholders.models import (
    EngagementAction,
    Stakeholder,
    StakeholderKind,
    StakeholderPosition,
)
from app.teams.models import Team

if TYPE_CHECKING:
    from app.demo.team_story import TeamStory

APART = ("kind", "owner", "positions", "done")


def engage(story: TeamStory, team: Team) -> None:
    """Make the team's stakeholders, how they moved, what was done, and its interviews."""
    by_name = {
        each["name"]: _stakeholder(story, team, each) for each in story.record["stakeholder"]
    }
    db.session.add_all(by_name.values())
    for each in story.record.get("interview", ()):
        db.session.add(_interview(story, team, each, by_name))


def _stakeholder(story: TeamStory, team: Team, record: Record) -> Stakeholder:
    owner = record.get("owner")
    stakeholder = Stakeholder(
        team=team,
        kind=StakeholderKind(record["kind"]),
        owner=story.people[owner] if owner else None,
        **story.fields(record, leave=APART),
    )
    lead = next(each for each in story.record["member"] if each["role"] == "lead")
    for on, support, importance, *note in record["positions"]:
        stakeholder.positions.append(
            StakeholderPosition(
                on=story.calendar.day(on),
                support=support,
                importance=importance,
                note=note[0] if note else "",
                set_by=story.people[owner or lead["person"]],
            )
        )
    for done in record.get("done", ()):
        stakeholder.done_actions.append(
            EngagementAction(
                text=done["what"],
                done_on=story.calendar.day(done["on"]),
                owner=story.people[done["by"]],
                outcome=done["outcome"],
            )
        )
    tell(stakeholder)
    return stakeholder


def _interview(
    story: TeamStory, team: Team, record: Record, by_name: dict[str, Stakeholder]
) -> Interview:
    return Interview(
        team=team,
        on=story.calendar.day(record["on"]),
        who=record["who"],
        interviewer=story.people[record["by"]],
        consent=Consent(record["consent"]),
        consent_note=record["consent_note"],
        notes=record["notes"],
        themes=[InterviewTheme(position=n, name=name) for n, name in enumerate(record["themes"])],
        quotes=[Quote(position=n, text=text) for n, text in enumerate(record["quotes"])],
        stakeholders=[by_name[name] for name in record["with"]],
        drivers=[story.nodes[key] for key in record["about"]],
    )
