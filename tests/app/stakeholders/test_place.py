from datetime import date

import pytest

from app.extensions import db
from tests.app.stakeholders.helpers import TODAY, URL, again, person, places

pytestmark = pytest.mark.both_databases
HTMX = {"HX-Request": "true"}


def place(client, made, cell, version=None, **more):
    who = f"{made.id}:{again(made).version if version is None else version}"
    headers = more.pop("headers", {})
    return client.post(f"{URL}/place", data={"who": who, "cell": cell, **more}, headers=headers)


def test_a_move_is_dated_and_the_old_place_stays(cast, sign_in):
    made = person(cast, support=0, importance=4)
    client = sign_in(cast.bob)
    assert place(client, made, "1,5").status_code == 303
    assert places(made) == [(date(2025, 1, 10), 0, 4), (TODAY, 1, 5)]
    page = client.get(f"{URL}/{made.id}").get_data(as_text=True)
    assert "Partner, toward support, more important" in page
    assert "February 5, 2026: support +1, importance 5 · Bob" in page
    assert "January 10, 2025: support 0, importance 4" in page
    # An arrow joins an earlier place to the later one.
    assert "dg-move-head" in client.get(URL).get_data(as_text=True)


def test_a_second_word_on_one_day_replaces_the_first(cast, sign_in):
    made = person(cast, support=None)
    client = sign_in(cast.bob)
    place(client, made, "-2,3")
    place(client, made, "2,3")
    assert places(made) == [(TODAY, 2, 3)]


def test_an_earlier_day_can_be_said(cast, sign_in):
    made = person(cast, support=1, importance=4)
    place(sign_in(cast.bob), made, "-1,4", on="2024-06-01")
    assert places(made) == [(date(2024, 6, 1), -1, 4), (date(2025, 1, 10), 1, 4)]


def test_a_day_to_come_is_refused(cast, sign_in):
    made = person(cast, support=1, importance=4)
    response = place(sign_in(cast.bob), made, "-1,4", on="2026-02-06")
    assert response.status_code == 422
    assert "This day is still to come." in response.get_data(as_text=True)
    assert len(places(made)) == 1


def test_staying_is_no_move(cast, sign_in):
    made = person(cast, support=1, importance=4)
    place(sign_in(cast.bob), made, "1,4")
    assert places(made) == [(date(2025, 1, 10), 1, 4)]


def test_who_comes_second_sees_both_places(cast, sign_in):
    made = person(cast, support=0, importance=4)
    opened = made.version
    place(sign_in(cast.alice), made, "2,4", version=opened)
    response = place(sign_in(cast.bob), made, "-2,4", version=opened)
    assert response.status_code == 409
    page = response.get_data(as_text=True)
    assert "support +2, importance 4" in page
    assert "support −2, importance 4" in page
    assert places(made)[-1] == (TODAY, 2, 4)
    # The page's own button stores it knowingly.
    assert f'value="{made.id}:{again(made).version}"' in page
    place(sign_in(cast.bob), made, "-2,4")
    assert places(made)[-1] == (TODAY, -2, 4)


def test_by_htmx_the_answer_is_the_map_and_says_the_move(cast, sign_in):
    made = person(cast, support=0, importance=4)
    response = place(sign_in(cast.bob), made, "1,4", headers=HTMX)
    text = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "<html" not in text
    assert 'id="board"' in text
    assert "Parent council: support +1, importance 4. Partner" in response.headers["HX-Trigger"]


@pytest.mark.parametrize("who", ["", "x", "999:1", "9" * 30])
def test_nobody_chosen_is_said(cast, sign_in, who):
    person(cast)
    response = sign_in(cast.bob).post(f"{URL}/place", data={"who": who, "cell": "1,4"})
    assert response.status_code == 422
    assert "Choose first who it is." in response.get_data(as_text=True)


@pytest.mark.parametrize(("cell", "status"), [("", 400), ("a,b", 400), ("3,4", 422), ("1,6", 422)])
def test_a_place_off_the_map_is_refused(cast, sign_in, cell, status):
    made = person(cast)
    assert place(sign_in(cast.bob), made, cell).status_code == status
    assert len(places(made)) == 1


def test_anothers_stakeholder_cannot_be_moved(cast, sign_in):
    theirs = person(cast, team=cast.other_team)
    response = place(sign_in(cast.bob), theirs, "-2,1")
    assert response.status_code == 422
    assert len(places(theirs)) == 1


def test_a_wrong_position_is_taken_out(cast, sign_in):
    made = person(cast, support=0, importance=4)
    client = sign_in(cast.bob)
    place(client, made, "2,4")
    client.post(f"{URL}/{made.id}/forget", data={"on": TODAY.isoformat()})
    assert places(made) == [(date(2025, 1, 10), 0, 4)]
    page = client.get(f"{URL}/{made.id}").get_data(as_text=True)
    assert "Took a position out by Bob" in page
    # Once more finds nothing, and says so.
    client.post(f"{URL}/{made.id}/forget", data={"on": TODAY.isoformat()})
    assert "not there any more" in client.get(URL).get_data(as_text=True)


def test_important_unsupportive_and_nobodys_task_is_an_alert(cast, sign_in):
    person(cast, "Landlords", -1, 4)
    person(cast, "Billing office", 0, 3)
    person(cast, "Owned landlords", -1, 4, owner=cast.bob)
    person(cast, "Champions", 1, 5)
    person(cast, "Passers-by", -2, 2)
    page = sign_in(cast.alice).get(URL).get_data(as_text=True)
    alert = page[page.index("board-alert") :].split("</div>")[0]
    assert "2 important stakeholders do not support the work yet" in alert
    for name, is_named in (
        ("Landlords", True),
        ("Billing office", True),
        ("Owned landlords", False),
        ("Champions", False),
        ("Passers-by", False),
    ):
        assert (f">{name}</a>" in alert) is is_named, name


def test_who_is_placed_next_comes_up(cast, sign_in):
    first, second = person(cast, "First", None), person(cast, "Second", None)
    client = sign_in(cast.bob)
    for made, then in ((first, second), (second, None)):
        page = client.get(URL).get_data(as_text=True)
        assert page.count(" selected") == 1
        assert f'data-id="{made.id}" selected' in page
        response = place(client, made, "1,4")
        page = client.get(response.location).get_data(as_text=True)
        assert (f'data-id="{then.id}" selected' in page) if then else (" selected" not in page)
    db.session.expire_all()
