"""Pages of a process that keeps its drawings are those of one that has just begun."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app import kept
from app.aims.queries import aim_of
from app.extensions import db
from app.measures.models import Annotation, Direction, Series, SeriesPhase, Sharing
from app.pdsa.models import Cycle, Decision
from app.stakeholders.models import Stakeholder, StakeholderPosition
from app.storyboard import services as storyboard
from app.theory.models import DriverNode, NodeKind
from tests.app.teams.helpers import tell

TEAM = "/networks/river/teams/clinic"
PAGES = (
    TEAM,
    f"{TEAM}/measures/urgent-visits",
    f"{TEAM}/storyboard",
    f"{TEAM}/theory",
    f"{TEAM}/stakeholders",
    f"{TEAM}/cycles/ramps",
    "/networks/river/measures/urgent-visits/compare",
)
READERS = ("alice", "charlie")
TOKEN = re.compile(r'(name="csrf_token"|hx-headers=)[^>]*>')


def shared() -> Series:
    return db.session.query(Series).join(Series.measure).filter_by(slug="urgent-visits").one()


def correct() -> None:
    shared().observations[20].value = 55


def note() -> None:
    shared().observations[21].note = "A note that is new"


def leave_out() -> None:
    shared().observations[3].excluded_because = "Counted twice"


def lessen() -> None:
    shared().observations[5].value, shared().observations[5].denominator = 1, 8


def protect() -> None:
    shared().measure.smallest_denominator = 50


def annotate() -> None:
    db.session.add(Annotation(series_id=shared().id, on=date(2024, 6, 5), text="Nurse on leave"))


def reword() -> None:
    db.session.query(Annotation).one().text = "Nurse is back"


def begin_phase() -> None:
    db.session.add(
        SeriesPhase(series_id=shared().id, starts_on=date(2025, 1, 1), label="New", reason="Calls")
    )


def freeze() -> None:
    db.session.query(SeriesPhase).one().baseline_points = 8


def rename() -> None:
    shared().measure.name = "Visits in a hurry"


def aim_elsewhere() -> None:
    shared().measure.target, shared().measure.target_on = 3.0, date(2025, 3, 1)


def turn_around() -> None:
    shared().measure.direction = Direction.UP


def other_rules() -> None:
    shared().measure.rules, shared().measure.unit = "default", "percent"


def close() -> None:
    shared().measure.sharing = Sharing.CLOSED


def move_the_aim() -> None:
    aim = aim_of(shared().team_id)
    assert aim is not None
    aim.target, aim.by_when = 9.0, date(2027, 1, 1)


def decide() -> None:
    cycle = db.session.query(Cycle).filter_by(title="Call three families").one()
    cycle.title, cycle.decision = "Call four families", Decision.ABANDON


def draw_again() -> None:
    db.session.query(DriverNode).filter_by(kind=NodeKind.PRIMARY).one().text = "Pills work"


def move_somebody() -> None:
    person = db.session.query(Stakeholder).one()
    person.name = "Council of parents"
    person.positions.append(StakeholderPosition(on=date(2025, 2, 1), support=-1, importance=3))


CHANGES = (
    (correct, move_somebody),
    (note, leave_out, draw_again),
    (lessen, annotate, decide),
    (protect, reword, begin_phase, rename),
    (freeze, aim_elsewhere, move_the_aim),
    (turn_around, other_rules),
    (close,),
)


@pytest.fixture
def told(cast):
    """A team with its whole story, its storyboard and its map open to the network."""
    tell(cast)
    storyboard.publish(cast.team, is_public=True, actor=cast.alice)
    cast.team.stakeholders_open = True
    db.session.commit()


def test_no_change_leaves_a_page_of_before_to_any_reader(cast, sign_in, told):
    clients = {name: sign_in(getattr(cast, name)) for name in READERS}

    def read() -> dict[tuple[str, str], str]:
        return {
            (name, url): TOKEN.sub("", client.get(url).get_data(as_text=True))
            for name, client in clients.items()
            for url in PAGES
        }

    kept.forget()
    before = read()
    for changes in CHANGES:
        for change in changes:
            change()
        db.session.commit()
        warm = read()
        kept.forget()
        cold = read()
        names = [change.__name__ for change in changes]
        assert [at for at, text in warm.items() if text != cold[at]] == [], names
        # Somebody reads something else, so that equal pages say something.
        assert any(text != before[at] for at, text in warm.items()), names
        before = warm
