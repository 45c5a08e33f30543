"""New signals and overdue data, as items of the inbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from app.assessments.queries import fed_series
from app.causes.cards import cards_of
from app.huddle.facts import Standing
from app.huddle.queries import standings_of
from app.inbox.items import Item, Kind, Person
from app.measures.addresses import series_url
from app.measures.due import waiting_of
from app.measures.reading import SignalLine
from app.measures.signals import seen_by, was_seen
from app.standings import words

NEWS = timedelta(days=60)
"""A signal that is known for longer is no news, whether somebody has seen it or not."""


def arrived(person: Person) -> Iterable[Item]:
    """The signals and overdue data of the person's teams: five queries."""
    teams = sorted(person.teams)
    if not teams:
        return
    standings = [each for found in standings_of(teams).values() for each in found]
    seen = seen_by(person.user, [each.series.id for each in standings if each.top])
    fed = fed_series(teams)
    for each in standings:
        series, top = each.series, each.top
        coaches = series.team_id not in person.writes
        if top is not None and each.verdict != "too_young":
            (line,) = words.lines([top], series.measure.frequency)
            fresh = (person.today - top.seen_at.date()) <= NEWS
            # The team has done what it is asked once somebody has said the cause.
            done = not coaches and _is_explained(each, line)
            if fresh and not done and not was_seen(line, seen.get(series.id, [])):
                yield Item(
                    key=f"signal-{series.id}-{top.key}",
                    kind=Kind.SIGNAL,
                    at=top.seen_at,
                    what=line.title,
                    about=series.measure.name,
                    team_id=series.team_id,
                    team=series.team.name,
                    todo="Review the chart" if coaches else "Say what caused it",
                    href=series_url(
                        series,
                        "reviews.show" if series.team_id in person.who.coached else "measures.show",
                    ),
                    verdict=top.verdict,
                    direction=top.direction,
                )
        due = waiting_of(series, each.latest, person.today)
        if due is not None and due.waiting > 0 and due.overdue and series.id not in fed:
            yield Item(
                key=f"overdue-{series.id}-{due.period.isoformat()}",
                kind=Kind.OVERDUE,
                at=datetime.combine(due.due_on, time(), UTC),
                what=f"{due.period_name} is overdue",
                about=series.measure.name,
                team_id=series.team_id,
                team=series.team.name,
                todo="Ask what holds it up" if coaches else "Enter it",
                href=due.url,
                stays=True,
            )


def _is_explained(standing: Standing, line: SignalLine) -> bool:
    """Whether the team has said what caused a signal."""
    lines = words.lines(standing.signals, standing.series.measure.frequency)
    return any(
        card.decision is not None and line.key in {each.key for each in card.lines}
        for card in cards_of(lines, standing.causes)
    )
