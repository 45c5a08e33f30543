"""The invented network: whole, consistent, and with the signals that its story tells."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise

import pytest
from pptx import Presentation
from sqlalchemy import func, select

import qi
from app import access
from app.accounts.models import User
from app.aims.models import Aim
from app.assessments.models import AssessmentRound
from app.demo import files, services
from app.demo import story as loader
from app.demo.when import Calendar
from app.extensions import db
from app.imports.progress import silently
from app.learning import packing
from app.learning.kept_models import SessionPack
from app.learning.models import LearningSession
from app.learning.models import Status as SessionStatus
from app.measures.models import (
    Annotation,
    DataKind,
    Measure,
    MeasureRole,
    Observation,
    Series,
    SeriesPhase,
)
from app.networks.models import Network, NetworkMembership
from app.pdsa.models import Cycle, CycleStatus, Decision
from app.stakeholders.models import Stakeholder
from app.teams.models import CoachAssignment, Team
from app.theory.models import DriverLink, DriverNode, NodeKind
from app.work.queries import my_work

TODAY = date(2026, 2, 5)

SIGNALS = {
    ("brookside", "urgent-visits"): "improvement",
    ("brookside", "refills-on-time"): "improvement",
    ("brookside", "technique-checked"): "no signal",
    ("brookside", "missed-school"): "no signal",
    ("brookside", "nurse-overtime"): "concern",
    ("harbor-street", "urgent-visits"): "improvement",
    ("harbor-street", "visit-in-14-days"): "improvement",
    ("harbor-street", "visits-per-visitor"): "no signal",
    ("alder-grove", "missed-school"): "improvement",
    ("alder-grove", "urgent-visits"): "no signal",
    ("alder-grove", "plans-on-file"): "improvement",
    ("alder-grove", "nurse-office-visits"): "no signal",
    ("corner-pharmacy", "urgent-visits"): "no signal",
    ("corner-pharmacy", "refill-in-7-days"): "improvement",
    ("corner-pharmacy", "counter-wait"): "no signal",
    ("millrace", "urgent-visits"): "no signal",
    ("millrace", "repairs-in-30-days"): "improvement",
    ("millrace", "open-requests"): "no signal",
    ("eastfield", "urgent-visits"): "concern",
    ("eastfield", "call-in-2-days"): "concern",
    ("eastfield", "stay-hours"): "no signal",
    ("breathing-room", "missed-school"): "too young",
    ("breathing-room", "families-reached"): "improvement",
    ("little-pines", "urgent-visits"): "too young",
    ("little-pines", "staff-ready"): "too young",
    ("belonging", "racial-equity-map"): "improvement",
    ("belonging", "interpreter-first-visit"): "no signal",
    ("belonging", "safe-to-speak"): "no signal",
    # Eight rounds and four: too few to read a signal from, whatever they say.
    ("belonging", "belonging-racial-equity-map-our-own-team"): "too young",
    ("harbor-street", "harbor-street-progress-score"): "too young",
    ("eastfield", "minutes-to-inhaler"): "improvement",
    ("millrace", "mold-came-back"): "no signal",
}


def series_of(team: str, measure: str) -> Series:
    return db.session.scalars(
        select(Series)
        .join(Series.team)
        .join(Series.measure)
        .where(Team.slug == team, Measure.slug == measure)
    ).one()


def word(series: Series) -> str:
    measure, rows = series.measure, series.observations
    starts = {phase.starts_on for phase in series.phases}
    values, groups = [row.value for row in rows], None
    if measure.data_kind is DataKind.SUBGROUP:
        groups = [row.period for row in rows for _ in row.raw or ()]
        values = [value for row in rows for value in row.raw or ()]
    elif measure.data_kind is DataKind.EVENTS:
        values = [None, *((b.period - a.period).days for a, b in pairwise(rows))]
    analysis = qi.analyze(
        values,
        chart=measure.chart,
        subgroups=groups,
        denominators=[row.denominator for row in rows] if measure.has_denominator else None,
        phases=[at for at, row in enumerate(rows) if row.period in starts],
        exclude=[at for at, row in enumerate(rows) if row.excluded_because],
        baseline=measure.baseline_points,
        multiplier=measure.multiplier,
        direction=measure.direction.value if measure.direction else None,
        rules=measure.rules,
    )
    variation = analysis.verdict.variation
    if variation is qi.Variation.NOT_JUDGEABLE:
        return "too young"
    if variation.is_improvement:
        return "improvement"
    return "concern" if variation.is_concern else "no signal"


@pytest.mark.parametrize(("team", "measure"), SIGNALS, ids="/".join)
def test_the_signal_that_the_story_tells(demo, team, measure):
    assert word(series_of(team, measure)) == SIGNALS[team, measure]


def test_every_series_is_in_the_story(demo):
    network = story()
    kept = db.session.execute(
        select(Team.slug, Measure.slug)
        .select_from(Series)
        .join(Team, Series.team_id == Team.id)
        .join(Measure, Series.measure_id == Measure.id)
        .where(Team.network == network)
    )
    assert {tuple(row) for row in kept} == set(SIGNALS)


def story() -> Network:
    return db.session.scalars(select(Network).where(Network.slug == "wrenfield")).one()


def teams() -> list[Team]:
    return list(db.session.scalars(select(Team).where(Team.network == story())))


def test_there_are_at_least_eight_teams_each_with_its_whole_story(demo):
    assert len(teams()) >= 8
    for team in teams():
        count = db.session.scalar(select(func.count(Cycle.id)).where(Cycle.team == team))
        assert 5 <= count <= 12, team.name
        aim = db.session.scalars(select(Aim).where(Aim.team == team)).one()
        for said in ("what", "population", "setting", "achievable_because", "global_aim"):
            assert getattr(aim, said), (team.name, said)
        assert None not in {aim.baseline, aim.target, aim.by_when, aim.measure_id, aim.direction}
        assert aim.by_when > TODAY
        people = db.session.scalars(select(Stakeholder).where(Stakeholder.team == team)).all()
        assert len(people) >= 3, team.name
        assert any(len(person.positions) > 1 for person in people)
        assert any(member.lived_experience for member in team.memberships), team.name
        assert team.why, team.name
        assert team.coaches, team.name


def test_ideas_serve_drivers_without_a_circle_and_some_serve_two(demo):
    nodes = {node.id: node for node in db.session.scalars(select(DriverNode))}
    links = db.session.scalars(select(DriverLink)).all()
    order = list(NodeKind)
    for link in links:
        parent, child = nodes[link.parent_id], nodes[link.child_id]
        assert parent.team_id == child.team_id
        assert order.index(parent.kind) < order.index(child.kind)
    serves: dict[int, int] = {}
    for link in links:
        serves[link.child_id] = serves.get(link.child_id, 0) + 1
    for team in teams():
        own = [node for node in nodes.values() if node.team_id == team.id]
        ideas = [node for node in own if node.kind is NodeKind.IDEA]
        assert any(serves[idea.id] > 1 for idea in ideas), team.name
        assert all(node.id in serves for node in own if node.kind is not NodeKind.PRIMARY)
        assert all(idea.status and idea.short for idea in ideas), team.name


def test_cycles_are_complete_up_to_where_they_stand(demo):
    for cycle in db.session.scalars(select(Cycle)):
        where = f"{cycle.team.slug} {cycle.number}"
        assert cycle.objective, where
        assert cycle.tasks, where
        assert cycle.data_plan, where
        assert cycle.predictions, where
        assert cycle.reach, where
        assert cycle.starts_on <= cycle.ends_on, where
        if cycle.status is CycleStatus.DONE:
            assert cycle.observations, where
            assert cycle.learned, where
            assert cycle.changes, where
            assert cycle.starts_on <= cycle.decided_on <= TODAY, where
            assert all(
                prediction.result is not None or prediction.judged_as is not None
                for prediction in cycle.predictions
            ), where
        if cycle.previous is not None:
            assert cycle.previous.change_idea_id == cycle.change_idea_id, where
            assert cycle.previous.starts_on < cycle.starts_on, where


def test_some_predictions_miss_and_some_ideas_are_abandoned(demo):
    cycles = db.session.scalars(select(Cycle)).all()
    hits = [
        prediction.came_true
        for cycle in cycles
        for prediction in cycle.predictions
        if prediction.came_true is not None
    ]
    assert 0.4 < sum(hits) / len(hits) < 0.8
    decisions = [cycle.decision for cycle in cycles]
    assert all(decisions.count(decision) >= 5 for decision in Decision)


def test_the_lead_has_something_to_do(demo):
    """One measure is due, one cycle waits for its Study, one signal is new."""
    lead = db.session.scalars(select(User).where(User.email == "lead@example.org")).one()
    with demo.test_request_context():
        work = my_work(lead, access.standing_of(lead), TODAY)
    assert [item.entry.series.measure.slug for item in work.data] == ["refills-on-time"]
    assert [item.waiting.cycle.number for item in work.cycles] == [11]
    assert [item.chart.measure.name for item in work.causes] == ["Overtime per nurse"]


def test_there_are_corrections_exclusions_notes_and_phases_with_reasons(demo):
    series = series_of("brookside", "urgent-visits")
    assert [phase.reason for phase in series.phases if phase.reason]
    assert [row for row in series.observations if row.excluded_because]
    assert [row for row in series.observations if row.note]
    [correction] = [kept for row in series.observations for kept in row.corrections]
    assert correction.reason
    assert correction.corrected_by.name == "Marisol Quenby"
    assert series.annotations


def test_every_role_can_be_tried(demo):
    roles = db.session.scalars(select(User.demo_role).where(User.demo_role.is_not(None))).all()
    assert len(roles) == 8
    for wanted in (
        "lead",
        "Parent partner",
        "viewer",
        "Coach",
        "Facilitator",
        "Backbone",
        "sponsor",
    ):
        assert any(wanted in role for role in roles), wanted
    assert any("Emergency Care England" in role for role in roles)
    people = db.session.scalars(select(User)).all()
    assert all(person.password is None for person in people)
    in_both = db.session.scalars(
        select(NetworkMembership.user_id)
        .group_by(NetworkMembership.user_id)
        .having(func.count(NetworkMembership.network_id.distinct()) == 2)
    ).all()
    assert len(in_both) == 4
    assert db.session.scalar(select(func.count(CoachAssignment.id))) >= 8


def test_one_team_works_on_racism(demo):
    aim = db.session.scalars(select(Aim).join(Team).where(Team.slug == "belonging")).one()
    assert aim.revisions[-1].sentence.startswith(
        "Increase awareness of and willingness to address racism at all levels of the organization"
    )
    assert "as measured by the Racial Equity Map" in aim.revisions[-1].sentence
    assert aim.measure.role is MeasureRole.OUTCOME


def test_no_month_is_left_unnamed(demo):
    said = [aim.baseline_period for aim in db.session.scalars(select(Aim))]
    said += [phase.label + phase.reason for phase in db.session.scalars(select(SeriesPhase))]
    said += [mark.text for mark in db.session.scalars(select(Annotation))]
    said += [cycle.results + cycle.comparison for cycle in db.session.scalars(select(Cycle))]
    assert not [text for text in said if "{" in text]


def test_data_end_last_month(demo):
    last = db.session.scalar(
        select(func.max(Observation.period))
        .join(Series)
        .join(Team, Series.team_id == Team.id)
        .where(Team.network == story())
    )
    assert last == date(2026, 1, 1)


def test_the_session_that_was_held_has_its_pack(demo):
    (session,) = db.session.scalars(
        select(LearningSession).where(LearningSession.status == SessionStatus.HELD)
    )
    pack = db.session.scalars(select(SessionPack).where(SessionPack.session == session)).one()
    assert packing.is_ready(session)
    assert pack.finished_at is not None
    assert (pack.done, pack.total) == (100, 100)
    pages = Presentation(io.BytesIO(pack.slides)).slides
    titles = [page.shapes.title.text_frame.text for page in pages]
    names = {place.team.name for place in session.teams if place.team.storyboard_published_at}
    assert len(names) == 2
    for name in names:
        assert any(title.startswith(f"{name}: ") for title in titles), name
    assert "Bright spots" in titles
    assert pack.paper.startswith(b"%PDF")


def test_loading_again_does_nothing(demo):
    before = db.session.scalar(select(func.count(Observation.id)))
    assert services.load(silently) is False
    assert db.session.scalar(select(func.count(Observation.id))) == before


@pytest.mark.parametrize("today", ["2026-01-01", "2026-03-31", "2028-02-29", "2026-12-31"])
def test_it_loads_on_any_day(app, today):
    app.config["TODAY"] = today
    record = files.network()
    people = loader.load_people(record)
    loader.load(record, people, Calendar(date.fromisoformat(today)), silently)
    assert db.session.scalar(select(func.count(Cycle.id))) >= 50


LOADED = "Demo data loaded: Wrenfield Breathes Easier and Emergency Care England."
THERE = "The demo data are there already; nothing was changed."


def test_the_command_loads_once(demo, loaded):
    assert LOADED in loaded.said
    second = demo.test_cli_runner().invoke(args=["demo", "load"])
    assert THERE in second.output


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_command_loads_once_on_postgresql(app, monkeypatch):
    """With all that the packs read, but not drawn: on SQLite they are."""
    monkeypatch.setattr(packing.slides, "deck", lambda *_slides, **_wishes: b"PK")
    monkeypatch.setattr(packing.deck_figure, "render", lambda *_slides, **_wishes: b"%PDF")
    runner = app.test_cli_runner()
    first = runner.invoke(args=["demo", "load"])
    assert first.exit_code == 0, first.output
    assert LOADED in first.output
    pack = db.session.scalars(select(SessionPack)).one()
    assert (pack.slides, pack.paper) == (b"PK", b"%PDF")
    second = runner.invoke(args=["demo", "load"])
    assert THERE in second.output


def test_every_step_with_a_stakeholder_can_be_read(demo):
    """Each place and each action that was done is a change, the latest first, with who made it."""
    people = db.session.scalars(select(Stakeholder)).all()
    assert len(people) >= 30
    for person in people:
        actions = [each.action for each in person.changes]
        assert actions.count("place") == len(person.positions), person.name
        assert actions.count("done") == len(person.done_actions), person.name
        assert actions[-1:] == (["add"] if person.positions else []), person.name
        assert all(each.by is not None for each in person.changes), person.name
        days = [each.at for each in person.changes]
        assert days == sorted(days, reverse=True), person.name


def test_teams_placed_themselves_over_two_years(demo):
    """The rounds' means, added up by hand: each sum of 20 levels over four people and five items."""
    rounds = {
        slug: list(
            db.session.scalars(
                select(AssessmentRound)
                .join(Team, AssessmentRound.team_id == Team.id)
                .where(Team.slug == slug)
                .order_by(AssessmentRound.number)
            )
        )
        for slug in ("belonging", "harbor-street")
    }
    sums = [33, 36, 38, 41, 46, 50, 54, 57]
    assert [each.value for each in rounds["belonging"][:-1]] == pytest.approx(
        [each / 20 for each in sums]
    )
    assert [each.named for each in rounds["belonging"]] == [False] * 5 + [True] * 4
    assert rounds["belonging"][-1].closed_on is None
    thirds = [5.5, 7.0, 9.5, 11.0]
    assert [each.value for each in rounds["harbor-street"]] == pytest.approx(
        [each / 3 for each in thirds]
    )
    # A round without names shows from three answers on: every closed one does.
    for each in rounds["belonging"][:-1] + rounds["harbor-street"]:
        assert each.value is not None
        assert each.reflection
