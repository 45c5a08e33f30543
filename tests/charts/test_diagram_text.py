from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.clean import clean
from charts.diagram_text import Box, TextLine, number_ranges, safe_href, text_width, wrap


@given(st.text(max_size=120), st.integers(40, 300))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrap(text, width, 13)
    assert all(text_width(line, 13) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")


@given(st.text(max_size=120), st.integers(40, 300), st.integers(1, 3))
def test_shortened_lines_fit_and_say_so(text: str, width: int, most: int) -> None:
    lines = wrap(text, width, 13, max_lines=most)
    assert len(lines) <= most
    assert all(text_width(line, 13) <= width for line in lines)
    if len(wrap(text, width, 13)) > most:
        assert lines[-1].endswith("…")


def test_wrapping_keeps_words_whole() -> None:
    assert wrap("Plan on the fridge", 70, 13) == ("Plan on", "the fridge")


def test_empty_text_has_no_lines() -> None:
    assert wrap(" \n\t ", 100, 13) == ()


def test_control_characters_go_and_words_stay() -> None:
    assert clean("a\x00b\x0b c\n\td\ufffe") == "ab c d"


def test_bold_and_larger_text_is_wider() -> None:
    assert text_width("Aim", 13, 650) > text_width("Aim", 13) > text_width("Aim", 12)


@pytest.mark.parametrize(
    ("numbers", "written"),
    [((), ""), ((3,), "3"), ((4, 5, 6), "4–6"), ((9, 1, 2, 5, 2), "1–2, 5, 9")],
)
def test_cycle_numbers_read_as_ranges(numbers: tuple[int, ...], written: str) -> None:
    assert number_ranges(numbers) == written


@pytest.mark.parametrize("href", ["/teams/1", "#x", "?a=b:c", "https://example.org/", "cycles/2"])
def test_plain_addresses_stay(href: str) -> None:
    assert safe_href(href) == href


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "java\nscript:x", " JavaScript:x", "data:x"]
)
def test_addresses_that_run_code_go(href: str) -> None:
    assert safe_href(href) == ""


def test_a_text_box_follows_its_anchor() -> None:
    start = TextLine(100, 20, "Aim", "", 13).box
    end = TextLine(100, 20, "Aim", "", 13, anchor="end").box
    middle = TextLine(100, 20, "Aim", "", 13, anchor="middle").box
    assert start.x == 100
    assert end.right == 100
    assert middle.x + middle.width / 2 == pytest.approx(100)


def test_boxes_that_only_touch_do_not_overlap() -> None:
    assert not Box(0, 0, 10, 10).overlaps(Box(10, 0, 10, 10))
    assert Box(0, 0, 10, 10).overlaps(Box(10, 0, 10, 10), gap=1)
