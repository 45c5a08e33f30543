"""The invented network of the demo, from its files to records."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select

from app.accounts.models import User
from app.demo import assessments, coaching, files, ideas, reviews, sessions, strata
from app.demo.files import Record, Row
from app.demo.measures import measure_of, tell_shared
from app.demo.team_story import TeamStory
from app.demo.when import Calendar
from app.extensions import db
from app.imports.progress import Progress
from app.networks.models import Network, NetworkMembership, NetworkRole, Strategy, WorkingGroup
from app.teams.models import Team


def load_people(record: Record) -> dict[str, User]:
    """Everyone in the demo, by the name that the files call them."""
    people = {
        each["key"]: User(
            name=each["name"],
            email=f"{each['key']}@example.org",
            fs_uniquifier=uuid4().hex,
            demo_role=each.get("demo_role"),
        )
        for each in record["person"]
    }
    db.session.add_all(people.values())
    db.session.flush()
    return people


def load(
    record: Record, people: dict[str, User], calendar: Calendar, progress: Progress
) -> Network:
    """Make the network with its teams and all that they wrote."""
    network = Network(**calendar.texts(record["network"]))
    db.session.add(network)
    for each in record["person"]:
        for role in each.get("roles", ()):
            db.session.add(
                NetworkMembership(network=network, user=people[each["key"]], role=NetworkRole(role))
            )
    groups = _frame(record, network, people, calendar)
    shared = {each["slug"]: measure_of(network, calendar.texts(each)) for each in record["measure"]}
    strategies = dict(
        zip((each["key"] for each in record["strategy"]), network.strategies, strict=True)
    )
    for each in record["measure"]:
        tell_shared(shared[each["slug"]], each, strategies, people, calendar)
    rows: dict[str, list[Row]] = {}
    for row in files.observations():
        rows.setdefault(row.team, []).append(row)
    teams = files.teams()
    stories: dict[str, TeamStory] = {}
    with progress(f"Writing {len(teams)} teams' story", len(teams)) as tick:
        for each in teams:
            story = TeamStory(each, network, people, calendar)
            story.load(groups[each["group"]], shared, rows[each["slug"]])
            stories[each["slug"]] = story
            tick(1)
    ideas.load(files.ideas(), stories)
    strata.load(record, network, shared, stories)
    db.session.flush()
    reviews.load(files.reviews(), stories, people, calendar)
    made = db.session.scalars(select(Team).where(Team.network == network))
    by_slug = {team.slug: team for team in made}
    assessments.load(files.assessments(), by_slug, people, calendar)
    coaching.load(files.coaching(), by_slug, stories, people, calendar)
    sessions.load(files.sessions(), network, shared, people, calendar)
    return network


def _frame(
    record: Record, network: Network, people: dict[str, User], calendar: Calendar
) -> dict[str, WorkingGroup]:
    """Strategies, and the working groups under them."""
    strategies: dict[str, Strategy] = {}
    for position, each in enumerate(record["strategy"]):
        strategies[each["key"]] = Strategy(
            network=network,
            position=position,
            name=each["name"],
            description=calendar.text(each["description"]),
            lead=people[each["lead"]],
            coach=people[each["coach"]],
        )
    groups: dict[str, WorkingGroup] = {}
    for position, each in enumerate(record["group"]):
        groups[each["key"]] = WorkingGroup(
            network=network,
            position=position,
            name=each["name"],
            purpose=calendar.text(each["purpose"]),
            strategy=strategies.get(each.get("strategy", "")),
            parent=groups.get(each.get("parent", "")),
        )
    db.session.add_all((*strategies.values(), *groups.values()))
    db.session.flush()
    return groups
