"""Rounds: everybody answers on their own, and the result tells nobody who answered what."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from app.assessments import content as contents
from app.assessments import services
from app.assessments.models import AssessmentResponse, AssessmentRound
from app.audit.models import AuditEvent
from app.errors import ServiceError
from app.extensions import db
from app.measures.models import Observation
from tests.app.assessments.world import CONTENT, give, make_round, third_member

TEAM = "/networks/river/teams/clinic/assessments"


def url(opened, end=""):
    return f"{TEAM}/{opened.id}{end}"


def sheet(seen="1", said="1.5", done="unsure", **more):
    answers = {"level-seen": seen, "level-said": said, "level-done": done}
    return {key: value for key, value in answers.items() if value} | {"version": "0"} | more


def page(client, path):
    return client.get(path).get_data(as_text=True)


def test_a_round_is_opened_and_waits_in_my_work(cast, sign_in):
    instrument = services.define(cast.bea, cast.network, CONTENT)
    db.session.commit()
    data = {"instrument": instrument.id, "due_on": "2026-02-15"}
    answer = sign_in(cast.alice).post(TEAM, data=data)
    opened = db.session.query(AssessmentRound).one()
    assert answer.location == url(opened, "/answer")
    assert "Where do we stand? Where we stand" in page(sign_in(cast.bob), "/work")
    assert "Where do we stand?" not in page(sign_in(cast.vera), "/work")


@pytest.mark.parametrize(
    "data",
    [
        {"instrument": "99", "due_on": "2026-02-15"},
        {"instrument": "x", "due_on": "2026-02-15"},
        {"due_on": "2026-02-15"},
        {"instrument": "1", "due_on": "2026-02-01"},
        {"instrument": "1", "due_on": ""},
    ],
)
def test_what_cannot_be_opened_is_refused(cast, sign_in, data):
    services.define(cast.bea, cast.network, CONTENT)
    assert sign_in(cast.alice).post(TEAM, data=data).status_code == 422
    assert db.session.query(AssessmentRound).count() == 0


@pytest.mark.both_databases
def test_one_round_at_a_time(cast):
    opened = make_round(cast)
    opening = services.Opening(date(2026, 2, 1), date(2026, 2, 15), named=False)
    with pytest.raises(ServiceError, match="open already"):
        services.open_round(cast.bob, cast.team, opened.assessment.instrument, opening)


def test_a_draft_is_kept_and_does_not_count(cast, sign_in):
    opened = make_round(cast)
    client = sign_in(cast.bob)
    data = sheet(said="", done="", do="draft") | {"note-seen": "We do look."}
    assert client.post(url(opened, "/answer"), data=data).location == url(opened, "/answer")
    text = page(client, url(opened, "/answer"))
    assert 'name="level-seen" value="1" checked' in text
    assert "We do look." in text
    assert "0 of 2 have handed in" in page(client, url(opened))


def test_handing_in_asks_for_what_is_missing_and_keeps_what_was_chosen(cast, sign_in):
    opened = make_round(cast)
    answer = sign_in(cast.bob).post(url(opened, "/answer"), data=sheet(said=""))
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Choose a level, or “I cannot say”, for: Said." in text
    assert 'name="level-seen" value="1" checked' in text
    assert db.session.query(AssessmentResponse).count() == 0


@pytest.mark.parametrize("level", ["3", "0.7", "-1", "abc", "1e0", "٢", "nan"])
def test_only_levels_that_are_listed_are_taken(cast, sign_in, level):
    opened = make_round(cast)
    assert sign_in(cast.bob).post(url(opened, "/answer"), data=sheet(seen=level)).status_code == 422


def test_two_windows_of_one_person_lose_nothing(cast, sign_in):
    opened = make_round(cast)
    client = sign_in(cast.bob)
    client.post(url(opened, "/answer"), data=sheet())
    late = client.post(url(opened, "/answer"), data=sheet(seen="2"))
    text = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Stored now" in text
    assert 'name="level-seen" value="2" checked' in text
    assert db.session.query(AssessmentResponse).one().answers["seen"] == 1.0
    version = text.split('name="version" value="')[1].split('"')[0]
    again = client.post(url(opened, "/answer"), data=sheet(seen="2", version=version))
    assert again.status_code == 303
    db.session.expire_all()
    assert db.session.query(AssessmentResponse).one().answers["seen"] == 2.0


def test_answers_are_their_own_persons(cast, sign_in):
    opened = make_round(cast)
    sign_in(cast.bob).post(url(opened, "/answer"), data=sheet())
    assert "checked" not in page(sign_in(cast.alice), url(opened, "/answer"))


def test_nothing_shows_before_the_round_is_closed(cast, sign_in):
    opened = make_round(cast)
    for user in (cast.alice, cast.bob, third_member(cast)):
        give(opened, user, 1.0, 2.0, 2.5, "Secret words")
    text = page(sign_in(cast.alice), url(opened))
    assert "3 of 3 have handed in" in text
    assert "profile" not in text.replace("profile.css", "")
    assert "Secret words" not in text


@pytest.mark.both_databases
def test_closing_shows_the_profile_and_writes_the_chart(cast, sign_in):
    opened = make_round(cast)
    give(opened, cast.alice, 1.0, 2.0, 2.0, "zebra")
    give(opened, cast.bob, 1.0, 0.5, None, "apple")
    give(opened, third_member(cast), 1.5, 2.0, 1.0)
    client = sign_in(cast.bob)
    client.post(url(opened, "/close"))
    text = page(client, url(opened))
    # (5/3 + 0.75 + 1.5) / 3 = 1.3055…
    assert "1.31" in text
    assert "3 levels apart" in text
    assert text.index("apple") < text.index("zebra")
    for name in ("Alice", "Dora"):
        assert name not in text
    point = db.session.query(Observation).one()
    assert (point.value, point.period) == (1.31, date(2026, 1, 1))
    assert point.series.measure.team_id == cast.team.id
    assert "Where we stand" in page(client, TEAM)


def test_with_too_few_answers_nothing_shows_and_nothing_is_written(cast, sign_in):
    opened = make_round(cast)
    give(opened, cast.alice, 1.0, 2.0, 2.0, "zebra")
    give(opened, cast.bob, 1.0, 0.5, None)
    client = sign_in(cast.bob)
    client.post(url(opened, "/close"))
    text = page(client, url(opened))
    assert "from three answers on" in text
    assert "zebra" not in text
    assert "levels apart" not in text
    assert db.session.query(Observation).count() == 0


def test_a_round_with_names_says_so_before_and_shows_them_after(cast, sign_in):
    opened = make_round(cast, named=True)
    client = sign_in(cast.bob)
    assert "The result shows who placed us where." in page(client, url(opened, "/answer"))
    give(opened, cast.alice, 1.0, 2.0, 2.0)
    client.post(url(opened, "/close"))
    assert "Alice" in page(client, url(opened))


def test_a_closed_round_takes_no_answers(cast, sign_in):
    opened = make_round(cast)
    services.close_round(cast.alice, opened)
    db.session.commit()
    answer = sign_in(cast.bob).post(url(opened, "/answer"), data=sheet())
    assert answer.status_code == 422
    assert db.session.query(AssessmentResponse).count() == 0


def test_a_second_round_of_a_quarter_takes_the_place_and_keeps_what_was(cast):
    opened = make_round(cast, named=True)
    give(opened, cast.alice, 1.0, 1.0, 1.0)
    services.close_round(cast.alice, opened, date(2026, 2, 3))
    opening = services.Opening(date(2026, 2, 4), date(2026, 2, 15), named=True)
    again = services.open_round(cast.alice, cast.team, opened.assessment.instrument, opening)
    give(again, cast.alice, 2.0, 2.0, 2.0)
    services.close_round(cast.alice, again, date(2026, 2, 5))
    db.session.commit()
    point = db.session.query(Observation).one()
    assert point.value == 2.0
    assert [(one.old_value, one.reason) for one in point.corrections] == [
        (1.0, "Round 2 closed in the same period")
    ]


def test_answers_keep_the_version_they_were_given_to(cast, sign_in):
    opened = make_round(cast)
    instrument = opened.assessment.instrument
    new = contents.Content("Where we are", "", CONTENT.levels[:2], CONTENT.items[:1])
    services.revise(cast.bea, instrument, new, "Shorter", instrument.version)
    db.session.commit()
    text = page(sign_in(cast.bob), url(opened, "/answer"))
    assert "Who says it?" in text
    assert "Stage 2.5" in text
    assert len(instrument.versions) == 2


def test_the_audit_tells_that_somebody_answered_and_not_what(cast):
    opened = make_round(cast)
    give(opened, cast.bob, 1.0, 2.0, None)
    give(opened, cast.bob, 2.0, 2.0, None)
    events = db.session.query(AuditEvent).filter_by(action="hand in answers").all()
    assert len(events) == 1
    assert (events[0].detail.before, events[0].detail.after) == (None, None)


def test_what_the_team_takes_from_it_is_kept_and_two_writers_see_each_other(cast, sign_in):
    opened = make_round(cast)
    services.close_round(cast.alice, opened)
    db.session.commit()
    client, version = sign_in(cast.bob), str(opened.version)
    data = {"reflection": "We differ on who decides.", "version": version}
    assert client.post(url(opened, "/reflection"), data=data).status_code == 303
    late = client.post(url(opened, "/reflection"), data=data | {"reflection": "Mine"})
    assert late.status_code == 409
    assert "We differ on who decides." in late.get_data(as_text=True)
    assert "Mine" in late.get_data(as_text=True)
    assert "We differ on who decides." in page(sign_in(cast.cora), url(opened))


def test_what_a_round_writes_is_not_asked_for_by_hand(cast, sign_in):
    opened = make_round(cast, named=True)
    give(opened, cast.alice, 1.0, 1.0, 1.0)
    services.close_round(cast.alice, opened, date(2025, 3, 3))
    db.session.commit()
    assert "Nothing is waiting for you today." in page(sign_in(cast.bob), "/work")


@pytest.mark.both_databases
def test_of_two_who_close_a_round_one_writes_the_chart(cast):
    opened = make_round(cast)
    for person in (cast.alice, cast.bob, third_member(cast)):
        give(opened, person, 1.0, 1.0, 1.0)
    db.session.commit()
    number = opened.id
    db.session.commit()
    with db.engine.begin() as other:
        closing = db.update(AssessmentRound).where(AssessmentRound.id == number)
        other.execute(closing.values(closed_on=date(2026, 2, 1)))
    set_committed_value(opened, "closed_on", None)  # as the second one read it before
    services.close_round(cast.alice, opened)
    db.session.commit()
    assert opened.closed_on == date(2026, 2, 1)
    assert db.session.query(Observation).count() == 0


def test_closing_with_too_few_answers_is_told_before(cast, sign_in):
    few = "it would show no result"
    opened, client = make_round(cast), sign_in(cast.alice)
    db.session.commit()
    assert few in page(client, url(opened))
    for person in (cast.alice, cast.bob, third_member(cast)):
        give(opened, person, 1.0, 1.0, 1.0)
    db.session.commit()
    assert few not in page(client, url(opened))
