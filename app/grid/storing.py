"""Storing what was typed into the grid: all of it at one moment, or nothing. Nothing here commits."""

from __future__ import annotations

from app import clock
from app.accounts.models import User
from app.extensions import db
from app.grid.reading import wishes
from app.grid.sheet import Grid
from app.measures import many
from app.measures.many import Kept
from app.strata.entering import check_sums, store_parts


def store(actor: User, grid: Grid) -> Kept:
    """Store every line that was changed; the queries do not grow with their number.

    The whole team and its strata get one moment, so that nobody has seen the one without the
    others. Strata that are corrected are counted in the audit, their small numbers not told.

    Raises
    ------
    ServiceError
        Where anything is refused; the caller rolls back.
    """
    at, corrected = clock.now(), 0
    breakdown = grid.breakdown
    if breakdown is not None:
        for line in grid.changed:
            if line.entered is None or line.period is None or not line.parts:
                continue
            check_sums(grid.measure, line.entered, line.parts.values(), line.note)
            corrected += store_parts(
                actor,
                grid.series,
                breakdown,
                line.period,
                line.parts,
                line.parts_known,
                note=line.note,
                reason=grid.reason,
                at=at,
            )
    more = {f"by {breakdown.name.lower()}": corrected} if breakdown and corrected else None
    kept = many.store(actor, grid.series, wishes(grid), grid.reason, at=at, more=more)
    db.session.flush()
    return kept
