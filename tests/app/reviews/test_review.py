"""A coach reads charts, signs off or asks; the team answers; all of it stands in the chart's record."""

import re
from datetime import date

import pytest

from app.audit.models import AuditEvent
from app.extensions import db
from app.measures import services
from app.reviews import services as answers
from app.reviews.models import ChartReview, Outcome
from app.teams.models import CoachAssignment
from tests.app.huddle.test_show import words
from tests.factories import make_measure, make_series
from tests.queries import counted

FLAT = [(24, 240), (30, 240), (21, 240), (27, 240), (33, 240), (25, 240)] * 4
SERIES = "/networks/river/teams/clinic/measures/urgent-visits"
REVIEW = f"{SERIES}/review"


@pytest.fixture
def series(cast):
    found = make_series(cast.team, cast.measure, FLAT)
    db.session.commit()
    return found


def page(client, path=REVIEW):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def seen(html):
    return re.search(r'name="seen"[^>]*value="([^"]*)"', html)[1]


def send(client, note="", do="sign", **more):
    return client.post(REVIEW, data={"note": note, "do": do, "seen": seen(page(client))} | more)


def review():
    return db.session.query(ChartReview).order_by(ChartReview.id.desc()).first()


def queued(client):
    return words(page(client, "/reviews"))


def test_a_chart_waits_until_it_is_read_and_again_with_new_data(cast, series, sign_in):
    client = sign_in(cast.cora)
    assert "Not read yet" in queued(client)
    assert send(client, "Steady.").location == "/reviews"
    assert "Every chart is read" in queued(client)
    services.enter(cast.alice, series, date(2026, 1, 1), 26, 240)
    assert "New data" in queued(client)
    send(client)
    db.session.get(type(series), series.id)
    services.correct(cast.alice, series.observations[-1], 99, 240, "", "typed wrongly")
    text = queued(client)
    assert "Above the limits in January 2026" in text
    assert "read " in text


def test_concerns_come_first(cast, series, sign_in):
    for slug, last in (("better", 2), ("worse", 99)):
        make_series(cast.team, make_measure(cast.network, slug), [*FLAT, (last, 240)])
    text = queued(sign_in(cast.cora))
    assert text.index("Worse") < text.index("Better") < text.index("Urgent visits")


def test_another_coach_has_not_read_it(cast, series, sign_in):
    send(sign_in(cast.cora))
    assert "Urgent visits" not in queued(sign_in(cast.otto))  # not their team
    assert sign_in(cast.otto).get(REVIEW).status_code == 403
    assert sign_in(cast.alice).get(REVIEW).status_code == 403


def test_it_stands_in_the_passport_and_the_history(cast, series, sign_in):
    send(sign_in(cast.cora), "Steady for a year.")
    made = review()
    assert (made.outcome, made.up_to) == (Outcome.SIGNED_OFF, date(2025, 12, 1))
    day = f"{made.at:%B} {made.at.day}, {made.at.year}"
    for person in (cast.alice, cast.vera):
        text = words(page(sign_in(person), SERIES))
        assert f"Reviewed By Cora on {day}" in text
        assert "Steady for a year." in text
    history = words(page(sign_in(cast.alice), f"{SERIES}/history?kind=reviews"))
    assert "Cora" in history
    assert "signed the chart off" in history
    # Others see the chart, and nothing of what coach and team say to each other.
    other = words(page(sign_in(cast.charlie), SERIES))
    assert "Reviewed" not in other
    assert "Steady" not in other


def test_the_review_shows_who_signed_off_before(cast, series, sign_in):
    client = sign_in(cast.cora)
    assert "By Cora on" not in words(page(client))
    send(client, "Steady.")
    assert "By Cora on" in words(page(client))


def test_the_networks_audit_tells_that_and_not_what(cast, series, sign_in):
    send(sign_in(cast.cora), "Between us.")
    events = db.session.query(AuditEvent).filter_by(action="sign off chart").all()
    assert len(events) == 1
    assert "Between us" not in page(sign_in(cast.bea), "/networks/river/audit")


