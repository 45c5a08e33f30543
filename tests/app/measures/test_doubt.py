"""A value far from all others waits for a word in its note, and patients stay out of notes."""

from __future__ import annotations

from tests.app.measures.examples import PAGE, clinic_series, stored

ENTER, PREVIEW = f"{PAGE}/observations", f"{PAGE}/preview"
HTMX = {"HX-Request": "true"}
# 2460 is a digit too many: all others are 200 and 246.
SLIP = {"period": "2026-01-01", "value": "210", "denominator": "2460", "note": ""}
SENTENCE = "Children enrolled: 2,460 is far from all others, which are 200 to 200."


def test_a_slip_of_the_keys_is_not_stored_without_a_note(cast, sign_in):
    series = clinic_series(cast)
    client = sign_in(cast.bob)
    for headers in ({}, HTMX):
        answer = client.post(ENTER, data=SLIP, headers=headers)
        html = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert SENTENCE in html
        assert "If it is right, say why in the note." in html
        assert 'value="2460"' in html
    assert "2026-01-01" not in stored(series)


def test_a_note_says_that_it_is_right(cast, sign_in):
    series = clinic_series(cast)
    sent = SLIP | {"note": "Two clinics merged"}
    assert sign_in(cast.bob).post(ENTER, data=sent).status_code == 303
    assert stored(series)["2026-01-01"] == (210.0, 2460.0)


def test_it_is_told_while_it_is_typed(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.bob)
    typing = client.get(PREVIEW, query_string=SLIP).get_data(as_text=True)
    assert SENTENCE in typing
    noted = client.get(PREVIEW, query_string=SLIP | {"note": "Merged"}).get_data(as_text=True)
    assert SENTENCE not in noted


def test_a_period_that_takes_no_value_is_told_while_it_is_typed(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.bob)
    for period, sentence in (
        ("2025-12-01", "December 2025 has its data already."),
        ("2026-03-01", "March 2026 is not over yet."),
    ):
        typed = {"period": period, "value": "21", "denominator": "246"}
        assert sentence in client.get(PREVIEW, query_string=typed).get_data(as_text=True)


def test_with_few_values_nothing_is_doubted(cast, sign_in):
    series = clinic_series(cast, [(30.0, 200.0)] * 3)
    sent = SLIP | {"period": "2024-04-01"}
    assert sign_in(cast.bob).post(ENTER, data=sent).status_code == 303
    assert stored(series)["2024-04-01"] == (210.0, 2460.0)


def test_a_note_that_looks_like_a_patient_waits_for_a_tick(cast, sign_in):
    series = clinic_series(cast)
    client = sign_in(cast.bob)
    sent = {"period": "2026-01-01", "value": "21", "denominator": "246", "note": "MRN 4471182"}
    answer = client.post(ENTER, data=sent)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Does this identify a patient?" in html
    assert 'value="MRN 4471182"' in html
    assert "2026-01-01" not in stored(series)
    assert client.post(ENTER, data=sent | {"not_a_patient": "y"}).status_code == 303


def test_a_large_number_is_no_record_number(cast, sign_in):
    series = clinic_series(cast, [])
    sent = {"period": "2026-01-01", "value": "1234567", "denominator": "12345678", "note": ""}
    assert sign_in(cast.bob).post(ENTER, data=sent).status_code == 303
    assert stored(series)["2026-01-01"] == (1234567.0, 12345678.0)
