from __future__ import annotations

import datetime as dt
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qi
from charts import (
    COMPACT,
    COMPACT_PHONE,
    FULL,
    MEDIUM,
    PHONE,
    Annotation,
    Draft,
    control_chart,
    responsive_charts,
)
from charts.geometry import push_apart, text_box
from charts.svg import svg
from charts.view import AreaKind, Box, FlagKind, LineKind, MarkKind
from qi.results import Side, Signal, Variation
from tests.charts.cast import cast, flags, story
from tests.charts.samples import build, months, shift, urgent_visits

SIZES = [FULL, MEDIUM, PHONE, COMPACT, COMPACT_PHONE]
CAST = {name: (analysis, options) for name, analysis, options in cast()}


def draw(name, size=FULL, **more):
    analysis, options = CAST[name]
    return control_chart(analysis, size=size, **{**options, **more})


def kinds(view):
    return [mark.kind for mark in view.marks]


def lines(view, kind):
    return [line for line in view.lines if line.kind is kind]


def texts(view, role):
    return [text.text for text in view.texts if text.role == role]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("name", CAST)
def test_no_text_overlaps_another_or_leaves_the_drawing(name, size):
    view = draw(name, size)
    boxes = [(text.text, text_box(text)) for text in view.texts]
    for text, box in boxes:
        assert box.left >= -1, text
        assert box.right <= view.width + 1, text
        assert box.top >= -1, text
        assert box.bottom <= view.height + 1, text
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not a.overlaps(b), (one, other)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("name", CAST)
def test_no_label_covers_a_mark_and_no_flag_another(name, size):
    view = draw(name, size)
    labels = [text for text in view.texts if text.role in {"line", "bracket", "note"}]
    marks = [Box(m.x - 1, m.y - 1, m.x + 1, m.y + 1) for m in view.marks]
    for text in labels:
        assert not any(text_box(text).overlaps(mark) for mark in marks), text.text
    for one, other in combinations([flag.box for flag in view.flags], 2):
        assert not one.overlaps(other)
    words = [text_box(text) for text in view.texts]
    assert not any(flag.box.overlaps(word) for flag in view.flags for word in words)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("name", CAST)
def test_nothing_is_smaller_than_twelve_pixels(name, size):
    assert all(text.size >= 12 for text in draw(name, size).texts)


@pytest.mark.parametrize("name", CAST)
def test_every_value_has_one_mark_inside_the_axes(name):
    view, values = draw(name), CAST[name][0].values
    assert [mark.index for mark in view.marks] == np.flatnonzero(np.isfinite(values)).tolist()
    for mark in view.marks:
        assert view.plot.left <= mark.x <= view.plot.right
        assert view.plot.top <= mark.y <= view.plot.bottom


def test_only_points_in_a_signal_are_colored():
    view = draw("story")
    colored = [m.index for m in view.marks if m.kind is MarkKind.IMPROVEMENT]
    assert colored == list(range(15, 24))
    assert set(kinds(view)) == {MarkKind.COMMON, MarkKind.IMPROVEMENT}


@pytest.mark.parametrize(
    ("direction", "kind"),
    [("down", MarkKind.IMPROVEMENT), ("up", MarkKind.CONCERN), (None, MarkKind.SPECIAL)],
)
def test_meaning_follows_side_and_direction(direction, kind):
    analysis = build(range(24), signals=(shift(0, 12, Side.DOWN),), direction=direction)
    assert kinds(control_chart(analysis, title="x"))[0] is kind


def test_a_point_in_contrary_signals_is_special():
    signals = (
        shift(0, 8, Side.DOWN),
        Signal("trend", 4, 10, tuple(range(4, 10)), Side.UP, 0, 9),
    )
    found = kinds(control_chart(build(range(24), signals=signals), title="x"))
    assert found[2] is MarkKind.IMPROVEMENT
    assert found[5] is MarkKind.SPECIAL
    assert found[9] is MarkKind.CONCERN


