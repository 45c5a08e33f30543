from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from charts.aim_progress import (
    AimProgress,
    AimState,
    AimTone,
    AimView,
    html,
    layout,
    svg,
    why_not,
    write_value,
)
from charts.time_words import time_between
from tests.charts.diagram_checks import NASTY, SVG, check_apart, check_classes, check_inside, parse

SEEDS = range(300)
STORY = AimProgress(
    baseline=15.2,
    target=8.0,
    now=8.6,
    today=date(2026, 2, 5),
    start=date(2025, 1, 1),
    due=date(2026, 6, 30),
    unit="%",
    baseline_label="2024 baseline",
    now_label="Now, last 3 months",
    tone=AimTone.IMPROVED,
)


def drawn(aim: AimProgress, width: float = 460.0) -> AimView:
    view = layout(aim, width)
    assert view is not None
    return view


def said(aim: AimProgress) -> str:
    view = drawn(aim)
    return view.lead + view.rest


def any_aim(seed: int) -> AimProgress:
    dice = random.Random(seed)
    size = dice.choice((1.0, 100.0, 1e6))
    baseline = dice.uniform(-size, size)
    today = date(2025, 3, 1) + timedelta(days=dice.randint(-400, 400))
    return AimProgress(
        baseline=baseline,
        target=baseline + dice.choice((-1, 1)) * dice.uniform(0.01, size),
        now=dice.choice((None, baseline + dice.uniform(-3 * size, 3 * size))),
        today=today,
        start=dice.choice((None, date(2025, 1, 1))),
        due=dice.choice((None, today, date(2025, 1, 1), date(2025, 12, 31))),
        unit=dice.choice(("", "%", "$", "children reached in a month")),
        decimals=dice.randint(0, 3),
        baseline_label=dice.choice(("Baseline", "Baseline, January to December 2024")),
        now_label=dice.choice(("Now", "Now, median of the last three months")),
        tone=dice.choice(list(AimTone)),
    )


@pytest.mark.parametrize("width", [460.0, 328.0, 260.0])
def test_captions_values_and_dates_never_collide(width: float) -> None:
    for seed in SEEDS:
        view = drawn(any_aim(seed), width)
        what = f"seed {seed}"
        check_apart([text.box for text in view.texts], what)
        check_inside(list(view.texts), view.width, view.height, what)
        for text in view.texts:
            assert not text.box.overlaps(view.track), what
        for x in (view.baseline_x, view.target_x, view.now_x):
            assert x is None or 0 <= x <= width, what


def test_marks_stand_in_the_order_of_their_values() -> None:
    for seed in SEEDS:
        view = drawn(any_aim(seed))
        assert view.baseline_x < view.target_x
        if view.share is not None and view.now_x is not None and view.share > 1.1:
            assert view.now_x > view.target_x - 8
        if view.share is not None and view.now_x is not None and view.share < -0.1:
            assert view.now_x < view.baseline_x + 8


def test_the_story_reads_as_people_say_it() -> None:
    view = drawn(STORY)
    assert view.state is AimState.ON_THE_WAY
    assert view.lead == "92% of the way"
    assert view.rest == ", with 4 months and 3 weeks left."
    assert {"15.2%", "8.6%", "8%", "January 2025", "Today", "June 30, 2026"} <= {
        text.text for text in view.texts
    }


def test_an_aim_to_increase_is_read_the_same_way() -> None:
    view = drawn(replace(STORY, baseline=54.0, target=90.0, now=81.0))
    assert view.share == pytest.approx(0.75)
    assert view.lead == "75% of the way"


def test_states() -> None:
    assert drawn(replace(STORY, now=None)).state is AimState.BEFORE
    assert drawn(replace(STORY, today=date(2024, 12, 1))).state is AimState.BEFORE
    assert drawn(replace(STORY, now=8.0)).state is AimState.MET
    assert drawn(replace(STORY, now=7.0, today=date(2026, 8, 1))).state is AimState.MET
    assert drawn(replace(STORY, today=date(2026, 7, 1))).state is AimState.PAST_DUE
    assert drawn(replace(STORY, today=date(2026, 6, 30))).state is AimState.ON_THE_WAY


