"""What the grid says of what was typed, at its row and cell."""

from __future__ import annotations

import pytest

from app.measures.models import DataKind, Direction
from tests.app.grid.forms import GRID, opened, typed
from tests.app.measures.examples import SHIFTED, clinic_series, stored
from tests.page import check
from tests.queries import counted

FROM_GRID = {"HX-Request": "true", "HX-Target": "grid-live"}


def says(client, sent):
    """The answer while somebody types."""
    answer = client.post(f"{GRID}/check", data=sent, headers=FROM_GRID)
    assert answer.status_code == 200
    html = answer.get_data(as_text=True)
    check(html)
    return html


def test_it_opens_with_what_is_stored(cast, sign_in):
    clinic_series(cast, SHIFTED)
    sent = opened(sign_in(cast.bob), first="2025-12-01", count=2)
    assert sent["2025-12-01.whole.value"] == "17"
    assert sent["2025-12-01.whole.denominator"] == "200"
    assert sent["2026-01-01.whole.value"] == ""


def test_the_last_row_is_the_last_month_that_is_over(cast, sign_in):
    clinic_series(cast, [])
    sent = opened(sign_in(cast.bob))
    months = [name[:10] for name in sent if name.endswith(".whole.value")]
    assert (months[0], months[-1], len(months)) == ("2024-02-01", "2026-01-01", 24)


