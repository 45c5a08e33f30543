"""A driver's process measures: several, all of them seen in the drawing, the versions and files."""

import pytest
from flask import current_app

from app.audit.models import AuditDetail
from app.clock import now
from app.extensions import db
from app.ideas.suggest import measure_for
from app.theory.drawing import living
from app.theory.models import DriverNode, NodeKind, TheoryVersion
from app.theory.queries import theory_of
from app.theory.snapshot import read, take
from charts.driver_diagram import layout
from tests.app.theory.helpers import URL, small
from tests.factories import make_measure, make_series
from tests.queries import counted

LOW = tuple((count, 100.0) for count in (10, 12, 11, 9, 13, 8))
HIGH = tuple((count, 100.0) for count in (50, 52, 51, 49, 53, 48))
FALLS, RISES = [*HIGH, *HIGH, *LOW, *LOW], [*LOW, *LOW, *HIGH, *HIGH]
STAYS = [*LOW] * 4


@pytest.fixture
def parts(cast):
    return small(cast.team)


def kept(cast, slug, values=STAYS):
    """A measure of the team, named after its slug, of which less is better."""
    return make_series(cast.team, make_measure(cast.network, slug, team=cast.team), values).measure


def form_of(node, *measures, **fields):
    defaults = {
        "text": node.text,
        "kind": node.kind.value,
        "version": str(node.version),
        "served": "",
        "measures": [str(each.id) for each in measures],
    }
    return defaults | fields


def link(node, *measures):
    node.measures = list(measures)
    db.session.commit()


def box(cast, node):
    """What the drawing says of a node: its frame's classes, and its words."""
    db.session.expire_all()
    with current_app.test_request_context():
        drawn = layout(living(cast.team).diagram()).nodes
    [found] = [each for each in drawn if each.key == str(node.id)]
    return found.css.split(), [text.text for text in found.texts], found.label


def test_a_driver_may_have_several(cast, parts, sign_in):
    refills, calls = kept(cast, "refills"), kept(cast, "calls")
    client, url = sign_in(cast.alice), f"{URL}/nodes/{parts[1].id}"
    assert client.post(url, data=form_of(parts[1], refills, calls)).status_code == 303
    db.session.expire_all()
    node = db.session.get(DriverNode, parts[1].id)
    assert {each.id for each in node.measures} == {refills.id, calls.id}
    detail = db.session.query(AuditDetail).order_by(AuditDetail.event_id.desc()).first()
    assert detail.before == {"measures": []}
    assert detail.after == {"measures": [refills.name, calls.name]}
    page = client.get(url).get_data(as_text=True)
    assert page.count('name="measures"') == 2
    assert page.count("checked") == 2 + 1  # both measures, and the driver it serves
    assert client.post(url, data=form_of(node)).status_code == 303
    db.session.expire_all()
    assert db.session.get(DriverNode, parts[1].id).measures == []


@pytest.mark.parametrize("wrong", ["99999", "9" * 5000, "x", "-1", "²"])
def test_only_the_teams_own_are_linked(cast, parts, sign_in, wrong):
    theirs = make_series(
        cast.other_team, make_measure(cast.network, "other", team=cast.other_team)
    ).measure
    client, url = sign_in(cast.alice), f"{URL}/nodes/{parts[1].id}"
    answer = client.post(url, data=form_of(parts[1], theirs, text="Typed words"))
    assert answer.status_code == 422
    assert "Choose among the team&#39;s measures." in answer.get_data(as_text=True)
    assert "Typed words" in answer.get_data(as_text=True)
    answer = client.post(url, data=form_of(parts[1], measures=[wrong]))
    assert answer.status_code in {303, 422}
    db.session.expire_all()
    assert db.session.get(DriverNode, parts[1].id).measures == []


def test_who_ticks_second_sees_both(cast, parts, sign_in):
    refills, calls = kept(cast, "refills"), kept(cast, "calls")
    node, url = parts[1], f"{URL}/nodes/{parts[1].id}"
    late = form_of(node, calls)
    sign_in(cast.bob).post(url, data=form_of(node, refills))
    answer = sign_in(cast.alice).post(url, data=late)
    assert answer.status_code == 409
    page = " ".join(answer.get_data(as_text=True).split())
    assert refills.name in page.split("Process measures", 2)[1][:200]
    assert f'checked id="measures-1" name="measures" type="checkbox" value="{calls.id}"' in page
    db.session.expire_all()
    assert [each.id for each in db.session.get(DriverNode, node.id).measures] == [refills.id]


