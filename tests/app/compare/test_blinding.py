"""Blinding attacked: nothing that a reader outside gets tells who is behind a code, or how large."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from app.access import standing_of
from app.audit.models import AuditDetail, AuditEvent
from app.compare.blinding import method_of_course
from app.compare.codes import codes_of, scope_of
from app.compare.models import TeamCode
from app.compare.page import comparison
from app.compare.reads import read_all
from app.compare.seen import FEWEST
from app.extensions import db
from app.measures.models import Series, SeriesPhase, Share, Sharing
from app.measures.series import analyze, method_of
from app.networks.models import WorkingGroup
from app.teams.models import Team
from tests.app.compare.helpers import CALM, CODE, CODES, COMPARE, WORDS, keep, shared  # noqa: F401
from tests.factories import make_measure, make_series, make_team

HIDDEN = (*WORDS, "sorrel-hollow", "Sorrel")


def titles(html: str) -> list[str]:
    """The panels' names in the order of the page."""
    found = re.findall(r'<h3 class="name" title="([^"]*)"', html)
    return [each for each in found if each]


def team_of(slug: str) -> Team:
    return db.session.scalars(db.select(Team).where(Team.slug == slug)).one()


@pytest.mark.parametrize("reader", ["nora", "charlie", "frank", "bea", "otto"])
@pytest.mark.parametrize(
    "query", ["", "?order=name", "?order=size", "?order=change", "?scale=own", "?view=table"]
)
def test_no_page_or_fragment_names_a_team_under_a_code(shared, sign_in, reader, query):  # noqa: F811
    client = sign_in(getattr(shared, reader))
    for headers in ({}, {"HX-Request": "true"}):
        html = client.get(COMPARE + query, headers=headers).get_data(as_text=True).lower()
        for word in HIDDEN:
            assert word.lower() not in html, word
        assert "maple" in html
        assert len(set(re.findall(rf"team ({CODE})", html, re.IGNORECASE))) == len(WORDS)


def test_a_panel_under_a_code_leads_nowhere_and_carries_no_number_of_a_row(shared, sign_in):  # noqa: F811
    html = sign_in(shared.nora).get(COMPARE).get_data(as_text=True)
    panels = re.findall(r'<article class="multiple.*?</article>', html, re.DOTALL)
    coded = [each for each in panels if re.search(rf"Team {CODE}", each)]
    assert len(coded) == len(WORDS)
    for panel in coded:
        assert "href" not in panel
        assert not re.search(r'\b(?:id|data-[a-z]+|name|value)="', panel)


def test_pages_and_files_of_a_team_under_a_code_are_not_there(shared, sign_in):  # noqa: F811
    client = sign_in(shared.nora)
    for word in (*WORDS, "sorrel-hollow"):
        page = f"/networks/river/teams/{word}/measures/urgent-visits"
        for end in (
            "",
            "/data.csv",
            "/data.xlsx",
            "/chart.png?width=full",
            "/chart.svg",
            "/sharing",
        ):
            assert client.get(page + end).status_code == 404, page + end
        assert client.post(f"{page}/code").status_code == 404
        html = client.get(f"/networks/river/teams/{word}").get_data(as_text=True)
        assert '<svg class="panel-plot"' not in html
        assert "urgent-visits" not in html


def test_files_hold_the_course_alone(shared, sign_in):  # noqa: F811
    client = sign_in(shared.nora)
    text = client.get(f"{COMPARE}/data.csv").get_data(as_text=True)
    book = load_workbook(io.BytesIO(client.get(f"{COMPARE}/data.xlsx").data))
    whole = text + "".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )
    for word in HIDDEN:
        assert word.lower() not in whole.lower()
    rows = list(csv.reader(io.StringIO(text)))
    coded = [row for row in rows if re.fullmatch(rf"Team {CODE}", row[0])]
    assert len(coded) == len(WORDS) * len(CALM)
    for _team, _period, numerator, denominator, value, _left_out in coded:
        assert numerator == denominator == ""
        assert float(value) == round(float(value), 1), "more digits tell the fraction"
    # Names before codes, codes in the order that chance gave.
    order = [row[0] for row in rows[1:] if len(row) == 6]
    assert order == sorted(
        order, key=lambda name: (bool(re.fullmatch(rf"Team {CODE}", name)), name)
    )


