"""Every table is either in an archive or left out with its reason."""

from __future__ import annotations

import tomllib
from pathlib import Path

import sqlalchemy as sa

from app.archive import cells, plan
from app.extensions import Model
from app.version import VERSION

TABLES = Model.metadata.tables
WITHOUT_NUMBERS = {
    ("team", "tags"): "words",
    ("charter_revision", "fields"): "texts",
    ("cycle_change", "before"): "words, see app/pdsa/history.py",
    ("cycle_change", "after"): "words, see app/pdsa/history.py",
    ("measure", "definition_starts"): "versions and dates",
    ("measure_revision", "content"): "values of fields and names of strategies",
    ("observation", "raw"): "measured values",
    ("observation_correction", "old_raw"): "measured values",
    ("progress_wording", "levels"): "names and texts of levels",
    ("instrument_version", "content"): "texts and levels",
    ("assessment_response", "answers"): "levels by the item's name",
    ("assessment_response", "notes"): "texts by the item's name",
    ("session_evaluation", "ratings"): "numbers by the question's name",
    ("session_shown", "content"): "names of teams, periods and values",
}
"""Columns of JSON in which no row of another table is named, and what stands there instead."""


def test_every_table_is_carried_or_left_out_with_its_reason():
    groups = (set(plan.CARRIED), set(plan.APART), set(plan.LEFT_OUT))
    said = [name for group in groups for name in group]
    assert len(said) == len(set(said)), "a table stands in two lists"
    assert set(TABLES) - set(said) == set(), "say in app/archive/plan.py what becomes of these"
    assert set(said) - set(TABLES) == set(), "there are no such tables any more"
    assert all({**plan.APART, **plan.LEFT_OUT}.values())


def test_every_carried_table_leads_to_the_network():
    for table, carried in plan.CARRIED.items():
        name, seen = table, []
        while name != plan.NETWORK:
            assert name not in seen
            seen.append(name)
            name = plan.target_of(TABLES[name].c[plan.CARRIED[name].owner]) or ""
        assert 1 <= carried.since <= plan.FORMAT


def test_what_a_carried_table_refers_to_is_carried_too():
    known = {*plan.CARRIED, plan.NETWORK, plan.USER}
    for table in plan.tables():
        for column in table.c:
            target = plan.target_of(column)
            assert target is None or target in known, f"{table.name}.{column.name}"
            assert len(column.foreign_keys) <= 1


def test_it_is_known_where_json_names_rows():
    there = {
        (table.name, column.name)
        for table in plan.tables()
        for column in table.c
        if isinstance(column.type, sa.JSON)
    }
    assert not set(plan.IN_JSON) & set(WITHOUT_NUMBERS)
    assert there == set(plan.IN_JSON) | set(WITHOUT_NUMBERS)


def test_every_kind_of_column_can_be_read():
    known = (sa.JSON, *(kind for kind, _ in cells.READERS))
    for table in plan.tables():
        for column in table.c:
            assert isinstance(column.type, known), f"{table.name}.{column.name}"


def test_the_version_is_that_of_the_project():
    project = Path(__file__).resolve().parents[3] / "pyproject.toml"
    assert tomllib.loads(project.read_text())["project"]["version"] == VERSION


def test_a_text_that_names_a_row_names_it_by_its_other_number():
    def renumber(table: str, number: int) -> int:
        return {("observation", 12): 3, ("annotation", 7): 1}.get((table, number), -number)

    rewrite = plan.IN_TEXT["series_change", "thing"]
    given = ("observation 12", "annotation 7", "observation 8", "2025-04-01", "", "week 12")
    assert [rewrite(text, renumber) for text in given] == [
        "observation 3",
        "annotation 1",
        "observation -8",
        "2025-04-01",
        "",
        "week 12",
    ]
