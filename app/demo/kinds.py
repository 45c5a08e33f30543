"""Event dates and raw values of subgroups in the demo, which the table of numbers cannot hold."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from app.measures.models import Observation

if TYPE_CHECKING:
    from app.demo.team_story import TeamStory


def enter_kinds(story: TeamStory) -> None:
    """Write a team's events and subgroups into their series."""
    lead = next(each for each in story.record["member"] if each["role"] == "lead")
    who = story.people[lead["person"]]
    for each in story.record.get("event", ()):
        day = story.calendar.day(each["on"])
        story.series[each["measure"]].observations.append(
            Observation(
                period=day,
                value=1.0,
                denominator=each.get("cases"),
                note=story.calendar.text(each.get("note", "")),
                entered_by=who,
                entered_at=story.moment(day),
            )
        )
    for each in story.record.get("subgroup", ()):
        raw = [float(value) for value in each["raw"]]
        story.series[each["measure"]].observations.append(
            Observation(
                period=story.calendar.month(each["month"]),
                value=fmean(raw),
                raw=raw,
                note=story.calendar.text(each.get("note", "")),
                entered_by=who,
                entered_at=story.moment(story.calendar.day(f"{each['month'] + 1}/06")),
            )
        )
