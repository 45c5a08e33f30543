"""Beside the teams: all of them together and the funnel; and the choices of the page."""

from __future__ import annotations

import re
from datetime import date

from app.access import standing_of
from app.compare.choosing import Order, View, read_chosen
from app.compare.network import network_chart
from app.compare.page import comparison
from app.compare.seen import seen_teams
from app.extensions import db
from app.learning.models import LearningSession, Status
from app.measures.models import Share, Sharing
from tests.app.compare.helpers import CALM, COMPARE, WORDS, keep, shared  # noqa: F401
from tests.factories import make_series


def _titles(html: str) -> list[str]:
    return [each for each in re.findall(r'<h3 class="name" title="([^"]*)"', html) if each]


def test_the_network_adds_up_open_teams(cast, app):
    for slug, value, size in (("one", 10.0, 100.0), ("two", 30.0, 200.0), ("three", 8.0, 500.0)):
        keep(cast, slug, None, [(value, size)] * 14)
    db.session.commit()
    with app.test_request_context():
        seen = seen_teams(cast.measure, standing_of(cast.nora))
        found = network_chart(cast.measure, seen)
    assert found is not None
    # 10 + 30 + 8 of 100 + 200 + 500; the mean of the teams' percents would be 8.9.
    assert list(found.analysis.values) == [6.0] * 14
    assert {row[2] for row in found.rows} == {"3"}
    assert found.reporting == "3 teams reported February 2025, as many as ever."


def test_the_network_shows_when_its_action_periods_were(cast, app):
    for slug in ("one", "two", "three"):
        keep(cast, slug, None, [(10.0, 100.0)] * 14)
    held = LearningSession(
        network=cast.network, number=1, title="First", on=date(2024, 4, 9), status=Status.HELD,
        action_from=date(2024, 4, 10), action_until=date(2024, 9, 9),
    )  # fmt: skip
    db.session.add(held)
    db.session.commit()
    with app.test_request_context():
        found = network_chart(cast.measure, seen_teams(cast.measure, standing_of(cast.nora)))
    assert found is not None
    assert "Action period 1" in found.svg
    assert 'class="ch-span"' in found.svg
    assert "Action period 1: April 10, 2024 to September 9, 2024" in found.svg


def test_a_period_of_fewer_than_three_teams_is_left_out(cast, app):
    for slug, months in (("one", 14), ("two", 14), ("three", 12)):
        keep(cast, slug, None, [(10.0, 100.0)] * months)
    db.session.commit()
    with app.test_request_context():
        found = network_chart(cast.measure, seen_teams(cast.measure, standing_of(cast.nora)))
    assert found is not None
    assert len(found.analysis) == 12


def test_teams_under_codes_count_with_the_usual_denominator(cast, app):
    cast.measure.sharing = Sharing.CHOICE
    for slug, value, size in (("one", 10.0, 100.0), ("two", 30.0, 300.0), ("three", 40.0, 200.0)):
        keep(cast, slug, Share.OPEN, [(value, size)] * 12)
    for slug, size in (("four", 20.0), ("five", 4000.0), ("six", 90.0)):
        keep(cast, slug, Share.BLINDED, [(size / 2, size)] * 12)
    keep(cast, "seven", Share.CLOSED, [(900.0, 900.0)] * 12)
    db.session.commit()
    with app.test_request_context():
        found = network_chart(cast.measure, seen_teams(cast.measure, standing_of(cast.nora)))
    assert found is not None
    # Each of the three at 50% with 200, the median of 100, 300 and 200.
    expected = 100 * (10 + 30 + 40 + 3 * 100) / (600 + 3 * 200)
    assert abs(found.analysis.values[0] - expected) < 1e-9
    assert {row[2] for row in found.rows} == {"6"}, "the closed one is not even counted"


def test_two_under_codes_stay_out_since_the_sum_would_tell_of_them(cast, app):
    cast.measure.sharing = Sharing.CHOICE
    for slug in ("one", "two", "three"):
        keep(cast, slug, Share.OPEN, [(10.0, 100.0)] * 12)
    for slug in ("four", "five"):
        keep(cast, slug, Share.BLINDED, [(90.0, 100.0)] * 12)
    db.session.commit()
    with app.test_request_context():
        found = network_chart(cast.measure, seen_teams(cast.measure, standing_of(cast.nora)))
    assert found is not None
    assert set(found.analysis.values) == {10.0}


