"""Signals that are new to a person, until they have seen them."""

from __future__ import annotations

import pytest

from app.measures.charts import series_chart
from app.measures.signals import mark_seen, new_signals
from tests.app.measures.examples import SHIFTED, TWO_YEARS, clinic_series


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context():
        yield


def charts(series):
    return [series_chart(series, size="compact")]


def test_a_signal_that_holds_is_new_until_it_is_seen(cast):
    series = clinic_series(cast)
    (signal,) = new_signals(cast.bob, charts(series))
    assert signal.key == "shift 2025-04-01"
    assert signal.verdict == "improvement"
    assert signal.direction == "down"
    # (12 months at 91 of 600 a quarter, 3 at 30 of 200, 8 at 18 and one at 17) of 4800: 12.8%.
    assert signal.sentence == "9 months in a row below the center line of 12.8%."
    assert signal.team_name == "Clinic"
    assert mark_seen(cast.bob, [(series.id, signal.key)]) == 1
    assert new_signals(cast.bob, charts(series)) == []
    assert len(new_signals(cast.alice, charts(series))) == 1


def test_seen_twice_is_kept_once_and_nonsense_not_at_all(cast):
    series = clinic_series(cast)
    key = "shift 2025-04-01"
    assert mark_seen(cast.bob, [(series.id, key), (series.id, key)]) == 1
    assert mark_seen(cast.bob, [(series.id, key), (series.id, "nonsense")]) == 0


def test_the_same_run_with_another_first_point_stays_seen(cast):
    series = clinic_series(cast)
    mark_seen(cast.bob, [(series.id, "shift 2025-05-01")])
    assert new_signals(cast.bob, charts(series)) == []


def test_a_signal_that_no_longer_holds_is_not_new(cast):
    series = clinic_series(cast, [*SHIFTED[15:], *TWO_YEARS[:8], (20.0, 200.0)])
    assert series_chart(series, size="compact").signals
    assert new_signals(cast.bob, charts(series)) == []


def test_a_chart_without_values_has_none(cast):
    assert new_signals(cast.bob, charts(clinic_series(cast, []))) == []
