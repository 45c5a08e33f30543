"""The team's ramps as files."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation

from app.extensions import db
from tests.app.pdsa.helpers import CYCLES, decided

STARTS = {"pptx": b"PK\x03\x04", "png": b"\x89PNG", "pdf": b"%PDF-", "svg": b"<?xml"}


def tested(cast):
    decided(cast, title="Call <one> family")
    db.session.commit()


@pytest.mark.parametrize("ext", STARTS)
def test_the_ramps_are_a_file_of_each_kind_that_the_page_names(cast, sign_in, ext):
    tested(cast)
    client = sign_in(cast.vera)
    href = f"{CYCLES}/ramps/chart.{ext}"
    assert f'href="{href}"' in client.get(f"{CYCLES}/ramps").get_data(as_text=True)
    response = client.get(href)
    assert response.data.startswith(STARTS[ext])
    assert f"clinic-ramps.{ext}" in response.headers["Content-Disposition"]


def test_the_slide_has_shapes_and_names_its_team(cast, sign_in):
    tested(cast)
    data = sign_in(cast.vera).get(f"{CYCLES}/ramps/chart.pptx").data
    (slide,) = Presentation(io.BytesIO(data)).slides
    words = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert any("Ramps of tests" in each and cast.team.name in each for each in words)


def test_only_who_sees_the_team_gets_them(cast, sign_in):
    tested(cast)
    statuses = {
        name: sign_in(getattr(cast, name)).get(f"{CYCLES}/ramps/chart.svg").status_code
        for name in ("alice", "cora", "charlie", "bea", "olga")
    }
    assert statuses == {"alice": 200, "cora": 200, "charlie": 404, "bea": 404, "olga": 404}


def test_there_is_no_file_without_a_ramp_or_of_an_unknown_kind(cast, sign_in):
    client = sign_in(cast.alice)
    assert client.get(f"{CYCLES}/ramps/chart.svg").status_code == 404
    tested(cast)
    assert client.get(f"{CYCLES}/ramps/chart.exe").status_code == 404
