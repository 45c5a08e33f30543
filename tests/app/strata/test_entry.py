"""A month is entered with its groups, added up, and corrected."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.measures.models import Observation
from app.strata.models import StratumObservation
from tests.app.strata.conftest import SMALL


def form(broken, whole, *parts, **more):
    data = {
        "period": "2025-03-01",
        "seen": "",
        "value-whole": whole[0],
        "denominator-whole": whole[1],
    }
    for key, (value, below) in zip(broken.ids, parts, strict=True):
        data |= {f"value-{key}": value, f"denominator-{key}": below}
    return data | more


def post(broken, sign_in, data, who="bob"):
    return sign_in(getattr(broken.cast, who)).post(f"{broken.url}/enter", data=data)


def cells(period="2025-03-01"):
    found = db.session.query(StratumObservation).all()
    return [(each.value, each.denominator) for each in found if each.period.isoformat() == period]


def test_the_whole_and_its_groups_are_stored_at_one_moment(broken, sign_in):
    answer = post(broken, sign_in, form(broken, (40, 100), (20, 50), (12, 30), (8, 20)))
    assert answer.status_code == 303
    assert cells() == [(20, 50), (12, 30), (8, 20)]
    whole = db.session.query(Observation).filter_by(value=40).one()
    moments = {
        each.entered_at
        for each in db.session.query(StratumObservation)
        if each.period == whole.period
    }
    assert moments == {whole.entered_at}


def test_groups_that_add_up_to_more_are_refused_and_kept_as_typed(broken, sign_in):
    answer = post(broken, sign_in, form(broken, (40, 100), (30, 50), (12, 30), (8, 20)))
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "these add up to 50, the whole team says 40" in text
    assert 'value="30"' in text
    assert cells() == []


def test_groups_that_add_up_to_less_need_a_word_on_who_is_missing(broken, sign_in):
    data = form(broken, (40, 100), (20, 50), (12, 30), (6, 20))
    answer = post(broken, sign_in, data)
    assert answer.status_code == 422
    assert "these add up to 38, the whole team says 40" in answer.get_data(as_text=True)
    assert post(broken, sign_in, data | {"note": "Two did not say"}).status_code == 303
    assert cells() == [(20, 50), (12, 30), (6, 20)]


def test_nobody_of_a_group_is_zero_of_zero(broken, sign_in):
    assert (
        post(broken, sign_in, form(broken, (40, 100), (20, 50), (20, 50), (0, 0))).status_code
        == 303
    )
    assert cells()[2] == (0, 0)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (("x", "20"), "is not a number"),
        (("21", "20"), "more than 20"),
        (("5", ""), "Enter a number"),
        (("2.5", "20"), "whole number"),
    ],
)
def test_a_wrong_number_is_named_beside_its_field(broken, sign_in, cell, says):
    answer = post(broken, sign_in, form(broken, (40, 100), (20, 50), (12, 30), cell))
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert cells() == []


@pytest.mark.both_databases
def test_a_correction_asks_why_and_keeps_what_it_replaces(broken, sign_in):
    data = form(broken, (54, 190), (30, 90), (20, 60), (4, 40), period="2024-01-01")
    page = (
        sign_in(broken.cast.bob).get(f"{broken.url}/enter?period=2024-01-01").get_data(as_text=True)
    )
    seen = page.split('name="seen" value="')[1].split('"')[0]
    changed = data | {"seen": seen, f"value-{broken.ids[2]}": "3", "value-whole": "53"}
    assert post(broken, sign_in, changed).status_code == 422
    assert post(broken, sign_in, changed | {"reason": "Counted twice"}).status_code == 303
    cell = db.session.query(StratumObservation).filter_by(value=3).one()
    assert [(c.old_value, c.reason, c.corrected_by.name) for c in cell.corrections] == [
        (4, "Counted twice", "Bob")
    ]
    whole = db.session.query(Observation).filter_by(value=53).one()
    assert whole.corrections[0].corrected_at == cell.corrections[0].corrected_at


def test_who_saves_second_is_shown_both(broken, sign_in):
    data = form(broken, (54, 190), (30, 90), (20, 60), (3, 40), period="2024-01-01", seen="old")
    answer = post(broken, sign_in, data)
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "4 of 40" in text
    assert 'value="3"' in text


def test_a_stored_group_is_not_emptied(broken, sign_in):
    page = (
        sign_in(broken.cast.bob).get(f"{broken.url}/enter?period=2024-01-01").get_data(as_text=True)
    )
    seen = page.split('name="seen" value="')[1].split('"')[0]
    data = form(
        broken, (54, 190), (30, 90), (20, 60), ("", ""), period="2024-01-01", seen=seen, note="?"
    )
    answer = post(broken, sign_in, data)
    assert answer.status_code == 422
    assert "Other has data already" in answer.get_data(as_text=True)
    assert len(cells("2024-01-01")) == len(SMALL[0])


@pytest.mark.parametrize(
    ("who", "status"), [("vera", 403), ("cora", 403), ("nora", 403), ("charlie", 403)]
)
def test_only_the_team_enters(broken, sign_in, who, status):
    data = form(broken, (40, 100), (20, 50), (12, 30), (8, 20))
    assert post(broken, sign_in, data, who).status_code == status
    assert cells() == []