def test_runs_and_crossings_color_no_point():
    signal = Signal("crossings", 0, 24, tuple(range(24)), None, 0, 23)
    analysis = build(range(24), signals=(signal,))
    view = control_chart(analysis, title="x")
    assert set(kinds(view)) == {MarkKind.COMMON}
    assert "Crosses the center line 9 times" in view.description


def test_ghosted_point_looks_different_and_says_so():
    view = draw("missing", point_notes={20: "Two clinics closed"})
    ghost = view.marks[[m.index for m in view.marks].index(20)]
    assert ghost.kind is MarkKind.GHOST
    assert "Left out of the calculation; Two clinics closed" in ghost.tip[1]
    assert len(lines(view, LineKind.GHOST)) == 2


def test_a_note_keeps_its_first_letter():
    view = control_chart(build(np.arange(12.0) % 3), title="x", point_notes={3: "iPads arrived"})
    assert "iPads arrived" in [mark.tip[1] for mark in view.marks if len(mark.tip) > 1]


def test_missing_months_leave_gaps_whether_nan_or_absent():
    y = np.arange(12.0)
    y[5] = np.nan
    by_nan = control_chart(build(y), title="x")
    dates = tuple(d for k, d in enumerate(months(12)) if k != 5)
    absent = control_chart(build(np.delete(np.arange(12.0), 5), x=dates), title="x")
    for view in (by_nan, absent):
        assert [len(line.points) for line in lines(view, LineKind.DATA)] == [5, 6]
    assert [m.x for m in by_nan.marks] == [m.x for m in absent.marks]


def test_data_line_stops_at_a_phase_break():
    view = draw("story")
    assert [len(line.points) for line in lines(view, LineKind.DATA)] == [12, 12]
    assert len(lines(view, LineKind.BREAK)) == 1
    assert len(view.areas) == 2
    assert len(lines(view, LineKind.LIMIT)) == 4


def test_limits_step_where_the_denominators_change():
    levels = {y for _, y in lines(draw("story"), LineKind.LIMIT)[0].points}
    assert len(levels) > 5
    assert all(
        a[0] == b[0] or a[1] == b[1]
        for line in lines(draw("story"), LineKind.LIMIT)
        for a, b in zip(line.points, line.points[1:], strict=False)
    )


def test_trial_center_is_dashed():
    assert lines(control_chart(build(range(8)), title="x"), LineKind.TRIAL_CENTER)
    assert lines(control_chart(build(range(12)), title="x"), LineKind.CENTER)


def test_target_starts_the_month_it_was_set():
    everywhere, later = draw("story"), draw("story", target_since=dt.date(2025, 1, 1))
    assert lines(everywhere, LineKind.TARGET)[0].points[0][0] == everywhere.plot.left
    start = lines(later, LineKind.TARGET)[0].points[0][0]
    assert later.marks[11].x < start < later.marks[12].x


def test_latest_is_labeled_at_the_right_and_the_first_phase_on_its_lines():
    view = draw("story")
    assert set(texts(view, "name")) == {
        "Upper limit",
        "Lower limit",
        "Center",
        "Target",
        "December",
    }
    assert {"9.0%", "8.0%", "9.9%"} <= set(texts(view, "value"))
    assert [text.split()[0] for text in texts(view, "line")] == ["Center", "Upper", "Lower"]


def test_labels_at_the_right_keep_18_pixels():
    ys = sorted(text.y for text in draw("close lines").texts if text.role == "name")
    assert min(b - a for a, b in pairwise(ys)) >= 17.9


def test_run_chart_has_a_median_and_no_limits():
    view = draw("weeks")
    assert "Median" in texts(view, "name")
    assert not view.areas
    assert not lines(view, LineKind.LIMIT)


def test_shift_wears_a_bracket_with_its_words():
    view = draw("story")
    assert texts(view, "bracket") == ["9 months in a row below the center line"]
    assert texts(draw("story", PHONE), "bracket") == ["9 below center"]
    assert texts(draw("story", signal_words={0: "Home visits hold"}), "bracket") == [
        "Home visits hold"
    ]


