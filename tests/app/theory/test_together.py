"""Several people at once: nothing is lost, and the graph stays without circles."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.extensions import db
from app.theory.models import DriverNode
from tests.app.theory.helpers import EDIT, JSON, post, small, told

pytestmark = pytest.mark.both_databases


def at_once(app, jobs):
    """Run each job in a thread with a context of its own."""

    def run(job):
        with app.app_context():
            return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_lines_written_at_once_are_all_there(app, cast, sign_in):
    small(cast.team)
    clients = [sign_in(person) for person in (cast.alice, cast.bob, cast.alice, cast.bob)]

    def writer(client, number):
        def write():
            return [
                post(client, do="add", lines=f"Driver {number}.{each}").status_code
                for each in range(4)
            ]

        return write

    jobs = [writer(client, number) for number, client in enumerate(clients)]
    assert at_once(app, jobs) == [[200] * 4] * 4
    texts = [text for text, *_ in told(cast.team)]
    assert len(texts) == 4 + 16
    assert set(texts) >= {f"Driver {number}.{each}" for number in range(4) for each in range(4)}
    places = [node.position for node in db.session.query(DriverNode).all()]
    assert sorted(places) == list(range(20))


def test_of_two_rewordings_at_once_one_is_told(app, cast, sign_in):
    key = small(cast.team)[0].id
    clients = {name: sign_in(getattr(cast, name)) for name in ("alice", "bob")}

    def rewording(name):
        data = {f"text-{key}": f"By {name}", f"was-{key}": "Medicine works"}
        return lambda: clients[name].post(EDIT, data=data, headers=JSON)

    answers = at_once(app, [rewording("alice"), rewording("bob")])
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    lost = next(answer for answer in answers if answer.status_code == 409).json["clashes"][0]
    stored = told(cast.team)[0][0]
    assert lost["stored"] == stored
    assert {lost["typed"], stored} == {"By alice", "By bob"}


def test_delete_and_undo_on_each_database(cast, sign_in):
    parts = small(cast.team)
    before = told(cast.team)
    client = sign_in(cast.alice)
    for verb in ("remove", "restore"):
        assert post(client, do=f"{verb}:{parts[1].id}").status_code == 200
    assert told(cast.team) == before


def test_a_version_is_kept_on_each_database(cast, sign_in):
    small(cast.team)
    client = sign_in(cast.alice)
    url = EDIT.replace("edit", "versions")
    assert client.post(url, data={"name": "Working hypothesis"}).status_code == 303
    assert "Refilled on time" in client.get(f"{url}/1").get_data(as_text=True)
