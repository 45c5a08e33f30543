"""Hiding parts, writing sentences, choosing quotes; publishing and withdrawing."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEvent
from app.clock import now
from app.errors import ServiceError
from app.extensions import db
from app.interviews.models import Consent, Quote
from app.interviews.services import save
from app.storyboard import services
from app.storyboard.models import Part, Storyboard
from app.storyboard.queries import storyboard_of, voices_chosen
from tests.app.storyboard.test_show import BOARD, arrange, page, quote

ALL = {f"show_{part.value}": "y" for part in Part}


def post(client, **fields):
    return client.post(f"{BOARD}/arrange", data={"version": "0"} | fields)


def actions():
    query = sa.select(AuditEvent.action).where(AuditEvent.thing_kind == "team")
    return list(db.session.scalars(query.order_by(AuditEvent.id)))


@pytest.mark.both_databases
def test_it_is_stored_and_shown(cast, sign_in):
    client = sign_in(cast.bob)
    told = {"say_asks": "  Who has\n a stand-in? ", "say_why": "It is the children."}
    answer = post(client, **{key: "y" for key in ALL if key != "show_team"}, **told)
    assert answer.status_code in {302, 303}
    board = storyboard_of(cast.team.id)
    stored = {(each.part, each.hidden, each.sentence) for each in board.parts}
    assert stored == {
        (Part.TEAM, True, ""),
        (Part.WHY, False, "It is the children."),
        (Part.ASKS, False, "Who has a stand-in?"),
    }
    text = page(client)
    assert "Who has a stand-in?" in text
    assert 'id="part-team"' not in text
    assert actions() == ["arrange storyboard"]
    # The form opens with it.
    form = page(client, f"{BOARD}/arrange")
    assert "Who has a stand-in?" in form


@pytest.mark.both_databases
def test_who_saves_second_sees_both(cast, sign_in):
    arrange(cast, says={Part.ASKS: "From Bob"})
    answer = post(sign_in(cast.alice), **ALL, say_asks="From Alice")
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "From Bob" in text
    assert "From Alice" in text
    version = db.session.query(Storyboard).one().version
    assert f'value="{version}"' in text
    again = post(sign_in(cast.alice), **ALL, say_asks="From Alice", version=str(version))
    assert again.status_code in {302, 303}
    db.session.expire_all()
    assert [each.sentence for each in storyboard_of(cast.team.id).parts] == ["From Alice"]


def test_a_changed_part_is_a_new_version(cast):
    arrange(cast, says={Part.ASKS: "One"})
    first = storyboard_of(cast.team.id).version
    arrange(cast, says={Part.ASKS: "Two"})
    assert storyboard_of(cast.team.id).version == first + 1
    arrange(cast, says={Part.ASKS: "Two"})
    assert storyboard_of(cast.team.id).version == first + 1
    assert actions() == ["arrange storyboard"] * 2


def test_a_sentence_is_short(cast, sign_in):
    answer = post(sign_in(cast.alice), **ALL, say_asks="x" * 281)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Keep this under 280 characters." in text
    assert "x" * 281 in text


def test_patients_are_not_written_about(cast, sign_in):
    answer = post(sign_in(cast.alice), **ALL, say_asks="MRN 12345678 waits")
    assert answer.status_code == 422
    assert "Does this identify a patient?" in answer.get_data(as_text=True)


def test_only_quotes_with_consent_are_offered(cast, sign_in):
    quote(cast.team, "Said with consent")
    quote(cast.team, "Said in confidence", Consent.NOTES)
    quote(cast.other_team, "Said to others")
    text = page(sign_in(cast.alice), f"{BOARD}/arrange")
    assert "Said with consent" in text
    assert "Said in confidence" not in text
    assert "Said to others" not in text


@pytest.mark.parametrize("case", ["confidence", "others"])
def test_it_refuses_other_quotes(cast, sign_in, case):
    found = (
        quote(cast.team, "Quiet", Consent.NOTES)
        if case == "confidence"
        else quote(cast.other_team, "Theirs")
    )
    answer = post(sign_in(cast.alice), **ALL, quotes=str(found.id))
    assert answer.status_code == 422
    assert storyboard_of(cast.team.id) is None


def test_it_refuses_more_quotes_than_fit(cast):
    many = [quote(cast.team, f"Quote {n}").id for n in range(5)]
    with pytest.raises(ServiceError, match="4 quotes at most"):
        arrange(cast, quotes=many)


def test_a_quote_stays_chosen_when_its_interview_gains_another(cast):
    kept = quote(cast.team, "Kept words")
    arrange(cast, quotes=[kept.id])
    interview = kept.interview
    fields = {
        "on": interview.on,
        "who": interview.who,
        "interviewer_id": None,
        "consent": Consent.QUOTES,
        "consent_note": "",
        "notes": "",
    }
    save(
        cast.team,
        interview,
        fields,
        themes=[],
        quotes=["New words", "Kept words"],
        stakeholder_ids=[],
        driver_ids=[],
        actor=cast.alice,
        today=now().date(),
    )
    db.session.commit()
    assert [voice.text for voice in voices_chosen(cast.team.id)] == ["Kept words"]
    assert db.session.query(Quote).count() == 2


@pytest.mark.both_databases
def test_publishing_and_withdrawing_are_audited_once(cast, sign_in):
    client = sign_in(cast.bob)
    for public in ("1", "1", "0"):
        client.post(f"{BOARD}/publish", data={"public": public})
    db.session.expire_all()
    assert cast.team.storyboard_published_at is None
    assert actions() == ["publish storyboard", "withdraw storyboard"]


def test_only_those_who_write_arrange_and_publish(cast, sign_in):
    services.publish(cast.team, is_public=True, actor=cast.alice)
    for who, status in ((cast.vera, 403), (cast.cora, 403), (cast.charlie, 404), (cast.bea, 404)):
        client = sign_in(who)
        assert client.get(f"{BOARD}/arrange").status_code == status
        assert post(client, **ALL).status_code == status
        assert client.post(f"{BOARD}/publish", data={"public": "0"}).status_code == status
