"""Every kind of data, and groups within teams, through the command."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter
from sqlalchemy import select

from app.extensions import db
from app.measures.models import DataKind, Frequency, Observation
from app.strata.models import Breakdown, MeasureBreakdown, Stratum, StratumObservation
from tests.factories import make_measure, make_network, make_team

WHERE = ("--network", "river", "--measure", "late", "--team-column", "team")
DAY = ("--period-column", "day")


@pytest.fixture
def measure(app):
    network = make_network()
    make_team(network, "clinic")
    measure = make_measure(network, "late")
    db.session.commit()
    return measure


@pytest.fixture
def run(app, measure, tmp_path):
    def run(content, *options):
        file = tmp_path / "data"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        command = ["import", "observations", str(file), *WHERE, *DAY, *options]
        return app.test_cli_runner().invoke(args=command)

    return run


def as_kind(measure, kind, **more):
    for name, value in ({"data_kind": kind} | more).items():
        setattr(measure, name, value)
    db.session.commit()


def stored(*columns):
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(columns[0]))]


def test_raw_values_of_a_period_are_gathered(run, measure):
    as_kind(measure, DataKind.SUBGROUP, chart="xbar")
    result = run(
        'day,team,wait\n2025-01-03,clinic,41\n2025-01-09,clinic,"38, 44"\n2025-02-01,clinic,5\n',
        "--value",
        "wait",
    )
    assert result.exit_code == 0, result.output
    assert stored(Observation.period, Observation.value, Observation.raw)[0][1:] == (
        41,
        [41, 38, 44],
    )
    again = run('day,team,wait\n2025-01-03,clinic,"41, 38, 44"\n', "--value", "wait")
    assert "1 were there already" in again.output


def test_a_spread_needs_two_raw_values(run, measure):
    as_kind(measure, DataKind.SUBGROUP, chart="s")
    result = run("day,team,wait\n2025-01-03,clinic,41\n", "--value", "wait")
    assert 'Row 2, column "wait": This chart shows their spread' in result.output


def test_event_dates_need_no_numbers(run, measure):
    as_kind(measure, DataKind.EVENTS, frequency=Frequency.EVENT, chart="t")
    result = run("day,team\n2025-01-03,clinic\n2025-03-20,clinic\n")
    assert result.exit_code == 0, result.output
    days = [str(day) for (day,) in stored(Observation.period)]
    assert days == ["2025-01-03", "2025-03-20"]
    twice = run("day,team\n2025-05-03,clinic\n2025-05-03,clinic\n")
    assert twice.exit_code == 0, twice.output
    assert [many for (many,) in stored(Observation.value)] == [1, 1, 2]
    often = run("day,team\n" + "2025-06-03,clinic\n" * 51)
    assert "Enter how many there were on that day, 1 to 50." in often.output


def test_a_column_says_how_many_events_there_were(run, measure):
    as_kind(measure, DataKind.EVENTS, frequency=Frequency.EVENT, chart="t")
    rows = "day,team,falls\n2025-01-03,clinic,2\n2025-01-04,clinic,0\n2025-03-20,clinic,1\n"
    result = run(rows, "--events", "falls")
    assert result.exit_code == 0, result.output
    assert stored(Observation.period, Observation.value)[0][1] == 2
    assert len(stored(Observation.period)) == 2
    as_kind(measure, DataKind.COUNT, frequency=Frequency.MONTH, chart="c")
    assert (
        "Only dates of events have their number."
        in run(rows, "--value", "falls", "--events", "falls").output
    )


def test_a_month_does_not_say_the_day_of_an_event(run, measure):
    as_kind(measure, DataKind.EVENTS, frequency=Frequency.EVENT, chart="t")
    result = run("day,team\n2025-01,clinic\n2025-03,clinic\n")
    assert '"2025-01" does not say the day of each event' in result.output


def test_cases_between_events_are_asked_from_the_second_on(run, measure):
    as_kind(measure, DataKind.EVENTS, frequency=Frequency.EVENT, chart="g")
    rows = "day,team,cases\n2025-01-03,clinic,\n2025-03-20,clinic,\n"
    result = run(rows, "--value", "cases")
    assert "Row 3" in result.output
    assert "Row 2" not in result.output
    assert run(rows.replace("20,clinic,", "20,clinic,40"), "--value", "cases").exit_code == 0


@pytest.fixture
def language(measure):
    found = Breakdown(network=measure.network, name="Language")
    found.strata = [Stratum(name="English"), Stratum(name="Spanish", position=1)]
    db.session.add(found)
    db.session.flush()
    db.session.add(MeasureBreakdown(measure_id=measure.id, breakdown_id=found.id))
    db.session.commit()
    return found


NUMBERS = ("--numerator", "n", "--denominator", "d", "--stratum-column", "group")
HEADER = "day,team,group,n,d\n"


@pytest.mark.both_databases
def test_groups_are_stored_beside_the_whole(run, language):
    result = run(
        HEADER
        + "2025-01,clinic,All,12,80\n2025-01,clinic,English,8,50\n2025-01,clinic,spanish,4,30\n",
        *NUMBERS,
    )
    assert result.exit_code == 0, result.output
    assert stored(Observation.value, Observation.denominator) == [(12, 80)]
    cells = stored(StratumObservation.value, StratumObservation.denominator)
    assert cells == [(4, 30), (8, 50)]
    moments = {row[0] for row in stored(Observation.entered_at)}
    assert moments == {row[0] for row in stored(StratumObservation.entered_at)}


def test_groups_without_a_whole_are_added_up(run, language):
    result = run(HEADER + "2025-01,clinic,English,8,50\n2025-01,clinic,Spanish,4,30\n", *NUMBERS)
    assert result.exit_code == 0, result.output
    assert stored(Observation.value, Observation.denominator) == [(12, 80)]


def test_groups_cannot_hold_more_than_all(run, language):
    result = run(HEADER + "2025-01,clinic,,10,80\n2025-01,clinic,English,11,50\n", *NUMBERS)
    assert result.exit_code == 1
    assert "these add up to 11, the whole team says 10" in result.output
    assert stored(Observation.value) == []


def test_groups_that_add_up_to_less_ask_who_is_missing(run, language):
    rows = HEADER + "2025-01,clinic,,10,80\n2025-01,clinic,English,8,50\n"
    assert "Say who is missing with --note." in run(rows, *NUMBERS).output
    assert run(rows, *NUMBERS, "--note", "30 did not say").exit_code == 0
    assert stored(StratumObservation.note) == [("30 did not say",)]


def test_an_unknown_group_is_named_with_those_there_are(run, language):
    result = run(HEADER + "2025-01,clinic,French,8,50\n", *NUMBERS)
    assert (
        'column "group": Language has no group "French". It has "English", "Spanish"'
        in result.output
    )


def test_a_workbook_is_read_like_a_text_file(run, measure):
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("Data")
    month = book.add_format({"num_format": "mmm yyyy"})
    sheet.write_row(0, 0, ["day", "team", "n", "d"])
    sheet.write_number(1, 0, 45658, month)  # January 1, 2025, as a spreadsheet counts days
    sheet.write_row(1, 1, ["clinic", 12, 80])
    book.close()
    result = run(file.getvalue(), *NUMBERS[:4])
    assert result.exit_code == 0, result.output
    assert [(str(day), n, d) for day, n, d in stored(Observation.period, Observation.value, Observation.denominator)] == [("2025-01-01", 12, 80)]  # fmt: skip


def test_a_column_of_notes_is_stored(run, measure):
    rows = "day,team,late,seen,said\n2025-01-01,clinic,8,80,Snow\n2025-02-01,clinic,,,Closed\n"
    columns = ("--numerator", "late", "--denominator", "seen", "--note-column", "said")
    result = run(rows, *columns)
    assert result.exit_code == 0, result.output
    assert stored(Observation.period, Observation.note)[0][1] == "Snow"
    assert "  1 notes not stored: no number is beside them" in result.output
