"""What answers say together. Pure: answers in, frozen rows out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from app.assessments.content import Content, Item

Answers = Mapping[str, float | None]
"""By item: the level, or None where the person cannot say."""

FEWEST = 3
"""With fewer answers, anyone could tell who placed the team where; unless the team shows names."""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How one item was placed."""

    item: Item
    counts: tuple[int, ...]
    """People at each level."""
    median: float | None
    unsure: int
    """People who cannot say."""
    apart: int
    """Levels from the lowest to the highest answer."""
    names: tuple[tuple[str, ...], ...]
    """Who is at each level, where the team shows names."""

    @property
    def answered(self) -> int:
        return sum(self.counts)

    @property
    def agreement(self) -> str:
        """How far people agree, in words."""
        if self.answered < 2:
            return "Too few answers to compare" if self.answered == 0 else "One answer"
        if self.apart == 0:
            return "Everybody the same"
        if self.apart == 1:
            return "Within one level"
        return f"{self.apart} levels apart"


def own_score(answers: Answers) -> float | None:
    """One person's score: the mean of the levels they chose; None where they chose none."""
    levels = [level for level in answers.values() if level is not None]
    return fmean(levels) if levels else None


def score(responses: Sequence[Answers]) -> float | None:
    """The team's score of a round: the mean over people of each one's own score.

    Everybody counts the same, also who could not say everything. The mean, since the median of a
    handful of people stays on the steps of the scale and would hide a movement on a chart.
    """
    scores = [each for each in map(own_score, responses) if each is not None]
    return fmean(scores) if scores else None


def may_show_again(many: int, since: int, *, named: bool) -> bool:
    """Whether a result may be shown beside one of the same round that was shown before.

    `since` are those of `many` who handed in after that. Where names are not shown, whoever lays
    both side by side sees what those people answered: it is told of three at least, as in a round
    of its own.
    """
    return may_show(many, named=named) and (since == 0 or may_show(since, named=named))


def may_show(respondents: int, *, named: bool) -> bool:
    """Whether a round's result may be shown: never so that single answers can be told apart."""
    return respondents >= (1 if named else FEWEST)


def profile(
    content: Content, responses: Sequence[Answers], names: Sequence[str] | None = None
) -> tuple[ItemResult, ...]:
    """How each item was placed, in the instrument's order; `names` of the respondents, if shown.

    The median is the lower and upper middle answers' mean, which may lie between two levels.
    """
    found = []
    values = [level.value for level in content.levels]
    for item in content.items:
        given = [
            (number, each[item.key]) for number, each in enumerate(responses) if item.key in each
        ]
        levels = [value for _, value in given if value is not None]
        at = [values.index(value) for value in levels]
        who = tuple(
            tuple(sorted(names[number] for number, value in given if value == level))
            if names
            else ()
            for level in values
        )
        found.append(
            ItemResult(
                item=item,
                counts=tuple(levels.count(value) for value in values),
                median=median(levels) if levels else None,
                unsure=sum(value is None for _, value in given),
                apart=max(at) - min(at) if at else 0,
                names=who,
            )
        )
    return tuple(found)
