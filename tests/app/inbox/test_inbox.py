"""What arrives for whom, once each, and how it goes away."""

import re
from datetime import date

import pytest

from app import access
from app.clock import now
from app.extensions import db
from app.inbox import items, queries
from app.inbox.items import Item, Kind
from app.inbox.queries import inbox_of, news_for
from app.measures import services
from app.measures.models import SeenSignal
from app.reminders.digest import digest_of
from app.reminders.models import QuietTeam, Rhythm
from app.reviews import services as reviews
from app.reviews.models import Outcome
from tests.app.huddle.test_show import series_to, words
from tests.app.reminders.world import want_mail
from tests.factories import make_measure, make_series, make_team
from tests.queries import counted

FLAT = [(24, 240), (30, 240), (21, 240), (27, 240), (33, 240), (25, 240)] * 4
TODAY = date(2026, 2, 5)
MEASURE = "/networks/river/teams/clinic/measures/urgent-visits"


@pytest.fixture
def series(cast):
    cast.measure.due_days = 40
    found = series_to(cast, [*FLAT, (99, 240)])
    db.session.commit()
    return found


def keys(cast, who):
    user = getattr(cast, who)
    db.session.commit()
    return [item.key for item in inbox_of(user, access.standing_of(user), TODAY)]


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context():
        yield


def say(cast, series, outcome, note="", better=None):
    return reviews.review(
        cast.cora, series, outcome, note, up_to=date(2025, 12, 1), better_chart=better,
        seen="", now="",
    )  # fmt: skip


def test_a_new_signal_arrives_for_the_team_and_its_coach(cast, series):
    key = f"signal-{series.id}-outside 2025-12-01"
    for who in ("alice", "bob", "vera", "cora"):
        assert keys(cast, who) == [key], who
    for who in ("charlie", "otto", "frank", "bea", "nora", "olga"):
        assert keys(cast, who) == [], who


def test_seen_it_goes_here_and_on_my_work(cast, series, sign_in):
    client = sign_in(cast.cora)
    page = client.get("/inbox").get_data(as_text=True)
    assert "Above the limits in December 2025" in page
    assert "Review the chart" in page
    key = re.search(r'name="item" value="([^"]+)"', page)[1]
    assert client.post("/inbox/seen", data={"item": key}).location == "/inbox"
    assert "Nothing new" in client.get("/inbox").get_data(as_text=True)
    assert db.session.query(SeenSignal).one().signal == "outside 2025-12-01"
    assert client.post("/inbox/seen", data={"item": key}).status_code == 404
    # The next one arrives again; the same one with another value does not.
    services.enter(cast.alice, series, date(2026, 1, 1), 98, 240)
    assert keys(cast, "cora") == []
    services.correct(cast.alice, series.observations[-1], 1, 240, "", "typed wrongly")
    assert keys(cast, "cora") == [f"signal-{series.id}-outside 2026-01-01"]


def test_nobody_puts_away_what_is_not_theirs(cast, series, sign_in):
    key = keys(cast, "cora")[0]
    assert sign_in(cast.otto).post("/inbox/seen", data={"item": key}).status_code == 404
    assert sign_in(cast.otto).post("/inbox/seen", data={"item": "nonsense"}).status_code == 404


def test_overdue_data_stay_until_they_are_entered(cast, sign_in):
    cast.measure.due_days = 0
    series = series_to(cast, FLAT)
    key = f"overdue-{series.id}-2026-01-01"
    assert keys(cast, "bob") == keys(cast, "cora") == [key]
    assert "Ask what holds it up" in sign_in(cast.cora).get("/inbox").get_data(as_text=True)
    assert "Enter it" in sign_in(cast.bob).get("/inbox").get_data(as_text=True)
    assert sign_in(cast.bob).post("/inbox/seen", data={"item": key}).status_code == 404
    services.enter(cast.bob, series, date(2026, 1, 1), 26, 240)
    assert keys(cast, "bob") == keys(cast, "cora") == []


