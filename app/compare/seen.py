"""Which teams somebody sees on a measure: by name, by a code, or not at all.

Everything on the comparison, its files and what is computed from several teams begins here.

A code must stand for several teams at least. So a team under a code is left out of whatever picks
teams by who they are: a list that a filter made shorter would tell who left it. And it is left out
where fewer than `FEWEST` are under a code, since the list of teams is no secret and the others have
their names on their charts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app import access
from app.access import Standing
from app.compare.choosing import Chosen
from app.compare.codes import codes_of, scope_of
from app.measures import queries, sharing
from app.measures.models import Measure, Series, Share
from app.measures.queries import TeamRows
from app.networks.models import WorkingGroup
from app.strata import published
from app.strata.many import stratum_rows
from app.strata.models import Stratum

FEWEST = 3
"""Teams of others that must be under a code for any of them to be shown."""
ALL = Chosen()


@dataclass(frozen=True, slots=True)
class SeenTeam:
    """One team as somebody sees it."""

    team: TeamRows
    own: bool
    code: str = ""
    """Its code where it is shown by that; then neither its name nor its address may show."""
    opens: bool = True
    """Whether the reader may open its chart."""

    @property
    def coded(self) -> bool:
        return bool(self.code)

    @property
    def label(self) -> str:
        return f"Team {self.code}" if self.code else self.team.name

    @property
    def slug(self) -> str:
        return "" if self.code else self.team.slug


@dataclass(frozen=True, slots=True)
class Seen:
    """The teams that somebody sees, and who is left out in which way."""

    teams: tuple[SeenTeam, ...]
    left_out: int
    """Teams under a code that are not shown: a filter picks, or they are too few."""
    under_codes: tuple[SeenTeam, ...]
    """All teams under codes, one's own included, as others see them; for what is pooled. None
    where teams are picked by who they are, or a part of them is asked for."""
    tags: tuple[str, ...]
    contexts: tuple[str, ...]

    @property
    def coded(self) -> int:
        """How many are shown by a code."""
        return sum(each.coded for each in self.teams)


def seen_teams(
    measure: Measure,
    who: Standing,
    chosen: Chosen = ALL,
    groups: Sequence[WorkingGroup] = (),
    *,
    scope: str = "",
    reveal: bool = False,
    stratum: Stratum | None = None,
) -> Seen:
    """The teams of a measure as somebody with these roles sees them, with the rows that they may see.

    In at most six queries. `scope` is the comparison whose codes are shown; that of the measure
    unless told otherwise. `reveal` names all teams, with what others may see of their numbers: only
    for those who may resolve codes, and who are written down for it. `stratum` asks for one part of
    each team's people.
    """
    own = access.own_teams(who)
    reveal = reveal and access.resolves(measure.network_id, who)
    if reveal:
        teams = queries.teams_with(measure)
    elif measure.network_id in who.reachable:
        others = sharing.seen_by_others(measure, Share.OPEN, Share.BLINDED)
        teams = queries.teams_with(measure, others | Series.team_id.in_(own))
    else:
        teams = queries.teams_with(measure, Series.team_id.in_(own))
    visible = {each.team_id for each in teams if each.team_id in own or _is_open(measure, each)}
    named = [each for each in teams if reveal or each.team_id in visible]
    ids = {each.team_id for each in named}
    coded = [each for each in teams if each.team_id not in ids]
    shown = [] if chosen.picks_teams or stratum or len(coded) < FEWEST else coded
    codes = codes_of(
        measure.network_id, scope or scope_of(measure), (each.team_id for each in shown)
    )
    picked = _picked(named, chosen, groups)
    pooled = coded if not chosen.picks_teams and not stratum else []
    found = queries.with_rows([*picked, *pooled], data=stratum is None)
    mine = {each.series_id for each in found if each.team_id in own}
    if stratum is not None:
        rows = stratum_rows(
            measure, stratum, {each.series_id: each.team_id for each in found}, mine
        )
        found = [each for each in found if rows.get(each.series_id)]
    else:
        stored = {each.series_id: each.rows for each in found}
        rows = published.rows_of_many(measure, stored, mine)
    everybody = [
        SeenTeam(
            _within(replace(each, rows=rows[each.series_id]), chosen),
            each.team_id in own,
            codes.get(each.team_id, ""),
            each.team_id in visible,
        )
        for each in found
    ]
    hidden = {each.team_id for each in coded} - set(codes)
    return Seen(
        tuple(each for each in everybody if each.team.team_id not in hidden),
        len(coded) - len(shown),
        () if chosen.picks_teams or stratum else _under_codes(measure, everybody),
        tuple(sorted({tag for each in named for tag in each.tags}, key=str.casefold)),
        tuple(sorted({each.context for each in named if each.context}, key=str.casefold)),
    )


def _under_codes(measure: Measure, teams: Sequence[SeenTeam]) -> tuple[SeenTeam, ...]:
    """The teams under codes as others see them; one's own lose what only its people see."""
    found = [
        each for each in teams if sharing.share_under(measure, each.team.chosen) is Share.BLINDED
    ]
    own = {each.team.series_id: each.team.rows for each in found if each.own}
    rows = published.rows_of_many(measure, own, ()) if own else {}
    return tuple(
        replace(
            each,
            code=each.code or "?",
            team=replace(each.team, rows=rows.get(each.team.series_id, each.team.rows)),
        )
        for each in found
    )


def _is_open(measure: Measure, team: TeamRows) -> bool:
    return sharing.share_under(measure, team.chosen) is Share.OPEN


def _picked(
    teams: Sequence[TeamRows], chosen: Chosen, groups: Sequence[WorkingGroup]
) -> list[TeamRows]:
    """The teams that fit a name, a working group or one inside it, a tag and a context."""
    inside = None if chosen.group is None else queries.within_group(groups, chosen.group)
    name, tag, context = (each.casefold() for each in (chosen.name, chosen.tag, chosen.context))
    return [
        each
        for each in teams
        if name in each.name.casefold()
        and (inside is None or each.group_id in inside)
        and (not tag or tag in (one.casefold() for one in each.tags))
        and (not context or context == each.context.casefold())
    ]


def _within(team: TeamRows, chosen: Chosen) -> TeamRows:
    """Only the rows of the periods that were chosen."""
    if chosen.first is None and chosen.last is None:
        return team
    rows = [
        row
        for row in team.rows
        if (chosen.first is None or row.period >= chosen.first)
        and (chosen.last is None or row.period <= chosen.last)
    ]
    return replace(team, rows=rows)
