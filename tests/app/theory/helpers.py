"""A small theory: one primary driver, two secondary ones, and an idea that serves both."""

from __future__ import annotations

from app.extensions import db
from app.theory.models import DriverLink, DriverNode, IdeaStatus, NodeKind
from app.theory.queries import theory_of

URL = "/networks/river/teams/clinic/theory"
EDIT = f"{URL}/edit"
JSON = {"Accept": "application/json"}


def node(team, kind, text, *serves, **fields):
    """A node at the end of the team's theory."""
    if kind is NodeKind.IDEA:
        fields.setdefault("status", IdeaStatus.UNTESTED)
    place = db.session.query(DriverNode).filter_by(team_id=team.id).count()
    made = DriverNode(team=team, kind=kind, text=text, position=place, **fields)
    db.session.add(made)
    db.session.flush()
    db.session.add_all([DriverLink(parent_id=each.id, child_id=made.id) for each in serves])
    db.session.commit()
    return made


def small(team):
    """Medicine works ← Refilled, Technique ← Pharmacist call (serves both)."""
    top = node(team, NodeKind.PRIMARY, "Medicine works")
    refilled = node(team, NodeKind.SECONDARY, "Refilled on time", top)
    technique = node(team, NodeKind.SECONDARY, "Good technique", top)
    idea = node(team, NodeKind.IDEA, "Pharmacist call", refilled, technique)
    return top, refilled, technique, idea


def told(team):
    """The theory in words: each text with its layer and the texts it serves."""
    db.session.expire_all()
    theory = theory_of(team.id)
    by_id = {each.id: each.text for each in theory.nodes}
    return [
        (each.text, each.kind.depth, sorted(by_id[key] for key in theory.serves.get(each.id, ())))
        for each in theory.nodes
    ]


def post(client, **fields):
    """What the outline's script posts; names with a dash are given with an underscore."""
    data = {name.replace("_", "-"): value for name, value in fields.items()}
    return client.post(EDIT, data=data, headers=JSON)
