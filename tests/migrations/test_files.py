"""The files of the migrations."""

from __future__ import annotations

from pathlib import Path

from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def test_they_are_numbered_without_a_gap_and_named_as_their_revision():
    scripts = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())[::-1]
    assert scripts
    for number, script in enumerate(scripts, 1):
        assert script.revision.startswith(f"{number:04}_")
        assert Path(script.path).stem == script.revision


def test_there_is_one_head_and_its_name_is_kept():
    [head] = ScriptDirectory(str(MIGRATIONS)).get_heads()
    assert (MIGRATIONS / ".current-alembic-head").read_text().strip() == head
