from __future__ import annotations

import math
import random
from datetime import date, timedelta

import pytest

from charts.stakeholder_map import (
    Position,
    Quadrant,
    Stakeholder,
    StakeholderKind,
    StakeholderMap,
    html,
    layout,
    outline,
    outline_html,
    quadrant,
    svg,
)
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


def any_map(seed: int) -> StakeholderMap:
    dice = random.Random(seed)
    members = []
    for number in range(dice.choice((0, 1, 5, 12, 30, 60))):
        positions = tuple(
            Position(
                date(2024, 1, 1) + timedelta(days=dice.randint(0, 900)),
                dice.randint(-2, 2),
                dice.randint(1, 5),
            )
            for _ in range(dice.choice((1, 1, 2, 4)))
        )
        members.append(
            Stakeholder(
                str(number),
                " ".join(dice.choice(WORDS) for _ in range(dice.randint(1, 9))),
                positions,
                lived_experience=dice.random() < 0.3,
                kind=dice.choice(list(StakeholderKind)),
                href=dice.choice(("", f"/stakeholders/{number}")),
            )
        )
    return StakeholderMap(tuple(members))


def moved() -> StakeholderMap:
    return StakeholderMap(
        (
            Stakeholder(
                "parents",
                "Parent council",
                (Position(date(2025, 9, 2), 2, 5), Position(date(2025, 1, 10), 0, 4)),
                lived_experience=True,
                kind=StakeholderKind.GROUP,
                href="/stakeholders/1",
            ),
            Stakeholder("plan", "Health plan", (Position(date(2025, 1, 10), -1, 2),)),
        )
    )


@pytest.mark.parametrize("width", [1120.0, 760.0])
def test_labels_never_collide_and_stay_inside(width: float) -> None:
    for seed in SEEDS:
        view = layout(any_map(seed), width)
        what = f"seed {seed}"
        names = [text for item in view.items for text in item.texts]
        others = [*view.headings, *view.axis, *(mark.text for mark in view.key)]
        check_apart([text.box for text in (*names, *others)], what)
        check_apart([item.box for item in view.items], what)
        check_inside([*names, *others], view.width, view.height, what)


def test_no_mark_lies_on_a_name_or_another_mark() -> None:
    for seed in SEEDS:
        view = layout(any_map(seed))
        marks = [(item.x, item.y) for item in view.items]
        marks += [(move.x0, move.y0) for move in view.moves]
        for number, (x, y) in enumerate(marks):
            for other_x, other_y in marks[:number]:
                assert math.hypot(x - other_x, y - other_y) >= 14, f"seed {seed}"
            for item in view.items:
                for text in item.texts:
                    box = text.box
                    inside = box.x < x + 4 and x - 4 < box.right and box.y < y < box.bottom
                    assert not inside, f"seed {seed}: a mark lies on {text.text!r}"


def test_everyone_stands_in_the_right_quadrant() -> None:
    order = [Quadrant.LISTEN, Quadrant.PARTNER, Quadrant.INFORM, Quadrant.MOBILIZE]
    for seed in range(50):
        stakeholder_map = any_map(seed)
        view = layout(stakeholder_map)
        fields = dict(zip(order, view.quadrants, strict=True))
        now = {member.key: member.now for member in stakeholder_map.stakeholders}
        for item in view.items:
            field = fields[quadrant(now[item.key].support, now[item.key].importance)]
            assert field.x < item.x < field.right
            assert field.y < item.y < field.bottom


def test_more_support_is_further_right_and_more_importance_higher() -> None:
    for seed in range(50):
        stakeholder_map = any_map(seed)
        now = {member.key: member.now for member in stakeholder_map.stakeholders}
        items = layout(stakeholder_map).items
        for first in items:
            for second in items:
                if now[first.key].support < now[second.key].support:
                    assert first.x < second.x
                if now[first.key].importance > now[second.key].importance:
                    assert first.y < second.y


@pytest.mark.parametrize(
    ("support", "importance", "name"),
    [
        (1, 3, Quadrant.PARTNER),
        (2, 5, Quadrant.PARTNER),
        (0, 3, Quadrant.LISTEN),
        (-2, 5, Quadrant.LISTEN),
        (1, 2, Quadrant.MOBILIZE),
        (0, 2, Quadrant.INFORM),
        (-2, 1, Quadrant.INFORM),
    ],
)
def test_quadrants_are_split_between_undecided_and_support(
    support: int, importance: int, name: Quadrant
) -> None:
    assert quadrant(support, importance) is name


