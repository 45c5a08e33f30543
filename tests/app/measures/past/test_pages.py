"""The history of a chart, and the chart as it was: what they show, to whom, and as which file."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from app.clock import now
from app.extensions import db
from app.measures import annotating, marking, services
from app.measures.past.models import SeriesChange
from tests.app.measures.examples import PAGE, clinic_series
from tests.queries import counted

HISTORY, THEN = f"{PAGE}/history", f"{PAGE}/as-it-was"
MARCH = datetime(2026, 1, 10, 12, tzinfo=UTC)


def text(response) -> str:
    return " ".join(response.get_data(as_text=True).split())


@pytest.fixture
def series(cast):
    """Two years entered in January; later a correction, an exclusion, a phase, an annotation."""
    found = clinic_series(cast)
    for each in found.observations:
        each.entered_at, each.entered_by = MARCH, cast.alice
    services.correct(cast.bob, found.observations[3], 20, 200, "", "counted <b>twice</b>")
    found.observations[3].corrections[-1].corrected_at = MARCH + timedelta(days=30)
    marking.exclude(cast.alice, found.observations[5], "two clinics closed", version=found.version)
    marking.start_phase(
        cast.cora, found, date(2025, 4, 1), "Calls", None, "new work", version=found.version
    )
    annotating.annotate(cast.bob, found, date(2025, 5, 9), "Wildfire smoke")
    for kept, day in zip(db.session.query(SeriesChange).all(), (40, 50, 60), strict=True):
        kept.at = MARCH + timedelta(days=day)
    db.session.commit()
    return found


def test_the_history_names_every_change_with_who_when_why_and_from_what_to_what(
    series, cast, sign_in
):
    html = text(sign_in(cast.vera).get(HISTORY))
    assert "Bob</strong> corrected a value" in html
    assert "April 2024: <del>30 of 200</del> → 20 of 200" in html
    assert "Why: counted &lt;b&gt;twice&lt;/b&gt;" in html
    assert "Alice</strong> entered 24 values" in html
    assert "Alice</strong> left a point out" in html
    assert "Cora</strong> started a phase" in html
    assert "Bob</strong> added an annotation" in html
    assert "February 9, 2026" in html


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("kind=values", "corrected a value", "started a phase"),
        ("kind=phases", "started a phase", "corrected a value"),
        ("person=Bob", "added an annotation", "left a point out"),
        ("kind=annotations&person=Bob", "added an annotation", "corrected a value"),
        ("kind=nonsense", "started a phase", "No change fits"),
        ("kind=phases&person=Bob", "No change fits", "started a phase"),
    ],
)
def test_the_history_is_filtered_by_kind_and_person(series, cast, sign_in, query, there, not_there):
    html = text(sign_in(cast.alice).get(f"{HISTORY}?{query}"))
    assert there in html
    assert not_there not in html


def test_a_long_history_has_pages(series, cast, sign_in):
    first = series.observations[0]
    for number in range(60):
        services.correct(cast.bob, first, number, 200, "", f"reason {number}")
    db.session.commit()
    html = text(sign_in(cast.alice).get(f"{HISTORY}?person=Bob"))
    assert "Page 1 of 2, 62 changes" in html
    assert "reason 59" in html
    assert "reason 0" not in html
    assert "reason 0" in text(sign_in(cast.alice).get(f"{HISTORY}?person=Bob&page=2"))


def shown(html: str) -> dict[str, str]:
    """The rows of the table of the chart as it was, by period."""
    part = html[html.index("past-frozen") :]
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', part)
    return {name: re.sub(r"<[^>]+>", " ", cells) for name, cells in rows}


def test_the_chart_is_shown_as_it_was_at_the_end_of_a_day(series, cast, sign_in):
    html = text(sign_in(cast.alice).get(f"{THEN}?as_of=2026-02-01"))
    assert "As it was on February 1, 2026" in html
    assert "Changed since: 1 value corrected, 1 point left out, 1 phase, 1 annotation." in html
    assert "15.0" in shown(html)["April 2024"]  # 30 of 200, not yet 20
    assert "Wildfire" not in html.split("past-frozen")[1]
    html = text(sign_in(cast.alice).get(f"{THEN}?as_of=2026-02-09"))  # the day of the correction
    assert "10.0" in shown(html)["April 2024"]
    assert "Changed since: 1 point left out, 1 phase, 1 annotation." in html
    html = text(sign_in(cast.alice).get(f"{THEN}?as_of={now().date().isoformat()}"))
    assert "Nothing has changed since." in html
    assert "Wildfire smoke" in html.split("past-frozen")[1]


def test_before_the_first_value_the_chart_is_empty(series, cast, sign_in):
    html = text(sign_in(cast.alice).get(f"{THEN}?as_of=2025-12-31"))
    assert "24 values entered" in html
    assert "No values yet" in html
    assert sign_in(cast.alice).get(f"{THEN}/chart.svg?as_of=2025-12-31").status_code == 404


def test_each_change_leads_to_the_chart_just_before_and_just_after_it(series, cast, sign_in):
    client = sign_in(cast.alice)
    html = client.get(f"{HISTORY}?kind=values&person=Bob").get_data(as_text=True)
    before, after = (
        re.search(rf'href="([^"]+)" aria-label="The chart just {which}', html)[1].replace(
            "&amp;", "&"
        )
        for which in ("before", "after")
    )
    was, became = text(client.get(before)), text(client.get(after))
    assert "As it was just before February 9, 2026, 12:00 UTC" in was
    assert "15.0" in shown(was)["April 2024"]
    assert "10.0" in shown(became)["April 2024"]


def test_it_stands_beside_todays_chart(series, cast, sign_in):
    html = sign_in(cast.alice).get(f"{THEN}?as_of=2026-02-01&beside=1").get_data(as_text=True)
    assert 'id="then-svg"' in html
    assert 'id="today-svg"' in html


def test_nothing_can_be_entered_in_the_past(series, cast, sign_in):
    html = sign_in(cast.alice).get(f"{THEN}?as_of=2026-02-01").get_data(as_text=True)
    main = html[html.index("<main") : html.index("</main>")]
    assert 'method="post"' not in main
    assert "hx-post" not in main
    assert f"{PAGE}/points/" not in main


def test_the_definition_is_the_one_of_then(series, cast, sign_in):
    reader = sign_in(cast.alice)
    before = text(reader.get(f"{THEN}?as_of={now().date().isoformat()}"))
    assert "Western Electric" not in before.split("Chart passport")[-1]
    stamp = now()
    from app.catalog import services as catalog  # only here
    from app.catalog.fields import ITEMS

    values = {item.name: getattr(cast.measure, item.name) for item in ITEMS}
    catalog.change(
        cast.bea, cast.measure, values | {"rules": "western-electric"}, [], reason="stricter",
        starts_on=None, version=cast.measure.version,
    )  # fmt: skip
    db.session.commit()
    asked = f"{stamp:%Y-%m-%dT%H:%M:%S.%f}Z"
    html = text(reader.get(f"{THEN}?as_of={asked}"))
    assert "Changed since: 1 definition." in html
    assert "Western Electric" not in html.split("Chart passport")[-1]
    assert "IHI" in html.split("Chart passport")[-1]
    assert "Western Electric, version" in text(reader.get(PAGE))


def test_files_carry_the_day_in_their_heading_and_name(series, cast, sign_in):
    client = sign_in(cast.alice)
    answer = client.get(f"{THEN}/data.csv?as_of=2026-02-01")
    assert "as-of-2026-02-01.csv" in answer.headers["Content-Disposition"]
    lines = answer.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert lines[0].startswith('"period (as it was on February 1, 2026)"')
    assert "2024-04-01,30,200,15,,," in lines
    answer = client.get(f"{THEN}/chart.svg?as_of=2026-02-01")
    assert "as-of-2026-02-01.svg" in answer.headers["Content-Disposition"]
    assert "as it was on February 1, 2026" in answer.get_data(as_text=True)
    answer = client.get(f"{THEN}/chart.png?as_of=2026-02-01")
    assert answer.get_data().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "asked",
    [
        "yesterday",
        "2026-02-31",
        "2026-13-01T00:00Z",
        "2026-01-01T00:00",
        "9999-12-31",
        "0000-00-00",
        "T",
    ],
)
def test_what_is_no_moment_is_said_so(series, cast, sign_in, asked):
    answer = sign_in(cast.alice).get(f"{THEN}?as_of={asked}")
    assert answer.status_code == 422
    assert "field-error" in answer.get_data(as_text=True)
    assert sign_in(cast.alice).get(f"{THEN}/data.csv?as_of={asked}").status_code == 404


def test_without_a_day_it_asks_for_one(series, cast, sign_in):
    html = text(sign_in(cast.alice).get(THEN))
    assert "Choose a day" in html
    assert "A phase starts: Calls" in html  # a named day to choose


@pytest.mark.parametrize("name", ["charlie", "otto", "frank", "bea", "nora"])
def test_others_read_no_history_and_no_words_of_the_team(series, cast, sign_in, name):
    client = sign_in(getattr(cast, name))
    assert client.get(HISTORY).status_code == 404
    html = text(client.get(f"{THEN}?as_of={now().date().isoformat()}&beside=1"))
    for words in ("Wildfire", "two clinics closed", "new work", "Changed since", "corrected"):
        assert words not in html


def test_the_pages_ask_little_of_the_database(series, cast, sign_in):
    client = sign_in(cast.alice)
    for url in (HISTORY, f"{THEN}?as_of=2026-02-01", f"{THEN}?as_of=2026-02-01&beside=1"):
        client.get(url)
        with counted() as queries:
            client.get(url)
        assert len(queries) <= 16, (url, len(queries), queries)
