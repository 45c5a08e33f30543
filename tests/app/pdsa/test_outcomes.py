import re
from datetime import date

import pytest

from app.extensions import db
from app.measures.models import DataKind, Frequency, Observation
from app.pdsa import services
from app.pdsa.outcomes import outcomes_of
from app.pdsa.parts import PredictionResult, PredictionText
from app.pdsa.scoring import Score
from tests.app.pdsa.helpers import CYCLES, planned
from tests.factories import make_measure, make_series

STUDY = {"results": "", "comparison": "", "learned": "Mornings work."}


def predicted(cast, low=None, high=None, on=date(2026, 1, 20), **fields):
    """A cycle of January 2026 with one prediction that the measure decides."""
    cycle = planned(cast, **fields)
    prediction = PredictionText(None, "", low, high, "", cast.measure.id, on)
    services.save_plan(cycle, {}, [prediction])
    return cycle


def test_the_measure_of_that_month_decides(cast):
    make_series(cast.team, cast.measure, [(30, 200), (20, 200), (18, 200)], date(2025, 12, 1))
    [found] = outcomes_of(predicted(cast, 9, 11))
    assert (found.came, found.score) == ("10%", Score.HIT)
    assert (found.source, found.before) == ("Urgent visits, January 2026", "15%")
    assert found.predicted == "Urgent visits: 9% to 11%"


def test_what_stood_before_makes_half_the_way_partly_right(cast):
    make_series(cast.team, cast.measure, [(30, 200), (22, 200)], date(2025, 12, 1))
    # From 15 to 8 are 7 points; 11 is 4 of them, and without a before 37% off.
    [found] = outcomes_of(predicted(cast, None, 8))
    assert found.score is Score.PARTLY


def test_without_a_day_the_last_day_of_the_test_counts(cast):
    make_series(cast.team, cast.measure, [(30, 200), (20, 200)], date(2025, 12, 1))
    [found] = outcomes_of(predicted(cast, 14, 16, on=None, ends_on=date(2026, 1, 30)))
    assert (found.came, found.score) == ("10%", Score.MISS)


def test_it_waits_for_data_that_are_not_entered(cast, sign_in):
    make_series(cast.team, cast.measure, [(30, 200)], date(2025, 12, 1))
    cycle = predicted(cast, 9, 11)
    [found] = outcomes_of(cycle)
    assert (found.came, found.score) == ("", None)
    assert found.waits == "Urgent visits, January 2026 is not entered yet"
    db.session.commit()
    page = sign_in(cast.bob).get(f"{CYCLES}/1/study").get_data(as_text=True)
    assert "Urgent visits, January 2026 is not entered yet" in page
    assert 'name="outcomes-0-result"' in page


def test_study_stores_what_the_measure_says_and_asks_for_no_number(cast, sign_in):
    make_series(cast.team, cast.measure, [(30, 200), (20, 200)], date(2025, 12, 1))
    cycle = predicted(cast, 9, 11)
    db.session.commit()
    client = sign_in(cast.bob)
    page = client.get(f"{CYCLES}/1/study").get_data(as_text=True)
    assert "Came true" in page
    assert 'name="outcomes-0-result"' not in page
    row = cycle.predictions[0].id
    services.save_study(cycle, STUDY, [PredictionResult(row, 99, "Fewer than feared")])
    assert cycle.predictions[0].result == 10
    assert outcomes_of(cycle)[0].came == "10%: Fewer than feared"


def test_a_correction_afterwards_shows_what_it_was(cast, sign_in):
    series = make_series(cast.team, cast.measure, [(30, 200), (20, 200)], date(2025, 12, 1))
    cycle = predicted(cast, 9, 11)
    services.save_study(cycle, STUDY, [PredictionResult(cycle.predictions[0].id)])
    series.observations[1].value = 26
    db.session.flush()
    [found] = outcomes_of(cycle)
    assert (found.came, found.was) == ("13%", "10%")
    page = sign_in(cast.vera).get(f"{CYCLES}/1").get_data(as_text=True)
    assert "the Study was written with 10%" in page


