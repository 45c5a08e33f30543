"""What the backbone sets about breakdowns and small numbers. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from app import audit, clock
from app.accounts.models import User
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.measures.models import Measure
from app.networks.models import Network
from app.strata import queries
from app.strata.histories import KINDS
from app.strata.models import Breakdown, MeasureBreakdown, SmallNumbers, Stratum
from app.suppression.cells import THRESHOLDS

MOST_STRATA = 20
LONGEST = 80


@dataclass(frozen=True, slots=True)
class StratumWish:
    """A stratum as the form says it; without an id, a new one."""

    id: int | None
    name: str
    retired: bool = False


def add_breakdown(
    actor: User | None, network: Network, name: str, strata: Sequence[StratumWish]
) -> Breakdown:
    """Define what a network's measures can be broken down by."""
    name = name.strip()
    _check(network, None, name, strata)
    breakdown = Breakdown(network=network, name=name)
    breakdown.strata = [
        Stratum(name=each.name, position=position) for position, each in enumerate(strata)
    ]
    db.session.add(breakdown)
    audit.record(actor, "add breakdown", breakdown, network=network, after=_told(breakdown))
    return breakdown


def edit_breakdown(
    actor: User,
    breakdown: Breakdown,
    name: str,
    strata: Sequence[StratumWish],
    *,
    retired: bool,
    version: int | None,
) -> None:
    """Rename a breakdown and its strata, add strata, retire some; what was used is never deleted."""
    expect(breakdown, version)
    name = name.strip()
    _check(breakdown.network, breakdown, name, strata)
    before, now = _told(breakdown), clock.now()
    known = {each.id: each for each in breakdown.strata}
    for position, wish in enumerate(strata):
        stratum = known.get(wish.id) if wish.id is not None else None
        if stratum is None:
            breakdown.strata.append(Stratum(name=wish.name, position=position))
            continue
        stratum.name, stratum.position = wish.name, position
        stratum.retired_at = (stratum.retired_at or now) if wish.retired else None
    breakdown.name = name
    breakdown.retired_at = (breakdown.retired_at or now) if retired else None
    breakdown.version += 1
    db.session.flush()
    audit.record(
        actor,
        "edit breakdown",
        breakdown,
        network=breakdown.network,
        before=before,
        after=_told(breakdown),
    )


def _check(
    network: Network, breakdown: Breakdown | None, name: str, strata: Sequence[StratumWish]
) -> None:
    if not name:
        raise ServiceError("Write what people are grouped by.", field="name")
    others = [each for each in queries.breakdowns_of(network.id) if each is not breakdown]
    if name.casefold() in {each.name.casefold() for each in others}:
        raise ServiceError("There is a breakdown of this name already.", field="name")
    names = [each.name.casefold() for each in strata]
    if len([each for each in strata if not each.retired]) < 2:  # one part is the whole
        raise ServiceError("Write two groups at least.", field="strata")
    if len(strata) > MOST_STRATA:
        raise ServiceError(f"Keep to {MOST_STRATA} groups at most.", field="strata")
    if any(not each for each in names):
        raise ServiceError("Each group needs a name.", field="strata")
    if any(len(each) > LONGEST for each in names):
        raise ServiceError(f"Keep each name under {LONGEST} characters.", field="strata")
    if len(set(names)) < len(names):
        raise ServiceError("Two groups have the same name.", field="strata")


def _told(breakdown: Breakdown) -> dict[str, object]:
    return {
        "name": breakdown.name,
        "strata": [
            f"{each.name} (retired)" if each.retired_at else each.name for each in breakdown.strata
        ],
        "retired": breakdown.retired_at is not None,
    }


def set_threshold(actor: User | None, network: Network, threshold: int) -> None:
    """Set from when on a count is small."""
    if threshold not in THRESHOLDS:
        raise ServiceError("Choose 5, 8 or 11.", field="threshold")
    before = queries.thresholds(network.id).now
    if threshold == before:
        return
    setting = SmallNumbers(
        network_id=network.id,
        threshold=threshold,
        since=clock.now(),
        set_by_id=actor.id if actor else None,
    )
    db.session.add(setting)
    audit.record(
        actor,
        "set threshold of small numbers",
        network,
        network=network,
        before={"threshold": before},
        after={"threshold": threshold},
    )


def set_measure(
    actor: User | None,
    measure: Measure,
    breakdown_ids: Collection[int],
    *,
    protects: bool,
    population: str = "",
) -> None:
    """Say what a measure is broken down by, whom it counts, and whether its wholes are protected."""
    if measure.data_kind not in KINDS and (breakdown_ids or protects):
        raise ServiceError(
            "This measure has one value each time. Averages of groups do not add up to the "
            "average of all, and do not tell how many they stand for: count people instead.",
            field="breakdowns",
        )
    known = {each.id: each for each in queries.breakdowns_of(measure.network_id)}
    wanted = {each for each in breakdown_ids if each in known}
    current = {each.id for each in queries.breakdowns_of_measure(measure)}
    before = {
        "breakdowns": sorted(known[each].name for each in current),
        "protects small numbers": measure.protects_small_numbers,
        "population": measure.population,
    }
    after = {
        "breakdowns": sorted(known[each].name for each in wanted),
        "protects small numbers": protects,
        "population": population.strip(),
    }
    if before == after:
        return
    db.session.execute(delete(MeasureBreakdown).where(MeasureBreakdown.measure_id == measure.id))
    db.session.add_all(
        MeasureBreakdown(measure_id=measure.id, breakdown_id=each) for each in sorted(wanted)
    )
    measure.protects_small_numbers = protects
    measure.population = population.strip()
    audit.record(
        actor, "set breakdowns", measure, network=measure.network, before=before, after=after
    )
