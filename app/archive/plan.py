"""Which tables an archive carries, how each is reached from the network, and what stays behind.

A table stands in `CARRIED` or in `LEFT_OUT`; a test fails for one that stands in neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app import models  # noqa: F401  # every table is known once every model is imported
from app.extensions import Model

FORMAT = 1
"""The format's version. It rises where archives of before could not be read without being told how."""
USER = "user"
NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Carried:
    """A table that an archive carries: `owner` is the column that leads toward the network."""

    owner: str
    since: int = 1
    """The first version of the format that has it."""


CARRIED: Mapping[str, Carried] = {
    "strategy": Carried("network_id"),
    "working_group": Carried("network_id"),
    "network_membership": Carried("network_id"),
    "small_numbers": Carried("network_id"),
    "attention_rule": Carried("network_id"),
    "breakdown": Carried("network_id"),
    "stratum": Carried("breakdown_id"),
    "team": Carried("network_id"),
    "team_membership": Carried("team_id"),
    "team_code": Carried("team_id"),
    "talk_group": Carried("network_id"),
    "talk_place": Carried("group_id"),
    "coach_assignment": Carried("team_id"),
    "reminder_quiet_team": Carried("team_id"),
    "charter": Carried("team_id"),
    "charter_revision": Carried("charter_id"),
    "measure": Carried("network_id"),
    "measure_strategy": Carried("measure_id"),
    "measure_revision": Carried("measure_id"),
    "measure_breakdown": Carried("measure_id"),
    "aim": Carried("team_id"),
    "aim_revision": Carried("aim_id"),
    "driver_node": Carried("team_id"),
    "driver_link": Carried("parent_id"),
    "driver_measure": Carried("node_id"),
    "theory_version": Carried("team_id"),
    "stakeholder": Carried("team_id"),
    "stakeholder_position": Carried("stakeholder_id"),
    "stakeholder_change": Carried("stakeholder_id"),
    "engagement_action": Carried("stakeholder_id"),
    "interview": Carried("team_id"),
    "interview_theme": Carried("interview_id"),
    "interview_quote": Carried("interview_id"),
    "interview_stakeholder": Carried("interview_id"),
    "interview_driver": Carried("interview_id"),
    "series": Carried("team_id"),
    "series_phase": Carried("series_id"),
    "observation": Carried("series_id"),
    "observation_correction": Carried("observation_id"),
    "stratum_observation": Carried("series_id"),
    "stratum_correction": Carried("observation_id"),
    "annotation": Carried("series_id"),
    "series_change": Carried("series_id"),
    "seen_signal": Carried("series_id"),
    "chart_review": Carried("series_id"),
    "cycle": Carried("team_id"),
    "cycle_change": Carried("cycle_id"),
    "cycle_task": Carried("cycle_id"),
    "prediction": Carried("cycle_id"),
    "signal_cause": Carried("series_id"),
    "signal_cause_cycle": Carried("cause_id"),
    "comment_thread": Carried("team_id"),
    "comment": Carried("thread_id"),
    "comment_mention": Carried("comment_id"),
    "comment_change": Carried("comment_id"),
    "coaching_visit": Carried("team_id"),
    "coaching_item": Carried("visit_id"),
    "progress_score": Carried("team_id"),
    "progress_wording": Carried("network_id"),
    "published_idea": Carried("team_id"),
    "published_idea_cycle": Carried("idea_id"),
    "idea_copy": Carried("node_id"),
    "saved_mapping": Carried("network_id"),
    "instrument": Carried("network_id"),
    "instrument_version": Carried("instrument_id"),
    "assessment": Carried("team_id"),
    "assessment_round": Carried("assessment_id"),
    "assessment_response": Carried("round_id"),
    "learning_session": Carried("network_id"),
    "session_agenda_item": Carried("session_id"),
    "session_measure": Carried("session_id"),
    "session_prework": Carried("session_id"),
    "session_team": Carried("session_id"),
    "session_prework_tick": Carried("place_id"),
    "session_person": Carried("session_id"),
    "session_offer": Carried("session_id"),
    "session_commitment": Carried("session_id"),
    "session_decision": Carried("session_id"),
    "session_evaluation": Carried("session_id"),
    "session_shown": Carried("session_id"),
    "storyboard": Carried("team_id"),
    "storyboard_part": Carried("storyboard_id"),
    "storyboard_quote": Carried("storyboard_id"),
}
"""Every table of a network's data but the network's own row, its people and its audit."""

