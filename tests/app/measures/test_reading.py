"""What is said of signals: the strongest that holds, true of its points, dated from its start."""

from __future__ import annotations

from datetime import date

import pytest

import qi
from app.measures.models import Frequency
from app.measures.periods import grid, slot
from app.measures.reading import says, sentences, signal_lines, top_line
from charts.periods import Period
from charts.words import signal_words

# 24 months about 10 with a mean moving range of 1: limits at 10 ± 2.66.
CALM = [9.5, 10.5] * 12


def chart(later: list[float], frequency: Frequency = Frequency.MONTH, **options) -> qi.Analysis:
    """An I chart whose limits rest on the calm months, and what came later."""
    values = [*CALM, *later]
    first = slot(date(2024, 1, 1), frequency)
    return qi.analyze(
        values, "i", x=grid(first, len(values), frequency), baseline=24, direction="down", **options
    )


def lines(analysis: qi.Analysis, frequency: Frequency = Frequency.MONTH):
    return [line for line in signal_lines(analysis, frequency, "%") if line.rule == "outside"]


def test_one_point_outside_is_told_with_its_value_and_limit():
    (line,) = lines(chart([13.0]))
    assert line.sentence == "13.0% is above the upper limit of 12.7%."
    assert line.title == "Above the limits, January 2026"
    assert says(chart([13.0]), Frequency.MONTH).caption == "Latest month above the limits"


def test_an_excursion_is_counted_and_dated_from_its_first_point():
    analysis = chart([13.0] * 9)
    (line,) = lines(analysis)
    assert line.sentence == (
        "9 months above the upper limit of 12.7%, from January to September 2026."
    )
    assert (line.first, line.last) == (date(2026, 1, 1), date(2026, 9, 1))
    assert line.key == "outside 2026-01-01"
    assert line.title == "Above the limits, since January 2026"
    assert top_line(analysis, Frequency.MONTH, "%") == line
    assert says(analysis, Frequency.MONTH).caption == "9 months above the limits"


def test_excursions_far_apart_are_told_apart():
    analysis = chart([13.0, 13.0, 9.5, 10.5, 9.5, 13.0])
    assert [(line.sentence, line.current) for line in lines(analysis)] == [
        ("13.0% is above the upper limit of 12.7%.", True),
        ("2 months above the upper limit of 12.7%, from January to February 2026.", False),
    ]


def test_a_point_left_out_does_not_end_an_excursion():
    analysis = chart([13.0, 9.5, 13.0], exclude=[25])
    (line,) = lines(analysis)
    assert line.sentence.startswith("2 months above the upper limit")


@pytest.mark.parametrize(
    ("frequency", "span"),
    [
        (Frequency.QUARTER, "from 1st quarter to 2nd quarter of 2030."),
        (Frequency.WEEK, "from the week of June 17 to the week of June 24, 2024."),
    ],
)
def test_other_paces_are_dated_alike(frequency, span):
    (line,) = lines(chart([13.0, 13.0], frequency), frequency)
    assert line.sentence.endswith(span)


@pytest.mark.parametrize(
    ("later", "words"),
    [
        ([12.0, 12.0], "2 months close to the upper limit"),
        ([13.0, 12.0], "2 months close to or above the upper limit"),
        ([13.0, 13.0], "2 months above the upper limit"),
        ([7.0, 8.0], "2 months close to or below the lower limit"),
    ],
)
def test_two_of_three_is_said_as_its_points_lie(later, words):
    analysis = chart(later)
    (signal,) = [each for each in analysis.signals if each.rule == "two of three"]
    assert signal_words(signal, analysis, Period.MONTH) == words
    if later[-1] in {12.0, 8.0}:
        assert says(analysis, Frequency.MONTH).caption == words
    else:
        assert says(analysis, Frequency.MONTH).caption == "2 months above the limits"


def test_a_shift_comes_before_two_of_three_and_a_point_outside_before_both():
    shifted = [11.0] * 7
    assert says(chart([*shifted, 12.0, 12.0]), Frequency.MONTH).caption == "10 months above center"
    read = says(chart([*shifted, 12.0, 13.0]), Frequency.MONTH)
    assert read.caption == "Latest month above the limits"
    assert read.signal.rule == "outside"


@pytest.mark.parametrize(("unit", "written"), [("%", "8%"), ("days", "8 days"), ("", "8")])
def test_the_target_is_told_with_its_unit(unit, written):
    said = sentences(chart([], target=8.0), Frequency.MONTH, unit)
    # All within 0.5 of the center line, which such limits do not lead one to expect: a signal.
    assert f"the limits do not say whether the target of {written} will be met." in said[-1]