def test_the_api_knows_no_series_of_a_team_under_a_code(shared, sign_in):  # noqa: F811
    client = sign_in(shared.nora)
    for word in WORDS:
        base = f"/api/v1/networks/river/teams/{word}/measures"
        assert "urgent-visits" not in client.get(base).get_data(as_text=True)
        assert client.get(f"{base}/urgent-visits/observations").status_code in {401, 404}


def test_the_page_does_not_change_with_how_many_are_behind_the_values(shared, sign_in):  # noqa: F811
    """Denominators ten times as large, or one that grows: every byte stays the same."""
    client = sign_in(shared.nora)
    for query in (
        "",
        "?order=size",
        "?order=change",
        "?view=table",
        "?scale=own",
        "?from=2024-06-01",
    ):
        for factors in ((10.0,) * 24, tuple(1.0 + month for month in range(24))):
            before = _plain(client.get(COMPARE + query))
            sheet = client.get(f"{COMPARE}/data.csv").data
            for series in _blinded():
                for factor, each in zip(factors, series.observations, strict=True):
                    each.value *= factor
                    each.denominator *= factor
            db.session.commit()
            assert _plain(client.get(COMPARE + query)) == before, query
            assert client.get(f"{COMPARE}/data.csv").data == sheet
            for series in _blinded():
                for factor, each in zip(factors, series.observations, strict=True):
                    each.value /= factor
                    each.denominator /= factor
            db.session.commit()


def test_limits_of_a_course_are_constant_and_follow_from_the_shown_values(shared, sign_in):  # noqa: F811
    """The same as somebody computes from the downloaded values alone: mean ± 2.66 mean range."""
    client = sign_in(shared.nora)
    html = client.get(COMPARE).get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(client.get(f"{COMPARE}/data.csv").get_data(as_text=True))))
    panels = dict(
        re.findall(rf'title="(Team {CODE})".*?<path class="pn-band" d="([^"]*)"', html, re.DOTALL)
    )
    axis = re.search(r"Every chart runs from 0% to (\d+)%", html)
    assert axis
    for name, path in panels.items():
        values = [float(row[4]) for row in rows if row[0] == name and len(row) == 6]
        center = sum(values) / len(values)
        ranges = [abs(b - a) for a, b in pairwise(values)]
        reach = 3 * (sum(ranges) / len(ranges)) / 1.128
        edges = {float(y) for y in re.findall(r"[ V](\d+(?:\.\d+)?)(?=[HVLZ]|$)", path)}
        # A panel is 104 high, its lower edge at 103; 100 stand for the whole scale.
        expected = [
            103 - 100 * limit / float(axis[1]) for limit in (center - reach, center + reach)
        ]
        expected = [min(103.0, max(0.0, each)) for each in expected]
        assert len(edges) == 2, (name, path)
        assert sorted(edges) == pytest.approx(sorted(expected), abs=0.11)


def test_codes_follow_from_nothing(cast):
    """Not from id, name or time: the ranks of 200 codes and of their teams go their own ways."""
    teams = [make_team(cast.network, f"team-{number:03}") for number in range(200)]
    other = make_measure(cast.network, "other")
    db.session.flush()
    ids = [team.id for team in teams]
    one, two = (codes_of(cast.network.id, scope_of(each), ids) for each in (cast.measure, other))
    assert len(set(one.values())) == len(set(two.values())) == 200
    assert one != two, "a code holds on one measure"
    for codes in (one, two):
        ranks = sorted(range(200), key=lambda at: codes[ids[at]])
        mean = 199 / 2
        covariance = sum((rank - mean) * (at - mean) for at, rank in enumerate(ranks))
        spread = sum((at - mean) ** 2 for at in range(200))
        # By chance a rank correlation of 200 is beyond 5 standard errors once in two million.
        assert abs(covariance / spread) < 5 / 199**0.5
    assert codes_of(cast.network.id, scope_of(cast.measure), ids) == one, "and stays"


