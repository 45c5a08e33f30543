"""The storyboard as the team reads it, and as the network does."""

import re
from datetime import date

import pytest

from app.causes.models import Cause, SignalCause
from app.extensions import db
from app.interviews.models import Consent, Interview, Quote
from app.measures.models import Annotation, Direction, MeasureRole, Observation, Series
from app.pdsa import services as cycle_services
from app.pdsa.models import Cycle, Decision
from app.pdsa.parts import PredictionText
from app.storyboard import services
from app.storyboard.models import Part
from tests.app.pdsa.helpers import decided, planned
from tests.app.teams.helpers import AFTER, BEFORE, tell
from tests.factories import make_measure, make_series
from tests.queries import counted

TEAM = "/networks/river/teams/clinic"
BOARD = f"{TEAM}/storyboard"
TITLES = (
    *("Our aim", "Why it matters", "What we think drives it", "Family of measures"),
    *("Tests, by ramp", "Results", "Surprises and failures", "Community voice"),
    *("What we learned", "What we ask of others", "Next steps"),
)


def page(client, url=BOARD):
    return client.get(url).get_data(as_text=True)


def arrange(cast, hidden=(), says=None, quotes=()):
    services.arrange(
        cast.team, hidden=hidden, sentences=says or {}, quote_ids=quotes, actor=cast.alice
    )


def quote(team, text, consent=Consent.QUOTES):
    interview = Interview(
        team_id=team.id, on=date(2025, 2, 1), who="a grandmother", consent=consent
    )
    interview.quotes.append(Quote(text=text))
    db.session.add(interview)
    db.session.flush()
    return interview.quotes[0]


@pytest.fixture
def whole(cast):
    """A team with something in every part, its storyboard published."""
    series = tell(cast)
    kit = decided(cast, Decision.ABANDON, title="Bedroom kit")
    kit.learned, kit.problems = "Nobody used the covers.", "The boxes came late."
    said = quote(cast.team, "You call when I am on the bus.")
    own = db.session.query(Series).filter_by(team_id=cast.team.id).order_by(Series.position)[1]
    own.measure.direction = Direction.UP
    db.session.add(
        SignalCause(
            series_id=series.id,
            side="down",
            first=date(2025, 1, 1),
            last=date(2025, 12, 1),
            cause=Cause.OUR_CHANGE,
            note="Right after the first calls.",
            cycles=[kit],
            decided_by_id=cast.alice.id,
        )
    )
    arrange(cast, says={Part.ASKS: "Who has a stand-in?"}, quotes=[said.id])
    services.publish(cast.team, is_public=True, actor=cast.alice)
    db.session.commit()
    return series


def test_it_tells_every_part_in_its_order(cast, sign_in, whole):
    text = page(sign_in(cast.alice))
    places = [text.index(f">{title}</h2>") for title in TITLES]
    assert places == sorted(places)
    for words in (
        "Alice, Bob",
        "<strong>6%</strong>",
        "of the way",
        "One child in six came wheezing.",
        "Medicine works",
        "Our change: cycle 4. Right after the first calls.",
        "15.4% → 6.5%",
        "Pharmacist call</b>: 3 cycles",
        "Nobody used the covers.",
        "The boxes came late.",
        "“You call when I am on the bus.”",
        "Mornings work.",
        "Who has a stand-in?",
        "Call three families",
    ):
        assert words in text, words


def test_a_hidden_part_shows_nowhere(cast, sign_in, whole):
    arrange(cast, hidden=[Part.SURPRISES, Part.TESTS], says={Part.TESTS: "Our tests in a row."})
    for who in (cast.alice, cast.charlie):
        text = page(sign_in(who))
        assert ">Surprises and failures</h2>" not in text
        assert "Nobody used the covers." not in text
        assert "Our tests in a row." not in text
        # Charts and causes do not name the cycles that are hidden.
        assert "ch-flag" not in text
        assert "Our change. Right after the first calls." in text


