"""The huddle of a coach: what is found, why, and that each reason leads to its record."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from app.aims.models import Aim
from app.audit.models import AuditEvent
from app.clock import now
from app.conversations.models import Comment, Thread
from app.extensions import db
from app.measures.models import Direction
from app.progress.models import ProgressScore, ScoredBy
from app.standings.models import SeriesStanding
from app.teams.models import CoachAssignment
from tests.app.pdsa.helpers import decided, planned
from tests.factories import make_measure, make_series, make_team
from tests.queries import counted

FLAT = [(24, 240), (30, 240), (21, 240), (27, 240), (33, 240), (25, 240)] * 4
HIGH = [(60, 240)] * 9
LOW = [(6, 240)] * 9
RULES = "/networks/river/attention"


@pytest.fixture
def quiet(cast):
    """A team that gives no reason: it was made today and has no data that wait."""
    cast.measure.due_days = 40
    db.session.commit()
    return cast


def page(client, path="/huddle"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def series_to(cast, data, team=None, measure=None):
    """A series whose last month is December 2025: nothing is due (today is February 5)."""
    months = 2025 * 12 + 12 - len(data)
    start = date(months // 12, months % 12 + 1, 1)
    return make_series(team or cast.team, measure or cast.measure, data, start)


def test_a_team_without_a_reason_is_rated_1(quiet, sign_in):
    text = words(page(sign_in(quiet.cora)))
    assert "No team needs you today." in text
    assert "Rated 1:" in text
    assert "No rule gives a reason today." in text
    assert "School" not in text  # another coach's team


def test_who_coaches_nobody_is_told_what_it_is(cast, sign_in):
    assert "You coach no team yet" in page(sign_in(cast.bea))


def test_a_concerning_signal_leads_to_the_chart(quiet, sign_in):
    series_to(quiet, FLAT + HIGH)
    html = page(sign_in(quiet.cora))
    assert "Rated 3:" in html
    assert "Above the limits since" in html
    assert 'href="/networks/river/teams/clinic/measures/urgent-visits/review"' in html
    assert "Read the chart with them" in html


def test_a_signal_whose_cause_nobody_said_is_told_after_two_weeks(quiet, sign_in):
    series = series_to(quiet, FLAT + LOW)
    db.session.commit()
    assert "Undecided signal counts" not in words(page(sign_in(quiet.cora))).split("How teams")[0]
    standing = db.session.get(SeriesStanding, series.id)
    then = (now() - timedelta(days=30_000)).isoformat()
    standing.signals = [each | {"seen_at": then} for each in standing.signals]
    html = page(sign_in(quiet.cora))
    assert "Ask what caused it" in html
    day = re.search(
        r'href="/networks/river/teams/clinic/measures/urgent-visits/(signals/[^"]+)"', html
    )
    assert day is not None
    assert (
        sign_in(quiet.cora)
        .get(f"/networks/river/teams/clinic/measures/urgent-visits/{day[1]}")
        .status_code
        == 200
    )


def test_overdue_data_lead_to_the_entry(cast, sign_in):
    cast.measure.due_days = 5
    series_to(cast, FLAT)  # January was due today
    assert "Ask what holds the data up" not in page(sign_in(cast.cora))
    cast.measure.due_days = 0
    db.session.query(SeriesStanding).update({"latest_period": date(2025, 11, 1)})
    html = page(sign_in(cast.cora))
    assert "December 2025: due since December 31, 2025" in html
    assert 'href="/networks/river/teams/clinic/measures/urgent-visits#entry"' in html


def test_no_cycle_finished_leads_to_the_one_that_is_nearest(quiet, sign_in):
    quiet.team.created_at = now() - timedelta(days=30_000)
    html = page(sign_in(quiet.cora))
    assert "No cycle is decided yet" in html
    done = decided(quiet, number=1)
    done.decided_on = date(2026, 1, 20)
    assert "No cycle finished" not in page(sign_in(quiet.cora)).split("How teams")[0]
    done.decided_on = date(2025, 11, 20)
    assert "Cycle 1 was the last, on November 20, 2025" in page(sign_in(quiet.cora))


def test_a_test_without_prediction_leads_to_its_cycle(quiet, sign_in):
    cycle = planned(quiet, number=1)
    cycle.predictions = []
    db.session.flush()
    html = page(sign_in(quiet.cora))
    assert "Test without prediction" in html.split("How teams")[0]
    assert 'href="/networks/river/teams/clinic/cycles/1"' in html


def test_an_aim_that_is_near_without_progress(quiet, sign_in):
    series = series_to(quiet, FLAT)
    aim = Aim(
        team=quiet.team, measure_id=series.measure_id, direction=Direction.DOWN,
        baseline=11.0, target=5.0, by_when=date(2026, 3, 1),
    )  # fmt: skip
    db.session.add(aim)
    html = page(sign_in(quiet.cora))
    # The last three months: (27 + 33 + 25) of 720 is 11.8%, which is further away than 11.
    assert "Due March 1, 2026: 0% of the way is done" in html
    aim.by_when = date(2026, 9, 1)
    assert "of the way is done" not in page(sign_in(quiet.cora)).split("How teams")[0]
    aim.by_when, aim.target, aim.baseline = date(2026, 1, 1), 11.9, 12.5
    assert "The aim is reached" in page(sign_in(quiet.cora))


def scored(cast, on: date, halves: int) -> ProgressScore:
    score = ProgressScore(
        team=cast.team, scored_by=ScoredBy.COACH, halves=halves, on=on, reason="As seen.",
        by=cast.cora,
    )  # fmt: skip
    db.session.add(score)
    return score


def test_requests_for_help_and_scores_that_do_not_move_ask_for_attention(quiet, sign_in):
    cycle = decided(quiet, number=7)
    asked = Thread(
        team=quiet.team,
        cycle=cycle,
        asks_for_help=True,
        comments=[Comment(author=quiet.bob, text="Who can help with the list?", opens=True)],
    )
    db.session.add(asked)
    first = scored(quiet, date(2025, 5, 1), 4)
    scored(quiet, date(2026, 1, 1), 4)
    html = page(sign_in(quiet.cora))
    assert "Rated 4:" in html
    assert "Who can help with the list?" in html
    assert f"#thread-{asked.id}" in html
    assert "2.0 on January 1, 2026, 2.0 on May 1, 2025" in html
    first.halves = 3
    asked.resolved_at = now()
    html = page(sign_in(quiet.cora))
    assert "Agree on the next half point" not in html
    assert "Who can help with the list?" not in html


def ago(days):
    return datetime(2026, 2, 5, 12, tzinfo=UTC) - timedelta(days=days)


def test_an_answered_request_waits_for_the_team_and_counts_less(quiet, sign_in):
    cycle = decided(quiet, number=7)
    asked = Thread(team=quiet.team, cycle=cycle, asks_for_help=True)
    asked.comments = [
        Comment(author=quiet.bob, text="Who helps?", opens=True, written_at=ago(30)),
        # Somebody else of the team is no answer of the coach's.
        Comment(author=quiet.alice, text="I would like to know, too.", written_at=ago(29)),
    ]
    db.session.add(asked)
    assert "Rated 4:" in page(sign_in(quiet.cora))
    answer = Comment(author=quiet.cora, text="Ask the clinic.", written_at=ago(8))
    asked.comments.append(answer)
    html = page(sign_in(quiet.cora))
    assert "Rated 2:" in html
    assert "Ask whether it helped" in html
    assert "“Answered request” counts 2." in words(html)
    assert f"#thread-{asked.id}" in html
    # For a week it asks nothing of anybody.
    answer.written_at = ago(3)
    assert "Rated 1:" in page(sign_in(quiet.cora))
    # The team writes again: it waits for its coach as before.
    more = Comment(author=quiet.bob, text="They are closed.", written_at=ago(1))
    asked.comments.append(more)
    assert "Rated 4:" in page(sign_in(quiet.cora))
    # What was withdrawn was not said.
    more.withdrawn_at = now()
    assert "Rated 1:" in page(sign_in(quiet.cora))
    answer.withdrawn_at = now()
    assert "Rated 4:" in page(sign_in(quiet.cora))
    asked.resolved_at = now()
    assert "Rated 1:" in page(sign_in(quiet.cora))


def test_what_got_better_is_celebrated(quiet, sign_in):
    series_to(quiet, FLAT + LOW)
    html = page(sign_in(quiet.cora))
    celebrated = html[html.index("What got better") :]
    assert "Urgent visits: Below the limits since" in celebrated
    assert "Clinic" in celebrated


def test_the_questions_asked_do_not_grow_with_teams_and_measures(quiet, sign_in):
    client = sign_in(quiet.cora)
    series_to(quiet, FLAT + HIGH)
    decided(quiet, number=1)
    with counted() as few:
        page(client)
    for number in range(12):
        team = make_team(quiet.network, f"team-{number}")
        db.session.add(CoachAssignment(team=team, user=quiet.cora))
        for kind in range(4):
            measure = make_measure(quiet.network, f"m-{number}-{kind}", due_days=0)
            series_to(quiet, FLAT + HIGH, team, measure)
    with counted() as many:
        page(client)
    assert len(many) == len(few) <= 15


def test_the_backbone_sets_the_rules(quiet, sign_in):
    series_to(quiet, FLAT + HIGH)
    client = sign_in(quiet.bea)
    form = fields(page(client, RULES))
    assert form["concern_level"] == "3"
    assert (
        client.post(RULES, data=form | {"concern_level": "4", "cycles_limit": "12"}).status_code
        == 303
    )
    assert "Rated 4:" in page(sign_in(quiet.cora))
    assert db.session.query(AuditEvent).filter_by(action="set rules for attention").count() == 1
    # The same form again rests on rules that have changed since.
    again = client.post(RULES, data=form | {"concern_level": "2"})
    assert again.status_code == 409
    text = words(again.get_data(as_text=True))
    assert "Concerning signal: counts 4" in text
    sent = fields(again.get_data(as_text=True))
    assert sent["concern_level"] == "2"
    assert client.post(RULES, data=sent).status_code == 303
    assert "Rated 2:" in page(sign_in(quiet.cora))


def test_a_rule_that_is_not_used_gives_no_reason(quiet, sign_in):
    series_to(quiet, FLAT + HIGH)
    client = sign_in(quiet.bea)
    form = fields(page(client, RULES))
    del form["concern_on"]
    client.post(RULES, data=form)
    assert "Rated 1:" in page(sign_in(quiet.cora))


@pytest.mark.parametrize(
    ("name", "typed"), [("cycles_limit", "0"), ("cycles_limit", "soon"), ("concern_level", "7")]
)
def test_what_no_rule_can_be_set_to_is_refused(quiet, sign_in, name, typed):
    client = sign_in(quiet.bea)
    form = fields(page(client, RULES))
    answer = client.post(RULES, data=form | {name: typed})
    assert answer.status_code == 422
    assert not db.session.query(AuditEvent).filter_by(action="set rules for attention").count()


def test_others_read_the_rules_and_cannot_set_them(quiet, sign_in):
    client = sign_in(quiet.bob)
    assert "<form" not in page(client, RULES).split("<main")[1].split("</main>")[0]
    assert client.post(RULES, data={}).status_code == 403


def fields(html):
    """What a browser would send back."""
    found = {}
    for tag in re.findall(r"<input[^>]+>", html):
        at = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if at.get("type") == "checkbox":
            if " checked" in tag:
                found[at["name"]] = "y"
        elif "name" in at:
            found[at["name"]] = at.get("value", "")
    for name, options in re.findall(r'<select[^>]+name="(\w+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option selected value="(\w+)"', options)
        found[name] = chosen[1] if chosen else ""
    return found
