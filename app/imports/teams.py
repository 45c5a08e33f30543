"""Which team each text in a file's team column means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from app.extensions import db
from app.imports.problems import Problems, quoted
from app.imports.wording import Wording
from app.measures.models import Measure
from app.teams.models import Team


@dataclass(frozen=True, slots=True)
class TeamWishes:
    """What becomes of teams that the network does not know, or that are not meant."""

    create: bool = False
    prefix: str = ""
    """Stands before the team column's text where a team made of it has no other name."""
    leave_out_unknown: bool = False
    only: Team | None = None
    """The one team whose rows are taken; those of others are left out."""

    def is_meant(self, network_id: int) -> Callable[[str], bool] | None:
        """Which texts in the team column name a team whose rows are taken; None for all."""
        if self.only is None and not self.leave_out_unknown:
            return None
        directory = Directory(network_id)

        def meant(text: str) -> bool:
            found = directory.find(text)
            return found is not None and (self.only is None or found.id == self.only.id)

        return meant


@dataclass(frozen=True, slots=True)
class Teams:
    """What was found."""

    found: dict[str, Team] = field(default_factory=dict)
    made: int = 0
    unknown: tuple[str, ...] = ()
    """Texts that name no team of the network."""


def slug_of(text: str) -> str:
    """The part of an address that names `text`: "St. Ann's" gives "st-ann-s"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


class Directory:
    """A network's teams, by how a file may name them."""

    def __init__(self, network_id: int) -> None:
        existing = db.session.scalars(select(Team).where(Team.network_id == network_id)).all()
        self.by_slug = {team.slug: team for team in existing}
        self.by_name = {team.name.casefold(): team for team in existing}

    def find(self, text: str, name: str = "") -> Team | None:
        """The team that a text means, by its name or by the last part of its address."""
        found = self.by_name.get(text.casefold()) or self.by_slug.get(slug_of(text))
        return found or (self.by_name.get(name.casefold()) if name else None)


def match_teams(
    measure: Measure,
    rows: Mapping[str, int],
    names: Mapping[str, str],
    column: str | None,
    wishes: TeamWishes,
    problems: Problems,
    wording: Wording,
) -> Teams:
    """The team of every text in the team column, made where that is wished but not stored yet.

    `rows` has the first row of each text, `names` the names that another column gives them.
    """
    if column is None:
        only = wishes.only
        return Teams({"": only} if only is not None else {})
    directory = Directory(measure.network_id)
    found: dict[str, Team] = {}
    claimed: dict[str, str] = {}
    unknown, made = [], 0
    for text, row in sorted(rows.items()):
        name = names.get(text) or f"{wishes.prefix}{text}"
        team = directory.find(text, name)
        if team is None and wishes.create:
            fault = _unfit(text, name)
            if fault:
                problems.add(fault, row, column)
                continue
            team = Team(network_id=measure.network_id, slug=slug_of(text), name=name)
            directory.by_slug[team.slug] = team
            made += 1
        if team is None:
            unknown.append(text)
            said = f"The network has no team {quoted(text)}. {wording.unknown_team}"
            problems.add(said, row, column)
        elif claimed.setdefault(team.slug, text) != text:
            said = f'"{text}" and "{claimed[team.slug]}" are one team, {team.name}.'
            problems.add(said, row, column)
        elif measure.team_id is not None and team.id != measure.team_id:
            problems.add(f'"{measure.name}" is another team\'s own measure.', row, column)
        else:
            found[text] = team
    return Teams(found, made, tuple(unknown))


def _unfit(text: str, name: str) -> str | None:
    slug = slug_of(text)
    if not slug:
        return f'"{text}" has no letters or digits to make an address of.'
    if len(slug) > 80 or len(name) > 120:
        return f'"{text[:40]}…" is too long for a team\'s name.'
    return None