def test_a_hidden_aim_is_not_told_by_the_diagram(cast, sign_in, whole):
    said = "urgent visits of enrolled children"
    for hidden in ([Part.MEASURES], [Part.MEASURES, Part.AIM]):
        arrange(cast, hidden=hidden)
        for who in (cast.alice, cast.charlie):
            text = page(sign_in(who))
            assert "Medicine works" in text
            assert (said in text) == (Part.AIM not in hidden)


def test_an_empty_part_is_left_out_and_named_to_the_team(cast, sign_in):
    services.publish(cast.team, is_public=True, actor=cast.alice)
    own, theirs = page(sign_in(cast.alice)), page(sign_in(cast.charlie))
    assert "Nothing to show yet: Our aim, Why it matters" in own
    assert "Nothing to show yet" not in theirs
    for text in (own, theirs):
        assert ">Our aim</h2>" not in text


def test_the_network_reads_it_once_published_and_only_then(cast, sign_in, whole):
    others = [cast.charlie, cast.otto, cast.frank, cast.nora, cast.bea]
    for who in others:
        client = sign_in(who)
        assert client.get(BOARD).status_code == 200
        assert "Read the team’s storyboard" in page(client, TEAM)
        assert client.get(f"{TEAM}/cycles").status_code == 404
    assert sign_in(cast.olga).get(BOARD).status_code == 404
    services.publish(cast.team, is_public=False, actor=cast.bob)
    for who in others:
        client = sign_in(who)
        for url in (BOARD, f"{BOARD}.pptx"):
            assert client.get(url).status_code == 404
        assert "storyboard" not in page(client, TEAM)
    assert sign_in(cast.vera).get(BOARD).status_code == 200


def test_the_network_reads_no_more_than_the_storyboard(cast, sign_in, whole):
    text = page(sign_in(cast.charlie))
    for words in ("Alice", "Cora", "/cycles/", "/theory", "/arrange", "Publish to", "Withdraw"):
        assert words not in text.replace("Sign out", ""), words
    assert "2 people" in text
    assert "Nobody used the covers." in text
    assert "Trust index" in text, "its own measures are the team's to publish"
    assert "Closed measure" not in text, "the network's sharing rule holds"


def test_the_team_can_read_what_the_network_reads(cast, sign_in, whole):
    url = f"{BOARD}?view=network"
    own = page(sign_in(cast.alice), url)
    start, stop = "<article", "</article>"
    theirs = page(sign_in(cast.charlie))
    assert (
        own[own.index(start) : own.index(stop)] == theirs[theirs.index(start) : theirs.index(stop)]
    )


def test_small_numbers_are_kept_from_the_network(cast, sign_in, whole):
    small = make_measure(
        cast.network,
        "rare",
        name="Rare visits",
        role=MeasureRole.PROCESS,
        team_id=cast.team.id,
        smallest_denominator=50,
    )
    make_series(cast.team, small, [(77, 200)] * 12 + [(19, 21)]).position = 3
    own, theirs = page(sign_in(cast.alice)), page(sign_in(cast.charlie))
    latest = "90.5%"  # 19 of 21
    assert latest in own
    assert latest not in theirs
    assert "38.5%" in theirs  # 77 of 200
    assert "1 month with fewer than 50" in theirs


def test_notes_and_annotations_stay_with_the_team(cast, sign_in, whole):
    db.session.add(Annotation(series_id=whole.id, on=date(2024, 6, 5), text="Nurse Kim on leave"))
    assert "Nurse Kim" in page(sign_in(cast.alice))
    assert "Nurse Kim" not in page(sign_in(cast.charlie))


def test_it_quotes_only_with_consent_that_still_holds(cast, sign_in, whole):
    interview = db.session.query(Interview).one()
    said = "on the bus"
    for change, value in (("consent", Consent.NOTES), ("removed_at", interview.created_at)):
        before = getattr(interview, change)
        setattr(interview, change, value)
        for who in (cast.alice, cast.charlie):
            assert said not in page(sign_in(who))
        setattr(interview, change, before)
        assert said in page(sign_in(cast.charlie))


