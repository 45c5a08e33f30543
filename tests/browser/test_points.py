"""The points of a chart in a real browser: by keyboard, by mouse, by touch, enlarged and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.watch import grave_faults, overflow

LEAD, COACH = "Marisol Quenby", "Tamsin Orlowe"
TEAM = "/networks/wrenfield/teams/brookside"
URGENT = f"{TEAM}/measures/urgent-visits"
SHOWN = "#series svg:visible .ch-points > *"
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}

MIDDLE = """point => {
  const use = point.querySelector("use");
  const at = new DOMPoint(+use.getAttribute("x"), +use.getAttribute("y"));
  const place = () => at.matrixTransform(use.getScreenCTM());
  window.scrollBy({top: place().y - innerHeight / 2, behavior: "instant"});
  return [place().x, place().y];
}"""
OUTSIDE = """points => points.flatMap(point => {
  const words = point.querySelector("text");
  const {left, right} = words.getBoundingClientRect();
  return left < 0 || right > innerWidth ? [words.textContent] : [];
})"""


def middle(point: Locator) -> tuple[float, float]:
    """Where a point's mark is in the window; its box also holds its words and its guide."""
    x, y = point.evaluate(MIDDLE)
    return x, y


def words(point: Locator) -> Locator:
    return point.locator("text")


def is_seen(text: Locator) -> bool:
    return text.evaluate("text => getComputedStyle(text).opacity") == "1"


def open_point(page: Page, number: int) -> Locator:
    point = page.locator(SHOWN).nth(number)
    page.mouse.click(*middle(point))
    expect(page.locator("#point-title")).to_be_visible()
    return point


def test_by_keyboard_alone(server, new_page):
    page = new_page(server, who=LEAD)
    page.goto(URGENT)
    points = page.locator(SHOWN)
    last = points.count() - 1
    points.nth(last).focus()
    for key, there in (("Home", 0), ("ArrowRight", 1), ("End", last), ("ArrowLeft", last - 1)):
        page.keyboard.press(key)
        expect(points.nth(there)).to_be_focused()
        assert is_seen(words(points.nth(there)))
    assert page.locator(f"{SHOWN}[tabindex='0']").count() == 1

    page.keyboard.press("Escape")
    assert not is_seen(words(points.nth(last - 1)))
    page.keyboard.press("Enter")
    title = page.locator("#point-title")
    expect(title).to_be_focused()
    said = words(points.nth(last - 1)).text_content()
    assert said.startswith(title.text_content())
    expect(points.nth(last - 1)).to_have_attribute("aria-current", "true")

    page.keyboard.press("Escape")
    expect(page.locator("#point")).to_be_hidden()
    expect(points.nth(last - 1)).to_be_focused()
    assert page.locator(".ch-points > [aria-current='true']").count() == 0
    assert page.url.endswith(URGENT)


def test_escape_throws_nothing_away(server, new_page):
    page = new_page(server, who=LEAD)
    page.goto(URGENT)
    open_point(page, 4)
    page.get_by_text("Leave this point out").click()
    why = page.get_by_label("Why it is left out")
    why.fill("Half of the clinic was closed")
    why.press("Escape")
    expect(why).to_have_value("Half of the clinic was closed")


def test_the_chart_is_marked_where_it_stands(fresh_server, new_page):
    page = new_page(fresh_server, who=COACH)
    page.goto(URGENT)
    open_point(page, 4)
    page.get_by_text("Add an annotation").click()
    page.get_by_label("What happened").fill("Clinic moved")
    page.get_by_role("button", name="Put it on the chart").click()
    expect(page.locator("#series svg:visible").first).to_contain_text("Clinic moved")
    expect(page.locator("#point-title")).to_be_focused()
    page.get_by_text("Change or remove").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("#series svg:visible").first).not_to_contain_text("Clinic moved")
    page.get_by_role("button", name="Put the annotation back").click()
    expect(page.locator("#series svg:visible").first).to_contain_text("Clinic moved")

    page.get_by_text("Start a new phase here").click()
    form = page.locator("form[action$='/phase']")
    expect(form).to_contain_text("What this changes")
    form.get_by_label("Freeze on its first points").fill("3")
    form.get_by_role("button", name="Show what it changes").click()
    expect(form.locator(".point-effect")).to_be_focused()
    expect(form.get_by_label("Freeze on its first points")).to_have_value("3")
    form.get_by_label("Why a new phase starts").fill("Another building")
    form.get_by_role("button", name="Start the phase").click()
    history = page.locator("section[aria-labelledby='changes-title']")
    expect(history).to_contain_text("Why: Another building")
    expect(page.locator(".passport").first).to_contain_text("Another building")
    assert page.url.endswith(URGENT)


