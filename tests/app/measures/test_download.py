"""The chart and the data as files."""

from __future__ import annotations

import csv
import importlib
import io
import re
from datetime import date
from xml.dom import minidom

import pytest
from PIL import Image
from pptx import Presentation

from app.extensions import db
from app.measures.models import SeriesPhase, Sharing
from app.tables.csvfile import safe
from tests.app.measures.examples import PAGE, clinic_series
from tests.pictures import drawn_once

control_chart = importlib.import_module("charts.control_chart")

STARTS = {"png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-", "svg": b"<?xml", "pptx": b"PK\x03\x04"}
TYPES = {
    "png": "image/png",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


@pytest.mark.parametrize("extension", STARTS)
def test_the_chart_is_a_file_of_its_kind(cast, sign_in, extension):
    clinic_series(cast)
    response = sign_in(cast.vera).get(f"{PAGE}/chart.{extension}")
    assert response.status_code == 200
    assert response.mimetype == TYPES[extension]
    assert response.data.startswith(STARTS[extension])
    name = f"clinic-urgent-visits-2025-12.{extension}"
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
    if extension == "svg":
        assert response.data.rstrip().endswith(b"</svg>")
        assert minidom.parseString(response.data).documentElement.tagName == "svg"  # noqa: S318  # our own


def test_an_unknown_kind_or_an_empty_series_is_not_found(cast, sign_in):
    clinic_series(cast, [])
    client = sign_in(cast.alice)
    assert client.get(f"{PAGE}/chart.png").status_code == 404
    assert client.get(f"{PAGE}/chart.exe").status_code == 404


@pytest.mark.parametrize(("width", "inches"), [("88mm", 3.46), ("180mm", 7.09)])
def test_a_journal_gets_its_width_at_300_dots_an_inch(cast, sign_in, width, inches):
    clinic_series(cast)
    client = sign_in(cast.vera)
    response = client.get(f"{PAGE}/chart.png?width={width}")
    assert Image.open(io.BytesIO(response.data)).width == pytest.approx(300 * inches, abs=6)
    assert f"-2025-12-{width}.png" in response.headers["Content-Disposition"]
    svg = minidom.parseString(client.get(f"{PAGE}/chart.svg?width={width}").data)  # noqa: S318  # our own
    points = float(svg.documentElement.getAttribute("width").removesuffix("pt"))
    assert points / 72 == pytest.approx(inches, abs=0.02)


def test_a_png_comes_in_two_sizes(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.vera)
    one, two = (
        Image.open(io.BytesIO(client.get(f"{PAGE}/chart.png{query}").data)).width
        for query in ("?scale=1", "")
    )
    assert two == pytest.approx(2 * one, abs=1)


@pytest.mark.parametrize(
    "file",
    ["chart.png?width=20mm", "chart.png?scale=9", "chart.pptx?width=88mm", "chart.pdf?scale=1"],
)
def test_other_sizes_are_not_found(cast, sign_in, file):
    clinic_series(cast)
    assert sign_in(cast.vera).get(f"{PAGE}/{file}").status_code == 404


def slide_words(response) -> str:
    (slide,) = Presentation(io.BytesIO(response.data)).slides
    return " ".join(element.text for element in slide.element.iter() if element.tag.endswith("}t"))


def test_the_slide_is_named_and_carries_its_passport(cast, sign_in):
    clinic_series(cast)
    told = slide_words(sign_in(cast.vera).get(f"{PAGE}/chart.pptx"))
    assert told.startswith("Urgent visits, Clinic")
    for part in ("definition 1", "data up to December 2025", "printed "):
        assert part in told


def test_the_slide_keeps_the_teams_own_words_with_the_team(cast, sign_in):
    series = clinic_series(cast)
    series.phases.append(
        SeriesPhase(starts_on=date(2025, 1, 1), reason="a quarrel", created_by=cast.cora)
    )
    db.session.commit()
    for name, sees in (("charlie", False), ("vera", True)):
        told = slide_words(sign_in(getattr(cast, name)).get(f"{PAGE}/chart.pptx"))
        assert ("a quarrel" in told) is sees


def test_the_page_offers_each_file(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.vera)
    html = client.get(PAGE).get_data(as_text=True)
    links = re.findall(r'href="([^"]*chart\.[^"]*)"', html)
    assert len(links) == 11
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_the_data_are_all_values_with_their_notes(cast, sign_in):
    series = clinic_series(cast, [(3.0, 8.0), (10.0, 40.0)])
    series.observations[1].note = '=HYPERLINK("http://example.org")'
    series.observations[1].excluded_because = "@storm, -closed"
    db.session.commit()
    response = sign_in(cast.vera).get(f"{PAGE}/data.csv")
    assert response.mimetype == "text/csv"
    head, first, second = rows(response)
    assert head == [
        "period",
        "Had an urgent visit",
        "Children enrolled",
        "Urgent visits (%)",
        "left out of the limits",
        "note",
        "left out because",
    ]
    assert first == ["2024-01-01", "3", "8", "37.5", "", "", ""]
    link = '\'=HYPERLINK("http://example.org")'
    assert second == ["2024-02-01", "10", "40", "25", "yes", link, "'@storm, -closed"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "  =1", "\x00=1"])
