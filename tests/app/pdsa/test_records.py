"""History, deleting and putting back, tasks, the quick log."""

from datetime import date

import pytest

from app.audit.models import AuditDetail, AuditEvent
from app.extensions import db
from app.pdsa import services
from app.pdsa.history import history_of
from app.pdsa.models import Cycle, CycleTask, Decision, Scale
from app.pdsa.parts import PredictionText, TaskText
from app.pdsa.scoring import Score
from app.theory.models import IdeaStatus
from tests.app.pdsa.helpers import CYCLES, decided, idea, planned
from tests.factories import make_series

LOGGED = {
    "version": "0",
    "title": "Read the call with a parent",
    "predicted": "She changes two sentences",
    "observations": "She changed four.",
    "judged_as": "partly",
    "learned": "Parents hear blame.",
    "decision": "adapt",
    "ends_on": "2026-02-04",
    "scale": "one person",
}


def test_history_says_who_and_from_what_to_what(cast, sign_in):
    cycle = planned(cast)
    fields = {"objective": "Does a call in the morning help?", "owner_id": cast.bob.id}
    services.save_plan(cycle, fields, [PredictionText(None, "It helps", 2, 3)], actor=cast.bob)
    latest, first = history_of(cycle)
    assert (latest.who, first.who) == ("Bob", "Alice")
    assert latest.fields == (
        ("What we want to learn", "Does a call help?", "Does a call in the morning help?"),
        ("Predictions", "", "It helps: 2 to 3"),
        ("Owner", "", "Bob"),
    )
    page = sign_in(cast.vera).get(f"{CYCLES}/1/history").get_data(as_text=True)
    assert "Does a call help?" in page
    assert "Does a call in the morning help?" in page


def test_saving_without_a_change_is_none(cast):
    cycle = planned(cast)
    services.save_do(cycle, {"as_planned": None, "observations": "", "problems": ""})
    assert len(history_of(cycle)) == 1


def test_the_networks_audit_learns_who_and_which_fields_but_no_words(cast):
    cycle = planned(cast, "Mrs. Doe is called", objective="Secret words")
    services.save_plan(cycle, {"objective": "Other words"}, [], actor=cast.bob)
    events = db.session.query(AuditEvent).filter_by(thing_kind="cycle").all()
    assert [event.action for event in events] == ["start cycle", "edit cycle"]
    for detail in db.session.query(AuditDetail).all():
        said = f"{detail.thing_name} {detail.before} {detail.after} {detail.why}"
        for words in ("Mrs. Doe", "Secret words", "Other words"):
            assert words not in said
    assert events[1].detail.after == {"fields": "what we want to learn"}
    assert events[1].detail.thing_name == "Cycle 1 of Clinic"


def test_a_deleted_cycle_is_nowhere_and_comes_back(cast, sign_in):
    make_series(cast.team, cast.measure, [(20, 200)], date(2026, 1, 1))
    node = idea(cast.team)
    planned(cast, "Secret test", change_idea_id=node.id)
    db.session.commit()
    client = sign_in(cast.bob)
    answer = client.post(f"{CYCLES}/1/delete")
    assert answer.location == f"{CYCLES}?deleted=1"
    page = client.get(answer.location).get_data(as_text=True)
    assert "is deleted" in page
    assert f'action="{CYCLES}/1/restore"' in page
    assert node.status is IdeaStatus.UNTESTED
    team = "/networks/river/teams/clinic"
    for url in (team, "/work", f"{team}/measures/urgent-visits", f"{CYCLES}/ramps"):
        assert "Secret test" not in client.get(url).get_data(as_text=True), url
    for url in (f"{CYCLES}/1", f"{CYCLES}/1/plan", f"{CYCLES}/1/history", f"{CYCLES}/1/worksheet"):
        assert client.get(url).status_code == 404
    assert "Secret test" not in sign_in(cast.vera).get(CYCLES).get_data(as_text=True)
    assert client.post(f"{CYCLES}/1/restore").location == f"{CYCLES}/1"
    assert client.get(f"{CYCLES}/1").status_code == 200
    assert [each.action for each in history_of(db.session.query(Cycle).one())][:2] == [
        "put cycle back",
        "delete cycle",
    ]


def test_its_number_is_not_given_again(cast):
    first = planned(cast)
    services.remove(first, actor=cast.bob)
    assert planned(cast).number == 2


def test_the_next_of_a_deleted_next_is_a_new_one(cast):
    before = decided(cast)
    gone = services.next_cycle(before, actor=cast.bob)
    services.remove(gone, actor=cast.bob)
    assert services.next_cycle(before, actor=cast.bob).number == 3


