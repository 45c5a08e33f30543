"""Slips in a file of many teams and of groups, told by no more than their charts show."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import db
from app.imports import doubtful
from app.measures.models import Observation, Sharing
from app.strata.models import StratumObservation
from tests.app.imports.browser.conftest import NETWORK, TEAM, Hand
from tests.app.imports.browser.test_small_numbers import told
from tests.app.strata.conftest import SMALL, broken_down
from tests.factories import make_series, make_team
from tests.queries import counted

OPEN = [[(30 + m % 3, 90), (20 + m % 2, 60), (24 + m % 2, 70)] for m in range(14)]
"""Groups of which none is small."""
HEAD = "month,team,late,seen\n"
BY_GROUP = "month,team,group,late,seen\n"
YEAR = HEAD + "".join(f"2024-{n:02},clinic,{10 + n % 3},80\n" for n in range(1, 13))
SLIP = f"{HEAD}2025-01,clinic,70,80\n2025-02,School,3,40\n"


@pytest.fixture
def bea(cast, sign_in) -> Hand:
    return Hand(sign_in(cast.bea), NETWORK)


@pytest.fixture
def stored_year(bea) -> None:
    bea.check(YEAR)
    assert bea.store().status_code == 303


def test_a_slip_in_an_open_chart_is_told_with_its_team(bea, stored_year):
    page = bea.check(SLIP)
    assert (
        "<b>Row 2.</b> Clinic, January 2025: 87.5% is far outside what this chart has shown" in page
    )
    assert "<b>Row 3.</b>" not in page
    assert bea.store().status_code == 303


def test_a_digit_too_many_is_told_in_a_file_of_many_teams(bea):
    months = "".join(f"2024-{n:02},School,{3 + n % 3},40\n" for n in range(1, 13))
    page = bea.check(f"{YEAR}{months}2025-01,School,3,4000\n")
    assert "<b>Row 26.</b> School, January 2025:" in page
    assert "Children enrolled: 4,000 is far from all others, which are 40 to 40." in page


@pytest.mark.parametrize("sharing", [Sharing.CLOSED, Sharing.BLINDED])
def test_a_closed_or_coded_chart_tells_no_range(cast, bea, stored_year, sharing):
    cast.measure.sharing = sharing
    db.session.commit()
    page = bea.check(SLIP)
    assert "Store 2 new" in page
    assert "plausible" not in page
    assert "Look at" not in page


def test_a_closed_charts_numbers_are_held_against_each_other(cast, bea):
    cast.measure.sharing = Sharing.CLOSED
    db.session.commit()
    assert "<b>Row 14.</b> Clinic, January 2025:" in bea.check(f"{YEAR}2025-01,clinic,12,8000\n")


@pytest.mark.both_databases
def test_what_is_hidden_of_a_team_changes_no_doubt(cast, bea):
    """Months that are too small to be shown stand apart from the others, and move nothing."""
    cast.measure.protects_small_numbers = True
    db.session.commit()
    bea.check(YEAR + "".join(f"2023-{n:02},clinic,3,80\n" for n in range(1, 7)))
    bea.store()
    early = select(Observation).where(Observation.period < date(2024, 1, 1))
    pages = set()
    for hidden in (1, 4):
        for each in db.session.scalars(early):
            each.value = hidden
        db.session.commit()
        pages.add(told(bea.check(f"{HEAD}2025-01,clinic,70,80\n")))
    assert len(pages) == 1
    assert "plausible" in pages.pop()


def test_a_slip_in_a_group_is_told(cast, sign_in):
    broken_down(OPEN, cast)
    alice = Hand(sign_in(cast.alice), TEAM)
    rows = "2025-06,English,30,90\n2025-06,Spanish,58,60\n2025-06,Other,24,70\n"
    page = alice.check(f"month,group,late,seen\n{rows}")
    assert "<b>Row 3.</b> Spanish, June 2025: 96.7% is far outside what this chart" in page
    assert "<b>Row 2.</b> English" not in page


def test_a_slip_in_a_group_is_told_to_the_backbone(cast, bea):
    broken_down(OPEN, cast)
    rows = (
        "2025-06,clinic,English,30,90\n2025-06,clinic,Spanish,58,60\n2025-06,clinic,Other,24,70\n"
    )
    page = bea.check(BY_GROUP + rows)
    assert "<b>Row 3.</b> Clinic, Spanish, June 2025: 96.7% is far outside" in page


def test_a_group_that_is_hidden_tells_no_range(cast, bea):
    """The third group is small in every month; what it was changes nothing of the page."""
    broken = broken_down(SMALL, cast)
    small = select(StratumObservation).where(StratumObservation.stratum_id == broken.ids[2])
    rows = (
        "2025-06,clinic,English,30,90\n2025-06,clinic,Spanish,20,60\n2025-06,clinic,Other,38,40\n"
    )
    pages = set()
    for value in (2, 6):
        for each in db.session.scalars(small):
            each.value = value
        db.session.commit()
        pages.add(told(bea.check(BY_GROUP + rows)))
    assert len(pages) == 1
    assert "Other, June 2025:" not in pages.pop()


def test_more_numbers_than_are_looked_at_are_told(bea, monkeypatch):
    monkeypatch.setattr(doubtful, "MOST_ROWS", 12)
    page = bea.check(f"{YEAR}2025-01,clinic,12,8000\n")
    assert "Slips were not looked for among 13 numbers" in page
    assert "Look at" not in page


@pytest.mark.parametrize("count", [2, 12])
def test_however_many_teams_the_database_is_asked_the_same(cast, bea, count):
    rows = [(10 + n % 3, 80) for n in range(12)]
    for number in range(count):
        make_series(make_team(cast.network, f"team-{number}"), cast.measure, rows)
    db.session.commit()
    new = "".join(f"2025-01,team-{number},70,80\n" for number in range(count))
    bea.give(f"{HEAD}{new}")
    form = bea.fields("columns")
    with counted() as queries:
        bea.client.post(f"{bea.at}/columns", data=form)
    assert len(queries) <= 40
    assert bea.page("check").count("is far outside what this chart has shown") == count
