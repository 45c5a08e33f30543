from datetime import date

import pytest

from app.extensions import db
from app.pdsa import services, worksheet
from app.pdsa.models import Cycle, Decision, Prediction
from app.pdsa.parts import PredictionResult, PredictionText
from tests.app.pdsa.helpers import CYCLES, decided, idea, planned
from tests.factories import make_series
from tests.queries import counted

LIVE = "<img src=x onerror=alert(1)>"


def test_it_reads_like_the_worksheet(cast, sign_in):
    make_series(cast.team, cast.measure)
    cycle = decided(cast, tasks="Rosa calls", change_idea_id=idea(cast.team).id)
    services.save_plan(cycle, {}, [PredictionText(None, "2 or 3 match", 2, 3, "plans")])
    results = [PredictionResult(cycle.predictions[0].id, 1)]
    services.save_study(
        cycle, {"results": "", "comparison": "", "learned": "Mornings work."}, results
    )
    db.session.commit()
    page = sign_in(cast.vera).get(f"{CYCLES}/1").get_data(as_text=True)
    for words in (
        "Cycle 1: Call one family",
        "Pharmacist call",
        "Rosa calls",
        "2 or 3 match",
        "Got 1 plan.",
        "Did not come true",
        "Mornings work.",
        "Adapted on February 1, 2026.",
        "Urgent visits</a>",
    ):
        assert words in page, words
    assert "Start the next cycle" not in page
    assert ">Edit<" not in page


def test_the_waiting_step_has_the_one_filled_button(cast, sign_in):
    planned(cast)
    db.session.commit()
    page = sign_in(cast.bob).get(f"{CYCLES}/1").get_data(as_text=True)
    assert page.count("button--filled") == 1
    assert f'{CYCLES}/1/do"' in page


def test_who_may_read(cast, sign_in):
    planned(cast)
    db.session.commit()
    expected = {"alice": 200, "vera": 200, "cora": 200, "charlie": 404, "otto": 404}
    expected |= {"frank": 404, "bea": 404, "nora": 404, "olga": 404}
    for name, status in expected.items():
        client = sign_in(getattr(cast, name))
        for url in (CYCLES, f"{CYCLES}/1"):
            assert client.get(url).status_code == status, (name, url)


def test_no_cycle_no_page(cast, sign_in):
    assert sign_in(cast.bob).get(f"{CYCLES}/9").status_code == 404


def test_the_list_teaches_where_there_is_none(cast, sign_in):
    page = sign_in(cast.bob).get(CYCLES).get_data(as_text=True)
    assert "Plan the first cycle" in page
    assert "Plan the first cycle" not in sign_in(cast.vera).get(CYCLES).get_data(as_text=True)


def test_the_list_narrows_by_step_and_ramp(cast, sign_in):
    node = idea(cast.team)
    planned(cast, "Running test", change_idea_id=node.id)
    decided(cast, title="Decided test")
    db.session.commit()
    client = sign_in(cast.bob)
    for query, there, gone in (
        ("step=do", "Running test", "Decided test"),
        ("step=done", "Decided test", "Running test"),
        (f"ramp=idea-{node.id}", "Running test", ">Decided test</a>"),
        ("step=study", "No cycle fits", "Running test"),
    ):
        page = client.get(f"{CYCLES}?{query}", headers={"HX-Request": "true"}).get_data(
            as_text=True
        )
        assert there in page, query
        assert gone not in page, query
        assert "<html" not in page


def test_the_list_asks_no_more_for_more(cast, sign_in):
    client = sign_in(cast.bob)
    counts = []
    for _ in range(2):
        for _ in range(6):
            cycle = decided(cast, change_idea_id=idea(cast.team).id)
            cycle.predictions.append(Prediction(text="a"))
        db.session.commit()
        with counted() as queries:
            client.get(CYCLES)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12, counts


def test_what_people_write_is_text(cast, sign_in):
    cycle = decided(
        cast,
        title=LIVE,
        change_idea_id=idea(cast.team, LIVE).id,
        tasks=LIVE,
        questions=LIVE,
        data_plan=LIVE,
        conditions=LIVE,
        reach=LIVE,
        objective=LIVE,
    )
    services.save_plan(cycle, {}, [PredictionText(None, LIVE, 1, 2, LIVE[:40])])
    row = cycle.predictions[0].id
    text = {"results": LIVE, "comparison": LIVE, "learned": LIVE}
    services.save_study(cycle, text, [PredictionResult(row, 2, LIVE)])
    db.session.commit()
    client = sign_in(cast.bob)
    steps = [f"{CYCLES}/1/{step}" for step in ("plan", "do", "study", "act")]
    for url in (CYCLES, f"{CYCLES}/1", "/networks/river/teams/clinic", "/work", *steps):
        assert "<img src=x" not in client.get(url).get_data(as_text=True), url


@pytest.mark.parametrize(
    ("low", "high", "unit", "text", "said"),
    [
        (2, 3, "plans", "", "2 to 3 plans"),
        (2, 2, "plans", "", "2 plans"),
        (70, None, "%", "", "at least 70%"),
        (None, 5, "days", "", "at most 5 days"),
        (2, 3, "plans", "2 or 3 plans match", "2 or 3 plans match"),
        (70, 80, "%", "Most refilled.", "Most refilled: 70% to 80%"),
        (3, 3, "copies", "Copies that match, of 3", "Copies that match, of 3: 3 copies"),
        (None, None, "", "They are glad", "They are glad"),
    ],
)
def test_a_prediction_in_words(low, high, unit, text, said):
    assert worksheet.foretold(Prediction(text=text, low=low, high=high, unit=unit)) == said


def test_a_summary_says_prediction_result_and_lesson():
    prediction = Prediction(text="Repaired, of 3", low=2, high=3, unit="repairs", result=1)
    prediction.result_text = ""
    cycle = Cycle(number=10, title="x", learned="Landlords phone", decision=Decision.ADAPT)
    cycle.predictions.append(prediction)
    said = "Repaired, of 3: predicted 2 to 3 repairs, got 1 repair. Landlords phone."
    assert worksheet.summary(cycle) == said


def test_what_the_waiting_step_asks(cast):
    today = date(2026, 2, 5)
    cycle = planned(cast, ends_on=date(2026, 1, 30))
    assert "ended Jan 30" in worksheet.question(cycle, today)
    assert worksheet.button(cycle) == "Write what happened"