def test_who_may_delete(cast, sign_in):
    planned(cast)
    db.session.commit()
    expected = {"vera": 403, "cora": 403, "charlie": 404, "bea": 404}
    for name, status in expected.items():
        client = sign_in(getattr(cast, name))
        for action in ("delete", "restore"):
            assert client.post(f"{CYCLES}/1/{action}").status_code == status, name


def test_a_task_waits_in_its_owners_work_until_it_is_done(cast, sign_in):
    cycle = planned(cast)
    tasks = [
        TaskText(None, "Print the list", cast.bob.id, date(2026, 2, 4)),
        TaskText(None, "Ask the school", cast.bob.id, date(2026, 2, 20)),
        TaskText(None, "Alice's task", cast.alice.id),
    ]
    services.save_plan(cycle, {}, [], tasks)
    db.session.commit()
    client = sign_in(cast.bob)
    page = client.get("/work").get_data(as_text=True)
    assert "Was due Feb 4" in page
    assert "Print the list" in page
    assert "Ask the school" in page  # under Coming up
    assert "Alice&#39;s task" not in page
    task = cycle.to_do[0].id
    data = {"done": "1", "back": "work"}
    assert client.post(f"{CYCLES}/1/tasks/{task}", data=data).location == "/work"
    assert db.session.get(CycleTask, task).done_on == date(2026, 2, 5)
    assert "Print the list" not in client.get("/work").get_data(as_text=True)
    assert "done February 5, 2026" in history_of(db.session.get(Cycle, cycle.id))[0].fields[0][2]
    client.post(f"{CYCLES}/1/tasks/{task}", data={"done": "0"})
    assert "Print the list" in client.get("/work").get_data(as_text=True)


def test_tasks_and_their_owners_carry_over_without_their_dates(cast):
    cycle = decided(cast)
    services.save_plan(cycle, {}, [], [TaskText(None, "Call", cast.bob.id, date(2026, 1, 12))])
    after = services.next_cycle(cycle, actor=cast.alice)
    assert [(t.text, t.owner_id, t.due_on, t.done_on) for t in after.to_do] == [
        ("Call", cast.bob.id, None, None)
    ]


def test_a_task_of_somebody_elsewhere_is_refused(cast, sign_in):
    data = {"title": "x", "version": "0", "to_do-0-text": "Call"}
    data["to_do-0-owner_id"] = str(cast.charlie.id)
    assert sign_in(cast.bob).post(f"{CYCLES}/new", data=data).status_code == 422
    assert db.session.query(Cycle).count() == 0


def test_a_finished_test_is_logged_and_the_rest_inferred(cast, sign_in):
    make_series(cast.team, cast.measure)
    node = idea(cast.team)
    before = decided(cast, change_idea_id=node.id, measure_id=cast.measure.id)
    db.session.commit()
    client = sign_in(cast.bob)
    page = client.get(f"{CYCLES}/log").get_data(as_text=True)
    assert f'<option selected value="{node.id}">' in page
    assert 'value="2026-02-05"' in page
    answer = client.post(f"{CYCLES}/log", data=LOGGED | {"change_idea_id": node.id})
    assert answer.location == f"{CYCLES}/2"
    cycle = db.session.query(Cycle).filter_by(number=2).one()
    assert (cycle.decision, cycle.scale, cycle.owner_id) == (
        Decision.ADAPT,
        Scale.ONE,
        cast.bob.id,
    )
    assert cycle.starts_on == cycle.ends_on == cycle.decided_on == date(2026, 2, 4)
    assert (cycle.previous_id, cycle.measure_id) == (before.id, cast.measure.id)
    [prediction] = cycle.predictions
    assert (prediction.text, prediction.score) == ("She changes two sentences", Score.PARTLY)
    page = client.get(answer.location).get_data(as_text=True)
    assert "Partly came true" in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": ""}, "Say in a few words what you tried."),
        ({"decision": ""}, "Adopt, adapt or abandon"),
        ({"predicted": ""}, "Write what you predicted"),
        ({"ends_on": "2026-02-06"}, "lies behind us"),
        ({"decision": "zzz"}, "Choose one of these answers."),
        ({"change_idea_id": "999"}, "Choose one from the list."),
    ],
)
def test_a_log_is_told_what_is_wrong_and_keeps_the_rest(cast, sign_in, fields, message):
    answer = sign_in(cast.bob).post(f"{CYCLES}/log", data=LOGGED | fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page
    assert "Parents hear blame." in page
    assert db.session.query(Cycle).count() == 0
