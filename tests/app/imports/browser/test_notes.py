"""Notes of a file: recognized, shown, stored beside their numbers, and never lost unsaid."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import db
from app.measures.models import DataKind, Observation, ObservationCorrection, Series
from app.strata.models import StratumObservation
from tests.app.imports.browser.conftest import NETWORK, Hand
from tests.app.measures.examples import PAGE
from tests.app.strata.conftest import SMALL, broken_down

HEAD = "month,late,seen,note\n"
FILE = f"{HEAD}2025-01,12,80,Clinic closed two days\n2025-02,9,84,\n"


def notes() -> list[str]:
    return list(db.session.scalars(select(Observation.note).order_by(Observation.period)))


@pytest.mark.parametrize(
    "name", ["note", "Notes", "Comment", "data_comments", "Remarks (optional)"]
)
def test_a_column_of_notes_is_recognized_by_the_usual_words(alice, name):
    alice.give(FILE.replace("note", name))
    assert alice.fields("columns")["note_column"] == name


@pytest.mark.parametrize(
    "head", ["month,late,seen,left out because\n2025-01,12,80,Clinic closed\n",
             "month,late,seen,notes\n2025-01,12,80,7\n"],
    ids=["other words", "a count of notes"],
)  # fmt: skip
def test_other_columns_are_no_notes(alice, head):
    alice.give(head)
    assert alice.fields("columns")["note_column"] == ""


@pytest.mark.both_databases
def test_a_note_is_shown_and_stored_beside_its_number(alice):
    page = alice.check(FILE)
    assert '<td class="import-note">Clinic closed two days</td>' in page
    assert alice.store().status_code == 303
    assert notes() == ["Clinic closed two days", ""]
    assert "Everything in this file is stored already." in alice.check(FILE)


def test_a_note_alone_is_a_correction_that_keeps_the_old_one(alice):
    alice.check(FILE)
    alice.store()
    page = alice.check(f"{HEAD}2025-01,12,80,Closed for snow\n2025-02,9,84,\n")
    assert "<dt>Changed</dt><dd>1</dd>" in page
    assert "instead of “Clinic closed two days”" in page
    assert alice.store().status_code == 422
    assert alice.store(reason="The ward clerk knew better").status_code == 303
    assert notes() == ["Closed for snow", ""]
    kept = db.session.scalars(select(ObservationCorrection)).one()
    assert (kept.old_note, kept.old_value) == ("Clinic closed two days", 12)


def test_an_empty_note_leaves_what_is_stored(alice):
    alice.check(FILE)
    alice.store()
    alice.check(f"{HEAD}2025-01,13,80,\n2025-02,9,84,\n")
    alice.store(reason="Counted anew")
    assert notes() == ["Clinic closed two days", ""]


def test_notes_of_rows_that_are_added_up_are_kept_together(alice):
    alice.check(f"{HEAD}2025-01-03,2,30,Snow\n2025-01-20,9,50,Flu\n2025-01-21,1,4,Snow\n")
    alice.store()
    assert notes() == ["Snow; Flu"]


def test_a_note_without_a_number_is_told(alice):
    page = alice.check(f"{HEAD}2025-01,12,80,\n2025-02,,,Nobody counted\n")
    assert "1 note has no number beside it and is not stored." in page


def test_a_note_that_is_too_long_is_refused_by_row_and_column(alice):
    page = alice.check(f"{HEAD}2025-01,12,80,{'x' * 501}\n")
    assert "Keep a note under 500 characters; this has 501." in page
    assert '<th scope="row" class="number">2</th>' in page
    assert "<td>note</td>" in page


def test_a_note_that_tells_who_a_patient_is_is_asked_about(alice):
    page = alice.check(f"{HEAD}2025-01,12,80,MRN 4471238 was late\n2025-02,9,84,fine\n")
    assert "Does this identify a patient?" in page
    assert "Row 2: “MRN 4471238” looks like a record number." in page
    assert alice.store().status_code == 422
    assert notes() == []
    assert alice.store(not_a_patient="y").status_code == 303
    assert notes() == ["MRN 4471238 was late", "fine"]


def test_what_is_downloaded_with_notes_comes_back_unchanged(cast, alice):
    series = Series(team=cast.team, measure=cast.measure)
    series.observations = [
        Observation(period=date(2025, 1, 1), value=12, denominator=80, note="Snow, and flu"),
        Observation(period=date(2025, 2, 1), value=9, denominator=84),
    ]
    db.session.add(series)
    db.session.commit()
    for ending in ("csv", "xlsx"):
        data = alice.client.get(f"{PAGE}/data.{ending}").data
        page = alice.check(data, name=f"data.{ending}")
        assert alice.fields("columns")["note_column"] == "note"
        assert "Everything in this file is stored already." in page
    changed = alice.client.get(f"{PAGE}/data.csv").get_data(as_text=True)
    alice.check(changed.replace("Snow, and flu", "Snow only"))
    alice.store(reason="No flu that month")
    assert notes() == ["Snow only", ""]


def test_raw_values_of_a_subgroup_have_their_note(cast, alice):
    measure = cast.measure
    measure.data_kind, measure.chart, measure.unit = DataKind.SUBGROUP, "xbar", "minutes"
    measure.denominator_label = ""
    db.session.commit()
    alice.check('month,wait,comment\n2025-01,"41, 38, 44",Two nurses short\n')
    alice.store()
    assert notes() == ["Two nurses short"]


def test_groups_keep_their_own_notes(cast, alice):
    broken_down(SMALL, cast)
    rows = (
        "2025-06,English,30,90,Interpreter away\n2025-06,Spanish,20,60,\n"
        "2025-06,Other,14,40,\n2025-06,All,64,190,Move of the clinic\n"
    )
    alice.check(f"month,group,late,seen,note\n{rows}")
    assert alice.store().status_code == 303
    whole = db.session.scalars(
        select(Observation.note).where(Observation.period == date(2025, 6, 1))
    ).one()
    assert whole == "Move of the clinic"
    cells = db.session.scalars(
        select(StratumObservation)
        .where(StratumObservation.period == date(2025, 6, 1))
        .order_by(StratumObservation.value)
    ).all()
    assert [each.note for each in cells] == ["", "", "Interpreter away"]


def test_the_backbone_neither_reads_nor_replaces_a_teams_note(cast, alice, sign_in):
    alice.check(FILE)
    alice.store()
    bea = Hand(sign_in(cast.bea), NETWORK)
    head = "month,team,late,seen,note\n"
    for guess in ("Clinic closed two days", "Something else"):
        page = bea.check(f"{head}2025-01,clinic,12,80,{guess}\n2025-03,clinic,8,80,New scales\n")
        assert "<dt>Unchanged</dt><dd>1</dd>" in page
        assert "<dt>Changed</dt><dd>0</dd>" in page
        assert "Clinic closed" not in page
        assert "its team’s own note stays" in page
    assert bea.store().status_code == 303
    assert notes() == ["Clinic closed two days", "", "New scales"]
