"""A team with everything its page can show, in words that no other page has."""

from datetime import date

from app.aims.fields import AimFields
from app.aims.services import save
from app.extensions import db
from app.measures.models import Direction, MeasureRole, Sharing
from app.networks.models import WorkingGroup
from app.pdsa import services
from app.pdsa.models import Decision, Prediction
from app.stakeholders.models import Stakeholder, StakeholderKind, StakeholderPosition
from app.theory.models import DriverLink, DriverNode, NodeKind
from tests.app.pdsa.helpers import decided, planned
from tests.factories import make_measure, make_series

BEFORE = [(30, 200), (34, 200), (28, 200), (31, 200), (33, 200), (29, 200)] * 2
AFTER = [(14, 200), (12, 200), (13, 200), (15, 200), (11, 200), (13, 200)] * 2

SECRETS = (
    "enrolled children",
    "Pharmacist call",
    "Medicine works",
    "Parent council",
    "Call one family",
    "Trust index",
    "Closed measure",
    "wheezing",
    "Alice",
    "Cora",
)
"""What only those who see the team may read."""


def tell(cast):
    """Give alice's team its whole story."""
    team = cast.team
    team.working_group = WorkingGroup(network=cast.network, name="Housing group")
    team.why = "One child in six came wheezing."
    cast.measure.baseline_points = 12
    shared = make_series(team, cast.measure, BEFORE + AFTER)
    own = make_measure(
        cast.network,
        "trust",
        name="Trust index",
        team_id=team.id,
        role=MeasureRole.PROCESS,
        direction=Direction.UP,
    )
    make_series(team, own, AFTER).position = 1
    closed = make_measure(cast.network, "closed", name="Closed measure", sharing=Sharing.CLOSED)
    make_series(team, closed, BEFORE).position = 2
    save(
        team,
        AimFields(
            measure_id=cast.measure.id,
            what="urgent visits of enrolled children",
            direction=Direction.DOWN,
            baseline=15.4,
            target=6,
            unit="%",
            baseline_period="2024",
            started_on=date(2025, 1, 1),
            by_when=date(2026, 6, 30),
        ),
        actor=cast.alice,
    )
    driver = DriverNode(team=team, kind=NodeKind.PRIMARY, text="Medicine works", measures=[own])
    idea = DriverNode(team=team, kind=NodeKind.IDEA, text="Pharmacist call")
    db.session.add_all([driver, idea])
    db.session.flush()
    db.session.add(DriverLink(parent_id=driver.id, child_id=idea.id))
    first = decided(cast, Decision.ADOPT, change_idea_id=idea.id, starts_on=date(2024, 12, 9))
    first.predictions.append(Prediction(text="8 to 10 answer", low=8, high=10, result=9))
    services.next_cycle(first, actor=cast.alice)
    planned(cast, "Call three families", change_idea_id=idea.id)
    person = Stakeholder(team=team, name="Parent council", kind=StakeholderKind.GROUP)
    person.positions.append(StakeholderPosition(on=date(2025, 1, 1), support=2, importance=5))
    db.session.add(person)
    db.session.commit()
    return shared
