"""Every text that a team writes is read for what may tell who a patient is, and asks first.

A new form is picked up by itself: it is guarded and named in ASKS with a way to send it, or named
in NOT_ASKED with the reason why nobody writes of patients there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, url_for
from wtforms import FieldList, FormField, HiddenField, StringField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm, FormMeta

from app.assessments.models import AssessmentRound
from app.clock import today
from app.extensions import db
from app.guarded import Guarded, GuardedTexts
from app.measures.models import Measure, Series
from app.reviews.page import chart_seen
from app.reviews.queries import standing_of
from app.stakeholders.models import Stakeholder
from app.teams.models import Team
from tests.architecture.world import Place, make_world

TYPED = "Her aunt called about MRN 4471238."
QUESTION = "Does this identify a patient?"

BACKBONE = "The backbone writes it about the network, before any team has patients in it."
ACCOUNT = "It holds a person's own account: no text is kept."
ADDRESS = "It holds an email address and choices."
NOT_ASKED = {
    "app.accounts.forms.SignInForm": ACCOUNT,
    "app.accounts.forms.PasswordForm": ACCOUNT,
    "app.invitations.forms.AccountForm": ACCOUNT,
    "app.networks.forms.RoleForm": ADDRESS,
    "app.networks.forms.NetworkForm": BACKBONE,
    "app.networks.forms.StrategyForm": BACKBONE,
    "app.networks.forms.GroupForm": BACKBONE,
    "app.networks.forms.TeamForm": BACKBONE,
    "app.strata.forms.BreakdownForm": BACKBONE,
    "app.strata.forms.MeasureForm": "What a measure is broken down by, and whom it counts in all.",
    "app.assessments.forms.InstrumentForm": BACKBONE,
    "app.api.tokens.forms.TokenForm": "What a program is called.",
    "app.catalog.forms.DefinitionForm": "A definition says how all are counted; it tells of none.",
}

ROWS = ("PredictionForm", "TaskForm", "ResultForm")
"""Rows of a cycle's forms, which read them."""

