"""The learning sessions of an invented network: one held with what it showed, one to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

from flask import current_app
from flask.globals import app_ctx
from sqlalchemy import delete, select

from app.accounts.models import User
from app.demo.files import Record
from app.demo.when import Calendar
from app.extensions import db
from app.imports.progress import Progress
from app.learning import evaluating, frozen, packing, services, timing
from app.learning.kept_models import ShownComparison
from app.learning.models import (
    AgendaItem,
    Answer,
    Check,
    ItemKind,
    LearningSession,
    PreworkTick,
    SessionPerson,
    SessionTeam,
    Status,
)
from app.learning.room_models import (
    Commitment,
    Exchange,
    SessionDecision,
    SessionEvaluation,
    SessionOffer,
)
from app.measures.models import Measure, Observation, SeriesPhase
from app.networks.models import Network
from app.pdsa.models import Cycle
from app.teams.models import Team

MORNING = time(14)


def load(
    record: Record,
    network: Network,
    shared: Mapping[str, Measure],
    people: Mapping[str, User],
    calendar: Calendar,
) -> None:
    """Make the sessions with all that was said and promised in them."""
    found = db.session.scalars(select(Team).where(Team.network_id == network.id))
    teams = {team.slug: team for team in found}
    for each in record["session"]:
        _Session(each, network, teams, people, calendar).load(shared)


class _Session:
    """One session, from its record."""

    def __init__(
        self,
        record: Record,
        network: Network,
        teams: Mapping[str, Team],
        people: Mapping[str, User],
        calendar: Calendar,
    ) -> None:
        self.record, self.network, self.teams = record, network, teams
        self.people, self.calendar = people, calendar
        self.facilitator = people["facilitator"]

    def load(self, shared: Mapping[str, Measure]) -> LearningSession:
        record = self.record
        day = self.calendar.day(record["on"])
        until = record.get("action_until")
        text = self.calendar.text
        fields = {
            "title": record["title"],
            "purpose": text(record["purpose"]),
            "on": day,
            "last_day": None,
            "starts": time.fromisoformat(record["starts"]),
            "ends": time.fromisoformat(record["ends"]),
            "time_zone": record["time_zone"],
            "place": record["place"],
            "link": "",
            "prework": text(record.get("prework", "")),
            "prework_due": None,
            "action_from": None,
            "action_until": self.calendar.day(until) if until else None,
        }
        plan = services.Plan(
            fields,
            [shared[slug].id for slug in record["measures"]],
            [Check(name) for name in record["checks"]],
            record["own"],
        )
        ids = [team.id for team in self.teams.values()]
        session = services.create(self.network, plan, ids, actor=self.facilitator)
        if "agenda" in record:
            session.agenda = [
                AgendaItem(position=number, **(each | {"kind": ItemKind(each["kind"])}))
                for number, each in enumerate(record["agenda"])
            ]
        services.announce(session, actor=self.facilitator)
        session.made_at = session.invited_at = self._moment(record["invited_on"])
        self._places(session)
        for name in record.get("guests", ()):
            session.people.append(SessionPerson(guest=name, attended=True))
        session.notes = record.get("notes", "").strip()
        self._said(session)
        if record.get("held"):
            self._hold(session)
        db.session.flush()
        return session

    def _places(self, session: LearningSession) -> None:
        places = {place.team.slug: place for place in session.teams}
        own = [task for task in session.tasks if task.check is Check.OWN]
        answered = self._moment(self.record["invited_on"]) + timedelta(days=4)
        for each in self.record["seat"]:
            place: SessionTeam = places[each["team"]]
            place.answer, place.note = Answer(each["answer"]), each.get("note", "")
            by = self.people[each["by"]] if "by" in each else self._lead(place.team)
            if place.answer is not Answer.INVITED:
                place.answered_by, place.answered_at = by, answered
            if each.get("ticked"):
                place.ticks = [PreworkTick(task=task, by_id=by.id, at=answered) for task in own]
            came = [self.people[key] for key in each.get("came", ())]
            if each.get("attended") and not came:
                came = [self._lead(place.team)]
            session.people += [
                SessionPerson(user=user, team=place.team, attended=True, invited=False)
                for user in came
            ]
            if self.record.get("held"):
                place.attended = bool(came)

    def _lead(self, team: Team) -> User:
        return team.memberships[0].user

    def _said(self, session: LearningSession) -> None:
        record, at = self.record, datetime.combine(session.on, MORNING, UTC)
        for each in record.get("offer", ()):
            team, kind = self.teams[each["team"]], Exchange(each["kind"])
            db.session.add(
                SessionOffer(session=session, team=team, kind=kind, text=each["text"], at=at)
            )
        for each in record.get("commitment", ()):
            team = self.teams[each["team"]]
            cycle = db.session.scalar(
                select(Cycle).where(Cycle.team_id == team.id, Cycle.title == each.get("cycle"))
            )
            db.session.add(
                Commitment(
                    session=session,
                    team=team,
                    text=each["text"],
                    who=each["who"],
                    due_on=self.calendar.day(each["by"]),
                    cycle=cycle,
                    node=cycle.change_idea if cycle else None,
                    at=at,
                )
            )
        for each in record.get("decision", ()):
            by = self.calendar.day(each["by"]) if "by" in each else None
            decision = SessionDecision(session=session, text=each["text"], due_on=by)
            decision.who = each.get("who", "")
            db.session.add(decision)
        for number, each in enumerate(record.get("evaluation", ())):
            db.session.add(
                SessionEvaluation(
                    session=session,
                    batch=number // evaluating.FEWEST,
                    ratings=each["ratings"],
                    kept=each.get("kept", ""),
                    change=each.get("change", ""),
                )
            )

    def _hold(self, session: LearningSession) -> None:
        session.status = Status.HELD
        session.held_at = timing.moment(session, session.ends, session.until)
        db.session.flush()
        measures = [each.measure for each in session.measures]
        with _as_of(session.on):
            kept = [
                frozen.content_of(each, frozen.comparison_now(session, each)) for each in measures
            ]
        for position, (measure, content) in enumerate(zip(measures, kept, strict=True)):
            db.session.add(
                ShownComparison(
                    session=session,
                    measure=measure,
                    position=position,
                    content=content,
                    at=session.held_at,
                )
            )

    def _moment(self, text: str) -> datetime:
        return datetime.combine(self.calendar.day(text), MORNING, UTC)


def keep_packs(progress: Progress) -> None:
    """Make the pack of each session that was held, as its facilitator did."""
    query = select(LearningSession).where(LearningSession.status == Status.HELD)
    held = db.session.scalars(query.order_by(LearningSession.id)).all()
    with progress("Making the session pack", len(held)) as tick, _addresses():
        for session in held:
            packing.keep(session, actor=session.made_by)
            tick(1)


@contextmanager
def _addresses() -> Iterator[None]:
    """Let addresses be made, though they are not kept; the command line has no host for them."""
    before = app_ctx.url_adapter
    app_ctx.url_adapter = before or current_app.url_map.bind("localhost")
    try:
        yield
    finally:
        app_ctx.url_adapter = before


@contextmanager
def _as_of(day: date) -> Iterator[None]:
    """Let the comparison find only what could be entered by then; afterwards all is back."""
    point = db.session.begin_nested()
    try:
        month = day.replace(day=1)
        for model, column in (
            (Observation, Observation.period),
            (SeriesPhase, SeriesPhase.starts_on),
        ):
            db.session.execute(
                delete(model).where(column >= month),
                execution_options={"synchronize_session": False},
            )
        with _addresses():
            yield
    finally:
        point.rollback()
