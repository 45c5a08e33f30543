"""A point of the chart, opened: what it says, who may mark the chart there, and how."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urljoin

import pytest

from app.extensions import db
from app.measures.models import Annotation, Observation, Series, SeriesPhase
from tests.app.measures.examples import PAGE, clinic_series
from tests.queries import counted

HTMX = {"HX-Request": "true"}
MAY = f"{PAGE}/points/2024-05-01"
# May 2024 has 28 of 200. January 2024 to March 2025 hold 4 * (30 + 28 + 33) + 3 * 30 = 454 of
# 3,000, 15.1%; the nine months from April 2025 on 8 * 18 + 17 = 161 of 1,800, 8.9%; together they
# hold 615 of 4,800, 12.8%.
WHOLE = "12.8%"


def text(response) -> str:
    return " ".join(response.get_data(as_text=True).split())


def version() -> str:
    db.session.expire_all()
    return str(db.session.scalar(db.select(Series.version)))


def sent(**fields: str) -> dict[str, str]:
    return {"reason": "two clinics closed", "version": version()} | fields


def test_each_point_of_the_chart_leads_to_its_page(cast, sign_in):
    clinic_series(cast)
    html = text(sign_in(cast.vera).get(PAGE))
    drawing = html.split('<svg class="chart')[1].split("</svg>")[0]
    assert len(leads_to(drawing, PAGE)) == 24
    assert MAY in leads_to(drawing, PAGE)


def leads_to(drawing: str, page: str) -> list[str]:
    """Where the points of a chart lead that is seen on a page, as a browser finds it."""
    return [urljoin(page, link) for link in re.findall(r'<a href="([^"]+)"><use', drawing)]


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        (PAGE, PAGE),
        (MAY, MAY),
        (f"{PAGE}/preview?period=2026-01-01&value=21&denominator=200", PAGE),
        (f"{PAGE}/preview?period=2026-01-01&value=21&denominator=200", MAY),
    ],
)
def test_points_lead_to_their_pages_from_wherever_the_chart_is_seen(cast, sign_in, asked, seen):
    clinic_series(cast)
    asks = HTMX | {"HX-Target": "entry-preview", "HX-Current-URL": f"http://localhost{seen}?more=1"}
    html = text(sign_in(cast.bob).get(asked, headers=asks if "preview" in asked else {}))
    found = leads_to(html, seen)
    assert len(found) == 3 * 24
    months = [f"{year}-{month:02}-01" for year in (2024, 2025) for month in range(1, 13)]
    assert set(found) == {f"{PAGE}/points/{month}" for month in months}


def test_a_point_says_what_it_is(cast, sign_in):
    series = clinic_series(cast)
    series.observations[21].note = "New list"
    db.session.commit()
    html = text(sign_in(cast.vera).get(f"{PAGE}/points/2025-10-01"))
    panel = html.split('id="point"')[1].split("</section>")[0]
    assert "October 2025: 9.0%" in panel  # 18 of 200
    assert "18 of 200" in panel
    assert "9 months in a row below the center line" in panel
    assert "New list" in panel
    assert f'href="{PAGE}/points/2025-09-01#point"' in panel
    assert f'href="{PAGE}/points/2025-11-01#point"' in panel


def test_htmx_gets_the_panel_alone(cast, sign_in):
    clinic_series(cast)
    response = sign_in(cast.bob).get(MAY, headers=HTMX)
    assert response.get_data(as_text=True).lstrip().startswith('<section class="point"')
    assert "HX-Request" in response.headers["Vary"]


def test_who_reads_only_gets_no_form(cast, sign_in):
    series = clinic_series(cast)
    series.observations[4].note = "Lemur note"
    series.observations[4].excluded_because = "Tapir closed"
    series.annotations.append(Annotation(on=date(2024, 5, 9), text="Zebra smoke"))
    db.session.commit()
    seen = text(sign_in(cast.vera).get(MAY))
    assert all(word in seen for word in ("Lemur note", "Tapir closed", "Zebra smoke"))
    assert "Leave this point out" not in seen
    assert "Let this point count again" not in seen
    for who in (cast.charlie, cast.bea):
        for headers in ({}, HTMX):
            others = text(sign_in(who).get(MAY, headers=headers))
            assert "Left out" in others
            assert not [w for w in ("Lemur", "Tapir", "Zebra", "count again") if w in others]


def test_a_value_too_small_to_show_has_no_page_for_others(cast, sign_in):
    series = clinic_series(cast)
    cast.measure.smallest_denominator = 10
    series.observations[4].value, series.observations[4].denominator = 1.0, 6.0
    db.session.commit()
    assert sign_in(cast.vera).get(MAY).status_code == 200
    assert sign_in(cast.charlie).get(MAY).status_code == 404


@pytest.mark.parametrize("period", ["2030-01-01", "soon", "2023-12-01", "9999-12-31"])
def test_what_is_no_point_is_not_found(cast, sign_in, period):
    clinic_series(cast)
    assert sign_in(cast.bob).get(f"{PAGE}/points/{period}").status_code == 404
    answer = sign_in(cast.bob).post(f"{PAGE}/points/{period}/exclude", data=sent())
    assert answer.status_code == 404


DOINGS = {
    "annotations": {"on": "2024-05-09", "text": "Smoke"},
    "exclude": {},
    "phase": {"label": "x"},
    "phase/change": {"baseline": "12"},
}


@pytest.mark.parametrize("doing", DOINGS)
@pytest.mark.parametrize(
    ("name", "status"),
    [("alice", 303), ("bob", 303), ("cora", 303), ("vera", 403), ("otto", 403), ("charlie", 403),
     ("frank", 403), ("bea", 403), ("nora", 403), ("olga", 404)],
)  # fmt: skip
def test_it_checks_who_may_mark(cast, sign_in, doing, name, status):
    clinic_series(cast)
    answer = sign_in(getattr(cast, name)).post(f"{MAY}/{doing}", data=sent(**DOINGS[doing]))
    assert answer.status_code == status


def test_before_it_is_left_out_it_says_what_that_changes(cast, sign_in):
    # One month of 100 of 200 among the others: 615 - 28 + 100 = 687 of 4,800 is 14.3%;
    # without it 587 of 4,600 is 12.8%.
    series = clinic_series(cast)
    series.observations[4].value = 100.0
    db.session.commit()
    html = text(sign_in(cast.cora).get(MAY))
    assert "The center line goes from 14.3% to 12.8%." in html
    lost = html.split(" lost: ")[1].split("</li>")[0]
    assert "Above the limits, May 2024" in lost


def test_a_point_is_left_out_and_taken_back(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.cora)
    assert client.post(f"{MAY}/exclude", data=sent()).location == f"{MAY}#point"
    html = text(client.get(PAGE))
    assert "May 2024: two clinics closed" in html  # the passport
    assert 'class="ch-ghost"' in html
    history = html.split("What was changed on this chart")[1]
    assert "<strong>Cora</strong> left a point out" in history
    assert "May 2024: counts → left out" in history
    # 587 of 4,600 is 12.76%: the same in one decimal, so no center is named.
    assert "Why: two clinics closed" in history
    client.post(f"{MAY}/take-back", data=sent(reason="their list came late"))
    html = text(client.get(PAGE))
    assert "<dt>Exclusions</dt><dd>None</dd>" in html
    history = html.split("What was changed on this chart")[1]
    assert "May 2024: left out: two clinics closed → counts" in history
    assert "Why: their list came late" in history
    assert "What was changed" not in text(sign_in(cast.charlie).get(PAGE))


def test_with_htmx_the_chart_comes_back_with_the_point_open(cast, sign_in):
    clinic_series(cast)
    html = text(sign_in(cast.bob).post(f"{MAY}/exclude", data=sent(), headers=HTMX))
    assert html.startswith('<div id="series"')
    assert 'data-announce="May 2024 is left out of center, limits and runs."' in html
    assert "Let this point count again" in html
    assert 'class="ch-ghost"' in html


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_it_asks_why(cast, sign_in, headers):
    series = clinic_series(cast)
    answer = sign_in(cast.bob).post(f"{MAY}/exclude", data=sent(reason=" "), headers=headers)
    assert answer.status_code == 422
    assert "Say in a few words why." in text(answer)
    assert all(each.excluded_because is None for each in series.observations)


def test_not_everything_can_be_left_out(cast, sign_in):
    series = clinic_series(cast, [(4.0, 40.0), (5.0, 40.0), (6.0, 40.0)])
    series.observations[0].excluded_because = "closed"
    db.session.commit()
    address = f"{PAGE}/points/2024-02-01"
    client = sign_in(cast.bob)
    said = "Then only 1 month of this phase would count, and a center line needs 2 at least."
    assert said in text(client.get(address))
    answer = client.post(f"{address}/exclude", data=sent(reason="typed"))
    assert answer.status_code == 422
    assert said in text(answer)
    assert 'value="typed"' in text(answer)


def test_a_phase_starts_where_it_is_said(cast, sign_in):
    clinic_series(cast)
    april = f"{PAGE}/points/2025-04-01"
    client = sign_in(cast.alice)
    effect = f"<li>Center line now: {WHOLE}.</li>"
    effect += "<li>Center line after: 15.1% until March 2025, then 8.9%.</li>"
    shown = text(client.get(april))
    assert effect in shown
    assert "lost: Shift, since April 2025" in shown
    answer = client.post(
        f"{april}/phase", data=sent(label="Calls", baseline="6", reason="now standard")
    )
    assert answer.status_code == 303
    phase = db.session.scalars(db.select(SeriesPhase)).one()
    assert (phase.starts_on, phase.label, phase.baseline_points) == (date(2025, 4, 1), "Calls", 6)
    assert phase.created_by_id == cast.alice.id
    html = text(client.get(PAGE))
    assert "from April 2025: now standard (Alice, " in html
    # The first 6 months hold 18 of 200 each.
    assert "from January 2024: all; from April 2025: first 6 months" in html
    assert f"Center line: {WHOLE} → 15.1% until March 2025, then 9.0%" in html


@pytest.mark.parametrize(
    ("period", "baseline", "said"),
    [
        ("2025-12-01", "", "the new phase would have 1 month that counts"),
        ("2024-02-01", "", "the phase before February 2024 would have 1 month that counts"),
        ("2024-01-01", "", "The first phase starts with the first point."),
        ("2025-04-01", "10", "This phase has 9 months so far, so 10 cannot be frozen."),
        ("2025-04-01", "1", "A baseline needs 2 points at least."),
        ("2025-04-01", "many", "Write a whole number of points, such as 12"),
        ("2025-04-01", "9" * 400, "Keep this under 20 characters."),
    ],
)
def test_a_phase_that_cannot_be_is_refused(cast, sign_in, period, baseline, said):
    clinic_series(cast)
    fields = sent(label="typed label", baseline=baseline)
    answer = sign_in(cast.bob).post(f"{PAGE}/points/{period}/phase", data=fields)
    assert answer.status_code == 422
    assert db.session.scalar(db.select(db.func.count(SeriesPhase.id))) == 0
    if period != "2024-01-01":  # which offers no form
        assert said in text(answer)
        assert 'value="typed label"' in text(answer)


def test_a_phase_is_previewed_without_a_reason(cast, sign_in):
    clinic_series(cast)
    fields = {"baseline": "6", "label": "Calls", "preview": "1", "version": version()}
    answer = sign_in(cast.bob).post(f"{PAGE}/points/2025-04-01/phase", data=fields)
    assert answer.status_code == 200
    assert "Center line after: 15.1% until March 2025, then 9.0%." in text(answer)
    assert 'value="Calls"' in text(answer)
    assert "Say in a few words why" not in text(answer)
    assert db.session.scalar(db.select(db.func.count(SeriesPhase.id))) == 0
    fields["baseline"] = "40"
    answer = sign_in(cast.bob).post(f"{PAGE}/points/2025-04-01/phase", data=fields)
    assert answer.status_code == 422
    assert "so 40 cannot be frozen" in text(answer)


def test_the_first_phase_has_a_baseline_of_its_own(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.bob)
    answer = client.post(f"{MAY}/phase/change", data=sent(baseline="15", reason="before the calls"))
    assert answer.status_code == 303
    html = text(client.get(PAGE))
    assert "<dt>Baseline</dt><dd>First 15 months</dd>" in html
    assert f"Center line: {WHOLE} → 15.1%" in html
    assert "Baseline: as the measure says → the first 15 months" in html
    comparison = text(client.get("/networks/river/measures/urgent-visits/compare"))
    assert "Shift" in comparison or "below center" in comparison


def test_a_phase_is_changed_and_removed(cast, sign_in):
    series = clinic_series(cast)
    series.phases.append(SeriesPhase(starts_on=date(2025, 4, 1), label="Old", reason="r"))
    db.session.commit()
    client, june = sign_in(cast.cora), f"{PAGE}/points/2025-06-01"
    client.post(f"{june}/phase/change", data=sent(label="New", baseline="4", reason="clearer"))
    phase = db.session.scalars(db.select(SeriesPhase)).one()
    assert (phase.label, phase.baseline_points) == ("New", 4)
    html = text(client.get(june))
    assert "Label: Old → New" in html
    assert "Center line now: 15.1% until March 2025, then 9.0%." in html
    assert f"Center line after: {WHOLE}." in html
    client.post(f"{june}/phase/remove", data=sent(reason="it was one process"))
    assert db.session.scalar(db.select(db.func.count(SeriesPhase.id))) == 0
    html = text(client.get(PAGE))
    assert "Phase: <del>from April 2025, “New”</del>" in html
    assert "Why: it was one process" in html


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_who_comes_second_is_shown_both(cast, sign_in, headers):
    series = clinic_series(cast)
    old = version()
    june = f"{PAGE}/points/2024-06-01"
    sign_in(cast.cora).post(f"{june}/exclude", data=sent(reason="flood"))
    client = sign_in(cast.bob)
    answer = client.post(f"{MAY}/exclude", data=sent(version=old), headers=headers)
    assert answer.status_code == 409
    html = text(answer)
    assert "Cora left a point out: June 2024: left out; center line: 12.7%. flood" in html
    assert "Why: two clinics closed" in html
    assert 'value="two clinics closed"' in html
    assert series.observations[4].excluded_because is None
    # Sent again, from what is there now, it is done.
    assert client.post(f"{MAY}/exclude", data=sent()).status_code == 303


def test_a_change_without_a_version_is_a_conflict(cast, sign_in):
    clinic_series(cast)
    answer = sign_in(cast.bob).post(f"{MAY}/exclude", data={"reason": "x"})
    assert answer.status_code == 409


@pytest.mark.both_databases
def test_an_annotation_is_put_on_changed_removed_and_put_back(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.bob)
    client.post(f"{MAY}/annotations", data={"on": "2024-05-09", "text": "Smoke"})
    note = db.session.scalars(db.select(Annotation)).one()
    assert (note.on, note.text, note.created_by_id) == (date(2024, 5, 9), "Smoke", cast.bob.id)
    address = f"{PAGE}/annotations/{note.id}"
    assert "Smoke" in text(client.get(MAY))
    assert "Smoke" not in text(client.get(f"{PAGE}/points/2024-06-01", headers=HTMX))
    fields = {"on": "2024-05-10", "text": "Smoke, 6 days", "version": "1"}
    assert client.post(address, data=fields).status_code == 303
    answer = client.post(f"{address}/remove", data={"version": "2"})
    assert answer.location == f"{MAY}?removed={note.id}#point"
    gone = text(client.get(answer.location))
    assert "Put the annotation back" in gone
    assert "Smoke, 6 days</text>" not in gone
    assert client.post(f"{address}/put-back").status_code == 303
    html = text(client.get(PAGE))
    assert "Smoke, 6 days</text>" in html
    history = html.split("What was changed on this chart")[1]
    assert "Annotation: May 9, 2024: Smoke → May 10, 2024: Smoke, 6 days" in history
    assert "put an annotation back" in history


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": "2024-05-09", "text": " "}, "Say in a few words what happened."),
        ({"on": "", "text": "x"}, "Choose the day it happened."),
        ({"on": "2019-01-01", "text": "x"}, "The chart runs from January 1, 2024 to"),
        ({"on": "2024-05-09", "text": "x" * 201}, "Keep this under 200 characters."),
    ],
)
def test_an_annotation_that_cannot_be_is_refused(cast, sign_in, fields, said):
    clinic_series(cast)
    answer = sign_in(cast.bob).post(f"{MAY}/annotations", data=fields)
    assert answer.status_code == 422
    assert said in text(answer)
    assert db.session.scalar(db.select(db.func.count(Annotation.id))) == 0


def test_a_stale_change_of_an_annotation_is_a_conflict(cast, sign_in):
    series = clinic_series(cast)
    series.annotations.append(Annotation(on=date(2024, 5, 9), text="Smoke"))
    db.session.commit()
    address = f"{PAGE}/annotations/{series.annotations[0].id}"
    cora, bob = sign_in(cast.cora), sign_in(cast.bob)
    fields = {"on": "2024-05-09", "text": "Fire", "version": "1"}
    assert cora.post(address, data=fields).status_code == 303
    answer = bob.post(address, data=fields | {"text": "Haze"})
    assert answer.status_code == 409
    assert "Cora changed an annotation" in text(answer)
    assert 'value="Haze"' in text(answer)
    assert bob.post(f"{address}/remove", data={"version": "1"}).status_code == 409
    cora.post(f"{address}/remove", data={"version": "2"})
    answer = bob.post(address, data=fields | {"text": "Haze", "version": "2"})
    assert answer.status_code == 409
    assert 'value="Haze"' in text(answer)


def test_an_annotation_of_another_series_is_not_found(cast, sign_in):
    series = clinic_series(cast)
    other = db.session.merge(Series(team=cast.other_team, measure=cast.measure))
    other.observations.append(Observation(period=date(2024, 5, 1), value=1.0, denominator=9.0))
    other.annotations.append(Annotation(on=date(2024, 5, 9), text="Theirs"))
    db.session.commit()
    address = f"{PAGE}/annotations/{other.annotations[0].id}"
    for path in ("", "/remove", "/put-back"):
        answer = sign_in(cast.bob).post(f"{address}{path}", data={"version": "1", "text": "x"})
        assert answer.status_code == 404
    page = sign_in(cast.bob).get(f"{MAY}?removed={other.annotations[0].id}")
    assert "Put the annotation back" not in text(page)
    assert series.annotations == []


def test_markup_in_what_is_typed_stays_text(cast, sign_in):
    clinic_series(cast)
    evil = "<script>alert(1)</script>"
    client = sign_in(cast.bob)
    client.post(f"{MAY}/annotations", data={"on": "2024-05-09", "text": evil})
    client.post(f"{MAY}/exclude", data=sent(reason=evil))
    client.post(f"{PAGE}/points/2025-04-01/phase", data=sent(reason=evil, label=evil))
    for address in (PAGE, MAY):
        assert "<script>alert" not in client.get(address).get_data(as_text=True)


def test_the_queries_do_not_grow(cast, sign_in):
    series = clinic_series(cast)
    # What is not there at all is not asked for; of what is there, one takes as many as ten.
    series.annotations.append(Annotation(on=date(2024, 4, 1), text="x"))
    series.phases.append(SeriesPhase(starts_on=date(2024, 2, 1), reason="x", created_by=cast.cora))
    db.session.commit()
    client = sign_in(cast.bob)
    client.get(MAY)
    with counted() as few:
        client.get(MAY)
    for month in range(2, 12):
        series.annotations.append(Annotation(on=date(2024, 5, month), text="x"))
        series.phases.append(
            SeriesPhase(starts_on=date(2024, month + 1, 1), reason="x", created_by=cast.cora)
        )
    db.session.commit()
    with counted() as many:
        client.get(MAY)
    assert len(many) == len(few)
    assert len(many) <= 15


def test_what_there_is_beside_the_values_is_asked_once(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.alice)
    with counted() as statements:
        assert client.get(MAY).status_code == 200
    assert sum("measure_breakdown" in each for each in statements) == 1
    assert len(statements) == len(set(statements)), "a statement is sent twice"
