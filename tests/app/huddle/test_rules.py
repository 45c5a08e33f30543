import pytest

from app.huddle.rules import RULES, Reason, Record, as_set, rating, stamp

BY_KEY = {rule.key: rule for rule in RULES}
HERE = (Record("A record", "/there"),)


def reason(key):
    return Reason(BY_KEY[key], HERE, "Do it", "/there")


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        ((), 1),
        (("cycles",), 2),
        (("cycles", "overdue"), 2),
        (("cycles", "overdue", "undecided"), 3),
        (("concern",), 3),
        (("concern", "cycles"), 3),
        (("concern", "cycles", "overdue"), 4),
        (("help",), 4),
        (("help", "concern", "cycles", "overdue"), 4),
    ],
)
def test_the_strongest_reason_counts_and_three_add_one(keys, number):
    assert rating([reason(key) for key in keys]).number == number


def test_the_number_is_explained():
    assert rating([reason("concern")]).explanation == "“Concerning signal” counts 3."
    said = rating([reason("concern"), reason("cycles"), reason("overdue")]).explanation
    assert said.startswith("The strongest of 3 reasons counts: “Concerning signal” counts 3;")
    assert said.endswith("three reasons or more add one.")


def test_a_network_sets_level_limit_and_whether_it_is_used():
    found = {rule.key: rule for rule in as_set([("cycles", True, 4, 12), ("help", False, 2, None)])}
    assert (found["cycles"].level, found["cycles"].limit) == (4, 12)
    assert "12 weeks" in found["cycles"].sentence
    assert not found["help"].is_on
    assert found["concern"] == BY_KEY["concern"]
    assert stamp(tuple(found.values())) != stamp(RULES)
