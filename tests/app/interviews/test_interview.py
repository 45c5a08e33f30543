from datetime import date

import pytest

from app.audit.models import AuditEvent
from app.clock import now
from app.extensions import db
from app.interviews.models import Consent, Interview, Quote
from app.theory.models import DriverNode, NodeKind
from tests.app.stakeholders.helpers import person

pytestmark = pytest.mark.both_databases
URL = "/networks/river/teams/clinic/interviews"
SAID = "I threw the letter away."


def fields(**changes):
    return {
        "who": "a grandmother",
        "on": "2026-02-01",
        "consent": "quotes",
        "consent_note": "Said yes on the phone",
        "new_themes": "Letters nobody reads, night shifts",
        "quotes": f"“{SAID}”\nIt looked like a bill.",
        "notes": "She asks her neighbor to read them.",
    } | changes


def write(client, **changes):
    return client.post(f"{URL}/new", data=fields(**changes))


def stored():
    db.session.expire_all()
    return db.session.query(Interview).order_by(Interview.id).all()


def test_it_is_kept_with_all_it_is_linked_to(cast, sign_in):
    made = person(cast, "Grandparents")
    node = DriverNode(team=cast.team, kind=NodeKind.PRIMARY, text="Families know what to do")
    db.session.add(node)
    db.session.commit()
    client = sign_in(cast.bob)
    links = {"stakeholder_ids": [made.id], "driver_ids": [node.id]}
    assert write(client, interviewer_id=str(cast.alice.id), **links).status_code == 303
    (interview,) = stored()
    assert interview.interviewer == cast.alice
    assert [theme.name for theme in interview.themes] == ["Letters nobody reads", "night shifts"]
    assert interview.told == (SAID, "It looked like a bill.")
    page = client.get(f"{URL}/{interview.id}").get_data(as_text=True)
    for words in ("a grandmother", "February 1, 2026", SAID, "Grandparents", "Families know"):
        assert words in page, words
    about = client.get(f"/networks/river/teams/clinic/stakeholders/{made.id}")
    assert SAID in about.get_data(as_text=True)


def test_links_to_what_was_taken_out_wait_for_it(cast, sign_in):
    """Nobody sees them meanwhile, nobody makes new ones, and no edit loses them."""
    made = person(cast, "Grandparents")
    node = DriverNode(team=cast.team, kind=NodeKind.PRIMARY, text="Families know what to do")
    db.session.add(node)
    db.session.commit()
    client = sign_in(cast.bob)
    links = {"stakeholder_ids": [made.id], "driver_ids": [node.id]}
    write(client, **links)
    (interview,) = stored()
    url, version = f"{URL}/{interview.id}", interview.version
    made.removed_at = node.removed_at = now()
    db.session.commit()
    about = f"/networks/river/teams/clinic/theory/nodes/{node.id}"
    for path in (url, f"{url}/edit"):
        page = client.get(path).get_data(as_text=True)
        assert "Grandparents" not in page, path
        assert "Families know" not in page, path
    assert write(client, **links).status_code == 422
    change = fields(notes="She asked again.", known="night shifts", version=str(version))
    assert client.post(f"{url}/edit", data=change).status_code == 303
    (interview,) = stored()
    assert interview.notes == "She asked again."
    assert (interview.stakeholders, interview.drivers) == ([made], [node])
    made.removed_at = node.removed_at = None
    db.session.commit()
    page = client.get(url).get_data(as_text=True)
    assert "Grandparents" in page
    assert "Families know" in page
    heard = client.get(about).get_data(as_text=True)
    assert SAID in heard
    assert f'href="{url}"' in heard
    for name, status in {"vera": 403, "cora": 403, "charlie": 404}.items():
        answer = sign_in(getattr(cast, name)).get(about)
        assert answer.status_code == status, name
        assert SAID not in answer.get_data(as_text=True), name


@pytest.mark.parametrize("consent", ["notes", "not asked"])
def test_quotes_need_consent(cast, sign_in, consent):
    client = sign_in(cast.bob)
    response = write(client, consent=consent)
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "Quotes need consent to quote." in page
    assert SAID in page  # what was typed stays in the form
    assert stored() == []


@pytest.mark.parametrize("consent", [Consent.NOTES, Consent.NOT_ASKED])
def test_a_quote_without_consent_is_shown_nowhere(cast, sign_in, consent):
    made = person(cast)
    interview = Interview(team=cast.team, on=date(2026, 2, 1), who="a father", consent=consent)
    interview.quotes.append(Quote(text=SAID))
    interview.stakeholders.append(made)
    db.session.add(interview)
    db.session.commit()
    client = sign_in(cast.alice)
    for url in (URL, f"{URL}/{interview.id}", f"{URL}/{interview.id}/edit"):
        assert SAID not in client.get(url).get_data(as_text=True), url
    about = client.get(f"/networks/river/teams/clinic/stakeholders/{made.id}")
    assert SAID not in about.get_data(as_text=True)


