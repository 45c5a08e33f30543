import pytest

from app.audit.models import AuditEvent
from app.extensions import db
from app.ideas.models import PublishedIdea
from app.theory.models import IdeaStatus, NodeKind
from tests.app.ideas.helpers import LIBRARY, SCHOOL, cycle, idea_with_cycles, passport, published
from tests.app.theory.helpers import node
from tests.factories import make_measure, make_series


def url(idea, verb="publish"):
    return f"{SCHOOL}/theory/ideas/{idea.id}/{verb}"


def test_the_form_proposes_the_decided_cycles_and_their_measure(cast, sign_in):
    idea, first, second = idea_with_cycles(cast.other_team)
    measure = make_measure(cast.network, "days", team=cast.other_team)
    make_series(cast.other_team, measure)
    first.measure_id = measure.id
    second.decision = None
    db.session.commit()
    page = sign_in(cast.charlie).get(url(idea)).get_data(as_text=True)
    boxes = {each: f'type="checkbox" value="{each.id}"' in page for each in (first, second)}
    assert all(boxes.values()), "both cycles can be chosen"
    assert page.count("checked") == 1, "the open one is not proposed"
    assert f'selected value="{measure.id}"' in page


def test_a_member_publishes_with_chosen_cycles(cast, sign_in):
    idea, first, _second = idea_with_cycles(cast.other_team)
    answer = sign_in(cast.charlie).post(
        url(idea), data=passport(how="Four steps.", cycles=[str(first.id)])
    )
    assert answer.status_code == 303
    stored = db.session.query(PublishedIdea).one()
    assert answer.location == f"{LIBRARY}/{stored.id}"
    assert [each.number for each in stored.cycles] == [11]
    assert stored.published_by_id == cast.charlie.id
    event = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert event.action == "publish change idea"
    assert event.detail.after["cycles"] == [11]


def test_cycles_of_other_ideas_and_deleted_ones_are_never_taken(cast, sign_in):
    idea, first, second = idea_with_cycles(cast.other_team)
    other = node(cast.other_team, NodeKind.IDEA, "Another")
    strange = cycle(cast.other_team, other, 13, "Of another idea")
    foreign = cycle(cast.team, None, 1, "Of another team")
    second.deleted_at = first.created_at
    db.session.commit()
    ids = [str(each.id) for each in (first, second, strange, foreign)]
    sign_in(cast.charlie).post(url(idea), data=passport(cycles=ids))
    assert [each.number for each in db.session.query(PublishedIdea).one().cycles] == [11]


def test_an_abandoned_idea_needs_its_reason(cast, sign_in):
    idea, *_ = idea_with_cycles(cast.other_team, status=IdeaStatus.ABANDONED)
    client = sign_in(cast.charlie)
    answer = client.post(url(idea), data=passport(how="Kept text."))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Say why you abandoned it" in page
    assert "Kept text." in page
    assert client.post(url(idea), data=passport(reason="No time.")).status_code == 303


def test_a_measure_of_another_team_is_refused(cast, sign_in):
    idea, *_ = idea_with_cycles(cast.other_team)
    theirs = make_measure(cast.network, "theirs", team=cast.team)
    make_series(cast.team, theirs)
    answer = sign_in(cast.charlie).post(url(idea), data=passport(measure_id=str(theirs.id)))
    assert answer.status_code == 422
    assert db.session.query(PublishedIdea).count() == 0


def test_what_looks_like_a_patient_is_asked_about(cast, sign_in):
    idea, *_ = idea_with_cycles(cast.other_team)
    answer = sign_in(cast.charlie).post(url(idea), data=passport(how="See MRN 4471234."))
    assert answer.status_code == 422
    assert "Does this identify a patient?" in answer.get_data(as_text=True)
    assert db.session.query(PublishedIdea).count() == 0


def test_who_saves_second_sees_both(cast, sign_in):
    made = published(cast)
    client, opened = sign_in(cast.charlie), str(made.version)
    first = client.post(url(made.node), data=passport(opened, how="First words"))
    assert first.status_code == 303
    answer = client.post(url(made.node), data=passport(opened, how="Second words"))
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "First words" in page
    assert "Second words" in page


def test_two_who_publish_at_once_make_one_passport(cast, sign_in):
    made = published(cast)
    answer = sign_in(cast.charlie).post(url(made.node), data=passport(how="Late"))
    assert answer.status_code == 409
    assert db.session.query(PublishedIdea).one().how == "Four steps, drawn by children."


def test_unpublished_ideas_are_gone_and_can_come_back(cast, sign_in):
    made = published(cast)
    client, reader = sign_in(cast.charlie), sign_in(cast.alice)
    assert reader.get(f"{LIBRARY}/{made.id}").status_code == 200
    assert client.post(url(made.node, "unpublish")).status_code == 303
    for person in (cast.alice, cast.charlie, cast.bea):
        assert sign_in(person).get(f"{LIBRARY}/{made.id}").status_code == 404
    assert "A card on every door" not in reader.get(LIBRARY).get_data(as_text=True)
    form = client.get(url(made.node)).get_data(as_text=True)
    assert "Four steps, drawn by children." in form
    db.session.expire_all()
    stored = db.session.get(PublishedIdea, made.id)
    assert client.post(url(made.node), data=passport(str(stored.version))).status_code == 303
    assert reader.get(f"{LIBRARY}/{made.id}").status_code == 200
    actions = [each.action for each in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert actions == ["publish change idea", "unpublish change idea", "publish change idea"]


@pytest.mark.parametrize(
    ("name", "status"),
    [("charlie", 303), ("otto", 403), ("alice", 404), ("bea", 404), ("olga", 404)],
)
def test_who_may_publish(cast, sign_in, name, status):
    idea, *_ = idea_with_cycles(cast.other_team)
    answer = sign_in(getattr(cast, name)).post(url(idea), data=passport())
    assert answer.status_code == status
    assert db.session.query(PublishedIdea).count() == (status == 303)


def test_a_driver_is_not_published(cast, sign_in):
    top = node(cast.other_team, NodeKind.PRIMARY, "The school knows")
    assert sign_in(cast.charlie).get(url(top)).status_code == 404
