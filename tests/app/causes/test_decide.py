"""Saying what caused a signal: the page, the chart, My work, and who may."""

from datetime import date

import pytest

from app.audit.models import AuditEvent
from app.causes import services
from app.causes.cards import Card
from app.causes.models import Cause, SignalCause
from app.conflicts import Conflict
from app.extensions import db
from app.measures.models import Series
from app.pdsa.models import Cycle
from tests.app.pdsa.helpers import CYCLES, decided
from tests.app.teams.helpers import AFTER, BEFORE
from tests.factories import make_series
from tests.queries import counted

MEASURE = "/networks/river/teams/clinic/measures/urgent-visits"
URL = f"{MEASURE}/signals/down/2025-01-01"


@pytest.fixture
def shifted(cast):
    """A year near 15%, then a year near 6.5%, and a cycle that began just before it."""
    cast.measure.baseline_points = 12
    series = make_series(cast.team, cast.measure, BEFORE + AFTER)
    decided(cast, title="Call each family", starts_on=date(2024, 12, 2))
    decided(cast, title="An old test", starts_on=date(2024, 2, 1))
    db.session.commit()
    return series


def typed(**fields):
    return {"cause": "our change", "cycles": ["1"], "note": "", "version": "0"} | fields


def text_of(client, url=URL):
    return client.get(url).get_data(as_text=True)


def test_the_card_names_what_stands_just_before(cast, sign_in, shifted):
    page = text_of(sign_in(cast.bob))
    near, others = page.split("1 other cycle")
    assert "Call each family" in near
    assert "An old test" in others
    assert 'value="our change"' in page


def test_our_change_is_kept_and_shown(cast, sign_in, shifted):
    client = sign_in(cast.bob)
    answer = client.post(URL, data=typed(note="The calls."))
    assert (answer.status_code, answer.location) == (303, URL)
    kept = db.session.query(SignalCause).one()
    assert (kept.cause, [each.number for each in kept.cycles]) == (Cause.OUR_CHANGE, [1])
    said = "Our change: cycle 1. The calls. Bob, "
    assert said in text_of(client)
    chart = text_of(client, MEASURE)
    assert said in chart
    assert "named as the cause" in chart
    event = db.session.query(AuditEvent).filter_by(thing_kind="signal_cause").one()
    assert event.detail.after["cycles"] == [1]


def test_it_is_no_longer_asked_in_my_work(cast, sign_in, shifted):
    client = sign_in(cast.bob)
    assert "What was behind it?" in text_of(client, "/work")
    client.post(URL, data=typed(cause="unknown"))
    assert "What was behind it?" not in text_of(client, "/work")


def test_by_htmx_the_answer_is_the_card(cast, sign_in, shifted):
    answer = sign_in(cast.bob).post(URL, data=typed(), headers={"HX-Request": "true"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert answer.headers["HX-Trigger"] == "work-changed"
    assert "<html" not in page
    assert "Our change: cycle 1." in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"cause": ""}, "Choose one of the four."),
        ({"cause": "the weather"}, "Choose one of these answers."),
        ({"cycles": []}, "Tick the cycles that made the change."),
        ({"cycles": ["99", "x", "9" * 5000]}, "Tick the cycles that made the change."),
        ({"cause": "something else"}, "Say in a few words what it was."),
        ({"cause": "data artifact"}, "what is wrong with the data."),
    ],
)
def test_what_is_missing_is_told_and_nothing_lost(cast, sign_in, shifted, fields, message):
    note = "" if fields.get("cause") else "The bus line."
    answer = sign_in(cast.bob).post(URL, data=typed(note=note, **fields))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page
    assert note in page
    assert db.session.query(SignalCause).count() == 0


def test_a_stale_form_shows_both(cast, sign_in, shifted):
    sign_in(cast.alice).post(URL, data=typed(cause="unknown"))
    answer = sign_in(cast.bob).post(URL, data=typed(note="The calls."))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "We do not know. Alice, " in page
    assert "The calls.</textarea>" in page
    assert 'name="version" value="1"' in page
    assert sign_in(cast.bob).post(URL, data=typed(version="1")).status_code == 303
    assert db.session.query(SignalCause).one().cause is Cause.OUR_CHANGE


