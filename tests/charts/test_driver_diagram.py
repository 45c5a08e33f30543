from __future__ import annotations

import random
from itertools import pairwise

import pytest

from charts.diagram_svg.layers import crossings, order, spread
from charts.driver_diagram import (
    DriverDiagram,
    DriverNode,
    IdeaStatus,
    Level,
    MeasureLine,
    MeasureState,
    OutlineNode,
    html,
    key_html,
    layout,
    outline,
    outline_html,
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


def words(dice: random.Random, most: int) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(dice.randint(1, most)))


def any_diagram(seed: int) -> DriverDiagram:
    """A theory of up to some fifty nodes with many-to-many and column-skipping links."""
    dice = random.Random(seed)
    counts = {
        Level.AIM: dice.randint(1, 2),
        Level.PRIMARY: dice.randint(0, 6),
        Level.SECONDARY: dice.randint(0, 10),
        Level.IDEA: dice.randint(0, 24),
    }
    nodes: list[DriverNode] = []
    for level, count in counts.items():
        left = [node.key for node in nodes if node.level < level]
        for number in range(count):
            serves = dice.sample(left, min(len(left), dice.choice((0, 1, 1, 1, 2, 3))))
            measured = level is not Level.IDEA
            nodes.append(
                DriverNode(
                    key=f"{level.name}{number}",
                    level=level,
                    text=words(dice, 12),
                    serves=tuple(serves),
                    measures=tuple(
                        MeasureLine(words(dice, 4), dice.choice(list(MeasureState)))
                        for _ in range(dice.choice((0, 1, 1, 2)) if measured else 0)
                    ),
                    status=dice.choice([*IdeaStatus, None]) if level is Level.IDEA else None,
                    cycles=tuple(
                        dice.sample(range(1, 130), dice.randint(0, 9))
                        if level is Level.IDEA
                        else ()
                    ),
                    href=dice.choice(("", f"/nodes/{number}")),
                )
            )
    dice.shuffle(nodes)
    return DriverDiagram(tuple(nodes))


def small() -> DriverDiagram:
    return DriverDiagram(
        (
            DriverNode(
                "aim",
                Level.AIM,
                "Urgent visits",
                measures=(MeasureLine("15.2% → 8.6%", MeasureState.IMPROVED, "Visits"),),
            ),
            DriverNode("p1", Level.PRIMARY, "Medicine works", serves=("aim",)),
            DriverNode("p2", Level.PRIMARY, "Homes are safe", serves=("aim",)),
            DriverNode(
                "s1",
                Level.SECONDARY,
                "Refilled on time",
                serves=("p1",),
                measures=(MeasureLine("54% → 81%", MeasureState.IMPROVED),),
            ),
            DriverNode("s2", Level.SECONDARY, "Good technique", serves=("p1", "p2")),
            DriverNode(
                "c1",
                Level.IDEA,
                "Pharmacist call",
                serves=("s1", "s2"),
                status=IdeaStatus.ADOPTED,
                cycles=(4, 5, 6),
                href="/ideas/1",
            ),
            DriverNode("c2", Level.IDEA, "Video check", serves=("p2",)),
        )
    )


@pytest.mark.parametrize("width", [1120.0, 900.0])
def test_no_frame_or_text_overlaps_and_nothing_leaves_the_drawing(width: float) -> None:
    for seed in SEEDS:
        view = layout(any_diagram(seed), width)
        what = f"seed {seed}"
        check_apart([node.box for node in view.nodes], what)
        texts = [text for node in view.nodes for text in node.texts] + list(view.headings)
        check_apart([text.box for text in texts], what)
        check_inside(texts, view.width, view.height, what)
        for node in view.nodes:
            for text in node.texts:
                assert node.box.x - 0.5 <= text.box.x, what
                assert text.box.right <= node.box.right + 0.5, what
                assert node.box.y <= text.box.y, what
                assert text.box.bottom <= node.box.bottom, what


def test_every_link_is_drawn_once_from_left_to_right() -> None:
    for seed in SEEDS:
        diagram = any_diagram(seed)
        view = layout(diagram)
        drawn = [(edge.source, edge.target) for edge in view.edges]
        wanted = {(served, node.key) for node in diagram.nodes for served in node.serves}
        assert len(drawn) == len(set(drawn))
        assert set(drawn) == wanted
        for edge in view.edges:
            assert all(x0 < x1 for (x0, _), (x1, _) in pairwise(edge.points)), f"seed {seed}"


def test_a_line_that_skips_a_column_passes_between_its_frames() -> None:
    for seed in SEEDS:
        view = layout(any_diagram(seed))
        for edge in view.edges:
            for (x0, y0), (x1, y1) in pairwise(edge.points):
                if y0 != y1 or edge.points[0] == (x0, y0):
                    continue
                for node in view.nodes:
                    within = x0 <= node.box.x < x1 and node.box.y < y0 < node.box.bottom
                    if within and node.key != edge.target:
                        raise AssertionError(f"seed {seed}: {edge.source} runs through {node.key}")


def test_drawings_parse_and_carry_no_style() -> None:
    for seed in range(40):
        check_classes(svg(layout(any_diagram(seed))))