REFUSALS = {
    "text": (("twenty", "246"), "“twenty” is not a number. Leave the cell empty where"),
    "above": (("247", "246"), "247 is more than 246."),
    "fraction": (("2.5", "246"), "so it needs a whole number, not 2.5."),
    "comma": (("2,5", "246"), "Write 2.5 with a point, not a comma."),
    "percent": (("12.5 %", "246"), "“12.5 %” is a percentage; here the number itself is needed"),
    "zero": (("0", "0"), "Nothing can be divided by 0."),
    "formula error": (("#N/A", "246"), "“#N/A” is not a number."),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_it_tells_while_somebody_types(cast, sign_in, case):
    clinic_series(cast)
    numbers, sentence = REFUSALS[case]
    client = sign_in(cast.bob)
    html = says(client, opened(client) | typed("2026-01", *numbers))
    assert sentence in html
    assert 'data-row="2026-01-01"' in html


def test_a_cell_that_waits_is_told_on_saving_only(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.bob)
    sent = opened(client) | typed("2026-01", "21", "")
    assert "Enter a number." not in says(client, sent)
    answer = client.post(GRID, data=sent)
    assert answer.status_code == 422
    assert "January 2026, Children enrolled" in answer.get_data(as_text=True)


def test_a_month_that_is_not_over_is_refused(cast, sign_in):
    series = clinic_series(cast)
    client = sign_in(cast.bob)
    sent = opened(client, first="2026-01-01", count=3) | typed("2026-03", "21", "246")
    answer = client.post(GRID, data=sent)
    assert answer.status_code == 422
    assert "March 2026 is not over yet." in answer.get_data(as_text=True)
    assert "2026-03-01" not in stored(series)


def test_the_chart_moves_with_what_is_typed(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.bob)
    before = says(client, opened(client))
    after = says(client, opened(client) | typed("2026-01", "21", "246"))
    assert "9 months in a row below the center line" in before
    assert "10 months in a row below the center line" in after
    assert 'id="grid-drawing" hx-swap-oob="innerHTML"' in after
    assert "1 month typed and not stored yet." in after


def test_checking_writes_nothing(cast, sign_in):
    series = clinic_series(cast)
    client = sign_in(cast.bob)
    sent, before = opened(client) | typed("2026-01", "21", "246"), stored(series)
    with counted() as queries:
        says(client, sent)
    assert [query for query in queries if not query.lstrip().startswith("SELECT")] == []
    assert stored(series) == before


# 28 to 31 of 200 for a year: p-bar is 29.5 / 200 = 14.75 %, so that over 200 children three sigma
# is 3 * sqrt(0.1475 * 0.8525 / 200) = 7.5 %, and twice as far reaches to 29.8 %.
YEAR = [(28.0, 200.0), (29.0, 200.0), (30.0, 200.0), (31.0, 200.0)] * 3


def test_what_is_far_outside_the_limits_is_doubted_until_its_note_says_why(cast, sign_in):
    series = clinic_series(cast, YEAR)
    client = sign_in(cast.bob)
    window = {"first": "2024-01-01", "count": 24}
    sent = opened(client, **window) | typed("2025-01", "60", "200")
    answer = client.post(GRID, data=sent)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "30.0% is far outside what this chart has shown: 0.0% to 29.8%" in html
    assert "If it is right, say why in the note." in html
    assert "2025-01-01" not in stored(series)
    sent |= typed("2025-01", "60", "200", note="Wildfire smoke for two weeks")
    assert client.post(GRID, data=sent).status_code == 303
    assert stored(series)["2025-01-01"] == (60.0, 200.0)


def test_what_is_a_signal_is_not_doubted(cast, sign_in):
    clinic_series(cast, YEAR)
    client = sign_in(cast.bob)
    # 25 % is outside the limit of 22.3 % and well inside what is plausible.
    sent = opened(client, first="2025-01-01", count=2) | typed("2025-01", "50", "200")
    assert client.post(GRID, data=sent).status_code == 303


def test_a_digit_too_many_is_doubted(cast, sign_in):
    clinic_series(cast, YEAR)
    client = sign_in(cast.bob)
    html = says(client, opened(client, first="2025-01-01") | typed("2025-01", "29", "2000"))
    assert "Children enrolled: 2,000 is far from all others, which are 200 to 200." in html


def test_a_patients_name_in_a_note_is_asked_about(cast, sign_in):
    series = clinic_series(cast)
    client = sign_in(cast.bob)
    note = "Maria Gonzales, born 3/14/2019, came twice"
    sent = opened(client) | typed("2026-01", "21", "246", note=note)
    answer = client.post(GRID, data=sent)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "looks like a birth date" in html
    assert note in html
    assert "2026-01-01" not in stored(series)
    assert client.post(GRID, data=sent | {"not_a_patient": "y"}).status_code == 303


def test_rows_are_added_with_everything_typed_kept(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.bob)
    sent = opened(client) | typed("2026-01", "21", "246") | {"do": "earlier"}
    answer = client.post(GRID, data=sent)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'name="2023-02-01.whole.value"' in html  # a year before February 2024
    assert 'value="246"' in html


@pytest.mark.parametrize("strange", [{"served": "[]"}, {"served": "{"}, {"count": "-3"},
                                     {"first": "soon"}, {"served": '{"2026-01-01": [1, 2, 3]}'},
                                     {"count": "9" * 40}, {"2026-01-01.whole.value": "\x00"}])  # fmt: skip
def test_a_strange_form_is_answered_in_words(cast, sign_in, strange):
    clinic_series(cast)
    client = sign_in(cast.bob)
    assert client.post(GRID, data=opened(client) | strange).status_code in {303, 409, 422}


def test_a_breakdown_of_another_measure_is_not_there(cast, sign_in):
    clinic_series(cast)
    assert sign_in(cast.bob).get(GRID, query_string={"by": "99"}).status_code == 404


def test_percent_signs_are_the_unit_where_the_values_are_percents(cast, sign_in):
    cast.measure.data_kind, cast.measure.chart = DataKind.SINGLE, "i"
    cast.measure.multiplier, cast.measure.direction = 1.0, Direction.UP
    series = clinic_series(cast, [])
    client = sign_in(cast.bob)
    sent = opened(client) | {"2026-01-01.whole.value": "12.5 %"}
    assert client.post(GRID, data=sent).status_code == 303
    assert stored(series)["2026-01-01"] == (12.5, None)
