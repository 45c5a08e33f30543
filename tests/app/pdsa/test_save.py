from datetime import date

import pytest

from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.pdsa import services
from app.pdsa.models import AsPlanned, Cycle, CycleStatus, Decision
from app.pdsa.parts import PredictionResult, PredictionText
from app.pdsa.scoring import Score
from app.theory.models import IdeaStatus
from tests.app.forms import first_submit
from tests.app.pdsa.helpers import CYCLES, decided, idea, plan, planned

TODAY = date(2026, 2, 5)


def study(**fields):
    return {"results": "", "comparison": "", "learned": ""} | fields


def done(**fields):
    return {"as_planned": None, "observations": "", "problems": ""} | fields


def act(decision, day=None):
    return {"decision": decision, "changes": "", "decided_on": day}


def test_the_status_follows_what_is_filled_in(cast):
    cycle = services.start(cast.team, "Call", actor=cast.alice)
    assert cycle.status is CycleStatus.PLAN
    services.save_plan(cycle, {"objective": "Does it help?"}, [])
    assert cycle.status is CycleStatus.PLAN
    services.save_plan(cycle, {"starts_on": TODAY}, [])
    assert cycle.status is CycleStatus.DO
    services.save_do(cycle, done(problems="Nobody answered."))
    assert cycle.status is CycleStatus.DO
    services.save_do(cycle, done(as_planned=AsPlanned.NO))
    assert cycle.status is CycleStatus.STUDY
    services.save_study(cycle, study(results="2 of 3"), [])
    assert cycle.status is CycleStatus.STUDY
    services.save_study(cycle, study(learned="Mornings work."), [])
    assert cycle.status is CycleStatus.ACT
    services.decide(cycle, act(Decision.ADAPT), today=TODAY)
    assert cycle.status is CycleStatus.DONE
    services.decide(cycle, act(None), today=TODAY)
    assert cycle.status is CycleStatus.ACT


def test_a_decision_without_a_day_is_todays(cast):
    cycle = planned(cast)
    services.decide(cycle, act(Decision.ADOPT), today=TODAY)
    assert cycle.decided_on == TODAY
    services.decide(cycle, act(None, date(2026, 2, 1)), today=TODAY)
    assert cycle.decided_on is None


def test_it_is_not_decided_before_it_starts(cast):
    cycle = planned(cast)
    with pytest.raises(ServiceError) as refused:
        services.decide(cycle, act(Decision.ADOPT, date(2025, 12, 1)), today=TODAY)
    assert refused.value.field == "decided_on"


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        (Decision.ADOPT, IdeaStatus.ADOPTED),
        (Decision.ADAPT, IdeaStatus.ADAPTED),
        (Decision.ABANDON, IdeaStatus.ABANDONED),
    ],
)
def test_the_idea_follows_the_latest_decision(cast, decision, status):
    node = idea(cast.team)
    cycle = planned(cast, change_idea_id=node.id)
    services.decide(cycle, act(decision), today=TODAY)
    assert node.status is status
    planned(cast, change_idea_id=node.id)
    assert node.status is IdeaStatus.TESTING


def test_an_idea_that_loses_its_cycle_is_untested_again(cast):
    first, second = idea(cast.team), idea(cast.team, "Another")
    cycle = planned(cast, change_idea_id=first.id)
    services.save_plan(cycle, {"change_idea_id": second.id}, [])
    assert (first.status, second.status) == (IdeaStatus.UNTESTED, IdeaStatus.TESTING)


def test_predictions_meet_their_results(cast):
    cycle = planned(cast)
    services.save_plan(
        cycle,
        {},
        [
            PredictionText(None, "2 or 3", 2, 3, "plans"),
            PredictionText(None, "at least", 70, None, "%"),
            PredictionText(None, "They are glad"),
        ],
    )
    one, two, three = cycle.predictions
    results = [
        PredictionResult(one.id, 1),
        PredictionResult(two.id, 70, "just so"),
        PredictionResult(three.id, None, "They were", judged_as=Score.HIT),
    ]
    services.save_study(cycle, study(), results)
    assert [each.came_true for each in cycle.predictions] == [False, True, True]


