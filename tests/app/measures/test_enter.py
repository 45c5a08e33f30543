"""Entering one period's data, with htmx and without."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import db
from app.measures.kinds import CALENDAR
from app.measures.models import DataKind, Observation
from tests.app.measures.examples import PAGE, clinic_series, stored
from tests.factories import make_measure, make_series

ENTER = f"{PAGE}/observations"
HTMX = {"HX-Request": "true"}
JANUARY = {"period": "2026-01-01", "value": "21", "denominator": "246", "note": "Storm week"}


def test_it_stores_and_leads_back_without_script(cast, sign_in):
    series = clinic_series(cast)
    response = sign_in(cast.bob).post(ENTER, data=JANUARY)
    assert response.status_code == 303
    assert response.location.startswith(PAGE)
    assert stored(series)["2026-01-01"] == (21.0, 246.0)
    kept = db.session.scalar(db.select(Observation).where(Observation.period == date(2026, 1, 1)))
    assert kept.note == "Storm week"
    assert kept.entered_by_id == cast.bob.id


def test_it_swaps_everything_in_one_answer_with_htmx(cast, sign_in):
    clinic_series(cast)
    response = sign_in(cast.bob).post(ENTER, data=JANUARY, headers=HTMX)
    html = response.get_data(as_text=True)
    assert response.status_code == 200
    assert not html.lstrip().startswith("<!doctype")
    assert response.headers["HX-Replace-Url"] == PAGE  # a reload opens no form again
    assert "January 2026 is stored." in html
    assert "10 months in a row below the center line" in html  # the sentence
    assert "<svg" in html  # the chart
    assert "8.5%" in html  # 21 / 246 = 8.54 %
    assert "February 2026 can be entered from February 28, 2026" in html  # the next entry row


def test_it_offers_the_first_period_without_a_value(cast, sign_in):
    clinic_series(cast)
    html = sign_in(cast.alice).get(PAGE).get_data(as_text=True)
    assert "Save January" in html
    assert "due Tuesday, February 10" in html  # ten days after January 31, 2026
    assert 'inputmode="numeric"' in html
    assert "Had an urgent visit" in html
    assert "Children enrolled" in html


def test_a_first_value_can_be_entered(cast, sign_in):
    series = clinic_series(cast, [])
    client = sign_in(cast.alice)
    assert "Save January" in client.get(PAGE).get_data(as_text=True)
    assert client.post(ENTER, data=JANUARY).status_code == 303
    assert stored(series) == {"2026-01-01": (21.0, 246.0)}


REFUSALS = {
    "text": ({"value": "twenty"}, "“twenty” is not a number."),
    "nothing": ({"value": ""}, "Enter a number."),
    "no denominator": ({"denominator": " "}, "Enter a number."),
    "above": ({"value": "247"}, "247 is more than 246."),
    "negative": ({"value": "-3"}, "A count cannot be negative."),
    "fraction": ({"value": "2.5"}, "This is a count, so it needs a whole number, not 2.5."),
    "zero": ({"value": "0", "denominator": "0"}, "Nothing can be divided by 0."),
    "comma": ({"value": "2,5"}, "Write 2.5 with a point, not a comma."),
    "infinity": ({"value": "inf"}, "“inf” is not a number."),
    "huge": ({"denominator": "9" * 30}, "That number is too large to be right."),
    "duplicate": ({"period": "2025-12-01"}, "December 2025 has its data already."),
    "future": ({"period": "2026-03-01"}, "March 2026 is not over yet."),
    "not over": ({"period": "2026-02-01"}, "Enter it from February 28, 2026."),
    "nonsense": ({"period": "soon"}, "this is not a date"),
    "no such day": ({"period": "2025-02-30"}, "this is not a date"),
    "antiquity": ({"period": "0201-01-01"}, "too long ago"),
    "long note": ({"note": "x" * 501}, "Keep the note under 500 characters."),
}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("case", REFUSALS)
def test_it_refuses(cast, sign_in, case, headers):
    series = clinic_series(cast)
    before = stored(series)
    changed, sentence = REFUSALS[case]
    sent = JANUARY | changed
    response = sign_in(cast.alice).post(ENTER, data=sent, headers=headers)
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert sentence in html
    assert stored(series) == before
    for typed in (sent["value"], sent["denominator"].strip(), sent["note"]):
        assert f'value="{typed}"' in html or not typed  # everything typed is kept


def test_a_duplicate_offers_the_correction(cast, sign_in):
    series = clinic_series(cast)
    series.observations[-1].entered_by = cast.bob
    db.session.commit()
    html = (
        sign_in(cast.alice)
        .post(ENTER, data=JANUARY | {"period": "2025-12-01"})
        .get_data(as_text=True)
    )
    assert "December 2025 has 17 of 200 already, entered by Bob" in html
    assert f'href="{PAGE}/observations/2025-12-01#correct"' in html


def test_thousands_and_spaces_are_read(cast, sign_in):
    series = clinic_series(cast)
    sent = JANUARY | {"value": " 1,021 ", "denominator": "12,246"}
    assert sign_in(cast.alice).post(ENTER, data=sent).status_code == 303
    assert stored(series)["2026-01-01"] == (1021.0, 12246.0)


def test_a_gap_can_be_filled(cast, sign_in):
    series = clinic_series(cast)
    db.session.delete(series.observations[5])  # June 2024
    db.session.commit()
    client = sign_in(cast.alice)
    html = client.get(PAGE).get_data(as_text=True)
    assert '<option value="2024-06-01">June 2024</option>' in html
    html = client.get(f"{PAGE}?period=2024-06-01").get_data(as_text=True)
    assert "Save June" in html
    assert client.post(ENTER, data=JANUARY | {"period": "2024-06-01"}).status_code == 303
    assert stored(series)["2024-06-01"] == (21.0, 246.0)


@pytest.mark.parametrize("frequency", CALENDAR)
@pytest.mark.parametrize("asked", ["soon", "9999-12-31", "9999-01-01"])
def test_asking_for_a_period_that_no_chart_shows_says_so(cast, sign_in, asked, frequency):
    cast.measure.frequency = frequency
    clinic_series(cast, [])
    client = sign_in(cast.alice)
    response = client.get(f"{PAGE}?period={asked}")
    assert response.status_code == 422
    assert f"“{asked}” is not a date" in response.get_data(as_text=True)
    sent = JANUARY | {"period": asked}
    assert client.post(ENTER, data=sent).status_code == 422
    assert client.get(f"{PAGE}/preview", query_string=sent).status_code == 200
    assert client.get(f"{PAGE}/observations/{asked}").status_code == 404


def test_an_ended_series_offers_no_period_after_its_end(cast, sign_in):
    series = clinic_series(cast)
    db.session.delete(series.observations[5])  # June 2024
    del series.observations[20:]
    series.ended_on = date(2025, 8, 31)
    db.session.commit()
    html = sign_in(cast.alice).get(PAGE).get_data(as_text=True)
    assert '<option value="2024-06-01">June 2024</option>' in html
    assert '<option value="2025' not in html


def test_asking_for_a_stored_period_leads_to_its_correction(cast, sign_in):
    clinic_series(cast)
    response = sign_in(cast.alice).get(f"{PAGE}?period=2025-12-01")
    assert response.status_code == 303
    assert response.location == f"{PAGE}/observations/2025-12-01"


def test_other_kinds_of_data(cast, sign_in):
    days = make_measure(
        cast.network,
        "days-to-visit",
        data_kind=DataKind.SINGLE,
        chart="i",
        numerator_label="Days",
        denominator_label="",
        unit="days",
        multiplier=1.0,
    )
    series = make_series(cast.team, days)
    address = "/networks/river/teams/clinic/measures/days-to-visit"
    client = sign_in(cast.alice)
    html = client.get(address).get_data(as_text=True)
    assert 'name="denominator"' not in html
    sent = {"period": "2026-01-01", "value": "-2.5"}
    assert client.post(f"{address}/observations", data=sent).status_code == 303
    assert stored(series) == {"2026-01-01": (-2.5, None)}


REFUSED = {"vera": 403, "cora": 403, "charlie": 403, "nora": 403, "frank": 403, "olga": 404}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("name", REFUSED)
def test_it_checks_membership(cast, sign_in, name, headers):
    series = clinic_series(cast)
    response = sign_in(getattr(cast, name)).post(ENTER, data=JANUARY, headers=headers)
    assert response.status_code == REFUSED[name]
    assert "2026-01-01" not in stored(series)


def test_nobody_signed_in_stores_nothing(cast, client):
    series = clinic_series(cast)
    assert client.post(ENTER, data=JANUARY).status_code == 303
    assert "2026-01-01" not in stored(series)


def test_from_my_work_the_answer_takes_the_rows_place(cast, sign_in):
    series = clinic_series(cast)
    client = sign_in(cast.alice)
    response = client.post(ENTER, data=JANUARY | {"back": "work"}, headers=HTMX)
    html = response.get_data(as_text=True)
    assert f'id="entry-{series.id}"' in html
    assert "10 months in a row below the center line" in html
    again = client.post(ENTER, data=JANUARY | {"back": "work"}, headers=HTMX)
    assert again.status_code == 422
    assert f'id="entry-{series.id}"' in again.get_data(as_text=True)
    sent = JANUARY | {"back": "work", "period": "2023-12-01"}
    assert client.post(ENTER, data=sent).location.endswith("/work")
