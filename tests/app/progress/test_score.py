"""The progress score: giving it, what the records support, over time, and the network's words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.aims import services as aims
from app.aims.fields import AimFields
from app.audit.models import AuditEvent
from app.charter import services as charters
from app.clock import today
from app.extensions import db
from app.measures.models import Direction, MeasureRole, Observation, SeriesPhase
from app.pdsa.models import Cycle, Decision, Scale
from app.progress import queries, services
from app.progress.evidence import supported
from app.progress.models import ProgressScore, ScoredBy
from app.progress.page import history
from app.progress.records import records_of
from app.teams.models import Team
from tests.app.teams.helpers import AFTER, BEFORE
from tests.factories import make_series
from tests.queries import counted

URL = "/networks/river/teams/clinic/progress"
WORDING = "/networks/river/progress-wording"
NOW = date(2026, 2, 5)
EARLY = datetime(2024, 1, 15, 12, tzinfo=UTC)


def score(cast, day=NOW):
    db.session.commit()
    db.session.expire_all()
    return supported(records_of([cast.team])[cast.team.id], day)


def keys(found):
    return [each.key for each in found.missing]


def finish(cast, number=1, scale=Scale.ONE, on=date(2024, 12, 20), decision=Decision.ADOPT):
    db.session.add(
        Cycle(
            team=cast.team, number=number, title="Call", learned="It works.", scale=scale,
            decision=decision, decided_on=on, starts_on=on,
        )
    )  # fmt: skip


def charter(cast):
    said = dict.fromkeys(charters.FIELDS, "") | {"problem": "Too many visits."}
    charters.save(cast.team, said, actor=cast.alice, at=EARLY)


def aim(cast, **more):
    fields = {
        "what": "Fewer visits", "by_when": date(2026, 6, 30), "measure_id": cast.measure.id,
        "direction": Direction.DOWN, "baseline": 15.0, "target": 5.0,
    }  # fmt: skip
    fields = AimFields(**(fields | more))
    aims.save(cast.team, fields, actor=cast.alice, reason="Better", at=EARLY)


def empty(cast):
    """The team takes the measure up."""
    cast.measure.baseline_points = 12
    return make_series(cast.team, cast.measure)


def fill(series):
    """A year near 15%, then a year near 6.5%; the last value is of December 2025."""
    for number, (value, below) in enumerate(BEFORE + AFTER):
        day = date(2024 + number // 12, number % 12 + 1, 1)
        series.observations.append(Observation(period=day, value=value, denominator=below))
    db.session.flush()
    return series


def shifted(cast):
    return fill(empty(cast))


def test_a_new_team_means_to_take_part(cast):
    found = score(cast)
    assert found.halves == 1
    assert keys(found) == ["charter"], "it has two people and a lead already"


def test_each_step_of_the_ladder(cast):
    charter(cast)
    series = empty(cast)
    assert (score(cast).halves, keys(score(cast))) == (2, ["aim"])
    aim(cast)
    assert (score(cast).halves, keys(score(cast))) == (3, ["data"])
    fill(series)
    assert (score(cast).halves, keys(score(cast))) == (4, ["tested"])
    finish(cast, decision=Decision.ABANDON)
    assert (score(cast).halves, keys(score(cast))) == (5, ["adopted"])
    finish(cast, 2)
    # 3.0 has its improved chart; 3.5 asks for the aim's own measure, which it is, and for spread.
    assert (score(cast).halves, keys(score(cast))) == (6, ["spread"])
    finish(cast, 3, Scale.TEN)
    assert (score(cast).halves, keys(score(cast))) == (7, ["in place"])
    finish(cast, 4, Scale.UNIT)
    # From 15% to 6.5% of the way to 5%: 85 in a hundred.
    assert (score(cast).halves, keys(score(cast))) == (8, ["reached"])
    aim(cast, target=7.0)
    assert (score(cast).halves, keys(score(cast))) == (9, ["all", "learned from"])


def test_the_missing_names_the_place_to_mend_it(cast, sign_in):
    charter(cast)
    page = sign_in(cast.alice).get(URL).get_data(as_text=True)
    missing = page.split('id="next"')[1].split("</section>")[0]
    assert "What the records lack for 1.5" in missing
    assert "The aim does not say yet what will change and by when." in missing
    assert 'href="/networks/river/teams/clinic/aim/revisions"' in missing
    rests = page.split('id="rests-on"')[1]
    assert 'href="/networks/river/teams/clinic/charter"' in rests


def test_how_far_the_values_came(cast):
    charter(cast)
    shifted(cast)
    aim(cast)
    said = next(each.said for each in score(cast).evidence if each.key == "most")
    now = 100 * sum(value for value, _ in AFTER) / sum(below for _, below in AFTER)
    share = 100 * (now - 15) / (5 - 15)
    assert f"have covered {share:.0f}% of the way" in said


def test_a_new_phase_does_not_hide_the_improvement(cast):
    series = shifted(cast)
    series.phases.append(SeriesPhase(starts_on=date(2025, 1, 1), label="Calls", reason="Shift"))
    moved = next(each for each in score(cast).evidence if each.key == "moved")
    assert moved.met


def test_a_balancing_measure_is_not_what_improves(cast):
    cast.measure.role = MeasureRole.BALANCING
    shifted(cast)
    assert not next(each for each in score(cast).evidence if each.key == "moved").met


def test_no_improvement_without_a_direction_or_with_few_values(cast):
    cast.measure.direction = None
    series = shifted(cast)
    assert not next(each for each in score(cast).evidence if each.key == "moved").met
    cast.measure.direction = Direction.DOWN
    del series.observations[5:]
    assert not next(each for each in score(cast).evidence if each.key == "moved").met


def test_the_past_is_read_as_it_was(cast):
    charter(cast)
    series = empty(cast)
    aim(cast)
    fill(series)
    finish(cast, 2, on=date(2025, 3, 10))
    halves = {each.on: each.halves for each in _history(cast)}
    assert halves[date(2024, 8, 31)] == 4, "data, and no test yet"
    assert halves[date(2025, 2, 28)] == 4
    # 185 of 1,200 is 15.4%; three standard deviations of 200 below it is 7.8%; January has 7.0%.
    assert halves[date(2025, 3, 31)] == 6, "tested in March, and the chart improved in January"
    assert halves[NOW] == 6, "the change never went beyond one person"


def _history(cast):
    db.session.commit()
    db.session.expire_all()
    return history(records_of([cast.team])[cast.team.id], NOW)


def give(client, **fields):
    return client.post(URL, data={"halves": "5", "reason": "We tested calls."} | fields)


def test_the_team_and_the_coach_score_and_nothing_is_replaced(cast, sign_in):
    alice, cora = sign_in(cast.alice), sign_in(cast.cora)
    assert give(alice, on="2025-06-01").status_code == 303
    give(alice, halves="6", reason="Two schools call.")
    give(cora, halves="4", reason="I saw no data.")
    given = {(each.scored_by, each.halves) for each in db.session.query(ProgressScore)}
    assert given == {(ScoredBy.TEAM, 5), (ScoredBy.TEAM, 6), (ScoredBy.COACH, 4)}
    page = sign_in(cast.vera).get(URL).get_data(as_text=True)
    for words in ("We tested calls.", "Two schools call.", "I saw no data."):
        assert words in page
    assert "Give a score" not in page
    assert [e.action for e in db.session.query(AuditEvent).order_by(AuditEvent.id)] == [
        "score progress as the team",
        "score progress as the team",
        "score progress as the coach",
    ]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"reason": ""}, "Say in a few words why"),
        ({"halves": ""}, "Choose one of the levels."),
        ({"halves": "11"}, "Choose one of these answers."),
        ({"on": "2030-01-01"}, "This day is still to come."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, sign_in, fields, says):
    answer = give(sign_in(cast.alice), **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert says in page
    if "reason" not in fields:
        assert "We tested calls." in page
    assert db.session.query(ProgressScore).count() == 0


def test_a_score_is_taken_back_by_who_gave_it(cast, sign_in):
    alice = sign_in(cast.alice)
    give(alice)
    one = db.session.query(ProgressScore).one()
    sign_in(cast.bob).post(f"{URL}/{one.id}/withdraw")
    db.session.expire_all()
    assert one.withdrawn_at is None
    alice.post(f"{URL}/{one.id}/withdraw")
    assert queries.latest_scores([cast.team.id], NOW, weeks=8)[cast.team.id].team is None
    alice.post(f"{URL}/{one.id}/restore")
    assert queries.latest_scores([cast.team.id], NOW, weeks=8)[cast.team.id].team.halves == 5


@pytest.mark.parametrize("name", ["charlie", "otto", "frank", "bea", "nora", "olga"])
def test_nobody_else_sees_it(cast, sign_in, name):
    client = sign_in(getattr(cast, name))
    for end in ("", ".csv", ".xlsx"):
        assert client.get(f"{URL}{end}").status_code == 404


@pytest.mark.both_databases
def test_whether_scores_moved_in_one_query(cast):
    def given(team, by, halves, on):
        services.give(cast.alice, team, by, halves, on=on, reason="x", today=today())

    given(cast.team, ScoredBy.TEAM, 4, date(2025, 6, 1))
    given(cast.team, ScoredBy.TEAM, 5, date(2026, 1, 20))
    given(cast.team, ScoredBy.COACH, 4, date(2025, 6, 1))
    given(cast.other_team, ScoredBy.COACH, 3, date(2026, 1, 20))
    ids = [cast.team.id, cast.other_team.id]
    with counted() as asked:
        found = queries.latest_scores(ids, NOW, weeks=8)
    assert len(asked) == 1
    here, there = found[cast.team.id], found[cast.other_team.id]
    assert (here.team.halves, here.team.before, here.team.rose) == (5, 4, True)
    assert (here.coach.halves, here.coach.moved) == (4, False)
    assert (there.team, there.coach.before, there.coach.moved) == (None, None, False)


@pytest.mark.both_databases
def test_the_records_of_many_teams_take_as_many_queries(cast):
    shifted(cast)
    make_series(cast.other_team, cast.measure, BEFORE + AFTER)
    db.session.commit()
    asked = []
    for many in (1, 2):
        db.session.expunge_all()
        teams = db.session.query(Team).filter(Team.slug != "farm").order_by(Team.id).all()
        with counted() as statements:
            teams = db.session.query(Team).filter(Team.slug != "farm").order_by(Team.id).all()
            assert len(queries.supported_scores(teams[:many], NOW)) == many
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 10


def words(**changed):
    from app.progress.scale import DEFAULTS

    typed = {f"name-{each.halves}": each.name for each in DEFAULTS.values()}
    typed |= {f"text-{each.halves}": each.text for each in DEFAULTS.values()}
    return typed | {"version": "0"} | changed


def test_the_network_words_the_levels(cast, sign_in):
    client = sign_in(cast.bea)
    assert client.post(WORDING, data=words(**{"name-5": "We tried"})).status_code == 303
    assert "2.5</b> We tried" in sign_in(cast.alice).get(URL).get_data(as_text=True)
    late = client.post(WORDING, data=words(**{"name-5": "Somebody tried"}))
    assert late.status_code == 409
    page = late.get_data(as_text=True)
    assert "2.5: We tried." in page
    assert 'value="Somebody tried"' in page
    empty = client.post(WORDING, data=words(version="1", **{"name-1": " "}))
    assert empty.status_code == 422
    assert "Every level needs a name." in empty.get_data(as_text=True)
    client.post(WORDING, data=words(version="1", default="y"))
    assert "Changes tested, no improvement" in sign_in(cast.alice).get(URL).get_data(as_text=True)
    event = db.session.query(AuditEvent).order_by(AuditEvent.id).first()
    assert list(event.detail.after) == ["2.5"]


def test_only_the_backbone_words_them(cast, sign_in):
    for person in (cast.alice, cast.cora, cast.frank):
        assert sign_in(person).get(WORDING).status_code == 403
    assert sign_in(cast.olga).get(WORDING).status_code == 404


def test_the_download_has_both_tables(cast, sign_in):
    client = sign_in(cast.alice)
    give(client)
    assert "We tested calls." in client.get(f"{URL}.csv").get_data(as_text=True)
    records = client.get(f"{URL}.csv?sheet=records").get_data(as_text=True)
    assert "No charter is written." in records


def test_the_page_takes_few_queries(cast, sign_in):
    shifted(cast)
    client = sign_in(cast.alice)
    give(client)
    with counted() as asked:
        client.get(URL)
    assert len(asked) <= 15
