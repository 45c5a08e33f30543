"""What the invented teams publish of their change ideas, and which they took over from others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from app.demo.files import Record
from app.demo.team_story import TeamStory
from app.ideas import services
from app.ideas.models import PublishedIdea
from app.ideas.queries import cycles_to_show
from app.theory.models import DriverNode


def load(record: Record, stories: Mapping[str, TeamStory]) -> None:
    """Publish the ideas in the order of their days, and keep the lineage of those copied."""
    published: dict[str, PublishedIdea] = {}
    for each in record["idea"]:
        story = stories[each["team"]]
        node = story.nodes[each["idea"]]
        name = f"{each['team']}/{each['idea']}"
        if "from" in each:
            _link(story, node, published[each["from"]], each)
        if "how" in each:
            published[name] = _publish(story, node, each)


def _publish(story: TeamStory, node: DriverNode, each: Record) -> PublishedIdea:
    calendar, numbers = story.calendar, set(each.get("cycles", ()))
    fields = {
        name: calendar.text(each.get(name, "")) for name in ("how", "context", "reason", "advice")
    }
    return services.publish(
        node,
        fields
        | {
            "title": calendar.text(each.get("title", node.text)),
            "measure_id": story.measures[each["measure"]].id if "measure" in each else None,
        },
        cycles=[cycle.id for cycle in cycles_to_show(node.id) if cycle.number in numbers],
        version=None,
        actor=story.people[each["by"]],
        at=_moment(calendar.day(each["on"]), calendar.today),
    )


def _link(story: TeamStory, node: DriverNode, source: PublishedIdea, each: Record) -> None:
    services.link(
        node,
        source,
        root_id=services.root_of(source),
        actor=story.people[each["by"]],
        at=_moment(story.calendar.day(each["copied_on"]), story.calendar.today),
    )


def _moment(day: date, today: date) -> datetime:
    return datetime.combine(min(day, today), time(16, 0), UTC)
