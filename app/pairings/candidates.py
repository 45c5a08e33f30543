"""Who could talk with whom on a measure: bright spots, stuck teams, and those who asked for help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from app import access
from app.access import Standing
from app.compare.reads import Read, key_of, newest, read_all
from app.compare.seen import SeenTeam, seen_teams
from app.measures import periods
from app.measures.models import Measure
from app.pairings.bright import Bright, bright_spot
from app.pairings.drivers import public_drivers
from app.pairings.help import asked_for_help
from app.pairings.models import Part
from app.pairings.tested import Shift, Tested, tested_before

STUCK = frozenset({"no_signal", "concern"})
LEAST_POINTS = 10
"""Points from which a chart without a signal says that a team is stuck."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A team with what its records say, and where they are."""

    team_id: int
    series_id: int
    name: str
    href: str
    """Its chart; "" where the reader may not open it."""
    part: Part
    verdict: str
    direction: str | None
    sentence: str
    """Without the team's name: "11 months below the center line since December 2025"."""
    since: date | None
    tested: tuple[Tested, ...]
    likes: frozenset[str]
    """Tags and context, by which teams are alike."""
    own: bool
    drivers: frozenset[str] = frozenset()
    """What it works on, where its storyboard tells the network."""

    @property
    def is_bright(self) -> bool:
        return self.part is Part.BRIGHT


def candidates(measure: Measure, who: Standing, *, reveal: bool = False) -> list[Candidate]:
    """All teams on a measure that the reader may see by name, by part and then by name.

    `reveal` names teams under codes and closed ones as well, from what others may see of their
    numbers: for those who may resolve codes, and who are written down for it.
    """
    seen = seen_teams(measure, who, reveal=reveal)
    named = [each for each in seen.teams if not each.coded]
    read = read_all(measure, named)
    latest = newest(read)
    asked = asked_for_help(each.team.team_id for each in named)
    spots: dict[int, Bright] = {}
    for each in read:
        if key_of(each, measure, latest) == "improvement" or _rephased(each):
            spot = bright_spot(measure, each.seen.team)
            if spot is not None and key_of(each, measure, latest) not in {"stale", "concern"}:
                spots[each.seen.team.team_id] = spot
    own = access.own_teams(who)
    shifts = [
        Shift(
            each.seen.team.team_id,
            each.seen.team.series_id,
            each.seen.team.slug,
            spots[each.seen.team.team_id].first,
        )
        for each in read
        if each.seen.team.team_id in spots
    ]
    tested = tested_before(measure, shifts, own)
    drivers = public_drivers(each.team.team_id for each in named)
    found = [
        replace(
            _candidate(measure, each, latest, spots.get(each.seen.team.team_id), asked, tested),
            drivers=drivers.get(each.seen.team.team_id, frozenset()),
        )
        for each in read
    ]
    order = (Part.BRIGHT, Part.ASKED, Part.STUCK, Part.OTHER)
    return sorted(found, key=lambda each: (order.index(each.part), each.name.casefold()))


def _rephased(each: Read) -> bool:
    return each.analysis is not None and len(each.analysis.phases) > 1


def _candidate(
    measure: Measure,
    each: Read,
    latest: date | None,
    spot: Bright | None,
    asked: set[int],
    tested: dict[int, tuple[Tested, ...]],
) -> Candidate:
    team, key = each.seen.team, key_of(each, measure, latest)
    stuck = key in STUCK and each.analysis is not None
    stuck = stuck and each.analysis.phases[-1].n_points >= LEAST_POINTS  # type: ignore[union-attr]  # checked above
    part = Part.OTHER
    if spot is not None:
        part = Part.BRIGHT
    elif team.team_id in asked:
        part = Part.ASKED
    elif stuck:
        part = Part.STUCK
    return Candidate(
        team_id=team.team_id,
        series_id=team.series_id,
        name=team.name,
        href=_href(measure, each.seen),
        part=part,
        verdict="improvement" if spot else ("too_young" if key == "stale" else key),
        direction=spot.signal.side.value if spot and spot.signal.side else each.says.direction,
        sentence=_sentence(measure, each, key, spot, asked=team.team_id in asked),
        since=spot.first if spot else None,
        tested=tested.get(team.team_id, ()),
        likes=frozenset(tag.casefold() for tag in (*team.tags, team.context) if tag),
        own=each.own,
    )


def _href(measure: Measure, seen: SeenTeam) -> str:
    if not seen.opens:
        return ""
    return url_for(
        "measures.show",
        network_slug=measure.network.slug,
        team_slug=seen.team.slug,
        measure_slug=measure.slug,
    )


def _sentence(measure: Measure, each: Read, key: str, spot: Bright | None, *, asked: bool) -> str:
    if spot is not None:
        return spot.says(measure.frequency)
    said = {
        "no_signal": f"no signal in {_length(measure, each)}",
        "concern": f"a concern: {each.says.caption[:1].lower()}{each.says.caption[1:]}",
        "improvement": "an improvement that is young: "
        f"{each.says.caption[:1].lower()}{each.says.caption[1:]}",
        "change": "another kind of signal",
        "too_young": "too few points to judge",
        "stale": "no recent data",
    }[key]
    return f"asked for help; {said}" if asked else said


def _length(measure: Measure, each: Read) -> str:
    points = each.analysis.phases[-1].n_points if each.analysis else 0
    return periods.count(points, measure.frequency)


def by_chance(measure: Measure, found: Sequence[Candidate]) -> str:
    """How many bright spots chance alone would give: a run of eight on one side of a known line."""
    judged = sum(each.verdict != "too_young" for each in found)
    expected = round(judged / 2**8)
    many = f"about {expected}" if expected else "fewer than 1"
    teams = "1 team" if judged == 1 else f"{judged} teams"
    return f"By chance alone {many} of {teams} would be one."
