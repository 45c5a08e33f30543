"""One team of the invented network, from its file to records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from app.accounts.models import User
from app.aims import services as aims
from app.aims.fields import AimFields
from app.charter import services as charters
from app.demo import theory_story
from app.demo.causes import keep_causes
from app.demo.cycle_changes import tell
from app.demo.engagement import engage
from app.demo.files import Record, Row
from app.demo.kinds import enter_kinds
from app.demo.marks import mark
from app.demo.measures import measure_of
from app.demo.storyboards import arrange
from app.demo.when import Calendar
from app.extensions import db
from app.measures.models import Direction, Measure, Observation, Series, Share
from app.networks.models import Network, WorkingGroup
from app.pdsa.models import AsPlanned, Cycle, CycleTask, Decision, Prediction, Scale
from app.pdsa.scoring import Score
from app.teams.models import CoachAssignment, Team, TeamMembership, TeamRole
from app.theory.models import DriverLink, DriverNode, IdeaStatus, NodeKind

KINDS = {
    "primary": NodeKind.PRIMARY,
    "secondary": NodeKind.SECONDARY,
    "idea": NodeKind.IDEA,
}
DATES = frozenset(
    {
        *("starts_on", "ends_on", "decided_on", "due_on", "done_on"),
        *("next_action_on", "by_when", "started_on"),
    }
)


@dataclass(slots=True)
class TeamStory:
    """Makes a team's records, in the order in which they need each other."""

    record: Record
    network: Network
    people: dict[str, User]
    calendar: Calendar
    measures: dict[str, Measure] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)
    nodes: dict[str, DriverNode] = field(default_factory=dict)

    def load(self, group: WorkingGroup, shared: dict[str, Measure], rows: list[Row]) -> None:
        """Make everything that the team's file and its numbers say."""
        team = self._team(group)
        self._measures(team, shared)
        self._observations(rows)
        enter_kinds(self)
        db.session.flush()
        mark(self)
        self._charter(team)
        self._aim(team)
        self._drivers(team)
        aim = self.measures[self.record["aim"][0]["measure"]].name
        theory_story.load(self.record, team, self.nodes, self.people, self.calendar, aim)
        engage(self, team)
        self._cycles(team)
        db.session.flush()
        arrange(self, team)

    def _team(self, group: WorkingGroup) -> Team:
        record = self.record
        team = Team(
            network=self.network,
            working_group=group,
            slug=record["slug"],
            name=record["name"],
            place=record["place"],
            context=record.get("context", ""),
            tags=record.get("tags", []),
            why=self.calendar.text(record["why"]),
        )
        for each in record["member"]:
            team.memberships.append(
                TeamMembership(
                    user=self.people[each["person"]],
                    role=TeamRole(each["role"]),
                    contribution=each.get("brings", ""),
                    lived_experience=each.get("lived_experience", False),
                )
            )
        team.coaches.append(CoachAssignment(user=self.people[record["coach"]]))
        db.session.add(team)
        return team

    def _measures(self, team: Team, shared: dict[str, Measure]) -> None:
        """The team's own measures, and a series of each that it keeps."""
        own = {
            each["slug"]: measure_of(self.network, self._due(self.calendar.texts(each)), team)
            for each in self.record.get("measure", ())
        }
        for position, slug in enumerate(self.record["keeps"]):
            self.measures[slug] = own[slug] if slug in own else shared[slug]
            shares = self.record.get("shares", {})
            self.series[slug] = Series(
                team=team,
                measure=self.measures[slug],
                position=position,
                share=Share(shares[slug]) if slug in shares else None,
            )
        db.session.add_all(self.series.values())

    def _due(self, measure: Record) -> Record:
        """Let what is "due today" be due on the day of loading."""
        if measure.get("due_days") != "today":
            return measure
        return measure | {"due_days": self.calendar.today.day}

    def _observations(self, rows: list[Row]) -> None:
        lead = next(each for each in self.record["member"] if each["role"] == "lead")
        for row in rows:
            period = self.calendar.month(row.month)
            observation = Observation(
                period=period,
                value=row.value,
                denominator=row.denominator,
                entered_by=self.people[lead["person"]],
                entered_at=self.moment(self.calendar.day(f"{row.month + 1}/06")),
            )
            self.series[row.measure].observations.append(observation)

    def _charter(self, team: Team) -> None:
        """The charter as first written, then as revised: a revision says what it changes."""
        said = dict.fromkeys(charters.FIELDS, "")
        for each in self.record.get("charter", ()):
            said |= {
                name: "\n".join(self.calendar.text(line) for line in text.strip().splitlines())
                for name, text in each.items()
                if name in said
            }
            charters.save(
                team,
                said,
                actor=self.people[each["by"]],
                reason=self.calendar.text(each.get("reason", "")),
                at=self.moment(self.calendar.day(each["on"])),
            )

    def _aim(self, team: Team) -> None:
        """The aim as first written, then as revised: a revision says what it changes, and why."""
        said: dict[str, Any] = {}
        for each in self.record["aim"]:
            said |= self.fields(each, leave=("on", "by", "reason"))
            if "measure" in said:
                said["measure_id"] = self.measures[said.pop("measure")].id
            if isinstance(said["direction"], str):
                said["direction"] = Direction(said["direction"])
            aims.save(
                team,
                AimFields(**said),
                actor=self.people[each["by"]],
                reason=self.calendar.text(each.get("reason", "")),
                at=self.moment(self.calendar.day(each["on"])),
            )

    def _drivers(self, team: Team) -> None:
        for position, each in enumerate(self.record["driver"]):
            node = DriverNode(
                team=team,
                kind=KINDS[each["kind"]],
                text=each["text"],
                short=each.get("short", ""),
                position=position,
                status=IdeaStatus(each["status"]) if "status" in each else None,
                reliability=each.get("reliability"),
                measures=[self.measures[slug] for slug in each.get("measures", ())],
            )
            if "removed_on" in each:
                node.removed_at = self.moment(self.calendar.day(each["removed_on"]))
                node.removed_by = self.people[each["removed_by"]]
            self.nodes[each["key"]] = node
        db.session.add_all(self.nodes.values())
        db.session.flush()
        for each in self.record["driver"]:
            for parent in each.get("serves", ()):
                link = DriverLink(
                    parent_id=self.nodes[parent].id, child_id=self.nodes[each["key"]].id
                )
                db.session.add(link)

    def _cycles(self, team: Team) -> None:
        cycles: dict[int, Cycle] = {}
        for number, each in enumerate(self.record["cycle"], 1):
            cycle = self._cycle(each)
            cycle.team, cycle.number = team, number
            if "follows" in each:
                cycle.previous = cycles[each["follows"]]
            cycles[number] = cycle
            db.session.add(cycle)
        causes = self.record.get("cause", ())
        keep_causes(causes, self.series, cycles, self.people, self.calendar)
        db.session.flush()
        for cycle in cycles.values():
            tell(cycle)

    def _cycle(self, record: Record) -> Cycle:
        apart = (
            *("idea", "owner", "measure", "scale", "as_planned", "decision"),
            *("follows", "prediction", "task"),
        )
        measure, idea = record.get("measure"), record.get("idea")
        cycle = Cycle(
            change_idea=self.nodes[idea] if idea else None,
            owner=self.people[record["owner"]],
            created_by_id=self.people[record["owner"]].id,
            measure=self.measures[measure] if measure else None,
            scale=Scale(record["scale"]),
            as_planned=AsPlanned(record["as_planned"]) if "as_planned" in record else None,
            decision=Decision(record["decision"]) if "decision" in record else None,
            **self.fields(record, leave=apart),
        )
        start = cycle.starts_on or self.calendar.today
        cycle.created_at = self.moment(min(start, self.calendar.today))
        for position, each in enumerate(record.get("prediction", ())):
            cycle.predictions.append(self._prediction(each, position))
        for position, each in enumerate(record.get("task", ())):
            fields = self.fields(each, leave=("owner",))
            owner = self.people[each["owner"]] if "owner" in each else None
            cycle.to_do.append(CycleTask(position=position, owner=owner, **fields))
        return cycle

    def _prediction(self, record: Record, position: int) -> Prediction:
        measure = self.measures[record["measure"]] if "measure" in record else None
        return Prediction(
            position=position,
            measure=measure,
            unit=record.get("unit", measure.unit if measure else ""),
            judged_as=Score(record["judged"]) if "judged" in record else None,
            **self.fields(record, leave=("measure", "judged", "unit")),
        )

    def fields(self, record: Record, *, leave: tuple[str, ...]) -> dict[str, Any]:
        """The rest of a record, its dates and texts read; the modules beside this one ask it too."""
        return {
            key: self.calendar.day(value) if key in DATES else self._plain(value)
            for key, value in record.items()
            if key not in leave
        }

    def _plain(self, value: Any) -> Any:
        return self.calendar.text(value) if isinstance(value, str) else value

    def moment(self, day: date) -> datetime:
        return datetime.combine(min(day, self.calendar.today), time(15, 30), UTC)
