"""The huddle, the talk board and the comparison of a session: each file holds what its page shows."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime

from app.audit.models import AuditEvent
from app.compare.codes import scope_of
from app.extensions import db
from app.measures.models import Observation, Share, Sharing
from app.pairings import services as pairings
from tests.app.compare.helpers import CALM, CODE, WORDS, keep
from tests.app.downloads.test_meeting import sheets
from tests.app.learning.world import make_session, url
from tests.factories import make_series

SHIFTED = [(10, 40)] * 12 + [(3, 40)] * 10
STEADY = [(10, 40), (12, 40)] * 11
TALK = "/networks/river/talk"


def links(html: str, address: str) -> list[str]:
    return re.findall(rf'href="({re.escape(address)}\.(?:csv|xlsx)[^"]*)"', html)


def held(cast, sign_in):
    session = make_session(cast)
    db.session.commit()
    assert sign_in(cast.frank).post(url(session, "/hold")).status_code == 303
    return session


def test_a_comparison_comes_as_it_was_shown(cast, sign_in):
    make_series(cast.team, cast.measure, SHIFTED)
    make_series(cast.other_team, cast.measure, STEADY)
    session = held(cast, sign_in)
    for each in db.session.query(Observation):
        each.value = 39
    cast.team.name = "Other clinic"
    db.session.commit()
    client, at = sign_in(cast.nora), url(session, "/shown/urgent-visits")
    told = sheets(client.get(f"{at}/data.xlsx"))
    assert told["Values"][0] == ["team", "period", "Urgent visits (%)", "left out of the limits"]
    clinic = [row for row in told["Values"] if row[0] == "Clinic"]
    assert [row[2] for row in clinic] == [25] * 12 + [7.5] * 10  # 10 and 3 of 40
    assert all(isinstance(row[2], int | float) for row in clinic)
    assert clinic[0][1] == datetime(2024, 1, 1)  # noqa: DTZ001  # a cell's
    assert ["Clinic", "Improving"] in [row[:2] for row in told["Teams"]]
    found = links(client.get(at).get_data(as_text=True), f"{at}/data")
    assert len(found) == 4
    assert {client.get(link).status_code for link in found} == {200}
    assert sign_in(cast.olga).get(f"{at}/data.csv").status_code == 404


def test_before_it_is_held_it_is_as_the_room_sees_it_now(cast, sign_in):
    make_series(cast.team, cast.measure, SHIFTED)
    session = make_session(cast)
    address, client = url(session, "/shown/urgent-visits"), sign_in(cast.frank)
    assert len(links(client.get(address).get_data(as_text=True), f"{address}/data")) == 4
    last = sheets(client.get(f"{address}/data.xlsx"))["Values"][-1]
    assert last[2] == 7.5  # 3 of 40
    db.session.query(Observation).order_by(Observation.period.desc()).first().value = 4
    db.session.commit()
    assert sheets(client.get(f"{address}/data.xlsx"))["Values"][-1] == [*last[:2], 10, *last[3:]]
    assert client.get(url(session, "/shown/nothing/data.csv")).status_code == 404
    assert sign_in(cast.olga).get(f"{address}/data.csv").status_code == 404


def test_small_numbers_are_in_no_file(cast, sign_in):
    cast.measure.smallest_denominator = 20
    make_series(cast.team, cast.measure, [*SHIFTED, (2, 7)])
    session = held(cast, sign_in)
    client = sign_in(cast.alice)
    rows = sheets(client.get(url(session, "/shown/urgent-visits/data.xlsx")))["Values"][1:]
    assert len([row for row in rows if row[0] == "Clinic"]) == len(SHIFTED)


def test_of_a_team_under_a_code_there_is_the_course_alone(cast, sign_in):
    cast.measure.sharing = Sharing.CHOICE
    for number, word in enumerate(WORDS):
        data = [(value + 3 * number, 200.0 + 37 * number) for value in CALM]
        keep(cast, word, Share.BLINDED, data)
    session = held(cast, sign_in)
    answer = sign_in(cast.nora).get(url(session, "/shown/urgent-visits/data.csv"))
    text = answer.data.decode("utf-8-sig")
    head, *rows = list(csv.reader(io.StringIO(text)))
    assert len(head) == 4  # no numerator, no denominator
    names = {row[0] for row in rows}
    assert len(names) == 4
    assert all(re.fullmatch(f"Team {CODE}", name) for name in names)
    assert not any(word in text.casefold() for word in WORDS)
    # As the page prints them: a denominator that can be counted back from the decimals is not told.
    assert all(re.fullmatch(r"\d+(\.\d)?", row[2]) for row in rows)


def test_the_groups_that_talk_come_with_their_reasons_for_who_may_know_them(cast, sign_in):
    cast.measure.sharing = Sharing.CLOSED
    series = make_series(cast.team, cast.measure, SHIFTED)
    session = make_session(cast)
    for scope in ("", scope_of(session)):
        pairings.add(cast.frank, cast.network, cast.team.id, None, scope=scope)
        (group,) = pairings.groups_of(cast.network, scope)
        pairings.add(cast.frank, cast.network, cast.other_team.id, group.id, scope=scope)
        place = next(each for each in group.places if each.team_id == cast.team.id)
        place.reason, place.series = "10 months below the center line.", series
    db.session.commit()
    for address in (TALK, url(session, "/talk")):
        told = sheets(sign_in(cast.frank).get(f"{address}.xlsx"))["Groups"]
        assert told[0] == ["group", "team", "its chart says", "why it is here"]
        assert [1, "Clinic", None, "10 months below the center line."] in told
        for person, knows in ((cast.alice, True), (cast.charlie, False), (cast.nora, False)):
            client = sign_in(person)
            text = client.get(f"{address}.csv").data.decode("utf-8-sig")
            page = client.get(address).get_data(as_text=True)
            assert ("10 months below" in text) == ("10 months below" in page) == knows
            assert len(links(page, address)) == 2
        assert sign_in(cast.olga).get(f"{address}.csv").status_code == 404


def test_a_coach_takes_the_huddle_along(cast, sign_in):
    client = sign_in(cast.cora)
    told = sheets(client.get("/huddle.xlsx"))
    assert list(told) == ["Teams", "Reasons", "What got better"]
    [row] = told["Teams"][1:]
    assert row[:2] == ["River", "Clinic"]
    assert row[2] in {1, 2, 3, 4}
    html = client.get("/huddle").get_data(as_text=True)
    assert len(links(html, "/huddle")) == 4
    assert {client.get(link).status_code for link in links(html, "/huddle")} == {200}
    event = db.session.query(AuditEvent).filter(AuditEvent.action == "download").first()
    assert event.actor_id == cast.cora.id


def test_who_coaches_nobody_gets_no_team(cast, sign_in):
    for person in (cast.alice, cast.bea, cast.frank):
        answer = sign_in(person).get("/huddle.csv")
        assert answer.data.decode("utf-8-sig").splitlines()[1].startswith("You coach no team yet.")
    other = sign_in(cast.otto).get("/huddle.csv").data.decode("utf-8-sig")
    assert "School" in other
    assert "Clinic" not in other
