"""Comments on the work: writing, answering, mentioning, resolving, withdrawing, and who reads them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.aims import services as aims
from app.aims.fields import AimFields
from app.audit.models import AuditEvent
from app.clock import now
from app.conversations import queries, services
from app.conversations.about import find, of_thing
from app.conversations.mentions import mentioned, pieces
from app.conversations.models import Comment, Mention, Thread
from app.extensions import db
from app.networks.models import NetworkMembership, NetworkRole
from app.pdsa.models import Cycle
from app.teams.models import CoachAssignment, TeamMembership
from app.theory.models import DriverNode, NodeKind
from tests.factories import make_series, make_user
from tests.queries import counted

BASE = "/networks/river/teams/clinic/comments"
WORDS = "Six families said yes. Is that enough?"


@pytest.fixture
def cycle(cast):
    made = Cycle(team=cast.team, number=1, title="Call each family", starts_on=date(2025, 1, 6))
    db.session.add(made)
    db.session.commit()
    return made


def url(cycle):
    return f"{BASE}/cycle/{cycle.id}"


def say(client, cycle, text=WORDS, **more):
    return client.post(url(cycle), data={"text": text} | more)


def text_of(client, page):
    return client.get(page).get_data(as_text=True)


def test_a_comment_stands_where_the_work_is(cast, sign_in, cycle):
    answer = say(sign_in(cast.bob), cycle)
    assert answer.status_code == 303
    assert answer.location == f"/networks/river/teams/clinic/cycles/1#talk-cycle-{cycle.id}"
    for person in (cast.alice, cast.bob, cast.vera, cast.cora):
        page = text_of(sign_in(person), "/networks/river/teams/clinic/cycles/1")
        assert WORDS in page
        assert "1 open" in page


def test_each_kind_of_thing_has_its_own(cast, sign_in, cycle):
    series = make_series(cast.team, cast.measure, [(4, 40)] * 3)
    node = DriverNode(team=cast.team, kind=NodeKind.PRIMARY, text="Medicine works")
    db.session.add(node)
    aim = aims.save(cast.team, AimFields(what="Fewer visits"), actor=cast.alice, reason="")
    db.session.commit()
    client = sign_in(cast.alice)
    team = "/networks/river/teams/clinic"
    for kind, thing, page in (
        ("chart", series, f"{team}/measures/urgent-visits"),
        ("driver", node, f"{BASE}/driver/{node.id}"),
        ("aim", aim, f"{team}/aim/revisions"),
    ):
        said = f"A word on the {kind}"
        assert client.post(f"{BASE}/{kind}/{thing.id}", data={"text": said}).status_code == 303
        assert said in text_of(client, page)
    assert "A word on" not in text_of(client, f"{team}/cycles/1")
    assert "1 open" in text_of(client, f"{team}/theory")
    assert text_of(client, BASE).count("A word on the") == 3


@pytest.mark.parametrize("name", ["charlie", "otto", "frank", "bea", "nora", "olga"])
def test_nobody_else_finds_a_trace(cast, sign_in, cycle, name):
    series = make_series(cast.team, cast.measure, [(4, 40)] * 14)
    bob = sign_in(cast.bob)
    say(bob, cycle)
    bob.post(f"{BASE}/chart/{series.id}", data={"text": WORDS})
    thread, comment = db.session.query(Thread).first(), db.session.query(Comment).first()
    client = sign_in(getattr(cast, name))
    for page in (
        *("", f"/cycle/{cycle.id}", f"/chart/{series.id}", f"/{comment.id}/edit"),
        *(".csv", ".xlsx"),
    ):
        assert client.get(f"{BASE}{page}").status_code == 404, page
        assert client.get(f"{BASE}{page}", headers={"HX-Request": "true"}).status_code == 404
    for page in (
        *(f"/cycle/{cycle.id}", f"/threads/{thread.id}/replies", f"/threads/{thread.id}/resolve"),
        *(f"/{comment.id}/withdraw", f"/{comment.id}/read"),
    ):
        assert client.post(f"{BASE}{page}", data={"text": "x"}).status_code == 404, page
    for page in (
        "/work",
        "/networks/river/teams/clinic",
        "/networks/river/teams/clinic/measures/urgent-visits",
        "/networks/river/audit",
    ):
        answer = client.get(page).get_data(as_text=True)
        assert "Six families" not in answer, page
        assert "talk-" not in answer, page


def test_a_viewer_reads_and_does_not_write(cast, sign_in, cycle):
    client = sign_in(cast.vera)
    assert "Write a comment" not in text_of(client, url(cycle))
    assert say(client, cycle).status_code == 403
    assert db.session.query(Comment).count() == 0


def test_an_answer_and_the_end(cast, sign_in, cycle):
    say(sign_in(cast.bob), cycle)
    thread = db.session.query(Thread).one()
    cora = sign_in(cast.cora)
    cora.post(f"{BASE}/threads/{thread.id}/replies", data={"text": "Ask four more."})
    assert "Ask four more." in text_of(cora, url(cycle))
    cora.post(f"{BASE}/threads/{thread.id}/resolve")
    page = text_of(cora, url(cycle))
    assert "Resolved by Cora" in page
    assert "1 done" in page
    cora.post(f"{BASE}/threads/{thread.id}/reopen")
    assert "1 open" in text_of(cora, url(cycle))
    done = [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert done == ["comment", "answer a comment", "resolve a comment", "reopen a comment"]


def test_the_audit_has_none_of_the_words(cast, sign_in, cycle):
    client = sign_in(cast.bob)
    say(client, cycle)
    comment = db.session.query(Comment).one()
    client.post(f"{BASE}/{comment.id}/edit", data={"text": "Seven families.", "version": "1"})
    for event in db.session.query(AuditEvent):
        assert "families" not in repr((event.detail.before, event.detail.after, event.detail.why))


def test_an_edit_keeps_what_it_said(cast, sign_in, cycle):
    client = sign_in(cast.bob)
    say(client, cycle)
    one = db.session.query(Comment).one()
    client.post(f"{BASE}/{one.id}/edit", data={"text": "Seven said yes.", "version": "1"})
    page = text_of(sign_in(cast.cora), url(cycle))
    assert "Seven said yes." in page
    assert f": {WORDS}" in page.split("What it said before")[1]
    late = client.post(f"{BASE}/{one.id}/edit", data={"text": "Eight.", "version": "1"})
    assert late.status_code == 409
    told = late.get_data(as_text=True)
    assert "Seven said yes." in told
    assert "Eight." in told


def test_only_its_author_changes_it(cast, sign_in, cycle):
    say(sign_in(cast.bob), cycle)
    one = db.session.query(Comment).one()
    for person in (cast.alice, cast.cora):
        client = sign_in(person)
        assert client.get(f"{BASE}/{one.id}/edit").status_code == 303
        sent = client.post(f"{BASE}/{one.id}/edit", data={"text": "No.", "version": "1"})
        assert sent.status_code == 303
        client.post(f"{BASE}/{one.id}/withdraw")
        assert "Only who wrote a comment can change it." in text_of(client, url(cycle))
        db.session.expire_all()
        assert (one.text, one.withdrawn_at) == (WORDS, None)


def test_what_is_withdrawn_is_read_by_nobody_until_it_is_back(cast, sign_in, cycle):
    client = sign_in(cast.bob)
    say(client, cycle, help="y", tell=str(cast.cora.id))
    one = db.session.query(Comment).one()
    client.post(f"{BASE}/{one.id}/edit", data={"text": "Six families? Seven.", "version": "1"})
    client.post(f"{BASE}/{one.id}/withdraw")
    coach = sign_in(cast.cora)
    for page in (url(cycle), "/work", BASE, f"{BASE}.csv"):
        assert "families" not in text_of(coach, page), page
    assert queries.open_help([cast.team.id]) == []
    client.post(f"{BASE}/{one.id}/restore")
    assert "Six families? Seven." in text_of(coach, url(cycle))


def test_a_request_for_help_waits_before_the_coach_until_it_is_resolved(cast, sign_in, cycle):
    say(sign_in(cast.alice), cycle, f"@Cora {WORDS}", help="y")
    coach = sign_in(cast.cora)
    work = text_of(coach, "/work")
    assert work.count(WORDS) == 1, "once, although it mentions her too"
    assert "A team would like help" in work
    assert "One thing is waiting for you." in work
    thread = db.session.query(Thread).one()
    coach.post(f"{BASE}/threads/{thread.id}/replies", data={"text": "I will call you."})
    assert "A team would like help" in text_of(coach, "/work")
    coach.post(f"{BASE}/threads/{thread.id}/resolve")
    assert "Nothing is waiting for you today." in text_of(coach, "/work")


def test_a_coach_does_not_ask_in_the_teams_name(cast, sign_in, cycle):
    assert "We would like help" not in text_of(sign_in(cast.cora), url(cycle))
    say(sign_in(cast.cora), cycle, help="y")
    assert db.session.query(Thread).one().asks_for_help is False


def test_a_mention_waits_until_it_is_read(cast, sign_in, cycle):
    say(sign_in(cast.alice), cycle, f"@bob, {WORDS}")
    client = sign_in(cast.bob)
    work = text_of(client, "/work")
    assert "Alice mentions you" in work
    assert "Two things are waiting for you. About 4 minutes." in work, "the cycle waits too"
    assert "Mentions you" in text_of(client, url(cycle))
    one = db.session.query(Comment).one()
    client.post(f"{BASE}/{one.id}/read", data={"back": "work"})
    assert "One thing is waiting for you." in text_of(client, "/work")
    assert "Mentions you" not in text_of(client, url(cycle))
    assert "Alice mentions you" not in text_of(sign_in(cast.cora), "/work")


def test_an_answer_counts_as_read(cast, sign_in, cycle):
    say(sign_in(cast.alice), cycle, tell=[str(cast.bob.id)])
    client = sign_in(cast.bob)
    thread = db.session.query(Thread).one()
    client.post(f"{BASE}/threads/{thread.id}/replies", data={"text": "Yes."})
    assert queries.unread_mentions(cast.bob, [cast.team.id]) == []


def test_what_somebody_else_resolved_waits_for_nobody(cast, sign_in, cycle):
    say(sign_in(cast.alice), cycle, f"@bob, {WORDS}")
    thread = db.session.query(Thread).one()
    sign_in(cast.cora).post(f"{BASE}/threads/{thread.id}/resolve")
    client = sign_in(cast.bob)
    for page in ("/work", "/inbox"):
        assert "Alice mentions you" not in text_of(client, page), page
    assert "Mentions you" not in text_of(client, url(cycle))
    assert queries.unread_mentions(cast.bob, [cast.team.id]) == []
    sign_in(cast.cora).post(f"{BASE}/threads/{thread.id}/reopen")
    assert "Alice mentions you" in text_of(sign_in(cast.bob), "/inbox")


def test_a_mention_seen_in_the_inbox_is_seen_everywhere(cast, sign_in, cycle):
    say(sign_in(cast.alice), cycle, f"@bob, {WORDS}")
    client = sign_in(cast.bob)
    one = db.session.query(Comment).one()
    answer = client.post("/inbox/seen", data={"item": f"mention-{one.id}"})
    assert answer.status_code == 303
    for page in ("/work", "/inbox"):
        assert "Alice mentions you" not in text_of(client, page), page
    assert "Mentions you" not in text_of(client, url(cycle))


def test_only_who_may_see_it_is_mentioned(cast, sign_in, cycle):
    say(sign_in(cast.alice), cycle, "@Charlie @Otto @Frank look", tell=[str(cast.charlie.id)])
    assert db.session.query(Mention).count() == 0
    work = text_of(sign_in(cast.charlie), "/work")
    assert "look" not in work.split("<main")[1].split("Charlie")[0]
    assert "mentions you" not in work


def test_who_leaves_the_team_no_longer_reads_it(cast, sign_in, cycle):
    say(sign_in(cast.alice), cycle, "@bob @cora look at this")
    db.session.query(TeamMembership).filter_by(user_id=cast.bob.id).delete()
    role = db.session.query(NetworkMembership).filter_by(user_id=cast.cora.id)
    assert role.one().role is NetworkRole.COACH
    role.delete()
    assert db.session.query(CoachAssignment).filter_by(user_id=cast.cora.id).count() == 1
    db.session.commit()
    for person in (cast.bob, cast.cora):
        assert "look at this" not in text_of(sign_in(person), "/work")
    page = text_of(sign_in(cast.alice), url(cycle))
    assert 'data-name="Bob"' not in page
    assert 'data-name="Cora"' not in page


def test_the_same_words_sent_twice_are_one_comment(cast, sign_in, cycle):
    client = sign_in(cast.bob)
    say(client, cycle)
    say(client, cycle)
    assert db.session.query(Comment).count() == 1


def test_what_is_missing_is_said_and_nothing_lost(cast, sign_in, cycle):
    client = sign_in(cast.bob)
    answer = say(client, cycle, "", tell=[str(cast.cora.id)])
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Write what you want to say." in page
    assert f'value="{cast.cora.id}" data-name="Cora" checked' in page


def test_by_htmx_the_answer_is_the_panel(cast, sign_in, cycle):
    answer = sign_in(cast.bob).post(
        url(cycle), data={"text": WORDS}, headers={"HX-Request": "true"}
    )
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (200, "work-changed")
    assert "<html" not in page
    assert WORDS in page


def test_what_is_deleted_hides_its_comments(cast, sign_in, cycle):
    client = sign_in(cast.bob)
    say(client, cycle, f"@Alice {WORDS}", help="y")
    cycle.deleted_at = now()
    db.session.commit()
    assert client.get(url(cycle)).status_code == 404
    assert queries.open_help([cast.team.id]) == []
    assert queries.unread_mentions(cast.alice, [cast.team.id]) == []
    assert WORDS not in text_of(client, BASE)
    cycle.deleted_at = None
    db.session.commit()
    assert len(queries.open_help([cast.team.id])) == 1


def test_another_teams_thing_is_not_there(cast, sign_in, cycle):
    theirs = Cycle(team=cast.other_team, number=1, title="Theirs")
    db.session.add(theirs)
    db.session.commit()
    assert sign_in(cast.bob).get(f"{BASE}/cycle/{theirs.id}").status_code == 404
    with db.session.no_autoflush:
        assert find(cast.team, "cycle", theirs.id) is None


@pytest.mark.both_databases
def test_a_thread_is_about_one_thing(cast, cycle):
    node = DriverNode(team=cast.team, kind=NodeKind.PRIMARY, text="Medicine works")
    db.session.add(node)
    db.session.flush()
    db.session.add(Thread(team=cast.team, cycle_id=cycle.id, node_id=node.id))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    db.session.add(Thread(team_id=cast.team.id))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_what_was_written_since(app, cast, cycle):
    with app.test_request_context():
        here = of_thing(cycle, cast.team)
        before = now()
        services.start(cast.alice, here, "First")
        services.start(cast.cora, here, "Second")
        said = queries.written_since([cast.team.id], before, besides=cast.cora)
        assert [each.comment.text for each in said] == ["First"]
        assert queries.written_since([cast.team.id], now() + timedelta(seconds=1)) == []
        assert queries.written_since([cast.other_team.id], before) == []


@pytest.mark.both_databases
@pytest.mark.parametrize("ask", ["open_help", "open_threads", "written_since"])
def test_many_teams_cost_one_query(app, cast, ask):
    with app.test_request_context():
        for team in (cast.team, cast.other_team):
            for number in range(3):
                cycle = Cycle(team=team, number=number + 5, title=f"Test {number}")
                db.session.add(cycle)
                db.session.flush()
                services.start(cast.alice, of_thing(cycle, team), "Help?", asks_for_help=True)
        db.session.commit()
        ids = [cast.team.id, cast.other_team.id]
        more = (now() - timedelta(days=1),) if ask == "written_since" else ()
        with counted() as asked:
            found = getattr(queries, ask)(ids, *more)
            assert len(found) == 6
            assert all(each.author == "Alice" and each.href for each in found)
        assert len(asked) == 1


PEOPLE = ("Ann Lee", "Ann Marie Lee", "Bo Diaz", "Cruz Ortega", "José Ávila")


def people() -> list[User]:
    return [User(id=number, name=name) for number, name in enumerate(PEOPLE, 1)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Ann Lee look", ["Ann Lee"]),
        ("@ann marie lee, look", ["Ann Marie Lee"]),
        ("@Ann look", []),
        ("@Bo and @Cruz Ortega.", ["Bo Diaz", "Cruz Ortega"]),
        ("@José: yes", ["José Ávila"]),
        ("mail bo@bo.example", []),
        ("@Bob", []),
        ("@@Bo", []),
    ],
)
def test_whom_a_text_names(text, names):
    assert [person.name for person in mentioned(text, people())] == names


def test_the_pieces_are_the_text():
    text = "Ask @Bo <b> and @Cruz Ortega!"
    cut = pieces(text, people())
    assert "".join(piece.text for piece in cut) == text
    assert [piece.text for piece in cut if piece.is_mention] == ["@Bo", "@Cruz Ortega"]


def test_the_panel_takes_few_queries(cast, sign_in, cycle):
    client = sign_in(cast.cora)

    def asked() -> int:
        with counted() as statements:
            client.get(url(cycle))
        return len(statements)

    make_user("Zed")
    say(sign_in(cast.bob), cycle, "@cora one")
    few = asked()
    for number in range(8):
        say(sign_in(cast.bob), cycle, f"@cora and @alice {number}")
    assert asked() == few <= 15
