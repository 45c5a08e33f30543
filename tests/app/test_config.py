"""Settings, and what is said when the folder they live in cannot be used."""

from __future__ import annotations

import stat

import pytest

from app.config import settings


def test_secrets_are_made_once_and_are_their_owners_alone(tmp_path):
    first = settings(tmp_path)["SECRET_KEY"]
    assert len(first) > 40
    assert settings(tmp_path)["SECRET_KEY"] == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_folder_that_is_a_file_is_named(tmp_path):
    place = tmp_path / "instance"
    place.write_text("not a folder")
    with pytest.raises(SystemExit, match="cannot use it") as said:
        settings(place)
    assert str(place) in str(said.value)
