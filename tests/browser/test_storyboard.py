"""The storyboard: one sheet of paper whatever is hidden, sound on every screen, arranged by hand."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.storyboard.models import Part
from tests.browser.steps import follow
from tests.browser.watch import grave_faults, overflow

LEAD = "Marisol Quenby"
TEAMS = "/networks/wrenfield/teams"
BOARD = f"{TEAMS}/brookside/storyboard"
CUT = """
[...document.querySelectorAll('.board, .board-row, .board-part')]
  .filter((each) => each.scrollHeight > each.clientHeight + 2)
  .map((each) => `${each.className}: ${each.scrollHeight} in ${each.clientHeight}`)
"""
SHORTENED = """
[...document.querySelectorAll('.board-measure h3')]
  .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
  .map((each) => each.textContent.trim())
"""
"""Names of measures that end in dots, which nobody can point at on paper."""
SHEETS = {"A4": (1062, 733), "Letter": (995, 755)}
"""The room inside 8 mm of margin on a landscape sheet, in pixels of 1/96 inch."""


def sheets(page: Page, size: str) -> int:
    paper = page.pdf(format=size, landscape=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))


@pytest.mark.parametrize("team", ["brookside", "belonging"])
def test_it_is_one_sheet_and_nothing_is_cut(server, new_page, team):
    page = new_page(server, who=LEAD)
    page.goto(f"{TEAMS}/{team}/storyboard")
    for size, (width, height) in SHEETS.items():
        assert sheets(page, size) == 1, size
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="print")
        assert page.evaluate(CUT) == [], size
        assert page.evaluate(SHORTENED) == [], size
        assert page.evaluate("document.querySelector('.board').scrollWidth") <= width
        page.emulate_media(media="null")


def test_it_is_sound_on_every_screen(server, new_page):
    page = new_page(server, who=LEAD)
    for path in (BOARD, f"{BOARD}?view=network", f"{BOARD}/arrange"):
        for scheme, width in (("light", 1280), ("dark", 1280), ("light", 360)):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            # Opened anew, since colors that fade over would be measured halfway.
            page.goto(path)
            assert grave_faults(page) == [], (path, scheme, width)
            assert overflow(page) <= 0


def test_a_team_arranges_and_withdraws_it_on_a_phone(fresh_server, new_page, watch):
    watch.expected.append("status of 404")
    page = new_page(fresh_server, who=LEAD, viewport={"width": 390, "height": 844})
    page.goto(f"{TEAMS}/brookside")
    page.get_by_role("link", name="Storyboard").click()
    page.get_by_role("link", name="Arrange").click()
    page.get_by_role("group", name="Next steps").get_by_label("Show it").uncheck()
    page.get_by_role("group", name="What we ask of others").get_by_label("In your words").fill(
        "A stand-in for Fridays."
    )
    page.get_by_role("button", name="Save the arrangement").click()
    expect(page.get_by_text("A stand-in for Fridays.")).to_be_visible()
    expect(page.get_by_role("heading", name="Next steps")).to_have_count(0)
    assert sheets(page, "A4") == 1
    follow(page.get_by_role("button", name="Withdraw it"))
    expect(page.get_by_role("button", name="Publish to the network")).to_be_visible()

    other = new_page(fresh_server, who="Wilhelmina Sarto")
    answer = other.goto(BOARD)
    assert answer is not None
    assert answer.status == 404
    follow(page.get_by_role("button", name="Publish to the network"))
    answer = other.goto(BOARD)
    assert answer is not None
    assert answer.status == 200
    expect(other.get_by_text("A stand-in for Fridays.")).to_be_visible()
    expect(other.get_by_text("Marisol Quenby")).to_have_count(0)


WORDS = "Every family that was called before eight answered, and most of the others did not. " * 6


def lengthen(database: Path) -> None:
    """Give Brookside ten measures, sixty cycles more, and all that it says at its longest."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row

        def again(table: str, row: sqlite3.Row, **other: object) -> int:
            values = dict(row) | {"id": None} | other
            marks = ", ".join("?" * len(values))
            names = ", ".join(f'"{name}"' for name in values)
            query = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  # our own words
            return int(connection.execute(query, tuple(values.values())).lastrowid or 0)

        def one(query: str, *values: object) -> sqlite3.Row:
            row: sqlite3.Row = connection.execute(query, values).fetchone()
            return row

        team = one("SELECT id FROM team WHERE slug = 'brookside'")["id"]
        cycle = one("SELECT * FROM cycle WHERE team_id = ? AND decision IS NOT NULL", team)
        said = {"results": WORDS, "learned": WORDS, "problems": WORDS, "once": None}
        for number in range(60):
            decided = {} if number % 4 else {"decision": None, "decided_on": None}
            title = f"A test with a title that says nearly all there is to say of it, {number}"
            again("cycle", cycle, number=100 + number, title=title, **said, **decided)
        series = one("SELECT * FROM series WHERE team_id = ?", team)
        measure = one("SELECT * FROM measure WHERE id = ?", series["measure_id"])
        rows = connection.execute("SELECT * FROM observation WHERE series_id = ?", (series["id"],))
        values = rows.fetchall()
        for number in range(5):
            name = f"A measure with rather a long name for so small a chart, {number}"
            made = again("measure", measure, team_id=team, slug=f"more-{number}", name=name)
            kept = again("series", series, measure_id=made, position=20 + number)
            for each in values:
                again("observation", each, series_id=kept)
        connection.execute("UPDATE team SET why = ? WHERE id = ?", (WORDS * 3, team))
        board = one("SELECT id FROM storyboard WHERE team_id = ?", team)["id"]
        connection.execute("DELETE FROM storyboard_part WHERE storyboard_id = ?", (board,))
        part = "INSERT INTO storyboard_part (storyboard_id, part, hidden, sentence) VALUES (?, ?, 0, ?)"
        connection.executemany(part, [(board, each.value, WORDS[:280]) for each in Part])
        connection.execute("UPDATE interview_quote SET text = ?", (WORDS[:380],))
        connection.commit()


def test_the_longest_story_is_one_sheet_and_what_it_leaves_out_is_said(
    fresh_server, changing_server, new_page
):
    lengthen(changing_server[1])
    page = new_page(fresh_server, who=LEAD)
    page.goto(BOARD)
    for size, (width, height) in SHEETS.items():
        assert sheets(page, size) == 1, size
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="print")
        assert page.evaluate(CUT) == [], size
        expect(page.get_by_text("Shortened for one sheet")).to_be_visible()
        heads = page.locator(".board-measure--hero figcaption").bounding_box()
        above = page.locator(".board-part--measures > .board-says").bounding_box()
        assert heads is not None
        assert above is not None
        assert above["y"] + above["height"] <= heads["y"] + 1, "nothing stands on something else"
        page.emulate_media(media="null")