def test_a_question_is_answered_by_the_team(cast, series, sign_in):
    assert send(sign_in(cast.cora), "What came in May?", "ask").status_code == 303
    made = review()
    assert made.is_open
    text = page(sign_in(cast.bob), SERIES)
    link = f"{SERIES}/reviews/{made.id}"
    assert f'href="{link}"' in text
    assert f'href="{link}"' not in page(sign_in(cast.vera), SERIES)
    assert "What came in May?" in page(sign_in(cast.bob), link)
    answer = {"answer": "Smoke from the fires.", "version": made.version}
    assert sign_in(cast.bob).post(link, data=answer).status_code == 303
    db.session.refresh(made)
    assert (made.answer, made.answered_by, made.is_open) == (
        "Smoke from the fires.",
        cast.bob,
        False,
    )
    assert "Smoke from the fires." in page(sign_in(cast.cora))
    # Alice had the same question open; both answers are shown, hers is kept.
    again = sign_in(cast.alice).post(link, data=answer | {"answer": "The new clinic."})
    assert again.status_code == 409
    kept = again.get_data(as_text=True)
    assert "Smoke from the fires." in kept
    assert "The new clinic." in kept
    version = re.search(r'name="version"[^>]*value="(\d+)"', kept)[1]
    data = {"answer": "Smoke, and the new clinic.", "version": version}
    assert sign_in(cast.alice).post(link, data=data).status_code == 303


@pytest.mark.parametrize("text", ["", "  "])
def test_a_question_and_an_answer_need_words(cast, series, sign_in, text):
    assert send(sign_in(cast.cora), text, "ask").status_code == 422
    assert review() is None
    send(sign_in(cast.cora), "Why?", "ask")
    link = f"{SERIES}/reviews/{review().id}"
    assert sign_in(cast.bob).post(link, data={"answer": text, "version": 1}).status_code == 422


def test_nobody_signs_off_what_they_have_not_seen(cast, series, sign_in):
    client = sign_in(cast.cora)
    before = seen(page(client))
    services.enter(cast.alice, series, date(2026, 1, 1), 26, 240)
    answer = client.post(REVIEW, data={"note": "Steady.", "do": "sign", "seen": before})
    assert answer.status_code == 409
    html = answer.get_data(as_text=True)
    assert "Steady." in html
    assert seen(html) != before
    assert review() is None
    assert (
        client.post(REVIEW, data={"note": "Steady.", "do": "sign", "seen": seen(html)}).status_code
        == 303
    )


def data_of(kind):
    """Twenty-four months of numbers that call for another chart."""
    return {
        "overdispersed": [(20 + 40 * (k % 2), 240) for k in range(24)],
        "rare": [(float(k % 3 == 0), 240) for k in range(24)],
        "too few": FLAT[:8],
        "suits": FLAT,
    }[kind]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("overdispersed", "The points vary more than chance explains"),
        ("rare", "The events are rare"),
        ("too few", "There are 8 points; limits are firm from 12 on."),
        ("suits", None),
    ],
)
def test_a_better_chart_is_offered_where_the_data_call_for_one(cast, sign_in, kind, said):
    measure = make_measure(cast.network, "calls", team=cast.team)
    make_series(cast.team, measure, data_of(kind))
    text = page(sign_in(cast.cora), "/networks/river/teams/clinic/measures/calls/review")
    for sentence in ("vary more than chance", "events are rare", "Too few points"):
        assert (sentence in text) == (
            (said is not None and sentence in said) or (kind, sentence[:3]) == ("too few", "Too")
        )
    if said:
        assert said in text
        assert 'value="chart"' in text


def test_it_is_asked_for_with_one_button(cast, sign_in):
    measure = make_measure(cast.network, "urgent", team=cast.team)
    make_series(cast.team, measure, data_of("overdispersed"))
    path = "/networks/river/teams/clinic/measures/urgent/review"
    client = sign_in(cast.cora)
    sent = {"note": "", "do": "chart", "better_chart": "pp", "seen": seen(page(client, path))}
    assert client.post(path, data=sent).status_code == 303
    assert (review().outcome, review().better_chart) == (Outcome.ASKED, "pp")
    assert "asked for a Laney P′ chart" in words(
        page(sign_in(cast.alice), path.removesuffix("/review"))
    )
    assert client.post(path, data=sent | {"better_chart": "zz"}).status_code == 422


