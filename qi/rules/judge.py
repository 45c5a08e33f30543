"""All rules of a rule set on one phase."""

from __future__ import annotations

from dataclasses import dataclass

from qi.results import Signal
from qi.rules.points import Points
from qi.rules.rulesets import RuleSet
from qi.rules.runs_test import too_few_crossings, unexpected_runs
from qi.rules.shift import shifts
from qi.rules.trend import alternations, trends
from qi.rules.zones import both_sides, inner_third, k_of_n, outside
from qi.runs import crossings_limit, longest_run_limit, runs_expected, stretches


@dataclass(frozen=True, slots=True)
class Findings:
    """Signals of one phase, and the runs they were judged by."""

    signals: list[Signal]
    n_useful: int
    longest_run: int
    longest_run_max: int | None
    runs: int
    runs_min: int | None
    runs_max: int | None
    crossings_min: int | None
    all_equal: bool

    @property
    def crossings(self) -> int:
        """Crossings of the center line: one fewer than runs."""
        return max(self.runs - 1, 0)


def judge(points: Points, rules: RuleSet) -> Findings:
    """Apply every rule of a rule set to the included points of one phase.

    Parameters
    ----------
    points : Points
        The points.
    rules : RuleSet
        The rules and their conventions.

    Returns
    -------
    Findings
        Every signal, in the order in which they were detected, and the phase's runs.
    """
    useful = [place for place, side in enumerate(points.sides) if side]
    n_useful = len(useful)
    runs = stretches(points.sides, zeros_break=False)
    fewest, most = runs_expected(n_useful)
    findings = Findings(
        signals=[],
        n_useful=n_useful,
        longest_run=max((len(places) for _, places in runs), default=0),
        longest_run_max=longest_run_limit(n_useful),
        runs=len(runs),
        runs_min=fewest,
        runs_max=most,
        crossings_min=crossings_limit(n_useful),
        all_equal=bool(points.values)
        and max(points.values) - min(points.values) <= points.tolerance,
    )
    found = findings.signals
    if findings.all_equal:
        # Equal values within limits that chance would fill are no signal: there is nothing to see.
        return findings
    if points.sigma:
        found += _limit_rules(points, rules)
    found += _run_rules(points, rules, runs, findings)
    if rules.trend is not None and (rules.trend_if_limits_vary or not points.limits_vary):
        found += trends(points, rules.trend, rules.ties)
    if rules.alternating is not None:
        found += alternations(points, rules.alternating)
    if rules.runs:
        found += unexpected_runs(points, useful, len(runs), fewest, most)
    if rules.crossings:
        found += too_few_crossings(points, useful, findings.crossings, findings.crossings_min)
    found.sort(key=lambda signal: signal.detected)
    return findings


def _limit_rules(points: Points, rules: RuleSet) -> list[Signal]:
    found = outside(points) if rules.outside else []
    for zone in rules.zones:
        found += k_of_n(points, zone)
    if rules.inner is not None:
        found += inner_third(points, rules.inner)
    if rules.both_sides is not None:
        found += both_sides(points, rules.both_sides)
    return found


def _run_rules(
    points: Points, rules: RuleSet, runs: list[tuple[int, list[int]]], findings: Findings
) -> list[Signal]:
    found = []
    if rules.shift is not None:
        broken = rules.on_center == "break"
        counted = stretches(points.sides, zeros_break=True) if broken else runs
        found += shifts(points, counted, rules.shift)
    if rules.longest_run and findings.longest_run_max is not None:
        found += shifts(points, runs, findings.longest_run_max + 1)
    return found
