from datetime import date

import pytest

from app.aims.checklist import checklist, warnings
from app.aims.fields import AimFields
from app.measures.models import Direction, Measure

TODAY = date(2026, 2, 5)
WHOLE = AimFields(
    measure_id=1,
    direction=Direction.DOWN,
    what="urgent visits",
    population="children",
    setting="Northgate",
    baseline=15.2,
    target=8.0,
    unit="%",
    by_when=date(2026, 6, 30),
    achievable_because="two teams did it",
    global_aim="children breathe freely",
)


def without(**fields):
    values = {name: getattr(WHOLE, name) for name in WHOLE.__dataclass_fields__}
    return AimFields(**(values | fields))


def test_a_whole_aim_is_smart():
    assert all(check.met and check.why == "" for check in checklist(WHOLE))


@pytest.mark.parametrize(
    ("missing", "letter", "why"),
    [
        ({"by_when": None}, "Time-bound", "By when?"),
        ({"population": " "}, "Specific", "For whom?"),
        ({"what": "", "direction": None}, "Specific", "What will change? In which direction?"),
        ({"measure_id": None}, "Measurable", "Measured by what?"),
        ({"baseline": None}, "Measurable", "From where?"),
        ({"target": None}, "Measurable", "To where?"),
        ({"achievable_because": ""}, "Achievable", "Why can the target be reached?"),
        ({"global_aim": ""}, "Relevant", "Which larger aim does it serve?"),
    ],
)
def test_it_says_what_is_missing_and_why(missing, letter, why):
    unmet = [check for check in checklist(without(**missing)) if not check.met]
    assert [(check.name, check.why) for check in unmet] == [(letter, why)]


def test_zero_is_a_figure():
    assert checklist(without(target=0.0))[1].met


def test_words_stand_for_a_measure():
    assert checklist(without(measure_id=None, measured_by="the survey"))[1].met


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"target": 20.0}, "The aim says down, but the target of 20% is above"),
        ({"direction": Direction.UP}, "The aim says up, but the target of 8% is below"),
        ({"target": 15.2}, "nothing would change"),
        ({"by_when": date(2025, 6, 30)}, "June 30, 2025 has passed"),
    ],
)
def test_it_warns_of_what_does_not_agree(fields, said):
    found = warnings(without(**fields), None, TODAY)
    assert said in found[0] if said else found == ()


def test_it_warns_where_aim_and_chart_disagree():
    measure = Measure(name="Refills on time", direction=Direction.UP)
    (warning,) = warnings(WHOLE, measure, TODAY)
    assert warning == "The aim and its chart disagree: on Refills on time, higher is better."
