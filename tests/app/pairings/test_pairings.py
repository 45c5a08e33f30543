"""Who should talk with whom: bright spots, pairs with their records, and groups changed by hand."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.access import standing_of
from app.aims.models import Aim
from app.audit.models import AuditEvent
from app.clock import now
from app.conversations.models import Comment, Thread
from app.extensions import db
from app.ideas.models import PublishedIdea
from app.learning.models import Answer, ItemKind, LearningSession, SessionTeam, Status
from app.measures.models import SeriesPhase, Share, Sharing
from app.networks.models import NetworkMembership, NetworkRole
from app.pairings.candidates import Candidate, candidates
from app.pairings.models import Part, TalkGroup, TalkPlace
from app.pairings.proposing import groups, pairs
from app.pdsa.models import Cycle
from app.storyboard.models import Part as StoryPart
from app.storyboard.models import Storyboard, StoryboardPart
from app.teams.models import CoachAssignment, Team
from app.theory.models import DriverNode, NodeKind
from tests.app.compare.helpers import CALM, keep
from tests.app.learning.world import make_session

TALK = "/networks/river/measures/urgent-visits/talk"
BOARD = "/networks/river/talk"


def ending(value: float, months: int) -> list[tuple[float, float]]:
    # The 24 of 200 before nine months at 20 lies below the center line already: ten in a row.
    return [(each, 200.0) for each in [*CALM[: 24 - months], *([value] * months)]]


@pytest.fixture
def network(cast):
    """One bright spot, one that only looks like one, one calm, one worse, one young."""
    keep(cast, "bright", None, ending(20.0, 9), tags=["rural"])
    keep(cast, "near", None, ending(20.0, 6))
    keep(cast, "calm", None, tags=["rural"])
    keep(cast, "worse", None, ending(42.0, 9))
    keep(cast, "young", None, [(20.0, 200.0)] * 5)
    db.session.commit()
    return cast


def parts(app, cast, **more) -> dict[str, Part]:
    with app.test_request_context():
        found = candidates(cast.measure, standing_of(more.pop("who", cast.nora)), **more)
    return {each.name: each.part for each in found}


def test_a_bright_spot_needs_a_shift_that_chance_seldom_gives(network, app):
    assert parts(app, network) == {
        "Bright": Part.BRIGHT,
        "Calm": Part.STUCK,
        "Worse": Part.STUCK,
        "Near": Part.STUCK,
        "Young": Part.OTHER,
    }


def test_on_a_run_chart_six_in_a_row_make_none_and_a_long_run_does(network, app):
    network.measure.chart, network.measure.rules = "run", "perla"
    db.session.commit()
    found = parts(app, network)
    # 24 useful points: the longest run expected is round(log2 24) + 3 = 8.
    assert found["Bright"] is Part.BRIGHT
    assert found["Near"] is not Part.BRIGHT


def test_what_no_longer_holds_is_no_bright_spot(cast, app):
    keep(cast, "past", None, [*ending(20.0, 12)[:22], (38.0, 200.0), (39.0, 200.0)])
    keep(cast, "old", None, ending(20.0, 12)[4:16])
    keep(cast, "other", None)
    db.session.commit()
    assert Part.BRIGHT not in parts(app, cast).values()


def test_a_chart_that_was_phased_anew_counts_against_the_phase_before(cast, app):
    series = keep(cast, "phased", None, [*((v, 200.0) for v in CALM[:12]), *([(20.0, 200.0)] * 12)])
    series.phases.append(SeriesPhase(starts_on=date(2025, 1, 1), reason="new work"))
    keep(cast, "calm", None)
    db.session.commit()
    assert parts(app, cast)["Phased"] is Part.BRIGHT


def test_each_pair_is_one_click_from_its_records(network, app, sign_in):
    bright = db.session.scalars(db.select(Team).where(Team.slug == "bright")).one()
    node = DriverNode(team=bright, kind=NodeKind.IDEA, text="Calls")
    idea = PublishedIdea(team=bright, node=node, title="A call on day two", measure=network.measure)
    idea.cycles = [Cycle(team=bright, number=1, title="Call", starts_on=date(2025, 2, 3))]
    late = DriverNode(team=bright, kind=NodeKind.IDEA, text="Later")
    after = PublishedIdea(team=bright, node=late, title="Came later", measure=network.measure)
    after.cycles = [Cycle(team=bright, number=2, title="Late", starts_on=date(2025, 6, 3))]
    db.session.add(after)
    db.session.add(idea)
    db.session.commit()
    client = sign_in(network.nora)
    html = client.get(TALK).get_data(as_text=True)
    pair = re.search(
        r"<li>\s*<h3>(?:(?!</li>).)*?Calm.*?</li>", html.split("Pairs to propose")[1], re.DOTALL
    )
    assert pair
    assert (
        "Calm: no signal in 24 months. Bright: 10 months below the center line since March 2025"
        in pair[0]
    )
    assert "both rural." in pair[0]
    assert "Came later" not in html, "what began after the shift did not make it"
    links = re.findall(r'href="([^"]+)"', pair[0])
    assert len(links) >= 3
    for link in links:
        assert client.get(link).status_code == 200, link
    assert any(link.endswith(f"/ideas/{idea.id}") for link in links)
    assert "By chance alone fewer than 1 of 4 teams would be one." in html


def test_who_asked_for_help_comes_first(network, app):
    young = db.session.scalars(db.select(Team).where(Team.slug == "young")).one()
    aim = Aim(team=young, what="Fewer urgent visits")
    comments = [Comment(author=network.alice, text="Only for our coach", opens=True)]
    db.session.add(Thread(team=young, aim=aim, asks_for_help=True, comments=comments))
    db.session.commit()
    with app.test_request_context():
        found = candidates(network.measure, standing_of(network.nora))
    assert not any("Only for our coach" in str(each) for each in found)
    assert [each.name for each in found][:2] == ["Bright", "Young"]
    assert pairs(found)[0].asks.name == "Young"
    assert "asked for help" in pairs(found)[0].reason


def one(name: str, part: Part, *likes: str) -> Candidate:
    return Candidate(
        hash(name) % 10**6,
        1,
        name,
        "/x",
        part,
        "no_signal",
        None,
        "s",
        None,
        (),
        frozenset(likes),
        own=False,
    )


@pytest.mark.parametrize(("teams", "size"), [(10, 4), (9, 3), (7, 2), (1, 8), (60, 5), (11, 8)])
def test_groups_are_even_with_a_bright_spot_in_each_while_there_are_enough(teams, size):
    found = [one(f"b{k}", Part.BRIGHT) for k in range(teams // 3)]
    found += [one(f"s{k}", Part.STUCK) for k in range(teams - len(found))]
    made = groups(found, size)
    assert sorted(each.name for group in made for each in group) == sorted(e.name for e in found)
    lengths = [len(group) for group in made]
    assert max(lengths) <= size
    assert max(lengths) - min(lengths) <= 1
    bright = [sum(each.is_bright for each in group) for group in made]
    assert max(bright) - min(bright) <= 1


def test_a_pair_shares_what_makes_them_alike_and_partners_are_spread():
    found = [
        one("b1", Part.BRIGHT, "rural"),
        one("b2", Part.BRIGHT, "school"),
        one("s1", Part.STUCK, "school"),
        one("s2", Part.STUCK),
        one("s3", Part.STUCK),
    ]
    assert [(each.asks.name, each.bright.name) for each in pairs(found)] == [
        ("s1", "b2"),
        ("s2", "b1"),
        ("s3", "b1"),
    ]


def test_hidden_teams_are_named_to_nobody_but_who_asks_and_is_written_down(network, sign_in):
    network.measure.sharing = Sharing.CHOICE
    for slug, share in (("willow", Share.BLINDED), ("yew", Share.CLOSED)):
        keep(network, slug, share, ending(20.0, 10))
    db.session.commit()
    for reader in ("nora", "charlie", "alice", "cora", "frank", "bea"):
        html = sign_in(getattr(network, reader)).get(TALK).get_data(as_text=True)
        assert "Willow" not in html
        assert "Yew" not in html
    for reader in ("nora", "charlie", "cora"):
        assert sign_in(getattr(network, reader)).post(TALK).status_code == 403
        assert sign_in(getattr(network, reader)).post(f"{TALK}/groups").status_code == 403
    before = db.session.query(AuditEvent).filter_by(action="name hidden teams").count()
    html = sign_in(network.frank).post(TALK).get_data(as_text=True)
    assert "Willow" in html
    assert "Yew" in html
    assert "/teams/willow/" not in html, "its chart is not open to the facilitator either"
    event = db.session.scalars(
        db.select(AuditEvent).where(AuditEvent.action == "name hidden teams")
    ).all()
    assert len(event) == before + 1
    assert event[-1].detail.after["teams"] == "Willow, Yew"


def test_groups_are_kept_and_changed_by_hand_without_script(network, sign_in):
    client = sign_in(network.frank)
    assert client.post(f"{TALK}/groups", data={"size": "3"}).status_code == 303
    made = db.session.query(TalkGroup).order_by(TalkGroup.position).all()
    assert [len(group.places) for group in made] == [3, 2]
    html = client.get(BOARD).get_data(as_text=True)
    assert "10 months below the center line since March 2025" in html
    place, (first, second) = made[0].places[0].id, (each.id for each in made)
    answer = client.post(BOARD, data={"do": "move", "place": place, "group": second})
    assert answer.status_code == 303
    assert db.session.get(TalkPlace, place).group_id == second
    client.post(BOARD, data={"do": "remove", "place": place})
    assert db.session.get(TalkPlace, place) is None
    again = client.post(BOARD, data={"do": "remove", "place": place})
    assert again.status_code == 422
    assert "in the group no longer" in again.get_data(as_text=True)
    client.post(BOARD, data={"do": "add", "team": network.team.id, "group": "new"})
    html = client.get(BOARD).get_data(as_text=True)
    assert "Group 3" in html
    assert "Put here by hand." in html
    twice = client.post(BOARD, data={"do": "add", "team": network.team.id, "group": first})
    assert twice.status_code == 303, "a team may sit in two groups"
    twice = client.post(BOARD, data={"do": "add", "team": network.team.id, "group": first})
    assert twice.status_code == 422
    client.post(BOARD, data={"do": "clear"})
    assert db.session.query(TalkGroup).count() == 0
    actions = [each.action for each in db.session.query(AuditEvent)]
    for action in ("propose groups", "move team between groups", "take team out of group",
                   "put team into group", "clear groups"):  # fmt: skip
        assert action in actions
    for reader in ("nora", "alice", "cora"):
        assert (
            sign_in(getattr(network, reader)).post(BOARD, data={"do": "clear"}).status_code == 403
        )


def test_a_reader_learns_from_groups_no_more_than_from_charts(network, sign_in):
    network.measure.sharing = Sharing.CHOICE
    keep(network, "willow", Share.CLOSED, ending(20.0, 10))
    db.session.commit()
    sign_in(network.frank).post(f"{TALK}/groups", data={"size": "8", "hidden": "y"})
    html = sign_in(network.nora).get(BOARD).get_data(as_text=True)
    row = re.search(r"<li>\s*<h3>(?:(?!</li>).)*?Willow.*?</li>", html, re.DOTALL)
    assert row
    assert "center line" not in row[0]
    assert "<svg" not in row[0]
    names = re.findall(r'/teams/[a-z-]+">([^<]+)</a></h3>', html)
    assert names == sorted(names), "their order tells nothing either"
    assert "10 months below" in sign_in(network.frank).get(BOARD).get_data(as_text=True)


def test_a_session_has_groups_of_the_teams_that_come(network, sign_in):
    by_slug = {team.slug: team for team in db.session.query(Team)}
    session = LearningSession(
        network=network.network,
        number=3,
        title="Third session",
        on=date(2026, 2, 24),
        status=Status.INVITED,
        teams=[
            SessionTeam(team=by_slug["bright"]),
            SessionTeam(team=by_slug["clinic"]),
            SessionTeam(team=by_slug["calm"], answer=Answer.DECLINED),
        ],
    )
    db.session.add(session)
    db.session.commit()
    client = sign_in(network.frank)
    answer = client.post(f"{TALK}/groups", data={"size": "4", "session": "3"})
    assert answer.location.endswith("/sessions/3/talk")
    html = client.get(answer.location).get_data(as_text=True)
    assert "Third session" in html
    assert re.findall(r'/teams/([a-z-]+)">[^<]+</a></h3>', html) == ["bright", "clinic"]
    assert "No groups yet" in client.get(BOARD).get_data(as_text=True)
    assert client.post(f"{TALK}/groups", data={"session": "99"}).status_code == 404
    assert client.post(BOARD, data={"do": "clear", "session": "3"}).status_code == 303


def test_groups_of_a_session_stand_on_its_page_and_on_the_screen(network, sign_in):
    network.measure.sharing = Sharing.CHOICE
    keep(network, "willow", Share.CLOSED, ending(20.0, 10))
    db.session.commit()
    session = make_session(network)
    for slug in ("bright", "willow"):
        team = db.session.scalars(db.select(Team).where(Team.slug == slug)).one()
        session.teams.append(SessionTeam(team=team))
    db.session.commit()
    page = f"/networks/river/sessions/{session.number}"
    client = sign_in(network.frank)
    assert f'{TALK}?session={session.number}"' in client.get(page).text
    assert (
        f'value="{session.number}" selected' in client.get(f"{TALK}?session={session.number}").text
    )
    made = {"size": "8", "session": session.number, "hidden": "y"}
    assert client.post(f"{TALK}/groups", data=made).status_code == 303
    viewer = sign_in(network.nora)
    assert f'href="{page}/talk">1 group</a>' in viewer.get(page).text
    # The presenter may know why Willow is there; all in the room read the screen, and may not.
    item = next(at for at, one in enumerate(session.agenda, 1) if one.kind is ItemKind.COMPARISON)
    for screen in (client, viewer):
        html = screen.get(f"{page}/present?item={item}&part=-1").text
        assert "Who talks with whom" in html
        assert re.search(r"<b>Bright</b>.*10 months below the center line", html)
        assert re.search(r"<b>Willow</b>\s*</li>", html)


def test_groups_tell_no_title_that_only_the_team_and_its_coach_may_read(network, sign_in):
    bright = db.session.scalars(db.select(Team).where(Team.slug == "bright")).one()
    db.session.add(
        Cycle(team=bright, number=1, title="Our private try", starts_on=date(2025, 2, 3))
    )
    db.session.add(CoachAssignment(team=bright, user=network.frank))
    coach = NetworkMembership(network=network.network, user=network.frank, role=NetworkRole.COACH)
    db.session.add(coach)
    db.session.commit()
    client = sign_in(network.frank)
    assert "Our private try" in client.get(TALK).text, "its coach may read it"
    client.post(f"{TALK}/groups", data={"size": "8"})
    for reader in (network.frank, network.nora):
        html = sign_in(reader).get(BOARD).text
        assert "10 months below the center line" in html
        assert "Our private try" not in html


def test_a_pair_on_the_same_driver_is_told_so_where_both_storyboards_tell(network, app):
    # Another bright spot comes first in the alphabet, and is as much alike but for the driver.
    keep(network, "aspen", None, ending(20.0, 9), tags=["rural"])
    teams = {
        each.slug: each
        for each in db.session.scalars(db.select(Team).where(Team.slug.in_(("bright", "calm"))))
    }
    for team in teams.values():
        team.storyboard_published_at = now()
        driver = DriverNode(team=team, kind=NodeKind.PRIMARY, text="Home triggers ")
        db.session.add(driver)
    db.session.commit()

    def calm():
        with app.test_request_context():
            found = pairs(candidates(network.measure, standing_of(network.nora)))
        return next(each for each in found if each.asks.name == "Calm")

    assert calm().bright.name == "Bright"
    assert calm().reason.endswith("; both rural, on the driver “home triggers”.")
    hidden = StoryboardPart(part=StoryPart.THEORY, hidden=True)
    db.session.add(Storyboard(team=teams["calm"], parts=[hidden]))
    db.session.commit()
    assert calm().bright.name == "Aspen"
    assert "home triggers" not in calm().reason
    db.session.delete(hidden)
    teams["bright"].storyboard_published_at = None
    db.session.commit()
    assert "home triggers" not in calm().reason
