from __future__ import annotations

import itertools
import math
import random
from datetime import date, timedelta

import pytest

from charts.date_ticks import date_ticks
from charts.diagram_text import Box, text_width
from charts.pdsa_ramp import Decision, Ramp, RampChart, RampCycle, html, layout, svg
from tests.charts.diagram_checks import (
    NASTY,
    SVG,
    WORDS,
    check_apart,
    check_classes,
    check_inside,
    parse,
)

SEEDS = range(200)
SCALES = ("1 family", "3 families", "10 families", "One clinic", "All clinics of the county")


def any_chart(seed: int) -> RampChart:
    dice = random.Random(seed)
    count = dice.choice((1, 2, 5, 11, 30, 60))
    ramps = tuple(
        Ramp(
            str(number),
            " ".join(dice.choice(WORDS) for _ in range(dice.randint(1, 8))),
            dice.choice(("", dice.choice(WORDS))),
        )
        for number in range(dice.randint(1, max(count // 2, 1)))
    )
    span = dice.choice((0, 3, 20, 80, 500, 4000))
    first_number = dice.choice((1, 1, 90))
    return (
        RampChart(
            SCALES[: dice.randint(1, 5)],
            ramps,
            tuple(
                RampCycle(
                    first_number + number,
                    date(2023, 5, 17) + timedelta(days=dice.randint(0, span)),
                    0,
                    dice.choice(list(Decision)),
                    dice.choice(ramps).key,
                    title=dice.choice(("", "A title")),
                    href=dice.choice(("", f"/cycles/{number}")),
                    before_shift=dice.random() < 0.2,
                )
                for number in range(count)
            ),
        )
        if dice.random() < 0.2
        else _spread_chart(dice, ramps, count, span, first_number)
    )


def _spread_chart(
    dice: random.Random, ramps: tuple[Ramp, ...], count: int, span: int, first_number: int
) -> RampChart:
    return RampChart(
        SCALES,
        ramps,
        tuple(
            RampCycle(
                first_number + number,
                date(2023, 5, 17) + timedelta(days=dice.randint(0, span)),
                dice.randrange(len(SCALES)),
                dice.choice(list(Decision)),
                dice.choice(ramps).key,
                before_shift=dice.random() < 0.2,
            )
            for number in range(count)
        ),
    )


def story() -> RampChart:
    ramps = (Ramp("call", "Pharmacist call"), Ramp("kit", "Trigger kit", "Kit"))
    cycles = (
        RampCycle(4, date(2025, 1, 27), 0, Decision.ADAPT, "call", before_shift=True),
        RampCycle(
            6,
            date(2025, 4, 7),
            4,
            Decision.ADOPT,
            "call",
            title="Every clinic calls",
            href="/cycles/6",
            before_shift=True,
        ),
        RampCycle(5, date(2025, 3, 3), 3, Decision.ADAPT, "call", before_shift=True),
        RampCycle(9, date(2025, 8, 16), 2, Decision.ABANDON, "kit"),
        RampCycle(11, date(2026, 1, 9), 1, Decision.RUNNING, "kit"),
    )
    return RampChart(SCALES, ramps, cycles)


@pytest.mark.parametrize("width", [600.0, 328.0])
def test_circles_and_labels_never_collide(width: float) -> None:
    for seed in SEEDS:
        view = layout(any_chart(seed), width)
        what = f"seed {seed}"
        for number, circle in enumerate(view.circles):
            assert view.radius <= circle.x <= view.width - view.radius, what
            for other in view.circles[:number]:
                apart = math.hypot(circle.x - other.x, circle.y - other.y)
                assert apart >= 2 * view.radius + 2, f"{what}: {circle.number}, {other.number}"
        circles = [
            Box(c.x - view.radius, c.y - view.radius, 2 * view.radius, 2 * view.radius)
            for c in view.circles
        ]
        for label in view.labels:
            for box in circles:
                assert not label.box.overlaps(box), f"{what}: {label.texts}"
        texts = [text for label in view.labels for text in label.texts]
        texts += [text for row in view.rows for text in row.texts]
        texts += [*view.ticks, *view.notes, *(mark.text for mark in view.key)]
        check_apart([text.box for text in texts], what)
        check_inside(texts, view.width, view.height, what)


def test_every_ramp_is_named_beside_its_circles_or_below() -> None:
    for seed in SEEDS:
        chart = any_chart(seed)
        view = layout(chart, 328.0)
        tested = {cycle.ramp for cycle in chart.cycles}
        placed = {label.ramp for label in view.labels}
        below = " ".join(text.text for text in view.notes).replace(" ", "")
        for ramp in chart.ramps:
            if ramp.key in tested and ramp.key not in placed:
                assert ramp.label.replace(" ", "") in below


def test_a_shortened_name_keeps_the_whole_one_as_its_title() -> None:
    name = "Bedroom trigger kit for every family with a landlord who does not answer letters at all"
    cycle = RampCycle(1, date(2025, 1, 1), 0, Decision.ADAPT, "a")
    chart = RampChart(SCALES, (Ramp("a", name),), (cycle,))
    root = parse(svg(layout(chart, 328.0)))
    assert name in [title.text for title in root.iter(f"{SVG}title")]


def test_lines_follow_each_ramp_in_time() -> None:
    for seed in SEEDS:
        chart = any_chart(seed)
        view = layout(chart)
        lengths = [sum(cycle.ramp == ramp.key for cycle in chart.cycles) for ramp in chart.ramps]
        assert len(view.segments) == sum(max(length - 1, 0) for length in lengths)
        assert all(segment.x0 <= segment.x1 for segment in view.segments)


def test_later_is_further_right_and_larger_is_higher() -> None:
    view = layout(story())
    place = {circle.number: circle for circle in view.circles}
    assert sorted(place, key=lambda n: place[n].x) == [4, 5, 6, 9, 11]
    assert place[6].y < place[5].y < place[9].y < place[11].y < place[4].y


def test_a_circle_with_room_around_it_stands_on_its_line() -> None:
    view = layout(story())
    assert {circle.y for circle in view.circles} <= {row.y for row in view.rows}


def test_decisions_have_their_own_looks() -> None:
    css = {circle.number: circle.css for circle in layout(story()).circles}
    assert css == {
        4: "dg-c-shift",
        5: "dg-c-shift",
        6: "dg-c-shift-full",
        9: "dg-c-abandon",
        11: "dg-c-running",
    }


def test_the_key_explains_what_is_drawn() -> None:
    words = [mark.text.text for mark in layout(story()).key]
    assert words == ["adopt", "adapt", "abandon", "running", "before the shift"]


def test_a_cycle_says_what_it_was_to_those_who_hear_it() -> None:
    root = parse(svg(layout(story())))
    link = root.find(f".//{SVG}a[@href='/cycles/6']")
    assert link is not None
    assert link.get("aria-label") == (
        "Cycle 6, Pharmacist call: adopt. Every clinic calls. All clinics of the county, "
        "April 7, 2025. Before the shift."
    )
    described = root.find(f"{SVG}desc")
    assert described is not None
    assert described.text == (
        "5 cycles, January 2025 to January 2026. Pharmacist call: 4–6, latest at All clinics of "
        "the county, adopt. Trigger kit: 9, 11, latest at 3 families, running."
    )


def test_drawings_parse_and_carry_no_style() -> None:
    for seed in range(40):
        check_classes(svg(layout(any_chart(seed))), svg(layout(any_chart(seed), 328.0)))


def test_text_is_escaped_everywhere() -> None:
    cycle = RampCycle(1, date(2025, 1, 1), 0, Decision.ADAPT, "a", NASTY, "javascript:alert(1)")
    chart = RampChart((NASTY,), (Ramp("a", NASTY),), (cycle,), title=NASTY)
    page = html(chart)
    assert "<script" not in page
    assert "javascript" not in page
    parse(svg(layout(chart)))


def test_the_same_input_gives_the_same_drawing() -> None:
    assert svg(layout(any_chart(9))) == svg(layout(any_chart(9)))


def test_ids_of_the_two_forms_differ() -> None:
    page = html(story(), uid="ramps")
    assert page.count('id="ramps-title"') == 1
    assert page.count('id="ramps-narrow-title"') == 1


def test_it_refuses_what_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="none to draw"):
        RampChart(SCALES, (), ())
    stray = RampCycle(1, date(2025, 1, 1), 0, Decision.ADAPT, "gone")
    with pytest.raises(ValueError, match="not a ramp"):
        RampChart(SCALES, (), (stray,))
    tall = RampCycle(1, date(2025, 1, 1), 5, Decision.ADAPT, "a")
    with pytest.raises(ValueError, match="scale 5"):
        RampChart(SCALES, (Ramp("a", "A"),), (tall,))


@pytest.mark.parametrize("days", [0, 1, 6, 25, 70, 200, 800, 6000])
@pytest.mark.parametrize("room", [120.0, 260.0, 560.0])
def test_ticks_keep_their_distance(days: int, room: float) -> None:
    first = date(2024, 11, 20)
    last = first + timedelta(days=days)

    def place(day: date) -> float:
        return room * (day - first).days / max(days, 1)

    ticks = date_ticks(first, last, place, size=12, bounds=(-20.0, room + 20.0))
    assert ticks
    ends = [(t.x - text_width(t.text, 12) / 2, t.x + text_width(t.text, 12) / 2) for t in ticks]
    assert all(end + 8 <= start for (_, end), (start, _) in itertools.pairwise(ends))
    assert ends[0][0] >= -20.1
    assert ends[-1][1] <= room + 20.1


def test_ticks_name_the_year_where_it_changes() -> None:
    ticks = date_ticks(
        date(2024, 9, 1),
        date(2026, 1, 9),
        lambda day: (day - date(2024, 9, 1)).days * 1.1,
        size=12,
        bounds=(-30.0, 700.0),
    )
    assert [tick.text for tick in ticks] == [
        "Oct 2024",
        "Jan 2025",
        "Apr",
        "Jul",
        "Oct",
        "Jan 2026",
    ]
