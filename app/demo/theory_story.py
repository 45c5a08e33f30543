"""The versions of a demo team's theory, each told by what was other than it is today."""

from __future__ import annotations

from datetime import UTC, datetime, time

from app.accounts.models import User
from app.demo.files import Record
from app.demo.when import Calendar
from app.teams.models import Team
from app.theory import freezing, graph
from app.theory.diagram import tested_words
from app.theory.models import DriverNode, IdeaStatus, NodeKind
from app.theory.snapshot import Part, Snapshot


def load(
    record: Record,
    team: Team,
    nodes: dict[str, DriverNode],
    people: dict[str, User],
    calendar: Calendar,
    aim: str,
) -> None:
    """Keep every version that the team's file tells; `aim` is what the aim is called in drawings."""
    today = {each["key"]: each for each in record["driver"]}
    for version in record.get("theory", ()):
        told = [today[each["key"]] | {"cycles": []} | each for each in version["driver"]]
        freezing.freeze(
            team,
            Snapshot(aim, tuple(_parts(told, nodes))),
            version["name"],
            note=calendar.text(version["note"]),
            actor=people[version["by"]],
            at=datetime.combine(calendar.day(version["on"]), time(15, 30), UTC),
        )


def _parts(told: list[Record], nodes: dict[str, DriverNode]) -> list[Part]:
    there = {each["key"] for each in told}
    serves = {
        nodes[each["key"]].id: tuple(
            nodes[key].id for key in each.get("serves", ()) if key in there
        )
        for each in told
    }
    status = {
        nodes[each["key"]].id: IdeaStatus(each.get("status", "untested"))
        for each in told
        if each["kind"] == "idea"
    }
    parts, children = [], graph.served_by(serves)
    for each in told:
        node = nodes[each["key"]]
        idea = node.kind is NodeKind.IDEA
        below = [status[key] for key in graph.below(children, node.id) if key in status]
        parts.append(
            Part(
                node.id,
                node.kind,
                each["text"],
                serves[node.id],
                status=status.get(node.id),
                reliability=each.get("reliability") if idea and each["cycles"] else None,
                cycles=tuple(each["cycles"]),
                tested="" if idea else tested_words(below),
            )
        )
    return parts
