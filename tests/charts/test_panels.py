from __future__ import annotations

import re

import numpy as np
import pytest

from charts import Status, panel_svg, panel_view, panels_svg, reading, shared_scale, signal_icon
from charts.figure import build_figure
from charts.panel_order import Order, Panel
from charts.panels import multiples
from charts.view import LineKind, MarkKind
from qi.results import Side, Signal, Variation
from tests.charts.markup import parse
from tests.charts.samples import build, months, shift, urgent_visits


def providers(count=140, length=36):
    rng = np.random.default_rng(5)
    result = []
    for number in range(count):
        y = np.clip(rng.normal(14, 3, length), 0.2, None)
        options = {}
        if number % 3 == 0:
            y[-10:] -= 4
            options = {
                "signals": (shift(length - 10, length, Side.DOWN),),
                "variation": Variation.IMPROVEMENT_LOW,
                "rule": "shift",
            }
        result.append(
            build(
                np.clip(y, 0.2, None),
                chart="pp",
                denominators=rng.integers(300, 3000, length),
                **options,
            )
        )
    return result


def one(analysis, **options):
    scale = shared_scale([analysis], unit="%")
    return panel_view(analysis, scale, title=options.pop("title", "Team K7"), **options)


def test_a_page_of_140_panels_stays_small():
    analyses = providers()
    scale = shared_scale(analyses, unit="%")
    views = [
        panel_view(a, scale, title=f"Provider {k}", href=f"/measures/{k}")
        for k, a in enumerate(analyses)
    ]
    assert len(panels_svg(views).encode()) <= 400_000


def test_all_panels_share_one_scale():
    low, high = (
        build(np.full(12, 5.0) + np.arange(12) % 2),
        build(np.full(12, 25.0) + np.arange(12) % 2),
    )
    scale = shared_scale([low, high], unit="%")
    assert scale.axis.low == 0
    first, second = (panel_view(a, scale, title="x") for a in (low, high))
    assert first.grid == second.grid
    assert float(first.center.split()[1].split("H")[0]) > float(
        second.center.split()[1].split("H")[0]
    )


def test_panel_says_what_it_shows():
    html = str(panel_svg(one(urgent_visits(), href="/m/1")))
    root = parse(html)
    assert root.tag == "a"
    assert root.get("href") == "/m/1"
    assert "panel-improvement" in root.get("class")
    assert "9 months below center" in html
    assert "9.0%" in html
    assert "Improvement, down" in html


def test_young_panel_counts_its_months():
    young = build([14, 12, 13], variation=Variation.NOT_JUDGEABLE)
    view = one(young)
    assert (view.reading.status, view.caption) == (Status.TOO_YOUNG, "3 months so far")
    assert view.trial
    assert not view.center


def test_panel_without_data_says_so():
    scale = shared_scale([urgent_visits(), build([])], unit="%")
    view = panel_view(build([]), scale, title="x")
    assert (view.latest, view.caption, view.data) == ("", "No data yet", "")
    parse(str(panel_svg(view)))


def test_no_panels_still_have_a_scale():
    assert shared_scale([], unit="%").axis.high > 0


def test_missing_months_lift_the_pen():
    y = np.arange(12.0)
    y[5] = np.nan
    assert one(build(y)).data.count("M") == 2
    absent = build(np.delete(np.arange(12.0), 5), x=[d for k, d in enumerate(months(12)) if k != 5])
    assert one(absent).data.count("M") == 2
    assert one(urgent_visits()).data.count("M") == 2


def test_series_of_different_length_end_on_the_same_month():
    long, late = urgent_visits(), build([14, 12, 13], x=months(24)[21:])
    scale = shared_scale([long, late], unit="%")
    ends = [panel_view(a, scale, title="x").data.split("L")[-1].split()[0] for a in (long, late)]
    assert ends[0] == ends[1]


def test_texts_are_escaped_and_own_panel_is_marked():
    view = one(urgent_visits(), title="<script>\x00 & co", href='"><b>', caption="<i>", own=True)
    html = str(panel_svg(view))
    parse(html)
    assert "<script" not in html
    assert "<i>" not in html
    assert "panel-own" in html


