"""A published idea of the other team, with one cycle shown and one kept back."""

from __future__ import annotations

from datetime import date

from app.extensions import db
from app.ideas import services
from app.pdsa.models import Cycle, Decision, Prediction, Scale
from app.theory.models import IdeaStatus, NodeKind
from tests.app.theory.helpers import node

LIBRARY = "/networks/river/ideas"
CLINIC = "/networks/river/teams/clinic"
SCHOOL = "/networks/river/teams/school"


def cycle(team, idea, number, title, **fields):
    defaults = {
        "starts_on": date(2026, 1, number),
        "scale": Scale.ONE,
        "decision": Decision.ADOPT,
        "learned": f"Lesson {number}.",
    }
    made = Cycle(team=team, number=number, title=title, change_idea=idea, **(defaults | fields))
    db.session.add(made)
    db.session.flush()
    return made


def idea_with_cycles(team, *, status=IdeaStatus.ADOPTED, text="A card on every door"):
    """An idea that serves a secondary driver below a primary one, with two cycles."""
    top = node(team, NodeKind.PRIMARY, "The school knows")
    driver = node(team, NodeKind.SECONDARY, "Teachers act early", top)
    idea = node(team, NodeKind.IDEA, text, driver, status=status)
    first = cycle(team, idea, 11, "Three doors", reach="3 classrooms", scale=Scale.THREE)
    second = cycle(team, idea, 12, "Secret hallway", observations="The Ellery family wept.")
    first.predictions.append(Prediction(text="Teachers look at it", result_text="They did"))
    db.session.commit()
    return idea, first, second


def published(cast, *, cycles=None, status=IdeaStatus.ADOPTED, **fields):
    """charlie's team shows its idea to the network, with the first cycle alone."""
    idea, first, second = idea_with_cycles(cast.other_team, status=status)
    words = {"title": idea.text, "how": "Four steps, drawn by children."} | fields
    shown = [first] if cycles is None else [(first, second)[at] for at in cycles]
    made = services.publish(
        idea, words, cycles=[each.id for each in shown], version=None, actor=cast.charlie
    )
    db.session.commit()
    return made


def passport(version="", **fields):
    """What the form of an idea posts."""
    return {"title": "A card on every door", "version": version} | fields
