"""A small world in which every URL of the application names something.

Three places: alice's team, another team of her network, and a team of another network. Each has
one of everything, so that the objects of one place can be put into the URLs of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from werkzeug.routing import Rule

from app.accounts.models import User
from app.accounts.sessions import digest
from app.assessments.library import LIBRARY
from app.assessments.models import Assessment, AssessmentRound, Instrument, InstrumentVersion
from app.causes.models import Cause, SignalCause
from app.clock import now
from app.coaching_log.models import CoachingVisit, Way
from app.conversations.models import Comment, Thread
from app.extensions import db
from app.ideas.models import PublishedIdea
from app.interviews.models import Consent, Interview
from app.invitations.models import Invitation
from app.learning.kept_models import SessionPack
from app.learning.models import LearningSession, SessionMeasure, SessionTeam, Status
from app.measures.models import Annotation, Measure, Series, Sharing
from app.networks.models import (
    Network,
    NetworkMembership,
    NetworkRole,
    Strategy,
    WorkingGroup,
)
from app.pdsa.models import Cycle, CycleTask, Scale
from app.progress.models import ProgressScore, ScoredBy
from app.reviews.models import ChartReview, Outcome
from app.stakeholders.models import Stakeholder, StakeholderKind, StakeholderPosition
from app.strata.models import Breakdown, MeasureBreakdown, Stratum, StratumObservation
from app.teams.models import CoachAssignment, Team, TeamMembership, TeamRole
from app.theory.models import DriverNode, NodeKind, TheoryVersion
from tests.factories import Cast, make_cast, make_measure, make_series

ACTORS = ("olga", "nora", "vera", "bob", "alice", "cora", "otto", "frank", "bea")
"""Everybody but the anonymous: outsider, network viewer, team viewer, member, lead, the team's
coach, another coach, facilitator, backbone."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the parameters of a URL stand for in one place."""

    parameters: dict[str, Any]

    def fill(self, rule: Rule, **others: Any) -> dict[str, Any]:
        """Values for the rule's parameters; fails where a new parameter is not known here."""
        return {
            name: others[name] if name in others else self.value(rule, name)
            for name in rule.arguments
        }

    def value(self, rule: Rule, name: str) -> Any:
        choices = getattr(rule._converters[name], "regex", "")
        if choices.startswith("(?:") and "|" in choices:  # <any(plan, do):step>
            return choices[3:-1].split("|")[0]
        if name == "invitation_id":
            name = "team_invitation" if "team_slug" in rule.arguments else "network_invitation"
        assert name in self.parameters, (
            f"{rule.rule}: tests/architecture/world.py does not know what <{name}> stands for"
        )
        return self.parameters[name]


@dataclass(frozen=True, slots=True)
class World:
    """The three places, and one that is nowhere."""

    clinic: Place
    school: Place
    farm: Place
    nowhere: Place


def make_world() -> tuple[Cast, World]:
    cast = make_cast()
    hill = db.session.query(Network).filter_by(slug="hill").one()
    farm = db.session.query(Team).filter_by(slug="farm").one()
    hill_measure = make_measure(hill, "harvests")
    db.session.add_all(
        [
            NetworkMembership(network=hill, user=cast.olga, role=NetworkRole.COACH),
            CoachAssignment(team=farm, user=cast.olga),
        ]
    )
    for slug, team in (("own", cast.team), ("theirs", cast.other_team)):
        make_series(team, make_measure(cast.network, slug, team=team), [(4, 40)] * 3)
    return cast, World(
        clinic=_place(cast.network, cast.team, cast.measure, cast.alice, cycle=1),
        school=_place(cast.network, cast.other_team, cast.measure, cast.charlie, cycle=2),
        farm=_place(hill, farm, hill_measure, cast.olga, cycle=3),
        nowhere=Place(
            {
                "network_slug": "nothing",
                "team_slug": "nothing",
                "measure_slug": "nothing",
                "token": "nothing",
            }
            | dict.fromkeys(
                (
                    "strategy_id",
                    "breakdown_id",
                    "group_id",
                    "role_id",
                    "place_id",
                    "coaching_id",
                    "team_invitation",
                    "network_invitation",
                    "annotation_id",
                    "number",
                    "task_id",
                    "stakeholder_id",
                    "interview_id",
                    "node_id",
                    "change_idea_id",
                    "idea_id",
                    "instrument_id",
                    "round_id",
                    "session_number",
                    "about_id",
                    "thread_id",
                    "score_id",
                    "visit_id",
                    "comment_id",
                    "review_id",
                ),
                99999,
            )
        ),
    )