def test_rows_left_empty_go_and_the_rest_keeps_its_result(cast):
    cycle = planned(cast)
    services.save_plan(cycle, {}, [PredictionText(None, "a"), PredictionText(None, "b", 1, 2)])
    second = cycle.predictions[1].id
    services.save_study(cycle, study(), [PredictionResult(second, 2)])
    services.save_plan(cycle, {}, [PredictionText(None, ""), PredictionText(second, "c", 1, 2)])
    assert [(each.id, each.text, each.result) for each in cycle.predictions] == [(second, "c", 2)]


def test_only_predictions_changed_is_a_new_version(cast):
    cycle = planned(cast)
    before = cycle.version
    services.save_plan(cycle, {}, [PredictionText(None, "a")], version=before)
    with pytest.raises(Conflict):
        services.save_plan(cycle, {}, [], version=before)


def test_a_foreign_prediction_is_refused(cast):
    with pytest.raises(ServiceError):
        services.save_study(planned(cast), study(), [PredictionResult(999, 1)])


@pytest.mark.both_databases
@pytest.mark.parametrize("step", ["plan", "do", "study", "act"])
def test_each_step_may_be_saved_incomplete(cast, sign_in, step):
    planned(cast)
    db.session.commit()
    data = plan(version="1") if step == "plan" else {"version": "1"}
    response = sign_in(cast.bob).post(f"{CYCLES}/1/{step}", data=data)
    assert (response.status_code, response.location) == (303, f"{CYCLES}/1")


@pytest.mark.parametrize("step", ["plan", "do", "study", "act"])
def test_each_step_opens_with_what_is_stored(cast, sign_in, step):
    cycle = decided(cast)
    services.save_plan(cycle, {}, [PredictionText(None, "It helps", 2, 3, "plans")])
    db.session.commit()
    page = sign_in(cast.bob).get(f"{CYCLES}/1/{step}").get_data(as_text=True)
    expected = {
        "plan": ["Call one family", "Does a call help?", "It helps", 'value="2026-01-09"'],
        "do": ["It rang.", 'checked id="as_planned-0"'],
        "study": ["Mornings work.", "It helps: 2 to 3 plans"],
        "act": ["Call before nine.", 'value="2026-02-01"', 'checked id="decision-1"'],
    }[step]
    for words in expected:
        assert words in page, words
    assert f'data-draft-key="cycle:{cast.team.id}:1:{step}"' in page


def test_act_opens_with_today(cast, sign_in):
    planned(cast)
    db.session.commit()
    assert 'value="2026-02-05"' in sign_in(cast.bob).get(f"{CYCLES}/1/act").get_data(as_text=True)


def test_the_study_is_told_what_is_wrong(cast, sign_in):
    cycle = planned(cast)
    services.save_plan(cycle, {}, [PredictionText(None, "It helps", 2, 3)])
    db.session.commit()
    data = {
        "version": cycle.version,
        "learned": "Mornings work.",
        "outcomes-0-id": cycle.predictions[0].id,
        "outcomes-0-result": "two",
    }
    response = sign_in(cast.bob).post(f"{CYCLES}/1/study", data=data)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Write a number" in page
    assert 'value="two"' in page
    assert "Mornings work." in page
    assert db.session.query(Cycle).one().learned == ""


def test_a_conflict_shows_both(cast, sign_in):
    cycle = planned(cast)
    services.save_plan(cycle, {"tasks": "Rosa calls"}, [PredictionText(None, "It helps")])
    db.session.commit()
    client = sign_in(cast.bob)
    stale = plan(version="1", tasks="Ben calls", owner_id=cast.bob.id)
    response = client.post(f"{CYCLES}/1/plan", data=stale)
    page = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "Somebody else changed this while you had it open" in page
    for words in ("Rosa calls", "Ben calls", "It helps", "Bob"):
        assert words in page
    assert db.session.query(Cycle).one().tasks == "Rosa calls"
    again = client.post(f"{CYCLES}/1/plan", data=stale | {"version": cycle.version})
    assert again.status_code == 303
    assert db.session.query(Cycle).one().tasks == "Ben calls"


