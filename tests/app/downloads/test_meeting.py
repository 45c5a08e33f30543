"""The tables of learning sessions and of coaching: each reader gets what their pages show."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

from openpyxl import load_workbook

from app.coaching_log.models import CoachingItem, CoachingVisit, ItemKind, Way
from app.extensions import db
from app.learning import attending, evaluating, room
from app.learning.models import SessionPerson
from app.learning.room_models import Exchange
from app.reviews.models import ChartReview, Outcome
from tests.app.learning.world import make_session, url
from tests.factories import make_series

CLINIC = "/networks/river/teams/clinic"
LOG = f"{CLINIC}/coaching-log"


def sheets(response) -> dict[str, list[list[object]]]:
    assert response.status_code == 200
    book = load_workbook(io.BytesIO(response.data))
    return {one.title: [[cell.value for cell in row] for row in one.iter_rows()] for one in book}


def held_session(cast):
    session = make_session(cast)
    clinic = next(place for place in session.teams if place.team_id == cast.team.id)
    clinic.note = "We may be late"
    due = date(2024, 4, 16)
    room.commit(clinic, "=Call three families", "Bob", due, actor=cast.alice)
    room.put_up(clinic, Exchange.ASK, "A nurse on Fridays", actor=cast.alice)
    room.decide(session, "All use the same plan", "Frank", None, actor=cast.frank)
    session.people.append(SessionPerson(guest="A mother"))
    attending.take(session, {clinic.id}, {cast.bob.id}, set(), actor=cast.frank)
    for person in (cast.alice, cast.bob, cast.charlie):
        evaluating.hand_in(session, person, {"useful": 4}, f"A word of {person.name}", "")
    db.session.commit()
    return session


def test_a_session_comes_with_all_that_came_of_it(cast, sign_in):
    session = held_session(cast)
    told = sheets(sign_in(cast.frank).get(url(session, "/data.xlsx")))
    (promised,) = told["Commitments"][1:]
    assert promised[:3] == ["Clinic", "=Call three families", "Bob"]
    assert promised[3].date() == date(2024, 4, 16)
    assert promised[4:] == ["not kept yet", "no cycle was made of it"]
    assert told["Offers and asks"][1] == ["ask", "Clinic", "A nurse on Fridays"]
    assert told["Decisions"][1][:2] == ["All use the same plan", "Frank"]
    assert told["Teams"][1][2] == "yes"
    assert told["Teams"][1][4] == "We may be late"
    assert ["Bob", None, None, "Clinic", "yes"] in told["People"]
    assert {row[1] for row in told["Written"][1:]} == {
        f"A word of {name}" for name in ("Alice", "Bob", "Charlie")
    }
    csv = sign_in(cast.frank).get(url(session, "/data.csv")).data.decode("utf-8-sig")
    assert "'=Call three families" in csv


def test_what_only_who_runs_sessions_sees_is_in_no_other_file(cast, sign_in):
    session = held_session(cast)
    told = sheets(sign_in(cast.charlie).get(url(session, "/data.xlsx")))
    assert list(told)[-1] == "People"
    assert told["Commitments"][1][0] == "Clinic"
    for secret in ("We may be late", "A word of", "Bob'"):
        assert secret not in str(told["Teams"] + told["People"])
    client = sign_in(cast.charlie)
    assert client.get(url(session, "/data.csv?sheet=evaluation")).status_code == 404
    assert sign_in(cast.olga).get(url(session, "/data.csv")).status_code == 404


def test_a_session_in_preparation_is_not_there_for_teams(cast, sign_in):
    session = make_session(cast, announced=False)
    assert sign_in(cast.alice).get(url(session, "/data.csv")).status_code == 404
    assert sign_in(cast.frank).get(url(session, "/data.csv")).status_code == 200


def test_the_pages_of_a_session_offer_its_tables(cast, sign_in):
    session = held_session(cast)
    for person, many in ((cast.frank, 10), (cast.alice, 8)):
        for page in ("", "/afterwards"):
            client = sign_in(person)
            html = client.get(url(session, page)).get_data(as_text=True)
            links = re.findall(rf'href="({url(session, "/data")}\.(?:csv|xlsx)[^"]*)"', html)
            assert len(links) == many
            assert {client.get(link).status_code for link in links} == {200}


def test_the_coaching_log_comes_to_its_coaches_alone(cast, sign_in):
    series = make_series(cast.team, cast.measure, [(3, 8)])
    read = datetime(2025, 3, 1, 9, tzinfo=UTC)
    shown = CoachingVisit(
        team=cast.team, on=date(2025, 2, 4), way=Way.CALL, notes="They wait", agreed="I ask",
        written_by=cast.cora, held_at=read,
    )  # fmt: skip
    shown.items = [CoachingItem(kind=ItemKind.BY_HAND, text="The list")]
    gone = CoachingVisit(
        team=cast.team, on=date(2025, 2, 5), way=Way.CALL, notes="Wrong team", removed_at=read
    )
    review = ChartReview(
        series=series, by=cast.cora, at=read, outcome=Outcome.ASKED, note="Why so few?",
        up_to=date(2024, 1, 1), answer="A holiday", answered_by=cast.alice, answered_at=read,
    )  # fmt: skip
    db.session.add_all([shown, gone, review])
    db.session.commit()
    client = sign_in(cast.cora)
    told = sheets(client.get(f"{LOG}.xlsx"))
    (visit,) = told["Visits"][1:]
    assert visit[1:5] == ["call", "They wait", "I ask", "Cora"]
    assert told["Agendas"][1][1:3] == ["by hand", "The list"]
    (one,) = told["Chart reviews"][1:]
    assert one[1:4] == ["Urgent visits", "asked", "Why so few?"]
    assert one[6:9] == ["Cora", "A holiday", "Alice"]
    links = re.findall(rf'href="({LOG}\.(?:csv|xlsx)[^"]*)"', client.get(LOG).text)
    assert len(links) == 4
    assert {client.get(link).status_code for link in links} == {200}
    for name in ("alice", "vera", "otto", "frank", "bea", "nora", "olga"):
        assert sign_in(getattr(cast, name)).get(f"{LOG}.csv").status_code in {403, 404}
