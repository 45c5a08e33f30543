"""The file itself: a zip with a manifest that says what is in it, checked before it is believed."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from app.archive.errors import ArchiveError
from app.archive.plan import FORMAT

KIND = "centerline-network"
MANIFEST = "manifest.json"
NAME = re.compile(r"[a-z][a-z_]{0,60}\.jsonl")
TIME = (1980, 1, 1, 0, 0, 0)
"""The time stamp of every member, so that the same content gives the same bytes."""
MOST_FILES = 200
MOST_MANIFEST = 1 << 20
MOST_BYTES = 4 << 30
"""Unpacked; a network of a million values takes about 200 MB."""
MOST_TIMES = 250
"""How far a file may shrink when it is packed; texts of ours shrink 10 to 30 times."""
LONGEST_LINE = 16 << 20
CHUNK = 1 << 20

DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(EOFError, OSError, ValueError, LookupError, struct.error),
)
"""What reading a damaged zip fails with, depending on where it is damaged."""

Tick = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, a row a line."""

    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself."""

    version: int
    application: str
    made_at: str
    network: str
    """The network's slug where it was written."""
    name: str
    files: tuple[Member, ...]

    @property
    def rows(self) -> int:
        """Rows in all files."""
        return sum(each.rows for each in self.files)

    @property
    def digest(self) -> str:
        """A digest of everything in the archive but when it was made."""
        told = json.dumps([asdict(each) for each in self.files], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


class Writer:
    """Writes an archive: `add` for each file, then `close` with the manifest."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.members: list[Member] = []

    def add(self, name: str, rows: Iterator[dict[str, Any]], tick: Tick) -> int:
        """Write a file of rows; how many there were."""
        count = size = 0
        digest = hashlib.sha256()
        with self._zip.open(_info(name), "w") as member:
            for row in rows:
                text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
                line = f"{text}\n".encode()
                member.write(line)
                digest.update(line)
                count, size = count + 1, size + len(line)
                tick(1)
        self.members.append(Member(name, count, size, digest.hexdigest()))
        return count

    def close(self, *, application: str, made_at: str, network: str, name: str) -> Manifest:
        """Write the manifest, last since it tells of the others."""
        found = Manifest(FORMAT, application, made_at, network, name, tuple(self.members))
        told = {"format": KIND, **asdict(found)}
        text = json.dumps(told, ensure_ascii=False, indent=1)
        with self._zip.open(_info(MANIFEST), "w") as member:
            member.write(f"{text}\n".encode())
        self._zip.close()
        return found


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


class Reader:
    """An archive that was checked: its files are those of the manifest, byte for byte."""

    def __init__(self, path: Path, tick: Tick) -> None:
        self._open: list[IO[bytes]] = []
        try:
            self._zip = zipfile.ZipFile(path)
        except DAMAGED as error:
            raise _damaged(path, error) from error
        try:
            self.manifest = self._check(tick)
        except DAMAGED as error:
            self.close()
            raise _damaged(path, error) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file, also where somebody stopped in the middle of its rows."""
        for member in self._open:
            member.close()
        self._zip.close()

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a file, in their order."""
        member = self._zip.open(name)
        self._open.append(member)
        for number, line in enumerate(_lines(member, name), start=1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ArchiveError(f"{name}, line {number}, is not JSON.") from error
            if not isinstance(row, dict):
                raise ArchiveError(f"{name}, line {number}, is not a row.")
            yield row

    def _check(self, tick: Tick) -> Manifest:
        infos = self._zip.infolist()
        _check_members(infos)
        manifest = _read_manifest(self._zip)
        listed = {each.name for each in manifest.files}
        there = {info.filename for info in infos} - {MANIFEST}
        if len(listed) != len(manifest.files):
            raise ArchiveError("The manifest names a file twice.")
        if listed - there:
            raise ArchiveError(f"The archive lacks {_some(listed - there)}.")
        if there - listed:
            raise ArchiveError(f"The manifest does not name {_some(there - listed)}.")
        for each in manifest.files:
            self._check_file(each)
            tick(each.rows)
        return manifest

    def _check_file(self, expected: Member) -> None:
        digest, rows, size = hashlib.sha256(), 0, 0
        with self._zip.open(expected.name) as member:
            while chunk := member.read(CHUNK):
                digest.update(chunk)
                rows, size = rows + chunk.count(b"\n"), size + len(chunk)
                if size > expected.bytes:
                    break
        if (digest.hexdigest(), rows, size) != (expected.sha256, expected.rows, expected.bytes):
            raise ArchiveError(
                f"{expected.name} is not what the manifest says (its SHA-256 differs): it was "
                "damaged or changed after it was written."
            )


def _damaged(path: Path, error: BaseException) -> ArchiveError:
    return ArchiveError(
        f"{path.name} is no archive, or it is damaged: {error}. Copy it once more from where it "
        "was made."
    )


def _check_members(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse what could not be ours before anything is unpacked."""
    names = [info.filename for info in infos]
    if len(names) > MOST_FILES:
        raise ArchiveError(f"It holds {len(names):,} files; an archive holds at most {MOST_FILES}.")
    for info in infos:
        # Nothing is ever unpacked to disk; a strange name only says that it is not ours.
        if info.filename != MANIFEST and not NAME.fullmatch(info.filename):
            raise ArchiveError(f"It holds a file named {info.filename[:80]!r}, which is not ours.")
        if info.flag_bits & 1:
            raise ArchiveError("It is encrypted; unpack it with its password and pack it anew.")
        if info.file_size > max(info.compress_size, 4096) * MOST_TIMES:
            raise ArchiveError(
                f"{info.filename} would unpack to {info.file_size:,} bytes from "
                f"{info.compress_size:,}: it is made to fill a disk."
            )
    if len(names) != len(set(names)):
        raise ArchiveError("It holds two files of one name.")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise ArchiveError(f"It would unpack to more than {MOST_BYTES >> 30} GB.")
    if MANIFEST not in names:
        raise ArchiveError(f"It has no {MANIFEST}: it is not an archive of a network.")


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    if archive.getinfo(MANIFEST).file_size > MOST_MANIFEST:
        raise ArchiveError("Its manifest is too large to be one.")
    try:
        told = json.loads(archive.read(MANIFEST))
    except ValueError as error:
        raise ArchiveError("Its manifest cannot be read.") from error
    if not isinstance(told, dict) or told.get("format") != KIND:
        raise ArchiveError("It is not an archive of a Centerline network.")
    version = told.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ArchiveError("Its manifest names no version of the format.")
    if version > FORMAT:
        raise ArchiveError(
            f"It was written by a newer Centerline ({told.get('application')}): its format is "
            f"{version}, and this one reads up to {FORMAT}. Bring this installation up to date."
        )
    try:
        files = tuple(Member(**each) for each in told.pop("files"))
        found = Manifest(**{key: told[key] for key in told if key != "format"}, files=files)
        texts = (found.application, found.made_at, found.network, found.name)
        sound = all(isinstance(each, str) for each in texts) and all(
            isinstance(each.rows, int) and isinstance(each.bytes, int) for each in files
        )
    except (TypeError, KeyError) as error:
        raise ArchiveError("Its manifest lacks what it should say, or says more.") from error
    if not sound:
        raise ArchiveError("Its manifest lacks what it should say, or says more.")
    return found


def _lines(member: IO[bytes], name: str) -> Iterator[bytes]:
    while line := member.readline(LONGEST_LINE):
        if not line.endswith(b"\n"):
            raise ArchiveError(f"{name} has a line that is too long or does not end.")
        yield line


def _some(names: set[str]) -> str:
    found = sorted(names)
    return ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
