"""Every broken file gets its message, within seconds, and changes nothing."""

from __future__ import annotations

import os
import random
import time
from html import unescape

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.imports.problems import WrongFileError
from app.imports.source import MOST_ROWS, read_source
from app.imports.table import open_table
from app.measures.models import Observation
from tests.app.imports.browser import workbooks
from tests.app.imports.browser.broken import BROKEN, SOUND

SECONDS = 5
MUTATIONS = 5_000 if os.environ.get("SOAK") else 150


def count() -> int:
    return db.session.scalar(select(func.count(Observation.id))) or 0


def test_there_are_sixty_of_them():
    names = [name for name, _, _ in BROKEN]
    assert len(names) == len(set(names)) >= 60


@pytest.mark.parametrize(
    ("build", "message"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN]
)
def test_a_broken_file_gets_its_message_and_changes_nothing(alice, build, message):
    data = build()
    began = time.process_time()
    page = alice.check(data)
    assert time.process_time() - began < SECONDS
    if isinstance(message, tuple):
        row, column, said = message
        lines = page.split('<th scope="row" class="number">')[1:]
        told = [line for line in lines if line.startswith(f"{row}</th>") and said in line]
        assert told, unescape(page[page.find("<main") :])
        assert f"<td>{column}</td>" in told[0]
    else:
        assert message in page, unescape(page[page.find("<main") :])
    assert 'name="digest"' not in page
    assert count() == 0


@pytest.mark.parametrize("build", [each[1] for each in SOUND], ids=[each[0] for each in SOUND])
def test_an_unusual_file_is_read(alice, build):
    alice.check(build())
    assert alice.store().status_code == 303
    first = db.session.scalars(select(Observation).order_by(Observation.period)).first()
    assert (str(first.period), first.value, first.denominator) == ("2025-01-01", 12, 80)


def test_what_was_supposed_of_an_encoding_is_said(alice):
    alice.give("month,late,seen,site\n2025-01,12,80,Café\n".encode("cp1252"))
    page = alice.page("columns")
    assert "it was read as Windows-1252. Row 2 then says “Café”." in page


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A good file with a few bytes changed, taken out, doubled or cut off."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found) or 1)
        match chance.randrange(5):
            case 0:
                found[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del found[at : at + chance.randint(1, 30)]
            case 2:
                found[at:at] = found[at : at + chance.randint(1, 30)]
            case 3:
                found[at:at] = chance.choice(
                    (b",", b"\n", b'"', b"\x00", b"\xff", b"-", b"<", b"1e9")
                )
            case _:
                if chance.random() < 0.2:
                    del found[at:]
    return bytes(found)


def reason_of(data: bytes) -> str:
    """What reading a file to its last row says; empty where it can be read."""
    try:
        for _ in open_table(read_source(data, most_rows=MOST_ROWS).text).rows:
            pass
    except WrongFileError as error:
        return str(error)
    return ""


def test_mutations_of_good_files_are_read_or_refused_in_words():
    chance = random.Random(20250101)
    good = [build() for _, build in SOUND] + [workbooks.workbook("month,late\n" * 40)]
    slowest, refused = 0.0, 0
    for _ in range(MUTATIONS):
        data = mutated(chance.choice(good), chance)
        began = time.process_time()
        refused += bool(reason_of(data))
        slowest = max(slowest, time.process_time() - began)
    assert slowest < SECONDS
    assert 0 < refused < MUTATIONS


def test_mutations_of_good_files_never_break_a_page(alice):
    chance = random.Random(20250202)
    good = [build() for _, build in SOUND]
    for _ in range(MUTATIONS // 10):
        data = mutated(chance.choice(good), chance)
        for answer in (alice.give(data), alice.map(), alice.client.get(f"{alice.at}/check")):
            assert answer.status_code in {200, 303, 422}
    assert count() == 0