def test_text_is_escaped_everywhere() -> None:
    diagram = DriverDiagram(
        (
            DriverNode(
                "a", Level.AIM, NASTY, measures=(MeasureLine(NASTY, MeasureState.CONCERN, NASTY),)
            ),
            DriverNode("c", Level.IDEA, NASTY, serves=("a",), href='/x"><script>'),
        ),
        title=NASTY,
    )
    page = html(diagram)
    assert "<script" not in page
    assert "\x00" not in page
    parse(svg(layout(diagram)))


def test_the_same_input_gives_the_same_drawing() -> None:
    assert svg(layout(any_diagram(7))) == svg(layout(any_diagram(7)))


def test_the_wished_order_stays_where_nothing_crosses() -> None:
    view = layout(small())
    top = {node.key: node.box.y for node in view.nodes}
    assert top["p1"] < top["p2"]
    assert top["s1"] < top["s2"]
    assert top["c1"] < top["c2"]


def test_crossings_that_can_be_avoided_are() -> None:
    layers = [["a", "b", "c"], ["x", "y", "z"]]
    edges = [("a", "z"), ("b", "y"), ("c", "x")]
    assert crossings(layers, edges) == 3
    assert crossings(order(layers, edges), edges) == 0


def test_ordering_never_adds_crossings() -> None:
    for seed in SEEDS:
        dice = random.Random(seed)
        layers = [[f"{level}.{n}" for n in range(dice.randint(1, 9))] for level in range(4)]
        edges = [
            (dice.choice(left), dice.choice(right))
            for left, right in pairwise(layers)
            for _ in range(dice.randint(1, 14))
        ]
        better = order(layers, edges)
        assert [sorted(layer) for layer in better] == [sorted(layer) for layer in layers]
        assert crossings(better, edges) <= crossings(layers, edges)


def test_spreading_moves_no_more_than_it_must() -> None:
    assert spread([0, 100], [10]) == [0, 100]
    assert spread([50, 50], [10]) == [45, 55]
    assert spread([], []) == []


def flatten(entries: tuple[OutlineNode, ...], parent: str) -> list[tuple[str, str]]:
    pairs = []
    for entry in entries:
        pairs.append((parent, entry.node.key))
        pairs += flatten(entry.children, entry.node.key)
    return pairs


def test_the_nested_list_holds_the_same_links_as_the_drawing() -> None:
    for seed in SEEDS:
        diagram = any_diagram(seed)
        listed = set(flatten(outline(diagram), ""))
        wanted = {(served, node.key) for node in diagram.nodes for served in node.serves}
        wanted |= {("", node.key) for node in diagram.nodes if not node.serves}
        assert listed == wanted


def test_an_idea_that_serves_two_drivers_stands_under_each_and_says_so() -> None:
    listed = flatten(outline(small()), "")
    assert ("s1", "c1") in listed
    assert ("s2", "c1") in listed
    assert "Also under Good technique" in outline_html(small())


def test_a_node_says_what_it_shows_to_those_who_hear_it() -> None:
    root = parse(svg(layout(small())))
    labels = [element.get("aria-label") for element in root.iter() if element.get("aria-label")]
    assert (
        "Change idea: Pharmacist call. Adopted. Cycles 4–6. Serves: Refilled on time; Good technique."
        in labels
    )
    assert "Aim: Urgent visits. Visits: 15.2% → 8.6%, improved." in labels
    assert (
        "Secondary driver: Good technique. No measure yet. Serves: Medicine works; Homes are safe."
        in labels
    )
    assert root.find(f".//{SVG}a[@href='/ideas/1']") is not None
    described = root.find(f"{SVG}desc")
    assert described is not None
    assert described.text == (
        "1 aim, 2 primary drivers, 2 secondary drivers, 2 change ideas. Change ideas: 1 untested, "
        "1 adopted. Improved: Urgent visits; Refilled on time."
    )


def test_a_primary_driver_takes_the_color_its_drivers_share() -> None:
    css = {node.key: node.css for node in layout(small()).nodes}
    assert css["p1"] == "dg-box dg-box-improved"
    assert css["p2"] == "dg-box dg-box-plain"
    assert css["s2"] == "dg-box dg-box-unmeasured"


def test_a_link_that_runs_code_is_not_drawn() -> None:
    diagram = DriverDiagram((DriverNode("a", Level.AIM, "x", href="javascript:alert(1)"),))
    assert "javascript" not in html(diagram)


def test_the_key_shows_only_what_is_used() -> None:
    key = key_html(small())
    assert "adopted" in key
    assert "untested" in key
    assert "abandoned" not in key
    assert key_html(DriverDiagram(())) == ""


def test_an_empty_theory_draws_nothing_but_says_so() -> None:
    view = layout(DriverDiagram(()))
    assert view.nodes == ()
    assert view.description == "Nothing in it yet."
    parse(svg(view))


@pytest.mark.parametrize(
    "nodes",
    [
        (DriverNode("a", Level.AIM, "x"), DriverNode("a", Level.AIM, "y")),
        (DriverNode("a", Level.PRIMARY, "x", serves=("b",)),),
        (DriverNode("a", Level.PRIMARY, "x"), DriverNode("b", Level.PRIMARY, "y", serves=("a",))),
        (DriverNode("a", Level.AIM, "x", serves=("a",)),),
    ],
)
def test_it_refuses_what_is_not_a_theory(nodes: tuple[DriverNode, ...]) -> None:
    with pytest.raises(ValueError, match="nodes"):
        DriverDiagram(nodes)
