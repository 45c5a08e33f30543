"""The tables that pages offer: what is in them, who gets them, and that the audit tells of it."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from app.audit.models import AuditEvent
from app.causes.models import Cause, SignalCause
from app.clock import now
from app.extensions import db
from app.interviews.models import Consent, Interview, Quote
from app.measures.models import Sharing
from app.networks.models import Strategy, WorkingGroup
from app.pdsa.models import Cycle, CycleTask, Prediction
from app.stakeholders.models import Stakeholder, StakeholderKind, StakeholderPosition
from tests.app.measures.examples import PAGE, clinic_series
from tests.factories import make_series

CLINIC = "/networks/river/teams/clinic"
COMPARE = "/networks/river/measures/urgent-visits/compare"
TEAM_TABLES = ("cycles", "aim", "charter", "theory", "interviews", "assessments", "signals")
NETWORK_TABLES = ("measures", "ideas", "people", "audit")


def workbook(response):
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.data))


def values(sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def rows(response) -> list[list[str]]:
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_a_measure_comes_with_its_signals_and_its_definition(cast, sign_in):
    clinic_series(cast)
    response = sign_in(cast.vera).get(f"{PAGE}/data.xlsx")
    name = "clinic-urgent-visits-2025-12.xlsx"
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
    book = workbook(response)
    assert book.sheetnames == ["Values", "Signals", "Chart", "Definition", "Definition history"]
    first = values(book["Values"])[1]
    assert first[0].date() == date(2024, 1, 1)
    assert first[1:4] == [30, 200, 15]
    signals = values(book["Signals"])
    # examples.py: nine months at 17 or 18 of 200 after 15 near 30.
    shift = next(row for row in signals[1:] if row[0].startswith("Shift"))
    assert (shift[2], shift[3].date(), shift[4].date()) == (
        "down",
        date(2025, 4, 1),
        date(2025, 12, 1),
    )
    said = dict(values(book["Definition"])[1:])
    assert said["Numerator"] == "Had an urgent visit"
    assert said["Version of the definition"] == 1
    (history,) = values(book["Definition history"])[1:]
    assert history[:2] == [1, 1]


def test_each_sheet_is_a_csv_too(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.vera)
    response = client.get(f"{PAGE}/data.csv?sheet=definition-history")
    assert rows(response)[0][0] == "revision"
    assert "clinic-urgent-visits-2025-12-definition-history.csv" in str(response.headers)
    assert client.get(f"{PAGE}/data.csv?sheet=nothing").status_code == 404
    assert client.get(f"{PAGE}/data.ods").status_code == 404


def test_what_the_team_says_of_a_signal_stays_with_the_team(cast, sign_in):
    series = clinic_series(cast)
    db.session.add(
        SignalCause(
            series=series,
            side="down",
            first=date(2025, 4, 1),
            last=date(2025, 12, 1),
            cause=Cause.OUR_CHANGE,
            note="the calls",
            decided_by=cast.alice,
        )
    )
    db.session.commit()
    for name, sees in (("vera", True), ("charlie", False)):
        sheet = workbook(sign_in(getattr(cast, name)).get(f"{PAGE}/data.xlsx"))["Signals"]
        assert ("Our change" in str(values(sheet))) is sees
    told = rows(sign_in(cast.vera).get(f"{CLINIC}/signals.csv"))
    assert told[1][8:12] == ["Our change", "", "the calls", "Alice"]


def test_all_teams_come_with_what_each_chart_says(cast, sign_in):
    clinic_series(cast)
    make_series(cast.other_team, cast.measure, [(3, 8), (10, 40)])
    db.session.commit()
    book = workbook(sign_in(cast.nora).get(f"{COMPARE}/data.xlsx"))
    assert book.sheetnames == ["Values", "Teams", "Definition", "Definition history"]
    assert {row[0] for row in values(book["Values"])[1:]} == {"Clinic", "School"}
    assert values(book["Teams"])[1][:4] == ["Clinic", "Improving", values(book["Teams"])[1][2], 24]


@pytest.mark.parametrize(("name", "months"), [("charlie", 2), ("alice", 1), ("nora", 1)])
def test_small_numbers_of_others_are_not_in_the_comparison(cast, sign_in, name, months):
    make_series(cast.other_team, cast.measure, [(3, 8), (10, 40)])
    cast.measure.smallest_denominator = 10
    db.session.commit()
    found = rows(sign_in(getattr(cast, name)).get(f"{COMPARE}/data.csv"))[1:]
    assert len(found) == months


def test_a_closed_measure_shows_each_its_own(cast, sign_in):
    clinic_series(cast)
    make_series(cast.other_team, cast.measure, [(10, 40)])
    cast.measure.sharing = Sharing.CLOSED
    db.session.commit()
    for name, teams in (("alice", {"Clinic"}), ("charlie", {"School"})):
        found = rows(sign_in(getattr(cast, name)).get(f"{COMPARE}/data.csv"))[1:]
        assert {row[0] for row in found} == teams
    assert (
        rows(sign_in(cast.nora).get(f"{COMPARE}/data.csv"))[1][0]
        == "No team has entered a value yet."
    )


def test_cycles_come_with_predictions_and_tasks(cast, sign_in):
    cycle = Cycle(
        team=cast.team,
        number=1,
        title="=cmd",
        owner=cast.bob,
        starts_on=date(2025, 2, 3),
        predictions=[Prediction(text="fewer", low=10, high=20, result=12, confidence=80)],
        to_do=[CycleTask(text="call", owner=cast.alice, due_on=date(2025, 2, 9))],
    )
    gone = Cycle(team=cast.team, number=2, title="Deleted", deleted_at=now())
    db.session.add_all([cycle, gone])
    db.session.commit()
    book = workbook(sign_in(cast.cora).get(f"{CLINIC}/cycles.xlsx"))
    (only,) = values(book["Cycles"])[1:]
    assert only[:2] == [1, "=cmd"]
    assert book["Cycles"]["B2"].data_type == "s"
    assert only[5] == "Bob"
    assert only[7].date() == date(2025, 2, 3)
    (prediction,) = values(book["Predictions"])[1:]
    assert prediction[:4] == [1, "fewer", 10, 20]
    assert prediction[7:] == [80, 12, None, "hit"]
    assert values(book["Tasks"])[1][1:3] == ["call", "Alice"]


def test_the_map_that_the_network_sees_holds_no_plans(cast, sign_in):
    cast.team.stakeholders_open = True
    db.session.add_all(
        [
            Stakeholder(
                team=cast.team,
                name="Parents",
                kind=StakeholderKind.GROUP,
                concerns="the bill",
                lived_experience=True,
                owner=cast.bob,
                positions=[
                    StakeholderPosition(on=date(2025, 1, 1), support=-1, importance=4, note="shy"),
                    StakeholderPosition(on=date(2025, 2, 1), support=1, importance=4),
                ],
            ),
            Stakeholder(team=cast.team, name="Not placed", kind=StakeholderKind.PERSON),
        ]
    )
    db.session.commit()
    own = sign_in(cast.vera).get(f"{CLINIC}/stakeholders.xlsx")
    others = sign_in(cast.charlie).get(f"{CLINIC}/stakeholders.xlsx")
    assert "the bill" in str(values(workbook(own)["Stakeholders"]))
    book = workbook(others)
    assert book.sheetnames == ["Stakeholders", "Positions"]
    head, parents = values(book["Stakeholders"])
    assert parents[:4] == ["Parents", 1, 4, "Partner"]
    assert len(head) == 5
    told = str([values(sheet) for sheet in book])
    for secret in ("the bill", "shy", "Bob", "Not placed"):
        assert secret not in told


def test_a_quote_without_consent_is_in_no_file(cast, sign_in):
    for consent, words in ((Consent.NOTES, "kept secret"), (Consent.QUOTES, "may be told")):
        interview = Interview(team=cast.team, on=date(2025, 1, 2), who="a father", consent=consent)
        interview.quotes = [Quote(text=words)]
        db.session.add(interview)
    db.session.commit()
    told = sign_in(cast.bob).get(f"{CLINIC}/interviews.csv").data.decode()
    assert "may be told" in told
    assert "kept secret" not in told


def test_a_network_comes_with_its_teams_working_groups_and_strategies(cast, sign_in):
    strategy = Strategy(network=cast.network, name="Medicine", lead=cast.bea)
    outer = WorkingGroup(network=cast.network, name="All clinics", strategy=strategy)
    inner = WorkingGroup(network=cast.network, name="Small ones", parent=outer)
    cast.team.working_group = inner
    db.session.add_all([strategy, outer, inner])
    db.session.commit()
    client = sign_in(cast.alice)
    told = workbook(client.get("/networks/river/teams.xlsx"))
    rows_ = values(told["Teams"])[1:]
    assert ["Clinic", "clinic", None, "Small ones", "yes"] in rows_
    assert ["School", "school", None, None, None] in rows_
    assert values(told["Working groups"])[1:] == [
        [1, "All clinics", None, None, "Medicine", 1],
        [2, "Small ones", "All clinics", None, None, 1],
    ]
    assert values(told["Strategies"])[1] == ["Medicine", None, "Bea", None]
    assert len(rows(client.get("/networks/river/teams.csv?find=school"))) == 2
    assert sign_in(cast.olga).get("/networks/river/teams.csv").status_code == 404


def test_only_who_runs_the_network_gets_everybodys_address(cast, sign_in):
    told = rows(sign_in(cast.bea).get("/networks/river/people.csv"))
    assert ["Alice", "alice@example.org", "Clinic", "Lead", "", "", ""] in told
    assert ["Cora", "cora@example.org", "Clinic", "Coaches it", "", "", ""] in told
    assert not any("olga" in cell for row in told for cell in row)
    assert sign_in(cast.frank).get("/networks/river/people.csv").status_code == 403
    own = rows(sign_in(cast.vera).get(f"{CLINIC}/people.csv"))
    assert "@" not in str(own)


@pytest.mark.parametrize("ext", ["csv", "xlsx"])
@pytest.mark.parametrize("table", TEAM_TABLES)
def test_a_team_without_anything_gets_a_table_that_says_so(cast, sign_in, table, ext):
    response = sign_in(cast.vera).get(f"{CLINIC}/{table}.{ext}")
    assert response.status_code == 200
    second = rows(response)[1] if ext == "csv" else values(workbook(response).worksheets[0])[1]
    assert re.fullmatch(r"(The team|No chart|Nobody) .*\.", str(second[0]))
    assert not any(second[1:])


@pytest.mark.parametrize("table", TEAM_TABLES)
def test_a_teams_tables_are_not_there_for_others(cast, sign_in, table):
    for name in ("charlie", "otto", "frank", "nora", "olga"):
        assert sign_in(getattr(cast, name)).get(f"{CLINIC}/{table}.csv").status_code == 404


def test_taking_a_table_stands_in_the_audit(cast, sign_in):
    clinic_series(cast)
    sign_in(cast.nora).get(f"{PAGE}/data.xlsx")
    sign_in(cast.nora).head(f"{PAGE}/data.xlsx")
    sign_in(cast.charlie).get(f"{CLINIC}/cycles.csv")  # 404: nothing was taken
    (event,) = db.session.scalars(db.select(AuditEvent).filter_by(action="download"))
    assert event.actor_id == cast.nora.id
    assert (event.thing_kind, event.thing_id) == ("team", cast.team.id)
    assert event.detail.after == {
        "table": "Urgent visits, Clinic",
        "format": "Excel",
        "rows": 24,
    }


PAGES = {
    "cycles": "cycles",
    "aim/revisions": "aim",
    "charter": "charter",
    "theory": "theory",
    "stakeholders": "stakeholders",
    "interviews": "interviews",
    "assessments": "assessments",
    "people": "people",
    "": "signals",
    "measures/urgent-visits": "measures/urgent-visits/data",
}


@pytest.mark.parametrize(("page", "table"), PAGES.items())
def test_a_teams_page_offers_its_table(cast, sign_in, page, table):
    clinic_series(cast)
    client = sign_in(cast.vera)
    html = client.get(f"{CLINIC}/{page}".rstrip("/")).get_data(as_text=True)
    links = re.findall(rf'href="({CLINIC}/{table}\.(?:csv|xlsx)[^"]*)"', html)
    assert len(links) >= 2
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(
    ("page", "table"),
    [
        ("measures", "measures"),
        ("ideas", "ideas"),
        ("", "teams"),
        ("people", "people"),
        ("audit", "audit"),
        ("measures/urgent-visits", "measures/urgent-visits/definition"),
        ("measures/urgent-visits/compare", "measures/urgent-visits/compare/data"),
    ],
)
def test_a_networks_page_offers_its_table(cast, sign_in, page, table):
    clinic_series(cast)
    client = sign_in(cast.bea)
    client.get("/networks/river/measures.csv")  # so that the audit holds something
    html = client.get(f"/networks/river/{page}".rstrip("/")).get_data(as_text=True)
    links = re.findall(rf'href="(/networks/river/{table}\.(?:csv|xlsx)[^"]*)"', html)
    assert len(links) >= 2
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200