def test_unit_stands_on_the_top_tick_only():
    assert texts(draw("story"), "tick")[:6] == ["0", "5", "10", "15", "20", "25%"]
    assert texts(draw("cases"), "unit") == ["days between cases"]


def test_phone_merges_cycles_by_ramp_and_the_wide_chart_does_not():
    wide, phone = draw("story"), draw("story", PHONE)
    assert [flag.text for flag in wide.flags] == [str(n) for n in range(1, 12)]
    assert [flag.text for flag in phone.flags] == ["1–3", "4–6", "7–9", "10–11"]
    assert phone.flags[1].cause
    assert "PDSA cycle 4, Cycle 4, running" in phone.flags[1].name


def test_crowded_cycles_share_flags_but_none_is_lost():
    view = control_chart(urgent_visits(), title="x", unit="%", size=PHONE, flags=flags(60, days=9))
    assert 1 < len(view.flags) < 30
    assert sum(flag.name.count("PDSA cycle") for flag in view.flags) == 60


def test_flags_stand_on_the_dates_of_the_axis():
    view = draw("story", flags=flags(1, first=dt.date(2024, 6, 16)))
    box = view.flags[0].box
    assert (box.left + box.right) / 2 == pytest.approx(view.marks[5].x, abs=2)
    assert view.flags[0].kind is FlagKind.ADOPTED


LONG_EVENT = "Respiratory clinic closed for repairs, visits moved to the hospital across the river"


@pytest.mark.parametrize("size", [FULL, MEDIUM, PHONE], ids=lambda size: size.name)
def test_a_long_event_takes_two_lines_instead_of_losing_its_end(size):
    events = [
        Annotation(dt.date(2024, 8, 6), LONG_EVENT, "/events/1"),
        Annotation(dt.date(2024, 9, 20), "Wildfire smoke, 6 days", "/events/2"),
        Annotation(dt.date(2024, 10, 2), LONG_EVENT, "/events/3"),
    ]
    view = control_chart(urgent_visits(), title="x", size=size, annotations=events)
    found = [text for text in view.texts if text.role == "event"]
    for event in (events[0], events[2]):
        lines = [text for text in found if text.href == event.href]
        assert len(lines) == 2
        assert " ".join(text.text for text in lines) == LONG_EVENT
        assert lines[0].x == lines[1].x
        assert lines[1].y - lines[0].y == 18
    for one, other in combinations(map(text_box, found), 2):
        assert not one.overlaps(other)
    # One event is one link that tells its day and its whole once.
    markup = str(svg(view))
    assert markup.count('href="/events/1"') == 1
    assert markup.count(f"<title>August 6, 2024: {LONG_EVENT}</title>") == 1


def test_unsaved_value_is_a_dashed_ring_tied_to_the_latest():
    view = draw("story", draft=Draft(dt.date(2026, 1, 1), 8.5))
    assert view.marks[-1].kind is MarkKind.DRAFT
    assert lines(view, LineKind.DRAFT)
    assert "January" in texts(view, "name")
    assert view.marks[-1].tip == ("January 2026: 8.5%, not saved yet",)


def test_axis_reaches_the_month_that_is_due():
    short, long = draw("24 points"), draw("24 points", through=dt.date(2026, 2, 1))
    assert long.marks[-1].x < short.marks[-1].x


def test_points_say_date_value_counts_and_signal():
    tip = draw("story").marks[-1].tip
    assert tip == ("December 2025: 9.0%, 22 of 244", "9 months in a row below the center line")


def test_empty_chart_teaches():
    view = draw("empty")
    assert view.empty
    assert texts(view, "note")[0] == "No data yet"
    assert not view.marks


def test_equal_values_say_why_there_are_no_limits():
    assert texts(draw("equal"), "note") == ["All 24 values are 0.0%, so the limits have no width"]


def test_young_chart_says_so():
    assert texts(draw("8 points"), "note") == [
        "8 months so far, too young to judge: lines are on trial"
    ]