def test_what_was_typed_meanwhile_stays_until_the_measure_says_it(cast, sign_in):
    series = make_series(cast.team, cast.measure, [(30, 200)], date(2025, 12, 1))
    cycle = predicted(cast, 9, 11)
    db.session.commit()
    client, row = sign_in(cast.bob), cycle.predictions[0]
    data = {"outcomes-0-id": row.id, "outcomes-0-result": "10", "learned": "Mornings."}
    client.post(f"{CYCLES}/1/study", data=data | {"version": cycle.version})
    form = client.get(f"{CYCLES}/1/study").get_data(as_text=True)
    # Saved once more without the field, the number would be gone.
    assert re.search(r'name="outcomes-0-result"[^>]*value="10"', form)
    page = client.get(f"{CYCLES}/1").get_data(as_text=True)
    assert "Read from" not in page
    assert "As the Study says. Urgent visits, January 2026 is not entered yet." in page
    series.observations.append(Observation(period=date(2026, 1, 1), value=26, denominator=200))
    db.session.commit()
    [found] = outcomes_of(cycle)
    assert (found.came, found.was, found.is_read) == ("13%", "10%", True)


def test_a_point_that_is_left_out_of_its_chart_decides_nothing(cast, sign_in):
    series = make_series(
        cast.team, cast.measure, [(30, 200), (90, 200), (20, 200)], date(2025, 11, 1)
    )
    cycle = predicted(cast, 9, 11)
    for point in (1, 2):
        series.observations[point].excluded_because = "Counted twice"
    db.session.commit()
    [found] = outcomes_of(cycle)
    assert (found.score, found.before) == (None, "15%")
    assert found.waits == "Urgent visits, January 2026 is left out of its chart"
    page = sign_in(cast.bob).get(f"{CYCLES}/1/study").get_data(as_text=True)
    assert "is left out of its chart" in page
    assert 'name="outcomes-0-result"' in page


def test_events_have_no_value_of_a_month_to_wait_for(cast):
    cast.measure.data_kind, cast.measure.frequency = DataKind.EVENTS, Frequency.EVENT
    make_series(cast.team, cast.measure, [(1, None)], date(2026, 1, 1))
    [found] = outcomes_of(predicted(cast, 9, 11))
    assert (found.source, found.waits) == ("", "")


def test_the_table_tells_what_the_pages_tell(cast, sign_in):
    series = make_series(cast.team, cast.measure, [(30, 200), (20, 200)], date(2025, 12, 1))
    cycle = predicted(cast, 9, 11)
    services.save_study(cycle, STUDY, [PredictionResult(cycle.predictions[0].id)])
    series.observations[1].value = 30
    db.session.commit()
    answer = sign_in(cast.vera).get(f"{CYCLES}.csv?sheet=predictions")
    assert ",15,,miss" in answer.get_data(as_text=True)


def test_another_teams_numbers_decide_nothing(cast):
    make_series(cast.team, cast.measure, [])
    make_series(cast.other_team, cast.measure, [(20, 200)], date(2026, 1, 1))
    assert outcomes_of(predicted(cast, 9, 11))[0].score is None


def test_a_measure_of_others_is_refused(cast, sign_in):
    measure = make_measure(cast.network, "other")
    make_series(cast.other_team, measure)
    data = {"title": "x", "version": "0", "predictions-0-text": "y"}
    data["predictions-0-measure_id"] = str(measure.id)
    assert sign_in(cast.bob).post(f"{CYCLES}/new", data=data).status_code == 422


@pytest.mark.parametrize("answer", ["hit", "partly", "miss"])
def test_words_are_scored_by_the_team(cast, sign_in, answer):
    cycle = planned(cast)
    services.save_plan(cycle, {}, [PredictionText(None, "They are glad")])
    db.session.commit()
    data = {"version": cycle.version, "outcomes-0-id": cycle.predictions[0].id}
    data |= {"outcomes-0-result_text": "They were", "outcomes-0-judged_as": answer}
    assert sign_in(cast.bob).post(f"{CYCLES}/1/study", data=data).status_code == 303
    db.session.refresh(cycle)
    assert outcomes_of(cycle)[0].score is Score(answer)
