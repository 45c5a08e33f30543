"""Entering what is no plain number: the raw values of a subgroup, and the dates of events."""

from __future__ import annotations

from datetime import date
from math import gamma, sqrt

import pytest

from app.extensions import db
from app.measures.models import (
    DataKind,
    Direction,
    Frequency,
    Observation,
    ObservationCorrection,
    Series,
)
from app.measures.series import analyze, method_of, rows_of
from tests.factories import Cast, make_measure, make_series

TEAM = "/networks/river/teams/clinic/measures"
HTMX = {"HX-Request": "true"}


def waits(cast: Cast, chart: str = "xbar") -> Series:
    """Minutes waited by a few patients a month; October to December 2025."""
    measure = make_measure(
        cast.network,
        "waits",
        data_kind=DataKind.SUBGROUP,
        chart=chart,
        numerator_label="Minutes waited",
        denominator_label="",
        unit="minutes",
        multiplier=1.0,
    )
    series = make_series(cast.team, measure)
    for month, raw in ((10, [30.0, 40.0, 50.0]), (11, [42.0, 38.0]), (12, [44.0, 36.0, 40.0])):
        series.observations.append(
            Observation(period=date(2025, month, 1), value=sum(raw) / len(raw), raw=raw)
        )
    db.session.commit()
    return series


def falls(cast: Cast, chart: str = "t") -> Series:
    """Falls with injury: January 10, January 30 and March 21, 2025."""
    measure = make_measure(
        cast.network,
        "falls",
        data_kind=DataKind.EVENTS,
        frequency=Frequency.EVENT,
        chart=chart,
        numerator_label="Fall with injury",
        denominator_label="",
        unit="days",
        multiplier=1.0,
        direction=Direction.UP,
    )
    series = make_series(cast.team, measure)
    for day, cases in (
        (date(2025, 1, 10), None),
        (date(2025, 1, 30), 50.0),
        (date(2025, 3, 21), 80.0),
    ):
        series.observations.append(Observation(period=day, value=1.0, denominator=cases))
    db.session.commit()
    return series


def only(series: Series, day: date) -> Observation:
    found = db.session.scalar(
        db.select(Observation).where(Observation.series_id == series.id, Observation.period == day)
    )
    assert found is not None
    return found


def test_raw_values_are_typed_in_one_field_and_kept(cast, sign_in):
    series = waits(cast)
    typed = {"period": "2026-01-01", "value": "41, 38, 44.5"}
    response = sign_in(cast.bob).post(f"{TEAM}/waits/observations", data=typed)
    assert response.status_code == 303
    kept = only(series, date(2026, 1, 1))
    assert kept.raw == [41.0, 38.0, 44.5]
    assert kept.value == pytest.approx((41 + 38 + 44.5) / 3)
    html = sign_in(cast.alice).get(f"{TEAM}/waits").get_data(as_text=True)
    assert "41, 38, 44.5" in html


@pytest.mark.parametrize(
    "typed", ["41 38 44.5", "41; 38; 44.5", "41,\n38,\n44.5", "41\t38\t44.5", " 41, 38, 44.5, "]
)
def test_they_may_be_set_apart_in_several_ways(cast, sign_in, typed):
    series = waits(cast)
    sent = {"period": "2026-01-01", "value": typed}
    assert sign_in(cast.bob).post(f"{TEAM}/waits/observations", data=sent).status_code == 303
    assert only(series, date(2026, 1, 1)).raw == [41.0, 38.0, 44.5]


@pytest.mark.parametrize(
    ("chart", "typed", "sentence"),
    [
        ("xbar", "41,38", "Put a space after each comma"),
        ("xbar", "41, x, 38", "“x” is not a number"),
        ("xbar", "", "Enter the values"),
        ("xbar", ", ,", "Enter the values"),
        ("s", "41", "enter 2 values at least"),
        ("r", " ".join(["1"] * 26), "takes up to 25 at a time"),  # d2 and d3 are printed up to 25
    ],
)
def test_values_that_cannot_be_are_refused_beside_the_field(cast, sign_in, chart, typed, sentence):
    series = waits(cast, chart)
    sent = {"period": "2026-01-01", "value": typed}
    response = sign_in(cast.bob).post(f"{TEAM}/waits/observations", data=sent)
    assert response.status_code == 422
    assert sentence in response.get_data(as_text=True)
    assert len(series.observations) == 3