def test_sentences() -> None:
    assert said(replace(STORY, now=None)) == "No result yet, with 4 months and 3 weeks left."
    assert said(replace(STORY, today=date(2024, 12, 1))) == (
        "Not started: work begins January 1, 2025."
    )
    assert said(replace(STORY, now=7.0)) == "Target met, with 4 months and 3 weeks left."
    assert said(replace(STORY, now=7.0, today=date(2026, 8, 1))) == "Target met."
    assert said(replace(STORY, today=date(2026, 7, 14))) == (
        "92% of the way, 2 weeks past the due date."
    )
    assert said(replace(STORY, today=date(2026, 6, 30))) == "92% of the way, due today."
    assert said(replace(STORY, now=15.2, due=None)) == "Still at the baseline."
    assert said(replace(STORY, now=17.0, due=None)) == (
        "Further from the target than at the baseline."
    )


def test_an_unmet_target_is_never_rounded_up_to_all_of_the_way() -> None:
    assert drawn(replace(STORY, now=8.01)).lead == "99% of the way"


def test_a_value_in_the_wrong_direction_shows_the_baseline_inside() -> None:
    view = drawn(replace(STORY, now=17.0, tone=AimTone.CONCERN))
    assert view.baseline_inside
    assert view.share is not None
    assert view.share < 0
    assert view.now_x is not None
    assert view.now_x < view.baseline_x
    assert "dg-mark-concern" in svg(view)


def test_blue_needs_a_signal() -> None:
    assert "improved" not in svg(drawn(replace(STORY, tone=AimTone.NO_SIGNAL)))
    assert "dg-fill-improved" in svg(drawn(STORY))


@pytest.mark.parametrize(
    ("baseline", "target", "reason"),
    [
        (None, None, "Progress shows here once the aim has a baseline and a target."),
        (None, 8.0, "Progress shows here once the aim has a baseline."),
        (15.2, None, "Progress shows here once the aim has a target."),
        (float("nan"), 8.0, "Progress shows here once the aim has a baseline."),
        (8.0, 8.0, "Baseline and target are the same, so there is no distance to show."),
    ],
)
def test_it_says_why_there_is_no_drawing(
    baseline: float | None, target: float | None, reason: str
) -> None:
    aim = replace(STORY, baseline=baseline, target=target)
    assert layout(aim) is None
    assert why_not(aim) == reason
    assert reason in html(aim)
    assert "<svg" not in html(aim)


def test_a_value_that_is_no_number_counts_as_none() -> None:
    assert drawn(replace(STORY, now=float("nan"))).state is AimState.BEFORE


def test_it_tells_its_numbers_to_those_who_hear_it() -> None:
    described = parse(svg(drawn(STORY))).find(f"{SVG}desc")
    assert described is not None
    assert described.text == (
        "2024 baseline: 15.2%. Now, last 3 months: 8.6%. Target: 8%. Due June 30, 2026. "
        "92% of the way, with 4 months and 3 weeks left."
    )


def test_drawings_parse_and_carry_no_style() -> None:
    for seed in range(60):
        check_classes(svg(drawn(any_aim(seed))))


def test_text_is_escaped_everywhere() -> None:
    aim = replace(STORY, unit=NASTY, now_label=NASTY, baseline_label=NASTY, title=NASTY)
    assert "<script" not in html(aim)
    parse(svg(drawn(aim)))


def test_the_same_input_gives_the_same_drawing() -> None:
    assert svg(drawn(any_aim(5))) == svg(drawn(any_aim(5)))


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (15.25, "%", 1, "15.2%"),
        (8.0, "%", 1, "8%"),
        (1200.0, "$", 0, "$1,200"),
        (7.5, "hours", 1, "7.5 hours"),
        (-0.04, "%", 1, "0%"),
        (-3.5, "", 1, "−3.5"),
        (1_000_000.0, "", 0, "1,000,000"),
    ],
)
def test_values_read_as_people_write_them(
    value: float, unit: str, decimals: int, written: str
) -> None:
    assert write_value(value, unit, decimals) == written


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        (date(2026, 2, 5), date(2026, 6, 30), "4 months and 3 weeks"),
        (date(2026, 2, 5), date(2026, 2, 6), "1 day"),
        (date(2026, 2, 5), date(2026, 2, 21), "2 weeks and 2 days"),
        (date(2026, 1, 31), date(2026, 2, 28), "1 month"),
        (date(2024, 2, 29), date(2025, 2, 28), "1 year"),
        (date(2025, 1, 1), date(2026, 6, 30), "1 year and 5 months"),
        (date(2025, 1, 1), date(2025, 1, 1), ""),
    ],
)
def test_time_is_told_in_its_two_largest_units(earlier: date, later: date, words: str) -> None:
    assert time_between(earlier, later) == words
