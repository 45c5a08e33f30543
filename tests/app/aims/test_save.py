import re

import pytest

from app.aims.fields import AimFields
from app.aims.models import Aim
from app.aims.services import save
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.measures.models import Direction
from tests.app.forms import first_submit
from tests.factories import make_measure, make_series

URL = "/networks/river/teams/clinic/aim"
FIRST = AimFields(what="urgent visits", direction=Direction.DOWN, target=8.0, unit="%")
SECOND = AimFields(what="urgent visits", direction=Direction.DOWN, target=7.0, unit="%")


def typed(**fields):
    data = {"what": "urgent visits", "direction": "down", "target": "8", "unit": "%", "version": 0}
    return data | fields


def test_the_first_needs_no_reason(cast):
    aim = save(cast.team, FIRST, actor=cast.alice)
    assert [(each.number, each.sentence) for each in aim.revisions] == [
        (1, "Cut urgent visits to 8%.")
    ]
    assert aim.revisions[0].fields["direction"] == "down"


def test_every_other_does(cast):
    save(cast.team, FIRST, actor=cast.alice)
    with pytest.raises(ServiceError) as refused:
        save(cast.team, SECOND, actor=cast.alice, reason="  ")
    assert refused.value.field == "reason"
    aim = save(cast.team, SECOND, actor=cast.bob, reason="Others got there.")
    assert [(each.number, each.reason, each.revised_by) for each in aim.revisions] == [
        (1, "", cast.alice),
        (2, "Others got there.", cast.bob),
    ]


def test_the_same_words_are_no_revision(cast):
    save(cast.team, FIRST, actor=cast.alice)
    assert len(save(cast.team, FIRST, actor=cast.bob).revisions) == 1


def test_a_stale_version_is_a_conflict(cast):
    aim = save(cast.team, FIRST, actor=cast.alice)
    with pytest.raises(Conflict):
        save(cast.team, SECOND, actor=cast.bob, reason="x", version=aim.version - 1)


def test_only_the_teams_measures_count(cast):
    foreign = make_measure(cast.network, "other")
    make_series(cast.other_team, foreign)
    with pytest.raises(ServiceError) as refused:
        save(cast.team, AimFields(what="x", measure_id=foreign.id), actor=cast.alice)
    assert refused.value.field == "measure_id"


def test_the_page_saves_and_shows_it(cast, sign_in):
    client = sign_in(cast.alice)
    response = client.post(URL, data=typed())
    assert (response.status_code, response.location) == (303, "/networks/river/teams/clinic#aim")
    page = client.get("/networks/river/teams/clinic").get_data(as_text=True)
    assert "Cut urgent visits to " in page
    assert "<strong>8%</strong>" in page


def test_a_revision_without_a_reason_keeps_what_was_typed(cast, sign_in):
    save(cast.team, FIRST, actor=cast.alice)
    db.session.commit()
    response = sign_in(cast.alice).post(URL, data=typed(target="7", version=1))
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Say why the aim changes." in page
    assert 'value="7"' in page
    assert db.session.query(Aim).one().target == 8.0


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"target": "eight"}, "Write a number"),
        ({"target": "nan"}, "This is not a number."),
        ({"target": "\uff11\uff12"}, "This is not a number."),
        ({"by_when": "soon"}, "Write a date"),
        ({"by_when": "2025-01-01", "started_on": "2025-06-01"}, "before the work started"),
        ({"direction": "sideways"}, "Choose one from the list"),
        ({"measure_id": "999"}, "Choose one from the list"),
        ({"unit": "x" * 41}, "under 40 characters"),
    ],
)
def test_bad_input_is_told_beside_the_field(cast, sign_in, fields, message):
    response = sign_in(cast.alice).post(URL, data=typed(**fields))
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert message in page
    assert "urgent visits" in page
    for value in fields.values():
        assert value in page or value in {"sideways", "999"}
    assert db.session.query(Aim).count() == 0


