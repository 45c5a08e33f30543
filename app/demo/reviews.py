"""What the invented coaches said of their teams' charts, and what the teams answered."""

from __future__ import annotations

from datetime import UTC, datetime, time

from app.accounts.models import User
from app.audit import record as audit
from app.demo.files import Record
from app.demo.team_story import TeamStory
from app.demo.when import Calendar
from app.extensions import db
from app.measures import periods
from app.reviews.models import ChartReview, Outcome

MORNING = time(9, 0)


def load(
    records: Record, stories: dict[str, TeamStory], people: dict[str, User], calendar: Calendar
) -> None:
    """Store each review, and tell the audit of it as the pages do."""
    for each in records["review"]:
        story = stories[each["team"]]
        series, up_to = story.series[each["measure"]], calendar.month(each["up_to"])
        asks = each.get("asks", False)
        review = ChartReview(
            series=series,
            by=people[each["by"]],
            at=_moment(calendar, each["on"]),
            outcome=Outcome.ASKED if asks else Outcome.SIGNED_OFF,
            note=calendar.text(each["note"]),
            up_to=up_to,
            better_chart=each.get("better_chart"),
        )
        if "answer" in each:
            review.answer = calendar.text(each["answer"])
            review.answered_by = people[each["answered_by"]]
            review.answered_at = _moment(calendar, each["answered_on"])
        db.session.add(review)
        audit(
            review.by,
            "ask about chart" if asks else "sign off chart",
            series,
            network=story.network,
            after={"data up to": periods.name(up_to, series.measure.frequency)},
            at=review.at,
        )


def _moment(calendar: Calendar, day: str) -> datetime:
    return datetime.combine(min(calendar.day(day), calendar.today), MORNING, UTC)
