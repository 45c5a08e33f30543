from datetime import date

import pytest

from app.extensions import db
from app.measures.models import Observation, SeenSignal
from app.teams.models import CoachAssignment
from tests.app.pdsa.helpers import decided, planned
from tests.app.teams.helpers import AFTER, BEFORE, tell
from tests.factories import make_measure, make_series, make_team
from tests.queries import counted

QUIET = [(30, 200), (40, 200), (22, 200), (36, 200), (25, 200), (33, 200)] * 4
ENTER = "/networks/river/teams/clinic/measures/urgent-visits/observations"


def page(client):
    return client.get("/work").get_data(as_text=True)


def due_now(cast, data=QUIET, **fields):
    """A series whose January is due (today is February 5)."""
    cast.measure.due_days = fields.pop("due_days", 5)
    series = make_series(cast.team, cast.measure, data)
    db.session.commit()
    return series


def test_the_root_leads_there(cast, sign_in, client):
    db.session.commit()
    assert sign_in(cast.alice).get("/").location == "/work"
    assert client.get("/").location == "/sign-in"


def test_what_is_due_can_be_entered_in_place(cast, sign_in):
    series = due_now(cast)
    client = sign_in(cast.bob)
    text = page(client)
    assert "One thing is waiting for you. About 1 minute." in text
    assert "Urgent visits, January" in text
    assert f'action="{ENTER}"' in text
    data = {"period": "2026-01-01", "value": "29", "denominator": "200", "back": "work"}
    response = client.post(ENTER, data=data)
    assert response.location == "/work"
    assert db.session.query(Observation).filter_by(series_id=series.id).count() == 25
    assert "Nothing is waiting for you today." in page(client)


def test_by_htmx_the_answer_is_the_new_chart(cast, sign_in):
    due_now(cast)
    data = {"period": "2026-01-01", "value": "29", "denominator": "200", "back": "work"}
    response = sign_in(cast.bob).post(ENTER, data=data, headers={"HX-Request": "true"})
    text = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "<html" not in text
    assert "<svg" in text


def test_the_rest_of_the_page_follows_what_was_stored(cast, sign_in):
    due_now(cast)
    client, htmx = sign_in(cast.bob), {"HX-Request": "true"}
    whole = page(client)
    assert 'hx-trigger="work-changed from:body"' in whole
    before = client.get("/work", headers=htmx).get_data(as_text=True)
    assert "<html" not in before
    assert "One thing is waiting for you. About 1 minute." in before
    data = {"period": "2026-01-01", "value": "29", "denominator": "200", "back": "work"}
    stored = client.post(ENTER, data=data, headers=htmx)
    assert stored.headers["HX-Trigger"] == "work-changed"
    after = client.get("/work", headers=htmx).get_data(as_text=True)
    assert '<p class="lead" id="work-lead" hx-swap-oob="true">Nothing is waiting' in after
    assert after.lstrip().startswith('<aside class="stack stack--wide"')
    assert "14.5%" not in before  # 29 of 200
    assert "14.5%" in after


def test_what_comes_later_is_a_list(cast, sign_in):
    due_now(cast, due_days=15)
    text = page(sign_in(cast.bob))
    assert "Nothing is waiting for you today." in text
    assert "Coming up" in text
    assert "Feb 15" in text


def test_what_falls_due_next_is_promised_only_where_it_stands(cast, sign_in):
    make_series(cast.team, cast.measure, QUIET).ended_on = date(2025, 12, 31)
    db.session.commit()
    text = page(sign_in(cast.bob))
    assert "All done" in text
    assert "What falls due next" not in text
    assert "Coming up" not in text


def test_it_says_once_when_a_value_is_due(cast, sign_in):
    due_now(cast, due_days=5)
    assert page(sign_in(cast.bob)).lower().count("due today") == 1


def test_a_chart_shows_once_also_where_it_has_a_new_signal(cast, sign_in):
    series = due_now(cast, BEFORE + AFTER)
    client = sign_in(cast.bob)
    text = page(client)
    assert "What was behind it?" in text
    assert f'id="work-chart-{series.id}"' in text
    assert f'id="signal-chart-{series.id}"' not in text
    assert f'href="#work-{series.id}"' in text
    assert 'name="cause"' in text
    # Whoever enters no data has the chart beside its signal.
    assert f'id="signal-chart-{series.id}"' in page(sign_in(cast.vera))