def test_a_conflict_shows_both(cast, sign_in):
    save(cast.team, FIRST, actor=cast.alice)
    db.session.commit()
    client = sign_in(cast.alice)
    stale = typed(target="6", version=0, reason="better")
    response = client.post(URL, data=stale)
    page = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "Somebody else changed this while you had it open." in page
    shown = " ".join(page.split())
    assert re.search(r">To<.{0,80}>8<.{0,80}>6<", shown)
    assert 'value="6"' in page
    assert 'name="version" type="hidden" value="1"' in page
    # Saving again, now from the version that was shown, replaces it knowingly.
    assert client.post(URL, data=stale | {"version": 1}).status_code == 303
    assert db.session.query(Aim).one().target == 6.0


@pytest.mark.parametrize("version", ["9" * 5000, "x", "-1", "²"])
def test_a_version_that_cannot_be_read_is_a_conflict(cast, sign_in, version):
    save(cast.team, FIRST, actor=cast.alice)
    db.session.commit()
    answer = sign_in(cast.alice).post(URL, data=typed(target="6", version=version, reason="better"))
    assert answer.status_code == 409
    assert db.session.query(Aim).one().target == FIRST.target


@pytest.mark.parametrize("chosen", ["x", "²", "9" * 25, "9" * 5000, "-1", "1e9"])
@pytest.mark.parametrize("compose", ["", "1"])
def test_a_measure_that_cannot_be_read_keeps_what_was_typed(cast, sign_in, chosen, compose):
    data = typed(measure_id=chosen, compose=compose)
    answer = sign_in(cast.alice).post(URL, data=data)
    assert answer.status_code == (200 if compose else 422)
    assert "urgent visits" in answer.get_data(as_text=True)
    assert db.session.query(Aim).count() == 0


def test_an_identifier_is_asked_about(cast, sign_in):
    client = sign_in(cast.alice)
    data = typed(population="families like that of MRN 448120")
    answer = client.post(URL, data=data)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "looks like a record number" in page
    assert "families like that of MRN 448120" in page
    assert db.session.query(Aim).count() == 0
    assert client.post(URL, data=data | {"not_a_patient": "y"}).status_code == 303
    assert db.session.query(Aim).count() == 1


def test_the_draft_composes_without_storing(cast, sign_in):
    response = sign_in(cast.alice).post(
        URL, data=typed(compose="1"), headers={"HX-Request": "true"}
    )
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "<html" not in page
    assert "Cut urgent visits to " in page
    assert "By when?" in page
    assert db.session.query(Aim).count() == 0


def test_without_script_the_draft_composes_too(cast, sign_in):
    response = sign_in(cast.alice).post(URL, data=typed(compose="1"))
    assert response.status_code == 200
    assert "<strong>8%</strong>" in response.get_data(as_text=True)
    assert db.session.query(Aim).count() == 0


def test_a_half_typed_draft_composes(cast, sign_in):
    response = sign_in(cast.alice).post(
        URL,
        data={"compose": "1", "target": "x", "by_when": "2026-"},
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 200


def test_who_may_write(cast, sign_in):
    expected = {"alice": 200, "bob": 200, "vera": 403, "cora": 403, "charlie": 404, "olga": 404}
    expected |= {"bea": 404, "frank": 404}
    for name, status in expected.items():
        client = sign_in(getattr(cast, name))
        assert client.get(URL).status_code == status, name
        if status != 200:
            assert client.post(URL, data=typed()).status_code == status, name
    assert db.session.query(Aim).count() == 0


def test_who_may_read_the_revisions(cast, sign_in):
    save(cast.team, FIRST, actor=cast.alice)
    db.session.commit()
    for name, status in {"vera": 200, "cora": 200, "charlie": 404, "otto": 404}.items():
        assert sign_in(getattr(cast, name)).get(f"{URL}/revisions").status_code == status, name


def test_what_people_write_is_text(cast, sign_in):
    live = "<script>alert(1)</script>"
    aim = AimFields(what=live, population=live, setting=live, exclusions=live, measured_by=live)
    save(cast.team, aim, actor=cast.alice)
    save(cast.team, AimFields(what=live), actor=cast.alice, reason=live)
    db.session.commit()
    client = sign_in(cast.alice)
    for url in (URL, f"{URL}/revisions", "/networks/river/teams/clinic"):
        assert "<script>alert" not in client.get(url).get_data(as_text=True)


def test_enter_in_a_field_saves(cast, sign_in):
    page = sign_in(cast.alice).get(URL).get_data(as_text=True)
    assert "name=" not in first_submit(page, "aim-form")
