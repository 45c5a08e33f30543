"""The real data in the demo, held against arithmetic of its own on the file."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import pytest
from sqlalchemy import func, select

from app.demo.emergency_care import LEAD_OF, SLUG
from app.demo.files import EMERGENCY_CARE
from app.extensions import db
from app.measures.models import Measure, Observation, Series
from app.networks.models import Network
from app.teams.models import Team

Sums = dict[tuple[str, str], tuple[float, float]]


def file_says(kinds: set[str]) -> Sums:
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    with EMERGENCY_CARE.open(newline="") as file:
        for row in csv.DictReader(file):
            if row["type"] in kinds:
                sums[row["org_code"], row["period"]][0] += int(row["breaches"])
                sums[row["org_code"], row["period"]][1] += int(row["attendances"])
    return {key: (late, seen) for key, (late, seen) in sums.items()}


def database_says(measure: str) -> Sums:
    query = (
        select(Team.name, Observation.period, Observation.value, Observation.denominator)
        .select_from(Observation)
        .join(Series)
        .join(Team, Series.team_id == Team.id)
        .join(Measure, Series.measure_id == Measure.id)
        .join(Network, Team.network_id == Network.id)
        .where(Network.slug == SLUG, Measure.slug == measure)
    )
    return {
        (name.removeprefix("Provider "), period.isoformat()): (late, seen)
        for name, period, late, seen in db.session.execute(query)
    }


@pytest.mark.parametrize(
    ("measure", "kinds"),
    [("four-hours", {"1", "2", "other"}), ("four-hours-type-1", {"1"})],
)
def test_every_number_is_the_files(demo, measure, kinds):
    assert database_says(measure) == file_says(kinds)


def test_providers_months_and_gaps(demo):
    stored = database_says("four-hours")
    months = defaultdict(set)
    late: dict[str, float] = defaultdict(float)
    for (provider, month), (breaches, _) in stored.items():
        months[provider].add(month)
        late[provider] += breaches
    assert len(months) == 274
    assert len({month for _, month in stored}) == 36
    assert sum(breaches == 0 for breaches in late.values()) == 52
    assert sum(len(said) < 12 for said in months.values()) == 20
    assert len(stored) < 274 * 36


def test_type_1_departments(demo):
    stored = database_says("four-hours-type-1")
    assert len({provider for provider, _ in stored}) == 140
    assert sum(month == "2019-03-01" for _, month in stored) == 134


def test_only_the_lead_who_signs_in_has_data_due_after_the_data_end(demo):
    rows = db.session.execute(
        select(Team.slug, Series.ended_on)
        .select_from(Series)
        .join(Team, Series.team_id == Team.id)
        .join(Network, Team.network_id == Network.id)
        .where(Network.slug == SLUG)
    ).all()
    assert len(rows) == 274 + 140
    assert {slug for slug, ended in rows if ended is None} == {LEAD_OF}
    assert {ended for slug, ended in rows if slug != LEAD_OF} == {date(2019, 3, 31)}


def test_the_license_is_said(demo):
    network = db.session.scalars(select(Network).where(Network.slug == SLUG)).one()
    assert "Open Government Licence v3.0" in network.attribution
    assert "Open Government Licence v3.0" in EMERGENCY_CARE.with_name("README.md").read_text()
    assert db.session.scalar(select(func.count(Team.id)).where(Team.network == network)) == 274