def test_order_follows_codes_where_charts_say_the_same(shared, sign_in):  # noqa: F811
    html = sign_in(shared.nora).get(f"{COMPARE}?order=name").get_data(as_text=True)
    assert titles(html)[:2] == ["Maple", "Oak"]
    codes = titles(html)[2:]
    assert codes == sorted(codes)
    for order in ("size", "change"):
        html = sign_in(shared.nora).get(f"{COMPARE}?order={order}").get_data(as_text=True)
        assert titles(html)[2:] == codes, "neither size nor change moves a team under a code"


def test_no_filter_singles_a_team_out(shared, sign_in):  # noqa: F811
    east = WorkingGroup(network=shared.network, name="East")
    db.session.add(east)
    for slug in (*WORDS[:3], "maple"):
        team = team_of(slug)
        team.working_group, team.tags, team.context = east, ["rural"], "Clinic"
    db.session.commit()
    client = sign_in(shared.nora)
    for query in (
        f"group={east.id}",
        "tag=rural",
        "context=Clinic",
        "q=a",
        "q=beech",
        f"q={CODE[:1]}",
    ):
        html = client.get(f"{COMPARE}?{query}").get_data(as_text=True)
        assert not re.search(rf'title="Team {CODE}"', html), query
    html = client.get(f"{COMPARE}?group={east.id}").get_data(as_text=True)
    assert titles(html) == ["Maple"]
    assert "4 teams under a code are not shown here" in html, "as many whatever the filter"
    assert "4 teams under a code" in client.get(f"{COMPARE}?tag=rural").get_data(as_text=True)


def test_tags_of_hidden_teams_are_not_offered(shared, sign_in):  # noqa: F811
    team_of("beech").tags, team_of("maple").tags = ["only-beech"], ["by the sea"]
    team_of("sorrel-hollow").context = "only-sorrel"
    db.session.commit()
    html = sign_in(shared.nora).get(COMPARE).get_data(as_text=True)
    assert "by the sea" in html
    assert "only-beech" not in html
    assert "only-sorrel" not in html


def test_fewer_than_three_are_not_shown_at_all(cast, sign_in):
    cast.measure.sharing = Sharing.CHOICE
    keep(cast, "maple", Share.OPEN)
    for word in WORDS[: FEWEST - 1]:
        keep(cast, word, Share.BLINDED)
    db.session.commit()
    html = sign_in(cast.nora).get(COMPARE).get_data(as_text=True)
    assert titles(html) == ["Maple"]
    assert "2 teams chose to be shown by a code only." in html
    assert "Maple" in (text := sign_in(cast.nora).get(f"{COMPARE}/data.csv").get_data(as_text=True))
    assert not re.search(rf"Team {CODE}", text)
    keep(cast, WORDS[2], Share.BLINDED)
    db.session.commit()
    html = sign_in(cast.nora).get(COMPARE).get_data(as_text=True)
    assert len(titles(html)) == 4


def test_one_sees_ones_own_by_name_and_the_others_by_codes(shared, sign_in):  # noqa: F811
    make_series(shared.other_team, shared.measure, [(v, 90.0) for v in CALM]).share = Share.BLINDED
    db.session.commit()
    html = sign_in(shared.charlie).get(COMPARE).get_data(as_text=True)
    own = re.search(r'multiple--own.*?title="([^"]*)"', html, re.DOTALL)
    assert own
    assert own[1] == "School"
    assert len([each for each in titles(html) if re.fullmatch(rf"Team {CODE}", each)]) == 4
    assert "School" not in sign_in(shared.nora).get(COMPARE).get_data(as_text=True)


