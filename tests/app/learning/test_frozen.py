"""What was shown at the session stays as it was, and is what all in the room might see."""

from __future__ import annotations

import json
import re
from datetime import date

from sqlalchemy import select

from app.audit.models import AuditEvent
from app.compare import page as compare
from app.extensions import db
from app.learning import frozen, pack_slides
from app.learning.bright import spots_of
from app.learning.frozen import eyes_of
from app.learning.kept_models import ShownComparison
from app.learning.models import ItemKind, Status
from app.measures.models import Observation, Series, SeriesPhase, Share, Sharing
from app.pairings.candidates import candidates
from tests.app.compare.helpers import CALM, CODE, WORDS, keep
from tests.app.learning.world import make_session, url
from tests.factories import Cast, make_series

SHIFTED = [(10, 40)] * 12 + [(3, 40)] * 10
STEADY = [(10, 40), (12, 40)] * 11


def filled(cast: Cast):
    make_series(cast.team, cast.measure, SHIFTED)
    make_series(cast.other_team, cast.measure, STEADY)
    return make_session(cast)


def panels(kept):
    return [
        (group.key, panel.name, panel.latest, panel.foot, panel.verdict, str(panel.svg))
        for group in kept.groups
        for panel in group.panels
    ]


def test_it_reads_as_the_comparison_did_whatever_comes_later(app, cast, sign_in):
    session = filled(cast)
    with app.test_request_context():
        now = frozen.comparison_now(session, cast.measure)
        before = (now.sentence, now.chance, now.foot, now.meta, panels(now))
    assert sign_in(cast.frank).post(url(session, "/hold")).status_code == 303
    for each in db.session.scalars(select(Observation)):
        each.value = 39
    cast.measure.unit, cast.measure.rules, cast.measure.name = "per 100", "nelson", "Renamed"
    cast.team.name = "Other clinic"
    db.session.commit()
    db.session.expire_all()
    (shown,) = frozen.shown_of(session)
    kept = frozen.read(shown)
    assert (kept.sentence, kept.chance, kept.foot, kept.meta, panels(kept)) == before
    page = sign_in(cast.nora).get(url(session, "/shown/urgent-visits")).text
    assert kept.sentence in page
    assert "Renamed" not in page.replace('title="Renamed"', "")
    with app.test_request_context():
        assert panels(frozen.comparison_now(session, cast.measure)) != before[4]


def test_holding_twice_keeps_what_was_shown_first(cast, sign_in):
    session = filled(cast)
    client = sign_in(cast.frank)
    client.post(url(session, "/hold"))
    first = db.session.scalars(select(ShownComparison.content)).one()
    for each in db.session.scalars(select(Observation)):
        each.value = 1
    db.session.commit()
    client.post(url(session, "/hold"))
    db.session.expire_all()
    assert db.session.scalars(select(ShownComparison.content)).one() == first
    assert session.status is Status.HELD


def test_small_numbers_are_not_kept(cast, sign_in):
    cast.measure.smallest_denominator = 20
    make_series(cast.team, cast.measure, [*SHIFTED, (1, 7)])
    session = make_session(cast)
    sign_in(cast.frank).post(url(session, "/hold"))
    content = db.session.scalars(select(ShownComparison.content)).one()
    rows = [row for group in content["groups"] for each in group["panels"] for row in each["rows"]]
    assert len(rows) == len(SHIFTED)
    assert all(row[2] != 7 for row in rows)


def test_a_closed_measure_keeps_no_teams(cast, sign_in):
    cast.measure.sharing = Sharing.CLOSED
    session = filled(cast)
    sign_in(cast.frank).post(url(session, "/hold"))
    content = db.session.scalars(select(ShownComparison.content)).one()
    assert "Clinic" not in json.dumps(content)


def test_the_presenter_shows_nothing_that_the_room_may_not_see(cast, sign_in):
    cast.measure.sharing = Sharing.CLOSED
    session = filled(cast)
    client = sign_in(cast.alice)
    for item in range(len(session.agenda) + 1):
        for part in range(4):
            page = client.get(url(session, f"/present?item={item}&part={part}")).text
            assert ">Clinic<" not in page


def test_a_measure_that_was_not_shown_is_not_found(cast, sign_in):
    session = filled(cast)
    assert sign_in(cast.frank).get(url(session, "/shown/own")).status_code == 404
    assert sign_in(cast.frank).get(url(session, "/shown/urgent-visits")).status_code == 200
    session.measures.clear()
    session.status = Status.HELD
    db.session.commit()
    assert sign_in(cast.frank).get(url(session, "/shown/urgent-visits")).status_code == 404