def test_the_x_bar_chart_rests_on_the_raw_values(cast):
    series = waits(cast)
    analysis = analyze(method_of(series.measure), rows_of(series))
    # The center is the mean of all raw values; sizes differ, so s is pooled by n - 1.
    assert analysis.center[-1] == pytest.approx((120 + 80 + 120) / 8)
    pooled = sqrt((200 + 8 + 32) / (2 + 1 + 2))
    c4 = sqrt(2 / 2) * gamma(3 / 2) / gamma(2 / 2)
    assert analysis.upper[0] == pytest.approx(40 + 3 * pooled / (c4 * sqrt(3)), rel=1e-6)


def test_a_month_without_values_is_a_gap(cast):
    series = waits(cast)
    series.observations.append(Observation(period=date(2026, 2, 1), value=40.0, raw=[40.0]))
    analysis = analyze(method_of(series.measure), rows_of(series))
    assert analysis.x[3] == date(2026, 1, 1)
    assert list(analysis.denominators) == [3, 2, 3, 0, 1]


def test_a_corrected_subgroup_keeps_the_values_it_replaces(cast, sign_in):
    series = waits(cast)
    sent = {"value": "44, 35, 41", "reason": "misread the list", "version": "1"}
    response = sign_in(cast.bob).post(f"{TEAM}/waits/observations/2025-12-01", data=sent)
    assert response.status_code == 303
    assert only(series, date(2025, 12, 1)).raw == [44.0, 35.0, 41.0]
    assert db.session.scalars(db.select(ObservationCorrection)).one().old_raw == [44.0, 36.0, 40.0]
    html = sign_in(cast.alice).get(f"{TEAM}/waits").get_data(as_text=True)
    assert "was 44, 36, 40: misread the list (Bob, " in html


def test_an_event_is_entered_by_its_day(cast, sign_in):
    series = falls(cast)
    client = sign_in(cast.bob)
    html = client.get(f"{TEAM}/falls").get_data(as_text=True)
    assert "A new event" in html
    assert 'type="date"' in html
    assert "321 days since the last one, on March 21, 2025." in html  # up to February 5, 2026
    sent = {"period": "2025-06-01", "value": "", "note": "Wet floor"}
    assert client.post(f"{TEAM}/falls/observations", data=sent).status_code == 303
    kept = only(series, date(2025, 6, 1))
    assert (kept.value, kept.denominator, kept.note) == (1.0, None, "Wet floor")
    html = client.get(f"{TEAM}/falls").get_data(as_text=True)
    assert "June 1, 2025" in html
    assert ">72<" in html  # March 21 to June 1: 10 + 30 + 31 + 1 days


def test_days_between_events_are_what_is_plotted(cast):
    analysis = analyze(
        method_of(falls(cast).measure), rows_of(db.session.scalars(db.select(Series)).one())
    )
    assert analysis.chart == "t"
    assert [*analysis.values[1:]] == [20.0, 50.0]  # January 10, January 30, March 21
    assert analysis.values[0] != analysis.values[0]  # the first opens the clock


def test_an_event_entered_late_takes_its_place_among_the_others(cast, sign_in):
    series = falls(cast)
    sent = {"period": "2025-02-09", "value": ""}
    assert sign_in(cast.bob).post(f"{TEAM}/falls/observations", data=sent).status_code == 303
    db.session.expire_all()
    analysis = analyze(method_of(series.measure), rows_of(series))
    assert [*analysis.values[1:]] == [20.0, 10.0, 40.0]


