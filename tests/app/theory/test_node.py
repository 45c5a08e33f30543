import pytest

from app.extensions import db
from app.theory.models import DriverNode, IdeaStatus, NodeKind
from tests.app.pdsa.helpers import planned
from tests.app.theory.helpers import URL, post, small, told


@pytest.fixture
def parts(cast):
    return small(cast.team)


def form_of(node, **fields):
    defaults = {
        "text": node.text,
        "kind": node.kind.value,
        "version": str(node.version),
        "served": "",
    }
    return defaults | fields


def test_everything_of_an_idea_is_kept(cast, parts, sign_in):
    idea = parts[3]
    data = form_of(idea, text="Pharmacist calls", short="Call", status="abandoned", reliability="2")
    assert sign_in(cast.bob).post(f"{URL}/nodes/{idea.id}", data=data).status_code == 303
    db.session.expire_all()
    stored = db.session.get(DriverNode, idea.id)
    assert (stored.text, stored.short) == ("Pharmacist calls", "Call")
    assert (stored.status, stored.reliability) == (IdeaStatus.ABANDONED, 2)
    assert stored.changed_by_id == cast.bob.id
    page = sign_in(cast.bob).get(f"{URL}/nodes/{idea.id}").get_data(as_text=True)
    assert "by Bob" in page


def test_the_status_follows_the_cycles_where_there_are_some(cast, parts, sign_in):
    planned(cast, change_idea_id=parts[3].id)
    db.session.commit()
    client = sign_in(cast.alice)
    page = client.get(f"{URL}/nodes/{parts[3].id}").get_data(as_text=True)
    assert "Status: testing" in page
    db.session.expire_all()
    node = db.session.get(DriverNode, parts[3].id)
    client.post(f"{URL}/nodes/{node.id}", data=form_of(node, status="adopted"))
    db.session.expire_all()
    assert db.session.get(DriverNode, node.id).status is IdeaStatus.TESTING


def test_checked_links_are_a_change_not_the_whole(cast, parts, sign_in):
    """What bob connects while alice has the form open stays."""
    _top, refilled, technique, idea = parts
    post(sign_in(cast.bob), do=f"disconnect:{idea.id}:{technique.id}")
    data = form_of(idea, serves=[str(parts[0].id)], served=f"{refilled.id}")
    post(sign_in(cast.bob), do=f"connect:{idea.id}:{technique.id}")
    assert sign_in(cast.alice).post(f"{URL}/nodes/{idea.id}", data=data).status_code == 303
    assert told(cast.team)[-1] == ("Pharmacist call", 3, ["Good technique", "Medicine works"])


def test_who_saves_second_sees_both(cast, parts, sign_in):
    node = parts[1]
    late = form_of(node, text="Alice's words")
    sign_in(cast.bob).post(f"{URL}/nodes/{node.id}", data=form_of(node, text="Bob's words"))
    answer = sign_in(cast.alice).post(f"{URL}/nodes/{node.id}", data=late)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "Bob&#39;s words" in page
    assert 'value="Alice&#39;s words"' in page
    assert told(cast.team)[1][0] == "Bob's words"


def test_a_circle_is_refused_beside_its_field(cast, parts, sign_in):
    data = form_of(parts[0], serves=[str(parts[1].id)])
    answer = sign_in(cast.alice).post(f"{URL}/nodes/{parts[0].id}", data=data)
    assert answer.status_code == 422
    assert "the arrows would go in a circle" in answer.get_data(as_text=True)


def test_another_layer_from_the_form(cast, parts, sign_in):
    data = form_of(parts[2], kind=NodeKind.PRIMARY.value, served=str(parts[0].id), serves=[])
    assert sign_in(cast.alice).post(f"{URL}/nodes/{parts[2].id}", data=data).status_code == 303
    assert ("Good technique", 1, []) in told(cast.team)


def test_who_may_open_it(cast, parts, sign_in):
    for name, status in {"bob": 200, "vera": 403, "cora": 403, "charlie": 404, "bea": 404}.items():
        answer = sign_in(getattr(cast, name)).get(f"{URL}/nodes/{parts[0].id}")
        assert answer.status_code == status, name
