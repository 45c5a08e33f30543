"""The coaching log: who sees it, the agenda that makes itself, and what is kept with a visit."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.audit.models import AuditEvent
from app.coaching_log import queries
from app.coaching_log.models import CoachingItem, CoachingVisit
from app.conversations import services as talk
from app.conversations.about import of_thing
from app.extensions import db
from app.measures import services
from app.pdsa.models import Cycle
from app.teams.models import CoachAssignment
from tests.app.teams.helpers import AFTER, BEFORE
from tests.factories import make_measure, make_series
from tests.queries import counted

BASE = "/networks/river/teams/clinic/coaching-log"
NOW = date(2026, 2, 5)
STEADY = [(24, 240), (30, 240), (21, 240), (27, 240), (33, 240), (25, 240)] * 4
SECRET = "I worry about the lead."


@pytest.fixture
def work(cast):
    """A shifted chart whose value of December 2025 is overdue, a waiting cycle and two comments."""
    cast.measure.baseline_points = 12
    series = make_series(cast.team, cast.measure, (BEFORE + AFTER)[:-1])
    cycle = Cycle(team=cast.team, number=1, title="Call each family", starts_on=date(2026, 1, 6))
    db.session.add(cycle)
    db.session.flush()
    talk.start(cast.alice, of_thing(cycle, cast.team), "How many are enough?")
    here = of_thing(series, cast.team)
    talk.start(cast.bob, here, "Nobody enters it while I am away.", asks_for_help=True)
    db.session.commit()
    return series


@pytest.fixture
def planned(cast, sign_in):
    answer = sign_in(cast.cora).post(BASE, data={"on": "2026-02-20", "way": "call"})
    assert answer.status_code == 303
    return answer.location


def text_of(client, page):
    return client.get(page).get_data(as_text=True)


def agenda(page):
    return page.split('id="agenda"')[1].split("</section>")[0]


def write(client, url, **more):
    typed = {"on": "2026-02-04", "way": "visit", "notes": SECRET, "agreed": "Call.", "version": "1"}
    return client.post(url, data=typed | more)


def test_the_agenda_makes_itself_and_each_item_leads_to_its_record(cast, sign_in, work, planned):
    found = agenda(text_of(sign_in(cast.cora), planned))
    team = "/networks/river/teams/clinic"
    for text, href in (
        ("Nobody enters it while I am away.", f"{team}/comments/chart/{work.id}#thread-2"),
        ("How many are enough?", f"{team}/comments/cycle/1#thread-1"),
        ("Urgent visits: December 2025 is not entered.", f"{team}/measures/urgent-visits#entry"),
        ("Cycle 1 waits for its Plan: Call each family", f"{team}/cycles/1"),
        ("For 1.0: No charter is written.", f"{team}/progress#next"),
    ):
        assert text in found, text
        assert f'href="{href}"' in found, href
    assert f'href="{team}/measures/urgent-visits/signals/down/' in found
    assert found.count('">Urgent visits: Below the limits') == 1, (
        "once, although it is new to the coach too"
    )


def test_the_charts_that_wait_for_review_are_on_the_agenda(cast, sign_in, work, planned):
    second = make_series(cast.team, make_measure(cast.network, "refills"), STEADY)
    db.session.commit()
    client = sign_in(cast.cora)
    review = "/networks/river/teams/clinic/measures/refills/review"
    found = agenda(text_of(client, planned))
    assert "Refills: Not read yet." in found
    assert f'href="{review}"' in found
    client.post(f"{planned}/strike", data={"item": f"chart to read:0:{second.id}:0:Not read yet"})
    assert "agenda-struck" in agenda(text_of(client, planned))
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', text_of(client, review))[1]
    assert client.post(review, data={"do": "sign", "seen": seen}).status_code == 303
    assert "Refills: Not read yet." not in agenda(text_of(client, planned))
    services.enter(cast.alice, second, date(2026, 1, 1), 26, 240)
    db.session.commit()
    found = agenda(text_of(client, planned))
    assert "Refills: New data." in found
    assert "agenda-struck" not in found, "struck for another reason"


def test_what_is_dealt_with_leaves_the_agenda(cast, sign_in, work, planned):
    client = sign_in(cast.cora)
    client.post("/networks/river/teams/clinic/comments/threads/2/resolve")
    assert "Nobody enters it" not in agenda(text_of(client, planned))


def test_items_are_struck_taken_up_and_added(cast, sign_in, work, planned):
    client = sign_in(cast.cora)
    key = f"overdue data:0:{work.id}:0:"
    client.post(f"{planned}/strike", data={"item": key})
    assert "agenda-struck" in agenda(text_of(client, planned))
    client.post(f"{planned}/take_up", data={"item": key})
    assert "agenda-struck" not in agenda(text_of(client, planned))
    assert client.post(f"{planned}/items", data={"text": ""}).status_code == 422
    client.post(f"{planned}/items", data={"text": "Ask about the new nurse"})
    row = db.session.query(CoachingItem).one()
    assert "Ask about the new nurse" in agenda(text_of(client, planned))
    client.post(f"{planned}/strike", data={"item": f"row:{row.id}"})
    assert "agenda-struck" in agenda(text_of(client, planned))
    client.post(f"{planned}/strike", data={"item": "nothing:0:0:0:"})
    assert db.session.query(CoachingItem).count() == 1


def test_what_was_on_the_agenda_stays_with_the_visit(cast, sign_in, work, planned):
    client = sign_in(cast.cora)
    client.post(f"{planned}/strike", data={"item": f"overdue data:0:{work.id}:0:"})
    client.post(f"{planned}/items", data={"text": "Ask about the new nurse"})
    version = db.session.query(CoachingVisit).one().version
    assert write(client, planned, version=str(version), next_on="2026-03-05").status_code == 303
    before = agenda(text_of(client, planned))
    client.post("/networks/river/teams/clinic/comments/threads/2/resolve")
    after = agenda(text_of(client, planned))
    assert "Nobody enters it while I am away." in after
    assert "Ask about the new nurse" in after
    assert "agenda-struck" in after
    assert "Strike" not in after
    assert before == after
    log = text_of(client, BASE)
    assert "March 5, 2026" in log.split('id="held"')[0]
    assert SECRET in log.split('id="held"')[1]
    assert client.post(f"{planned}/items", data={"text": "Late"}).status_code == 422


def test_a_kept_item_outlives_its_record(cast, sign_in, work, planned):
    client = sign_in(cast.cora)
    write(client, planned)
    db.session.delete(db.session.query(Cycle).one())
    db.session.commit()
    assert "Call each family" in agenda(text_of(client, planned))


@pytest.mark.parametrize(
    "name", ["alice", "bob", "vera", "otto", "charlie", "frank", "bea", "nora", "olga"]
)
def test_nobody_but_the_teams_coaches_finds_it(cast, sign_in, planned, name):
    write(sign_in(cast.cora), planned)
    client = sign_in(getattr(cast, name))
    for page in (BASE, planned):
        assert client.get(page).status_code == 404
    for end in ("", "/items", "/strike", "/remove"):
        assert client.post(f"{planned}{end}", data={"text": "x"}).status_code == 404
    for page in ("/networks/river/teams/clinic", "/networks/river/audit", "/work"):
        assert SECRET not in text_of(client, page)
        assert "coaching-log" not in text_of(client, page)


def test_all_the_teams_coaches_share_it(cast, sign_in, planned):
    write(sign_in(cast.cora), planned)
    assert sign_in(cast.otto).get(BASE).status_code == 404
    db.session.add(CoachAssignment(team=cast.team, user=cast.otto))
    db.session.commit()
    page = text_of(sign_in(cast.otto), BASE)
    assert SECRET in page
    assert "Only the coaches of Clinic see this log." in page


def test_the_audit_has_none_of_it(cast, sign_in, planned):
    write(sign_in(cast.cora), planned)
    events = db.session.query(AuditEvent).order_by(AuditEvent.id).all()
    assert [e.action for e in events] == ["plan a coaching visit", "write up a coaching visit"]
    for event in events:
        assert SECRET not in repr((event.detail.before, event.detail.after, event.detail.why))


def test_two_coaches_at_once_see_both_versions(cast, sign_in, planned):
    client = sign_in(cast.cora)
    write(client, planned)
    late = write(client, planned, notes="Mine.")
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert SECRET in page
    assert "Mine." in page


def test_a_visit_to_come_is_not_written_up(cast, sign_in, planned):
    answer = write(sign_in(cast.cora), planned, on="2026-02-20")
    assert answer.status_code == 422
    assert SECRET in answer.get_data(as_text=True)
    assert db.session.query(CoachingVisit).one().held_at is None


def test_taken_out_and_put_back(cast, sign_in, planned):
    client = sign_in(cast.cora)
    write(client, planned)
    client.post(f"{planned}/remove")
    assert SECRET not in text_of(client, BASE)
    client.post(f"{planned}/restore")
    assert SECRET in text_of(client, BASE)


@pytest.mark.both_databases
def test_when_teams_were_visited_in_one_query(cast):
    from app.clock import now
    from app.coaching_log.models import Way

    for on, held in ((date(2026, 1, 5), True), (date(2026, 1, 20), True), (date(2026, 2, 20), False),
                     (date(2026, 3, 20), False), (date(2026, 2, 1), False)):  # fmt: skip
        db.session.add(
            CoachingVisit(team=cast.team, on=on, way=Way.CALL, held_at=now() if held else None)
        )
    db.session.commit()
    ids = [cast.team.id, cast.other_team.id]
    with counted() as asked:
        found = queries.dates_of(ids, NOW)
    assert len(asked) == 1
    here, there = found[ids[0]], found[ids[1]]
    assert (here.last, here.next) == (date(2026, 1, 20), date(2026, 2, 20))
    assert (there.last, there.next) == (None, None)


def test_the_agenda_takes_a_bounded_number_of_queries(cast, sign_in, work, planned):
    client = sign_in(cast.cora)
    with counted() as few:
        client.get(planned)
    for number in range(4):
        cycle = Cycle(team=cast.team, number=number + 5, title="More")
        db.session.add(cycle)
        db.session.flush()
        talk.start(cast.alice, of_thing(cycle, cast.team), "And this?")
    with counted() as more:
        client.get(planned)
    assert len(more) == len(few) <= 24