def test_without_javascript_a_point_is_a_page(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, java_script_enabled=False)
    page.goto(URGENT)
    page.mouse.click(*_place(page, 4))
    page.wait_for_url("**/points/*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Urgent asthma visits")
    page.get_by_text("Leave this point out").click()
    page.get_by_label("Why it is left out").fill("Half of the clinic was closed")
    page.get_by_role("button", name="Leave it out").click()
    expect(page.locator("#messages")).to_contain_text("is left out of center, limits and runs.")
    expect(page.locator("#series")).to_contain_text("Why: Half of the clinic was closed")


def _place(page: Page, number: int) -> tuple[float, float]:
    """Where a point is without script in the page: the browser itself still answers."""
    return middle(page.locator(SHOWN).nth(number))


@pytest.mark.parametrize("path", [URGENT, f"{TEAM}/measures/refills-on-time"])
def test_on_a_phone_a_tap_tells_and_opens(server, new_page, path):
    page = new_page(server, who=LEAD, **PHONE)
    page.goto(path)
    points = page.locator(SHOWN)
    page.touchscreen.tap(*middle(points.nth(9)))
    expect(page.locator("#point-title")).to_be_visible()
    assert is_seen(words(points.nth(9)))
    assert (
        words(points.nth(9)).text_content().startswith(page.locator("#point-title").text_content())
    )
    assert overflow(page) <= 0
    assert points.evaluate_all(OUTSIDE) == []
    assert grave_faults(page) == []


def test_enlarged_to_twice_its_size_it_still_fits(server, new_page):
    # A window of 1280 pixels enlarged to 200% has room for 640.
    page = new_page(server, who=LEAD, viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page.goto(URGENT)
    open_point(page, 12)
    for summary in page.locator("#point summary").all():
        summary.click()
    assert overflow(page) <= 0
    assert page.locator(SHOWN).evaluate_all(OUTSIDE) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_point_keeps_nobody_out(server, new_page, scheme):
    page = new_page(server, who=LEAD, color_scheme=scheme)
    page.goto(URGENT)
    open_point(page, 7)  # which is left out
    for summary in page.locator("#point summary").all():
        summary.click()
    assert grave_faults(page) == []


def test_on_paper_there_is_the_chart_and_no_form(server, new_page):
    page = new_page(server, who=LEAD)
    page.goto(URGENT)
    point = open_point(page, 7)
    page.emulate_media(media="print")
    expect(page.locator("#series svg:visible").first).to_be_visible()
    expect(page.locator("#point-title")).to_be_visible()
    expect(page.get_by_text("Let this point count again")).to_be_hidden()
    expect(page.locator("#point [data-point-close]")).to_be_hidden()
    expect(words(point)).to_be_hidden()


def test_my_work_counts_anew_after_an_entry(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD)
    lead, aside = page.locator("#work-lead"), page.locator("#work-aside")
    before = lead.text_content()
    entry = page.locator("form[data-entry]").first
    entry.get_by_label("Children with a refill").fill("121")
    entry.get_by_label("Children on a controller").fill("150")
    page.keyboard.press("Enter")
    expect(aside).to_contain_text("80.7")
    expect(lead).not_to_have_text(before)


def test_what_other_rules_say_comes_when_it_is_looked_at(server, new_page):
    page = new_page(server, who=LEAD)
    page.goto(URGENT)
    section = page.locator("section", has=page.get_by_role("heading", name="What would other"))
    section.scroll_into_view_if_needed()
    expect(section.get_by_role("row", name="this chart")).to_be_visible()
    assert section.get_by_role("row").count() > 4
    assert grave_faults(page) == []