def test_description_says_what_the_chart_says():
    view = draw("story")
    assert view.title == "P chart of urgent asthma visits, 24 months to December 2025"
    assert "Latest 9.0% in December 2025." in view.description
    assert "Phase 2 (2025: home visit within 14 days is standard work)" in view.description
    assert (
        "Shift (improvement): 9 months in a row below the center line since April 2025."
        in view.description
    )
    assert "No signal." in draw("24 points").description


def test_same_input_gives_the_same_view():
    assert draw("story") == draw("story")


def test_verdict_without_signals_does_not_break():
    analysis = build(range(24), variation=Variation.IMPROVEMENT_HIGH, rule="shift")
    assert control_chart(analysis, title="x").marks


def test_story_takes_every_option():
    analysis, options = story()
    assert control_chart(analysis, definition="definition 2", from_zero=False, **options).passport


@given(
    st.lists(st.tuples(st.floats(-500, 1500), st.floats(1, 60)), min_size=1, max_size=25),
)
@settings(deadline=None)
def test_push_apart_keeps_order_distance_and_ends(pairs):
    wanted, sizes = [p[0] for p in pairs], [p[1] for p in pairs]
    placed = push_apart(wanted, sizes, 0, 1000)
    spans = sorted((y - s / 2, y + s / 2) for y, s in zip(placed, sizes, strict=True))
    assert all(a[1] <= b[0] + 1e-6 for a, b in pairwise(spans))
    assert spans[0][0] >= -1e-6
    if sum(sizes) <= 1000:
        assert spans[-1][1] <= 1000 + 1e-6


def test_key_numbers_every_signal_and_says_it():
    signals = (
        Signal("outside", 2, 3, (2,), Side.UP, 0, 2),
        Signal("outside", 5, 6, (5,), Side.UP, 0, 5),
        shift(10, 18, Side.DOWN),
        Signal("crossings", 0, 24, tuple(range(24)), None, 0, 23),
    )
    view = control_chart(build(range(24), signals=signals), title="x")
    said = [text for text in texts(view, "key") if len(text) > 1]
    assert said == [
        "Crosses the center line 9 times, at least 7 expected",
        "2 months above the upper limit, the first in March 2024 (concern)",
        "8 months in a row below the center line since November 2024 (improvement)",
    ]
    assert texts(view, "number") == ["2", "2"]
    assert texts(view, "bracket")[0].startswith("3")


def test_only_signal_with_a_bracket_needs_no_key():
    assert not texts(control_chart(urgent_visits(), title="x", unit="%"), "key")


def test_frozen_baseline_is_shaded_and_named():
    analysis = qi.analyze(np.arange(24.0) % 5, chart="i", x=list(months(24)), baseline=12)
    view = control_chart(analysis, title="x")
    shaded = [area for area in view.areas if area.kind is AreaKind.BASELINE]
    assert len(shaded) == 1
    lefts = [x for x, _ in shaded[0].points]
    inside = [mark.index for mark in view.marks if min(lefts) < mark.x < max(lefts)]
    assert inside == list(range(12))
    assert "Baseline" in texts(view, "note")


def test_trial_limits_are_dashed_and_say_why():
    few = qi.analyze([3.0, 5, 4, 6, 2, 5, 4, 3, 6, 5, 4], chart="i", x=list(months(11)))
    view = control_chart(few, title="x")
    assert lines(view, LineKind.TRIAL_LIMIT)
    assert not lines(view, LineKind.LIMIT)
    frozen = qi.analyze(np.arange(30.0) % 7, chart="i", x=list(months(30)), baseline=11)
    view = control_chart(frozen, title="x")
    assert "On trial: baseline of 11 months" in texts(view, "note")


def test_sizes_of_one_chart_say_the_same():
    views = responsive_charts(urgent_visits(), title="x", unit="%")
    assert len({view.description for view in views}) == 1
    alone = control_chart(urgent_visits(), title="x", unit="%", size=MEDIUM)
    assert alone == views[1]