def test_a_running_cycle_tells_the_network_its_title_only(cast, sign_in, whole):
    cycle = db.session.query(Cycle).filter_by(title="Call three families").one()
    cycle.objective, cycle.observations, cycle.problems = "Secret aim", "Saw a lot", "Stairs"
    text = page(sign_in(cast.charlie))
    assert "Call three families" in text
    for words in ("Secret aim", "Saw a lot", "Stairs"):
        assert words not in text


def test_predictions_are_scored_by_what_the_measure_says_today(cast, sign_in, whole):
    cycle = planned(cast, ends_on=date(2026, 1, 30))
    cycle_services.save_plan(
        cycle, {}, [PredictionText(None, "", 9, 11, "", whole.measure_id, date(2026, 1, 20))]
    )
    db.session.commit()
    clients = [sign_in(cast.alice), sign_in(cast.charlie)]
    for client in clients:
        assert "The one scored prediction came true." in page(client)
    # The data came after the cycle, and were corrected: nobody wrote either into the Study.
    point = Observation(period=date(2026, 1, 1), value=20, denominator=200)
    whole.observations.append(point)
    for value, hits in ((20, 2), (2, 1)):
        point.value = value
        db.session.commit()
        for client in clients:
            assert f"Of 2 scored predictions, {hits} came true." in page(client)


def test_queries_do_not_grow_with_the_story(cast, sign_in, whole):
    client = sign_in(cast.alice)
    page(client)
    with counted() as few:
        page(client)
    for number in range(6):
        decided(cast, Decision.ADAPT, title=f"Test {number}")
        more = make_measure(cast.network, f"more-{number}", team_id=cast.team.id)
        make_series(cast.team, more, BEFORE + AFTER)
    with counted() as many:
        page(client)
    assert len(few) == len(many)
    assert len(many) <= 17


WORDS = "Every family that was called before eight answered, and most of the others did not. " * 6


def fill(cast, count=60):
    """Cycles by the dozen, each with long texts: a third adopted, a third abandoned, a third run."""
    for number in range(count):
        decision = (Decision.ADOPT, Decision.ABANDON, None)[number % 3]
        cycle = planned(cast, title=f"Test with long words {number}")
        cycle.results = cycle.learned = cycle.problems = WORDS
        cycle.decision = decision
    db.session.commit()


def told(text, part):
    """The lines of a part, those of them that stand on paper, and how many more it says."""
    start = text.index(f'aria-labelledby="part-{part.value}"')
    body = text[start : text.index("</section>", start)]
    lines = re.findall(r"<li( class=\"no-print\")?><b>", body)
    paper = [int(n) for n in re.findall(r"only-print\">and (\d+) more", body)]
    page = [int(n) for n in re.findall(r"no-print\">(?:<a [^>]*>)?and (\d+) more", body)]
    return len(lines), sum(not each for each in lines), sum(page), sum(paper)


def test_what_a_long_story_leaves_out_is_counted(cast, sign_in):
    fill(cast)
    arrange(cast, says=dict.fromkeys(Part, WORDS[:280]))
    text = page(sign_in(cast.alice))
    # 20 of each kind; of abandoned cycles, what was learned is the reason, and of the 40 that are
    # decided each met problems.
    for part, total in ((Part.RESULTS, 20), (Part.SURPRISES, 60), (Part.LESSONS, 20)):
        lines, on_paper, more, more_on_paper = told(text, part)
        assert 0 < on_paper < lines or part is Part.RESULTS
        assert lines + more == total, part
        assert on_paper + more_on_paper == total, part
    assert told(text, Part.NEXT)[0] + told(text, Part.NEXT)[2] == 20
    assert "Shortened for one sheet" in text
    assert "others did not. …" in text  # where a text ends early, it says so


def test_a_short_story_is_whole_on_paper(cast, sign_in, whole):
    text = page(sign_in(cast.alice))
    assert "Shortened for one sheet" not in text
    assert not re.search(r"and \d+ more", text)
