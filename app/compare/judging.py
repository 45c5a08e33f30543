"""The rules that a comparison's charts are judged by, and what chance alone would make of them."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.compare.reads import STALE, Read
from app.compare.words import JUDGED
from app.measures import chance, periods
from app.measures.models import Measure
from charts.words import sentence_case
from qi.chart_types import CHART_TYPES
from qi.rules.rulesets import RuleSet, rule_set


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that the comparison's charts are judged by."""

    rules: RuleSet
    limits: bool

    @classmethod
    def of(cls, measure: Measure, read: Sequence[Read]) -> Rules:
        """Those of the measure that are left on most of its charts."""
        kind = CHART_TYPES[measure.chart]
        rules = rule_set(measure.rules, limits=kind.limits)
        if kind.only_outside:
            rules = RuleSet(rules.name, outside=rules.outside)
        vary = [each.analysis.phases[-1].limits_vary for each in read if each.analysis]
        return cls(chance.applied(rules, limits_vary=2 * sum(vary) > len(vary)), kind.limits)

    def words(self, words: dict[str, str]) -> str:
        """Name those of the rules that `words` knows."""
        return chance.rule_words(self.rules, words, limits=self.limits)

    def group(self, measure: Measure, key: str, newest: date | None) -> str:
        """What put teams into a group."""
        word = measure.frequency.value
        still = f" in {periods.name(newest, measure.frequency)}" if newest else ""
        sided = sentence_case(self.words(chance.SIDED))
        unsided = self.words(chance.UNSIDED)
        change = f"Signals without a better side{f': {unsided}' if unsided else ''}"
        if measure.direction is None:
            change = f"{sided}{f', or {unsided}' if unsided else ''}, still true{still}"
        return {
            "improvement": f"{sided}, on the better side, still true{still}.",
            "concern": "The same rules, on the worse side.",
            "change": f"{change}; or signals that point both ways.",
            "no_signal": "Change is within what chance alone would give. Not “no effect”.",
            "too_young": f"Fewer than 10 {word}s off the center line, so not judged. "
            "Center lines are trial lines.",
            "stale": f"No value in the last {STALE} {word}s, so nothing is said about now.",
        }[key]

    def by_chance(self, measure: Measure, found: Mapping[str, Sequence[Read]]) -> str:
        """How many of the teams judged now would show a signal now by chance alone."""
        lengths = [
            each.analysis.phases[-1].n_points
            for key in JUDGED
            for each in found[key]
            if each.analysis is not None
        ]
        if not lengths:
            return ""
        typical = round(statistics.median(lengths))
        share = chance.share_at_latest(self.rules, typical, limits=self.limits)
        expected = round(share * len(lengths))
        many = f"about {expected}" if expected else "fewer than 1"
        teams = "1 team" if len(lengths) == 1 else f"{len(lengths)} teams"
        return (
            f"By chance alone {many} of {teams} would show a signal at their latest "
            f"{measure.frequency.value}."
        )
