"""From an idea of what to count to the first point: the backbone defines, a team takes it up."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.watch import grave_faults, overflow

BACKBONE, LEAD = "Wilhelmina Sarto", "Marisol Quenby"
MEASURES = "/networks/wrenfield/measures"
TEAM = "/networks/wrenfield/teams/brookside"
PHONE = {"width": 390, "height": 844}


def test_a_measure_is_defined_taken_up_and_gets_its_first_value(fresh_server, new_page, watch):
    watch.expected.append("status of 422")
    page = new_page(fresh_server, who=BACKBONE)
    page.goto(MEASURES)
    page.get_by_role("link", name="Define a shared measure").click()
    page.get_by_label("How many people or cases, out of all").check()
    page.get_by_label("About how many people").fill("80")
    page.get_by_label("And in about how many").fill("30")
    page.get_by_label("Every month").check()
    page.get_by_label("More, higher or longer").check()
    page.get_by_role("button", name="What fits?").click()
    proposal = page.locator("#proposal")
    for words in ("A share: some of all", "P chart", "Every month", "Higher is better"):
        expect(proposal).to_contain_text(words)
    assert grave_faults(page) == []
    page.get_by_role("link", name="Go on with this").click()
    expect(page.get_by_label("Kind of data")).to_have_value("proportion")
    expect(page.get_by_label("Unit")).to_have_value("%")
    page.get_by_label("Name").fill("Plans read aloud with the family")
    page.get_by_label("Operational definition").fill(
        "Of the children seen in the month, the percent whose plan was read aloud with a parent."
    )
    page.get_by_label("Numerator, or what is counted").fill("Read aloud")
    page.get_by_label("Denominator").fill("Children seen")
    page.get_by_role("textbox", name="Target").fill("140")
    page.get_by_role("button", name="Define the measure").click()
    expect(page.get_by_role("alert")).to_contain_text("140% can never be reached")
    assert grave_faults(page) == []
    page.get_by_role("textbox", name="Target").fill("90")
    page.get_by_role("button", name="Define the measure").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plans read aloud with the family")
    assert grave_faults(page) == []

    page = new_page(fresh_server, who=LEAD, viewport=PHONE)
    page.goto(TEAM)
    page.get_by_text("Take up a shared measure").click()
    assert grave_faults(page) == []
    assert overflow(page) <= 0
    page.get_by_role("button", name=re.compile("Start collecting.*Plans read aloud")).click()
    expect(page.get_by_text("Enter the first value.")).to_be_visible()
    page.get_by_label("Read aloud", exact=True).fill("31")
    page.get_by_label("Children seen", exact=True).fill("62")
    page.keyboard.press("Enter")
    expect(page.locator("#recent")).to_contain_text("50.0")  # 31 of 62
    assert grave_faults(page) == []
    assert overflow(page) <= 0