SIGNED = "app.causes.forms.CauseForm"
ASKS: dict[str, list[tuple[str, dict[str, str]]]] = {
    "app.aims.forms.AimForm": [("aims.save", {"what": TYPED})],
    "app.charter.forms.CharterForm": [("charter.save", {"problem": TYPED})],
    "app.stakeholders.forms.NamesForm": [("stakeholders.add_names", {"names": TYPED})],
    "app.stakeholders.forms.StakeholderForm": [
        ("stakeholders.create", {"name": "Aunts", "kind": "group", "concerns": TYPED})
    ],
    "app.interviews.forms.InterviewForm": [
        (
            "interviews.create",
            {"on": "2024-02-01", "who": "an aunt", "consent": "notes", "notes": TYPED},
        )
    ],
    "app.storyboard.forms.ArrangeForm": [("storyboard.save", {"say_aim": TYPED})],
    "app.ideas.forms.PassportForm": [
        ("ideas.save", {"title": "A call", "how": TYPED, "version": "1"})
    ],
    "app.ideas.forms.TryForm": [("ideas.try_post", {"text": TYPED})],
    "app.theory.forms.NodeForm": [("theory.save_node", {"text": TYPED, "version": "1"})],
    "app.theory.forms.FreezeForm": [("theory.keep", {"name": "Revised", "note": TYPED})],
    SIGNED: [("causes.decide", {"cause": "unknown", "note": TYPED, "version": "1"})],
    "app.pdsa.forms.PlanForm": [
        ("pdsa.create", {"title": "A call", "objective": TYPED}),
        ("pdsa.create", {"title": "A call", "predictions-0-text": TYPED}),
        ("pdsa.create", {"title": "A call", "to_do-0-text": TYPED}),
    ],
    "app.pdsa.forms.DoForm": [("pdsa.save:do", {"observations": TYPED, "version": "1"})],
    "app.pdsa.forms.StudyForm": [("pdsa.save:study", {"learned": TYPED, "version": "1"})],
    "app.pdsa.forms.ActForm": [
        ("pdsa.save:act", {"decision": "adopt", "changes": TYPED, "version": "1"})
    ],
    "app.conversations.forms.CommentForm": [
        ("conversations.start", {"text": TYPED}),
        ("conversations.reply", {"text": TYPED}),
        ("conversations.save", {"text": TYPED, "version": "1"}),
    ],
    "app.coaching_log.forms.ItemForm": [("coaching_log.add", {"text": TYPED})],
    "app.coaching_log.forms.WriteUpForm": [
        ("coaching_log.save", {"on": "2024-02-01", "notes": TYPED, "version": "1"})
    ],
    "app.progress.forms.ScoreForm": [("progress.give", {"halves": "3", "reason": TYPED})],
    "app.pdsa.log.LogForm": [
        ("pdsa.log_post", {"title": "A call", "decision": "adopt", "learned": TYPED})
    ],
    "app.measures.forms.EntryForm": [
        (
            "measures.enter",
            {"period": "2023-11-01", "value": "4", "denominator": "40", "note": TYPED},
        )
    ],
    "app.measures.forms.CorrectionForm": [
        (
            "measures.correct",
            {"value": "4", "denominator": "41", "reason": TYPED, "version": "1"},
        )
    ],
    "app.measures.forms.RemovalForm": [("measures.remove", {"reason": TYPED, "version": "1"})],
    "app.measures.point_forms.AnnotationForm": [
        ("points.annotate", {"on": "2024-02-09", "text": TYPED}),
        ("points.change_note", {"on": "2024-02-09", "text": TYPED, "version": "1"}),
    ],
    "app.measures.point_forms.ReasonForm": [("points.exclude", {"reason": TYPED, "version": "1"})],
    "app.measures.point_forms.PhaseForm": [
        ("points.change_phase", {"baseline": "2", "reason": TYPED, "version": "1"})
    ],
    "app.teams.forms.TeamForm": [("teams.save", {"name": "Clinic", "why": TYPED, "version": "1"})],
    "app.teams.people.PlaceForm": [
        ("team_people.place_post", {"role": "lead", "contribution": TYPED})
    ],
    "app.catalog.forms.RetireForm": [("catalog.retire", {"reason": TYPED, "version": "1"})],
    "app.catalog.forms.StopForm": [
        ("reporting.stop", {"last": "2024-03-31", "reason": TYPED, "version": "1"})
    ],
    "app.learning.forms.SessionForm": [
        (
            "learning.create",
            {
                "title": "First",
                "on": "2024-05-07",
                "starts": "9:00",
                "ends": "12:00",
                "time_zone": "UTC",
                "purpose": TYPED,
            },
        )
    ],
    "app.learning.forms.AnswerForm": [("learning.answer", {"answer": "confirmed", "note": TYPED})],
    "app.learning.forms.OfferForm": [("learning.put_up", {"kind": "ask", "text": TYPED})],
    "app.learning.forms.CommitmentForm": [
        ("learning.commit", {"text": TYPED, "due_on": "2024-04-16"})
    ],
    "app.learning.forms.NotesForm": [("learning.save_notes", {"notes": TYPED, "version": "1"})],
    "app.learning.forms.DecisionForm": [("learning.decide", {"text": TYPED})],
    "app.learning.forms.EvaluationForm": [("learning.hand_in", {"kept": TYPED})],
    "app.assessments.forms.ReflectionForm": [
        ("assessments.reflect", {"reflection": TYPED, "version": "2"})
    ],
    "app.assessments.forms.ReopenForm": [("assessments.reopen", {"reason": TYPED, "version": "2"})],
    "app.reviews.forms.ReviewForm": [("reviews.save", {"note": TYPED, "do": "ask"})],
    "app.reviews.forms.AnswerForm": [("reviews.answer", {"answer": TYPED, "version": "1"})],
    "app.guarded.GuardedTexts": [
        ("theory.change", {"do": "add", "lines": TYPED}),
        ("theory.change", {"text-{node_id}": TYPED, "was-{node_id}": "Medicine works"}),
        ("assessments.answer_post", {"level-progress": "2", "note-progress": TYPED}),
        (
            "learning.save_agenda",
            {"title-0": "Welcome", "minutes-0": "10", "notes-0": TYPED, "version": "1"},
        ),
        ("learning.save_invited", {"guests": TYPED}),
        ("stakeholders.done", {"outcome": TYPED, "back": "work"}),
        (
            "strata.store",
            {"period": "2023-10-01", "value-whole": "4", "denominator-whole": "40", "note": TYPED},
        ),
    ],
}
SAME_AS = {"app.measures.forms.EventForm": "app.measures.forms.EntryForm"}
"""Forms that the same view reads for another kind of measure."""

CASES = [
    pytest.param(endpoint, data, id=f"{form.rpartition('.')[2]}-{number}")
    for form, ways in ASKS.items()
    for number, (endpoint, data) in enumerate(ways)
]


def written(form: FormMeta) -> Iterator[str]:
    """The names of a form's fields in which people write, those of its rows included."""
    for name in dir(form):
        field = getattr(form, name)
        if isinstance(field, UnboundField):
            yield from _written(name, field)