def test_everybody_gets_the_same_network_chart(shared, app):  # noqa: F811
    """Also who sees more of some teams: own small numbers and own codes change nothing."""
    shared.measure.smallest_denominator = 100
    data = [(v / 10, 20.0) for v in CALM]
    make_series(shared.team, shared.measure, data).share = Share.OPEN
    make_series(shared.other_team, shared.measure, [(v, 150.0) for v in CALM]).share = Share.BLINDED
    db.session.commit()
    found = []
    for reader in ("nora", "alice", "charlie", "cora", "otto", "bea"):
        with app.test_request_context():
            who = standing_of(getattr(shared, reader))
            chart = network_chart(shared.measure, seen_teams(shared.measure, who))
            found.append(chart.rows if chart else None)
    assert found[0]
    assert all(each == found[0] for each in found), "small numbers would follow by difference"


def test_the_funnel_leaves_out_teams_under_codes_and_names_its_widening(shared, sign_in):  # noqa: F811
    keep(shared, "pine", Share.OPEN, [(90.0, 300.0)] * 24)
    db.session.commit()
    client = sign_in(shared.nora)
    html = client.get(COMPARE).get_data(as_text=True)
    funnel = html.split("Beyond chance?")[1].split("</section>")[0]
    assert "3 units" in funnel
    assert "Team " not in funnel.replace("Teams", "")
    assert "over-dispersion" in funnel
    assert "Teams under a code are not in it." in funnel
    plain = client.get(f"{COMPARE}?funnel=none").get_data(as_text=True)
    assert "Limits are those of chance alone" in plain
    # Together 900 of 4,200, 21.4%. 3.09 standard errors are 3.7 points at 1,200 and 3.0 at 1,800:
    # 15%, 15% and 30% are all beyond.
    assert "3 teams are beyond the 99.8% limits" in plain


def test_choices_are_read_and_nonsense_chooses_nothing():
    chosen = read_chosen(
        {
            "order": "size",
            "view": "table",
            "from": "2024-05-01",
            "to": "x",
            "group": "²",
            "q": " a ",
        }
    )
    assert (chosen.order, chosen.view) == (Order.SIZE, View.TABLE)
    assert chosen.first == date(2024, 5, 1)
    assert chosen.last is None
    assert chosen.group is None
    assert chosen.name == "a"
    nothing = read_chosen({"order": "'", "view": "?", "from": "9", "funnel": "z", "stratum": "-1"})
    assert not nothing.is_narrowed
    assert nothing.order is Order.SIGNAL


def test_a_period_is_judged_by_what_lies_in_it(cast, sign_in):
    keep(cast, "maple", None, [(10.0, 200.0)] * 12 + [(30.0, 200.0)] * 12)
    db.session.commit()
    html = sign_in(cast.nora).get(f"{COMPARE}?from=2024-03-01&to=2024-12-01").get_data(as_text=True)
    assert "March 2024 to December 2024" in html
    assert "The same every time" in html


def test_size_and_change_order_open_teams(cast, sign_in):
    keep(cast, "small", None, [(5.0 + k % 2, 50.0) for k in range(24)])
    keep(cast, "large", None, [(50.0 + k % 2, 500.0) for k in range(24)])
    keep(cast, "falling", None, [(60.0 - 2 * k, 200.0) for k in range(24)])
    db.session.commit()
    client = sign_in(cast.nora)
    html = client.get(f"{COMPARE}?order=size").get_data(as_text=True)
    assert _titles(html) == ["Large", "Falling", "Small"]
    html = client.get(f"{COMPARE}?order=change").get_data(as_text=True)
    assert _titles(html)[0] == "Falling", "lower is better"
    html = client.get(f"{COMPARE}?order=name").get_data(as_text=True)
    assert _titles(html) == ["Falling", "Large", "Small"]


def test_tag_and_context_pick_teams(cast, sign_in):
    keep(cast, "maple", None, tags=["Rural", "bilingual"], context="Clinic")
    keep(cast, "oak", None, tags=["rural"], context="School")
    db.session.commit()
    client = sign_in(cast.nora)
    assert _titles(client.get(f"{COMPARE}?tag=RURAL").get_data(as_text=True)) == ["Maple", "Oak"]
    assert _titles(client.get(f"{COMPARE}?tag=bilingual").get_data(as_text=True)) == ["Maple"]
    assert _titles(client.get(f"{COMPARE}?context=school").get_data(as_text=True)) == ["Oak"]


def test_the_table_says_what_the_charts_say(shared, app):  # noqa: F811
    with app.test_request_context():
        chosen = read_chosen({"view": "table"})
        found = comparison(shared.measure, standing_of(shared.nora), chosen)
    names = [row.name for row in found.rows]
    assert {"Maple", "Oak"} <= set(names)
    assert len(names) == 2 + len(WORDS)
    coded = [row for row in found.rows if row.name.startswith("Team ")]
    assert all(not row.href and row.change == "–" for row in coded)
    assert found.groups == ()