def test_no_text_is_a_formula(text):
    assert safe(text).startswith("'")


def test_a_negative_number_stays_a_number(cast, sign_in):
    series = clinic_series(cast, [(3.0, 8.0)])
    series.observations[0].value = -2.0
    cast.measure.chart = "i"
    db.session.commit()
    assert rows(sign_in(cast.vera).get(f"{PAGE}/data.csv"))[1][1] == "-2"


def test_others_get_no_notes_and_no_small_numbers(cast, sign_in):
    series = clinic_series(cast, [(3.0, 8.0), (10.0, 40.0)])
    series.observations[1].note = "about a family"
    cast.measure.smallest_denominator = 10
    db.session.commit()
    head, *data = rows(sign_in(cast.charlie).get(f"{PAGE}/data.csv"))
    assert "note" not in head
    assert [row[0] for row in data] == ["2024-02-01"]
    html = sign_in(cast.charlie).get(PAGE).get_data(as_text=True)
    assert "about a family" not in html
    assert "37.5" not in html
    assert "1 month with fewer than 10 children enrolled is not shown." in html


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("", {}),
        ("", {"HX-Request": "true"}),
        ("/chart.svg", {}),
        ("/chart.pdf", {}),
        ("/data.csv", {}),
    ],
)
def test_the_teams_own_words_stay_with_the_team(cast, sign_in, address, headers, monkeypatch):
    # Files compress their texts or draw them as shapes; what the drawing is given tells.
    drawn: list[str] = []
    draw = control_chart.control_chart

    def recorded(analysis, **options):
        drawn.append(repr(options))
        return draw(analysis, **options)

    monkeypatch.setattr(control_chart, "control_chart", recorded)
    series = clinic_series(cast)
    series.observations[5].note = "about a family"
    series.observations[7].excluded_because = "the nurse was away"
    series.phases.append(
        SeriesPhase(starts_on=date(2025, 1, 1), reason="a quarrel", created_by=cast.cora)
    )
    db.session.commit()
    words = ("about a family", "the nurse was away", "a quarrel", "cora")
    for name, sees in (("charlie", False), ("nora", False), ("vera", True)):
        drawn.clear()
        response = sign_in(getattr(cast, name)).get(f"{PAGE}{address}", headers=headers)
        assert response.status_code == 200
        told = (response.data.decode("utf-8", "ignore") + " ".join(drawn)).lower()
        for word in words:
            assert sees or word not in told, (name, word)
        if not address:
            assert ("a quarrel (cora, " in told) is sees
            assert "from january 2025" in told
            assert "august 2024" in told
            assert ("about a family" in told) is sees
        elif address != "/data.csv":
            assert ("about a family" in told) is sees


@pytest.fixture
def pictures():
    with drawn_once():
        yield


@pytest.mark.parametrize(
    "address", ["", "/data.csv", "/chart.png", "/chart.svg", "/chart.pdf", "/chart.pptx"]
)
@pytest.mark.parametrize(
    ("name", "open_", "closed"),
    [
        ("alice", 200, 200),
        ("cora", 200, 200),
        ("charlie", 200, 404),
        ("otto", 200, 404),
        ("nora", 200, 404),
        ("olga", 404, 404),
    ],
)
def test_it_shows_what_the_sharing_rule_shows(
    cast, sign_in, pictures, address, name, open_, closed
):
    clinic_series(cast)
    client = sign_in(getattr(cast, name))
    assert client.get(f"{PAGE}{address}").status_code == open_
    cast.measure.sharing = Sharing.CLOSED
    db.session.commit()
    assert client.get(f"{PAGE}{address}").status_code == closed


def test_nobody_signed_in_gets_no_file(cast, client):
    clinic_series(cast)
    assert client.get(PAGE).status_code == 302
    for file in ("data.csv", "chart.png"):
        assert client.get(f"{PAGE}/{file}").status_code == 401
