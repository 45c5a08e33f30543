from app.aims.models import Aim
from app.extensions import db
from app.measures.models import Sharing
from app.pdsa.models import Decision
from app.teams.models import TeamMembership
from tests.app.pdsa.helpers import decided, idea
from tests.app.teams.helpers import BEFORE, SECRETS, tell
from tests.factories import make_measure, make_series, make_user
from tests.queries import counted

TEAM = "/networks/river/teams/clinic"


def page(client, url=TEAM):
    return client.get(url).get_data(as_text=True)


def test_it_tells_the_story(cast, sign_in):
    tell(cast)
    text = page(sign_in(cast.alice))
    for words in (
        "Cut urgent visits of enrolled children from ",
        "<strong>6%</strong>",
        "2024 baseline",
        "of the way",
        "Cycle 3: Call three families",
        "Write what happened",
        "1 more cycle waits",
        "Due next",
        "Urgent visits, January",
        "Medicine works",
        "Pharmacist call: adopt.",
        "Predicted 8 to 10 answer, got 9. Mornings work.",
        "All 3 cycles",
        "1 partner",
        "Trust index",
        "One child in six came wheezing.",
    ):
        assert words in text, words
    assert text.count("button--filled") == 1


def test_the_driver_says_what_moved(cast, sign_in):
    tell(cast)
    text = page(sign_in(cast.alice), f"{TEAM}/theory")
    assert "15.4% → 6.5%" in text
    assert "improved" in text


def test_readers_see_it_without_its_buttons(cast, sign_in):
    tell(cast)
    for person in (cast.vera, cast.cora):
        text = page(sign_in(person))
        assert "Cycle 3: Call three families" in text
        for words in ("Write what happened", "Revise the aim", "Change the team"):
            assert words not in text


def test_outsiders_meet_it_only(cast, sign_in):
    tell(cast)
    for name in ("charlie", "otto", "frank", "bea", "nora"):
        text = page(sign_in(getattr(cast, name)))
        body = text[text.index("<main") :]
        assert "Clinic" in body
        assert "Urgent visits" in body
        for secret in SECRETS:
            assert secret not in body, (name, secret)
        assert "/cycles" not in body


def test_those_of_another_network_do_not_even_meet_it(cast, sign_in):
    assert sign_in(cast.olga).get(TEAM).status_code == 404


def test_nobody_is_sent_to_sign_in(cast, client):
    db.session.commit()
    response = client.get(TEAM)
    assert response.status_code in {302, 303}
    assert "/sign-in" in response.location


def test_a_closed_measure_is_not_shown_outside(cast, sign_in):
    make_series(cast.team, cast.measure, BEFORE)
    cast.measure.sharing = Sharing.CLOSED
    db.session.commit()
    text = page(sign_in(cast.charlie))
    assert "Nothing is shared yet" in text


def test_small_numbers_are_not_shown_outside(cast, sign_in):
    series = make_series(cast.team, cast.measure, [*BEFORE, (3, 7)])
    cast.measure.smallest_denominator = 10
    db.session.commit()
    latest = series.observations[-1]
    assert latest.denominator == 7
    assert "42.9%" in page(sign_in(cast.alice))
    assert "42.9%" not in page(sign_in(cast.charlie))


def test_an_empty_team_teaches(cast, sign_in):
    text = page(sign_in(cast.alice))
    for words in (
        "Write the aim",
        "For example:",
        "No measure yet",
        "What could you test by next Tuesday?",
        "What is a driver diagram?",
        "stakeholder map",
    ):
        assert words in text, words
    assert text.count("button--filled") == 1
    readers = page(sign_in(cast.vera))
    assert "Write the aim" not in readers
    assert "Plan a cycle" not in readers


def test_the_cycle_nearest_to_its_decision_comes_first(cast, sign_in):
    tell(cast)
    cycle = decided(cast, Decision.ADOPT, title="Almost there")
    cycle.decision = None
    db.session.commit()
    text = page(sign_in(cast.alice))
    assert "Cycle 4: Almost there" in text
    assert ">Decide</a>" in text


def test_it_asks_no_more_for_more(cast, sign_in):
    tell(cast)
    client = sign_in(cast.alice)
    counts = []
    for turn in range(2):
        with counted() as queries:
            client.get(TEAM)
        counts.append(len(queries))
        for number in range(4):
            slug = f"m{turn}{number}"
            make_series(cast.team, make_measure(cast.network, slug, team_id=cast.team.id), BEFORE)
            decided(cast, change_idea_id=idea(cast.team, f"Idea {number}").id)
            user = make_user(f"Person {turn}{number}")
            db.session.add(TeamMembership(team=cast.team, user=user, role="member"))
        db.session.commit()
    assert counts[0] == counts[1], counts
    assert counts[1] <= 16, counts


def test_an_aim_without_a_chart_says_why_there_is_no_progress(cast, sign_in):
    db.session.add(Aim(team=cast.team, what="how we greet families"))
    db.session.commit()
    text = page(sign_in(cast.alice))
    assert "Change how we greet families." in text
    assert "Progress shows here once the aim has a baseline and a target." in text


def test_reading_changes_nothing(cast, sign_in):
    tell(cast)
    client = sign_in(cast.alice)
    client.get(TEAM)
    with counted() as queries:
        for url in (TEAM, f"{TEAM}/theory", f"{TEAM}/stakeholders", f"{TEAM}/cycles"):
            client.get(url)
    written = [q for q in queries if q.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []
