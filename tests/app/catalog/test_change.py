"""Changing a definition: reasons, versions, and what charts and passports say of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.models import Measure
from app.teams.models import TeamMembership, TeamRole
from tests.app.catalog.helpers import NETWORK, TEAM, sent
from tests.app.measures.examples import clinic_series
from tests.factories import make_series
from tests.queries import counted

VISITS = f"{NETWORK}/urgent-visits"


def stored(measure: Measure, **changed: Any) -> dict[str, Any]:
    """What the form of the cast's measure sends."""
    return (
        sent(
            name=measure.name,
            role="outcome",
            purpose="",
            definition="",
            numerator_label=measure.numerator_label,
            denominator_label=measure.denominator_label,
            inclusions="",
            exclusions="",
            direction="down",
            target="",
            target_on="",
            source="",
            collector="",
            chart="p",
            rules="ihi",
            smallest_denominator="0",
        )
        | {"version": str(measure.version), "reason": "", "starts_on": ""}
        | changed
    )


def test_another_meaning_raises_the_version_from_a_period_on(cast, sign_in):
    clinic_series(cast)
    data = stored(
        cast.measure,
        exclusions="Planned visits",
        reason="Some counted them",
        starts_on="2025-03-15",
    )
    response = sign_in(cast.bea).post(f"{VISITS}/edit", data=data)
    assert response.status_code == 303
    db.session.expire_all()
    assert cast.measure.definition_version == 2
    assert cast.measure.starts_of_versions == ((2, date(2025, 3, 1)),)
    html = sign_in(cast.alice).get(f"{TEAM}/urgent-visits").get_data(as_text=True)
    assert "Definition version 2 from March 2025" in html
    assert "Version 2, from March 2025" in html  # the passport
    assert f"{TEAM}/points/2025-03-01" not in html
    assert "points/2025-03-01?definition=2#point" in html
    audited = db.session.query(AuditEvent).filter_by(action="change measure").one()
    assert audited.detail.why == "Some counted them"
    assert audited.detail.after["exclusions"] == "Planned visits"


def test_the_flag_leads_to_a_phase_that_is_written_already(cast, sign_in):
    series = clinic_series(cast)
    cast.measure.definition_version = 2
    cast.measure.definition_starts = {"2": "2025-03-01"}
    db.session.commit()
    client = sign_in(cast.alice)
    point = f"{TEAM}/urgent-visits/points/2025-03-01"
    html = client.get(f"{point}?definition=2").get_data(as_text=True)
    assert 'value="Definition 2"' in html
    assert "Definition version 2 from March 2025: the numbers mean something else" in html
    data = {"label": "Definition 2", "reason": "so", "baseline": "", "version": str(series.version)}
    assert client.post(f"{point}/phase", data=data).status_code == 303
    html = client.get(f"{TEAM}/urgent-visits").get_data(as_text=True)
    assert "a phase starts there" in html
    assert "start a phase?" not in html


def test_who_may_not_mark_the_chart_reads_the_flag_only(cast, sign_in):
    clinic_series(cast)
    cast.measure.definition_version = 2
    cast.measure.definition_starts = {"2": "2025-03-01"}
    db.session.commit()
    for person in (cast.vera, cast.charlie, cast.bea):
        html = sign_in(person).get(f"{TEAM}/urgent-visits").get_data(as_text=True)
        assert "Definition version 2 from March 2025" in html
        assert "start a phase?" not in html


def test_what_it_is_called_and_aims_at_is_the_same_version(cast, sign_in):
    clinic_series(cast)
    data = stored(cast.measure, target="8", reason="The committee agreed on it")
    assert sign_in(cast.bea).post(f"{VISITS}/edit", data=data).status_code == 303
    db.session.expire_all()
    assert (cast.measure.definition_version, cast.measure.target) == (1, 8.0)


def test_the_wording_alone_can_change(cast, sign_in):
    clinic_series(cast)
    data = stored(cast.measure, definition="Plainer.", reason="Clearer", wording_only="y")
    assert sign_in(cast.bea).post(f"{VISITS}/edit", data=data).status_code == 303
    db.session.expire_all()
    assert (cast.measure.definition_version, cast.measure.definition) == (1, "Plainer.")


def test_another_multiplier_is_never_only_wording(cast, sign_in):
    clinic_series(cast)
    data = stored(cast.measure, multiplier="1000", unit="per 1,000", reason="x", wording_only="y")
    response = sign_in(cast.bea).post(f"{VISITS}/edit", data=data)
    assert response.status_code == 422
    assert "From which month on?" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"definition": "Other.", "reason": ""}, "Say in a few words why."),
        ({"definition": "Other.", "reason": "x"}, "From which month on?"),
        ({"definition": "Other.", "reason": "x", "starts_on": "1920-01-01"}, "Check the year."),
        ({"definition": "Other.", "reason": "x", "starts_on": "2030-01-01"}, "Check the year."),
        ({"reason": "x"}, "Nothing was changed"),
        ({"data_kind": "rate", "chart": "u", "reason": "x"}, "Retire this measure"),
        ({"frequency": "week", "reason": "x"}, "They are kept by the month."),
        ({"target": "130", "reason": "x"}, "can never be reached"),
    ],
)
def test_what_cannot_be_changed_so_is_refused(cast, sign_in, changed, sentence):
    clinic_series(cast)
    response = sign_in(cast.bea).post(f"{VISITS}/edit", data=stored(cast.measure, **changed))
    assert response.status_code == 422
    assert sentence in response.get_data(as_text=True)
    db.session.expire_all()
    assert cast.measure.definition_version == 1


