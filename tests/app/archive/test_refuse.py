"""Archives that are damaged, forged or not ours are refused in words, and nothing is stored."""

from __future__ import annotations

import json
import shutil
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.archive import container
from app.archive.container import Reader
from app.archive.errors import ArchiveError
from app.extensions import db
from app.imports.commands import progress_bar
from tests import conftest
from tests.app.archive.world import (
    contents,
    export,
    load_from,
    make_full_network,
    manifest_of,
    repacked,
    stored,
)
from tests.databases import close

NEW = "copy"


@pytest.fixture(scope="module")
def whole(sqlite_databases, tmp_path_factory) -> Path:
    """The archive of a full network, written once by an installation of its own."""
    folder = tmp_path_factory.mktemp("whole")
    app = conftest.tested_app(sqlite_databases.copy(), folder)
    with app.app_context():
        make_full_network()
        path = export(folder / "river.zip")
        close()
    return path


@pytest.fixture
def archive(app, whole, tmp_path) -> Path:
    """The same archive, to be changed, beside an installation without any network."""
    return Path(shutil.copy(whole, tmp_path / "river.zip"))


@pytest.fixture
def refused(app):
    """Loads what must be refused; answers what was said."""

    def load(path: Path) -> str:
        before = stored()
        with pytest.raises(ArchiveError) as caught:
            load_from(path, NEW)
        db.session.rollback()
        assert stored() == before
        return str(caught.value)

    return load