def test_cases_between_events_are_what_a_g_chart_plots(cast, sign_in):
    series = falls(cast, "g")
    analysis = analyze(method_of(series.measure), rows_of(series))
    assert [*analysis.values[1:]] == [50.0, 80.0]
    client = sign_in(cast.bob)
    sent = {"period": "2025-06-01", "value": ""}
    response = client.post(f"{TEAM}/falls/observations", data=sent)
    assert response.status_code == 422
    assert "Enter the cases since the event before" in response.get_data(as_text=True)
    sent["value"] = "64"
    assert client.post(f"{TEAM}/falls/observations", data=sent).status_code == 303
    assert only(series, date(2025, 6, 1)).denominator == 64


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"period": ""}, "Enter the day on which it happened."),
        ({"period": "soon"}, "Write a date"),
        ({"period": "2026-03-01"}, "That day is still to come."),
        ({"period": "2025-03-21"}, "If there were more, correct how many there were on that day."),
        ({"events": "0"}, "Enter how many there were on that day, 1 to 50."),
        ({"events": "1.5"}, "needs a whole number"),
        ({"events": "two"}, "“two” is not a number."),
        ({"value": "-3"}, "A count cannot be negative."),
        ({"value": "3.5"}, "needs a whole number"),
        ({"value": "many"}, "“many” is not a number."),
    ],
)
def test_events_that_cannot_be_are_refused_beside_the_field(cast, sign_in, changed, sentence):
    series = falls(cast)
    sent = {"period": "2025-06-01", "value": "", **changed}
    response = sign_in(cast.bob).post(f"{TEAM}/falls/observations", data=sent, headers=HTMX)
    assert response.status_code == 422
    assert sentence in response.get_data(as_text=True)
    assert len(series.observations) == 3


def test_two_events_of_one_day_are_two_points_half_a_day_apart(cast, sign_in):
    series = falls(cast)
    client = sign_in(cast.bob)
    sent = {"period": "2025-06-01", "value": "", "events": "2"}
    assert client.post(f"{TEAM}/falls/observations", data=sent).status_code == 303
    assert only(series, date(2025, 6, 1)).value == 2
    db.session.expire_all()
    analysis = analyze(method_of(series.measure), rows_of(series))
    assert [*analysis.values[1:]] == [20.0, 50.0, 72.0, 0.5]
    html = client.get(f"{TEAM}/falls").get_data(as_text=True)
    assert "2 events on this day" in html
    assert "half a day" in html
    csv = client.get(f"{TEAM}/falls/data.csv").get_data(as_text=True)
    assert csv.splitlines()[4].startswith("2025-06-01,72,,2,")
    correction = {"on": "2025-06-01", "value": "", "events": "3", "reason": "one more", "version": "1"}  # fmt: skip
    client.post(f"{TEAM}/falls/observations/2025-06-01", data=correction)
    assert only(series, date(2025, 6, 1)).value == 3
    html = client.get(f"{TEAM}/falls").get_data(as_text=True)
    assert "was June 1, 2025, 2 events: one more" in html


@pytest.mark.parametrize(("chart", "between"), [("run", 0.0), ("g", 0.0), ("t", 0.5)])
def test_what_stands_between_events_of_one_day_follows_the_chart(cast, chart, between):
    series = falls(cast, chart)
    series.observations[1].value = 3
    analysis = analyze(method_of(series.measure), rows_of(series))
    first = 50.0 if chart == "g" else 20.0
    last = 80.0 if chart == "g" else 50.0
    assert [*analysis.values[1:]] == [first, between, between, last]


def test_events_of_one_day_are_left_out_together(cast):
    series = falls(cast)
    series.observations[1].value = 2
    series.observations[1].excluded_because = "a drill"
    analysis = analyze(method_of(series.measure), rows_of(series))
    assert [*analysis.included] == [False, False, False, True]


