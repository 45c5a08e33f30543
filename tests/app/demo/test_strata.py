"""The demo's groups add up to their teams' numbers, and tell a story of a gap."""

from __future__ import annotations

from collections import defaultdict

from app.demo import files
from app.demo.files import STORY


def test_every_month_adds_up_to_the_whole():
    sums = defaultdict(lambda: [0, 0])
    lines = (STORY / "strata.csv").read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        team, measure, _stratum, month, value, below = line.split(",")
        sums[team, measure, int(month)][0] += int(value)
        sums[team, measure, int(month)][1] += int(below)
    wholes = {
        (row.team, row.measure, row.month): [row.value, row.denominator]
        for row in files.observations()
    }
    assert len(sums) == 96
    assert {key: wholes[key] for key in sums} == dict(sums)
