"""Named times along the axis: large charts, small ones, files and slides, and in words."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from pptx import Presentation

from charts import control_chart, figure, panel_view, shared_scale, slides, svg
from charts.inputs import Annotation, Span
from charts.layouts import COMPACT, FULL, PHONE
from charts.panel_order import Panel
from charts.panel_paths import HEIGHT, PAD, WIDTH
from charts.panels import multiples
from charts.periods import Period
from charts.slides.view import XYPlot
from charts.small_multiples import panel_plot
from charts.view import LineKind
from tests.charts.samples import build

# Monthly from January 2024: see `samples.build`.
ONE = Span(dt.date(2024, 4, 1), dt.date(2024, 6, 30), "Action period 1", "1")
TWO = Span(dt.date(2024, 7, 1), dt.date(2024, 9, 30), "Action period 2", "2")
LATER = Span(dt.date(2031, 1, 1), dt.date(2031, 3, 31), "Action period 9", "9")
DAY = dt.date(2026, 2, 5)


@pytest.fixture
def analysis():
    return build([5, 6, 5, 7, 6, 5, 0, 6, 5, 7, 6, 5, 6, 7, 5, 6, 5, 7, 6, 5])


def bars(drawing):
    return [line.points for line in drawing.lines if line.kind is LineKind.SPAN]


def chart(analysis, size=FULL, spans=(ONE, TWO), **more):
    return control_chart(analysis, title="Visits", size=size, spans=spans, **more)


@pytest.mark.parametrize("size", [FULL, PHONE])
def test_a_bar_reaches_from_the_first_day_to_the_last_below_the_axis(analysis, size):
    view = chart(analysis, size)
    points = [mark.x for mark in view.marks]
    step = points[1] - points[0]
    (first, second) = bars(view)
    # April to June are the fourth to the sixth of the monthly points.
    assert first[0][0] == pytest.approx(points[3] - step / 2, abs=2)
    assert first[1][0] == pytest.approx(points[5] + step / 2, abs=2)
    assert second[0][0] == pytest.approx(points[6] - step / 2, abs=2)
    assert first[1][0] < second[0][0], "neighbors do not run into one another"
    assert all(y > view.plot.bottom for bar in bars(view) for _, y in bar)
    assert [text.text for text in view.texts if text.role == "event"] == ["Action period 1", "2"]


def test_it_is_said_once_in_the_description(analysis):
    view = chart(analysis)
    for said in (
        "Action period 1: April 1, 2024 to June 30, 2024.",
        "Action period 2: July 1, 2024 to September 30, 2024.",
    ):
        assert view.description.count(said) == 1


def test_what_lies_outside_the_chart_takes_no_room_and_lengthens_no_axis(analysis):
    without = control_chart(analysis, title="Visits")
    with_later = chart(analysis, spans=(LATER,))
    assert with_later == without


def test_a_span_that_goes_on_ends_with_the_axis(analysis):
    on = Span(dt.date(2025, 6, 1), dt.date(2027, 1, 1), "Action period 5", "5")
    view = chart(analysis, spans=(on,))
    ((_, (end, _)),) = bars(view)
    assert end <= view.plot.right


def test_points_without_a_calendar_have_none(analysis):
    view = control_chart(analysis, title="Visits", spans=(ONE,), period=Period.POINT)
    assert not bars(view)
    assert "Action period" not in view.description


@pytest.mark.parametrize("size", [FULL, PHONE])
def test_names_stand_apart_also_from_events(analysis, size):
    months = [(dt.date(2024, n, 1), dt.date(2024, n, 28), n) for n in range(1, 11)]
    spans = [Span(a, b, f"Action period {n}", str(n)) for a, b, n in months]
    view = chart(analysis, size, spans, annotations=[Annotation(dt.date(2024, 5, 3), "New nurse")])
    texts = [text for text in view.texts if text.role == "event"]
    for n, one in enumerate(texts):
        for other in texts[n + 1 :]:
            if one.y == other.y:
                left, right = sorted((one, other), key=lambda each: each.x)
                assert left.x + 6 * len(left.text) < right.x + 2, (left.text, right.text)
        assert one.x >= 0
        assert one.y <= view.height
    assert len({text.y for text in texts if text.text == "New nurse"}) == 1


def test_small_charts_mark_the_axis_under_their_data(analysis):
    scale = shared_scale([analysis], spans=(ONE, LATER))
    ((left, right),) = scale.spans
    step = (WIDTH - 2 * PAD) / 19
    assert left == pytest.approx(PAD + 2.5 * step, abs=1.6)
    assert right == pytest.approx(PAD + 5.5 * step, abs=1.6)
    drawn = str(panel_plot(panel_view(analysis, scale, title="Visits")))
    assert f'<path class="pn-span" d="M{left:.1f} {HEIGHT - 1.5}H{right:.1f}"/>' in drawn
    assert drawn.index("pn-span") < drawn.index("pn-data"), "nothing hides the data"
    plain = panel_plot(panel_view(analysis, shared_scale([analysis]), title="Visits"))
    assert "pn-span" not in plain


def test_files_of_small_charts_mark_and_say_them(analysis):
    panels = [Panel("Clinic", analysis), Panel("School", analysis)]
    drawing = multiples(panels, title="Visits", spans=(ONE, LATER))
    assert len(bars(drawing)) == 2
    said = "Bars along the axis: Action period 1: April 1, 2024 to June 30, 2024"
    assert said in drawing.description
    assert said in drawing.passport
    assert "Action period 9" not in drawing.description


@pytest.mark.parametrize("kind", ["png", "pdf", "svg"])
def test_files_have_the_bars(analysis, kind):
    assert figure.render(chart(analysis), kind) != figure.render(chart(analysis, spans=()), kind)
    assert "ch-span" in svg(chart(analysis), uid="x")


def test_slides_have_them_below_the_large_chart_and_along_the_small_ones(analysis):
    large = slides.control_slide(analysis, title="Visits", spans=(ONE, TWO))
    page = Presentation(io.BytesIO(slides.deck([large], print_date=DAY))).slides[0]
    texts = [
        each.text_frame.text
        for shape in page.shapes
        for each in (shape.shapes if hasattr(shape, "shapes") else [shape])
        if each.has_text_frame
    ]
    assert "Action period 1" in texts
    panels = [Panel("Clinic", analysis), Panel("School", analysis)]
    (small,) = slides.multiples_slides(panels, title="Visits", spans=(ONE,))
    for panel in small.content.panels:
        assert isinstance(panel.plot, XYPlot)
        (bar,) = [each for each in panel.plot.series if each.name.startswith("Action period 1")]
        low = panel.plot.up.low
        assert {value for _, value in bar.rows} == {low}
        assert bar.mark is None
    assert "Action period 1: April 1, 2024 to June 30, 2024" in small.passport
    assert "Action period" not in small.subtitle
    assert "Action period 1" in small.description


def test_charts_without_a_lane_mark_the_axis(analysis):
    view = chart(analysis, COMPACT)
    assert [y for bar in bars(view) for _, y in bar] == [view.plot.bottom - 1] * 4
    kinds = [line.kind for line in view.lines]
    assert kinds.index(LineKind.SPAN) < kinds.index(LineKind.DATA), "nothing hides the data"
    assert view.height == chart(analysis, COMPACT, ()).height
