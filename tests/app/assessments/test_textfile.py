"""Instruments as text files: they read back to the same, and each fault is named by line and field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessments.content import Content, Item, Level
from app.assessments.library import LIBRARY
from app.assessments.textfile import FileError, read_file, write_file
from tests.app.assessments.world import CONTENT

DOCUMENTED = Path(__file__).resolve().parents[3] / "docs" / "assessments.md"

GOOD = '''name = "Map"
about = """
[[item]] in a text
name = 3 """

[[level]]
value = 0.5
name = "Begun"

[[level]]
value = 1
name = "Done"

[[item]]
name = "Who decides"
levels = ["Nobody asks.", "They do."]
'''


def test_a_file_is_read():
    found = read_file(GOOD.encode())
    assert [level.value for level in found.levels] == [0.5, 1.0]
    assert found.items == (Item("who-decides", "Who decides", "", ("Nobody asks.", "They do.")),)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "Map"', "name = 3", "Line 1, name: Write a text between quotes."),
        ('name = "Map"', "", "Line 1, name: Write a name."),
        ("value = 0.5", 'value = "0.5"', "Line 7, level 1, value: Write a number, such as 1 or 2.5."),
        ("value = 0.5", "value = 0.3", "Line 7, level 1, value: 0.3 must be a whole or half number from 0 to 100."),
        ("value = 0.5", "value = nan", "Line 7, level 1, value: nan must be a whole or half"),
        ("value = 0.5", "value = inf", "Line 7, level 1, value: inf must be a whole or half"),
        ("value = 1", "value = 0.5", "Line 11, level 2, value: 0.5 comes after 0.5"),
        ("value = 1", "valeu = 1", "Line 11, level 2, valeu: This field is not known"),
        ('name = "Done"', 'name = ""', "Line 12, level 2, name: Write a name."),
        ('"They do."]', '"They do.", "x"]', "Line 16, item 1, levels: There are 3 descriptions for 2 levels"),
        ('["Nobody', '[1, "Nobody', "Line 16, item 1, levels: Write a list of texts"),
        ('name = "Who decides"', f'name = "{"x" * 121}"', "Line 15, item 1, name: Keep it under 120"),
        ("value = 1", "value = = 1", "Line 11: This cannot be read"),
        ('"They do."]', '"They do."', "This cannot be read"),
        ('[[item]]\nname = "Who', '[item]\nname = "Who', "item: Begin each with a line [[item]]."),
        ('name = "Begun"', 'name = "Begun"\nname = "x"', "Line 9: This cannot be read"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_line_and_field(old, new, says):
    assert old in GOOD
    with pytest.raises(FileError) as refused:
        read_file(GOOD.replace(old, new, 1).encode())
    assert says in str(refused.value)


def test_every_fault_is_told_at_once():
    broken = GOOD.replace("value = 0.5", "value = 0.3").replace('"Done"', '""')
    with pytest.raises(FileError) as refused:
        read_file(broken.encode())
    assert [each.line for each in refused.value.problems] == [12, 7]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Line 1, name: Write a name."),
        (b'name = "x"\n\xff\xfe', "Line 2: This is not UTF-8 text"),
        (b"#" * 70_000, "larger than 64 KB"),
        (b"a = " + b"[" * 5000, "cannot be read|nested too deep"),
        (b"PK\x03\x04", "Line 1: This cannot be read"),
    ],
)
def test_what_is_no_such_file_is_said(data, says):
    with pytest.raises(FileError) as refused:
        read_file(data)
    assert re.search(says, str(refused.value))


@pytest.mark.parametrize("content", [*LIBRARY.values(), CONTENT], ids=lambda each: each.name)
def test_what_is_written_reads_back_to_the_same(content):
    assert read_file(write_file(content).encode()) == content


text = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=60).map(
    str.strip
)


@given(name=text.filter(bool), about=text, level=text.filter(bool), asks=text)
def test_any_text_survives(name, about, level, asks):
    content = Content(
        name, about, (Level(0, level, asks), Level(2.5, "b")), (Item("a", name, asks, (about, asks)),)
    )  # fmt: skip
    assert read_file(write_file(content).encode()) == content


def test_the_documented_example_is_good():
    example = re.search(r"```toml\n(.*?)```", DOCUMENTED.read_text(), re.DOTALL)
    assert len(read_file(example[1].encode()).items) == 2


def test_the_progress_score_has_its_ten_steps():
    score = LIBRARY["progress-score"]
    assert [level.value for level in score.levels] == [0.5 * step for step in range(1, 11)]