def test_an_event_moved_to_another_day_says_where_it_stood(cast, sign_in):
    series = falls(cast)
    client = sign_in(cast.bob)
    html = client.get(f"{TEAM}/falls/observations/2025-03-21").get_data(as_text=True)
    assert 'value="2025-03-21"' in html
    sent = {"on": "2025-03-20", "value": "80", "reason": "it was the night before", "version": "1"}
    assert client.post(f"{TEAM}/falls/observations/2025-03-21", data=sent).status_code == 303
    assert only(series, date(2025, 3, 20)).denominator == 80
    kept = db.session.scalars(db.select(ObservationCorrection)).one()
    assert kept.old_period == date(2025, 3, 21)
    html = client.get(f"{TEAM}/falls").get_data(as_text=True)
    assert "was March 21, 2025, 80 cases since the one before: it was the night before" in html


def test_an_event_is_not_moved_onto_another(cast, sign_in):
    series = falls(cast)
    sent = {"on": "2025-01-30", "value": "80", "reason": "wrong", "version": "1"}
    response = sign_in(cast.bob).post(f"{TEAM}/falls/observations/2025-03-21", data=sent)
    assert response.status_code == 422
    assert only(series, date(2025, 3, 21)).denominator == 80


def test_what_was_typed_shows_on_the_chart_before_it_is_stored(cast, sign_in):
    falls(cast)
    waits(cast)
    client = sign_in(cast.bob)
    html = client.get(f"{TEAM}/falls/preview?period=2025-06-01&value=").get_data(as_text=True)
    assert "72 days" in html
    html = client.get(f"{TEAM}/waits/preview?period=2026-01-01&value=50, 60").get_data(as_text=True)
    assert "55 minutes" in html


def test_a_point_of_either_can_be_opened_and_marked(cast, sign_in):
    series = falls(cast)
    for day in (date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1)):
        series.observations.append(Observation(period=day, value=1.0))
    db.session.commit()
    client = sign_in(cast.bob)
    point = f"{TEAM}/falls/points/2025-05-01"
    html = client.get(point).get_data(as_text=True)
    assert "May 1, 2025: 41 days" in html
    sent = {"reason": "new floor", "label": "Floor", "baseline": "", "version": "1"}
    assert client.post(f"{point}/phase", data=sent).status_code == 303
    db.session.expire_all()
    starts = [phase.starts_on for phase in series.phases]
    analysis = analyze(method_of(series.measure), rows_of(series), starts)
    assert [phase.start for phase in analysis.phases] == [0, 3]
    waits(cast)
    html = client.get(f"{TEAM}/waits/points/2025-11-01").get_data(as_text=True)
    assert "2 values" in html


def test_both_come_out_as_csv(cast, sign_in):
    falls(cast)
    waits(cast)
    client = sign_in(cast.bob)
    lines = client.get(f"{TEAM}/falls/data.csv").get_data(as_text=True).splitlines()
    assert lines[2].startswith("2025-01-30,20,50,1,")
    lines = client.get(f"{TEAM}/waits/data.csv").get_data(as_text=True).splitlines()
    assert lines[2].startswith("2025-11-01,42; 38,40,")


def test_nothing_falls_due_of_events(cast, sign_in):
    falls(cast)
    html = sign_in(cast.bob).get("/work").get_data(as_text=True)
    assert "Save the event" not in html


def test_every_role_reads_the_charts(cast, sign_in):
    falls(cast)
    waits(cast)
    for person in (cast.nora, cast.charlie, cast.cora, cast.bea):
        for slug in ("falls", "waits"):
            assert sign_in(person).get(f"{TEAM}/{slug}").status_code == 200
            where = f"/networks/river/measures/{slug}"
            assert sign_in(person).get(f"{where}/compare").status_code == 200
            assert sign_in(person).get(where).status_code == 200


def test_the_first_event_is_not_told_as_a_missing_value(cast, sign_in):
    falls(cast)
    html = sign_in(cast.bob).get(f"{TEAM}/falls").get_data(as_text=True)
    assert "<svg" in html
    assert "has no value" not in html