def test_withdrawn_consent_erases_the_words(cast, sign_in):
    client = sign_in(cast.bob)
    write(client)
    (interview,) = stored()
    change = fields(consent="notes", quotes="", version=str(interview.version))
    assert client.post(f"{URL}/{interview.id}/edit", data=change).status_code == 303
    assert db.session.query(Quote).count() == 0
    said = [repr((e.detail.thing_name, e.detail.after)) for e in db.session.query(AuditEvent)]
    assert len(said) == 2
    assert not any(SAID in words or "grandmother" in words for words in said)


def test_themes_are_counted_once_an_interview(cast, sign_in):
    client = sign_in(cast.bob)
    for themes in ("Cost, night shifts, COST", "cost", "cost, letters", "letters"):
        write(client, new_themes=themes, quotes="")
    page = client.get(URL).get_data(as_text=True)
    assert "From 4 interviews" in page
    assert "Cost: 3 of 6, 50%" in page  # three interviews among six mentions
    table = page[page.index("<table") : page.index("</table>")]
    rows = [row.split("</tr>")[0] for row in table.split("<tr>")[2:]]
    assert [("Cost" in rows[0], "3 of 4" in rows[0])] == [(True, True)]
    assert "2 of 4" in rows[1]
    assert "letters" in rows[1]
    assert "1 of 4" in rows[2]
    only = client.get(f"{URL}?theme=letters").get_data(as_text=True)
    assert "2 of 4" in only
    assert only.count("a grandmother") < page.count("a grandmother")
    stakeholders = client.get("/networks/river/teams/clinic/stakeholders").get_data(as_text=True)
    assert "4 interviews. Most said: Cost (3 of 4), letters (2 of 4)" in stakeholders


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"who": ""}, "Say whom, without a name."),
        ({"on": ""}, "Write the day."),
        ({"on": "2026-02-06"}, "still to come"),
        ({"consent": ""}, "Say what they agreed to."),
        ({"new_themes": "x" * 61}, "Keep a theme under 60 characters"),
        ({"new_themes": ",".join(f"t{n}" for n in range(13))}, "at most 12 themes"),
        ({"stakeholder_ids": ["999"]}, "Choose from the list"),
        ({"driver_ids": ["999"]}, "Choose from the list"),
        ({"notes": "Her son, born 3/4/2015"}, "looks like a birth date"),
    ],
)
def test_what_is_wrong_is_said_and_kept(cast, sign_in, change, says):
    response = write(sign_in(cast.bob), **change)
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert says in page
    assert SAID in page
    assert stored() == []


def test_anothers_stakeholder_cannot_be_linked(cast, sign_in):
    theirs = person(cast, team=cast.other_team)
    assert write(sign_in(cast.bob), stakeholder_ids=[theirs.id]).status_code == 422


def test_who_saves_second_sees_both(cast, sign_in):
    client = sign_in(cast.bob)
    write(client)
    (interview,) = stored()
    opened = {"version": str(interview.version)}
    first = fields(notes="Alice's notes", new_themes="Cost", **opened)
    sign_in(cast.alice).post(f"{URL}/{interview.id}/edit", data=first)
    typed = fields(notes="Bob's notes", **opened)
    response = client.post(f"{URL}/{interview.id}/edit", data=typed)
    assert response.status_code == 409
    page = response.get_data(as_text=True)
    assert "Alice&#39;s notes" in page
    assert page.count("Bob&#39;s notes") == 2
    assert "Cost" in page
    assert stored()[0].notes == "Alice's notes"


def test_removing_can_be_undone(cast, sign_in):
    client = sign_in(cast.bob)
    write(client)
    (interview,) = stored()
    response = client.post(f"{URL}/{interview.id}/remove")
    page = client.get(response.location).get_data(as_text=True)
    assert "The interview of February 1, 2026 is removed." in page
    assert "No interview yet" in page
    assert client.get(f"{URL}/{interview.id}").status_code == 404
    client.post(f"{URL}/{interview.id}/restore")
    page = client.get(URL).get_data(as_text=True)
    assert SAID in page
    assert "Letters nobody reads" in page


def test_interviews_are_never_open_to_others(cast, sign_in):
    write(sign_in(cast.bob))
    cast.team.stakeholders_open = True
    db.session.commit()
    (interview,) = stored()
    expected = {"alice": 200, "vera": 200, "cora": 200}
    for name in ("charlie", "otto", "frank", "bea", "nora", "olga"):
        expected[name] = 404
    for name, status in expected.items():
        client = sign_in(getattr(cast, name))
        for url in (URL, f"{URL}/{interview.id}"):
            assert client.get(url).status_code == status, (name, url)


def test_what_people_write_is_text(cast, sign_in):
    live = "<script>alert(1)</script>"
    client = sign_in(cast.bob)
    write(client, who=live, quotes=live, notes=live, new_themes=live, consent_note=live)
    (interview,) = stored()
    for url in (URL, f"{URL}/{interview.id}", f"{URL}/{interview.id}/edit"):
        assert live not in client.get(url).get_data(as_text=True)
