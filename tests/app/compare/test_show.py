"""All teams on one measure: order, groups, filter, and a constant number of queries."""

from __future__ import annotations

import re
from datetime import date

import pytest

import qi
from app.extensions import db
from app.measures.chance import SIDED, UNSIDED, applied, rule_words, share_at_latest
from app.measures.models import SeriesPhase, Sharing
from app.networks.models import WorkingGroup
from qi.rules.rulesets import IHI, PERLA, SHEWHART
from tests.factories import make_series, make_team
from tests.queries import counted

COMPARE = "/networks/river/measures/urgent-visits/compare"

# Two years going up and down about 15% of 200, as far as chance takes them.
CALM = [22.0, 38.0, 24.0, 37.0, 29.0, 30.0] * 4


def ending_at(value: float, months: int = 8) -> list[float]:
    """Calm, and then some months at one value."""
    return [*CALM[: 24 - months], *([value] * months)]


def team_with(cast, slug: str, values: list[float], start: date | None = None, **fields):
    team = make_team(cast.network, slug, **fields)
    start = start or (date(2024, 1, 1) if len(values) == 24 else date(2025, 13 - len(values), 1))
    return make_series(team, cast.measure, [(value, 200.0) for value in values], start)


def names(html: str) -> list[str]:
    """Groups and teams in the order of the page."""
    content = html.split('id="comparison"')[1].split('class="compare-beside"', maxsplit=1)[0]
    heads = re.findall(r"<h[23][^>]*>(.*?)</h[23]>", content, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", head).strip() for head in heads]


@pytest.fixture
def network(cast):
    team_with(cast, "calm", CALM)
    team_with(cast, "better", ending_at(22.0))
    team_with(cast, "much-better", ending_at(12.0))
    team_with(cast, "worse", ending_at(42.0))
    team_with(cast, "young", CALM[:6])
    db.session.commit()
    return cast


def test_groups_come_in_order_and_the_strongest_first(network, sign_in):
    html = sign_in(network.nora).get(COMPARE).get_data(as_text=True)
    assert names(html) == [
        "Improving",
        "Much-Better",
        "Better",
        "Concern",
        "Worse",
        "No signal",
        "Calm",
        "Too young",
        "Young",
    ]
    assert (
        "2 teams are improving, 1 shows a concern, 1 shows no signal, and 1 is too young to judge."
        in html
    )
    assert "8 months below center" in html
    assert "6 months so far" in html
    assert (
        "By chance alone fewer than 1 of 4 teams would show a signal at their latest month." in html
    )
    # The limits of a p chart with equal denominators do not vary, so trends count.
    rules = "a trend, a point outside the limits or 2 of 3 points near a limit"
    assert f"A shift, {rules}, on the better side, still true in December 2025." in html
    assert 'href="/networks/river/teams/much-better/measures/urgent-visits"' in html


def test_a_trend_is_not_named_where_limits_vary(cast, sign_in):
    series = team_with(cast, "better", ending_at(12.0))
    for number, each in enumerate(series.observations):
        each.denominator = 190.0 + number
    db.session.commit()
    html = sign_in(cast.nora).get(COMPARE).get_data(as_text=True)
    assert "A shift, a point outside the limits or 2 of 3 points near a limit, on the" in html


@pytest.mark.parametrize("n_points", [24, 36])
def test_chance_is_what_the_rules_give_at_the_latest_point(n_points):
    share = share_at_latest(applied(IHI, limits_vary=True), n_points, limits=True)
    # With known limits: 8 on one side 2/2^8, outside 0.27%, 2 of 3 beyond two sigma with the
    # latest among them 2 * 2.28% * (1 - 97.72%^2), 15 inside one sigma 68.27%^15. Each of them
    # may be seen with another, so their sum is the most; the shift alone is about the least,
    # less what the center line follows the last points.
    most = 2 / 2**8 + 0.0027 + 2 * 0.0228 * (1 - 0.9772**2) + 0.6827**15
    assert 0.6 / 2**7 < share < most
    assert 1 <= round(share * 140) <= 2
    assert share < qi.expected_false_signals("ihi", n_points) / 5


def test_a_set_with_limits_only_gives_one_rule():
    share = share_at_latest(SHEWHART, 30, limits=True)
    # 0.27% with known limits; estimated from 30 points they miss and hit a little more.
    assert 0.001 < share < 0.006
    assert rule_words(SHEWHART, SIDED, limits=True) == "a point outside the limits"
    assert rule_words(PERLA, SIDED, limits=False) == "a shift or a trend"
    assert rule_words(SHEWHART, UNSIDED, limits=True) == ""


def test_ones_own_team_comes_first_and_is_marked(network, sign_in):
    values = [(value, 200.0) for value in ending_at(22.0)]
    make_series(network.other_team, network.measure, values)
    db.session.commit()
    html = sign_in(network.charlie).get(COMPARE).get_data(as_text=True)
    assert names(html)[:5] == ["Your team", "School", "Improving", "Much-Better", "Better"]
    assert "still true in December 2025. One more is yours, above." in html
    assert html.count("multiple--own") == 1
    assert 'title="Much-Better"' in html  # whole, however long the name is


def test_a_team_whose_data_ended_is_not_judged_for_now(network, sign_in):
    team_with(network, "gone", ending_at(12.0), date(2023, 1, 1))
    db.session.commit()
    html = sign_in(network.nora).get(COMPARE).get_data(as_text=True)
    assert names(html)[-2:] == ["No recent data", "Gone"]
    assert "Data up to December 2024" in html
    assert "2 teams are improving" in html


def test_a_team_that_never_varies_is_no_signal(network, sign_in):
    team_with(network, "never", [0.0] * 24)
    db.session.commit()
    html = sign_in(network.nora).get(COMPARE).get_data(as_text=True)
    assert "The same every time" in html
    assert names(html)[5:8] == ["No signal", "Calm", "Never"]


def test_an_earlier_signal_is_dated(network, sign_in):
    # Nine months above, then eleven about the middle of what came before and after.
    team_with(network, "earlier", [*([36.0] * 9), *CALM[:15]])
    db.session.commit()
    html = sign_in(network.nora).get(COMPARE).get_data(as_text=True)
    assert "No signal since September 2024" in html


def test_it_filters_by_name_and_group(network, sign_in):
    east = WorkingGroup(network=network.network, name="East")
    inner = WorkingGroup(network=network.network, name="Inner east", parent=east)
    db.session.add_all([east, inner])
    team_with(network, "ferry", CALM, working_group=east)
    team_with(network, "quarry", CALM, working_group=inner)
    db.session.commit()
    group = east.id
    client = sign_in(network.nora)
    html = client.get(f"{COMPARE}?q=BETTER").get_data(as_text=True)
    assert names(html) == ["Improving", "Much-Better", "Better"]
    html = client.get(f"{COMPARE}?group={group}").get_data(as_text=True)
    assert names(html) == ["No signal", "Ferry", "Quarry"]
    assert re.search(rf'<option value="{group}"\s+selected>', html)
    html = client.get(f"{COMPARE}?q=%25", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert html.lstrip().startswith("<div")
    assert "No team fits this filter." in html
    for nonsense in ("x", "9" * 20):
        answer = client.get(f"{COMPARE}?group={nonsense}")
        assert answer.status_code == 200
        assert "Much-Better" in answer.get_data(as_text=True)


def test_a_closed_measure_shows_ones_own_teams_only(network, sign_in):
    make_series(network.other_team, network.measure, [(value, 200.0) for value in CALM])
    network.measure.sharing = Sharing.CLOSED
    db.session.commit()
    html = sign_in(network.charlie).get(COMPARE).get_data(as_text=True)
    assert names(html) == ["Your team", "School"]
    html = sign_in(network.nora).get(COMPARE).get_data(as_text=True)
    assert "Much-Better" not in html
    assert "No team here" in html


def test_small_numbers_do_not_show(network, sign_in):
    network.measure.smallest_denominator = 201
    db.session.commit()
    html = sign_in(network.nora).get(COMPARE).get_data(as_text=True)
    assert html.count("No data yet") == 5
    assert "%</span>" not in html


def test_an_outsider_finds_nothing(network, sign_in):
    assert sign_in(network.olga).get(COMPARE).status_code == 404


def test_the_first_comparison_is_the_measure_most_teams_report(network, sign_in):
    response = sign_in(network.nora).get("/networks/river/compare")
    assert response.status_code == 302
    assert response.location == COMPARE
    html = sign_in(network.olga).get("/networks/hill/compare").get_data(as_text=True)
    assert "No shared measure yet" in html


def test_the_number_of_queries_does_not_grow(network, sign_in):
    client = sign_in(network.nora)
    client.get(COMPARE)
    with counted() as few:
        client.get(COMPARE)
    for number in range(30):
        series = team_with(network, f"more-{number}", CALM)
        series.phases.append(SeriesPhase(starts_on=date(2025, 1, 1), reason="new work"))
    db.session.commit()
    with counted() as many:
        client.get(COMPARE)
    assert len(many) == len(few)
    assert len(many) <= 15


def test_one_team_far_above_all_others_does_not_flatten_them(network, sign_in):
    for number in range(4):
        team_with(network, f"like-others-{number}", CALM)
    html = sign_in(network.nora).get(COMPARE).get_data(as_text=True)
    (top,) = re.findall(r"Every chart runs from 0% to (\d+)%. The number", html)
    assert 21 <= int(top) <= 30  # the highest of all is 42 of 200
    assert "pn-beyond" not in html
    team_with(network, "far-above", [180.0, *CALM[1:23], 190.0])
    html = sign_in(network.nora).get(COMPARE).get_data(as_text=True)
    assert (
        f"Every chart runs from 0% to {top}%. 1 team has values above {top}%, up to 95.0%: a "
        "triangle at the upper edge stands for each, so that the other charts are not flattened."
    ) in html
    assert html.count('class="pn-beyond"') == 1
    assert "Values up to 95.0%" in html


def test_teams_that_differ_widely_keep_the_whole_scale(cast, sign_in):
    for number, level in enumerate((10, 30, 60, 100, 140, 180)):
        team_with(cast, f"level-{number}", [level + (-1) ** k * 4.0 for k in range(24)])
    html = sign_in(cast.nora).get(COMPARE).get_data(as_text=True)
    assert "Every chart runs from 0% to 100%. The number" in html


def test_each_team_may_have_its_own_scale(cast, sign_in):
    team_with(cast, "low", [3.0, 4.0] * 12)
    team_with(cast, "high", [150.0, 180.0] * 12)
    html = sign_in(cast.nora).get(f"{COMPARE}?scale=own").get_data(as_text=True)
    assert "Every chart has a scale of its own, named under it" in html
    assert '<option value="own" selected>' in html
    # 4 of 200 are 2%, 180 of 200 are 90%.
    ends = [float(top) for top in re.findall(r"\. 0%\xa0to\xa0([\d.]+)%</p>", html)]
    assert len(ends) == 2
    assert 2 < min(ends) <= 4
    assert 90 < max(ends) <= 100