def test_a_study_conflict_shows_both_results(cast, sign_in):
    cycle = planned(cast)
    services.save_plan(cycle, {}, [PredictionText(None, "It helps", 2, 3, "plans")])
    row = cycle.predictions[0].id
    services.save_study(cycle, study(learned="A"), [PredictionResult(row, 3)])
    db.session.commit()
    data = {"version": "1", "learned": "B", "outcomes-0-id": row, "outcomes-0-result": "1"}
    response = sign_in(cast.bob).post(f"{CYCLES}/1/study", data=data)
    page = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "3 plans" in page


@pytest.mark.parametrize("version", ["", "x", "-1", "99"])
def test_a_strange_version_is_a_conflict(cast, sign_in, version):
    planned(cast)
    db.session.commit()
    response = sign_in(cast.bob).post(f"{CYCLES}/1/do", data={"version": version})
    assert response.status_code == 409


def test_a_strange_step_is_not_there(cast, sign_in):
    planned(cast)
    db.session.commit()
    assert sign_in(cast.bob).get(f"{CYCLES}/1/check").status_code == 404


def test_another_teams_cycle_is_not_there(cast, sign_in):
    planned(cast)
    db.session.commit()
    other = "/networks/river/teams/school/cycles"
    client = sign_in(cast.charlie)
    for url in (f"{other}/1", f"{other}/1/plan"):
        assert client.get(url).status_code == 404
    assert client.post(f"{other}/1/plan", data=plan()).status_code == 404
    assert client.post(f"{other}/1/next").status_code == 404


def test_who_may_write(cast, sign_in):
    planned(cast)
    db.session.commit()
    expected = {"alice": 200, "bob": 200, "vera": 403, "cora": 403, "charlie": 404, "bea": 404}
    for name, status in expected.items():
        client = sign_in(getattr(cast, name))
        assert client.get(f"{CYCLES}/1/do").status_code == status, name
        if status != 200:
            assert client.post(f"{CYCLES}/1/do", data={"version": "1"}).status_code == status
            assert client.post(f"{CYCLES}/1/next").status_code == status


@pytest.mark.parametrize("step", ["plan", "do", "study", "act"])
def test_enter_in_a_field_saves(cast, sign_in, step):
    """Browsers press a form's first submit button for Enter: it has to be the one that saves."""
    cycle = planned(cast)
    services.save_plan(cycle, {}, [PredictionText(None, "It helps", 2, 3)])
    db.session.commit()
    page = sign_in(cast.bob).get(f"{CYCLES}/1/{step}").get_data(as_text=True)
    first = first_submit(page, "cycle-form")
    assert "name=" not in first
    assert "formaction" not in first


def test_an_unknown_answer_changes_nothing(cast, sign_in):
    cycle = decided(cast)
    db.session.commit()
    client = sign_in(cast.bob)
    for step, field in (("act", "decision"), ("do", "as_planned")):
        data = {"version": cycle.version, field: "zzz"}
        response = client.post(f"{CYCLES}/1/{step}", data=data)
        assert response.status_code == 422
        assert "Choose one of these answers." in response.get_data(as_text=True)
    stored = db.session.query(Cycle).one()
    assert (stored.decision, stored.as_planned) == (Decision.ADAPT, AsPlanned.YES)


@pytest.mark.parametrize(
    "typed", ["nan", "inf", "-Infinity", "\uff11\uff12", "1\u0662", "1_000", "1e"]
)
def test_what_is_not_a_number_is_called_so(cast, sign_in, typed):
    data = plan(**{"predictions-0-text": "It helps", "predictions-0-low": typed})
    response = sign_in(cast.bob).post(f"{CYCLES}/new", data=data)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "This is not a number." in page
    assert f'value="{typed}"' in page


def test_a_number_alone_predicts_nothing(cast, sign_in):
    data = plan(**{"predictions-0-text": " ", "predictions-0-low": "2"})
    response = sign_in(cast.bob).post(f"{CYCLES}/new", data=data)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "What do you expect to count or measure?" in page
    assert 'value="2"' in page
    assert db.session.query(Cycle).count() == 0
