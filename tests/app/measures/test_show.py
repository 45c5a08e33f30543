"""The measure page, the catalog and the definition."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.extensions import db
from app.measures.models import Annotation, SeriesPhase
from app.pdsa.models import Cycle
from tests.app.measures.examples import PAGE, SHIFTED, clinic_series
from tests.factories import make_measure, make_series
from tests.queries import counted


def page(client, address: str = PAGE) -> str:
    return " ".join(client.get(address).get_data(as_text=True).split())


def test_it_says_the_most_important_first(cast, sign_in):
    clinic_series(cast)
    html = page(sign_in(cast.vera))
    assert "9 months in a row below the center line since April 2025." in html
    assert "Shift, since April 2025" in html


def test_the_table_leaves_the_limits_to_wide_screens(cast, sign_in):
    clinic_series(cast)
    table = page(sign_in(cast.vera)).split('class="table-view"')[1].split("</table>")[0]
    assert '<th scope="col" class="number">Percent</th>' in table
    assert '<th scope="col" class="number hide-phone">Upper limit</th>' in table
    assert table.count('<td class="number hide-phone">') == 2 * 24


def test_one_more_would_be_a_shift(cast, sign_in):
    # Seven months below all the others; the eighth would signal by the IHI rules.
    clinic_series(cast, SHIFTED[:22])
    html = page(sign_in(cast.vera))
    assert "7 months in a row below the center line; one more is a shift." in html


def test_the_passport_names_what_the_chart_rests_on(cast, sign_in):
    series = clinic_series(cast)
    series.phases.append(
        SeriesPhase(
            starts_on=date(2025, 1, 1), reason="visits became standard", created_by=cast.cora
        )
    )
    series.observations[3].excluded_because = "two clinics closed"
    cast.measure.smallest_denominator = 10
    db.session.commit()
    html = page(sign_in(cast.alice))
    assert "P chart, limits at 3 sigma" in html
    assert "IHI, version 1, pinned by the network" in html
    assert "from January 2025: visits became standard (Cora, " in html
    assert "April 2024: two clinics closed" in html
    assert "10 children enrolled" in html
    assert "<dd>December 2025</dd>" in html


def test_the_passport_says_nothing_of_a_width_that_is_none(cast, sign_in):
    clinic_series(cast, [(30.0, 200.0)])
    cast.measure.chart = "pp"
    db.session.commit()
    html = page(sign_in(cast.alice))
    assert "P′ chart, limits at 3 sigma" in html
    assert "as wide as chance" not in html


def test_a_signal_shows_what_happened_just_before(cast, sign_in):
    series = clinic_series(cast)
    tests = [(date(2025, 2, 3), "Call one family"), (date(2024, 3, 1), "Long before")]
    for number, (day, title) in enumerate(tests, 1):
        db.session.add(Cycle(team=cast.team, number=number, title=title, starts_on=day))
    series.annotations.append(Annotation(on=date(2025, 3, 9), text="New inhalers"))
    db.session.commit()
    html = page(sign_in(cast.alice))
    card = html.split("Shift, since April 2025")[1].split("</article>")[0]
    assert "Cycle 1: Call one family. Running" in card
    assert "/networks/river/teams/clinic/cycles/1" in card
    assert "New inhalers" in card
    assert "Long before" not in card
    assert "Call one family" not in page(sign_in(cast.charlie))


def test_other_rules_answer_beside_the_charts_own(cast, sign_in):
    clinic_series(cast)
    reader = sign_in(cast.vera)
    section = page(reader).split("What would other rules say?")[1]
    address = re.findall(r'href="([^"]+/other-rules)"', section)[0]
    assert f'hx-get="{address}"' in section
    whole = reader.get(address).get_data(as_text=True)
    fragment = reader.get(address, headers={"HX-Request": "true"}).get_data(as_text=True)
    for table in (whole, fragment):
        for name in ("IHI, this chart", "Perla run chart rules", "Anhøj"):
            assert name in table
    assert "<h1" not in fragment


def test_without_values_no_rules_have_anything_to_say(cast, sign_in):
    make_series(cast.team, cast.measure, [])
    db.session.commit()
    reader = sign_in(cast.vera)
    assert "What would other rules say?" not in page(reader)
    address = "/networks/river/teams/clinic/measures/urgent-visits/other-rules"
    assert "There is no value to judge yet." in reader.get(address).get_data(as_text=True)


def test_a_look_alike_is_named_and_left_alone(cast, sign_in):
    data: list[tuple[float, float | None]] = [(30.0, 200.0), (33.0, 200.0), (27.0, 200.0)] * 4
    data[5] = (46.0, 200.0)
    # The mean is 379 of 2400, 15.8%; sigma at 200 is 2.58 points, so 23.0% lies 2.8 sigma out.
    clinic_series(cast, data)
    html = page(sign_in(cast.vera))
    assert "June 2024 looks high, but is not a signal" in html
    assert "23.0% is inside the limits (8.1% to 23.5%)." in html


def test_a_series_that_never_varies_says_so(cast, sign_in):
    clinic_series(cast, [(0.0, 200.0)] * 36, start=date(2023, 1, 1))
    html = page(sign_in(cast.vera))
    assert "36 months, all with the same value, 0" in html
    assert "Too young to judge" not in html
    assert "The values never vary, so there is no signal to find." in html
    assert "as chance alone makes them vary" not in html


def test_a_young_series_says_so(cast, sign_in):
    clinic_series(cast, [(30.0, 200.0), (28.0, 200.0), (33.0, 200.0)])
    html = page(sign_in(cast.vera))
    assert "3 months: too young to judge, which takes 10 points." in html
    assert "Too few values to judge: that takes 10 off the center line." in html
    assert "as chance alone makes them vary" not in html
    assert "trial" in html


def test_a_series_without_values_teaches(cast, sign_in):
    clinic_series(cast, [])
    for person in (cast.alice, cast.vera, cast.charlie):
        assert "No values yet." in page(sign_in(person))


def test_a_gap_is_shown_as_one(cast, sign_in):
    series = clinic_series(cast)
    db.session.delete(series.observations[22])  # November 2025
    db.session.commit()
    html = page(sign_in(cast.alice))
    recent = html.split('id="recent"')[1]
    row = recent.split("November 2025</th>")[1].split("</tr>")[0]
    assert "No value" in row
    assert f'href="{PAGE}?period=2025-11-01#entry"' in row


def test_only_those_who_enter_see_the_entry_row(cast, sign_in):
    clinic_series(cast)
    for name, sees in [("alice", True), ("bob", True), ("vera", False), ("cora", False)]:
        html = page(sign_in(getattr(cast, name)))
        assert ("Save January" in html) is sees, name
        assert ("/observations/" in html) is sees, name


def test_markup_in_texts_stays_text(cast, sign_in):
    series = clinic_series(cast)
    evil = "<script>alert(1)</script>"
    cast.measure.name = cast.measure.definition = cast.measure.numerator_label = evil
    series.observations[-1].note = evil
    series.annotations.append(Annotation(on=date(2025, 3, 9), text=evil))
    db.session.commit()
    assert "<script>alert" not in page(sign_in(cast.alice))


def test_the_number_of_queries_does_not_grow(cast, sign_in):
    series = clinic_series(cast, SHIFTED[:6])
    db.session.add(Cycle(team=cast.team, number=40, title="Test", starts_on=date(2024, 2, 1)))
    series.phases.append(SeriesPhase(starts_on=date(2024, 3, 1), reason="x", created_by=cast.cora))
    db.session.commit()
    client = sign_in(cast.alice)
    client.get(PAGE)
    with counted() as few:
        client.get(PAGE)
    db.session.delete(series)
    db.session.commit()
    series = clinic_series(cast)
    for number in range(1, 12):
        day = date(2025, number, 1)
        db.session.add(
            Cycle(team=cast.team, number=number, title="Test", starts_on=day, owner=cast.bob)
        )
        series.phases.append(
            SeriesPhase(starts_on=date(2024, number + 1, 1), reason="x", created_by=cast.cora)
        )
    db.session.commit()
    with counted() as many:
        client.get(PAGE)
    assert len(many) == len(few)
    assert len(many) <= 15


def test_the_catalog_lists_shared_and_own_measures(cast, sign_in):
    clinic_series(cast)
    own = make_measure(cast.network, "calls-made", team_id=cast.team.id)
    make_series(cast.team, own, [(1.0, 4.0)] * 3)
    make_measure(cast.network, "other-own", team_id=cast.other_team.id)
    db.session.commit()
    address = "/networks/river/measures"
    html = page(sign_in(cast.alice), address)
    assert "1 team reports it" in html
    assert "Calls made" in html
    assert "Other own" not in html
    assert f'href="{PAGE}"' in html
    html = page(sign_in(cast.nora), address)
    assert "Urgent visits" in html
    assert "Calls made" not in html
    assert sign_in(cast.olga).get(address).status_code == 404


def test_the_catalogs_queries_do_not_grow(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.alice)
    address = "/networks/river/measures"
    client.get(address)
    with counted() as few:
        client.get(address)
    for number in range(8):
        measure = make_measure(cast.network, f"more-{number}")
        make_series(cast.team, measure, [(1.0, 4.0)] * 3)
    db.session.commit()
    with counted() as many:
        client.get(address)
    assert len(many) == len(few)
    assert len(many) <= 15


@pytest.mark.parametrize(
    ("name", "shared", "local"),
    [("alice", 200, 200), ("cora", 200, 200), ("charlie", 200, 404), ("olga", 404, 404)],
)
def test_the_definition_is_for_those_who_may_see_it(cast, sign_in, name, shared, local):
    make_measure(cast.network, "calls-made", team_id=cast.team.id)
    client = sign_in(getattr(cast, name))
    response = client.get("/networks/river/measures/urgent-visits")
    assert response.status_code == shared
    if shared == 200:
        html = response.get_data(as_text=True)
        assert "Had an urgent visit" in html
        assert "Lower is better" in html
    assert client.get("/networks/river/measures/calls-made").status_code == local


def test_an_ended_series_says_so_and_asks_for_nothing(cast, sign_in):
    series = make_series(cast.team, cast.measure, [(2.0, 20.0)] * 12)
    series.ended_on = date(2024, 12, 31)
    db.session.commit()
    page = sign_in(cast.bob).get("/networks/river/teams/clinic/measures/urgent-visits")
    text = page.get_data(as_text=True)
    assert "This series ended on December 31, 2024." in text
    assert "can be entered from" not in text
    assert 'name="value"' not in text


def test_what_is_not_there_is_not_asked_for(cast, sign_in):
    clinic_series(cast, SHIFTED[:6])
    client = sign_in(cast.alice)
    client.get(PAGE)
    with counted() as bare:
        client.get(PAGE)
    asked = " ".join(bare)
    assert len(bare) <= 6
    for table in ("series_phase", "annotation", "cycle", "signal_cause", "audit_event"):
        assert f"SELECT {table}.id" not in asked
