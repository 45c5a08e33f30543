"""A file, and what is written about it, should not tell who a patient is."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.measures.models import ObservationCorrection

FILE = "month,late,seen\n2025-01,12,80\n"
CORRECTED = FILE.replace("12", "13")
QUESTION = "Does this identify a patient?"


def test_a_reason_that_tells_who_a_patient_is_is_asked_about(alice):
    alice.check(FILE)
    alice.store()
    alice.check(CORRECTED)
    asked = alice.store(reason="MRN 4471238 was counted twice")
    page = asked.get_data(as_text=True)
    assert asked.status_code == 422
    assert QUESTION in page
    assert "MRN 4471238 was counted twice</textarea>" in page
    assert db.session.scalar(select(ObservationCorrection)) is None
    confirmed = alice.store(reason="MRN 4471238 was counted twice", not_a_patient="y")
    assert confirmed.status_code == 303
    assert db.session.scalar(select(ObservationCorrection.reason)) is not None


def test_a_name_of_the_file_is_asked_about_as_well(alice):
    alice.check(FILE)
    asked = alice.store(name="Born 3/4/2012")
    assert asked.status_code == 422
    assert QUESTION in asked.get_data(as_text=True)


@pytest.mark.parametrize(
    "name", ["MRN", "Patient name", "patient_id", "Date of birth", "DOB", "Last Name", "NHS number"]
)
def test_a_column_that_tells_of_patients_is_warned_of(alice, name):
    alice.give(f"month,late,seen,{name}\n2025-01,12,80,x\n")
    assert f"“{name}” may tell who patients are." in alice.page("columns")
    assert alice.map().status_code == 303


@pytest.mark.parametrize("name", ["site name", "Patients", "team", "patient days", "record"])
def test_other_columns_are_not(alice, name):
    alice.give(f"month,late,seen,{name}\n2025-01,12,80,x\n")
    assert "may tell who patients are" not in alice.page("columns")
