"""What looks like a patient's identifier, and what people write every day."""

from __future__ import annotations

import pytest

from app.identifiers import suspicions

RECORD, BIRTH, NAME = "a record number", "a birth date", "a full name with a date"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MRN 448120", RECORD),
        ("see MRN: 00-448-120", RECORD),
        ("Medical record no. A-448120", RECORD),
        ("patient #4481207", RECORD),
        ("her number is 84481207", RECORD),
        ("NHS 943 476 5919", RECORD),
        ("078-05-1120", RECORD),
        ("born 3/4/2015", BIRTH),
        ("Born on March 4, 2015", BIRTH),
        ("DOB: 2015-03-04", BIRTH),
        ("d.o.b. 04.03.2015", BIRTH),
        ("date of birth 4 March 2015", BIRTH),
        ("Maria Lopez came on 3/4/2025", NAME),
        ("We saw Maria K. Lopez on 2025-03-04", NAME),
        ("March 4: the mother of Maria Lopez called", NAME),
    ],
)
def test_it_warns(text, kind):
    assert [each.kind for each in suspicions([text])] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Call the three who never answered",
        "Four pharmacist hours a week by June 30, 2026.",
        "The parent council met on March 4",
        "12 of 150 children in 2025",
        "A budget of 1,240,000 dollars",
        "Call 555-1234",
        "Room 12345, building 7",
        "Maria Lopez leads the board",
        "Last Monday, March 4, we met",
        "Cycle 11 ended on 2026-01-30",
        "https://example.org/a/12345678",
        "",
        None,
    ],
)
def test_it_leaves_everyday_words_alone(text):
    assert suspicions([text]) == ()


def test_each_is_named_once_and_quoted():
    found = suspicions(["MRN 448120", "again MRN 448120", "born 3/4/2015"])
    assert [each.sentence for each in found] == [
        "“MRN 448120” looks like a record number.",
        "“born 3/4/2015” looks like a birth date.",
    ]
