"""The rules for attention, and how reasons make a rating. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

LEVELS = {4: "Today", 3: "This week", 2: "Keep in view", 1: "On its way"}
"""What each rating asks of the coach."""
CHOICES = (2, 3, 4)
"""The ratings that a rule can give; 1 is a team without a reason."""
SEVERAL = 3
"""So many reasons together lift a rating by one."""
MOST = 520
"""No limit is larger: ten years of weeks."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a network uses it."""

    key: str
    name: str
    what: str
    """When it gives a reason; "{limit}" stands for its number."""
    level: int
    limit: int | None = None
    unit: str = ""
    is_on: bool = True

    @property
    def sentence(self) -> str:
        """When it gives a reason, with its number."""
        return self.what.format(limit=self.limit)


RULES = (
    Rule(
        "help",
        "Request for help",
        "The team has asked for help, and what its people wrote last has no answer from the coach.",
        4,
    ),
    Rule(
        "concern",
        "Concerning signal",
        "A chart shows a signal on the worse side that holds at its latest point.",
        3,
    ),
    Rule(
        "aim",
        "Aim date near",
        "The aim is due within {limit} days or past due, and less than half of the way is done.",
        3,
        60,
        "days",
    ),
    Rule(
        "undecided",
        "Undecided signal",
        "A signal is known for {limit} days or longer and the team has not said what caused it.",
        2,
        14,
        "days",
    ),
    Rule(
        "overdue",
        "Data overdue",
        "Data are {limit} days or more past the day on which they were due.",
        2,
        7,
        "days",
    ),
    Rule(
        "cycles",
        "No cycle finished",
        "No PDSA cycle was decided in the last {limit} weeks.",
        2,
        8,
        "weeks",
    ),
    Rule(
        "answered",
        "Answered request",
        "A coach answered a request for help {limit} days ago or longer; nobody has resolved it.",
        2,
        7,
        "days",
    ),
    Rule(
        "prediction",
        "Test without prediction",
        "A ramp that is running has a test that started without a prediction.",
        2,
    ),
    Rule(
        "score",
        "Low score, no movement",
        "The progress score is 2 or lower and has not moved for {limit} months.",
        2,
        6,
        "months",
    ),
)
"""As they come; the first named of equal level stands first."""
BY_KEY = {rule.key: rule for rule in RULES}


def as_set(stored: Iterable[tuple[str, bool, int, int | None]]) -> tuple[Rule, ...]:
    """The rules as a network has set them: by key whether on, level and limit."""
    changed = {key: (is_on, level, limit) for key, is_on, level, limit in stored}
    found = []
    for rule in RULES:
        if rule.key in changed:
            is_on, level, limit = changed[rule.key]
            kept = limit if rule.limit is not None else None
            found.append(replace(rule, is_on=is_on, level=level, limit=kept or rule.limit))
        else:
            found.append(rule)
    return tuple(found)


def stamp(rules: Sequence[Rule]) -> str:
    """Names how the rules are set, so that a form knows whether they were changed since."""
    said = repr([(rule.key, rule.is_on, rule.level, rule.limit) for rule in rules])
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """What a reason rests on: a sentence that leads to it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a team needs attention, and what to do first."""

    rule: Rule
    records: tuple[Record, ...]
    action: str
    """What the coach may do about the first record."""
    action_href: str


@dataclass(frozen=True, slots=True)
class Rating:
    """How much a team needs attention, from 1 to 4, and how that number came about."""

    number: int
    explanation: str

    @property
    def word(self) -> str:
        """What it asks of the coach."""
        return LEVELS[self.number]


def rating(reasons: Sequence[Reason]) -> Rating:
    """Rate a team by its reasons: the strongest of them counts, three or more add one.

    No weights are added up, so that the number can be followed by anyone: a rating is that of one
    named reason, or one more.
    """
    if not reasons:
        return Rating(1, "No rule gives a reason.")
    strongest = max(reasons, key=lambda reason: reason.rule.level)
    level = strongest.rule.level
    said = f"“{strongest.rule.name}” counts {level}"
    if len(reasons) > 1:
        said = f"The strongest of {len(reasons)} reasons counts: {said}"
    if len(reasons) < SEVERAL or level == max(LEVELS):
        return Rating(level, f"{said}.")
    return Rating(level + 1, f"{said}; three reasons or more add one.")


def sets(rules: Sequence[Rule]) -> Mapping[str, Rule]:
    """The rules that are on, by their key."""
    return {rule.key: rule for rule in rules if rule.is_on}
