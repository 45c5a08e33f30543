"""The huddle as its template reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.access import Standing
from app.huddle.finding import Better, better_of, reasons_of
from app.huddle.queries import coached_teams, facts_of, rules_of
from app.huddle.rules import LEVELS, Rating, Reason, Rule, rating, sets
from app.networks.models import Network
from app.teams.models import Team
from app.work.page import NUMBERS


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team with its rating, the reasons for it, and what got better."""

    team: Team
    rating: Rating
    reasons: tuple[Reason, ...]
    better: tuple[Better, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The teams of one rating."""

    number: int
    word: str
    lines: tuple[TeamLine, ...]


@dataclass(frozen=True, slots=True)
class Huddle:
    """The whole page."""

    groups: tuple[Group, ...]
    celebrated: tuple[tuple[Team, Better], ...]
    """What got better lately, the latest first."""
    rules: tuple[tuple[Network, tuple[Rule, ...]], ...]
    teams: int

    @property
    def lead(self) -> str:
        """How many teams need the coach today, in a sentence."""
        urgent = sum(len(group.lines) for group in self.groups if group.number == max(LEVELS))
        soon = sum(len(group.lines) for group in self.groups if group.number == max(LEVELS) - 1)
        of = f"of your {self.teams} teams" if self.teams != 1 else "of your one team"
        if urgent:
            verb = "needs" if urgent == 1 else "need"
            return f"{_number(urgent)} {of} {verb} you today."
        if soon:
            verb = "wants" if soon == 1 else "want"
            return f"No team needs you today; {_number(soon).lower()} {verb} a look this week."
        return "No team needs you today."


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def huddle(who: Standing, today: date) -> Huddle:
    """The morning of a coach: every team that they look after, rated by its network's rules."""
    teams = coached_teams(who)
    networks = {team.network_id: team.network for team in teams}
    rules = rules_of(networks)
    lines = []
    for facts in facts_of(teams, today):
        reasons = reasons_of(facts, sets(rules[facts.team.network_id]), today)
        better = better_of(facts, today)
        lines.append(TeamLine(facts.team, rating(reasons), reasons, better))
    lines.sort(key=lambda line: (-line.rating.number, -len(line.reasons), line.team.name))
    groups = tuple(
        Group(number, LEVELS[number], tuple(x for x in lines if x.rating.number == number))
        for number in sorted(LEVELS, reverse=True)
    )
    celebrated = [(x.team, each) for x in lines for each in x.better if each.is_new(today)]
    celebrated.sort(key=lambda pair: pair[1].on, reverse=True)
    return Huddle(
        groups=tuple(group for group in groups if group.lines),
        celebrated=tuple(celebrated),
        rules=tuple((networks[key], rules[key]) for key in networks),
        teams=len(teams),
    )
