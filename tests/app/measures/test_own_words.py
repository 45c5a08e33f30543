"""What the team wrote on its chart is for the team and its coach; others see the lines only."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import db
from app.measures.charts import series_chart
from app.measures.drawing import chart_options
from app.measures.models import Annotation, SeriesPhase
from charts.control_chart import control_chart
from tests.app.measures.examples import PAGE, clinic_series

TEAM = "/networks/river/teams/clinic"
WORDS = ("Zebra smoke", "Quagga calls", "Okapi reason", "Tapir closed", "Lemur note")


@pytest.fixture
def marked(cast):
    series = clinic_series(cast)
    series.annotations.append(Annotation(on=date(2025, 3, 9), text="Zebra smoke"))
    series.phases.append(
        SeriesPhase(starts_on=date(2025, 4, 1), label="Quagga calls", reason="Okapi reason")
    )
    series.observations[3].excluded_because = "Tapir closed"
    series.observations[4].note = "Lemur note"
    db.session.commit()
    return series


@pytest.mark.parametrize("who", ["alice", "bob", "vera", "cora"])
def test_the_team_and_its_coach_read_all_of_it(cast, sign_in, marked, who):
    html = sign_in(getattr(cast, who)).get(PAGE).get_data(as_text=True)
    assert all(word in html for word in WORDS)


@pytest.mark.parametrize("who", ["charlie", "otto", "frank", "bea", "nora"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
@pytest.mark.parametrize("address", [PAGE, TEAM, f"{PAGE}/data.csv"])
def test_nobody_else_reads_a_word(cast, sign_in, marked, who, headers, address):
    html = sign_in(getattr(cast, who)).get(address, headers=headers).get_data(as_text=True)
    assert [word for word in WORDS if word in html] == []


def test_others_still_see_where_a_phase_begins(cast, sign_in, marked):
    html = sign_in(cast.charlie).get(PAGE).get_data(as_text=True)
    assert 'class="ch-break"' in html
    assert "from April 2025" in html  # in the passport


def test_files_carry_no_more_than_the_page(cast, app, marked):
    with app.test_request_context():
        chart = series_chart(marked, flags=(), full_access=False)
    assert chart.analysis is not None
    view = control_chart(
        chart.analysis, **chart_options(marked, chart.analysis, full_access=chart.full_access)
    )
    said = [text.text + text.full for text in view.texts]
    said += [line for mark in view.marks for line in mark.tip]
    said += [view.title, view.description, view.passport]
    assert not [word for word in WORDS if any(word in text for text in said)]