def test_who_may_resolve_codes_asks_and_is_written_down(shared, sign_in):  # noqa: F811
    for reader in ("frank", "bea"):
        client = sign_in(getattr(shared, reader))
        html = client.get(COMPARE).get_data(as_text=True)
        assert "Show who is behind the codes" in html
        before = _resolved()
        html = client.post(CODES).get_data(as_text=True)
        for word in WORDS:
            assert word.title() in html
        assert "Sorrel" not in html, "a closed team has no code"
        assert len(_resolved()) == len(before) + 1
        detail = db.session.scalars(
            db.select(AuditDetail).order_by(AuditDetail.event_id.desc()).limit(1)
        ).one()
        assert set(detail.after.values()) >= {word.title() for word in WORDS}
        assert client.get(CODES).status_code in {404, 405}, "nobody resolves by following a link"
    for reader in ("nora", "charlie", "otto", "cora", "alice"):
        client = sign_in(getattr(shared, reader))
        assert "Show who is behind" not in client.get(COMPARE).get_data(as_text=True)
        assert client.post(CODES).status_code == 403
    assert sign_in(shared.olga).post(CODES).status_code == 404
    assert len(_resolved()) == 2


def test_a_team_and_its_coach_may_ask_for_their_own_code(shared, sign_in):  # noqa: F811
    make_series(shared.team, shared.measure, [(v, 90.0) for v in CALM]).share = Share.BLINDED
    db.session.commit()
    page = "/networks/river/teams/clinic/measures/urgent-visits"
    for reader in ("alice", "vera", "cora"):
        client = sign_in(getattr(shared, reader))
        html = client.get(f"{page}/sharing").get_data(as_text=True)
        assert not re.search(rf"<strong>Team {CODE}", html)
        html = client.post(f"{page}/code").get_data(as_text=True)
        code = re.search(rf"<strong>Team ({CODE})", html)
        assert code
        kept = db.session.scalars(
            db.select(TeamCode).where(TeamCode.team_id == shared.team.id)
        ).one()
        assert kept.code == code[1]
    assert len(_resolved()) == 3
    for reader in ("nora", "otto", "frank", "bea"):
        assert sign_in(getattr(shared, reader)).post(f"{page}/code").status_code == 404


@pytest.mark.both_databases
def test_a_page_that_is_only_read_stores_new_codes_once(shared, sign_in):  # noqa: F811
    client = sign_in(shared.nora)
    first = titles(client.get(COMPARE).get_data(as_text=True))
    assert titles(client.get(COMPARE).get_data(as_text=True)) == first
    assert db.session.query(TeamCode).count() == len(WORDS)


def _resolved() -> list[AuditEvent]:
    return list(
        db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "resolve codes"))
    )


def _blinded() -> list[Series]:
    return list(db.session.scalars(db.select(Series).where(Series.share == Share.BLINDED)))


def _plain(response) -> str:
    """The page without the token that each answer has anew."""
    html = response.get_data(as_text=True)
    tokens = set(re.findall(r'name="csrf_token"\s+(?:type="hidden" )?value="([^"]+)"', html))
    tokens |= set(re.findall(r'X-CSRFToken": "([^"]+)"', html))
    for token in tokens:
        html = html.replace(token, "")
    return html


def test_what_is_kept_of_a_panel_draws_it_again_and_holds_no_more(shared, app):  # noqa: F811
    for series in _blinded():
        series.observations[3].excluded_because = "a move"
        series.phases.append(SeriesPhase(starts_on=date(2025, 1, 1), reason="new work"))
        series.observations.remove(series.observations[5])
    db.session.commit()
    with app.test_request_context():
        found = comparison(shared.measure, standing_of(shared.nora))
        method = method_of_course(method_of(shared.measure))
        panels = [panel for group in found.groups for panel in group.panels if panel.coded]
        reads = {
            read.seen.label: read.analysis for read in read_all(shared.measure, found.seen.teams)
        }
    assert len(panels) == len(WORDS)
    for panel in panels:
        kept = panel.team
        assert (kept.series_id, kept.team_id, kept.slug, kept.name) == (0, 0, "", panel.name)
        assert all(row.denominator is None for row in kept.rows)
        again = analyze(method, kept.rows, kept.phase_starts, kept.baselines)
        shown = reads[panel.name]
        assert again is not None
        assert shown is not None
        assert again.center.tolist() == shown.center.tolist()
        assert again.upper.tolist() == shown.upper.tolist()
        assert again.verdict == shown.verdict
