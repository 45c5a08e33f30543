import pytest

from app.errors import ServiceError
from app.stakeholders.models import StakeholderKind
from app.stakeholders.quick import kind_of, read_lines


@pytest.mark.parametrize(
    ("line", "name", "place"),
    [
        ("Clinic board +1/4", "Clinic board", (1, 4)),
        ("Clinic board, -2/5", "Clinic board", (-2, 5)),
        ("Clinic board 0 / 1", "Clinic board", (0, 1)),
        ("Ward 1 2", "Ward 1 2", None),
        ("Ward 3/4", "Ward 3/4", None),
        ("Team 24/7", "Team 24/7", None),
        ("Help line - 24/7", "Help line - 24/7", None),
    ],
)
def test_a_place_may_follow_the_name(line, name, place):
    (read,) = read_lines(line)
    assert (read.name, read.place) == (name, place)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write at least one name."),
        ("  \n - \n", "Write at least one name."),
        ("a\n" + "b" * 121, "Line 2 is longer than 120 characters."),
        ("\n".join(f"Group {n}" for n in range(61)), "at most 60 at once; these are 61"),
        ("School board\nClinic board +3/4", "Line 2 ends with a place that is not on the map."),
        ("Clinic board -1/6", "Line 1 ends with a place that is not on the map."),
        ("Board +1/4\n, 0/3", "Line 2 has no name."),
    ],
)
def test_lines_that_cannot_be_read_are_named(text, says):
    with pytest.raises(ServiceError) as refused:
        read_lines(text)
    assert says in refused.value.message


def test_kinds_are_guessed():
    assert kind_of("Head of the pharmacy chain") is StakeholderKind.PERSON
    assert kind_of("Eastfield Hospital") is StakeholderKind.ORGANIZATION
    assert kind_of("School nurses") is StakeholderKind.GROUP
