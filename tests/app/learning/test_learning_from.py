"""Whom the room can learn from: bright spots with what they tested, pairs and groups, on screen and in the pack."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import db
from app.ideas.models import PublishedIdea
from app.learning import frozen
from app.learning.models import AgendaItem, ItemKind, SessionTeam
from app.measures.models import Share, Sharing
from app.pdsa.models import Cycle
from app.theory.models import DriverNode, NodeKind
from tests.app.compare.helpers import keep
from tests.app.learning.test_pack import make, texts
from tests.app.learning.world import make_session, url
from tests.app.pairings.test_pairings import TALK, ending

BEFORE, AFTER = date(2025, 2, 3), date(2025, 6, 3)
"""Before and after the shift of `ending(20.0, 9)`, which begins in March 2025."""


def publish(team, measure, title, day, *, number):
    node = DriverNode(team=team, kind=NodeKind.IDEA, text=title)
    idea = PublishedIdea(team=team, node=node, title=title, measure=measure)
    idea.cycles = [Cycle(team=team, number=number, title=f"Secret {title}", starts_on=day)]
    db.session.add(idea)
    return idea


@pytest.fixture
def session(cast):
    """A session of a bright spot that published what it tested, and of one that is closed."""
    cast.measure.sharing = Sharing.CHOICE
    bright = keep(cast, "bright", Share.OPEN, ending(20.0, 9), tags=["rural"]).team
    keep(cast, "calm", Share.OPEN, tags=["rural"])
    willow = keep(cast, "willow", Share.CLOSED, ending(20.0, 10)).team
    publish(bright, cast.measure, "A call on day two", BEFORE, number=1)
    publish(bright, cast.measure, "A late idea", AFTER, number=2)
    made = make_session(cast)
    for team in (bright, willow):
        made.teams.append(SessionTeam(team=team))
    db.session.commit()
    return made


def screens(client, session, item):
    """The screens of an item, from the first to the last."""
    found, part = [], 0
    while True:
        page = client.get(url(session, f"/present?item={item}&part={part}")).text
        found.append(page)
        following = re.search(r'href="[^"]*item=(\d+)&amp;part=(\d+)" rel="next"', page)
        if following is None or int(following[1]) != item:
            return found
        part = int(following[2])


def at(session, kind):
    return next(n for n, one in enumerate(session.agenda, 1) if one.kind is kind)


@pytest.mark.parametrize("held", [False, True])
def test_the_screen_says_what_bright_spots_tested_before(cast, sign_in, session, held):
    client = sign_in(cast.frank)
    if held:
        client.post(url(session, "/hold"))
        # What is published or withdrawn later was not on the screen.
        idea = db.session.scalars(select(PublishedIdea).order_by(PublishedIdea.id)).first()
        idea.title = "Changed since"
        db.session.commit()
    pages = screens(client, session, at(session, ItemKind.COMPARISON))
    (spots,) = [page for page in pages if '<ul class="screen-spots">' in page]
    assert "<b>Bright</b>" in spots
    assert "10 months below the center line since March 2025" in spots
    assert "Tested before: A call on day two." in spots
    for hidden in ("A late idea", "Secret", "Willow", "Changed since"):
        assert hidden not in spots, hidden


def test_the_pack_has_tests_pairs_and_groups_with_their_reasons(cast, sign_in, session):
    client = sign_in(cast.frank)
    more = {"size": "8", "session": session.number, "hidden": "y"}
    assert client.post(f"{TALK}/groups", data=more).status_code == 303
    make(cast, sign_in, session)
    said = texts(client.get(url(session, "/pack.pptx")).data)
    assert "Tested before: A call on day two." in said
    assert "Pairs that could talk" in said
    assert "Calm and Bright" in said
    assert "Calm: no signal in 24 months" in said
    assert "both rural." in said
    assert "Breakout groups" in said
    assert "Group 1: Bright" in said
    # Who may not know why a closed team is there is not told, here as on the screen.
    assert "Group 1: Willow" in said
    assert said.count("10 months below the center line") == said.count("since March 2025")
    for hidden in ("A late idea", "Secret", "Willow: ", "since February 2025"):
        assert hidden not in said, hidden


def test_the_pack_without_groups_has_no_page_for_them(cast, sign_in, session):
    client = make(cast, sign_in, session)
    said = texts(client.get(url(session, "/pack.pptx")).data)
    assert "Breakout groups" not in said


def test_what_an_earlier_version_kept_is_read_without_tests_and_pairs(app, cast, session):
    with app.test_request_context():
        content = frozen.content_of(cast.measure, frozen.comparison_now(session, cast.measure))
    earlier = {key: value for key, value in content.items() if key not in {"tested", "pairs"}}
    kept = frozen.read_content(earlier)
    assert kept.pairs == ()
    assert {panel.tested for group in kept.groups for panel in group.panels} == {()}
    assert frozen.read_content(content).pairs


@pytest.mark.parametrize(
    ("kinds", "item"),
    [
        ((ItemKind.TALK, ItemKind.COMPARISON, ItemKind.EXCHANGE), 2),
        ((ItemKind.TALK, ItemKind.EXCHANGE, ItemKind.COMMITMENTS), 2),
        ((ItemKind.TALK, ItemKind.COMMITMENTS), 0),
        ((), 0),
    ],
)
def test_groups_come_onto_the_screen_whatever_is_on_the_agenda(cast, sign_in, session, kinds, item):
    session.agenda = [
        AgendaItem(position=n, kind=kind, title=kind.value, minutes=10)
        for n, kind in enumerate(kinds)
    ]
    db.session.commit()
    client = sign_in(cast.frank)
    client.post(f"{TALK}/groups", data={"size": "8", "session": session.number})
    shown = [
        number
        for number in range(len(kinds) + 1)
        for page in screens(client, session, number)
        if '<div class="screen-groups">' in page
    ]
    assert shown == [item]