def test_a_move_is_an_arrow_from_the_earlier_place() -> None:
    view = layout(moved())
    (move,) = view.moves
    dot = next(item for item in view.items if item.key == "parents")
    assert (move.x1, move.y1) == (dot.x, dot.y)
    assert move.x0 < move.x1
    assert move.y0 > move.y1
    assert move.stops_at_dot


def test_a_rating_repeated_is_no_move() -> None:
    member = Stakeholder(
        "a", "A", (Position(date(2025, 1, 1), 1, 3), Position(date(2025, 6, 1), 1, 3))
    )
    assert layout(StakeholderMap((member,))).moves == ()
    assert member.now.on == date(2025, 1, 1)


def test_a_name_leaves_room_for_an_arrow_from_the_right() -> None:
    member = Stakeholder(
        "a", "Health plan", (Position(date(2025, 1, 1), 2, 3), Position(date(2025, 6, 1), 0, 3))
    )
    (item,) = layout(StakeholderMap((member,))).items
    assert item.texts[0].anchor == "end"
    assert item.texts[0].box.right < item.x


def test_it_says_who_stands_where_to_those_who_hear_it() -> None:
    root = parse(svg(layout(moved())))
    link = root.find(f".//{SVG}a")
    assert link is not None
    assert link.get("aria-label") == (
        "Parent council, group. Partner. Support +2, was 0. Importance 5 of 5, was 4. "
        "First rated January 2025. Lived experience."
    )
    described = root.find(f"{SVG}desc")
    assert described is not None
    assert described.text == (
        "Partner: Parent council. Keep informed: Health plan. 1 moved since the first rating: "
        "Parent council, support 0 to +2, importance 4 to 5."
    )


def test_the_list_names_everyone_once_by_quadrant() -> None:
    for seed in range(50):
        stakeholder_map = any_map(seed)
        groups = outline(stakeholder_map)
        assert [name for name, _ in groups] == list(Quadrant)
        listed = [member.key for _, members in groups for member in members]
        assert sorted(listed) == sorted(member.key for member in stakeholder_map.stakeholders)
        for _, members in groups:
            levels = [member.now.importance for member in members]
            assert levels == sorted(levels, reverse=True)


def test_drawings_parse_and_carry_no_style() -> None:
    for seed in range(40):
        check_classes(svg(layout(any_map(seed))))


def test_text_is_escaped_everywhere() -> None:
    member = Stakeholder(
        "a", NASTY, (Position(date(2025, 1, 1), 1, 3),), href="javascript:alert(1)"
    )
    stakeholder_map = StakeholderMap((member,), title=NASTY)
    page = html(stakeholder_map)
    assert "<script" not in page
    assert "javascript" not in page
    parse(svg(layout(stakeholder_map)))


def test_the_same_input_gives_the_same_drawing() -> None:
    assert svg(layout(any_map(4))) == svg(layout(any_map(4)))


def test_an_empty_map_teaches_its_quadrants() -> None:
    view = layout(StakeholderMap(()))
    assert view.description == "Nobody is on the map yet."
    assert {text.text for text in view.headings} == {name.value for name in Quadrant}
    assert outline_html(StakeholderMap(())).count("Nobody yet.") == 4


@pytest.mark.parametrize(("support", "importance"), [(3, 3), (-3, 3), (0, 0), (0, 6)])
def test_it_refuses_levels_outside_the_scales(support: int, importance: int) -> None:
    with pytest.raises(ValueError, match=r"support|importance"):
        Position(date(2025, 1, 1), support, importance)


def test_it_refuses_someone_without_a_place_and_two_with_one_key() -> None:
    with pytest.raises(ValueError, match="positions"):
        Stakeholder("a", "A", ())
    one = Stakeholder("a", "A", (Position(date(2025, 1, 1), 0, 3),))
    with pytest.raises(ValueError, match="twice"):
        StakeholderMap((one, one))


def test_the_description_says_who_moved_and_how_far() -> None:
    day, later, last = date(2025, 1, 1), date(2025, 5, 1), date(2025, 9, 1)
    found = StakeholderMap(
        (
            Stakeholder("a", "Council", (Position(day, -1, 4), Position(later, 2, 5))),
            Stakeholder("b", "Nurses", (Position(day, 1, 3),)),
            Stakeholder(
                "c", "Press", (Position(day, 0, 2), Position(later, 1, 2), Position(last, 0, 2))
            ),
        )
    )
    assert layout(found).description.endswith(
        "2 moved since the first rating: Council, support −1 to +2, importance 4 to 5; "
        "Press, and came back."
    )