def test_a_cycle_waits_with_one_button(cast, sign_in):
    planned(cast)
    decided(cast, title="Decided test")
    db.session.commit()
    text = page(sign_in(cast.bob))
    assert "Write what happened: Call one family" in text
    assert "Decided test" not in text
    assert text.count("button--filled") == 1


def test_viewers_get_no_work_to_do(cast, sign_in):
    due_now(cast)
    planned(cast)
    db.session.commit()
    text = page(sign_in(cast.vera))
    assert ENTER not in text
    assert "Write what happened" not in text
    assert "Teams I coach or watch" in text


def test_a_new_signal_shows_until_it_is_seen(cast, sign_in):
    series = due_now(cast, BEFORE + AFTER, due_days=15)
    planned(cast, starts_on=series.observations[11].period)
    db.session.commit()
    client = sign_in(cast.vera)
    text = page(client)
    assert "New signal" in text
    assert "Cycle 1: Call one family" in text
    key = text.split('name="signal" value="')[1].split('"')[0]
    data = {"series": series.id, "signal": key}
    response = client.post("/seen-signals", data=data, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "Seen: Urgent visits." in response.get_data(as_text=True)
    assert "New signal" not in page(client)
    # Whoever writes for the team is asked for its cause instead.
    assert "What was behind it?" in page(sign_in(cast.bob))
    assert client.post("/seen-signals", data=data).location == "/work"
    assert db.session.query(SeenSignal).count() == 1


@pytest.mark.parametrize("series_id", ["", "x", "999", "own"])
def test_only_what_one_may_see_can_be_seen(cast, sign_in, series_id):
    own = make_measure(cast.network, "trust", team_id=cast.team.id)
    series = make_series(cast.team, own, BEFORE + AFTER)
    db.session.commit()
    data = {
        "series": series.id if series_id == "own" else series_id,
        "signal": "shift 2025-01-01",
    }
    assert sign_in(cast.charlie).post("/seen-signals", data=data).status_code == 404
    assert db.session.query(SeenSignal).count() == 0


def test_a_coach_sees_the_teams_they_coach(cast, sign_in):
    tell(cast)
    db.session.add(CoachAssignment(team=cast.other_team, user=cast.cora))
    db.session.commit()
    text = page(sign_in(cast.cora))
    assert "Teams I coach or watch" in text
    assert "/networks/river/teams/clinic" in text
    assert "/networks/river/teams/school" in text
    assert "cycle 3 waits for Do" in text
    assert ENTER not in text


@pytest.mark.parametrize("name", ["frank", "bea", "nora"])
def test_those_without_a_team_find_their_network(cast, sign_in, name):
    tell(cast)
    text = page(sign_in(getattr(cast, name)))
    assert "Compare teams" in text
    assert 'href="/networks/river"' in text
    assert "Pharmacist" not in text
    assert text.count("button--filled") == 1


def test_a_newcomer_is_told_what_will_stand_here(cast, sign_in):
    from tests.factories import make_user

    newcomer = make_user("New")
    db.session.commit()
    assert "You are not on a team yet" in page(sign_in(newcomer))


def test_it_asks_no_more_for_more(cast, sign_in):
    tell(cast)
    client = sign_in(cast.cora)
    counts = []
    for number in range(2):
        with counted() as queries:
            client.get("/work")
        counts.append(len(queries))
        for each in range(4):
            team = make_team(cast.network, f"team{number}{each}")
            db.session.add(CoachAssignment(team=team, user=cast.cora))
            make_series(team, cast.measure, BEFORE + AFTER)
        db.session.commit()
    assert counts[0] == counts[1] <= 15, counts


def test_months_that_wait_can_be_entered_in_a_table(cast, sign_in):
    make_series(cast.team, cast.measure, [(30, 200)] * 22)  # up to October 2025
    html = sign_in(cast.alice).get("/work").get_data(as_text=True)
    assert "3 months wait." in html
    assert "/measures/urgent-visits/grid" in html
    assert html.count("autofocus") == 1  # the number, then Enter
