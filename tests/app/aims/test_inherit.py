"""What the linked chart says is not typed again."""

import pytest

from app.aims.fields import AimFields
from app.aims.inherit import inherit
from app.aims.models import Aim
from app.aims.queries import analysis_of
from app.extensions import db
from app.measures.models import Direction, MeasureRole
from tests.factories import make_series

URL = "/networks/river/teams/clinic/aim"


@pytest.fixture
def measured(cast):
    # Twelve months of 3 in 20: the center line is 15%.
    make_series(cast.team, cast.measure, [(3, 20)] * 12)
    cast.measure.target = 8.0
    db.session.commit()


def test_open_fields_come_from_the_chart(cast, measured):
    analysis = analysis_of(cast.team.id, cast.measure)
    found = inherit(AimFields(measure_id=cast.measure.id), cast.measure, analysis)
    fields = found.fields
    assert (fields.direction, fields.unit, fields.baseline, fields.target) == (
        Direction.DOWN,
        "%",
        15.0,
        8.0,
    )
    assert fields.baseline_period == "January 2024 to December 2024"
    assert "from: 15%, the center line of January 2024 to December 2024" in found.taken


def test_what_was_typed_stays(cast, measured):
    typed = AimFields(
        measure_id=cast.measure.id,
        direction=Direction.UP,
        unit="visits",
        baseline=3.0,
        baseline_period="2023",
        target=1.0,
    )
    analysis = analysis_of(cast.team.id, cast.measure)
    assert inherit(typed, cast.measure, analysis).fields == typed


def test_a_target_of_another_unit_is_not_taken(cast, measured):
    typed = AimFields(measure_id=cast.measure.id, unit="visits")
    assert inherit(typed, cast.measure, None).fields.target is None


def test_nine_points_are_no_baseline(cast):
    make_series(cast.team, cast.measure, [(3, 20)] * 9)
    analysis = analysis_of(cast.team.id, cast.measure)
    found = inherit(AimFields(measure_id=cast.measure.id), cast.measure, analysis)
    assert found.fields.baseline is None


def test_without_a_measure_nothing_is_taken():
    assert inherit(AimFields(what="trust"), None, None).fields == AimFields(what="trust")


def test_a_new_aim_starts_with_what_the_team_recorded(cast, measured, sign_in):
    cast.measure.role = MeasureRole.OUTCOME
    cast.network.global_aim = "Every child breathes freely."
    db.session.commit()
    page = sign_in(cast.alice).get(URL).get_data(as_text=True)
    assert f'<option selected value="{cast.measure.id}">' in page
    assert "Every child breathes freely.</textarea>" in page
    assert "From: 15%, the center line of" in page


def test_what_was_taken_is_saved(cast, measured, sign_in):
    data = {"what": "urgent visits", "measure_id": str(cast.measure.id), "version": 0}
    assert sign_in(cast.alice).post(URL, data=data).status_code == 303
    aim = db.session.query(Aim).one()
    assert (aim.baseline, aim.target, aim.unit, aim.direction) == (15.0, 8.0, "%", Direction.DOWN)


def test_a_wrong_number_is_not_replaced(cast, measured, sign_in):
    data = {"what": "x", "measure_id": str(cast.measure.id), "baseline": "many", "version": 0}
    answer = sign_in(cast.alice).post(URL, data=data)
    assert answer.status_code == 422
    assert 'value="many"' in answer.get_data(as_text=True)


def test_the_page_says_how_far_it_has_come(cast, measured, sign_in):
    client = sign_in(cast.alice)
    client.post(
        URL, data={"what": "urgent visits", "measure_id": str(cast.measure.id), "version": 0}
    )
    page = client.get(f"{URL}/revisions").get_data(as_text=True)
    assert "How far we have come" in page
    assert "/measures/urgent-visits" in page
