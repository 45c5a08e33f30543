"""What is said of the whole and the gap follows from their charts; made so that rules must find it."""

from __future__ import annotations

from tests.app.strata.conftest import URL, broken_down


def months(before, after, count=12):
    """Two groups of 200, swinging a little around a level that changes after a year."""
    rows = []
    for number in range(2 * count):
        one, other = before if number < count else after
        swing = (number % 2) * 4 - 2
        rows.append([(one + swing, 200), (other - swing, 200)])
    return rows


def lead(table, sign_in):
    broken = broken_down_by_two(table)
    text = sign_in(broken.cast.alice).get(f"{URL}/strata").get_data(as_text=True)
    return text.split('<p class="lead">')[1].split("</p>")[0]


def broken_down_by_two(table):
    return broken_down([[*row, (0, 0)] for row in table])


def test_the_whole_improves_while_the_gap_widens(app, sign_in):
    """Fewer is better: 30% and 35% fall to 10% and 30%; the gap grows from 5 points to 20."""
    said = lead(months((60, 70), (20, 60)), sign_in)
    assert said == "The whole improves while the gap widens."


def test_the_whole_improves_and_the_gap_narrows(app, sign_in):
    said = lead(months((40, 90), (30, 40)), sign_in)
    assert said == "The whole improves and the gap narrows."


def test_the_gap_widens_though_the_whole_stays(app, sign_in):
    said = lead(months((60, 70), (45, 85)), sign_in)
    assert said == "The gap widens; the whole shows no signal of change."


def test_too_few_values_are_said_with_what_it_takes(app, sign_in):
    said = lead(months((60, 70), (60, 70), count=2), sign_in)
    assert said.startswith("Too few months to judge the gap: both groups are known in 4")


def test_a_group_of_nobody_is_in_the_table_and_not_on_the_chart(app, sign_in):
    broken = broken_down_by_two(months((60, 70), (20, 60)))
    text = sign_in(broken.cast.alice).get(f"{URL}/strata").get_data(as_text=True)
    assert "0 of 0" in text
    assert "Other less" not in text
