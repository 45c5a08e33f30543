"""What the presenter's screen shows, part by part. Only what all in the room may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from app.compare.codes import scope_of
from app.learning import following, frozen, timing
from app.learning.bright import spots_of
from app.learning.frozen import Kept
from app.learning.models import ItemKind, LearningSession, SessionMeasure, Status
from app.learning.timing import Day, Timed
from app.pairings import board
from app.pairings import services as pairings
from app.storyboard.material import Material, material_of
from app.teams.models import Team
from charts.aim_progress import html as aim_html

PANELS = 12
"""Small charts on one screen."""
GROUPS = 6
"""Groups that talk, on one screen."""
SPOTS = 6
"""Bright spots on the screen of a measure; the pack has all of them."""
LINES = 6
"""Offers or commitments on one screen, of each kind."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: the template that draws it, with what it needs."""

    template: str
    title: str
    eyebrow: str
    context: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the presenter is, and where the arrows lead; addresses as (item, part)."""

    screen: Screen
    item: int
    part: int
    parts: int
    items: int
    back: tuple[int, int] | None
    on: tuple[int, int] | None

    @property
    def share(self) -> float:
        """How much of the agenda is behind, from 0 to 1."""
        return (self.item + (self.part + 1) / self.parts) / self.items


Parts = Sequence[Callable[[], Screen]]


def stop_at(session: LearningSession, item: int, part: int, today: date) -> Stop:
    """One screen by its place: item 0 is the opening, the others are those of the agenda.

    A negative part is the item's last one; places that are not there lead to the nearest.
    """
    days = timing.by_day(session)
    agenda = [timed for day in days for timed in day.items]
    item = min(max(item, 0), len(agenda))
    parts = _opening(session, days) if item == 0 else _parts(session, agenda[item - 1], today)
    part = len(parts) - 1 if part < 0 else min(part, len(parts) - 1)
    before = (item, part - 1) if part else ((item - 1, -1) if item else None)
    after = (item, part + 1) if part + 1 < len(parts) else None
    if after is None and item < len(agenda):
        after = (item + 1, 0)
    return Stop(parts[part](), item, part, len(parts), len(agenda) + 1, before, after)


def _opening(session: LearningSession, days: Sequence[Day]) -> Parts:
    return [
        lambda: Screen("title", session.title, session.network.name, {}),
        *(partial(_agenda, session, day) for day in days),
        *(_groups(session) if _groups_with(days) is None else ()),
    ]


def _agenda(session: LearningSession, day: Day) -> Screen:
    return Screen("agenda", day.name or "Today", timing.hours(session), {"agenda": day.items})


def _groups_with(days: Sequence[Day]) -> ItemKind | None:
    """With which items the groups come: comparisons, else offers and asks; None for the opening."""
    kinds = {timed.item.kind for day in days for timed in day.items}
    return next((kind for kind in (ItemKind.COMPARISON, ItemKind.EXCHANGE) if kind in kinds), None)


def _parts(session: LearningSession, timed: Timed, today: date) -> Parts:
    item, when = timed.item, timed.when
    head: Callable[[], Screen] = lambda: Screen(  # noqa: E731  # the first of a list of makers
        "item", item.title, when, {"item": item}
    )
    kinds = {each.kind for each in session.agenda}
    makers: dict[ItemKind, Callable[[], Parts]] = {
        ItemKind.COMPARISON: lambda: _comparisons(session),
        ItemKind.STORYBOARDS: lambda: _boards(session, today),
        ItemKind.EXCHANGE: lambda: [
            *(_groups(session) if ItemKind.COMPARISON not in kinds else ()),
            *_exchange(session),
        ],
        ItemKind.COMMITMENTS: lambda: _commitments(session, today),
        ItemKind.EVALUATION: lambda: [lambda: Screen("evaluation", item.title, when, {})],
    }
    more = makers[item.kind]() if item.kind in makers else []
    return more if item.kind is ItemKind.EVALUATION else [head, *more]


def _comparisons(session: LearningSession) -> Parts:
    """Each measure: how many teams say what, then their charts; then who talks with whom."""
    found: list[Callable[[], Screen]] = []
    if session.status is Status.HELD:
        for each in frozen.shown_of(session):
            kept = frozen.read(each)
            found += [*_measure(kept, kept.name), partial(_bright, session, kept)]
    else:
        found += [screen for measure in session.measures for screen in _now(measure)]
    return [*found, *_groups(session)]


def _groups(session: LearningSession) -> Parts:
    """The breakout groups, with the reasons that everybody of the network may know."""
    kept = pairings.groups_of(session.network, scope_of(session))
    found = board.board_of(session.network, kept, frozen.eyes_of(session.network))
    pages = -(-len(found) // GROUPS)

    def page(number: int) -> Callable[[], Screen]:
        eyebrow = f"{number + 1} of {pages}" if pages > 1 else "Groups"
        part = found[number * GROUPS : (number + 1) * GROUPS]
        return lambda: Screen("groups", "Who talks with whom", eyebrow, {"groups": part})

    return [page(number) for number in range(pages)]


def _now(each: SessionMeasure) -> Parts:
    shown = frozen.comparison_now(each.session, each.measure)

    def spots() -> Screen:
        # What was tested is looked up for this screen alone, not whenever an arrow is pressed.
        return _bright(each.session, frozen.read_content(frozen.content_of(each.measure, shown)))

    return [*_measure(shown, each.measure.name), spots]


def _bright(session: LearningSession, kept: Kept) -> Screen:
    """Whom to learn from on a measure, and what they tested before."""
    found = spots_of(session, [kept])
    more = max(0, len(found) - SPOTS)
    return Screen("bright", "Bright spots", kept.name, {"spots": found[:SPOTS], "more": more})


def _measure(found: Any, name: str) -> Parts:
    panels = [(group, panel) for group in found.groups for panel in group.panels]
    chunks = [panels[at : at + PANELS] for at in range(0, len(panels), PANELS)]
    counts = [(group, len(group.panels)) for group in found.groups]

    def overview() -> Screen:
        return Screen(
            "counts",
            name,
            "All teams",
            {"found": found, "counts": counts, "coded": frozen.coded_words(found)},
        )

    def charts(number: int) -> Callable[[], Screen]:
        page = f"{number + 1} of {len(chunks)}" if len(chunks) > 1 else "All teams"
        return lambda: Screen("panels", name, page, {"panels": chunks[number], "found": found})

    return [overview, *(charts(number) for number in range(len(chunks)))]


def boards_of(session: LearningSession) -> list[Team]:
    """The teams of a session whose storyboard the network may read, by name."""
    teams = [place.team for place in session.teams if place.team.storyboard_published_at]
    return sorted(teams, key=lambda team: (team.name, team.id))


def _boards(session: LearningSession, today: date) -> Parts:
    def board(team: Team) -> Callable[[], Screen]:
        return lambda: Screen(
            "board", team.name, "Storyboard", _board(material_of(team, today, outside=True))
        )

    return [board(team) for team in boards_of(session)]


def _board(found: Material) -> dict[str, Any]:
    return {
        "found": found,
        "progress": aim_html(found.progress, uid="present-aim") if found.progress else None,
        "chart": found.family[0] if found.family else None,
    }


def _exchange(session: LearningSession) -> Parts:
    offers = following.offers_of(session)
    kinds = [[each for each in offers if each.kind.value == kind] for kind in ("offer", "ask")]
    pages = max(1, *(-(-len(found) // LINES) for found in kinds))

    def page(number: int) -> Callable[[], Screen]:
        cut = slice(number * LINES, (number + 1) * LINES)
        eyebrow = f"{number + 1} of {pages}" if pages > 1 else ""
        return lambda: Screen(
            "exchange", "Offers and asks", eyebrow, {"offers": kinds[0][cut], "asks": kinds[1][cut]}
        )

    return [page(number) for number in range(pages)]


def _commitments(session: LearningSession, today: date) -> Parts:
    found = following.follow(session, today)
    pages = max(1, -(-len(found) // LINES))

    def page(number: int) -> Callable[[], Screen]:
        eyebrow = f"{number + 1} of {pages}" if pages > 1 else ""
        part = found[number * LINES : (number + 1) * LINES]
        return lambda: Screen("commitments", "What teams will test", eyebrow, {"followed": part})

    return [page(number) for number in range(pages)]
