from datetime import date

import pytest

from app.causes.models import Cause, SignalCause
from app.extensions import db
from app.ideas import services
from app.ideas.models import IdeaCopy
from app.measures.models import Observation, Sharing
from app.pdsa.models import Prediction
from app.theory.models import IdeaStatus, NodeKind
from tests.app.ideas.helpers import LIBRARY, cycle, published
from tests.app.theory.helpers import node
from tests.factories import make_series
from tests.queries import counted

HIGH, LOW = (20, 100), (4, 100)


@pytest.fixture
def made(cast):
    """An idea whose chart falls from 20% to 4% and stays there for a year."""
    series = make_series(cast.other_team, cast.measure, [HIGH] * 12 + [LOW] * 12)
    idea = published(cast, measure_id=cast.measure.id, context="Two floors.")
    cause = SignalCause(
        series=series,
        side="down",
        first=date(2025, 1, 1),
        last=date(2025, 12, 1),
        cause=Cause.OUR_CHANGE,
        note="Private words of the team",
        cycles=list(idea.cycles),
    )
    db.session.add(cause)
    db.session.commit()
    return idea


def page_of(sign_in, person, idea):
    answer = sign_in(person).get(f"{LIBRARY}/{idea.id}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_everybody_of_the_network_reads_what_is_published(cast, made, sign_in):
    for person in (cast.alice, cast.vera, cast.nora, cast.frank, cast.bea, cast.otto):
        page = page_of(sign_in, person, made)
        assert "Four steps, drawn by children." in page
        assert "Two floors." in page
        assert "Three doors" in page
        assert "Lesson 11." in page
        assert "They did" in page
        assert "3 people: 3 classrooms" in page


def test_unpublished_cycles_and_observations_never_show(cast, made, sign_in):
    for person in (cast.alice, cast.nora, cast.charlie, cast.otto):
        page = page_of(sign_in, person, made)
        assert "Secret hallway" not in page
        assert "Ellery" not in page


def test_deleted_cycles_never_show(cast, made, sign_in):
    shown = made.cycles[0]
    shown.deleted_at = shown.created_at
    db.session.commit()
    page = page_of(sign_in, cast.alice, made)
    assert "Three doors" not in page
    assert "The team names" not in page
    assert "Lesson" not in sign_in(cast.alice).get(f"{LIBRARY}?q=door").get_data(as_text=True)
    assert "No idea fits" in sign_in(cast.alice).get(f"{LIBRARY}?q=lesson").get_data(as_text=True)


def test_the_chart_speaks_by_rules_and_names_the_cycle(cast, made, sign_in):
    page = page_of(sign_in, cast.alice, made)
    assert "chart-sentence--improvement" in page
    assert "names cycle 11 as the cause" in " ".join(page.split())
    assert "Private words" not in page
    assert "Private words" in page_of(sign_in, cast.charlie, made)


def test_the_library_shows_a_signal_only_where_the_idea_is_named(cast, made, sign_in):
    assert "signal--improvement" in sign_in(cast.alice).get(LIBRARY).get_data(as_text=True)
    db.session.query(SignalCause).update({"cause": Cause.SOMETHING_ELSE})
    db.session.commit()
    assert "signal--" not in sign_in(cast.alice).get(LIBRARY).get_data(as_text=True)


def test_a_closed_chart_stays_closed(cast, made, sign_in):
    cast.measure.sharing = Sharing.CLOSED
    db.session.commit()
    page = page_of(sign_in, cast.alice, made)
    assert "not open to the network" in page
    assert "chart-sentence" not in page
    assert "names cycle" not in page
    assert "signal--" not in sign_in(cast.alice).get(LIBRARY).get_data(as_text=True)
    assert "chart-sentence--improvement" in page_of(sign_in, cast.charlie, made)


def test_a_number_that_a_measure_gave_stays_with_its_chart(cast, made, sign_in):
    made.cycles[0].predictions.append(
        Prediction(position=1, text="Visits fall", high=5, result=4.25, measure=cast.measure)
    )
    cast.measure.sharing = Sharing.CLOSED
    db.session.commit()
    page = page_of(sign_in, cast.alice, made)
    assert "Visits fall" in page
    assert "Came true" in page
    assert "4.25" not in page


def test_who_tries_it_is_named_and_no_more_until_they_publish(cast, made, sign_in):
    own = node(cast.team, NodeKind.IDEA, "Our secret name", status=IdeaStatus.TESTING)
    services.link(own, made, root_id=made.id, actor=cast.alice)
    cycle(cast.team, own, 1, "Our secret cycle")
    db.session.commit()
    page = page_of(sign_in, cast.nora, made)
    assert ">Clinic</a>" in page
    assert "has not published what came of it" in page
    assert "secret" not in page
    assert "Testing" not in page
    assert "Testing" in page_of(sign_in, cast.alice, made)


def test_everybodys_results_stand_on_each_page_of_the_line(cast, made, sign_in):
    own = node(cast.team, NodeKind.IDEA, "On our doors", status=IdeaStatus.ABANDONED)
    services.link(own, made, root_id=made.id, actor=cast.alice)
    ours = services.publish(
        own,
        {"title": "On our doors", "reason": "We have no doors."},
        cycles=[],
        version=None,
        actor=cast.alice,
    )
    db.session.commit()
    for idea in (made, ours):
        page = page_of(sign_in, cast.nora, idea)
        assert "We have no doors." in page
        assert "Lesson 11." in page
    assert "and 1 more team tries it" in sign_in(cast.nora).get(LIBRARY).get_data(as_text=True)
    services.withdraw(made, actor=cast.charlie)
    db.session.commit()
    page = page_of(sign_in, cast.nora, ours)
    assert "An idea that is no longer published" in page
    assert "School" not in page
    assert "A card on every door" not in page


def test_a_copy_that_was_taken_out_no_longer_counts(cast, made, sign_in):
    own = node(cast.team, NodeKind.IDEA, "Short try")
    services.link(own, made, root_id=made.id, actor=cast.alice)
    own.removed_at = made.published_at
    db.session.commit()
    assert db.session.query(IdeaCopy).count() == 1
    assert ">Clinic</a>" not in page_of(sign_in, cast.nora, made)


def test_few_queries_with_many_teams(cast, made, sign_in):
    own = node(cast.team, NodeKind.IDEA, "On our doors")
    make_series(cast.team, cast.measure, [HIGH] * 24)
    services.link(own, made, root_id=made.id, actor=cast.alice)
    services.publish(
        own,
        {"title": "On our doors", "measure_id": cast.measure.id},
        cycles=[],
        version=None,
        actor=cast.alice,
    )
    client = sign_in(cast.alice)
    url = f"{LIBRARY}/{made.id}"
    with counted() as queries:
        client.get(url)
    assert len(queries) <= 16, len(queries)


def test_a_prediction_is_scored_by_what_its_measure_says_today(cast, made, sign_in):
    latest = db.session.query(Observation).order_by(Observation.period.desc()).first()
    made.cycles[0].predictions.append(
        Prediction(text="Fewer", low=3, high=5, measure=cast.measure, due_on=latest.period)
    )
    for value, words in ((4, "Came true"), (60, "Did not come true")):
        latest.value = value
        db.session.commit()
        page = page_of(sign_in, cast.nora, made)
        assert words in page[page.index("Fewer") :].split("</p>")[0]