def test_the_measure_page_asks_no_more_where_nothing_was_reviewed(cast, series, sign_in):
    client = sign_in(cast.alice)
    with counted() as before:
        page(client, SERIES)
    send(sign_in(cast.cora), "Steady.")
    with counted() as after:
        page(client, SERIES)
    assert len(after) <= len(before) + 2  # the review, and the audit that it stands in


FROM_REVIEW = {"HX-Request": "true", "HX-Current-URL": f"http://localhost{REVIEW}"}


def test_marking_a_point_leads_back_to_the_review(cast, series, sign_in):
    client = sign_in(cast.cora)
    point = f"{SERIES}/points/2025-12-01"
    opened = client.get(point, headers=FROM_REVIEW).get_data(as_text=True)
    version = re.search(r'id="exclusion-version"[^>]*value="(\d+)"', opened)[1]
    typed = {"reason": "", "version": version}
    # Without a reason the chart of the review stands there with the form, not the measure's page.
    refused = client.post(f"{point}/exclude", data=typed, headers=FROM_REVIEW)
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert text.count('id="series"') == 1
    assert 'id="recent"' not in text
    assert "What the coach says" not in text
    typed["reason"] = "The clinic was closed for two weeks."
    done = client.post(f"{point}/exclude", data=typed, headers=FROM_REVIEW)
    assert (done.status_code, done.headers["HX-Redirect"]) == (204, REVIEW)
    assert "December 2025 is left out" in page(client)
    # What one's own marking changed is no reason to refuse the signing off.
    assert send(client, "Without December.").status_code == 303
    # Without JavaScript the point's own page leads back.
    assert f'href="{REVIEW}"' in client.get(point).get_data(as_text=True)
    assert f'href="{REVIEW}"' not in sign_in(cast.alice).get(point).get_data(as_text=True)


def test_who_asked_withdraws_the_question_before_it_is_answered(cast, series, sign_in):
    send(sign_in(cast.cora), "What came in March?", "ask")
    made = review()
    link = f"{SERIES}/reviews/{made.id}/withdraw"
    assert f'action="{link}"' in page(sign_in(cast.cora))
    assert "What came in March?" in page(sign_in(cast.bob), SERIES)
    for person in (cast.alice, cast.bea, cast.otto):
        assert sign_in(person).post(link).status_code in {403, 404}
    assert sign_in(cast.cora).post(link).status_code == 303
    db.session.refresh(made)
    assert not made.is_open
    assert [
        event.action for event in db.session.query(AuditEvent).filter_by(action="withdraw question")
    ] == ["withdraw question"]
    for person, path in ((cast.bob, SERIES), (cast.cora, REVIEW)):
        html = page(sign_in(person), path)
        assert "What came in March?" not in html
        assert "Withdrawn" in html
        assert f'action="{link}"' not in html
    late = sign_in(cast.bob).post(
        f"{SERIES}/reviews/{made.id}", data={"answer": "Smoke.", "version": made.version}
    )
    assert late.status_code in {409, 422}
    assert review().answer == ""
    history = words(page(sign_in(cast.alice), f"{SERIES}/history?kind=reviews"))
    assert "withdrew a question" in history


def test_an_answered_question_stays_and_another_coach_leaves_it(cast, series, sign_in):
    send(sign_in(cast.cora), "What came in March?", "ask")
    made = review()
    link = f"{SERIES}/reviews/{made.id}/withdraw"
    db.session.add(CoachAssignment(team=cast.team, user=cast.otto))
    db.session.commit()
    assert f'action="{link}"' not in page(sign_in(cast.otto))
    sign_in(cast.otto).post(link)
    db.session.refresh(made)
    assert made.is_open
    answers.answer(cast.bob, made, "Smoke.", version=made.version)
    db.session.commit()
    client = sign_in(cast.cora)
    assert f'action="{link}"' not in page(client)
    assert "has answered meanwhile" in client.post(link, follow_redirects=True).get_data(
        as_text=True
    )
    db.session.refresh(made)
    assert made.withdrawn_at is None