def _place(network: Network, team: Team, measure: Measure, lead: User, *, cycle: int) -> Place:
    # The last month is a signal above the limits, the first two are one below.
    series = make_series(team, measure, [(4, 40), (5, 40), (38, 40)])
    made: dict[str, Any] = {
        "strategy_id": Strategy(network_id=network.id, name=f"Strategy of {team.name}"),
        "group_id": WorkingGroup(network_id=network.id, name=f"Group of {team.name}"),
        "team_invitation": _invitation(network, lead, team=team, team_role=TeamRole.MEMBER),
        "network_invitation": _invitation(network, lead, network_role=NetworkRole.VIEWER),
        "annotation_id": Annotation(series_id=series.id, on=date(2024, 2, 9), text="Smoke"),
        "node_id": DriverNode(team_id=team.id, kind=NodeKind.PRIMARY, text="Medicine works"),
        "change_idea_id": DriverNode(
            team_id=team.id, kind=NodeKind.IDEA, text="A call after each visit"
        ),
        "version": TheoryVersion(
            team_id=team.id,
            number=cycle,
            name="Working hypothesis",
            content={"aim": "", "aim_lines": [], "parts": []},
        ),
        "cycle": Cycle(
            team_id=team.id,
            number=cycle,
            title="Call after each visit",
            starts_on=date(2024, 2, 1),
            scale=Scale.ONE,
        ),
        "stakeholder_id": Stakeholder(
            team_id=team.id,
            name=f"Parents of {team.name}",
            kind=StakeholderKind.GROUP,
            positions=[StakeholderPosition(on=date(2024, 2, 1), support=1, importance=4)],
        ),
        "interview_id": Interview(
            team_id=team.id, on=date(2024, 2, 1), who="a father", consent=Consent.NOTES
        ),
    }
    db.session.add_all(made.values())
    db.session.flush()
    db.session.add(
        SignalCause(
            series=series,
            side="up",
            first=date(2024, 3, 1),
            last=date(2024, 3, 1),
            cause=Cause.UNKNOWN,
        )
    )
    made["review_id"] = ChartReview(series=series, outcome=Outcome.ASKED, note="What came in May?")
    db.session.add(made["review_id"])
    task = CycleTask(cycle=made["cycle"], text="Write the list")
    shown = PublishedIdea(team=team, node=made["change_idea_id"], title="A call after each visit")
    opened = _round(network, team)
    held = LearningSession(
        network=network,
        number=cycle,
        title=f"Session with {team.name}",
        on=date(2024, 4, 9),
        status=Status.INVITED,
        teams=[SessionTeam(team=team)],
        measures=[SessionMeasure(measure=measure)],
    )
    said = Thread(
        team=team,
        cycle=made["cycle"],
        comments=[Comment(author=lead, text=f"A word of {team.name}", opens=True)],
    )
    score = ProgressScore(
        team=team,
        scored_by=ScoredBy.TEAM,
        halves=3,
        on=date(2024, 2, 1),
        reason="We plan.",
        by=lead,
    )
    visit = CoachingVisit(team=team, on=date(2024, 2, 1), way=Way.CALL, notes="A private word")
    db.session.add_all([task, shown, opened, held, said, score, visit])
    pack = SessionPack(session=held, run="done", slides=b"PK", paper=b"%PDF", finished_at=now())
    db.session.add(pack)
    db.session.flush()
    ids = {name: thing.id for name, thing in made.items()}
    return Place(
        ids
        | {
            "breakdown_id": _breakdown(network, series),
            "network_slug": network.slug,
            "team_slug": team.slug,
            "measure_slug": measure.slug,
            "role_id": _id(NetworkMembership, network_id=network.id),
            "place_id": _id(TeamMembership, team_id=team.id),
            "coaching_id": _id(CoachAssignment, team_id=team.id),
            "number": cycle,
            "task_id": task.id,
            "session_number": held.number,
            "idea_id": shown.id,
            "round_id": opened.id,
            "about": "cycle",
            "about_id": made["cycle"].id,
            "thread_id": said.id,
            "score_id": score.id,
            "visit_id": visit.id,
            "comment_id": said.comments[0].id,
            "instrument_id": opened.assessment.instrument_id,
            "period": date(2024, 2, 1).isoformat(),
            "side": "up",
            "day": date(2024, 3, 1).isoformat(),
            "ext": "svg",
            "token": f"token of {team.slug}",
        }
    )


def _round(network: Network, team: Team) -> AssessmentRound:
    asked = InstrumentVersion(number=1, content=LIBRARY["progress-score"].stored())
    instrument = Instrument(network=network, name=f"Score of {team.name}", versions=[asked])
    return AssessmentRound(
        team=team,
        assessment=Assessment(team=team, instrument=instrument),
        asked=asked,
        number=1,
        opened_on=date(2024, 2, 1),
        due_on=date(2024, 2, 15),
    )


def _invitation(network: Network, by: User, team: Team | None = None, **role: Any) -> Invitation:
    secret = f"token of {team.slug}" if team else f"token of {network.slug} by {by.id}"
    return Invitation(
        network_id=network.id,
        team_id=team.id if team else None,
        email="new@example.org",
        token_digest=digest(secret),
        invited_by_id=by.id,
        expires_at=now() + timedelta(days=1),
        **role,
    )


def _breakdown(network: Network, series: Series) -> int:
    """What the network's measure is broken down by, made once for all its teams, with data."""
    found = db.session.query(Breakdown).filter_by(network_id=network.id).first()
    if found is None:
        found = Breakdown(network=network, name="Language")
        found.strata = [Stratum(name="English"), Stratum(name="Spanish", position=1)]
        db.session.add(found)
        db.session.flush()
        db.session.add(MeasureBreakdown(measure_id=series.measure_id, breakdown_id=found.id))
    # Large numbers, so that everybody sees them, of months without a whole to contradict them.
    for month in (1, 2, 3):
        for stratum in found.strata:
            db.session.add(
                StratumObservation(
                    series_id=series.id,
                    stratum_id=stratum.id,
                    period=date(2023, month, 1),
                    value=200,
                    denominator=400,
                )
            )
    db.session.flush()
    return found.id


def _id(model: Any, **which: Any) -> int:
    found: int = db.session.query(model).filter_by(**which).order_by(model.id).first().id
    return found


def close_measures() -> None:
    """Let no team see another's series of a shared measure."""
    db.session.query(Measure).filter(Measure.team_id.is_(None)).update({"sharing": Sharing.CLOSED})
    db.session.commit()
