"""Storing a list of observations of one team: all of them, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.accounts.models import User
from app.api import conditions, storing
from app.api.schemas.observations import ItemIn, StoredList, StoredOut
from app.api.storing import Wish
from app.errors import ServiceError
from app.extensions import db
from app.measures import periods
from app.measures.models import Series
from app.measures.queries import series_of_team
from app.problems import Fault, Problem
from app.teams.models import Team

LIST = "/observations"


@dataclass(slots=True)
class _Faults:
    """What is wrong with the items, and whether it is only that other data are stored."""

    found: list[Fault] = field(default_factory=list)
    others: int = 0

    def add(self, number: int, fault: Fault, *, is_conflict: bool = False) -> None:
        where = f"{LIST}/{number}{fault.field}"
        self.found.append(replace(fault, field=where, place="body", row=number + 1))
        self.others += not is_conflict

    def stop_if_any(self) -> None:
        if not self.found:
            return
        rows = sorted({each.row for each in self.found if each.row is not None})
        few = ", ".join(str(row) for row in rows[:5]) + (" and others" if len(rows) > 5 else "")
        word = "Row" if len(rows) == 1 else "Rows"
        detail = f"Nothing was stored. {word} {few}: {self.found[0].detail}"
        raise Problem(422 if self.others else 409, detail, self.found)


def store_items(actor: User, team: Team, items: Sequence[ItemIn]) -> StoredList:
    """Store the items; Problem names every row at fault, and nothing is stored then."""
    known = {each.measure.slug: each for each in series_of_team(team.id)}
    faults, stored = _Faults(), []
    seen: dict[tuple[str, date], int] = {}
    for number, item in enumerate(items):
        series = known.get(item.measure)
        if series is None:
            detail = f"{team.name} keeps no measure “{item.measure}”."
            faults.add(number, Fault("/measure", detail, "the slug of one that it keeps"))
            continue
        day = periods.read(item.period.isoformat(), series.measure.frequency)
        if day is None:
            faults.add(number, Fault("/period", "No chart shows this day.", "a day of our time"))
            continue
        first = seen.setdefault((item.measure, day), number)
        if first != number:
            detail = f"This is the measure and period of row {first + 1} again."
            faults.add(number, Fault("/period", detail, "each period once"))
            continue
        made = _store(actor, series, Wish(day, item, item.version), number, faults)
        if made is not None:
            stored.append(made)
    faults.stop_if_any()
    db.session.flush()
    counts = Counter(each.outcome for each in stored)
    return StoredList(
        stored=stored,
        created=counts["created"],
        corrected=counts["corrected"],
        unchanged=counts["unchanged"],
    )


def _store(
    actor: User, series: Series, wish: Wish, number: int, faults: _Faults
) -> StoredOut | None:
    try:
        found, outcome = storing.put(actor, series, wish)
        db.session.flush()
    except storing.NumbersError as error:
        for fault in error.faults:
            faults.add(number, fault)
    except storing.StoredError as error:
        faults.add(number, _conflict(error), is_conflict=True)
    except ServiceError as error:
        fault = storing.fault_of(series.measure, error)
        name = fault.field if fault.field.startswith("/") or not fault.field else f"/{fault.field}"
        faults.add(number, replace(fault, field=name))
    else:
        return StoredOut(
            measure=series.measure.slug,
            period=found.period,
            outcome=outcome.value,
            version=found.version,
        )
    return None


def _conflict(error: storing.StoredError) -> Fault:
    if error.stored is None:
        return Fault("/version", "Nothing is stored for this period.", "no version")
    version = conditions.etag(error.stored.version).strip('"')
    return Fault(
        "/version",
        "Other data are stored for this period.",
        f"{version} and a reason, to replace them",
        stored=storing.told(error.stored),
    )
