import pytest

from app.errors import ServiceError
from app.extensions import db
from app.pdsa import services
from app.pdsa.models import Cycle, Decision, Scale
from tests.app.pdsa.helpers import CYCLES, decided, idea, planned
from tests.factories import make_series


def rich(cast, decision, **fields):
    make_series(cast.team, cast.measure)
    return decided(
        cast,
        decision,
        change_idea_id=idea(cast.team).id,
        measure_id=cast.measure.id,
        owner_id=cast.bob.id,
        questions="Who answers?",
        tasks="Rosa calls",
        data_plan="Ben counts",
        **fields,
    )


def test_what_should_carry_over_does(cast):
    before = rich(cast, Decision.ADOPT)
    after = services.next_cycle(before, actor=cast.alice)
    for name in ("change_idea_id", "measure_id", "owner_id", "questions", "tasks", "data_plan"):
        assert getattr(after, name) == getattr(before, name), name
    assert (after.number, after.previous_id, after.title) == (2, before.id, before.title)
    assert after.objective == "Does a call help?"
    assert after.scale is Scale.THREE


def test_what_happened_does_not(cast):
    after = services.next_cycle(rich(cast, Decision.ADOPT), actor=cast.alice)
    assert (after.as_planned, after.observations, after.learned) == (None, "", "")
    assert (after.decision, after.starts_on, after.predictions) == (None, None, [])


def test_what_was_adapted_goes_into_the_objective(cast):
    after = services.next_cycle(rich(cast, Decision.ADAPT), actor=cast.alice)
    assert after.objective == "Does a call help?\n\nChanged after cycle 1: Call before nine."


def test_an_abandoned_idea_is_left(cast):
    after = services.next_cycle(rich(cast, Decision.ABANDON, scale=Scale.UNIT), actor=cast.alice)
    assert (after.change_idea_id, after.scale) == (None, Scale.ONE)


@pytest.mark.parametrize(
    ("now", "proposed"),
    [(None, None), (Scale.ONE, Scale.THREE), (Scale.UNIT, Scale.ALL), (Scale.ALL, Scale.ALL)],
)
def test_the_next_larger_scale_is_proposed(now, proposed):
    assert services.next_scale(now) is proposed


def test_an_undecided_cycle_has_no_next(cast):
    with pytest.raises(ServiceError):
        services.next_cycle(planned(cast), actor=cast.alice)


def test_clicking_twice_makes_one(cast):
    before = rich(cast, Decision.ADOPT)
    first = services.next_cycle(before, actor=cast.alice)
    assert services.next_cycle(before, actor=cast.bob) is first


def test_one_click_opens_the_next_plan(cast, sign_in):
    rich(cast, Decision.ADAPT)
    db.session.commit()
    client = sign_in(cast.bob)
    assert "Start the next cycle" in client.get(f"{CYCLES}/1").get_data(as_text=True)
    response = client.post(f"{CYCLES}/1/next")
    assert (response.status_code, response.location) == (303, f"{CYCLES}/2/plan")
    page = client.get(f"{CYCLES}/2/plan").get_data(as_text=True)
    assert "Changed after cycle 1" in page
    assert "Rosa calls" in page
    assert "Mornings work." in page
    assert "Go on to cycle 2" in client.get(f"{CYCLES}/1").get_data(as_text=True)


def test_before_a_decision_it_leads_to_act(cast, sign_in):
    planned(cast)
    db.session.commit()
    response = sign_in(cast.bob).post(f"{CYCLES}/1/next")
    assert response.location == f"{CYCLES}/1/act"
    assert db.session.query(Cycle).count() == 1


def test_it_rejects_get(cast, sign_in):
    rich(cast, Decision.ADAPT)
    db.session.commit()
    assert sign_in(cast.bob).get(f"{CYCLES}/1/next").status_code in {404, 405}
