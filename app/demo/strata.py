"""The invented network's breakdowns, and what two of its teams entered of each group."""

from __future__ import annotations

import csv
from collections.abc import Mapping

from app.demo.files import STORY, Record
from app.demo.team_story import TeamStory
from app.extensions import db
from app.measures.models import Measure
from app.networks.models import Network
from app.strata import services
from app.strata.models import MeasureBreakdown, Stratum, StratumObservation
from app.strata.services import StratumWish


def load(
    record: Record,
    network: Network,
    measures: Mapping[str, Measure],
    stories: Mapping[str, TeamStory],
) -> None:
    """Make the breakdowns, and each team's numbers at the moment of the whole's."""
    strata: dict[str, Stratum] = {}
    for each in record.get("breakdown", ()):
        wishes = [StratumWish(None, stratum["name"]) for stratum in each["strata"]]
        breakdown = services.add_breakdown(None, network, each["name"], wishes)
        for stratum, made in zip(each["strata"], breakdown.strata, strict=True):
            strata[f"{each['key']}/{stratum['key']}"] = made
        db.session.add_all(
            MeasureBreakdown(measure_id=measures[slug].id, breakdown_id=breakdown.id)
            for slug in each["measures"]
        )
    with (STORY / "strata.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            story = stories[row["team"]]
            series = story.series[row["measure"]]
            period = story.calendar.month(int(row["month"]))
            whole = next(each for each in series.observations if each.period == period)
            db.session.add(
                StratumObservation(
                    series_id=series.id,
                    stratum_id=strata[row["stratum"]].id,
                    period=period,
                    value=float(row["value"]),
                    denominator=float(row["denominator"]),
                    entered_by_id=whole.entered_by.id if whole.entered_by else None,
                    entered_at=max(
                        [whole.entered_at, *(c.corrected_at for c in whole.corrections)]
                    ),
                )
            )
    db.session.flush()
