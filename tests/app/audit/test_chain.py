import csv
import io
import threading

import pytest

from app import audit
from app.audit.models import AuditChain, AuditDetail, AuditEvent
from app.extensions import db
from app.models import Network, User


@pytest.fixture
def events(cast):
    for number in range(5):
        audit.record(
            cast.bea,
            "edit network",
            cast.network,
            network=cast.network,
            before={"name": f"name {number}"},
            after={"name": f"name {number + 1}"},
            why="It reads better.",
        )
    db.session.commit()
    return db.session.query(AuditEvent).order_by(AuditEvent.number).all()


def chain(cast):
    db.session.commit()
    db.session.expire_all()
    return audit.verify(f"network:{cast.network.id}")


@pytest.mark.both_databases
def test_a_chain_holds(cast, events):
    verdict = chain(cast)
    assert (verdict.fault, verdict.length, verdict.erased) == (None, 5, 0)
    assert verdict.head == events[-1].digest
    assert [event.number for event in events] == [1, 2, 3, 4, 5]


def test_each_network_has_its_own(cast, events):
    hill = db.session.query(Network).filter_by(slug="hill").one()
    assert audit.record(cast.olga, "edit", hill, network=hill).number == 1
    assert audit.record(None, "create account", cast.olga, network=None).number == 1
    assert [verdict.fault for verdict in audit.verify_all()] == [None] * 3


def test_words_can_be_erased(cast, events):
    db.session.delete(events[2].detail)
    verdict = chain(cast)
    assert (verdict.fault, verdict.erased) == (None, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [("actor_id", 1), ("action", "other"), ("thing_id", 99), ("detail_digest", "0" * 64)],
)
def test_a_changed_event_shows(cast, events, field, value):
    db.session.query(AuditEvent).filter_by(number=3).update({field: value})
    assert chain(cast).fault == "event 3 was changed"


@pytest.mark.parametrize("field", ["actor_name", "thing_name", "why"])
def test_changed_words_show(cast, events, field):
    db.session.query(AuditDetail).filter_by(event_id=events[2].id).update({field: "other"})
    assert chain(cast).fault == "the words of event 3 were changed"


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_missing_event_shows(cast, events, number):
    event_id = events[number - 1].id
    db.session.query(AuditDetail).filter_by(event_id=event_id).delete()
    db.session.query(AuditEvent).filter_by(id=event_id).delete()
    assert chain(cast).fault is not None


def test_a_chain_that_was_made_anew_shows(cast, events):
    db.session.query(AuditChain).update({"head": "0" * 64})
    assert chain(cast).fault is not None


def test_an_event_lives_and_dies_with_its_change(cast, events):
    audit.record(cast.bea, "edit", cast.network, network=cast.network)
    db.session.rollback()
    assert chain(cast).length == 5


@pytest.mark.both_databases
def test_appends_at_once_make_one_chain(app, cast):
    db.session.commit()
    network_id, user_id = cast.network.id, cast.bea.id
    db.session.commit()
    faults = []

    def append():
        with app.app_context():
            for _ in range(10):
                try:
                    network, user = (
                        db.session.get(Network, network_id),
                        db.session.get(User, user_id),
                    )
                    audit.record(user, "edit", network, network=network)
                    db.session.commit()
                except Exception as error:  # shown below
                    faults.append(error)
                    db.session.rollback()

    threads = [threading.Thread(target=append) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    verdict = chain(cast)
    assert (verdict.fault, verdict.length) == (None, 40)


def test_the_backbone_reads_it(cast, events, sign_in):
    page = sign_in(cast.bea).get("/networks/river/audit").get_data(as_text=True)
    assert "5 entries" in page
    assert "It reads better." in page
    assert page.index("name 5") < page.index("name 1")


def test_it_is_read_page_by_page(cast, sign_in):
    for _ in range(120):
        audit.record(cast.bea, "edit", cast.network, network=cast.network)
    page = sign_in(cast.bea).get("/networks/river/audit?page=3").get_data(as_text=True)
    assert "Page 3 of 3" in page
    assert page.count("<time") == 20


@pytest.mark.parametrize("page", ["0", "-3", "99", "x"])
def test_a_strange_page_is_the_nearest(cast, events, sign_in, page):
    assert sign_in(cast.bea).get(f"/networks/river/audit?page={page}").status_code == 200


def test_it_is_downloaded(cast, events, sign_in):
    audit.record(
        cast.bea, "edit", cast.network, network=cast.network, why='=HYPERLINK("http://evil")'
    )
    response = sign_in(cast.bea).get("/networks/river/audit.csv")
    assert response.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True).lstrip("\ufeff"))))
    assert [row["number"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert rows[0]["before"] == "name: name 0"
    assert rows[5]["why"].startswith("'=HYPERLINK")


def test_the_command_verifies(app, cast, events):
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert result.exit_code == 0
    assert "holds; 5 events" in result.output
    db.session.query(AuditEvent).filter_by(number=2).update({"action": "other"})
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert "event 2 was changed" in result.output
