"""The backbone cannot find a team's small number by bringing guesses of it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.extensions import db
from app.measures.models import Observation, Sharing
from app.strata.models import StratumObservation
from tests.app.imports.browser.conftest import NETWORK, Hand
from tests.app.strata.conftest import SMALL, broken_down

HEAD = "month,team,group,late,seen\n"


@pytest.fixture
def broken(cast):
    """The clinic's measure by language; in each month the third group is small."""
    return broken_down(SMALL, cast)


@pytest.fixture
def bea(cast, broken, sign_in) -> Hand:
    return Hand(sign_in(cast.bea), NETWORK)


def told(page: str) -> str:
    """Everything that the page says, but for what stands in it by chance."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r'value="[0-9a-f]{32,}"|name="csrf_token"[^>]*|data\.csv', "", main)


def count() -> list[tuple[float, float | None]]:
    cells = db.session.scalars(select(StratumObservation).order_by(StratumObservation.id))
    return [(each.value, each.denominator) for each in cells]


@pytest.mark.both_databases
def test_a_right_guess_of_a_small_number_reads_like_a_wrong_one(bea):
    pages = {
        guess: told(bea.check(f"{HEAD}2024-01,clinic,Other,{guess},40\n")).replace(str(guess), "")
        for guess in (3, 4, 5)
    }
    assert len(set(pages.values())) == 1
    assert "1 period of a team is left as stored" in pages[4]
    before = count()
    bea.store()
    assert count() == before


def test_a_sum_tells_no_group_that_is_not_shown(bea):
    rows = "2024-01,clinic,All,54,190\n2024-01,clinic,English,{},90\n"
    pages = {told(bea.check(HEAD + rows.format(guess))) for guess in (29, 30, 31)}
    assert len(pages) == 1


def test_a_whole_team_that_is_protected_is_not_told_by_a_guess(bea, broken):
    broken.cast.measure.protects_small_numbers = True
    for each in broken.series.observations:
        each.value = 4
    db.session.commit()
    head = "month,team,late,seen\n"
    pages = {told(bea.check(f"{head}2024-01,clinic,{guess},190\n")) for guess in (3, 4, 5)}
    assert len(pages) == 1


def test_other_periods_of_the_file_are_brought_in(bea):
    months = "".join(
        f"{month},clinic,{group},{late},{seen}\n"
        for month in ("2024-01", "2025-06")
        for group, late, seen in (("English", 30, 90), ("Spanish", 20, 60), ("Other", 4, 40))
    )
    page = bea.check(HEAD + months)
    assert "1 period of a team is left as stored" in page
    assert "Store 4 new" in page  # three groups, and the whole as their sum
    assert bea.store().status_code == 303
    assert len(count()) == 3 * len(SMALL) + 3


def test_what_all_may_see_is_compared_as_before(bea, broken):
    page = bea.check("month,team,late,seen\n2024-01,clinic,54,190\n2024-02,clinic,60,190\n")
    assert "<dt>Unchanged</dt><dd>1</dd>" in page
    assert "<dt>Changed</dt><dd>1</dd>" in page
    assert db.session.scalar(select(Observation.value).order_by(Observation.period)) == 54


@pytest.mark.parametrize("sharing", [Sharing.CLOSED, Sharing.BLINDED])
def test_a_closed_or_coded_chart_is_not_told_by_a_guess(bea, broken, sharing):
    broken.cast.measure.sharing = sharing
    db.session.commit()
    head = "month,team,late,seen\n"
    pages = {told(bea.check(f"{head}2024-01,clinic,{guess},190\n")) for guess in (53, 54, 55)}
    assert len(pages) == 1


def test_only_charts_that_can_be_opened_are_linked(bea, broken):
    broken.cast.measure.sharing = Sharing.CLOSED
    db.session.commit()
    bea.check("month,team,late,seen\n2025-06,clinic,30,190\n2025-06,School,3,40\n")
    assert bea.store().status_code == 303
    done = bea.page("done")
    assert "<dt>New</dt><dd>2</dd>" in done
    assert "teams/clinic/measures" not in done
    broken.cast.measure.sharing = Sharing.OPEN
    db.session.commit()
    bea.check("month,team,late,seen\n2025-07,clinic,30,190\n")
    bea.store()
    assert "teams/clinic/measures" in bea.page("done")
