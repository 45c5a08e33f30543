"""`flask import observations`: what it stores, what it refuses, and what it says."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.models import (
    DataKind,
    Frequency,
    Measure,
    Observation,
    ObservationCorrection,
    Series,
)
from app.teams.models import Team
from tests.factories import make_measure, make_network, make_series, make_team

HEADER = "month,team,type,seen,late\n"
ROWS = (
    "2025-02-01,clinic,1,100,10\n"
    "2025-01-01,clinic,1,80,8\n"
    "2025-01-01,clinic,2,20,1\n"
    "2025-01-01,school,1,50,5\n"
)
OPTIONS = (
    *("--network", "river", "--measure", "late"),
    *("--team-column", "team", "--period-column", "month"),
    *("--numerator", "late", "--denominator", "seen"),
)


@pytest.fixture
def measure(app) -> Measure:
    network = make_network()
    make_team(network, "clinic")
    make_team(network, "school")
    measure = make_measure(network, "late", chart="pp")
    db.session.commit()
    return measure


@pytest.fixture
def run(app, measure, tmp_path):
    def run(content: str | bytes, *more: str, options=OPTIONS):
        file = tmp_path / "data.csv"
        data = content if isinstance(content, bytes) else content.encode()
        file.write_bytes(data)
        command = ["import", "observations", str(file), *options, *more]
        return app.test_cli_runner().invoke(args=command)

    return run


def stored() -> dict[tuple[str, str], tuple[float, float | None]]:
    query = (
        select(Team.slug, Observation.period, Observation.value, Observation.denominator)
        .select_from(Observation)
        .join(Series, Observation.series_id == Series.id)
        .join(Team, Series.team_id == Team.id)
    )
    return {
        (slug, str(day)): (value, below) for slug, day, value, below in db.session.execute(query)
    }


@pytest.mark.both_databases
def test_it_stores_and_sums(run):
    result = run(HEADER + ROWS)
    assert result.exit_code == 0, result.output
    assert stored() == {
        ("clinic", "2025-01-01"): (9, 100),
        ("clinic", "2025-02-01"): (10, 100),
        ("school", "2025-01-01"): (5, 50),
    }
    assert "Read 4 rows." in result.output
    assert "1 added to another row of the same team and period" in result.output
    assert "2 teams, January 2025 to February 2025." in result.output
    assert "Stored 3 new observations, changed 0; 0 were there already." in result.output


ONLY_NETWORK = (*OPTIONS[:2], *OPTIONS[4:])


def test_a_date_format_that_names_a_part_twice(run):
    result = run(HEADER + ROWS, "--date-format", "%Y-%Y")
    assert result.exit_code == 1
    assert '"2025-01-01" is not a date of the form %Y-%Y.' in result.output
    assert stored() == {}


def test_the_only_shared_measure_needs_no_naming(run):
    result = run(HEADER + ROWS, options=ONLY_NETWORK)
    assert result.exit_code == 0, result.output
    assert len(stored()) == 3


def test_of_several_shared_measures_one_must_be_named(run, measure):
    make_measure(measure.network, "other")
    db.session.commit()
    result = run(HEADER + ROWS, options=ONLY_NETWORK)
    assert result.exit_code == 2
    assert "--measure SLUG. The network shares: late, other." in result.output
    assert stored() == {}


def test_it_filters(run):
    result = run(HEADER + ROWS, "--where", "type=1")
    assert stored()["clinic", "2025-01-01"] == (8, 80)
    assert "1 left out by --where" in result.output


def test_a_second_import_of_the_same_file_changes_nothing(run):
    run(HEADER + ROWS)
    result = run(HEADER + ROWS)
    assert result.exit_code == 0
    assert "Stored 0 new observations, changed 0; 3 were there already." in result.output


def test_other_numbers_are_a_conflict(run):
    run(HEADER + ROWS)
    result = run(HEADER + "2025-01-01,school,1,60,5\n2025-03-01,school,1,60,5\n")
    assert result.exit_code == 1
    assert 'Row 2, column "late": January 2025 is stored as 5 of 50.' in result.output
    assert stored()["school", "2025-01-01"] == (5, 50)
    assert ("school", "2025-03-01") not in stored()


@pytest.mark.both_databases
def test_update_keeps_what_was_there(run):
    run(HEADER + ROWS)
    result = run(HEADER + "2025-01-01,school,1,60,6\n", "--update")
    assert result.exit_code == 0, result.output
    assert stored()["school", "2025-01-01"] == (6, 60)
    kept = db.session.scalar(select(ObservationCorrection))
    assert (kept.old_value, kept.old_denominator) == (5, 50)
    assert kept.reason == "Import of data.csv"
    assert kept.observation.version == 2


def test_an_import_stands_in_the_audit_once(run):
    run(HEADER + ROWS)
    run(HEADER + ROWS)
    [event] = db.session.scalars(select(AuditEvent))
    assert event.action == "import observations"
    assert event.detail.after["file"] == "data.csv"
    assert event.detail.after["new"] == 3


def test_unknown_teams_are_refused_or_made(run):
    row = HEADER + "2025-01-01,Far Farm,1,60,6\n"
    refused = run(row)
    assert refused.exit_code == 1
    assert 'Row 2, column "team": The network has no team "Far Farm".' in refused.output
    made = run(row, "--create-teams")
    assert made.exit_code == 0, made.output
    assert "1 of them new" in made.output
    assert stored()["far-farm", "2025-01-01"] == (6, 60)


def test_new_teams_take_their_names_from_a_column(run):
    table = "month,team,name,seen,late\n2025-01-01,FF1,Far Farm,60,6\n"
    run(table, "--create-teams", "--team-name-column", "name")
    assert db.session.scalar(select(Team.name).where(Team.slug == "ff1")) == "Far Farm"
    twice = table + "2025-02-01,FF1,Near Farm,60,6\n"
    result = run(twice, "--create-teams", "--team-name-column", "name")
    assert '"FF1" is named "Near Farm" here and "Far Farm" in row 2.' in result.output


def test_two_names_of_one_team_are_refused(run):
    result = run(HEADER + "2025-01-01,A B,1,60,6\n2025-01-01,a-b,1,60,6\n", "--create-teams")
    assert result.exit_code == 1
    assert "are one team" in result.output
    assert db.session.scalar(select(func.count(Team.id))) == 2


WRONG = {
    "missing column": ("month,team,type,seen\n2025-01-01,clinic,1,5\n", 'Row 1, column "late": The file has no such column.'),
    "text for a number": (HEADER + "2025-01-01,clinic,1,many,1\n", 'Row 2, column "seen": “many” is not a number.'),
    "numerator above": (HEADER + "2025-01-01,clinic,1,5,6\n", 'Row 2, column "late": 6 is more than 5.'),
    "impossible date": (HEADER + ROWS + "2025-02-30,clinic,1,5,1\n", 'Row 6, column "month": "2025-02-30" is not a date'),
    "not over": (HEADER + "2026-02-01,clinic,1,5,1\n", 'Row 2, column "month": "2026-02-01" lies in a month that is not over yet.'),
    "no date, as some programs write it": (HEADER + "9999-12-31,clinic,1,5,1\n", 'Row 2, column "month": "9999-12-31" is not a date'),
    "only separators": (",,,\n,,,\n", "Row 1: There is nothing in this row or below it."),
    "only quotes": ('""\n', "Row 1: There is nothing in this row or below it."),
    "dates written in two ways": (HEADER + "31/01/2025,clinic,1,5,1\n02/28/2025,clinic,1,5,1\n", "Write all dates in one way."),
    "digits of another script": (HEADER + "2025-01-01,clinic,1,٥,1\n", 'Row 2, column "seen": “٥” is not a number.'),
    "before time": (HEADER + "0201-02-01,clinic,1,5,1\n", 'Row 2, column "month": "0201-02-01" is not a date'),
    "empty": ("", "The file is empty."),
    "blank": ("\n \n", "The file is empty."),
    "only header": (HEADER, "The file has a header and no rows under it."),
    "workbook": (b"PK\x03\x04" + b"\x00" * 30, "The workbook cannot be read: it is damaged"),
    "binary": (b"month,team\x00\x01\x02", "This is not a text file."),
    "no encoding": (b"month,team,type,seen,late\n2025-01-01,clin\x81c,1,5,1\n", "neither UTF-8, UTF-16 nor Windows-1252"),
    "header twice": ("month,team,seen,seen,late\n2025-01-01,clinic,1,5,1\n", 'Row 1, column "seen": The header has this name twice, as cells 3 and 4.'),
    "nan": (HEADER + "2025-01-01,clinic,1,nan,1\n", 'Row 2, column "seen": “nan” is not a number.'),
    "inf": (HEADER + "2025-01-01,clinic,1,inf,1\n", 'Row 2, column "seen": “inf” is not a number.'),
    "too large": (HEADER + "2025-01-01,clinic,1,9999999999999999,1\n", 'Row 2, column "seen": That number is too large'),
    "negative": (HEADER + "2025-01-01,clinic,1,5,-1\n", 'Row 2, column "late": A count cannot be negative.'),
    "part of a person": (HEADER + "2025-01-01,clinic,1,5,1.5\n", 'Row 2, column "late": This is a count'),
    "denominator 0": (HEADER + "2025-01-01,clinic,1,0,1\n", 'Row 2, column "seen": Nothing can be divided by 0.'),
    "number missing": (HEADER + "2025-01-01,clinic,1,,1\n", 'Row 2, column "seen": The number is missing.'),
    "short row": (HEADER + "2025-01-01,clinic,1\n", "Row 2: The row does not have the header's 5 cells."),
    "long row": (HEADER + "2025-01-01,clinic,1,5,1,9\n", "Row 2: The row does not have the header's 5 cells."),
    "team missing": (HEADER + "2025-01-01,,1,5,1\n", 'Row 2, column "team": The team is missing.'),
    "date missing": (HEADER + ",clinic,1,5,1\n", 'Row 2, column "month": The date is missing.'),
    "ambiguous": (HEADER + "02/01/2025,clinic,1,5,1\n", '"02/01/2025" may be February 1, 2025 (--date-format %m/%d/%Y) or January 2, 2025 (--date-format %d/%m/%Y). Say which.'),
    "open quote": (HEADER + '2025-01-01,"clinic,1,5,1\n', "Row 2: The row cannot be read as CSV"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "says"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_changes_nothing(run, content, says):
    result = run(content, "--create-teams")
    assert result.exit_code == 1, result.output
    assert says in result.output
    assert "data.csv was not imported; nothing was changed." in result.output
    assert stored() == {}
    assert db.session.query(Series).count() == 0
    assert db.session.query(AuditEvent).count() == 0
    assert db.session.scalar(select(func.count(Team.id))) == 2


def test_it_lists_many_problems_and_counts_the_rest(run):
    result = run(HEADER + "2025-01-01,clinic,1,x,1\n" * 30)
    assert result.output.count("is not a number") == 20
    assert "and 10 more." in result.output


def test_it_suggests_the_column_that_was_meant(run):
    options = tuple("lete" if option == "late" else option for option in OPTIONS[4:])
    result = run(HEADER + ROWS, options=(*OPTIONS[:4], *options))
    assert 'Did you mean "late"?' in result.output


def test_it_says_what_a_filter_could_have_taken(run):
    result = run(HEADER + ROWS, "--where", "type=9")
    assert result.exit_code == 1
    assert 'No row has type=9. The column "type" says "1", "2".' in result.output


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_it_reads_encodings(run, encoding):
    text = HEADER + "2025-01-01,Café,1,5,1\n"
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    result = run((mark + text).encode(encoding), "--create-teams")
    assert result.exit_code == 0, result.output
    assert "Café" in db.session.scalars(select(Team.name)).all()


DATES = {
    "ISO": ("2025-01-01", "2025-02-01"),
    "month": ("2025-01", "2025-02"),
    "month first": ("01/31/2025", "02/28/2025"),
    "day first": ("31/01/2025", "28/02/2025"),
    "named": ("Jan 2025", "Feb 2025"),
    "with time": ("2025-01-01 00:00:00", "2025-02-01 00:00:00"),
    "in the month": ("2025-01-17", "2025-02-03"),
}


@pytest.mark.parametrize(("first", "second"), DATES.values(), ids=DATES)
def test_it_reads_dates(run, first, second):
    result = run(HEADER + f"{first},clinic,1,5,1\n{second},clinic,1,5,2\n")
    assert result.exit_code == 0, result.output
    assert list(stored()) == [("clinic", "2025-01-01"), ("clinic", "2025-02-01")]


def test_a_given_format_settles_ambiguous_dates(run):
    result = run(HEADER + "02/01/2025,clinic,1,5,1\n", "--date-format", "%d/%m/%Y")
    assert result.exit_code == 0, result.output
    assert list(stored()) == [("clinic", "2025-01-01")]


def test_one_odd_date_in_a_column_is_named(run):
    rows = "01/13/2025,clinic,1,5,1\n13/02/2025,clinic,1,5,1\n03/14/2025,clinic,1,5,1\n"
    result = run(HEADER + rows)
    assert 'Row 3, column "month": "13/02/2025" is not a date like the others.' in result.output


def test_semicolons_quotes_and_blank_lines(run):
    table = 'month;team;seen;late\n\n2025-01-01;"clinic";"1,240";3\n;;;\n'
    assert run(table).exit_code == 0
    assert stored() == {("clinic", "2025-01-01"): (3, 1240)}


def test_rows_without_numbers_are_gaps(run):
    result = run(HEADER + "2025-01-01,clinic,1,,\n2025-02-01,clinic,1,5,1\n")
    assert list(stored()) == [("clinic", "2025-02-01")]
    assert "1 skipped: they hold no numbers" in result.output


def test_a_period_with_nobody_is_a_gap(run):
    result = run(HEADER + "2025-01-01,clinic,1,0,0\n2025-02-01,clinic,1,5,1\n")
    assert list(stored()) == [("clinic", "2025-02-01")]
    assert "1 teams' periods skipped: their denominator is 0" in result.output


def test_single_values_cannot_be_summed(run, measure):
    measure.data_kind, measure.frequency = DataKind.SINGLE, Frequency.QUARTER
    db.session.commit()
    options = (*OPTIONS[:8], "--value", "late")
    result = run(HEADER + "2025-01-01,clinic,1,0,7.5\n2025-04-01,clinic,1,0,-3\n", options=options)
    assert result.exit_code == 0, result.output
    assert stored() == {("clinic", "2025-01-01"): (7.5, None), ("clinic", "2025-04-01"): (-3, None)}
    result = run(HEADER + "2025-07-01,clinic,1,0,1\n2025-08-01,clinic,1,0,2\n", options=options)
    assert 'Row 3, column "month": Row 2 has a value for this team and period' in result.output


def test_a_proportion_needs_its_denominator(run):
    result = run(HEADER + ROWS, options=OPTIONS[:10])
    assert "Name both columns" in result.output


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("--network", "lake"), 'No network "lake". There is: river.'),
        (("--measure", "none"), 'No measure "none" there. There is: late.'),
        (("--where", "type"), "Write it as column=text"),
        (("--value", "late"), "Name the numbers' column"),
    ],
)
def test_wrong_options_say_what_there_is(run, wrong, says):
    result = run(HEADER + ROWS, *wrong)
    assert result.exit_code == 2
    assert says in result.output


def test_an_ended_series_takes_no_later_data(run, measure):
    team = db.session.scalar(select(Team).where(Team.slug == "clinic"))
    series = make_series(team, measure)
    series.ended_on = date(2025, 1, 31)
    db.session.commit()
    result = run(HEADER + ROWS)
    assert (
        'Row 2, column "month": Clinic stopped collecting these data before then.' in result.output
    )
    assert stored() == {}


def test_a_teams_own_measure_takes_no_other_teams_data(run, measure):
    measure.team = db.session.scalar(select(Team).where(Team.slug == "school"))
    db.session.commit()
    result = run(HEADER + ROWS)
    assert "is another team's own measure" in result.output
