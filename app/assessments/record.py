"""A closed round becomes a point on a chart: the team's own measure of this instrument."""

from __future__ import annotations

import re

from sqlalchemy import func, select

from app import audit, clock
from app.accounts.models import User
from app.assessments import content as contents
from app.assessments.models import Assessment, AssessmentRound
from app.extensions import db
from app.measures import periods, removing
from app.measures.models import (
    DataKind,
    Direction,
    Frequency,
    Measure,
    MeasureRole,
    Observation,
    ObservationCorrection,
    Series,
)

DEFINITION = (
    "Members of the team place it on the levels of “{name}”, each by themselves. A person's score "
    "is the mean of the levels they chose; the value is the mean over those who answered. "
    "Closing a round of the assessment writes it; only what is older is entered by hand."
)
PLACES = 2


def write_value(actor: User | None, closed: AssessmentRound, respondents: int) -> Observation:
    """Write a round's value into the period it closed in.

    A later round of the same period takes its place; what it replaces is kept as a correction.
    """
    assessment = closed.assessment
    series = assessment.series or _start_series(actor, assessment)
    frequency = series.measure.frequency
    period = periods.start_of(closed.closed_on or clock.today(), frequency)
    value, note = _told(closed, respondents)
    query = select(Observation).where(
        Observation.series_id == series.id, Observation.period == period
    )
    stored = db.session.scalar(query)
    if stored is None:
        stored = Observation(
            series_id=series.id,
            period=period,
            value=value,
            note=note,
            entered_by_id=actor.id if actor else None,
            entered_at=clock.now(),
        )
        db.session.add(stored)
    else:
        reason = f"Round {closed.number} closed in the same period"
        _replace(actor, stored, closed, respondents, reason)
    db.session.flush()
    db.session.expire(series, ["observations"])
    return stored


def withdraw_value(actor: User, closed: AssessmentRound, reason: str) -> None:
    """Take a round's value off the chart: an earlier round of the period has its value back.

    What is withdrawn is kept, with who, when and why, as of any value. A value that another round
    or a person put in its place since is left alone.
    """
    assessment = closed.assessment
    series = assessment.series
    if series is None or closed.closed_on is None:
        return
    period = periods.start_of(closed.closed_on, series.measure.frequency)
    query = select(Observation).where(
        Observation.series_id == series.id, Observation.period == period
    )
    stored = db.session.scalar(query)
    if stored is None or not stored.note.startswith(_note(closed)):
        return
    others = [
        each
        for each in assessment.rounds
        if each.id != closed.id
        and each.value is not None
        and each.closed_on is not None
        and periods.start_of(each.closed_on, series.measure.frequency) == period
    ]
    if not others:
        removing.remove(actor, stored, reason, version=None)
        return
    last = max(others, key=lambda each: each.number)
    count = sum(each.handed_in_at is not None for each in last.responses)
    _replace(actor, stored, last, count, f"Round {closed.number} was opened again: {reason}")


def _note(closed: AssessmentRound) -> str:
    """What the note of a round's value begins with."""
    return f"Round {closed.number}, "


def _told(closed: AssessmentRound, respondents: int) -> tuple[float, str]:
    """A round's value as it is stored, and its note."""
    answers = "answer" if respondents == 1 else "answers"
    return round(closed.value or 0.0, PLACES), f"{_note(closed)}{respondents} {answers}"


def _replace(
    actor: User | None, stored: Observation, closed: AssessmentRound, respondents: int, reason: str
) -> None:
    stored.corrections.append(
        ObservationCorrection(
            old_value=stored.value,
            old_denominator=stored.denominator,
            old_note=stored.note,
            reason=reason,
            corrected_by=actor,
            corrected_at=clock.now(),
        )
    )
    stored.value, stored.note = _told(closed, respondents)
    db.session.flush()


def _start_series(actor: User | None, assessment: Assessment) -> Series:
    team, instrument = assessment.team, assessment.instrument
    asked = contents.read(instrument.versions[-1].content)
    measure = Measure(
        network=team.network,
        team=team,
        slug=_free_slug(team.network_id, f"{team.slug}-{contents.key_of(instrument.name)}"),
        name=instrument.name,
        role=MeasureRole.PROCESS,
        data_kind=DataKind.SINGLE,
        definition=DEFINITION.format(name=instrument.name),
        numerator_label=f"Score, {asked.levels[0].label} to {asked.levels[-1].label}",
        unit="mean level",
        direction=Direction.UP,
        frequency=Frequency.QUARTER,
        due_days=30,
        chart="run",
        rules="perla",
        source="The team's own rounds of the assessment",
    )
    db.session.add(measure)
    db.session.flush()
    last = db.session.scalar(select(func.max(Series.position)).where(Series.team_id == team.id))
    series = Series(team=team, measure=measure, position=0 if last is None else last + 1)
    assessment.series = series
    db.session.add(series)
    audit.record(
        actor,
        "start measure",
        series,
        network=team.network,
        after={"team": team.name, "measure": measure.name},
    )
    return series


def _free_slug(network_id: int, wish: str) -> str:
    wish = wish[:70].strip("-")
    taken = set(
        db.session.scalars(
            select(Measure.slug).where(
                Measure.network_id == network_id, Measure.slug.startswith(wish, autoescape=True)
            )
        )
    )
    free = wish
    number = 1
    while free in taken:
        number += 1
        free = re.sub(r"-+", "-", f"{wish}-{number}")
    return free
