import pytest

from app.extensions import db
from app.interviews.models import Consent, Interview
from app.stakeholders.models import StakeholderChange
from tests.app.stakeholders.helpers import TODAY, URL, again, person, places

pytestmark = pytest.mark.both_databases


def data(made, **changes):
    now = made.positions[-1]
    fields = {
        "name": made.name,
        "kind": "group",
        "support": str(now.support),
        "importance": str(now.importance),
        "version": str(made.version),
    }
    return fields | changes


def test_what_changed_is_kept_with_who_and_when(cast, sign_in):
    made = person(cast, concerns="It ends after a year.")
    changes = {"concerns": "More work", "owner_id": str(cast.bob.id), "support": "1"}
    client = sign_in(cast.alice)
    assert client.post(f"{URL}/{made.id}/edit", data=data(made, **changes)).status_code == 303
    assert again(made).owner == cast.bob
    assert places(made)[-1] == (TODAY, 1, 5)
    page = client.get(f"{URL}/{made.id}").get_data(as_text=True)
    assert "Changed by Alice" in page
    assert "concerns: “It ends after a year.” → “More work”" in page
    assert "owner: nothing → Bob" in page


def test_the_same_again_changes_nothing(cast, sign_in):
    made = person(cast)
    version = made.version
    sign_in(cast.alice).post(f"{URL}/{made.id}/edit", data=data(made))
    assert again(made).version == version
    assert db.session.query(StakeholderChange).count() == 0


def test_who_saves_second_sees_both_and_keeps_what_was_typed(cast, sign_in):
    made = person(cast)
    typed = data(made, concerns="Bob's words", next_action="Call them")
    first = data(made, concerns="Alice's words")
    sign_in(cast.alice).post(f"{URL}/{made.id}/edit", data=first)
    client = sign_in(cast.bob)
    response = client.post(f"{URL}/{made.id}/edit", data=typed)
    assert response.status_code == 409
    page = response.get_data(as_text=True)
    assert "Alice&#39;s words" in page
    assert page.count("Bob&#39;s words") == 2  # beside hers, and in the form
    assert again(made).concerns == "Alice's words"
    response = client.post(
        f"{URL}/{made.id}/edit", data=typed | {"version": str(again(made).version)}
    )
    assert response.status_code == 303
    assert again(made).concerns == "Bob's words"


def test_a_name_taken_meanwhile_is_refused(cast, sign_in):
    made = person(cast)
    person(cast, "Clinic board")
    response = sign_in(cast.bob).post(f"{URL}/{made.id}/edit", data=data(made, name="clinic board"))
    assert response.status_code == 422
    assert "on the map already" in response.get_data(as_text=True)


def test_removing_can_be_undone_with_history_and_links(cast, sign_in):
    made = person(cast, concerns="It ends after a year.", next_action="Call", owner=cast.bob)
    interview = Interview(team=cast.team, on=TODAY, who="a mother", consent=Consent.NOTES)
    interview.stakeholders.append(made)
    db.session.add(interview)
    db.session.commit()
    client = sign_in(cast.bob)
    before = client.get(f"{URL}/{made.id}").get_data(as_text=True)
    response = client.post(f"{URL}/{made.id}/remove")
    page = client.get(response.location).get_data(as_text=True)
    assert "Parent council is off the map. History and links are kept." in page
    assert "No stakeholder yet" in page
    assert client.get(f"{URL}/{made.id}/edit").status_code == 404
    assert client.post(f"{URL}/{made.id}/edit", data=data(made)).status_code == 404
    client.post(f"{URL}/{made.id}/restore")
    after = client.get(f"{URL}/{made.id}").get_data(as_text=True)
    for words in ("It ends after a year.", "support +2, importance 5", "a mother", "Call, Bob"):
        assert words in before, words
        assert words in after, words
    assert "Put back by Bob" in after


def test_a_name_given_away_meanwhile_is_not_put_back_twice(cast, sign_in):
    made = person(cast)
    client = sign_in(cast.bob)
    client.post(f"{URL}/{made.id}/remove")
    client.post(f"{URL}/add", data={"names": "Parent council"})
    client.post(f"{URL}/{made.id}/restore")
    assert again(made).removed_at is not None
    assert "Somebody of this name is on the map already." in client.get(URL).get_data(as_text=True)


def test_the_form_says_what_may_not_stand_there(cast, sign_in):
    page = sign_in(cast.bob).get(f"{URL}/new").get_data(as_text=True)
    assert "no names, birth dates or record numbers of patients" in page


def test_an_identifier_in_any_text_is_asked_about(cast, sign_in):
    made = person(cast)
    for field in ("what_matters", "concerns", "commitment", "next_action", "place_note"):
        typed = data(made, **{field: "Her son, born 3/4/2015"})
        response = sign_in(cast.bob).post(f"{URL}/{made.id}/edit", data=typed)
        assert response.status_code == 422, field
        assert "looks like a birth date" in response.get_data(as_text=True), field
