"""Finding cycles, ramps, calibration, the sheet of paper."""

import re
from datetime import date, timedelta

import pytest

from app.extensions import db
from app.pdsa import calibration, services, sheet
from app.pdsa.models import AsPlanned, Cycle, Decision, Prediction, Scale
from app.pdsa.outcomes import Outcome
from app.pdsa.parts import PredictionResult, PredictionText, TaskText
from app.pdsa.scoring import Score
from app.pdsa.search import wanted_of
from app.theory.models import DriverLink, DriverNode, NodeKind
from tests.app.pdsa.helpers import CYCLES, decided, idea, planned
from tests.factories import make_series
from tests.queries import counted


@pytest.fixture
def three(cast):
    """A running test on an idea that serves a driver, a decided one, and a plan without a day."""
    make_series(cast.team, cast.measure, [(20, 200)] * 6, date(2025, 9, 1))
    node = idea(cast.team)
    above = DriverNode(team=cast.team, kind=NodeKind.PRIMARY, text="Nobody is lost")
    between = DriverNode(team=cast.team, kind=NodeKind.SECONDARY, text="A call in two days")
    db.session.add_all([above, between])
    db.session.flush()
    for parent, child in ((above, between), (between, node)):
        db.session.add(DriverLink(parent_id=parent.id, child_id=child.id))
    running = planned(cast, "Running", change_idea_id=node.id, owner_id=cast.bob.id)
    services.save_plan(
        running,
        {"ends_on": date(2026, 1, 20)},
        [PredictionText(None, "x", measure_id=cast.measure.id)],
    )
    done = decided(
        cast,
        title="Decided",
        tasks="The Café list",
        starts_on=date(2025, 11, 3),
        ends_on=date(2025, 11, 20),
    )
    services.save_plan(done, {}, [], [TaskText(None, "Phone the bus", cast.alice.id)])
    services.start(cast.team, "Open plan", actor=cast.alice)
    db.session.commit()
    return {"idea": node.id, "driver": above.id, "bob": cast.bob.id, "alice": cast.alice.id} | {
        "measure": cast.measure.id
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=café", {"Decided"}),
        ("q=CAFÉ+list", {"Decided"}),
        ("q=bus", {"Decided"}),
        ("q=pharmacist", {"Running"}),
        ("q=cycle+3", {"Open plan"}),
        ("q=café+running", set()),
        ("q=%25", set()),
        ("step=do", {"Running"}),
        ("decision=adapt", {"Decided"}),
        ("decision=running", {"Running", "Open plan"}),
        ("ramp=idea-{idea}", {"Running"}),
        ("driver={driver}", {"Running"}),
        ("driver=999", set()),
        ("driver=x", set()),
        ("measure={measure}", {"Running"}),
        ("owner={bob}", {"Running"}),
        ("owner={alice}", {"Decided"}),
        ("since=2026-01-20", {"Running"}),
        ("since=2026-01-21", set()),
        ("until=2025-11-03", {"Decided"}),
        ("until=2025-11-02", set()),
        ("since=soon", {"Running", "Decided", "Open plan"}),
        ("q=test&decision=adapt&until=2026-01-01", set()),
        ("", {"Running", "Decided", "Open plan"}),
    ],
)
def test_each_way_to_find_a_cycle(three, cast, sign_in, query, found):
    url = f"{CYCLES}?{query.format(**three)}"
    page = sign_in(cast.vera).get(url, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert {title for title in ("Running", "Decided", "Open plan") if f">{title}</a>" in page} == (
        found
    )


def test_what_a_url_asks_for_is_read_with_care():
    assert wanted_of({}).is_anything
    assert wanted_of({"since": "2026-13-01", "q": "\x00 "}).is_anything
    assert wanted_of({"q": "x", "step": "do", "since": "2026-01-01"}).count == 2


def test_the_ramp_page_draws_and_advises(three, cast, sign_in):
    page = sign_in(cast.vera).get(f"{CYCLES}/ramps").get_data(as_text=True)
    assert "There is one cycle so far." in page
    assert "Start the next cycle from the last one" in page
    assert "<svg" in page


def test_a_cycle_without_a_first_day_stands_where_it_was_decided(cast, sign_in):
    decided(cast, title="Call one family", starts_on=None)
    planned(cast, "Someday", starts_on=None, scale=None)
    db.session.commit()
    page = sign_in(cast.vera).get(f"{CYCLES}/ramps").get_data(as_text=True)
    drawing = page[page.index('class="drawing"') : page.index("Download the ramps")]
    assert "Call one family" in drawing
    assert "Feb" in drawing  # decided on February 1
    assert "Cycle 2 is not drawn: a place on the drawing needs a day and a scale." in page


def test_the_sheet_tells_a_result_apart_from_its_prediction(cast, sign_in):
    cycle = decided(cast)
    services.save_plan(cycle, {}, [PredictionText(None, "Calls made", 8, 10)])
    study = {"results": "", "comparison": "", "learned": ""}
    services.save_study(cycle, study, [PredictionResult(cycle.predictions[0].id, 9, "one late")])
    page = sign_in(cast.vera).get(f"{CYCLES}/1/worksheet").get_data(as_text=True)
    assert "Calls made: 8 to 10. Got 9: one late (came true)" in page


def test_calibration_counts_by_confidence_and_quarter(cast):
    def scored(number, percent, score, on):
        prediction = Prediction(text="x", confidence=percent)
        made = Outcome(prediction, None, score)
        return calibration.Scored(Cycle(number=number), made, on)

    every = [
        scored(1, 80, Score.HIT, date(2026, 1, 5)),
        scored(2, 80, Score.MISS, date(2026, 3, 31)),
        scored(3, 80, Score.PARTLY, date(2026, 4, 1)),
        scored(4, 60, Score.HIT, date(2025, 12, 31)),
        scored(5, None, Score.HIT, date(2025, 12, 31)),
    ]
    groups = calibration.by_confidence(every)
    assert [(g.said, g.right, g.made) for g in groups] == [(60, 1, 1), (80, 1, 3)]
    tallies = calibration.by_quarter(every)
    assert [(t.name, t.hits, t.partly, t.misses, t.sure) for t in tallies] == [
        ("April to June 2026", 0, 1, 0, 80),
        ("January to March 2026", 1, 0, 1, 80),
        ("October to December 2025", 2, 0, 0, 60),
    ]


def test_the_predictions_page_keeps_score(cast, sign_in):
    cycle = decided(cast)
    rows = [PredictionText(None, "Calls made", 8, 10, confidence=80), PredictionText(None, "Open")]
    services.save_plan(cycle, {}, rows)
    study = {"results": "", "comparison": "", "learned": "Mornings work."}
    services.save_study(cycle, study, [PredictionResult(cycle.predictions[0].id, 9)])
    page = sign_in(cast.vera).get(f"{CYCLES}/predictions").get_data(as_text=True)
    assert "1 of 1 predictions came true" in page
    assert "1 has no result yet" in page
    assert "1 of 1 scored predictions say how sure" in page
    # What the chart draws stands in numbers; Wilson's interval of 1 of 1 begins at 1 / (1 + 1.96²).
    table = page.split("Calibration of Clinic</caption>")[1].split("</table>")[0]
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", table.split("<tbody>")[1])
    assert cells == ["80%", "1", "1", "100%", "21 to 100%", "Within chance"]
    assert 'data-view="table"' in page


@pytest.mark.parametrize("path", ["ramps", "predictions", "1/history", "1/worksheet"])
def test_who_may_read(cast, sign_in, path):
    planned(cast)
    db.session.commit()
    expected = {"alice": 200, "vera": 200, "cora": 200, "charlie": 404, "otto": 404, "bea": 404}
    for name, status in expected.items():
        assert sign_in(getattr(cast, name)).get(f"{CYCLES}/{path}").status_code == status, name


def written(**texts):
    """A cycle that says these and nothing else."""
    cycle = Cycle()
    for name in ("objective", "questions", "tasks", "data_plan", "conditions", "observations"):
        setattr(cycle, name, texts.get(name, ""))
    for name in ("problems", "results", "comparison", "learned", "changes"):
        setattr(cycle, name, texts.get(name, ""))
    return cycle


def test_the_more_there_is_to_read_the_smaller_the_type():
    sizes = ["roomy", "close", "tight", "dense"]
    found = [sheet.sheet_of(written(learned="word " * n), ()) for n in range(0, 2000, 50)]
    places = [sizes.index(paper.size) for paper in found]
    assert places == sorted(places)
    assert set(places) == {0, 1, 2, 3}
    assert not found[0].is_cut


def test_what_never_fits_ends_early_and_says_so(cast, sign_in):
    names = ("objective", "questions", "tasks", "observations", "learned", "changes")
    long = dict.fromkeys(names, "word " * 990)
    paper = sheet.sheet_of(written(**long), ())
    assert paper.is_cut
    assert sheet.fits(paper.boxes, 7.0, columns=False)
    planned(cast, **long)
    page = sign_in(cast.vera).get(f"{CYCLES}/1/worksheet").get_data(as_text=True)
    assert "Long texts end early on paper" in page


def test_pages_ask_little_of_the_database_with_60_cycles(cast, sign_in):
    make_series(cast.team, cast.measure, [(20, 200)] * 30, date(2023, 9, 1))
    ideas = [idea(cast.team, f"Idea {number}") for number in range(12)]
    first = date(2024, 1, 8)
    for number in range(60):
        day = first + timedelta(days=10 * number)
        cycle = Cycle(team=cast.team, number=number + 1, title=f"Test {number}")
        cycle.objective, cycle.change_idea, cycle.owner = "x" * 200, ideas[number % 12], cast.bob
        cycle.starts_on, cycle.ends_on, cycle.decided_on = day, day, day
        cycle.scale, cycle.as_planned, cycle.learned = Scale.ONE, AsPlanned.YES, "Learned. " * 20
        cycle.decision, cycle.measure = Decision.ADAPT, cast.measure
        for position in range(3):
            cycle.predictions.append(
                Prediction(
                    position=position, text="x", low=9, high=12, confidence=80, measure=cast.measure
                )
            )
        db.session.add(cycle)
    db.session.commit()
    client = sign_in(cast.bob)
    for path in ("", "?q=learned", "/ramps", "/predictions", "/60", "/60/study", "/log", "/new"):
        with counted() as queries:
            assert client.get(f"{CYCLES}{path}").status_code == 200
        assert len(queries) <= 15, (path, len(queries))
