"""The backbone defines breakdowns and the threshold; each change stands in the audit."""

from __future__ import annotations

import pytest

from app import audit
from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.models import DataKind
from app.strata.models import Breakdown, Stratum
from app.strata.queries import breakdowns_of_measure, thresholds

PAGE = "/networks/river/breakdowns"
MEASURE = "/networks/river/measures/urgent-visits/breakdowns"


def last_event():
    return db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()


@pytest.mark.both_databases
def test_a_breakdown_is_added_with_its_groups(cast, sign_in):
    data = {"name": "Language", "strata": "English\nSpanish\n\nUnknown"}
    assert sign_in(cast.bea).post(f"{PAGE}/new", data=data).status_code == 303
    breakdown = db.session.query(Breakdown).one()
    assert [each.name for each in breakdown.strata] == ["English", "Spanish", "Unknown"]
    assert last_event().action == "add breakdown"
    assert audit.chain.verify_all()[0].fault is None


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"name": "", "strata": "A\nB"}, "Write what people are grouped by"),
        ({"name": "Age", "strata": "A"}, "Write two groups at least"),
        ({"name": "Age", "strata": "A\na"}, "same name"),
        ({"name": "Age", "strata": "\n".join(map(str, range(21)))}, "20 groups at most"),
        ({"name": "LANGUAGE", "strata": "A\nB"}, "of this name already"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_kept(broken, sign_in, data, says):
    answer = sign_in(broken.cast.bea).post(f"{PAGE}/new", data=data)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert says in text
    assert data["strata"].split("\n", maxsplit=1)[0] in text


def test_groups_are_renamed_retired_and_added_never_deleted(broken, sign_in):
    first, second, third = broken.ids
    data = {
        "name": "Language at home",
        "version": str(broken.breakdown.version),
        f"name-{first}": "English",
        f"name-{second}": "Spanish",
        f"name-{third}": "Others",
        f"retired-{third}": "y",
        "strata": "Unknown",
    }
    client = sign_in(broken.cast.bea)
    assert client.post(f"{PAGE}/{broken.breakdown.id}", data=data).status_code == 303
    names = [
        (each.name, each.retired_at is not None)
        for each in db.session.query(Stratum).order_by(Stratum.position)
    ]
    assert names == [("English", False), ("Spanish", False), ("Others", True), ("Unknown", False)]
    detail = last_event().detail
    assert "Other" in str(detail.before)
    assert "Others (retired)" in str(detail.after)
    again = client.post(f"{PAGE}/{broken.breakdown.id}", data=data | {"name": "Mine"})
    assert again.status_code == 409
    text = again.get_data(as_text=True)
    assert "It is called “Language at home” now" in text
    assert 'value="Mine"' in text


def test_the_threshold_is_eleven_until_another_is_chosen(cast, sign_in):
    assert thresholds(cast.network.id).now == 11
    client = sign_in(cast.bea)
    assert client.post(PAGE, data={"threshold": "5"}).status_code == 303
    assert thresholds(cast.network.id).now == 5
    event = last_event()
    assert event.action == "set threshold of small numbers"
    assert (event.detail.before, event.detail.after) == ({"threshold": 11}, {"threshold": 5})
    assert client.post(PAGE, data={"threshold": "3"}).status_code == 422
    assert thresholds(cast.network.id).now == 5


def test_a_measure_names_what_it_is_broken_down_by(broken, sign_in):
    client = sign_in(broken.cast.bea)
    assert client.get(MEASURE).status_code == 200
    assert client.post(MEASURE, data={"protects": "y"}).status_code == 303
    assert breakdowns_of_measure(broken.cast.measure) == []
    db.session.refresh(broken.cast.measure)
    assert broken.cast.measure.protects_small_numbers
    assert last_event().detail.before["breakdowns"] == ["Language"]
    data = {"breakdowns": str(broken.breakdown.id)}
    assert client.post(MEASURE, data=data).status_code == 303
    assert breakdowns_of_measure(broken.cast.measure) == [broken.breakdown]


def test_averages_are_not_broken_down(broken, sign_in):
    broken.cast.measure.data_kind = DataKind.SINGLE
    answer = sign_in(broken.cast.bea).post(MEASURE, data={"breakdowns": str(broken.breakdown.id)})
    assert answer.status_code == 422
    assert "do not add up" in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["alice", "cora", "frank", "nora"])
def test_only_the_backbone_sets_them(broken, sign_in, name):
    client = sign_in(getattr(broken.cast, name))
    assert client.post(PAGE, data={"threshold": "5"}).status_code == 403
    assert client.post(MEASURE, data={}).status_code == 403
