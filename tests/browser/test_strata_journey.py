"""A month entered by group in a real browser, and what others then see of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.steps import follow
from tests.browser.watch import grave_faults, overflow

LEAD, SPONSOR = "Marisol Quenby", "Gideon Ashmere"
MEASURE = "/networks/wrenfield/teams/brookside/measures/urgent-visits"


def test_a_month_is_corrected_by_keyboard_and_small_numbers_stay_with_the_team(
    fresh_server, new_page, watch
):
    watch.expected.append("status of 422")
    page = new_page(fresh_server, who=LEAD)
    page.goto(MEASURE)
    page.get_by_role("link", name="by group, with the gap").click()
    expect(page.get_by_text("The whole improves while the gap widens.")).to_be_visible()
    follow(page.get_by_role("link", name="Enter by language at home"))
    spanish = page.get_by_label("Spanish: Had an urgent visit")
    before = int(spanish.input_value())
    spanish.fill(str(before + 30))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Groups cannot hold more than all together")
    assert spanish.input_value() == str(before + 30)
    spanish.fill(str(before - 1))
    page.get_by_label("Who is missing").fill("One family did not say")
    page.get_by_label("Why it is corrected").fill("Counted twice")
    page.get_by_role("button", name="Save the month").click()
    expect(page.get_by_text("is stored.")).to_be_visible()
    page.get_by_role("radio", name="Table").check()
    expect(page.get_by_role("table")).to_contain_text(f"({before - 1} of ")
    sponsor = new_page(fresh_server, who=SPONSOR)
    sponsor.goto(f"{MEASURE}/strata")
    expect(sponsor.get_by_text("values are not shown")).to_be_visible()
    latest = sponsor.locator("tbody tr").first.text_content() or ""
    assert latest.count("not shown") == 3
    assert f"({before - 1} of " not in latest


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_charts_and_form_fit_and_have_no_faults(server, new_page, width, scheme):
    page = new_page(server, who=LEAD, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in (f"{MEASURE}/strata", f"{MEASURE}/strata/1/enter"):
        page.goto(path)
        assert grave_faults(page) == []
        assert overflow(page) <= 0
