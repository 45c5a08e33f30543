"""Storing what a program sent: as often as it likes, once, and with the checks of the pages."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from app.accounts.models import User
from app.api.schemas.measures import SENDS
from app.api.schemas.observations import NumbersIn, ObservationIn, numbers
from app.errors import ServiceError
from app.measures import queries, removing, services, values
from app.measures.models import DataKind, Measure, Observation, Series
from app.measures.removing import Removed
from app.measures.series import Row
from app.measures.values import Entered
from app.problems import Fault


class Outcome(enum.Enum):
    """What became of data that were sent."""

    CREATED = "created"
    CORRECTED = "corrected"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


class NumbersError(Exception):
    """Numbers that the measure does not take."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(each.detail for each in faults))
        self.faults = faults


class StoredError(Exception):
    """Something else is stored, and the program did not say that it knows."""

    def __init__(self, stored: Observation | None) -> None:
        super().__init__("Something else is stored.")
        self.stored = stored


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be stored of one period."""

    period: date
    sent: ObservationIn
    version: int | None = None
    """The version that the program read; None where it read none."""


def put(actor: User, series: Series, wish: Wish) -> tuple[Observation, Outcome]:
    """Store one period's data; what is stored already and the same is left as it is.

    Raises
    ------
    NumbersError
        Where they are not what the measure takes.
    StoredError
        Where other data are stored, or none, than the wish names.
    ServiceError
        Whatever else the services refuse.
    """
    entered, note = read(series.measure, wish.sent), wish.sent.note
    known = queries.observation_of(series, wish.period)
    if known is None:
        if wish.version is not None:
            raise StoredError(None)
        made = services.enter(
            actor, series, wish.period, entered.value, entered.denominator, note or "",
            raw=entered.raw,
        )  # fmt: skip
        return made, Outcome.CREATED
    if _is_same(known, entered, note):
        return known, Outcome.UNCHANGED
    if wish.version != known.version:
        raise StoredError(known)
    services.correct(
        actor, known, entered.value, entered.denominator,
        known.note if note is None else note, wish.sent.reason,
        version=wish.version, raw=entered.raw,
    )  # fmt: skip
    return known, Outcome.CORRECTED


def remove(
    actor: User, series: Series, period: date, reason: str, version: int | None
) -> tuple[Removed, Outcome]:
    """Remove one period's data; what was removed already is told again and nothing is changed.

    Raises
    ------
    LookupError
        Where nothing is stored of the period and nothing ever was removed.
    StoredError
        Where other data are stored than those that the program read.
    ServiceError
        Whatever else the services refuse.
    """
    known = queries.observation_of(series, period)
    outcome = Outcome.UNCHANGED
    if known is not None:
        if version != known.version:
            raise StoredError(known)
        removing.remove(actor, known, reason, version=version)
        outcome = Outcome.REMOVED
    removed = removing.last_removed(series, period)
    if removed is None:
        raise LookupError(period)
    return removed, outcome


def read(measure: Measure, sent: NumbersIn) -> Entered:
    """The numbers as the measure keeps them; NumbersError names the fields at fault."""
    takes = SENDS[measure.data_kind]
    given = {name: getattr(sent, name) for name in NumbersIn.model_fields}
    faults = [
        Fault(f"/{name}", f"“{measure.name}” has none of these.", _takes(takes))
        for name, number in given.items()
        if number is not None and name not in takes
    ]
    if measure.data_kind is not DataKind.EVENTS:
        faults += [
            Fault(f"/{name}", "It is missing.", _takes(takes))
            for name in takes
            if given[name] is None
        ]
    if faults:
        raise NumbersError(faults)
    entered = _entered(measure, sent)
    refused = values.check(measure, entered.value, entered.denominator)
    if entered.raw is not None:
        refused |= values.check_raw(measure, entered.raw)
    if refused:
        raise NumbersError([Fault(f"/{field_of(measure, n)}", text) for n, text in refused.items()])
    return entered


def field_of(measure: Measure, name: str | None) -> str:
    """The API's name of the field that a service names."""
    takes = SENDS[measure.data_kind]
    if name == values.VALUE:
        return takes[0]
    return name or ""


def fault_of(measure: Measure, error: ServiceError) -> Fault:
    """A service's refusal as a fault."""
    place = "path" if error.field == "period" else "body"
    name = field_of(measure, error.field)
    return Fault(name if place == "path" else f"/{name}" if name else "", error.message, "", place)


def told(observation: Observation) -> dict[str, object]:
    """What is stored, to be laid beside what was sent."""
    row = Row(
        observation.period,
        observation.value,
        observation.denominator,
        raw=observation.raw,
    )
    found = numbers(observation.series.measure, row)
    shown: dict[str, object] = {name: each for name, each in found.items() if each is not None}
    return shown | {"note": observation.note, "version": observation.version}


def _entered(measure: Measure, sent: NumbersIn) -> Entered:
    match measure.data_kind:
        case DataKind.PROPORTION | DataKind.RATE:
            return Entered(sent.numerator or 0.0, sent.denominator)
        case DataKind.SUBGROUP:
            raw = tuple(sent.values or ())
            return Entered(fmean(raw), None, raw)
        case DataKind.EVENTS:
            return Entered(1.0 if sent.events is None else sent.events, sent.cases)
        case _:
            return Entered(sent.value or 0.0, None)


def _is_same(known: Observation, entered: Entered, note: str | None) -> bool:
    raw = None if entered.raw is None else list(entered.raw)
    same = (known.value, known.denominator, known.raw) == (entered.value, entered.denominator, raw)
    return same and note in {None, known.note}


def _takes(takes: list[str]) -> str:
    return " and ".join(f"`{name}`" for name in takes)
