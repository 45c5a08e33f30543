"""Any two revisions side by side."""

import pytest

from app.aims.fields import AimFields
from app.aims.services import save
from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.models import Direction
from tests.factories import make_series

URL = "/networks/river/teams/clinic/aim/revisions"


@pytest.fixture
def revised(cast):
    make_series(cast.team, cast.measure)
    steps = [
        (AimFields(what="urgent visits", target=8.0, unit="%"), ""),
        (AimFields(what="urgent visits", target=7.0, unit="%"), "Others got there."),
        (
            AimFields(
                what="waits",
                target=7.0,
                unit="days",
                direction=Direction.DOWN,
                measure_id=cast.measure.id,
            ),
            "Families told us.",
        ),
    ]
    for fields, reason in steps:
        save(cast.team, fields, actor=cast.alice, reason=reason)
    db.session.commit()


def test_it_compares_the_first_with_the_latest_unasked(cast, sign_in, revised):
    page = sign_in(cast.vera).get(URL).get_data(as_text=True)
    for before, after in (
        ("urgent visits", "waits"),
        ("8", "7"),
        ("%", "days"),
        ("nothing", "down"),
    ):
        assert f"<del>{before}</del>" in page
        assert f"<ins>{after}</ins>" in page
    assert f"<ins>{cast.measure.name}</ins>" in page


def test_any_two_in_either_order(cast, sign_in, revised):
    client = sign_in(cast.vera)
    for query in ("?from=1&to=2", "?from=2&to=1"):
        page = client.get(URL + query).get_data(as_text=True)
        assert page.count("<del>") == 1
        assert "<del>8</del>" in page
        assert "<ins>7</ins>" in page


@pytest.mark.parametrize("query", ["?from=1&to=1", "?from=9&to=1", "?from=x&to=-4"])
def test_others_are_asked_again(cast, sign_in, revised, query):
    answer = sign_in(cast.vera).get(URL + query)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Choose two different revisions." in page


def test_one_revision_has_nothing_beside_it(cast, sign_in):
    save(cast.team, AimFields(what="waits"), actor=cast.alice)
    db.session.commit()
    assert "compared" not in sign_in(cast.vera).get(URL).get_data(as_text=True)


def test_each_save_is_in_the_audit_chain(cast, revised):
    events = db.session.query(AuditEvent).filter_by(thing_kind="aim").order_by(AuditEvent.number)
    said = [(e.action, e.detail.before, e.detail.after, e.detail.why) for e in events]
    assert [each[0] for each in said] == ["write the aim", "revise the aim", "revise the aim"]
    assert said[1][1:] == ({"target": 8.0}, {"target": 7.0}, "Others got there.")
