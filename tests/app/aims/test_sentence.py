from datetime import date

import pytest

from app.aims.fields import AimFields
from app.aims.sentence import parts, sentence
from app.measures.models import Direction

DOWN, UP = Direction.DOWN, Direction.UP
VISITS = "the share of enrolled children who need an urgent asthma visit in a month"
JUNE = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ""),
        ({"baseline": 15.2, "target": 8.0, "by_when": JUNE}, ""),
        (
            {
                "direction": DOWN,
                "what": VISITS,
                "population": "enrolled children",
                "baseline": 15.2,
                "target": 8.0,
                "unit": "%",
                "by_when": JUNE,
            },
            f"Cut {VISITS} from 15.2% to 8% by June 30, 2026.",
        ),
        (
            {
                "direction": UP,
                "what": "Awareness of and willingness to address racism",
                "setting": "at all levels of the organization",
                "measured_by": "the Racial Equity Map",
                "by_when": date(2021, 6, 30),
            },
            (
                "Increase awareness of and willingness to address racism at all levels of the "
                "organization, as measured by the Racial Equity Map, by June 30, 2021."
            ),
        ),
        (
            {"what": "Reduce missed appointments.", "target": 5, "unit": "%", "direction": DOWN},
            "Reduce missed appointments to 5%.",
        ),
        (
            {
                "what": "waiting time",
                "direction": DOWN,
                "baseline": 12,
                "target": 4,
                "unit": "days",
            },
            "Cut waiting time from 12 to 4 days.",
        ),
        (
            {"what": "waiting time", "direction": DOWN, "baseline": 12, "unit": "days"},
            "Cut waiting time from 12 days.",
        ),
        (
            {"what": "overtime", "direction": DOWN, "baseline": 5.9, "target": 4, "unit": "h"},
            "Cut overtime from 5.9 h to 4 h.",
        ),
        (
            {"what": "the cost of a visit", "direction": DOWN, "target": 40, "unit": "$"},
            "Cut the cost of a visit to $40.",
        ),
        (
            {"what": "The share of refills on time", "direction": UP, "target": 80, "unit": "%"},
            "Raise the share of refills on time to 80%.",
        ),
        (
            {"what": "refills on time", "baseline": 54, "target": 80, "unit": "%"},
            "Increase refills on time from 54% to 80%.",
        ),
        ({"what": "how we greet families"}, "Change how we greet families."),
        (
            {"what": "urgent visits", "direction": DOWN, "population": "children with asthma"},
            "Cut urgent visits among children with asthma.",
        ),
        (
            {"what": "urgent visits", "direction": DOWN, "population": "For children under 5"},
            "Cut urgent visits for children under 5.",
        ),
        (
            {
                "what": "urgent visits",
                "direction": DOWN,
                "population": "children",
                "exclusions": "those who moved away",
                "setting": "The Northgate clinic",
            },
            (
                "Cut urgent visits among children (not counting those who moved away) "
                "at the Northgate clinic."
            ),
        ),
        (
            {"what": "urgent visits", "direction": DOWN, "exclusions": "Excluding newborns"},
            "Cut urgent visits (excluding newborns).",
        ),
        ({"what": "visits", "direction": UP, "target": 1240}, "Increase visits to 1,240."),
        ({"what": "a  b\n c .", "direction": DOWN, "by_when": JUNE}, "Cut a b c by June 30, 2026."),
    ],
)
def test_it_reads_as_english(fields, expected):
    assert sentence(AimFields(**fields)) == expected


def test_a_linked_measure_is_named_where_there_is_no_target():
    aim = AimFields(what="trust in the clinic", direction=UP)
    named = sentence(aim, "The family survey")
    assert named == "Increase trust in the clinic, as measured by the family survey."


def test_figures_and_date_carry_weight():
    aim = AimFields(what="visits", direction=DOWN, baseline=15.2, target=8, unit="%", by_when=JUNE)
    assert [part.text for part in parts(aim) if part.strong] == ["15.2%", "8%", "June 30, 2026"]