def test_a_question_stays_for_the_team_and_its_answer_arrives_at_the_coach(cast, sign_in):
    cast.measure.due_days = 40
    series = series_to(cast, FLAT)
    db.session.commit()
    made = say(cast, series, Outcome.ASKED, "What came in May?")
    assert keys(cast, "bob") == keys(cast, "alice") == [f"question-{made.id}"]
    assert keys(cast, "vera") == keys(cast, "cora") == keys(cast, "charlie") == []
    work = sign_in(cast.bob).get("/work").get_data(as_text=True)
    assert "Cora asks: What came in May?" in work
    reviews.answer(cast.bob, made, "Smoke.", version=made.version)
    assert keys(cast, "bob") == []
    assert keys(cast, "cora") == [f"answer-{made.id}"]
    client = sign_in(cast.cora)
    client.post("/inbox/seen", data={"item": f"answer-{made.id}"})
    assert keys(cast, "cora") == []


def test_the_team_is_told_once_that_a_chart_was_signed_off(cast, sign_in):
    cast.measure.due_days = 40
    series = series_to(cast, FLAT)
    db.session.commit()
    made = say(cast, series, Outcome.SIGNED_OFF, "Steady.")
    client = sign_in(cast.bob)
    assert "Cora signed the chart off" in client.get("/work").get_data(as_text=True)
    seen = client.post("/inbox/seen", data={"item": f"signed-{made.id}", "back": "work"})
    assert seen.location == "/work"
    assert "Cora signed the chart off" not in client.get("/work").get_data(as_text=True)
    assert keys(cast, "alice") == [f"signed-{made.id}"]


def test_a_chart_that_its_coach_reviewed_is_no_news_to_them(cast, series, sign_in):
    assert len(keys(cast, "cora")) == 1
    assert "New signal" in words(sign_in(cast.cora).get("/work").get_data(as_text=True))
    say(cast, series, Outcome.SIGNED_OFF)
    assert keys(cast, "cora") == []
    assert "New signal" not in words(sign_in(cast.cora).get("/work").get_data(as_text=True))
    assert f"signal-{series.id}-outside 2025-12-01" in keys(cast, "bob"), "the team has its own"


def test_a_signal_goes_for_the_team_once_somebody_said_its_cause(cast, series, sign_in):
    card = f"{MEASURE}/signals/up/2025-12-01"
    typed = {"cause": "something else", "note": "Smoke from the fires.", "version": "0"}
    assert sign_in(cast.alice).post(card, data=typed).status_code == 303
    assert keys(cast, "alice") == keys(cast, "bob") == []
    assert keys(cast, "cora") == [f"signal-{series.id}-outside 2025-12-01"], "to be reviewed"


def test_an_answer_goes_once_its_coach_has_gone_on(cast, sign_in):
    cast.measure.due_days = 40
    series = series_to(cast, FLAT)
    db.session.commit()
    made = say(cast, series, Outcome.ASKED, "What came in May?")
    reviews.answer(cast.bob, made, "Smoke.", version=made.version)
    assert keys(cast, "cora") == [f"answer-{made.id}"]
    say(cast, series, Outcome.SIGNED_OFF, "I see.")
    assert keys(cast, "cora") == []


def test_another_feature_adds_its_source(cast, monkeypatch, sign_in):
    bob_id, team_id = cast.bob.id, cast.team.id

    def mentioned(person):
        if person.user.id == bob_id:
            yield Item("comment-1", Kind.COMMENT, now(), "Ann mentions you", "Cycle 3",
                       team_id, "Clinic", "Answer", "/there")  # fmt: skip

    monkeypatch.setattr(queries, "SOURCES", [*items.SOURCES, mentioned])
    client = sign_in(cast.bob)
    assert "Ann mentions you" in client.get("/inbox").get_data(as_text=True)
    assert client.post("/inbox/seen", data={"item": "comment-1"}).status_code == 303
    assert keys(cast, "bob") == []


def test_a_mail_tells_each_thing_once(cast, series):
    from app.inbox.services import tell

    want_mail(cast.cora)
    found = digest_of(cast.cora, Rhythm.DAILY, TODAY)
    assert found.subject == "Something new for you"
    assert [line.what for line in found.news] == [
        "Urgent visits: Above the limits in December 2025"
    ]
    assert found.news[0].when == "Review the chart"
    tell(cast.cora.id, found.told, TODAY)
    # That mail was refused, and the next run makes it again; the next day's has nothing to tell.
    assert digest_of(cast.cora, Rhythm.DAILY, TODAY).told == found.told
    assert digest_of(cast.cora, Rhythm.DAILY, date(2026, 2, 6)) is None
    assert keys(cast, "cora") == list(found.told)  # it stays in the inbox until it is seen


