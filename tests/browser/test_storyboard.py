"""The storyboard: one sheet of paper whatever is hidden, sound on every screen, arranged by hand."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watch import grave_faults, overflow

LEAD = "Marisol Quenby"
TEAMS = "/networks/wrenfield/teams"
BOARD = f"{TEAMS}/brookside/storyboard"
CUT = """
[...document.querySelectorAll('.board, .board-row, .board-part')]
  .filter((each) => each.scrollHeight > each.clientHeight + 2)
  .map((each) => `${each.className}: ${each.scrollHeight} in ${each.clientHeight}`)
"""
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
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("button", name="Publish to the network")).to_be_visible()

    other = new_page(fresh_server, who="Wilhelmina Sarto")
    answer = other.goto(BOARD)
    assert answer is not None
    assert answer.status == 404
    page.get_by_role("button", name="Publish to the network").click()
    answer = other.goto(BOARD)
    assert answer is not None
    assert answer.status == 200
    expect(other.get_by_text("A stand-in for Fridays.")).to_be_visible()
    expect(other.get_by_text("Marisol Quenby")).to_have_count(0)
