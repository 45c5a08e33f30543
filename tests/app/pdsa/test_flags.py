from datetime import date

import pytest

from app.aims.fields import AimFields
from app.aims.services import save
from app.extensions import db
from app.pdsa.models import Decision
from app.pdsa.queries import flags_by_series, flags_for
from app.theory.models import shortened
from tests.app.pdsa.helpers import CYCLES, decided, idea, planned
from tests.factories import make_measure, make_series
from tests.queries import counted


@pytest.fixture
def charts(app, cast):
    """Three series: of the aim's measure, of a cycle's measure, of another."""
    made = [make_series(cast.team, make_measure(cast.network, slug)) for slug in "abc"]
    save(cast.team, AimFields(what="x", measure_id=made[0].measure_id), actor=cast.alice)
    db.session.commit()
    with app.test_request_context():
        yield made


def numbers(series):
    return [flag.number for flag in flags_for(series, may_see_team=True)]


def test_a_cycle_stands_on_its_measures_chart_and_on_the_aims(cast, charts):
    planned(cast, measure_id=charts[1].measure_id)
    assert [numbers(each) for each in charts] == [[1], [1], []]


def test_a_cycle_without_a_measure_stands_on_all(cast, charts):
    planned(cast)
    assert [numbers(each) for each in charts] == [[1], [1], [1]]


def test_without_a_first_day_it_stands_nowhere(cast, charts):
    planned(cast, starts_on=None)
    assert [numbers(each) for each in charts] == [[], [], []]


def test_outsiders_get_none(cast, charts):
    planned(cast)
    assert flags_for(charts[0], may_see_team=False) == ()


def test_by_date(cast, charts):
    planned(cast, starts_on=date(2026, 3, 1))
    planned(cast, starts_on=date(2026, 1, 1))
    assert numbers(charts[0]) == [2, 1]


def test_what_a_flag_says(cast, charts):
    node = idea(cast.team, "Pharmacist call after each urgent visit", short="Pharmacist call")
    decided(cast, Decision.ADOPT, change_idea_id=node.id)
    (flag,) = flags_for(charts[0], may_see_team=True)
    assert (flag.number, flag.title, flag.ramp) == (1, "Call one family", "Pharmacist call")
    assert (flag.on, flag.decision, flag.running) == (date(2026, 1, 9), Decision.ADOPT, False)
    assert flag.href == f"{CYCLES}/1"


def test_a_chain_without_an_idea_is_one_ramp(cast, charts):
    first = planned(cast)
    planned(cast, "Another title", previous_id=first.id)
    planned(cast, "Alone")
    keys = [(flag.ramp, flag.ramp_key) for flag in flags_for(charts[0], may_see_team=True)]
    assert keys[0] == keys[1]
    assert keys[2][0] == "Alone"


def test_many_charts_cost_no_more_queries(cast, charts):
    for _ in range(5):
        planned(cast)
    db.session.commit()
    with counted() as queries:
        flags_by_series(charts, visible={cast.team.id})
    # What was committed is read again: the team and each series.
    assert len(queries) <= 4 + 1 + len(charts), queries


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Trigger kit", "Trigger kit"),
        ("Pharmacist call after each urgent visit", "Pharmacist call after"),
        ("x" * 40, "x" * 24),
    ],
)
def test_long_ideas_are_cut_at_words(text, short):
    assert shortened(text) == short
