"""What a newcomer's machine may lack is said plainly, with the way to get it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests import run, services

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("bash", "cat", "cksum", "dirname", "env", "grep", "rm", "tr")

OLD = "#!/bin/bash\nexit 1\n"
WITHOUT_VENV = '#!/bin/bash\n[[ "$2" == *ensurepip* ]] && exit 1\nexit 0\n'


@pytest.fixture
def house(tmp_path):
    """A folder with .ci/venv and requirements, on a machine with next to nothing."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "venv", tmp_path / ".ci" / "venv")
    (tmp_path / "requirements.txt").write_text("none==1\n")
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    for name in TOOLS:
        (bin_folder / name).symlink_to(shutil.which(name))
    return tmp_path


def make_venv(house: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(house / ".ci" / "venv"), "requirements.txt"],
        env={"PATH": str(house / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("python", "says"),
    [
        (None, "Centerline needs Python 3.11 or later, and none was found"),
        (OLD, "Centerline needs Python 3.11 or later, and none was found"),
        (WITHOUT_VENV, "its venv module is not"),
    ],
)
def test_a_missing_python_is_named(house, python, says):
    if python is not None:
        stub = house / "bin" / "python3"
        stub.write_text(python)
        stub.chmod(0o755)
    done = make_venv(house)
    assert done.returncode == 1
    assert says in done.stderr
    assert "apt-get install" in done.stderr
    assert not (house / ".venv").exists()


def test_an_environment_that_somebody_else_keeps_is_left_alone(house):
    (house / "theirs").mkdir()
    (house / ".venv").symlink_to(house / "theirs")
    assert make_venv(house).returncode == 0
    assert list((house / "theirs").iterdir()) == []


def test_in_ci_a_missing_service_is_an_error(monkeypatch, capsys):
    monkeypatch.setattr(services, "chromium", lambda: None)
    monkeypatch.setattr(services, "postgresql_binaries", lambda: None)
    monkeypatch.delenv(run.POSTGRESQL_URL, raising=False)
    monkeypatch.setenv("CI", "true")
    assert run.main([]) == 1
    said = capsys.readouterr().out
    assert "apt-get install chromium" in said
    assert "apt-get install postgresql" in said


def test_elsewhere_the_rest_is_run(monkeypatch, capsys):
    monkeypatch.setattr(services, "chromium", lambda: None)
    monkeypatch.setattr(services, "postgresql_binaries", lambda: None)
    monkeypatch.delenv(run.POSTGRESQL_URL, raising=False)
    monkeypatch.delenv("CI", raising=False)
    called = []

    def remember(command, **_settings):
        called.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(run.subprocess, "run", remember)
    assert run.main(["-n0"]) == 0
    assert called
    assert "No Chromium was found" in capsys.readouterr().out
