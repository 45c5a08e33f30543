"""Offers, commitments that become cycles and are followed, decisions, evaluation."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.extensions import db
from app.learning import evaluating, following, room
from app.learning.models import SessionPerson
from app.learning.room_models import Commitment, Exchange, SessionEvaluation, SessionOffer
from app.pdsa import services as pdsa
from app.pdsa.models import Cycle, CycleStatus, Decision
from app.pdsa.records import CycleChange
from app.theory.models import DriverNode, NodeKind
from tests.app.learning.world import make_session, url
from tests.factories import make_user

DUE = date(2024, 4, 16)


def promise(cast, session, **more):
    made = room.commit(
        session.teams[0], "Call the first three families", "Bob", DUE, actor=cast.alice, **more
    )
    db.session.commit()
    return made


def test_a_commitment_becomes_one_planned_cycle(cast, sign_in):
    idea = DriverNode(team=cast.team, kind=NodeKind.IDEA, text="A call")
    db.session.add(idea)
    db.session.flush()
    session = make_session(cast)
    client = sign_in(cast.alice)
    data = {
        "text": "Call the first three",
        "who": "Bob",
        "due_on": "2024-04-16",
        "node_id": idea.id,
    }
    assert client.post(url(session, "/teams/clinic/commitments"), data=data).status_code == 303
    made = db.session.scalars(select(Commitment)).one()
    for _ in range(2):  # a second click makes no second cycle
        answer = client.post(
            url(session, "/teams/clinic/commitments/cycle"), data={"commitment": made.id}
        )
        assert answer.location == "/networks/river/teams/clinic/cycles/1"
    db.session.expire_all()
    cycle = db.session.scalars(select(Cycle)).one()
    assert made.cycle == cycle
    assert (cycle.title, cycle.objective, cycle.ends_on) == (data["text"], data["text"], DUE)
    assert cycle.change_idea == idea
    assert cycle.status is CycleStatus.PLAN
    assert "cycle 1" in client.get(url(session, "/room")).text


def test_a_team_touches_only_its_own(cast, sign_in):
    session = make_session(cast)
    made = promise(cast, session)
    offer = SessionOffer(session=session, team=cast.team, kind=Exchange.OFFER, text="Our script")
    db.session.add(offer)
    db.session.commit()
    client = sign_in(cast.charlie)
    for page, data in (
        ("commitments/cycle", {"commitment": made.id}),
        ("commitments/remove", {"commitment": made.id}),
        ("offers/remove", {"offer": offer.id}),
    ):
        assert client.post(url(session, f"/teams/school/{page}"), data=data).status_code == 303
        assert client.post(url(session, f"/teams/clinic/{page}"), data=data).status_code == 404
    db.session.expire_all()
    assert made.cycle_id is None
    assert db.session.get(SessionOffer, offer.id) is not None
    idea = DriverNode(team=cast.team, kind=NodeKind.IDEA, text="A call")
    db.session.add(idea)
    db.session.commit()
    data = {"text": "Theirs", "due_on": "2024-04-16", "node_id": idea.id}
    answer = client.post(url(session, "/teams/school/commitments"), data=data)
    assert answer.status_code == 422


def test_what_was_typed_stays_where_something_is_missing(cast, sign_in):
    session = make_session(cast)
    data = {"text": "Call the first three", "who": "Bob", "due_on": ""}
    answer = sign_in(cast.alice).post(url(session, "/teams/clinic/commitments"), data=data)
    assert answer.status_code == 422
    assert "Say by when." in answer.text
    assert 'value="Call the first three"' in answer.text


def carry_out(cycle, day, actor):
    pdsa.save_do(
        cycle, {"as_planned": None, "observations": "Two answered", "problems": ""}, actor=actor
    )
    for change in db.session.scalars(select(CycleChange).where(CycleChange.cycle_id == cycle.id)):
        change.at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    db.session.commit()


@pytest.mark.parametrize(
    ("day", "today", "state"),
    [
        (date(2024, 4, 16), date(2024, 4, 30), "kept"),
        (date(2024, 4, 17), date(2024, 4, 30), "late"),
        (None, date(2024, 4, 16), "open"),
        (None, date(2024, 4, 17), "missed"),
    ],
)
def test_a_commitment_is_kept_by_what_is_recorded(app, cast, day, today, state):
    session = make_session(cast)
    made = promise(cast, session)
    cycle = room.to_cycle(made, actor=cast.alice)
    db.session.commit()
    if day:
        carry_out(cycle, day, cast.alice)
    with app.test_request_context():
        (found,) = following.follow(session, today)
    assert found.state == state
    assert found.href == "", "nobody is signed in here"


def test_a_decision_by_its_day_keeps_it_too(app, cast):
    session = make_session(cast)
    cycle = room.to_cycle(promise(cast, session), actor=cast.alice)
    cycle.decision, cycle.decided_on = Decision.ABANDON, DUE
    db.session.commit()
    with app.test_request_context():
        assert following.follow(session, date(2024, 5, 1))[0].state == "kept"


def test_a_commitment_without_a_cycle_is_not_kept(app, cast):
    session = make_session(cast)
    promise(cast, session)
    with app.test_request_context():
        followed = following.follow(session, date(2024, 5, 1))
    assert followed[0].says == "no cycle was made of it"
    assert following.count_words(followed) == "0 of 1 commitment kept."


def test_the_cycle_is_shown_to_the_team_alone(cast, sign_in):
    session = make_session(cast)
    room.to_cycle(promise(cast, session), actor=cast.alice)
    db.session.commit()
    for page in ("/room", "/afterwards"):
        assert "/clinic/cycles/1" in sign_in(cast.alice).get(url(session, page)).text
        other = sign_in(cast.charlie).get(url(session, page)).text
        assert "Call the first three families" in other
        assert "/clinic/cycles/1" not in other


def answers(session, people):
    for number, person in enumerate(people):
        evaluating.hand_in(session, person, {"useful": number % 5 + 1}, f"Word {number}", "")
    db.session.commit()


@pytest.mark.parametrize(("count", "shown"), [(1, 0), (2, 0), (3, 3), (4, 3), (5, 3), (6, 6)])
def test_evaluations_show_in_threes(cast, count, shown):
    session = make_session(cast)
    answers(session, [make_user(f"Person {number}") for number in range(count)])
    found = evaluating.results_of(session)
    assert (found.total, found.shown, len(found.kept)) == (count, shown, shown)
    if shown == 3:
        assert [(each.mean, each.answers) for each in found.rated] == [(2.0, 3)]


def test_an_evaluation_names_nobody_and_is_given_once(cast, sign_in):
    session = make_session(cast)
    client = sign_in(cast.alice)
    data = {"rate-useful": "4", "kept": "Ask the families"}
    assert client.post(url(session, "/evaluation"), data=data).status_code == 303
    assert client.post(url(session, "/evaluation"), data=data).status_code == 422
    (kept,) = db.session.scalars(select(SessionEvaluation))
    columns = {column.name for column in SessionEvaluation.__table__.columns}
    assert columns == {"id", "session_id", "batch", "ratings", "kept", "change"}
    assert kept.ratings == {"useful": 4}
    assert [one.evaluated for one in db.session.scalars(select(SessionPerson))] == [True]


def test_only_those_who_run_it_read_results(cast, sign_in):
    session = make_session(cast)
    answers(session, [cast.alice, cast.bob, cast.vera])
    for who in (cast.frank, cast.bea):
        assert "Word 1" in sign_in(who).get(url(session, "/evaluation")).text
    for who in (cast.alice, cast.cora, cast.nora):
        for page in ("/evaluation", "/afterwards"):
            assert "Word 1" not in sign_in(who).get(url(session, page)).text


def test_decisions_and_notes_are_read_afterwards(cast, sign_in):
    session = make_session(cast)
    client = sign_in(cast.frank)
    client.post(url(session, "/decisions"), data={"text": "Count plans monthly", "who": "Bea"})
    version = db.session.get_one(type(session), session.id).version
    client.post(url(session, "/notes"), data={"notes": "Much laughter", "version": version})
    page = sign_in(cast.nora).get(url(session, "/afterwards")).text
    assert "Count plans monthly" in page
    assert "Much laughter" in page
