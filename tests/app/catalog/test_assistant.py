"""The assistant: what follows from plain answers, and why."""

from __future__ import annotations

import pytest

from app.catalog.assistant import Answers, propose
from tests.app.catalog.helpers import NETWORK, TEAM


@pytest.mark.parametrize(
    ("answers", "kind", "chart", "rules"),
    [
        (Answers("people"), "proportion", "p", "ihi"),
        (Answers("people", number=300, events=40), "proportion", "p", "ihi"),
        (Answers("happenings", varies="yes", events=9), "rate", "u", "ihi"),
        (Answers("happenings", varies="no", events=9), "count", "c", "ihi"),
        (Answers("measured", several="one"), "single value", "i", "ihi"),
        (Answers("measured"), "single value", "i", "ihi"),
        (Answers("measured", several="several"), "subgroup of raw values", "xbar", "ihi"),
        (Answers("happenings", varies="yes", events=0.3), "event dates", "t", "ihi"),
        (Answers("people", number=400, events=0.5), "event dates", "t", "ihi"),
    ],
)
def test_the_chart_follows_from_what_is_counted(answers, kind, chart, rules):
    proposal = propose(answers)
    assert proposal is not None
    values = proposal.values
    assert (values["data_kind"], values["chart"], values["rules"]) == (kind, chart, rules)
    assert all(advice.why.endswith((".", "?")) for advice in proposal.advice)


def test_a_share_is_shown_in_percent():
    proposal = propose(Answers("people"))
    assert proposal is not None
    assert (proposal.values["unit"], proposal.values["multiplier"]) == ("%", "100")


def test_few_a_week_are_better_counted_by_the_month():
    # 20 a month are 20 * 12 / 52 = 4.6 a week.
    few = propose(Answers("people", number=20, pace="week"))
    many = propose(Answers("people", number=200, pace="week"))
    assert few is not None
    assert many is not None
    assert (few.values["frequency"], many.values["frequency"]) == ("month", "week")
    assert any("about 5 to count" in advice.why for advice in few.advice)


def test_fewer_rare_events_are_longer_times_between_them():
    proposal = propose(Answers("happenings", events=0.2, better="down"))
    assert proposal is not None
    assert proposal.values["direction"] == "up"
    assert proposal.values["frequency"] == "event"


def test_a_short_history_is_told_of_trial_limits():
    young, old = propose(Answers("people", history=4)), propose(Answers("people", history=30))
    assert young is not None
    assert old is not None
    assert any("trial limits" in advice.why for advice in young.advice)
    assert not any("trial limits" in advice.why for advice in old.advice)


def test_nothing_is_proposed_before_it_is_said_what_is_counted():
    assert propose(Answers()) is None
    assert propose(Answers("clouds")) is None


def test_everybody_of_the_network_may_ask_it(cast, sign_in):
    url = f"{NETWORK}/assistant?counted=happenings&varies=no&several=&pace=&better=down&events=9"
    html = sign_in(cast.nora).get(url).get_data(as_text=True)
    assert "C chart" in html
    assert "The Health Care Data Guide" in html
    assert "Go on with this" not in html  # a viewer defines nothing


def test_what_it_proposes_fills_the_form(cast, sign_in):
    client = sign_in(cast.bea)
    url = (
        f"{NETWORK}/assistant?counted=happenings&varies=yes&several=&pace=week&better=down&events=9"
    )
    html = client.get(url).get_data(as_text=True)
    [link] = [
        part.split('"')[0] for part in html.split('href="') if part.startswith(f"{NETWORK}/new?")
    ]
    html = client.get(link.replace("&amp;", "&")).get_data(as_text=True)
    for chosen in ("rate", "u", "week", "down"):
        assert f'selected value="{chosen}"' in html


def test_the_team_goes_on_to_its_own_form(cast, sign_in):
    url = f"{TEAM}/assistant?counted=people&varies=&several=&pace=&better="
    html = sign_in(cast.bob).get(url).get_data(as_text=True)
    assert f"{TEAM}/new?" in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("counted=", "Choose the one that comes closest."),
        ("counted=people&number=many", "This is not a number."),
        ("counted=people&number=10&events=12", "more than the 10 there are"),
        ("counted=people&number=-3", "Write 0 or more."),
        ("counted=clouds", "Choose one of these answers."),
    ],
)
def test_answers_that_cannot_be_are_refused_beside_the_question(cast, sign_in, query, sentence):
    response = sign_in(cast.nora).get(f"{NETWORK}/assistant?{query}")
    assert response.status_code == 422
    assert sentence in response.get_data(as_text=True)


def test_strange_words_in_the_address_fill_nothing(cast, sign_in):
    url = f"{NETWORK}/new?chart=<b>&data_kind=weather&multiplier=nan&unit={'x' * 90}&name=Evil"
    html = sign_in(cast.bea).get(url).get_data(as_text=True)
    assert "Evil" not in html
    assert "x" * 41 not in html