APART: Mapping[str, str] = {
    NETWORK: "its one row is network.jsonl",
    USER: "people.jsonl has names and addresses; accounts and passwords stay where they are",
    "audit_event": "audit.jsonl has each event with its words",
    "audit_detail": "audit.jsonl has each event with its words",
}
"""Tables that an archive carries in a way of their own."""

LEFT_OUT: Mapping[str, str] = {
    "audit_chain": "the end of a chain follows from its events",
    "user_session": "who is signed in, on this installation",
    "sign_in_attempt": "guesses at passwords, on this installation",
    "invitation": "the secrets of links that lead to this installation; invite anew",
    "api_token": "the secrets of programs that know this installation; make them anew",
    "api_answer": "what this installation answered to requests that may be sent again",
    "session_pack": "files that are made anew from what is kept of a session",
    "pending_import": "a file that one person has uploaded and not stored",
    "cycle_draft": "what one person typed and has not saved",
    "cycle_form_sent": "which form a browser sent last",
    "series_standing": "what every chart says follows from its data, and is found where they arrive",
    "inbox_mark": "what one person has seen and was mailed about, on this installation",
    "reminder_calendar": "the secret of a calendar's address on this installation",
    "reminder_mail": "which mails this installation sent",
    "reminder_settings": "how a person wants mail from this installation, whatever the network",
}
"""Tables that an archive does not carry, and why."""

Renumber = Callable[[str, int], int]
"""Gives a row's number in a table its other number; of a row that is gone one below zero."""
Rewrite = Callable[[Any, Renumber], Any]


def _fields(**tables: str) -> Rewrite:
    """Renumber the fields of that name, each a number in a table."""

    def rewrite(content: Any, renumber: Renumber) -> Any:
        return {
            key: renumber(tables[key], value) if key in tables and isinstance(value, int) else value
            for key, value in content.items()
        }

    return rewrite


def _theory(content: Any, renumber: Renumber) -> Any:
    """A frozen theory names each part by its node; see `app.theory.snapshot`."""
    parts = [
        part
        | {
            "id": renumber("driver_node", part["id"]),
            "serves": [renumber("driver_node", key) for key in part["serves"]],
        }
        for part in content["parts"]
    ]
    return content | {"parts": parts}


def _mark(content: Any, renumber: Renumber) -> Any:
    """What stood on a chart names the people who put it there; see `app.measures.past.keeping`."""
    made = _fields(by=USER, id="observation")(content, renumber)
    if "corrections" in made:
        made["corrections"] = [_fields(by=USER)(each, renumber) for each in made["corrections"]]
    return made


def _named(text: Any, renumber: Renumber) -> Any:
    """A kind of row with its number, "annotation 7"; a day or nothing names no row."""
    named = NAMED.fullmatch(text)
    return f"{named[1]} {renumber(named[1], int(named[2]))}" if named else text


NAMED = re.compile(r"(observation|annotation|measure|learning_session) (-?\d{1,18})")

IN_TEXT: Mapping[tuple[str, str], Rewrite] = {
    ("series_change", "thing"): _named,
    ("team_code", "scope"): _named,
    ("talk_group", "scope"): _named,
}
"""Columns of text that name rows by their number, and how those are found in them."""

IN_JSON: Mapping[tuple[str, str], Rewrite] = {
    ("aim_revision", "fields"): _fields(measure_id="measure"),
    ("stakeholder_change", "before"): _fields(owner_id=USER),
    ("stakeholder_change", "after"): _fields(owner_id=USER),
    ("theory_version", "content"): _theory,
    ("series_change", "before"): _mark,
    ("series_change", "after"): _mark,
    ("saved_mapping", "mapping"): _fields(breakdown="breakdown"),
}
"""Columns of JSON that name rows by their number, and how those are found in them."""

REWRITES: Mapping[tuple[str, str], Rewrite] = {**IN_TEXT, **IN_JSON}


def tables() -> tuple[sa.Table, ...]:
    """The carried tables, each after those that it refers to."""
    return tuple(table for table in Model.metadata.sorted_tables if table.name in CARRIED)


def target_of(column: sa.Column[Any]) -> str | None:
    """The table that a column refers to."""
    return next((key.column.table.name for key in column.foreign_keys), None)


def is_numbered(table: sa.Table) -> bool:
    """Whether the table's rows have numbers of their own."""
    return "id" in table.c


def within(table: sa.Table, network_id: int) -> sa.ColumnElement[bool]:
    """The condition that a row belongs to the network."""
    owner = table.c[CARRIED[table.name].owner]
    (key,) = owner.foreign_keys
    above = key.column.table
    if above.name == NETWORK:
        return owner == network_id
    return owner.in_(sa.select(key.column).where(within(above, network_id)))
