import pytest

from app.errors import ServiceError
from app.theory.lines import Line, kind_at, read
from app.theory.models import NodeKind


def plain(text):
    return [(line.depth, line.text) for line in read(text)]


@pytest.mark.parametrize("step", ["  ", "    ", "\t"])
def test_indentation_of_any_width_is_a_level(step):
    text = f"A\n{step}B\n{step * 2}C\n{step}D\nE"
    assert plain(text) == [(0, "A"), (1, "B"), (2, "C"), (1, "D"), (0, "E")]


def test_bullets_and_numbers_are_left_out():
    text = "1. First\n  - Second\n    • Third\n2) Fourth\n  * Fifth"
    assert plain(text) == [(0, "First"), (1, "Second"), (2, "Third"), (0, "Fourth"), (1, "Fifth")]


def test_what_only_looks_like_a_bullet_stays():
    assert plain("J. Ruiz calls\n3 calls a day\n-5 degrees") == [
        (0, "J. Ruiz calls"),
        (0, "3 calls a day"),
        (0, "-5 degrees"),
    ]


def test_empty_lines_and_a_common_indent_do_not_count():
    assert plain("\n    A\n\n      B\n    C\n") == [(0, "A"), (1, "B"), (0, "C")]


def test_a_line_between_two_levels_belongs_to_the_one_above_it():
    assert plain("A\n      B\n   C") == [(0, "A"), (1, "B"), (1, "C")]


def test_deeper_than_a_change_idea_stays_one():
    kinds = [kind_at(Line("x", depth), NodeKind.PRIMARY) for depth in range(5)]
    assert kinds == [NodeKind.PRIMARY, NodeKind.SECONDARY, *[NodeKind.IDEA] * 3]


def test_a_line_can_say_that_it_is_an_idea():
    (line,) = read("Idea: call the family")
    assert (line.text, kind_at(line, NodeKind.PRIMARY)) == ("call the family", NodeKind.IDEA)


def test_a_line_that_is_too_long_is_named():
    with pytest.raises(ServiceError, match="“word word"):
        read("word " * 100)


def test_too_many_lines_are_refused():
    with pytest.raises(ServiceError, match="at most 200"):
        read("x\n" * 201)
