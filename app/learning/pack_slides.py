"""The slides of a session beside its storyboards: agenda, comparison, bright spots, commitments."""

from __future__ import annotations

from collections.abc import Sequence

from app.clock import today
from app.compare.codes import scope_of
from app.learning import bright, following, frozen, timing
from app.learning.frozen import Kept
from app.learning.models import LearningSession
from app.learning.room_models import Commitment
from app.measures import reading
from app.pairings.board import board_of
from app.pairings.services import groups_of
from app.storyboard.slide_tables import Row, fits_subtitle, pages
from app.templating import long_date
from charts import slides
from charts.panel_order import Order, Panel
from charts.slides.view import Slide


def agenda(session: LearningSession) -> list[Slide]:
    """What the session is for, and when what happens."""
    # Where there are several days, the subtitle says which.
    fits = session.last_day is None and fits_subtitle(session.purpose)
    subtitle = session.purpose if fits else ""
    more = [] if subtitle or not session.purpose else [("What for", session.purpose)]
    found: list[Slide] = []
    for day in timing.by_day(session):
        rows = [
            (each.begins, ", ".join(part for part in (each.item.title, each.item.who) if part))
            for each in day.items
        ]
        title = f"Agenda, {day.place}" if day.place else "Agenda"
        when = f"{day.on:%A}, {long_date(day.on)}" if day.place else subtitle
        found += _tables(session, title, [*more, *rows], when or timing.span(session))
        more = []
    followed = following.follow(session, today())
    told = [(each.commitment.team.name, _promise(each.commitment)) for each in followed]
    return [*found, *_tables(session, "What teams will test", told, "")]


def _promise(commitment: Commitment) -> str:
    who = f"{commitment.who}, " if commitment.who else ""
    return f"{commitment.text} ({who}by {long_date(commitment.due_on)})"


def comparison(session: LearningSession, kept: Kept) -> list[Slide]:
    """How many teams say what, then their charts, natively."""
    rows = [(f"{len(group.panels)}  {group.name}", group.rule) for group in kept.groups]
    rows += [("By chance alone", kept.chance)] if kept.chance else []
    coded = frozen.coded_words(kept)
    rows += [("Teams under codes", coded)] if coded else []
    found = _tables(session, kept.name, rows, kept.sentence if fits_subtitle(kept.sentence) else "")
    panels = [
        Panel(panel.name, panel.analysis)
        for group in kept.groups
        for panel in group.panels
        if panel.analysis is not None
    ]
    if not panels:
        return found
    charts = slides.multiples_slides(
        panels,
        title=kept.name,
        unit=kept.unit,
        order=Order.GIVEN,
        period=reading.PACES[kept.frequency],
        spans=kept.spans,
    )
    return [*found, *charts]


def bright_spots(session: LearningSession, kept: Sequence[Kept]) -> list[Slide]:
    """The teams whose charts improved, and what they say of it."""
    rows = [
        (each.team, " ".join(part for part in (each.words, each.after) if part))
        for each in bright.spots_of(session, kept)
    ]
    if not rows:
        rows = [("", "No team’s chart shows a sustained improvement on these measures yet.")]
    return _tables(session, "Bright spots", rows, "Teams to learn from, by the rules of the charts")


def talks(session: LearningSession, kept: Sequence[Kept]) -> list[Slide]:
    """Who could learn from whom, and the breakout groups as they are, each with its reason."""
    paired = [(names, f"{each.name}: {why}") for each in kept for names, why in each.pairs]
    subtitle = "Proposed from the charts: who could use an answer, and who may have it"
    found = _tables(session, "Pairs that could talk", paired, subtitle)
    board = board_of(
        session.network,
        groups_of(session.network, scope_of(session)),
        frozen.eyes_of(session.network),
    )
    rows = [
        (f"{group.name}: {place.team}", place.reason) for group in board for place in group.places
    ]
    return [*found, *_tables(session, "Breakout groups", rows, "Who talks with whom, and why")]


def _tables(
    session: LearningSession, title: str, rows: Sequence[Row], subtitle: str
) -> list[Slide]:
    passport = f"{session.title}, {session.network.name}, {timing.dates(session)}"
    tables = pages(rows) if rows else []
    return [
        Slide(
            title,
            f"{number} of {len(tables)}" if len(tables) > 1 and number > 1 else subtitle,
            table,
            passport,
            " ".join(": ".join(part for part in row if part) for row in table.rows),
        )
        for number, table in enumerate(tables, 1)
    ]
