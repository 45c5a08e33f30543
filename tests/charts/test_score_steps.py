"""Scores over time: each holds until the next, lines keep apart, and names stand at their ends."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from charts.layouts import FULL, MEDIUM, PHONE
from charts.score_steps import Given, Scorer, Scores, score_chart, score_table
from charts.view import LineKind

TODAY = date(2026, 2, 5)
TEAM = Scorer("Team", (Given(date(2025, 2, 5), 1.0, "Begun"), Given(date(2025, 8, 5), 2.5)))
COACH = Scorer("Coach", (Given(date(2025, 6, 1), 2.5),))
RECORDS = Scorer("Records", (Given(date(2025, 3, 1), 2.5),))
LINES = (LineKind.CENTER, LineKind.TRIAL_CENTER, LineKind.DATA)


def of(*scorers: Scorer) -> Scores:
    return Scores("Clinic <b>", scorers, TODAY)


@pytest.mark.parametrize("size", [FULL, MEDIUM, PHONE], ids=lambda size: size.name)
def test_each_score_holds_until_the_next(size):
    view = score_chart(of(TEAM, COACH, RECORDS), size=size)
    (line,) = [line for line in view.lines if line.kind is LineKind.CENTER]
    xs, ys = [x for x, _ in line.points], [y for _, y in line.points]
    assert xs == sorted(xs)
    assert [ys[0], ys[-1]] == [max(ys), min(ys)], "1.0 is drawn below 2.5"
    for (x, y), (later, next_y) in zip(line.points, line.points[1:], strict=False):
        assert x == later or y == next_y, "only level and upright pieces"
    # 181 of 365 days after the first score.
    share = (line.points[1][0] - xs[0]) / (xs[-1] - xs[0])
    assert share == pytest.approx(181 / 365, abs=0.003)


@pytest.mark.parametrize("size", [FULL, MEDIUM, PHONE], ids=lambda size: size.name)
def test_equal_scores_stay_apart_and_named(size):
    view = score_chart(of(TEAM, COACH, RECORDS), size=size)
    ends = [line.points[-1] for line in view.lines if line.kind in LINES]
    assert len({y for _, y in ends}) == 3
    names = [text for text in view.texts if text.role == "name"]
    assert [text.text for text in names] == ["Team 2.5", "Coach 2.5", "Records 2.5"]
    tops = sorted(text.y for text in names)
    assert all(later - top >= 16 for top, later in itertools.pairwise(tops))
    assert all(text.x < view.width for text in names)


def test_who_has_not_scored_has_no_line_and_keeps_the_others_looks():
    view = score_chart(of(Scorer("Team", ()), COACH))
    assert [line.kind for line in view.lines if line.kind in LINES] == [LineKind.TRIAL_CENTER]
    assert view.description == "Coach: now 2.5."


def test_nobody_has_scored():
    assert score_chart(of()).description == "Nobody has given a score yet."


def test_the_table_has_every_score_the_latest_first():
    table = score_table(of(TEAM, COACH))
    assert [row.cells for row in table.rows] == [
        ("Aug 5, 2025", "Team", "2.5", ""),
        ("Jun 1, 2025", "Coach", "2.5", ""),
        ("Feb 5, 2025", "Team", "1.0", "Begun"),
    ]
