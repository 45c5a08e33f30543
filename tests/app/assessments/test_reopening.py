"""Opening a closed round again: by who closed it, with a reason, and telling of nobody."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.assessments import reopening, services
from app.assessments.models import AssessmentRound
from app.audit.models import AuditEvent
from app.errors import ServiceError
from app.extensions import db
from app.measures.models import Observation
from app.measures.past.models import Mark, SeriesChange
from tests.app.assessments.world import give, make_round, third_member

TEAM = "/networks/river/teams/clinic/assessments"


def url(found, end=""):
    return f"{TEAM}/{found.id}{end}"


def closed_by_alice(cast, *, named=True):
    found = make_round(cast, named=named)
    people = (cast.alice, cast.bob, third_member(cast))
    for user, level in zip(people, (1, 2, 2), strict=True):
        give(found, user, level, level, level)
    services.close_round(cast.alice, found)
    db.session.commit()
    return found, people


def reopen(client, found, reason="Two of us were away"):
    db.session.refresh(found)
    data = {"reason": reason, "version": str(found.version)}
    return client.post(url(found, "/reopen"), data=data)


def values() -> list[tuple[float, str]]:
    rows = db.session.scalars(select(Observation).order_by(Observation.period))
    return [(each.value, each.note) for each in rows]


@pytest.mark.both_databases
def test_who_closed_it_opens_it_again_and_its_point_leaves_the_chart(cast, sign_in):
    found, _ = closed_by_alice(cast)
    assert values() == [(1.67, "Round 1, 3 answers")]  # (1 + 2 + 2) / 3
    assert reopen(sign_in(cast.alice), found).status_code == 303
    db.session.refresh(found)
    assert (found.closed_on, found.value, found.closed_by_id) == (None, None, None)
    assert values() == []
    kept = db.session.scalars(select(SeriesChange)).one()
    assert (kept.mark, kept.reason) == (Mark.REMOVED_VALUE, "Two of us were away")
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "reopen assessment round")
    ).one()
    assert event.actor_id == cast.alice.id
    assert [each.handed_in_at is not None for each in found.responses] == [True] * 3


def test_closed_again_the_chart_has_the_new_value(cast, sign_in):
    found, people = closed_by_alice(cast)
    reopen(sign_in(cast.alice), found)
    give(found, people[0], 2.5, 2.5, 2.5)
    services.close_round(cast.alice, found)
    db.session.commit()
    assert values() == [(2.17, "Round 1, 3 answers")]  # (2.5 + 2 + 2) / 3


def test_an_earlier_round_of_the_period_has_its_value_back(cast, sign_in):
    first, people = closed_by_alice(cast)
    opening = services.Opening(date(2026, 2, 1), date(2026, 2, 15), named=True)
    second = services.open_round(cast.alice, cast.team, first.assessment.instrument, opening)
    db.session.commit()
    give(second, people[0], 2.5, 2.5, 2.5)
    services.close_round(cast.alice, second)
    db.session.commit()
    assert values() == [(2.5, "Round 2, 1 answer")]
    assert reopen(sign_in(cast.alice), second).status_code == 303
    assert values() == [(1.67, "Round 1, 3 answers")]
    stored = db.session.scalars(select(Observation)).one()
    assert stored.corrections[-1].reason == "Round 2 was opened again: Two of us were away"


def test_somebody_else_may_not(cast, sign_in):
    found, _ = closed_by_alice(cast)
    answer = reopen(sign_in(cast.bob), found)
    assert answer.status_code == 422
    assert "Alice closed it, and can open it again." in answer.get_data(as_text=True)
    assert values() == [(1.67, "Round 1, 3 answers")]
    assert "Open it again" not in sign_in(cast.bob).get(url(found)).get_data(as_text=True)
    assert "Open it again" in sign_in(cast.alice).get(url(found)).get_data(as_text=True)


def test_a_reason_is_needed(cast, sign_in):
    found, _ = closed_by_alice(cast)
    answer = reopen(sign_in(cast.alice), found, reason=" ")
    assert answer.status_code == 422
    assert "Say in a few words why." in answer.get_data(as_text=True)


def test_a_reason_that_tells_of_a_patient_is_asked_about(cast, sign_in):
    found, _ = closed_by_alice(cast)
    answer = reopen(sign_in(cast.alice), found, reason="MRN 4471238 was missing")
    assert answer.status_code == 422
    assert "Does this identify a patient?" in answer.get_data(as_text=True)


def test_who_was_slower_is_told(cast, sign_in):
    found, _ = closed_by_alice(cast)
    data = {"reason": "x", "version": "0"}
    assert sign_in(cast.alice).post(url(found, "/reopen"), data=data).status_code == 409


def test_after_a_later_round_it_stays(cast):
    found, _ = closed_by_alice(cast)
    opening = services.Opening(date(2026, 5, 1), date(2026, 5, 15), named=True)
    services.open_round(cast.alice, cast.team, found.assessment.instrument, opening)
    db.session.commit()
    with pytest.raises(ServiceError, match="A later round"):
        reopening.reopen(cast.alice, found, "Too early", found.version)


def test_where_it_was_not_kept_who_closed_it_anybody_who_writes_may(cast, sign_in):
    found, _ = closed_by_alice(cast)
    found.closed_by = None
    db.session.commit()
    assert reopen(sign_in(cast.bob), found).status_code == 303


@pytest.mark.both_databases
@pytest.mark.parametrize(("many", "is_shown"), [(0, True), (1, False), (2, False), (3, True)])
def test_without_names_a_few_new_answers_are_not_told(cast, sign_in, many, is_shown):
    """Beside the result that was shown, the new one would say what one or two people answered."""
    found, people = closed_by_alice(cast, named=False)
    client = sign_in(cast.alice)
    reopen(client, found)
    for user in people[:many]:
        give(found, user, 2.5, 2.5, 2.5)
    services.close_round(cast.alice, found)
    db.session.commit()
    page = client.get(url(found)).get_data(as_text=True)
    assert ("A dot is a person" in page) == is_shown
    assert ("fewer than three people changed or added answers" in page) != is_shown
    assert len(values()) == is_shown
    # Opened and closed once more, it is still held against what people saw.
    reopen(client, found)
    services.close_round(cast.alice, found)
    db.session.commit()
    page = client.get(url(found)).get_data(as_text=True)
    assert ("A dot is a person" in page) == is_shown


def test_a_draft_of_what_counts_already_is_an_answer_as_well(cast, sign_in):
    found, people = closed_by_alice(cast, named=False)
    reopen(sign_in(cast.alice), found)
    give(found, people[0], 2.5, 2.5, 2.5, hand_in=False)
    services.close_round(cast.alice, found)
    db.session.commit()
    assert values() == []


def test_a_retired_assessment_is_not_offered_and_stays_readable(cast, sign_in):
    found, _ = closed_by_alice(cast)
    instrument = found.assessment.instrument
    at = f"/networks/river/assessments/{instrument.id}"
    bea, alice = sign_in(cast.bea), sign_in(cast.alice)
    assert bea.post(f"{at}/retire", data={"version": instrument.version}).status_code == 303
    option = f'value="{instrument.id}"'
    assert option not in alice.get(TEAM).get_data(as_text=True)
    data = {"instrument": instrument.id, "due_on": "2026-02-15"}
    refused = alice.post(TEAM, data=data)
    assert refused.status_code == 422
    assert "is retired; no new round of it is opened." in refused.get_data(as_text=True)
    assert alice.get(url(found)).status_code == 200
    assert "Retired " in alice.get(at).get_data(as_text=True)
    db.session.refresh(instrument)
    bea.post(f"{at}/take-up", data={"version": instrument.version})
    assert alice.post(TEAM, data=data).status_code == 303
    assert db.session.query(AssessmentRound).count() == 2
    actions = [each.action for each in db.session.scalars(select(AuditEvent))]
    assert "retire instrument" in actions
    assert "take up instrument" in actions


def test_only_the_backbone_retires(cast, sign_in):
    found, _ = closed_by_alice(cast)
    instrument = found.assessment.instrument
    at = f"/networks/river/assessments/{instrument.id}/retire"
    assert sign_in(cast.alice).post(at, data={"version": 1}).status_code == 403
    assert sign_in(cast.bea).post(at, data={"version": 99}).status_code == 303
    db.session.refresh(instrument)
    assert instrument.retired_at is None
