"""How an invented team arranged its storyboard, and since when the network may read it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.extensions import db
from app.interviews.models import Interview, Quote
from app.storyboard import services
from app.storyboard.models import Part
from app.teams.models import Team

if TYPE_CHECKING:
    from app.demo.team_story import TeamStory


def arrange(story: TeamStory, team: Team) -> None:
    """Store what the team's file says of its storyboard; without that it shows every part."""
    record = story.record.get("storyboard")
    if record is None:
        return
    actor = story.people[record["by"]]
    services.arrange(
        team,
        hidden=[Part(name) for name in record.get("hidden", ())],
        sentences={
            Part(name): story.calendar.text(text) for name, text in record.get("says", {}).items()
        },
        quote_ids=_quotes(team, record.get("quotes", ())),
        actor=actor,
    )
    if "published_on" in record:
        services.publish(team, is_public=True, actor=actor)
        day = min(story.calendar.day(record["published_on"]), story.calendar.today)
        team.storyboard_published_at = datetime.combine(day, time(15, 30), UTC)
        db.session.flush()


def _quotes(team: Team, texts: list[str]) -> list[int]:
    query = select(Quote).join(Interview).where(Interview.team_id == team.id)
    found = {quote.text: quote.id for quote in db.session.scalars(query)}
    return [found[text] for text in texts]