@pytest.mark.parametrize(
    ("values", "tone"),
    [
        ((FALLS,), "dg-box-improved"),
        ((FALLS, STAYS), "dg-box-improved"),
        ((RISES, STAYS), "dg-box-concern"),
        ((FALLS, RISES), "dg-box-mixed"),
        ((STAYS, STAYS), "dg-box-plain"),
    ],
)
def test_all_of_them_color_it(cast, parts, values, tone):
    link(parts[1], *(kept(cast, f"m{place}", each) for place, each in enumerate(values)))
    css, _texts, label = box(cast, parts[1])
    assert tone in css
    for each in parts[1].measures:
        assert each.name in label


def test_of_several_each_line_has_its_name(cast, parts):
    one, other = kept(cast, "m1", FALLS), kept(cast, "m2", RISES)
    link(parts[1], one, other)
    _css, texts, _label = box(cast, parts[1])
    words = " ".join(texts)
    assert one.name in words
    assert other.name in words
    assert words.count("improved") == words.count("concern") == 1
    link(parts[1], one)
    assert one.name not in " ".join(box(cast, parts[1])[1])


def test_they_are_no_more_queries_however_many(cast, parts):
    counts, team_id, node_id = [], cast.team.id, parts[1].id
    for place in range(3):
        parts[1].measures.append(kept(cast, f"m{place}"))
        with counted() as queries:
            theory = theory_of(team_id)
        assert len(theory.measured[node_id]) == place + 1
        assert theory.serves[parts[3].id] == (parts[1].id, parts[2].id)
        counts.append(len(queries))
    assert counts == [1, 1, 1]


def test_a_version_keeps_them_and_tells_what_differs(cast, parts, sign_in):
    refills, calls = kept(cast, "refills"), kept(cast, "calls")
    link(parts[1], refills)
    client = sign_in(cast.alice)
    client.post(f"{URL}/versions", data={"name": "First"})
    link(parts[1], refills, calls)
    page = client.get(f"{URL}/versions/1?against=now").get_data(as_text=True)
    assert f"Measures: {refills.name}" in page
    assert f"Measures: {refills.name}; {calls.name}" in page


def test_a_version_from_before_there_could_be_several_is_read(cast, parts):
    refills = kept(cast, "refills")
    link(parts[1], refills)
    with current_app.test_request_context():
        found = living(cast.team)
        now = take(found.diagram(), found.theory.nodes)
    old = now.stored()
    for part in old["parts"]:
        part["measure"] = next(iter(part.pop("measures")), "")
    version = TheoryVersion(team=cast.team, number=1, name="Old", content=old, frozen_by=cast.alice)
    db.session.add(version)
    db.session.commit()
    assert read(version.content) == now


@pytest.mark.parametrize("ext", ["svg", "png", "pdf", "pptx"])
def test_it_is_downloaded_with_charts_that_disagree(cast, parts, sign_in, ext):
    link(parts[1], kept(cast, "m1", FALLS), kept(cast, "m2", RISES))
    answer = sign_in(cast.vera).get(f"{URL}/chart.{ext}")
    assert answer.status_code == 200
    if ext == "svg":
        assert "improved" in answer.get_data(as_text=True)
        assert "concern" in answer.get_data(as_text=True)


def test_a_change_idea_keeps_its_drivers_measures_to_itself(cast, parts, sign_in):
    """Made a change idea it shows none; made a driver again it has them back."""
    refills = kept(cast, "refills")
    node, url, client = parts[2], f"{URL}/nodes/{parts[2].id}", sign_in(cast.alice)
    link(node, refills)
    client.post(url, data=form_of(node, refills, kind=NodeKind.IDEA.value))
    db.session.expire_all()
    assert refills.name not in box(cast, db.session.get(DriverNode, node.id))[2]
    node = db.session.get(DriverNode, node.id)
    page = client.get(url).get_data(as_text=True)
    assert 'name="measures"' not in page


def test_an_idea_is_suggested_the_measure_of_a_driver_that_is_there(cast, parts):
    _top, refilled, technique, idea = parts
    first, second = kept(cast, "refills"), kept(cast, "technique")
    link(refilled, first)
    link(technique, second)
    assert measure_for(cast.team.id, idea.id, ()) == first.id
    refilled.removed_at = now()
    db.session.commit()
    assert measure_for(cast.team.id, idea.id, ()) == second.id


def test_a_long_unit_is_written_once(cast, parts):
    measure = kept(cast, "visits", FALLS)
    measure.unit = "per 100 children"
    link(parts[1], measure)
    words = " ".join(box(cast, parts[1])[1])
    assert words.count("per 100 children") == 1
    assert "→" in words
