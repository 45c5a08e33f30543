"""A team decides how the network sees its chart, within the network's rule."""

from __future__ import annotations

import pytest

from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.models import Series, Share, Sharing
from app.measures.sharing import seen_by_others, share_of
from tests.factories import make_series, make_team

PAGE = "/networks/river/teams/clinic/measures/urgent-visits"
SHARING = f"{PAGE}/sharing"


@pytest.fixture
def series(cast):
    cast.measure.sharing = Sharing.CHOICE
    found = make_series(cast.team, cast.measure, [(20.0, 200.0)] * 12)
    db.session.commit()
    return found


def form(client) -> dict[str, str]:
    html = client.get(SHARING).get_data(as_text=True)
    version = html.split('name="version"')[1].split('value="')[1].split('"')[0]
    return {"version": version}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Sharing.OPEN, ["open", "open", "open", "open"]),
        (Sharing.CHOICE, ["open", "open", "blinded", "closed"]),
        (Sharing.BLINDED, ["blinded", "open", "blinded", "blinded"]),
        (Sharing.CLOSED, ["closed", "closed", "closed", "closed"]),
    ],
)
def test_the_rule_says_what_comes_of_a_choice(cast, rule, expected):
    """Not chosen, open, blinded, closed; and the database's answer is the same."""
    cast.measure.sharing = rule
    chosen = [None, Share.OPEN, Share.BLINDED, Share.CLOSED]
    series = []
    for number, share in enumerate(chosen):
        each = make_series(make_team(cast.network, f"team-{number}"), cast.measure)
        each.share = share
        series.append(each)
    db.session.commit()
    assert [share_of(each).value for each in series] == expected
    for share in Share:
        found = db.session.scalars(
            db.select(Series.id).where(
                Series.measure_id == cast.measure.id, seen_by_others(cast.measure, share)
            )
        )
        assert set(found) == {
            each.id for each, value in zip(series, expected, strict=True) if value == share.value
        }


def test_a_team_chooses_and_it_is_written_down(cast, series, sign_in):
    client = sign_in(cast.bob)
    assert sign_in(cast.nora).get(PAGE).status_code == 200
    client = sign_in(cast.bob)
    answer = client.post(SHARING, data=form(client) | {"share": "blinded"})
    assert answer.status_code == 303
    assert db.session.get(Series, series.id).share is Share.BLINDED
    event = db.session.scalars(db.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (event.action, event.detail.before, event.detail.after) == (
        "share chart",
        {"share": "open"},
        {"share": "blinded"},
    )
    assert sign_in(cast.nora).get(PAGE).status_code == 404
    for own in (cast.alice, cast.vera, cast.cora):
        assert sign_in(own).get(PAGE).status_code == 200


def test_the_networks_rule_limits_the_choice(cast, series, sign_in):
    cast.measure.sharing = Sharing.BLINDED
    db.session.commit()
    client = sign_in(cast.alice)
    html = client.get(SHARING).get_data(as_text=True)
    assert 'value="closed"' not in html
    answer = client.post(SHARING, data=form(client) | {"share": "closed"})
    assert answer.status_code == 422
    assert "Choose one of these answers." in answer.get_data(as_text=True)
    cast.measure.sharing = Sharing.OPEN
    db.session.commit()
    html = client.get(SHARING).get_data(as_text=True)
    assert 'name="share"' not in html
    assert "Every team of the network sees every team" in html


def test_two_at_once_are_shown_both_versions(cast, series, sign_in):
    client = sign_in(cast.alice)
    opened = form(client)
    client.post(SHARING, data=opened | {"share": "closed"})
    answer = client.post(SHARING, data=opened | {"share": "blinded"})
    assert answer.status_code == 409
    html = answer.get_data(as_text=True)
    assert "Somebody else changed this" in html
    assert db.session.get(Series, series.id).share is Share.CLOSED


def test_who_may_choose(cast, series, sign_in):
    for name, status in {"vera": 403, "cora": 403, "bea": 403, "nora": 403, "olga": 404}.items():
        answer = sign_in(getattr(cast, name)).post(SHARING, data={"share": "closed"})
        assert answer.status_code == status, name
