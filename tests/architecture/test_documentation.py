"""The documentation names what there is: commands, their options, targets, settings."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
IMPORT = (ROOT / "docs" / "import.md").read_text()
FLASKS_OWN = {"run", "shell", "routes", "db"}


def commands(app) -> list[tuple[str, click.Command]]:
    found = []
    for name, group in app.cli.commands.items():
        if name in FLASKS_OWN:
            continue
        if isinstance(group, click.Group):
            found += [(f"{name} {verb}", command) for verb, command in group.commands.items()]
        else:
            found.append((name, group))
    return found


def test_every_command_is_documented(app):
    missing = [name for name, _ in commands(app) if f"flask {name}" not in OPERATIONS]
    assert not missing


def test_every_option_of_the_import_is_documented(app):
    command = dict(commands(app))["import observations"]
    options = [option for parameter in command.params for option in parameter.opts[:1]]
    missing = [name for name in options if name.startswith("--") and f"`{name}" not in IMPORT]
    assert not missing


def test_every_make_target_is_documented():
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert len(targets) >= 8
    missing = [target for target in targets if f"`make {target}" not in README]
    assert not missing


def test_every_setting_from_the_environment_is_documented():
    read = [ROOT / "app" / "config.py", ROOT / "app" / "mail" / "settings.py"]
    settings = set(re.findall(r"CENTERLINE_[A-Z_]+", "".join(path.read_text() for path in read)))
    assert len(settings) >= 12
    assert not [name for name in settings if name not in OPERATIONS]


@pytest.mark.parametrize("page", ["README.md", "docs/operations.md", "docs/import.md"])
def test_links_lead_somewhere(page):
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
        assert (path.parent / target).exists(), target


def test_every_document_has_one_title():
    for path in (ROOT / "docs").glob("**/*.md"):
        lines = path.read_text().splitlines()
        assert lines[0].startswith("# "), path.name
