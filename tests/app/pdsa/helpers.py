from datetime import date

from app.extensions import db
from app.pdsa import services
from app.pdsa.models import AsPlanned, Decision, Scale
from app.theory.models import DriverNode, NodeKind

CYCLES = "/networks/river/teams/clinic/cycles"


def idea(team, text="Pharmacist call", **fields):
    node = DriverNode(team=team, kind=NodeKind.IDEA, text=text, **fields)
    db.session.add(node)
    db.session.flush()
    return node


def planned(cast, title="Call one family", **fields):
    """A cycle whose Plan is done."""
    defaults = {
        "objective": "Does a call help?",
        "starts_on": date(2026, 1, 9),
        "scale": Scale.ONE,
    }
    return services.start(cast.team, title, actor=cast.alice, **(defaults | fields))


def decided(cast, decision=Decision.ADAPT, **fields):
    """A cycle that is done."""
    cycle = planned(cast, **fields)
    services.save_do(
        cycle, {"as_planned": AsPlanned.YES, "observations": "It rang.", "problems": ""}
    )
    study = {"results": "", "comparison": "", "learned": "Mornings work."}
    services.save_study(cycle, study, [])
    services.decide(
        cycle,
        {"decision": decision, "changes": "Call before nine.", "decided_on": date(2026, 2, 1)},
        today=date(2026, 2, 5),
    )
    return cycle


def plan(**fields):
    """What the Plan form posts."""
    return {"title": "Call one family", "version": "0"} | fields
