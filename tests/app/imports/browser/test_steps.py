"""A file from upload to stored numbers, by a team and by the backbone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.audit.models import AuditEvent
from app.extensions import db
from app.imports.browser.models import PendingImport, SavedMapping
from app.measures.models import DataKind, Observation, ObservationCorrection, Series
from app.strata.models import Breakdown, MeasureBreakdown, Stratum, StratumObservation
from app.teams.models import Team
from tests.app.imports.browser.conftest import TEAM, Hand
from tests.factories import make_measure, make_series

LONG = "month,late,seen\n2025-01,12,80\n2025-02,9,84\n"
OF_TEAMS = "month,team,late,seen\n2025-01,clinic,12,80\n2025-01,School,5,50\n"


def stored() -> dict[tuple[str, str], tuple[float, float | None]]:
    query = (
        select(Team.slug, Observation.period, Observation.value, Observation.denominator)
        .select_from(Observation)
        .join(Series, Observation.series_id == Series.id)
        .join(Team, Series.team_id == Team.id)
    )
    return {(slug, str(day)[:7]): (n, d) for slug, day, n, d in db.session.execute(query)}


@pytest.mark.both_databases
def test_a_team_brings_a_file_from_upload_to_chart(alice):
    assert alice.give(LONG).location == f"{TEAM}/columns"
    page = alice.page("columns")
    for role in ("Numerator", "Denominator", "Date"):
        assert f'<span class="import-as">{role}</span>' in page
    assert "January 1, 2025 to February 1, 2025" in page
    assert alice.map().location == f"{TEAM}/check"
    page = alice.page("check")
    assert "Store 2 new" in page
    assert '<th scope="row">February 2025</th>' in page
    assert '<td class="number">9 of 84</td>' in page
    assert stored() == {}
    assert alice.store().location == f"{TEAM}/done"
    assert stored() == {("clinic", "2025-01"): (12, 80), ("clinic", "2025-02"): (9, 84)}
    done = alice.page("done")
    assert 'href="/networks/river/teams/clinic/measures/urgent-visits"' in done
    assert (
        alice.client.get("/networks/river/teams/clinic/measures/urgent-visits").status_code == 200
    )
    [event] = db.session.scalars(select(AuditEvent))
    assert (event.action, event.detail.after["file"]) == ("import observations", "data.csv")


def test_the_same_file_again_changes_nothing(alice):
    alice.check(LONG)
    alice.store()
    page = alice.check(LONG)
    assert "Everything in this file is stored already." in page
    assert "<dt>Unchanged</dt><dd>2</dd>" in page


@pytest.mark.both_databases
def test_changed_numbers_are_shown_and_ask_for_one_reason(alice):
    alice.check(LONG)
    alice.store()
    page = alice.check("month,late,seen\n2025-01,13,80\n2025-02,9,84\n2025-03,1,70\n")
    assert "12 of 80" in page
    assert "13 of 80" in page
    assert "Store 1 new and 1 changed" in page
    refused = alice.store()
    assert refused.status_code == 422
    assert "Say in a few words why." in refused.get_data(as_text=True)
    assert stored()["clinic", "2025-01"] == (12, 80)
    assert alice.store(reason="Charts found late").status_code == 303
    assert stored()["clinic", "2025-01"] == (13, 80)
    kept = db.session.scalar(select(ObservationCorrection))
    assert (kept.old_value, kept.reason, kept.corrected_by.name) == (
        12,
        "Charts found late",
        "Alice",
    )


def test_what_moved_meanwhile_is_shown_again(alice, cast):
    alice.check(LONG)
    html = alice.page("check")
    series = make_series(cast.team, cast.measure, [(1, 80)])
    series.observations[0].period = series.observations[0].period.replace(year=2025)
    db.session.commit()
    digest = html.split('name="digest"')[1].split('value="')[1].split('"')[0]
    answer = alice.store(digest=digest)
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "What is stored changed since you looked." in text
    assert "1 of 80" in text
    assert stored() == {("clinic", "2025-01"): (1, 80)}


def test_a_problem_stores_nothing_and_names_row_and_column(alice):
    page = alice.check("month,late,seen\n2025-01,12,80\n2025-02,many,84\n2025-03,90,84\n")
    assert '<th scope="row" class="number">3</th>' in page
    assert "“many” is not a number." in page
    assert "90 is more than 84." in page
    assert "2 problems" in page
    assert 'name="digest"' not in page
    [pending] = db.session.scalars(select(PendingImport))
    assert alice.store(file_key=pending.key, digest="x").status_code == 422
    assert stored() == {}


def test_dates_that_can_be_read_in_two_ways_are_asked(alice):
    alice.give("month,late,seen\n02/01/2025,12,80\n")
    page = alice.page("columns")
    assert "“02/01/2025” can be read in two ways." in page
    refused = alice.map()
    assert refused.status_code == 422
    assert "Say which it is" in refused.get_data(as_text=True)
    assert alice.map(date_format="%d/%m/%Y").status_code == 303
    alice.store()
    assert list(stored()) == [("clinic", "2025-01")]


def test_the_mapping_is_mended(alice):
    alice.give("month,a,b\n2025-01,80,12\n")
    assert alice.map(value="a", denominator="b").status_code == 303
    assert "80 is more than 12." in alice.page("check")
    alice.map(value="b", denominator="a")
    alice.store()
    assert stored() == {("clinic", "2025-01"): (12, 80)}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"value": ""}, "Choose the column."),
        ({"value": "seen"}, "“seen” is the column of “Numerator” already."),
        ({"value": "gone"}, "The file has no column “gone” any more."),
        ({"filter_text": "x"}, "Choose the column in which this text stands."),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(alice, changes, says):
    alice.give(LONG)
    answer = alice.map(**changes)
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)


def test_a_mapping_is_remembered_for_next_month(alice):
    alice.give("Zeitraum,x,y\n2025-01,80,12\n")
    alice.map(value="y", denominator="x")
    alice.store(name="The clerk's file")
    assert "remembered as “The clerk&#39;s file”" in alice.page("done")
    alice.give("Zeitraum,x,y\n2025-02,84,9\n")
    fields = alice.fields("columns")
    assert (fields["value"], fields["denominator"]) == ("y", "x")
    [kept] = db.session.scalars(select(SavedMapping))
    assert alice.client.post(f"{TEAM}/forget", data={"mapping": kept.id}).status_code == 303
    assert db.session.scalars(select(SavedMapping)).all() == []


def test_nobody_forgets_another_teams_mapping(alice, cast, sign_in):
    alice.check(LONG)
    alice.store(name="Ours")
    [kept] = db.session.scalars(select(SavedMapping))
    charlie = Hand(sign_in(cast.charlie), TEAM.replace("clinic", "school"))
    charlie.client.post(f"{charlie.at}/forget", data={"mapping": kept.id})
    assert db.session.scalars(select(SavedMapping)).all() == [kept]


def test_a_file_with_a_column_a_period(alice):
    page = alice.check("which,Jan 2025,Feb 2025\nnumerator,12,9\ndenominator,80,84\n")
    assert "Store 2 new" in page
    alice.store()
    assert stored() == {("clinic", "2025-01"): (12, 80), ("clinic", "2025-02"): (9, 84)}


def test_a_problem_in_a_column_a_period_stands_where_its_cell_stands(alice):
    page = alice.check("which,Jan 2025,Feb 2025\nnumerator,12,9\ndenominator,80,many\n")
    row = page.split('<th scope="row" class="number">3</th>')[1].split("</tr>")[0]
    assert "<td>Feb 2025</td>" in row
    assert "“many” is not a number." in row


def test_titles_above_the_header_are_passed_over(alice):
    page = alice.check("Report of the clinic\n\nmonth,late,seen\n2025-01,12,80\n")
    assert "Store 1 new" in page


def test_another_row_can_be_the_header(alice):
    alice.give("a,b,c,d\nmonth,late,seen,\n2025-01,12,80,\n")
    alice.map(again="y", header_row="2")
    assert alice.fields("columns")["value"] == "late"
    answer = alice.map(again="y", header_row="99")
    assert answer.status_code == 422
    assert "There is nothing in this row or below it." in answer.get_data(as_text=True)


def test_only_rows_of_the_own_team_are_taken(alice):
    page = alice.check(OF_TEAMS + "2025-02,Elsewhere,many,50\n")
    assert "Rows of other teams left out" in page
    alice.store()
    assert stored() == {("clinic", "2025-01"): (12, 80)}


def test_a_file_without_the_own_team_says_so(alice):
    alice.give("month,team,late,seen\n2025-01,school,12,80\n")
    alice.map(team="team")
    assert "No row names Clinic." in alice.page("check")


@pytest.mark.both_databases
def test_the_backbone_brings_data_of_any_team(bea):
    page = bea.check(OF_TEAMS)
    assert "Store 2 new" in page
    bea.store()
    assert stored() == {("clinic", "2025-01"): (12, 80), ("school", "2025-01"): (5, 50)}


def test_unknown_teams_are_listed_and_left_out_when_asked(bea):
    page = bea.check(OF_TEAMS + "2025-01,Far Farm,1,50\n")
    assert "The network has no team &#34;Far Farm&#34;." in page
    assert "Leave their rows out" in page
    bea.store(mend="unknown")
    page = bea.page("check")
    assert "Store 2 new" in page
    assert "Far Farm (1)" in page
    bea.store()
    assert len(stored()) == 2


def test_the_backbone_is_not_told_what_teams_have_stored(bea, cast):
    series = make_series(cast.team, cast.measure, [(7, 99)])
    series.observations[0].period = series.observations[0].period.replace(year=2025)
    db.session.commit()
    page = bea.check("month,team,late,seen\n2025-01,clinic,12,80\n")
    assert "Replace 1" in page
    assert "12 of 80" in page
    assert "7 of 99" not in page
    assert ">99<" not in page


def test_a_teams_own_measure_is_not_the_backbones(bea, alice, cast):
    make_measure(cast.network, "own", team=cast.team)
    db.session.commit()
    assert bea.give(OF_TEAMS, measure="own").status_code == 422
    assert alice.give(LONG, measure="own").status_code == 303


def test_another_measure_from_the_same_file(alice, cast):
    make_measure(
        cast.network, "calls", data_kind=DataKind.COUNT, chart="c", numerator_label="Calls"
    )
    alice.give("month,late,seen,calls\n2025-01,12,80,7\n")
    alice.map(value="late", denominator="seen")
    alice.store()
    again = alice.client.post(TEAM, data={"measure": "calls"})
    assert again.location == f"{TEAM}/columns"
    assert alice.map(value="calls").status_code == 303
    assert alice.store().status_code == 303
    assert db.session.query(Observation).count() == 2


def test_groups_are_brought_with_the_whole_team(alice, cast):
    language = Breakdown(network=cast.network, name="Language")
    language.strata = [Stratum(name="English"), Stratum(name="Spanish", position=1)]
    db.session.add(language)
    db.session.flush()
    db.session.add(MeasureBreakdown(measure_id=cast.measure.id, breakdown_id=language.id))
    rows = "month,language,late,seen\n2025-01,All,12,80\n2025-01,English,8,50\n"
    page = alice.check(rows)
    assert "Say below who is missing." in page
    alice.store(mend="note", note="30 did not say")
    assert "Store 2 new" in alice.page("check")
    alice.store()
    assert db.session.query(StratumObservation).one().note == "30 did not say"


def test_another_file_in_another_window_is_not_stored_by_mistake(alice):
    alice.check(LONG)
    html = alice.page("check")
    alice.check("month,late,seen\n2025-01,1,2\n")
    number = html.split('name="file_key"')[1].split('value="')[1].split('"')[0]
    answer = alice.store(file_key=number)
    assert answer.location == TEAM
    assert stored() == {}


def test_a_file_is_its_persons_alone(alice, cast, sign_in):
    alice.give(LONG)
    bob = Hand(sign_in(cast.bob), TEAM)
    assert bob.client.get(f"{TEAM}/columns").location == TEAM
    assert "data.csv" not in bob.client.get(TEAM).get_data(as_text=True)


def test_a_file_is_forgotten_after_a_day(alice):
    alice.give(LONG)
    [pending] = db.session.scalars(select(PendingImport))
    pending.created_at = clock.now() - timedelta(days=1, minutes=1)
    db.session.commit()
    assert alice.client.get(f"{TEAM}/columns").location == TEAM
    alice.give(LONG)
    assert db.session.query(PendingImport).count() == 1


def test_a_file_is_forgotten_when_asked(alice):
    alice.give(LONG)
    alice.client.post(f"{TEAM}/cancel")
    assert db.session.query(PendingImport).count() == 0


@pytest.mark.parametrize("form", [{}, {"measure": "none"}, {"measure": "urgent-visits"}])
def test_an_upload_without_a_file_or_measure_says_so(alice, form):
    answer = alice.client.post(TEAM, data=form)
    assert answer.status_code == 422
    assert "Choose" in answer.get_data(as_text=True)
