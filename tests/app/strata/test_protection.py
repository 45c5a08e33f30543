"""What readers outside the team are shown does not depend on what is hidden from them."""

from __future__ import annotations

import re

import pytest

from app.clock import now
from app.extensions import db
from app.measures.models import ObservationCorrection
from app.strata.models import StratumCorrection
from app.strata.services import set_threshold
from tests.app.strata.conftest import SMALL, URL, broken_down

OUTSIDERS = ("charlie", "otto", "frank", "bea", "nora")
TEAM = ("alice", "bob", "vera", "cora")
TEAM_PAGE = "/networks/river/teams/clinic"
COMPARE = "/networks/river/measures/urgent-visits/compare"


def reads(sign_in, who, path):
    answer = sign_in(who).get(path)
    assert answer.status_code == 200, path
    text = answer.get_data(as_text=True)
    # A form's token is another at each request, and letters in a picture are drawn at places.
    text = re.sub(r'(Token": |csrf_token" value=)"[^"]*"', "", text)
    return re.sub(r'(transform|d)="[^"]*"', "", text)


@pytest.mark.parametrize("name", TEAM)
def test_the_team_and_its_coach_see_every_cell(broken, sign_in, name):
    text = reads(sign_in, getattr(broken.cast, name), f"{broken.url}/data.csv")
    assert "Other,4,40,10" in text
    assert "not shown" not in text


@pytest.mark.parametrize("name", OUTSIDERS)
def test_others_see_neither_the_small_cell_nor_what_gives_it_away(broken, sign_in, name):
    text = reads(sign_in, getattr(broken.cast, name), f"{broken.url}/data.csv")
    assert text.count("not shown") == 28  # 14 months of two groups
    assert text.count("Spanish,20,60,33.33333333") == 14
    assert "Other,4" not in text


@pytest.mark.parametrize(
    "path",
    [
        "{page}",
        "{by}/data.csv",
        "{by}/chart.svg",
        URL,
        f"{URL}/data.csv",
        f"{URL}/chart.svg",
        f"{URL}/points/2024-03-01",
        TEAM_PAGE,
        COMPARE,
    ],
)
def test_other_hidden_numbers_give_the_same_answer_to_the_byte(app, sign_in, path):
    """Who sees only what is published cannot tell two hidden tables apart."""
    first = broken_down(SMALL)
    path = path.format(page=f"{URL}/strata", by=first.url)
    answers = [reads(sign_in, first.cast.nora, path)]
    for cell in db.session.query(type_of_cells()).all():
        # The same sum of the two hidden groups, divided otherwise.
        move = {0: 3, 2: -3}.get(cell.stratum.position, 0)
        cell.value += move
        cell.denominator += 2 * move
    db.session.execute(db.text("update stratum_observation set version = 1"))
    db.session.commit()
    answers.append(reads(sign_in, first.cast.nora, path))
    assert answers[0] == answers[1]
    seen = reads(sign_in, first.cast.cora, f"{first.url}/data.csv")
    assert "Other,1,34" in seen


def type_of_cells():
    from app.strata.models import StratumObservation  # only here

    return StratumObservation


@pytest.mark.both_databases
def test_a_correction_that_would_tell_holds_the_month_back_everywhere(app, sign_in):
    """All groups were shown; one is corrected to 4, and the whole with it."""
    broken = broken_down([[(30, 90), (25, 60), (20, 40)]] * 12)
    nora = broken.cast.nora
    before = reads(sign_in, nora, f"{URL}/data.csv")
    cell = (
        db.session.query(type_of_cells())
        .filter_by(stratum_id=broken.ids[2], period=broken.series.observations[4].period)
        .one()
    )
    whole, at = broken.series.observations[4], now()
    cell.corrections.append(
        StratumCorrection(old_value=20, old_denominator=40, reason="typo", corrected_at=at)
    )
    whole.corrections.append(
        ObservationCorrection(old_value=75, old_denominator=190, reason="typo", corrected_at=at)
    )
    cell.value, whole.value = 4, 59
    db.session.commit()
    assert "2024-05-01" in before
    for path in (f"{URL}/data.csv", f"{URL}/chart.svg", URL, TEAM_PAGE, COMPARE, f"{URL}/strata"):
        text = reads(sign_in, nora, path)
        assert "59 of 190" not in text, path
        assert "31.1" not in text, path
        assert "31.05" not in text, path
    assert "2024-05-01" not in reads(sign_in, nora, f"{URL}/data.csv")
    assert sign_in(nora).get(f"{URL}/points/2024-05-01").status_code == 404
    assert "2024-05-01,59,190" in reads(sign_in, broken.cast.alice, f"{URL}/data.csv")


def test_whole_teams_are_protected_where_the_measure_says_so(app, sign_in):
    broken = broken_down([[(3, 30), (2, 30), (1, 30)], *[[(20, 60), (20, 60), (20, 60)]] * 11])
    nora = broken.cast.nora
    assert "2024-01-01,6,90" in reads(sign_in, nora, f"{URL}/data.csv")
    broken.cast.measure.protects_small_numbers = True
    db.session.commit()
    assert "2024-01-01" not in reads(sign_in, nora, f"{URL}/data.csv")
    assert "6 of 90" not in reads(sign_in, nora, COMPARE)
    assert "2024-01-01,6,90" in reads(sign_in, broken.cast.bob, f"{URL}/data.csv")


def test_a_lower_threshold_opens_nothing_that_was_hidden(app, sign_in):
    broken = broken_down([[(30, 90), (25, 60), (7, 40)]] * 12)
    set_threshold(broken.cast.bea, broken.cast.network, 5)
    db.session.commit()
    assert "Other,7" not in reads(sign_in, broken.cast.nora, f"{broken.url}/data.csv")


def test_the_center_line_is_that_of_the_published_cells(broken, sign_in):
    """Spanish is 20 of 60 each month, the only group shown: its center is 20/60 = 33.3%."""
    text = reads(sign_in, broken.cast.nora, f"{URL}/strata")
    assert "33.3%" in text
    assert "Other:" not in text
