"""The history of a chart and the chart as it was, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.steps import follow
from tests.browser.watch import grave_faults, overflow

LEAD, SPONSOR = "Marisol Quenby", "Gideon Ashmere"
MEASURE = "/networks/wrenfield/teams/brookside/measures/urgent-visits"


def test_a_re_phased_chart_is_seen_as_it_was_before(server, new_page):
    page = new_page(server, who=LEAD)
    page.goto(MEASURE)
    page.get_by_role("link", name="history of this chart").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("History of this chart")
    page.get_by_label("What").select_option("Phases and baselines")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".past-list > li")).to_have_count(3)
    removed = page.locator(".past-list > li", has_text="removed a phase")
    expect(removed).to_contain_text("Calls planned")
    expect(removed).to_contain_text("Why: A plan changes no visit.")
    removed.get_by_role("link", name="just before").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("As it was just before")
    expect(page.locator(".past-banner")).to_contain_text("Changed since:")
    drawing = page.locator(".past-frozen figure")
    expect(drawing).to_contain_text("Calls planned")
    expect(drawing).not_to_contain_text("Calls after urgent visits")
    page.get_by_role("link", name="Beside today’s").click()
    expect(page.locator("#today-block figure")).to_contain_text("Calls after urgent visits")
    assert page.locator("main form[method=post]").count() == 0
    with page.expect_download() as found:
        page.get_by_role("link", name="PNG").click()
    assert "as-of-" in found.value.suggested_filename
    page.get_by_role("link", name="Today", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Urgent asthma visits")


def test_a_day_is_chosen_by_keyboard_without_script(server, new_page):
    page = new_page(server, who=LEAD, java_script_enabled=False)
    page.goto(f"{MEASURE}/as-it-was")
    page.get_by_label("As it was on").fill("2001-01-01")
    page.keyboard.press("Enter")
    expect(page.locator(".past-banner")).to_contain_text("As it was on January 1, 2001")
    expect(page.locator(".past-frozen")).to_contain_text("No values yet")


def test_others_see_the_chart_and_none_of_the_teams_words(server, new_page):
    page = new_page(server, who=SPONSOR)
    page.goto(f"{MEASURE}/as-it-was?as_of=2001-01-01&beside=1")
    expect(page.locator(".past-banner")).to_contain_text("open to you then and still is")
    expect(page.locator("main")).not_to_contain_text("Wildfire")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_fit_and_have_no_faults(server, new_page, width, scheme):
    page = new_page(server, who=LEAD, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(f"{MEASURE}/history?kind=annotations")
    follow(page.get_by_role("link", name="just after").first)
    follow(page.get_by_role("link", name="Beside today’s"))
    for path in (page.url, f"{MEASURE}/history"):
        page.goto(path)
        assert grave_faults(page) == []
        assert overflow(page) <= 0