def test_the_kind_can_change_while_nothing_is_stored(cast, sign_in):
    data = stored(cast.measure, data_kind="rate", chart="u", unit="per child", reason="Wrong kind")
    assert sign_in(cast.bea).post(f"{VISITS}/edit", data=data).status_code == 303
    db.session.expire_all()
    assert cast.measure.chart == "u"
    assert cast.measure.starts_of_versions == ()


def test_a_later_version_begins_after_the_one_before(cast, sign_in):
    clinic_series(cast)
    client = sign_in(cast.bea)
    for text, start, status in (
        ("One.", "2025-03-01", 303),
        ("Two.", "2025-02-01", 422),
        ("Two.", "2025-06-01", 303),
    ):
        db.session.expire_all()
        data = stored(cast.measure, definition=text, reason="x", starts_on=start)
        assert client.post(f"{VISITS}/edit", data=data).status_code == status
    db.session.expire_all()
    assert [version for version, _day in cast.measure.starts_of_versions] == [2, 3]


def test_who_saves_second_sees_both_versions(cast, sign_in):
    data = stored(cast.measure, collector="The nurse", reason="x", version="0")
    response = sign_in(cast.bea).post(f"{VISITS}/edit", data=data)
    html = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "Somebody else changed this" in html
    assert "The nurse" in html
    data["version"] = str(cast.measure.version)
    assert sign_in(cast.bea).post(f"{VISITS}/edit", data=data).status_code == 303


def test_any_two_states_can_be_compared(cast, sign_in):
    client = sign_in(cast.bea)
    for text in ("One.", "Two."):
        db.session.expire_all()
        data = stored(cast.measure, exclusions=text, reason=f"Because {text}")
        client.post(f"{VISITS}/edit", data=data)
    reader = sign_in(cast.nora)
    html = reader.get(f"{VISITS}/versions").get_data(as_text=True)
    assert "Because One." in html
    assert "As it was first written." in html
    assert "by Bea" in html
    html = reader.get(f"{VISITS}/versions?one=3&other=1").get_data(as_text=True)
    compared = html[html.index("Change 1 and change 3") : html.index("All changes")]
    assert "nothing" in compared
    assert "Two." in compared
    assert "One." not in compared
    assert reader.get(f"{VISITS}/versions?one=9&other=x").status_code == 200


def test_a_measure_without_a_history_has_one_state(cast, sign_in):
    html = sign_in(cast.nora).get(f"{VISITS}/versions").get_data(as_text=True)
    assert "1 state" in html
    assert "Compare any two" not in html


def test_the_data_say_which_chart_suits(cast, sign_in):
    own = f"{NETWORK}/own"
    sign_in(cast.alice).post(f"{TEAM}/new", data=sent(name="Own"))
    html = sign_in(cast.alice).get(f"{own}/edit").get_data(as_text=True)
    assert "What the data say" not in html
    for month in range(1, 13):
        sign_in(cast.alice).post(
            f"{TEAM}/own/observations",
            data={"period": f"2025-{month:02}-01", "value": "20", "denominator": "40"},
        )
    html = sign_in(cast.alice).get(f"{own}/edit").get_data(as_text=True)
    assert "What the data say" in html
    assert "a part of a whole" in html


def test_the_data_of_the_readers_own_teams_alone_say_it(cast, sign_in):
    """Another team's longer series is not even looked at: that it is longer would be told."""
    clinic_series(cast)
    html = sign_in(cast.bea).get(f"{VISITS}/edit").get_data(as_text=True)
    assert "What the data say" not in html
    make_series(cast.other_team, cast.measure, [(20, 40)] * 12)
    db.session.add(TeamMembership(team=cast.other_team, user=cast.bea, role=TeamRole.VIEWER))
    db.session.commit()
    html = sign_in(cast.bea).get(f"{VISITS}/edit").get_data(as_text=True)
    assert "What the data say" in html
    assert cast.other_team.name in html[html.index("What the data say") :]


@pytest.mark.parametrize(
    ("name", "expected"), [("alice", 403), ("cora", 403), ("nora", 403), ("olga", 404)]
)
def test_only_the_backbone_changes_what_is_shared(cast, sign_in, name, expected):
    client = sign_in(getattr(cast, name))
    assert client.get(f"{VISITS}/edit").status_code == expected
    assert client.post(f"{VISITS}/retire", data={"reason": "x"}).status_code == expected


def test_the_pages_ask_little_of_the_database(cast, sign_in):
    clinic_series(cast)
    for person, url in (
        (cast.bea, f"{VISITS}/edit"),
        (cast.bea, f"{VISITS}/versions"),
        (cast.alice, VISITS),
        (cast.alice, NETWORK),
        (cast.bea, f"{NETWORK}/new"),
    ):
        client = sign_in(person)
        client.get(url)
        with counted() as queries:
            client.get(url)
        assert len(queries) <= 15, (url, len(queries))