def test_limits_beyond_the_scale_stay_on_the_panel():
    view = one(build([10.0, 10.2] * 6, width=500.0))
    ys = [float(n) for n in re.findall(r"V([\d.]+)", view.band)]
    assert all(0 <= y <= 104 for y in ys)


@pytest.mark.parametrize(
    ("variation", "signal", "status", "arrow"),
    [
        (Variation.IMPROVEMENT_LOW, shift(14, 24, Side.DOWN), Status.IMPROVEMENT, Side.DOWN),
        (Variation.CONCERN_HIGH, shift(14, 24, Side.UP), Status.CONCERN, Side.UP),
        (Variation.SPECIAL_CAUSE_HIGH, shift(14, 24, Side.UP), Status.SPECIAL, Side.UP),
        (Variation.COMMON_CAUSE, shift(2, 10, Side.UP), Status.NO_SIGNAL, None),
        (Variation.MIXED, None, Status.SPECIAL, None),
    ],
)
def test_reading_follows_the_verdict(variation, signal, status, arrow):
    analysis = build(
        range(24), signals=(signal,) if signal else (), variation=variation, rule="shift"
    )
    found = reading(analysis)
    assert (found.status, found.arrow) == (status, arrow)


def test_a_point_outside_says_more_than_the_rule_of_the_verdict():
    outside = Signal("outside", 23, 24, (23,), Side.DOWN, 0, 23)
    analysis = build(
        range(24),
        signals=(outside, shift(14, 24, Side.DOWN)),
        variation=Variation.IMPROVEMENT_LOW,
        rule="shift",
    )
    assert reading(analysis).signal.rule == "outside"


def test_a_signal_of_the_whole_phase_does_not_hide_the_latest_one():
    crossings = Signal("crossings", 0, 25, tuple(range(25)), None, 0, 24)
    analysis = build(
        range(25),
        signals=(crossings, shift(14, 24, Side.DOWN)),
        variation=Variation.IMPROVEMENT_LOW,
        rule="shift",
        exclude=(24,),
    )
    assert reading(analysis).signal.rule == "shift"


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("arrow", [Side.UP, Side.DOWN, None])
def test_icons_say_the_same_by_shape_and_words(status, arrow):
    icon = str(signal_icon(status, arrow))
    parse(icon)
    assert 'role="img"' in icon
    assert "style" not in icon
    assert 'aria-hidden="true"' in str(signal_icon(status, arrow, label=False))


def test_icons_of_all_statuses_differ():
    assert len({str(signal_icon(status, label=False)) for status in Status}) == len(Status)


def test_one_series_far_above_all_others_leaves_them_their_scale():
    calm = [build(np.full(12, 14.0) + np.arange(12) % 3) for _ in range(6)]
    before = shared_scale(calm, unit="%")
    wild = build([15, 14, 16, 15, 90, 15, 14, 16, 15, 14, 88, 15])
    scale = shared_scale([*calm, wild], unit="%")
    assert scale.axis == before.axis
    view = panel_view(wild, scale, title="x")
    assert view.beyond.count("M") == 2
    assert 'class="pn-beyond"' in panel_svg(view)
    assert panel_view(calm[0], scale, title="x").beyond == ""


def test_series_at_many_levels_keep_the_whole_scale():
    levels = [build(np.full(12, level) + np.arange(12) % 3) for level in (5, 20, 40, 60, 80, 95)]
    assert shared_scale(levels, unit="%").axis.high == 100


def test_too_few_series_tell_nothing_about_what_is_far():
    pair = [build(np.full(12, level) + np.arange(12) % 3) for level in (5, 5, 5, 90)]
    assert shared_scale(pair, unit="%").axis.high == 100


def young_and_old():
    old = build(range(10, 34), x=months(24))
    young = build([12, 14, 13, 15, 12, 13, 14, 12], x=months(24)[-8:])
    return Panel("Old", old), Panel("Young", young)