def test_a_mail_repeats_nobodys_words(cast, sign_in):
    cast.measure.due_days = 40
    series = series_to(cast, FLAT)
    db.session.commit()
    made = say(cast, series, Outcome.ASKED, "Why 14.2% in May?")
    assert [item.what for item in news_for(cast.bob, TODAY)] == ["Cora asks"]
    reviews.answer(cast.bob, made, "Only 3 of 21 came.", version=made.version)
    assert [item.what for item in news_for(cast.cora, TODAY)] == ["Bob answers"]
    assert "Bob answers: Only 3 of 21 came." in sign_in(cast.cora).get("/inbox").get_data(
        as_text=True
    )


def test_what_the_mail_lists_as_due_it_tells_no_second_time(cast):
    cast.measure.due_days = 0
    series_to(cast, FLAT)
    db.session.commit()
    assert [item.kind for item in news_for(cast.bob, TODAY)] == []
    assert [item.kind for item in news_for(cast.cora, TODAY)] == [Kind.OVERDUE]


def test_a_quiet_team_is_not_told_of(cast, series):
    want_mail(cast.cora)
    db.session.add(QuietTeam(user_id=cast.cora.id, team_id=cast.team.id))
    db.session.commit()
    assert digest_of(cast.cora, Rhythm.DAILY, TODAY) is None


def test_it_asks_as_often_however_many_charts_there_are(cast, series, sign_in):
    client = sign_in(cast.alice)
    with counted() as few:
        client.get("/inbox")
    for number in range(6):
        make_series(cast.team, make_measure(cast.network, f"m{number}"), [*FLAT, (99, 240)])
    make_team(cast.network, "another")
    with counted() as many:
        client.get("/inbox")
    assert "Nothing new" not in words(client.get("/inbox").get_data(as_text=True))
    assert len(many) == len(few) <= 15


def test_a_better_chart_of_a_shared_measure_is_asked_of_its_backbone(cast, sign_in):
    cast.measure.due_days = 40
    series = series_to(cast, FLAT)
    own = make_measure(cast.network, "calls", team=cast.team)
    own_series = series_to(cast, FLAT, measure=own)
    db.session.commit()
    made = say(cast, series, Outcome.ASKED, "Between the two of us.", better="pp")
    say(cast, own_series, Outcome.ASKED, better="pp")
    assert keys(cast, "bea") == [f"better-{made.id}"], "the team's own measure is the team's"
    for who in ("frank", "charlie", "nora", "olga"):
        assert keys(cast, who) == [], who
    assert f"question-{made.id}" in keys(cast, "bob")
    page = sign_in(cast.bea).get("/inbox").get_data(as_text=True)
    assert "Cora asks for a Laney P′ chart." in page
    assert "change its chart for all teams" in page
    assert 'href="/networks/river/measures/urgent-visits/edit"' in page
    assert "Between the two of us." not in page
    assert sign_in(cast.bea).get("/networks/river/measures/urgent-visits/edit").status_code == 200
    # The mail tells of it as well, once.
    (item,) = news_for(cast.bea, TODAY)
    assert (item.key, item.words) == (f"better-{made.id}", "")
    cast.measure.chart = "pp"
    assert keys(cast, "bea") == []


def test_the_backbone_puts_a_request_for_a_chart_away(cast, sign_in):
    cast.measure.due_days = 40
    series = series_to(cast, FLAT)
    db.session.commit()
    made = say(cast, series, Outcome.ASKED, better="up")
    db.session.commit()
    answer = sign_in(cast.bea).post("/inbox/seen", data={"item": f"better-{made.id}"})
    assert answer.status_code == 303
    assert keys(cast, "bea") == []


def test_a_withdrawn_question_leaves_every_inbox(cast, sign_in):
    cast.measure.due_days = 40
    series = series_to(cast, FLAT)
    db.session.commit()
    made = say(cast, series, Outcome.ASKED, "Why?", better="pp")
    assert keys(cast, "bob") == [f"question-{made.id}"]
    assert keys(cast, "bea") == [f"better-{made.id}"]
    reviews.withdraw(cast.cora, made)
    assert keys(cast, "bob") == keys(cast, "bea") == []