def rezipped(path: Path, change) -> Path:
    """The archive with its files changed as they are, the manifest's sums left alone."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    made = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made


def test_a_file_that_is_cut_off(archive, refused, tmp_path):
    data = archive.read_bytes()
    for share in (0, 0.01, 0.5, 0.9, 0.999):
        cut = tmp_path / "cut.zip"
        cut.write_bytes(data[: int(len(data) * share)])
        assert "damaged" in refused(cut)


def test_a_flipped_byte_is_refused_or_changes_nothing(archive, tmp_path):
    """Anywhere in the file. Some bytes of a zip mean nothing, such as the time of a member."""
    data, everything = archive.read_bytes(), contents(archive)
    flipped = tmp_path / "flipped.zip"
    noticed = 0
    places = range(0, len(data), max(1, len(data) // 250))
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 0x41
        flipped.write_bytes(changed)
        try:
            manifest = manifest_of(flipped)
        except ArchiveError:
            noticed += 1
            continue
        assert manifest == manifest_of(archive)
        assert contents(flipped) == everything
    assert noticed > len(places) * 0.6


@pytest.mark.parametrize("name", ["observation.jsonl", "people.jsonl", "audit.jsonl"])
def test_a_file_that_is_missing(archive, refused, name):
    path = rezipped(archive, lambda files: files.pop(name))
    assert refused(path) == f"The archive lacks {name}."


def test_no_manifest(archive, refused):
    assert "manifest.json" in refused(rezipped(archive, lambda files: files.pop("manifest.json")))


def test_a_file_too_many(archive, refused):
    path = rezipped(archive, lambda files: files.update({"more.jsonl": b"{}\n"}))
    assert refused(path) == "The manifest does not name more.jsonl."


@pytest.mark.parametrize(
    "name", ["../evil.jsonl", "/etc/passwd", "..\\evil", "a/b.jsonl", "C:x.jsonl", "evil.py"]
)
def test_names_that_lead_elsewhere(archive, refused, tmp_path, name):
    path = rezipped(archive, lambda files: files.update({name: b"{}\n"}))
    assert "which is not ours" in refused(path)
    assert not list(tmp_path.parent.glob("**/evil*"))


def test_sums_that_do_not_fit(archive, refused):
    def change(files: dict[str, bytes]) -> None:
        files["observation.jsonl"] = files["observation.jsonl"].replace(b"4.0", b"5.0", 1)

    said = refused(rezipped(archive, change))
    assert said.startswith("observation.jsonl is not what the manifest says (its SHA-256 differs)")


def test_a_newer_format(archive, refused):
    def change(files: dict[str, bytes]) -> None:
        told = json.loads(files["manifest.json"]) | {"version": 2, "application": "9.0"}
        files["manifest.json"] = json.dumps(told).encode()

    said = refused(rezipped(archive, change))
    assert "newer Centerline (9.0)" in said
    assert "its format is 2, and this one reads up to 1" in said


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"nothing",
        b"[]",
        b'{"format": "other"}',
        b'{"format": "centerline-network"}',
        b'{"format": "centerline-network", "version": true}',
        b'{"format": "centerline-network", "version": 1}',
        b'{"format": "centerline-network", "version": 1, "files": [{"name": 3}]}',
        b'{"format": "centerline-network", "version": 1, "files": 3}',
    ],
)
def test_a_manifest_that_is_none(archive, refused, manifest):
    path = rezipped(archive, lambda files: files.update({"manifest.json": manifest}))
    assert "anifest" in refused(path) or "not an archive" in refused(path)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"a,b\n1,2\n", b"\x00" * 5000])
def test_what_is_no_zip(refused, tmp_path, data):
    path = tmp_path / "data.csv"
    path.write_bytes(data)
    assert "is no archive, or it is damaged" in refused(path)


def test_a_zip_bomb_is_not_unpacked(archive, refused, monkeypatch):
    path = rezipped(archive, lambda files: files.update({"note.jsonl": b"0" * 50_000_000}))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    assert "it is made to fill a disk" in refused(path)


def test_a_zip_that_lies_about_its_size(archive, refused, tmp_path):
    """The directory says 10 bytes where there are fifty million."""
    path = rezipped(archive, lambda files: files.update({"note.jsonl": b"0" * 50_000_000}))
    data = bytearray(path.read_bytes())
    size = struct.pack("<I", 50_000_000)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<I", 10)
    lying = tmp_path / "lying.zip"
    lying.write_bytes(data)
    refused(lying)


def test_too_much_in_all(archive, refused, monkeypatch):
    monkeypatch.setattr(container, "MOST_BYTES", 10_000)
    assert "would unpack to more than" in refused(archive)


def test_a_table_that_is_not_known(archive, refused):
    path = repacked(archive, lambda rows, _: rows.update({"surprise.jsonl": [{"id": 1}]}))
    assert "surprise.jsonl, which this Centerline does not know" in refused(path)


def test_a_table_that_the_manifest_forgot(archive, refused):
    path = repacked(archive, lambda rows, _: rows.pop("cycle.jsonl"))
    assert refused(path) == "Its manifest lacks cycle.jsonl."


def _set(table: str, column: str, value: Any):
    def change(rows: dict[str, list[Any]], _manifest: dict[str, Any]) -> None:
        rows[f"{table}.jsonl"][0][column] = value

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_set("observation", "value", "many"), "observation.jsonl, line 1: value must be a number"),
        (_set("observation", "period", "May"), "observation.jsonl, line 1: period must be a date"),
        (_set("observation", "entered_at", "2025-01-01T00:00:00"), "with its time zone"),
        (_set("observation", "series_id", 10_000), "speaks of series 10000, which is not in it"),
        (_set("observation", "series_id", None), "series_id must not be empty"),
        (_set("observation", "series_id", -1), "series_id must be the number of a row"),
        (_set("team_membership", "role", "queen"), "role must be one of lead, member, viewer"),
        (_set("team_membership", "user_id", 99_999), "speaks of user 99999"),
        (_set("measure", "name", "x" * 121), "name is longer than 120 characters"),
        (_set("measure", "name", "a\x00b"), "no database keeps"),
        (_set("measure", "due_days", 1 << 40), "due_days must be a whole number"),
        (_set("measure", "due_days", True), "due_days must be a whole number"),
        (_set("cycle", "color", "red"), "does not know the column 'color'"),
        (_set("theory_version", "content", {"parts": [{}]}), "content is not what it should be"),
        (_set("people", "email", "nobody"), "people.jsonl, line 1: a person has a name"),
        (_set("people", "email", "BIG@example.org"), "people.jsonl, line 1: a person has a name"),
        (_set("people", "name", None), "people.jsonl, line 1, is not a person"),
        (_set("network", "created_at", 3), "network.jsonl, line 1: created_at must be a moment"),
    ],
)
def test_values_that_cannot_be(archive, refused, change, says):
    assert says in refused(repacked(archive, change))


def test_a_number_used_twice(archive, refused):
    def change(rows: dict[str, list[Any]], _manifest: dict[str, Any]) -> None:
        rows["team.jsonl"][1]["id"] = rows["team.jsonl"][0]["id"]

    assert "team.jsonl: the number 1 was used before" in refused(repacked(archive, change))


def test_a_column_that_did_not_exist_yet_gets_its_default(archive):
    def change(rows: dict[str, list[Any]], _manifest: dict[str, Any]) -> None:
        for row in rows["measure.jsonl"]:
            del row["protects_small_numbers"]

    report = load_from(repacked(archive, change), NEW)
    measures = db.session.execute(
        db.text("select protects_small_numbers from measure where network_id = :id"),
        {"id": report.network.id},
    ).scalars()
    assert not any(measures)


@pytest.mark.parametrize("field", ["action", "at", "actor_id", "digest", "thing_id", "words"])
def test_an_audit_that_was_changed_with_fitting_sums(archive, refused, field):
    def change(rows: dict[str, list[Any]], _manifest: dict[str, Any]) -> None:
        event = rows["audit.jsonl"][1]
        event[field] = {
            "action": "did nothing",
            "at": "2020-01-01T00:00:00.000000+00:00",
            "actor_id": 1,
            "digest": "0" * 64,
            "thing_id": 2,
            "words": (event["words"] or {}) | {"after": {"name": "innocent"}},
        }[field]

    assert "event 2 was changed after it was sealed" in refused(repacked(archive, change))


def test_an_audit_that_lacks_an_event(archive, refused):
    path = repacked(archive, lambda rows, _: rows["audit.jsonl"].pop(1))
    assert "does not hold" in refused(path)


def test_reading_goes_no_further_than_a_line(archive, monkeypatch):
    monkeypatch.setattr(container, "LONGEST_LINE", 50)
    reader = Reader(archive, lambda _done: None)
    with pytest.raises(ArchiveError, match="a line that is too long"):
        list(reader.rows("measure.jsonl"))
    reader.close()
    with progress_bar("step", 1):
        pass