@pytest.mark.parametrize("panels", [young_and_old(), young_and_old()[1:]])
def test_bands_and_lines_of_free_panels_stay_in_their_columns(panels):
    whole = multiples(panels, title="Visits", free=True)
    marked = [x for mark in whole.marks for x in (mark.x - 4, mark.x + 4)]
    drawn = [x for shape in (*whole.areas, *whole.lines) for x, _ in shape.points]
    assert min(drawn) >= 0
    # Panels stand 20 pixels apart, and all of one row are equally wide.
    axes = sorted(line.points for line in whole.lines if line.kind is LineKind.AXIS)
    spans = [(left, right) for (left, _), (right, _) in axes]
    for x in (*drawn, *marked):
        assert any(left - 4 <= x <= right + 4 for left, right in spans)
    for x in drawn:
        assert any(left <= x <= right for left, right in spans), x


def test_free_panels_share_their_calendar():
    whole = multiples(young_and_old(), title="Visits", free=True, order=Order.ALPHABET)
    lines = [line.points for line in whole.lines if line.kind is LineKind.DATA]
    (old_first, *_, old_last), (young_first, *_, young_last) = lines
    pitch = young_last[0] - old_last[0]
    # Sixteen of 23 steps later, at the end together.
    share = (young_first[0] - pitch - old_first[0]) / (old_last[0] - old_first[0])
    assert share == pytest.approx(16 / 23, abs=0.01)


def test_a_panel_says_how_far_its_triangles_are_in_full():
    calm = [build(np.tile([10, 12, 11, 13], 6), x=months(24)) for _ in range(8)]
    wild = build([*[10, 12, 11, 13] * 5, 11, 95, 12, 10], x=months(24))
    panels = [Panel(f"Team {k}", each) for k, each in enumerate((*calm, wild))]
    whole = multiples(panels, title="Visits", unit="%")
    said = [text.text for text in whole.texts if text.text.startswith("Triangles")]
    assert said == ["Triangles up to 95.0%"]
    assert sum(mark.kind is MarkKind.BEYOND for mark in whole.marks) == 1


LONG = "Lakeview Community Health Center of Greater Wrenfield, pediatric asthma clinic on Third"


def test_long_names_of_panels_are_wrapped_and_plots_beside_them_stay_level():
    names = [f"Team {k}" for k in range(5)] + [LONG]
    panels = [Panel(name, urgent_visits()) for name in names]
    plain = multiples(panels[:5], title="Visits", unit="%", order=Order.ALPHABET)
    whole = multiples(panels, title="Visits", unit="%", order=Order.ALPHABET)
    named = [t for t in whole.texts if t.role == "panel" and t.bold]
    rows = [t for t in named if not t.text.startswith("Team")]
    assert len(rows) == 3
    assert "".join(t.text for t in rows[:2]).replace(" ", "") in LONG.replace(" ", "")
    # All six stand in one row, each as far down as the one with the most lines.
    bases = {line.points[0][1] for line in whole.lines if line.kind is LineKind.AXIS}
    assert len(bases) == 1
    (lower,), (upper,) = (
        bases,
        {line.points[0][1] for line in plain.lines if line.kind is LineKind.AXIS},
    )
    assert lower - upper == 17 * 2


def test_a_name_longer_than_its_lines_stands_in_full_below_a_file():
    name = " ".join([LONG] * 3)
    view = multiples([Panel(name, urgent_visits()), Panel("B", urgent_visits())], title="Visits")
    figure = build_figure(view)
    written = [
        a.get_text() for a in figure.axes[0].get_children() if a.get_gid() == "text-passport"
    ]
    assert "In full: " + name in " ".join(written)
    short = multiples([Panel("A", urgent_visits()), Panel("B", urgent_visits())], title="Visits")
    told = [
        a.get_text() for a in build_figure(short).axes[0].get_children() if hasattr(a, "get_text")
    ]
    assert not [text for text in told if text.startswith("In full")]


def test_the_description_names_the_panels_in_a_signal():
    worse = np.r_[np.tile([40.0, 42.0], 6), np.tile([55.0, 57.0], 6)]
    panels = [
        Panel("Calm", build(np.tile([40.0, 42.0, 41.0], 8))),
        *(
            Panel(
                f"Worse {k}",
                build(
                    worse,
                    signals=(shift(12, 24, Side.UP),),
                    variation=Variation.CONCERN_HIGH,
                    rule="shift",
                ),
            )
            for k in range(22)
        ),
    ]
    said = multiples(panels, title="Visits").description
    assert " Concern: Worse 0; Worse 1; " in said
    assert said.endswith("Worse 19; 2 more.")
    assert "Calm" not in said
