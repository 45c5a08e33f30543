"""Storing a period of a series by its strata, whole and parts together. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from app import clock
from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.measures import periods
from app.measures import services as measures
from app.measures.models import Measure, Series
from app.measures.queries import observation_of
from app.measures.values import Entered
from app.strata import queries
from app.strata.models import Breakdown, StratumCorrection, StratumObservation
from app.strata.sums import sums_of


def store(
    actor: User,
    series: Series,
    breakdown: Breakdown,
    period: date,
    whole: Entered,
    parts: Mapping[int, Entered],
    *,
    note: str = "",
    reason: str = "",
) -> None:
    """Store one period: the whole team and its strata at one moment.

    What is stored already and differs is corrected, with `reason`; what is the same is left. The
    strata may add up to less than the whole with a `note` that says who is missing, never to more.
    """
    at = clock.now()
    period = periods.start_of(period, series.measure.frequency)
    check_sums(series.measure, whole, parts.values(), note)
    _store_whole(actor, series, period, whole, reason, at)
    stored = {each.stratum_id: each for each in queries.cells_at(series, breakdown, period)}
    store_parts(actor, series, breakdown, period, parts, stored, note=note, reason=reason, at=at)
    db.session.flush()


def check_sums(measure: Measure, whole: Entered, parts: Iterable[Entered], note: str) -> None:
    """Refuse strata that add up to more than the whole, or to less without a word on why."""
    found = sums_of(
        whole,
        parts,
        numerator=measure.numerator_label,
        denominator=measure.denominator_label,
    )
    if found.more:
        raise ServiceError(" ".join(found.more), field="sum")
    if found.less and not note.strip():
        raise ServiceError(" ".join(found.less), field="note")


def store_parts(
    actor: User,
    series: Series,
    breakdown: Breakdown,
    period: date,
    parts: Mapping[int, Entered],
    stored: Mapping[int, StratumObservation],
    *,
    note: str,
    reason: str,
    at: datetime,
) -> int:
    """Store one period's strata beside what is `stored` of them; how many were corrected.

    Asks the database for nothing and does not flush.
    """
    corrected = 0
    for stratum in breakdown.strata:
        entered = parts.get(stratum.id)
        if entered is None:
            if stratum.id in stored:
                raise ServiceError(
                    f"{stratum.name} has data already. Correct them; 0 says that there was nobody.",
                    field=f"value-{stratum.id}",
                )
            continue
        known = stored.get(stratum.id)
        if known is None:
            db.session.add(
                StratumObservation(
                    series_id=series.id,
                    stratum_id=stratum.id,
                    period=period,
                    value=entered.value,
                    denominator=entered.denominator,
                    note=note.strip(),
                    entered_by_id=actor.id,
                    entered_at=at,
                )
            )
        elif (known.value, known.denominator) != (entered.value, entered.denominator):
            _correct(actor, known, entered, note, reason, at)
            corrected += 1
    return corrected


def _store_whole(
    actor: User, series: Series, period: date, whole: Entered, reason: str, at: datetime
) -> None:
    known = observation_of(series, period)
    if known is None:
        # One moment for all of it: nobody has seen the whole without its parts.
        measures.enter(actor, series, period, whole.value, whole.denominator).entered_at = at
    elif (known.value, known.denominator) != (whole.value, whole.denominator):
        measures.correct(actor, known, whole.value, whole.denominator, known.note, reason)
        known.corrections[-1].corrected_at = at


def _correct(
    actor: User,
    known: StratumObservation,
    entered: Entered,
    note: str,
    reason: str,
    at: datetime,
) -> None:
    if not reason.strip():
        raise ServiceError(
            "Say in a few words why. The old value is kept beside it.", field="reason"
        )
    known.corrections.append(
        StratumCorrection(
            old_value=known.value,
            old_denominator=known.denominator,
            old_note=known.note,
            reason=reason.strip(),
            corrected_by_id=actor.id,
            corrected_at=at,
        )
    )
    known.value, known.denominator = entered.value, entered.denominator
    known.note = note.strip() or known.note