def test_the_coach_confirms_and_a_new_decision_takes_that_back(cast, sign_in, shifted):
    sign_in(cast.bob).post(URL, data=typed())
    coach = sign_in(cast.cora)
    assert "Confirm the cause" in text_of(coach)
    assert coach.post(f"{URL}/confirm", data={"version": 9}).status_code == 409
    assert coach.post(f"{URL}/confirm", data={"version": 1}).status_code == 303
    assert "Confirmed by Cora." in text_of(sign_in(cast.bob))
    sign_in(cast.bob).post(URL, data=typed(cause="unknown", version="2"))
    assert "Confirmed by" not in text_of(sign_in(cast.bob))


def test_nothing_to_confirm_is_not_there(cast, sign_in, shifted):
    assert sign_in(cast.cora).post(f"{URL}/confirm", data={"version": 0}).status_code == 404


def test_cycles_of_others_are_not_taken(cast, sign_in, shifted):
    theirs = Cycle(team_id=cast.other_team.id, number=7, title="Theirs")
    db.session.add(theirs)
    db.session.commit()
    assert sign_in(cast.bob).post(URL, data=typed(cycles=["7"])).status_code == 422


@pytest.mark.parametrize(
    "at", ["down/2024-02-01", "up/2025-01-01", "down/x", "sideways/2025-01-01"]
)
def test_where_no_signal_is_there_is_no_card(cast, sign_in, shifted, at):
    assert sign_in(cast.bob).get(f"{MEASURE}/signals/{at}").status_code == 404


def test_any_day_of_the_signal_leads_to_it(cast, sign_in, shifted):
    assert sign_in(cast.bob).get(f"{MEASURE}/signals/down/2025-06-01").status_code == 200


def test_others_of_the_network_never_read_it(cast, sign_in, shifted):
    sign_in(cast.bob).post(URL, data=typed(note="Only for us."))
    client = sign_in(cast.charlie)
    assert client.get(URL).status_code == 404
    page = text_of(client, MEASURE)
    assert "Only for us." not in page
    assert "named as the cause" not in page
    assert "/signals/" not in page


def test_the_page_takes_few_queries(cast, sign_in, shifted):
    client = sign_in(cast.bob)
    client.get(URL)
    with counted() as queries:
        client.get(URL)
    assert len(queries) <= 15


@pytest.mark.both_databases
def test_two_who_say_the_cause_at_once_make_one(cast, shifted):
    """The second is told of the first: a card that was read before is no longer what stands."""
    series = db.session.get(Series, shifted.id)
    shift = Card("down", date(2025, 1, 1), date(2025, 12, 1), (), None)
    services.decide(cast.alice, series, shift, Cause.UNKNOWN)
    with pytest.raises(Conflict):
        services.decide(cast.bob, series, shift, Cause.UNKNOWN)
    assert db.session.query(SignalCause).count() == 1


@pytest.mark.both_databases
def test_signals_that_grew_into_one_have_one_cause(cast, shifted):
    series = db.session.get(Series, shifted.id)
    early = Card("down", date(2025, 1, 1), date(2025, 5, 1), (), None)
    late = Card("down", date(2025, 7, 1), date(2025, 12, 1), (), None)
    services.decide(cast.alice, series, early, Cause.UNKNOWN, note="The early one.")
    said = services.decide(cast.alice, series, late, Cause.UNKNOWN)
    whole = Card("down", date(2025, 1, 1), date(2025, 12, 1), (), said)
    services.decide(cast.bob, series, whole, Cause.UNKNOWN, note="Both.", version=said.version)
    db.session.commit()
    kept = db.session.query(SignalCause).one()
    assert (kept.first, kept.last, kept.note) == (whole.first, whole.last, "Both.")
    last = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert [each["note"] for each in last.detail.before["also"]] == ["The early one."]


def test_a_deleted_cycle_is_not_named(cast, sign_in, shifted):
    client = sign_in(cast.bob)
    client.post(URL, data=typed())
    client.post(f"{CYCLES}/1/delete")
    assert "Our change. Bob, " in text_of(client)
    client.post(f"{CYCLES}/1/restore")
    assert "Our change: cycle 1. Bob, " in text_of(client)
