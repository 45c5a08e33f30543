"""What a check found, kept until it is stored: a file is read once, and stored as it was shown.

It holds as long as nothing changed that it depends on: what is stored of the measure, the
measure itself, teams, groups, and the day.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import asdict
from typing import Any

from sqlalchemy import Select, func, select

from app import clock
from app.extensions import db
from app.identifiers import Suspicion
from app.imports.browser.checking import ChangeLine, Checked, Summary, TeamLine
from app.imports.browser.models import PendingImport
from app.imports.browser.place import Place
from app.imports.columns import read_mapping
from app.imports.problems import Problem
from app.measures.models import Observation, Series
from app.strata.models import Stratum, StratumObservation
from app.strata.queries import breakdowns_of_measure, thresholds
from app.teams.models import Team


def keep(pending: PendingImport, checked: Checked, state: str) -> None:
    """Keep a check together with the state that it was made in."""
    pending.checked, pending.rests_on = _pack(checked), state


def forget(pending: PendingImport) -> None:
    """Forget the check: the file is read in another way, or stored."""
    pending.checked, pending.rests_on = None, ""


def find(place: Place, pending: PendingImport) -> Checked | None:
    """The check that is kept; None where there is none, or where it may not hold any more."""
    if not pending.rests_on or pending.rests_on != state_of(place, pending):
        return None
    return _unpack(pending.checked) if pending.checked else None


def state_of(place: Place, pending: PendingImport) -> str:
    """Everything that a check depends on beside the file, in short.

    Numbers are known by how many there are, the latest of them, and how often they were changed.
    """
    measure, team, mapping = pending.measure, place.team, read_mapping(pending.mapping)
    of_measure = [Series.measure_id == measure.id]
    if team is not None:
        of_measure.append(Series.team_id == team.id)
    series = select(Series.id, Series.team_id, Series.ended_on, Series.share).where(*of_measure)
    teams = select(Team.id, Team.slug, Team.name).where(Team.network_id == place.network.id)
    groups = select(Stratum.id, Stratum.name, Stratum.retired_at).where(
        Stratum.breakdown_id == mapping.breakdown
    )
    state: list[Any] = [clock.today(), measure.id, measure.version, team.id if team else 0]
    state.append([(each.id, each.version) for each in breakdowns_of_measure(measure)])
    for query, number in ((series, Series.id), (teams, Team.id), (groups, Stratum.id)):
        state.append([tuple(row) for row in db.session.execute(query.order_by(number))])
    state.append(thresholds(place.network.id))
    for model in (Observation, StratumObservation):
        latest = _changes(model).join(Series, Series.id == model.series_id).where(*of_measure)
        state.append(tuple(db.session.execute(latest).one()))
    return hashlib.sha256(repr(state).encode()).hexdigest()


def _changes(model: Any) -> Select[Any]:
    return select(
        func.count(model.id), func.max(model.id), func.sum(model.version), func.max(model.entered_at)
    )  # fmt: skip


def _pack(checked: Checked) -> bytes:
    """The check as bytes: its words as JSON, after them what would be stored."""
    words = asdict(checked)
    del words["packed"]
    text = zlib.compress(json.dumps(words).encode(), 1)
    return len(text).to_bytes(4, "big") + text + checked.packed


def _unpack(kept: bytes) -> Checked:
    end = 4 + int.from_bytes(kept[:4], "big")
    words = json.loads(zlib.decompress(kept[4:end]))
    summary = words["summary"]
    if summary is not None:
        summary = Summary(
            **summary
            | {
                "unknown_teams": tuple(summary["unknown_teams"]),
                "left_out": tuple((text, many) for text, many in summary["left_out"]),
                "teams": tuple(TeamLine(**each) for each in summary["teams"]),
                "changes": tuple(ChangeLine(**each) for each in summary["changes"]),
                "news": tuple(ChangeLine(**each) for each in summary.get("news", ())),
            }
        )
    problems, doubts = (
        tuple(Problem(**each) for each in words.get(name, ())) for name in ("problems", "doubts")
    )
    suspected = tuple(Suspicion(**each) for each in words.get("suspected", ()))
    return Checked(
        problems,
        words["problems_total"],
        summary,
        kept[end:],
        doubts,
        suspected,
        words.get("undoubted", 0),
    )
