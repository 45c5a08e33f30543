"""A network's page as tables: its teams under their working groups, and its strategies."""

from __future__ import annotations

from collections.abc import Iterator

from app.access import Standing
from app.downloads.names import of_network, person
from app.networks import queries
from app.networks.models import Network
from app.networks.queries import GroupNode, TeamRow
from app.tables import book
from app.tables.book import Book, Sheet

TEAMS = book.text("team", "address", "place", "working group", "yours")
GROUPS = (*book.numbers("level"), *book.text("working group", "within", "purpose", "strategy"), *book.numbers("teams"))  # fmt: skip
STRATEGIES = book.text("strategy", "description", "lead", "coach")


def book_of(network: Network, who: Standing, find: str) -> Book:
    """The network's teams, or those whose name was asked for, and what they stand under."""
    roster = queries.roster(network, who, find)
    nodes = list(_within(roster.groups, ""))
    teams = [_team(team, node.name) for node, _ in nodes for team in node.teams]
    teams += [_team(team, "") for team in roster.ungrouped]
    strategies = tuple(
        (each.name, each.description, person(each.lead), person(each.coach))
        for each in queries.strategies_of(network)
    )
    return Book(
        of_network(network, "teams"),
        f"Teams of {network.name}",
        (
            Sheet("Teams", TEAMS, tuple(teams), "No team is found."),
            Sheet("Working groups", GROUPS, tuple(_group(*pair) for pair in nodes), "There are no working groups."),
            Sheet("Strategies", STRATEGIES, strategies, "There are no strategies yet."),
        ),
    )  # fmt: skip


def _within(nodes: tuple[GroupNode, ...], above: str) -> Iterator[tuple[GroupNode, str]]:
    """Every working group from top to bottom, with the name of the one that it stands in."""
    for node in nodes:
        yield node, above
        yield from _within(node.within, node.name)


def _team(team: TeamRow, group: str) -> book.Row:
    return (team.name, team.slug, team.place, group, book.yes(team.mine))


def _group(node: GroupNode, above: str) -> book.Row:
    return (node.level, node.name, above, node.purpose, node.strategy, node.team_count)