def _written(name: str, field: UnboundField[Any]) -> Iterator[str]:
    kind = field.field_class
    if issubclass(kind, FieldList):
        yield from _written(name, field.args[0])
    elif issubclass(kind, FormField):
        yield from written(field.args[0])
    elif issubclass(kind, StringField) and not issubclass(kind, HiddenField):
        yield name


def forms() -> dict[str, type[BaseForm]]:
    """The application's forms in which people write and that some view reads, by name."""
    found, waiting = {}, [BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        own = kind.__module__.startswith("app.") and kind.__name__ not in ROWS
        if own and any(written(kind)):
            found[f"{kind.__module__}.{kind.__qualname__}"] = kind
    return found


ABSTRACT = {"app.measures.forms.NumbersForm"}


def test_every_form_asks_or_says_why_it_does_not(app: Flask) -> None:
    found = forms()
    guarded = {name for name, kind in found.items() if issubclass(kind, Guarded)} - ABSTRACT
    assert set(found) - guarded - ABSTRACT == set(NOT_ASKED)
    named = set(ASKS) | set(SAME_AS)
    assert guarded | {f"{GuardedTexts.__module__}.{GuardedTexts.__qualname__}"} == named


def send(app: Flask, sign_in: Any, endpoint: str, data: dict[str, str]) -> tuple[Any, str, Any]:
    cast, world = make_world()
    clinic: Place = world.clinic
    stakeholder = db.session.get(Stakeholder, clinic.parameters["stakeholder_id"])
    assert stakeholder is not None
    stakeholder.next_action, stakeholder.next_action_on = "Call them", today()
    stood = db.session.get(AssessmentRound, clinic.parameters["round_id"])
    assert stood is not None
    if endpoint in {"assessments.reflect", "assessments.reopen"}:
        stood.closed_on = today()
    idea = clinic.parameters | {"idea_id": world.school.parameters["idea_id"]}
    endpoint, _, step = endpoint.partition(":")
    parameters = {**(idea if endpoint == "ideas.try_post" else clinic.parameters), "step": step}
    if endpoint in {"catalog.retire", "measures.correct", "measures.remove", "reporting.stop"}:
        parameters["period"] = "2024-01-01"
    running = {"catalog.retire", "learning.create", "learning.save_notes", "learning.decide"}
    running |= {"learning.save_agenda", "learning.save_invited"}
    person = cast.bea if endpoint in running else cast.alice
    if endpoint.startswith("coaching_log.") or endpoint == "reviews.save":
        person = cast.cora
    place = Place(parameters)
    rule = next(each for each in app.url_map.iter_rules(endpoint) if "POST" in each.methods)
    with app.test_request_context():
        url = url_for(
            endpoint, **{name: parameters[name] for name in rule.arguments}, _method="POST"
        )
    filled = {
        re.sub(r"{(\w+)}", lambda name: str(place.parameters[name[1]]), key): text
        for key, text in data.items()
    }
    if endpoint == "strata.store":
        filled |= strata(place)
    db.session.commit()
    if endpoint == "reviews.save":
        filled["seen"] = chart_seen(standing_of(series_at(place)))
    return sign_in(person), url, filled


def series_at(place: Place) -> int:
    """The series that a place's addresses name."""
    query = db.session.query(Series).join(Series.team).join(Series.measure)
    at = place.parameters
    found = query.filter(Team.slug == at["team_slug"], Measure.slug == at["measure_slug"]).one()
    return found.id


def strata(place: Place) -> dict[str, str]:
    """One number for each group, which add up to the whole team's."""
    from app.strata.models import Stratum

    keys = [each.id for each in db.session.query(Stratum).order_by(Stratum.id)]
    return {f"value-{key}": "2" for key in keys} | {f"denominator-{key}": "20" for key in keys}


def kept() -> list[str]:
    """Where in the database what was typed stands."""
    db.session.rollback()
    found = []
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()):
            if "4471238" in str(tuple(row)):
                found.append(table.name)
    return found


@pytest.mark.parametrize(("endpoint", "data"), CASES)
def test_it_asks_before_anything_is_kept(
    app: Flask, sign_in: Any, endpoint: str, data: dict[str, str]
) -> None:
    client, url, filled = send(app, sign_in, endpoint, data)
    answer = client.post(url, data=filled)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422, answer.location
    assert page.count(QUESTION) == 1
    assert "“MRN 4471238” looks like a record number." in page
    assert page.count("4471238") > 1, "what was typed is not in the form any more"
    assert kept() == []
    answer = client.post(url, data=filled | {"not_a_patient": "y"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert kept() != []
