from datetime import date

from app.clock import now
from app.extensions import db
from app.stakeholders.drawing import in_words
from app.stakeholders.models import Stakeholder, StakeholderKind, StakeholderPosition
from app.stakeholders.queries import positions_now

URL = "/networks/river/teams/clinic/stakeholders"
LIVE = "<script>alert(1)</script>"


def person(cast, name="Parent council", support=2, importance=5, **fields):
    made = Stakeholder(team=cast.team, name=name, kind=StakeholderKind.GROUP, **fields)
    made.positions.append(
        StakeholderPosition(on=date(2025, 1, 10), support=support, importance=importance)
    )
    db.session.add(made)
    db.session.commit()
    return made


def test_it_shows_where_each_stands_and_needs(cast, sign_in):
    person(
        cast,
        lived_experience=True,
        concerns="It ends after a year.",
        next_action="Bring the chart",
        next_action_on=date(2026, 2, 18),
        owner=cast.bob,
    )
    page = sign_in(cast.cora).get(URL).get_data(as_text=True)
    for words in (
        "Parent council",
        "lived experience",
        "Partner",
        "It ends after a year.",
        "Bring the chart, Bob, by February 18, 2026",
    ):
        assert words in page, words


def test_one_without_a_position_is_listed(cast, sign_in):
    db.session.add(Stakeholder(team=cast.team, name="New", kind=StakeholderKind.PERSON))
    db.session.commit()
    assert "New" in sign_in(cast.alice).get(URL).get_data(as_text=True)


def test_it_teaches_where_there_is_none(cast, sign_in):
    assert "No stakeholder yet" in sign_in(cast.vera).get(URL).get_data(as_text=True)


def test_who_may_read(cast, sign_in):
    expected = {"alice": 200, "vera": 200, "cora": 200, "charlie": 404, "frank": 404, "olga": 404}
    for name, status in expected.items():
        assert sign_in(getattr(cast, name)).get(URL).status_code == status, name


def test_what_people_write_is_text(cast, sign_in):
    person(cast, LIVE, what_matters=LIVE, concerns=LIVE, commitment=LIVE, constituency=LIVE)
    assert LIVE not in sign_in(cast.alice).get(URL).get_data(as_text=True)


def test_counts_in_words(cast):
    moved = person(cast)
    moved.positions.append(StakeholderPosition(on=date(2024, 6, 1), support=-2, importance=5))
    for name, support, importance in (("B", 2, 5), ("C", -1, 5), ("D", 0, 1)):
        person(cast, name, support, importance)
    person(cast, "Gone", removed_at=now())
    db.session.commit()
    known = positions_now(cast.team.id)
    assert in_words(known) == "2 partners, 1 to listen to and win over, 1 to keep informed"
    assert in_words([]) == ""
