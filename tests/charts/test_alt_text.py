"""Title and description say what a chart says, in sentences, for every kind."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pytest

import qi
from charts import PHONE, control_chart
from charts.gallery import data
from charts.gallery.examples import examples
from qi.results import Side, Signal
from tests.charts.markup import parse
from tests.charts.samples import build, shift

MONDAY = dt.date(2025, 10, 6)
WEEKS = [MONDAY + dt.timedelta(7 * k) for k in range(24)]
CENTERS = {
    "run": "Median", "i": "Mean", "mr": "Mean moving range", "ip": "Mean", "xbar": "Mean",
    "s": "Mean standard deviation", "r": "Mean range", "p": "Mean", "pp": "Mean", "np": "Mean",
    "u": "Mean", "up": "Mean", "c": "Mean", "g": "Center", "t": "Center",
}  # fmt: skip
TYPES = {chart: (analysis, unit) for chart, analysis, unit in data.chart_types()}


def test_an_i_chart_of_24_weeks_reads_like_a_sentence():
    """Twelve weeks at 47 and twelve at 35 have a mean of 41; limits are given as 19 either way."""
    analysis = build(
        [47.0] * 12 + [35.0] * 12, x=WEEKS, width=19, signals=(shift(13, 21, Side.DOWN),)
    )
    view = control_chart(analysis, title="minutes to triage", unit="min", size=PHONE)
    assert view.title == "I chart of minutes to triage, 24 weeks to the week of March 16, 2026"
    assert view.description == (
        "Latest 35 min in the week of March 16, 2026. Mean 41.0 min, limits 22.0 to 60.0 min. "
        "Shift (improvement): 8 weeks in a row below the center line since the week of "
        "January 5, 2026."
    )


@pytest.mark.parametrize("chart", TYPES)
def test_every_type_names_itself_its_center_and_its_limits(chart):
    analysis, unit = TYPES[chart]
    view = control_chart(analysis, title="x", unit=unit)
    count = int(np.isfinite(analysis.values).sum())
    assert re.fullmatch(rf"\S+( chart)? of x, {count} months to December 2025", view.title) or (
        view.title == f"Run chart of x, {count} months to December 2025"
    )
    said = re.search(
        r"(?:^|\. )([A-Z][a-z ]+) ([\d,.]+)( ?%| \w[\w ,]*?)?(, limits|\.)", view.description[7:]
    )
    assert said, view.description
    assert said[1].split(". ")[-1] == CENTERS[chart]
    assert float(said[2].replace(",", "")) == pytest.approx(analysis.phases[-1].center, rel=0.02)
    assert (", limits " in view.description) is (chart != "run")


def test_points_outside_one_limit_are_told_together():
    outside = tuple(Signal("outside", k, k + 1, (k,), Side.UP, 0, k) for k in (3, 9, 17))
    view = control_chart(build(range(24), signals=outside, direction=None), title="x")
    assert view.description.count("Outside the limits") == 1
    assert "Outside the limits: 3 months above the upper limit, the first in April 2024." in (
        view.description
    )


def test_a_limit_at_zero_is_zero():
    analysis = qi.analyze([3, 5, 4, 6, 2] * 4, chart="c", x=data.months(20))
    assert ", limits 0 to " in control_chart(analysis, title="x").description


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.key)
def test_every_drawing_says_what_it_says(example):
    if example.draw is not None:
        view = example.draw(PHONE)
        title, description = view.title, view.description
    elif example.diagram is not None:
        view = example.diagram(PHONE)
        title, description = view.title, view.description
    else:
        root = parse(str(example.svg(PHONE, "x")))
        said = " ".join(root.itertext())
        assert "Meets the target by chance" in said
        return
    assert title
    assert not title.endswith(".")
    assert description.endswith(".")
    assert re.search(r"\d", description)
    for wrong in ("nan", "None", "inf ", "..", "  ", "in week", " 1 months", "− "):
        assert wrong not in description, wrong
