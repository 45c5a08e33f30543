"""What a value would do, before it is stored."""

from __future__ import annotations

import pytest

from app.measures.preview import ordinal
from tests.app.measures.examples import PAGE, clinic_series, stored
from tests.queries import counted

PREVIEW = f"{PAGE}/preview"
TYPED = {"period": "2026-01-01", "value": "21", "denominator": "246"}
FROM_ENTRY = {"HX-Request": "true", "HX-Target": "entry-preview"}


def test_it_says_the_effect_and_draws_a_ring(cast, sign_in):
    series = clinic_series(cast)
    before = stored(series)
    html = sign_in(cast.bob).get(PREVIEW, query_string=TYPED, headers=FROM_ENTRY)
    html = html.get_data(as_text=True)
    assert "8.5%." in html
    assert "The 10th month in a row below the center line." in html
    assert "ch-draft" in html
    assert 'hx-swap-oob="innerHTML"' in html
    assert stored(series) == before


def test_it_writes_nothing(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.bob)
    client.get(PAGE)
    with counted() as queries:
        client.get(PREVIEW, query_string=TYPED)
    assert [sent for sent in queries if not sent.lstrip().startswith("SELECT")] == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"value": "240"}, "Above the upper limit. Above the center line."),
        ({"value": "x"}, "“x” is not a number."),
        ({"value": "300"}, "300 is more than 246."),
    ],
)
def test_it_tells_what_is_far_out_or_wrong(cast, sign_in, changed, sentence):
    clinic_series(cast)
    html = sign_in(cast.bob).get(PREVIEW, query_string=TYPED | changed).get_data(as_text=True)
    assert sentence in html


@pytest.mark.parametrize(
    "typed",
    [{}, {"value": "21"}, {"value": "", "denominator": ""}, TYPED | {"period": "soon"}],
)
def test_an_unfinished_value_leaves_the_chart_as_it_is(cast, sign_in, typed):
    clinic_series(cast)
    response = sign_in(cast.bob).get(PREVIEW, query_string=typed, headers=FROM_ENTRY)
    html = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "ch-draft" not in html
    assert "center line." not in html.split("<svg")[0]


@pytest.mark.parametrize(("name", "status"), [("vera", 403), ("charlie", 403), ("olga", 404)])
def test_it_checks_membership(cast, sign_in, name, status):
    clinic_series(cast)
    assert sign_in(getattr(cast, name)).get(PREVIEW, query_string=TYPED).status_code == status


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (22, "22nd")],
)
def test_ordinals(number, words):
    assert ordinal(number) == words
