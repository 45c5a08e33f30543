"""A round is opened, answered from My work, closed, read as a profile and seen as a chart."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.steps import follow
from tests.browser.watch import grave_faults, overflow

LEAD = "Marisol Quenby"
TEAM = "/networks/wrenfield/teams/brookside/assessments"


def test_a_round_goes_from_opening_to_its_chart(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport={"width": 390, "height": 844})
    page.goto(TEAM)
    page.get_by_label("Progress score").check()
    page.get_by_label("Show in the result who placed us where").check()
    follow(page.get_by_role("button", name="Open the round"))
    page.goto("/work")
    follow(page.get_by_role("link", name="Where do we stand? Progress score"))
    assert overflow(page) <= 0
    assert grave_faults(page) == []
    items = page.locator("fieldset.answer-item")
    for number in range(items.count()):
        items.nth(number).get_by_role("radio").nth(4).check()  # 2.5
    items.first.get_by_role("textbox").fill("We test, and see no change yet.")
    follow(page.get_by_role("button", name="Keep as a draft"))
    page.goto("/work")
    page.get_by_role("link", name="Where do we stand? Progress score").click()
    expect(items.first.get_by_role("radio").nth(4)).to_be_checked()
    expect(items.first.get_by_role("textbox")).to_have_value("We test, and see no change yet.")
    follow(page.get_by_role("button", name="Hand in"))
    page.goto("/work")
    expect(page.get_by_role("link", name="Where do we stand? Progress score")).to_have_count(0)

    page.goto(TEAM)
    page.get_by_role("link", name=re.compile("Round 1")).first.click()
    page.get_by_role("button", name="Close the round for everybody").click()
    expect(page.locator("main")).to_contain_text("2.50")
    expect(page.locator("main")).to_contain_text("We test, and see no change yet.")
    profile = page.get_by_role("region", name="Profile: people at each level")
    expect(profile.get_by_role("rowheader", name="Where our team stands")).to_be_visible()
    expect(profile.get_by_role("cell", name="Middle 2.5")).to_be_visible()
    assert profile.evaluate("shown => shown.scrollWidth - shown.clientWidth") <= 0
    assert overflow(page) <= 0
    assert grave_faults(page) == []

    page.goto(TEAM)
    figure = page.locator("figure[data-chart] svg:visible").first
    expect(figure).to_be_visible()
    page.locator("figure[data-chart] + p a").first.click()
    expect(page.locator("svg[data-chart]:visible").first).to_be_visible()