def test_codes_of_a_session_are_told_to_who_may_learn_them_and_written_down(cast, sign_in):
    cast.measure.sharing = Sharing.CHOICE
    for word in WORDS:
        keep(cast, word, Share.BLINDED)
    make_series(cast.team, cast.measure, [(value, 200.0) for value in CALM])
    db.session.scalars(select(Series).where(Series.team == cast.team)).one().share = Share.BLINDED
    session = make_session(cast)
    address = url(session, "/shown/urgent-visits")
    client = sign_in(cast.frank)
    assert f'href="{address}"' in client.get(url(session)).text
    on_screen = set(re.findall(f"Team ({CODE})", client.get(address).text))
    assert "can recognize its curve" in client.get(address).text
    told = client.post(f"{address}/codes").text
    assert len(on_screen) == 5
    assert {name for _, name in _table(told)} == {"Clinic", *(each.title() for each in WORDS)}
    by_code = dict(_table(told))
    assert set(by_code) == on_screen
    own = _table(sign_in(cast.alice).post(f"{address}/codes").text)
    assert own == [(code, name) for code, name in by_code.items() if name == "Clinic"]
    # Who has no team and runs no sessions is not asked, and gets the page that says so.
    assert "/codes" not in sign_in(cast.nora).get(address).text
    refused = sign_in(cast.nora).post(f"{address}/codes")
    assert refused.status_code == 403
    assert "<h1" in refused.text
    asked = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "resolve codes").order_by(AuditEvent.id)
    ).all()
    assert [each.actor_id for each in asked] == [cast.frank.id, cast.alice.id]
    # What was shown stays what it was: a team that opened its chart since still has its code there.
    client = sign_in(cast.frank)
    client.post(url(session, "/hold"))
    for each in db.session.scalars(select(Series)):
        each.share = Share.OPEN
    db.session.commit()
    assert dict(_table(client.post(f"{address}/codes").text)) == by_code


def _table(html):
    return re.findall(rf"Team ({CODE})</t[hd]>\s*<td[^>]*>([^<]+)</td>", html)


def test_of_teams_under_codes_only_what_was_shown_is_kept(app, cast, sign_in):
    cast.measure.sharing = Sharing.CHOICE
    for number, word in enumerate(WORDS):
        data = [(value + 3 * number, 200.0 + 37 * number) for value in CALM]
        keep(cast, word, Share.BLINDED, data)
    session = make_session(cast)
    # Codes are drawn beside a page's own transaction, so nothing may hold the database meanwhile.
    db.session.commit()
    with app.test_request_context():
        now = frozen.comparison_now(session, cast.measure)
        before = panels(now)
    db.session.commit()
    codes = {name for _, name, *_ in before}
    assert len(codes) == 4
    assert all(re.fullmatch(f"Team {CODE}", name) for name in codes)
    assert sign_in(cast.frank).post(url(session, "/hold")).status_code == 303
    (shown,) = frozen.shown_of(session)
    assert panels(frozen.read(shown)) == before
    at = next(at for at, one in enumerate(session.agenda, 1) if one.kind is ItemKind.COMPARISON)
    screen = sign_in(cast.nora).get(url(session, f"/present?item={at}&part=1")).text
    assert "can recognize its curve" in screen
    slides = pack_slides.comparison(session, frozen.read(shown))
    assert any("can recognize its curve" in str(each.content) for each in slides)
    text = json.dumps(shown.content)
    assert not any(word in text.casefold() for word in WORDS)
    kept = [panel for group in shown.content["groups"] for panel in group["panels"]]
    assert all(row[2] is None for panel in kept for row in panel["rows"])
    db.session.commit()
    with app.test_request_context():
        page = compare.comparison(cast.measure, frozen.eyes_of(cast.network))
    other = {panel.name for group in page.groups for panel in group.panels}
    assert not codes & other, "a session has codes of its own"


def test_a_chart_phased_anew_is_bright_in_a_session_as_it_is_among_pairs(app, cast, sign_in):
    low = [*((value, 200.0) for value in CALM[:12]), *([(20.0, 200.0)] * 12)]
    series = keep(cast, "phased", None, low)
    series.phases.append(SeriesPhase(starts_on=date(2025, 1, 1), reason="new work"))
    keep(cast, "calm", None)
    session = make_session(cast)
    with app.test_request_context():
        (pair,) = [each for each in candidates(cast.measure, eyes_of(cast.network)) if each.since]
    sign_in(cast.frank).post(url(session, "/hold"))
    kept = [frozen.read(each) for each in frozen.shown_of(session)]
    (spot,) = spots_of(session, kept)
    assert spot.team == pair.name == "Phased"
    # Twelve months at 20 against the phase before, whose mean is 30: November's 29 is below it as
    # well, and December's 30 on it counts for neither side.
    assert "13 months below the center line since November 2024" in spot.words
    assert pair.sentence in spot.words
