"""Drawing a theory of change: on a phone-sized window by touch, at a desk by keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import follow
from tests.browser.watch import grave_faults, overflow

LEAD = "Marisol Quenby"
TEAM = "/networks/wrenfield/teams/brookside"
THEORY = f"{TEAM}/theory"

DRIVERS = {
    f"Primary {one}": {
        f"Secondary {one}{two}": [f"Idea {one}{two}{three}" for three in range(1, ideas + 1)]
        for two, ideas in ((1, 2), (2, 1))
    }
    for one in range(1, 5)
}
"""Four primary drivers, eight secondary drivers and twelve change ideas."""


@dataclass
class Counted:
    """The clicks, keys other than letters, and fields that a journey takes."""

    clicks: int = 0
    keys: int = 0
    fields: int = 0
    texts: list[str] = field(default_factory=list)


def outlined(page: Page) -> list[tuple[str, str]]:
    """Each stored line: its layer and its words."""
    return [
        (line.get_attribute("data-kind") or "", line.locator("textarea").input_value())
        for line in page.locator("[data-line]:not([data-line=''])").all()
    ]


def expected() -> list[tuple[str, str]]:
    lines = []
    for primary, seconds in DRIVERS.items():
        lines.append(("primary driver", primary))
        for secondary, ideas in seconds.items():
            lines.append(("secondary driver", secondary))
            lines += [("change idea", idea) for idea in ideas]
    return lines


def empty(page: Page) -> None:
    """Delete what the demo's team has, so that the journey begins with an empty page."""
    page.goto(f"{THEORY}/edit")
    page.evaluate(
        """async () => {
            const form = document.querySelector("form[data-outline]");
            for (const line of document.querySelectorAll("[data-line]")) {
                const body = new URLSearchParams({
                    csrf_token: form.elements.csrf_token.value, do: `remove:${line.dataset.line}`});
                await fetch(form.action, {method: "POST", body, headers: {Accept: "application/json"}});
            }
        }"""
    )
    page.reload()
    expect(page.locator("[data-line]:not([data-line=''])")).to_have_count(0)


def here(page: Page) -> Locator:
    return page.locator("textarea:focus")


def test_by_touch_on_a_phone(fresh_server, new_page):
    page = new_page(
        fresh_server,
        who=LEAD,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    empty(page)
    count = Counted()

    def tap(name: str) -> None:
        line = page.locator("[data-line]", has=here(page))
        line.get_by_role("button", name=name).tap()
        count.clicks += 1

    def write(text: str) -> None:
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        count.fields += 1
        count.keys += 1

    page.get_by_role("button", name="Write the first driver").tap()
    count.clicks += 1
    for primary, seconds in DRIVERS.items():
        write(primary)
        tap("One level deeper")
        for secondary, ideas in seconds.items():
            write(secondary)
            tap("One level deeper")
            for idea in ideas:
                write(idea)
            page.keyboard.press("Enter")  # on an empty line: back to the secondary drivers
            count.keys += 1
        page.keyboard.press("Enter")
        count.keys += 1
    expect(page.locator("[data-line]:not([data-line=''])")).to_have_count(24)
    expect(page.locator("[data-status]")).to_have_text("All lines are saved.")
    page.reload()
    assert outlined(page) == expected()
    # One tap to begin and one for each step deeper; every line is typed once and ended once.
    assert (count.clicks, count.fields, count.keys) == (13, 24, 36)
    assert overflow(page) <= 0
    assert grave_faults(page) == []
    page.goto(THEORY)
    expect(page.locator(".dg-narrow")).to_contain_text("Idea 421")


def test_by_keyboard_at_a_desk(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport={"width": 1280, "height": 900})
    empty(page)
    expect(here(page)).to_be_focused()  # an empty theory waits for its first line
    for primary, seconds in DRIVERS.items():
        page.keyboard.type(primary)
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        for secondary, ideas in seconds.items():
            page.keyboard.type(secondary)
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            for idea in ideas:
                page.keyboard.type(idea)
                page.keyboard.press("Enter")
            page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-line]:not([data-line=''])")).to_have_count(24)
    expect(page.locator("[data-canvas] [data-key]")).to_have_count(25)
    expect(page.locator("[data-status]")).to_have_text("All lines are saved.")
    page.reload()
    assert outlined(page) == expected()


def test_a_pasted_list_becomes_lines(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport={"width": 1280, "height": 900})
    empty(page)
    text = "\n".join("    " * ("psc".index(kind[0])) + words for kind, words in expected())
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )
    expect(page.locator("[data-line]:not([data-line=''])")).to_have_count(24)
    assert outlined(page) == expected()


def test_deleting_can_be_undone_with_its_connections(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport={"width": 1280, "height": 900})
    page.goto(f"{THEORY}/edit")
    before = outlined(page)
    line = page.locator("[data-line]").filter(has_text="Also serves")
    words = line.locator("textarea").input_value()
    line.locator("textarea").focus()
    line.get_by_role("button", name="Delete").click()
    expect(page.locator("[data-undo]")).to_contain_text(f"“{words}” is deleted.")
    assert ("change idea", words) not in outlined(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-line]").filter(has_text="Also serves")).to_have_count(1)
    assert outlined(page) == before


def test_two_people_see_both_wordings(fresh_server, new_page, watch):
    watch.expected.append("status of 409")
    mine = new_page(fresh_server, who=LEAD, viewport={"width": 1280, "height": 900})
    mine.goto(f"{THEORY}/edit")
    theirs = mine.context.new_page()
    theirs.goto(f"{THEORY}/edit")
    theirs.locator("[data-line] textarea").first.fill("Their words")
    theirs.keyboard.press("Escape")
    with theirs.expect_response("**/theory/edit"):
        theirs.keyboard.press("Tab")
    line = mine.locator("[data-line]").first
    line.locator("textarea").fill("My words")
    mine.keyboard.press("ArrowDown")
    expect(line.locator("[data-state]")).to_contain_text("changed this to “Their words”")
    expect(line.locator("[data-state]")).to_contain_text("You typed “My words”")
    expect(line.locator("textarea")).to_have_value("My words")
    with mine.expect_response("**/theory/edit"):
        line.get_by_role("button", name="Keep mine").click()
    theirs.reload()
    expect(theirs.locator("[data-line] textarea").first).to_have_value("My words")


def test_what_could_not_be_saved_stays_and_is_saved_later(fresh_server, new_page, watch):
    watch.expected.append("ERR_INTERNET_DISCONNECTED")
    page = new_page(fresh_server, who=LEAD, viewport={"width": 390, "height": 844})
    page.goto(f"{THEORY}/edit")
    line = page.locator("[data-line]").first
    page.context.set_offline(True)  # Playwright's own signature
    line.locator("textarea").fill("Written in the elevator")
    page.keyboard.press("ArrowDown")
    expect(line.locator("[data-state]")).to_contain_text("Not saved yet")
    expect(line.locator("textarea")).to_have_value("Written in the elevator")
    with page.expect_response("**/theory/edit"):
        page.context.set_offline(False)
    expect(page.locator("[data-status]")).to_have_text("All lines are saved.")
    page.reload()
    expect(page.locator("[data-line] textarea").first).to_have_value("Written in the elevator")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_outline_works_without_javascript(fresh_server, new_page, width):
    page = new_page(
        fresh_server,
        who=LEAD,
        java_script_enabled=False,
        viewport={"width": width, "height": 844},
    )
    page.goto(f"{THEORY}/edit")
    page.locator("textarea[name^='text-']").first.fill("Medicine works")
    follow(page.get_by_role("button", name="Save the lines"))
    expect(page.locator("textarea[name^='text-']").first).to_have_value("Medicine works")
    page.get_by_label("One driver or change idea a line").fill("Sleep\n  Quiet nights")
    follow(page.get_by_role("button", name="Add these lines"))
    assert outlined(page)[-2:] == [
        ("primary driver", "Sleep"),
        ("secondary driver", "Quiet nights"),
    ]
    follow(page.locator("[data-line]").last.get_by_role("button", name="Delete"))
    follow(page.get_by_role("button", name="Undo"))
    assert outlined(page)[-1] == ("secondary driver", "Quiet nights")


def box_of(page: Page, words: str) -> Locator:
    """The box or row in the diagram that begins with these words."""
    return page.locator(f"[data-canvas] [aria-label*=': {words}']").first


def middle(page: Page, words: str) -> tuple[float, float]:
    box = box_of(page, words).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pull(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    page.mouse.up()


def test_dragging_a_dot_connects_and_dragging_a_box_moves(fresh_server, new_page, watch):
    watch.expected.append("status of 422")
    page = new_page(fresh_server, who=LEAD, viewport={"width": 1280, "height": 1000})
    page.goto(f"{THEORY}/edit")
    idea = box_of(page, "Children show")
    key = idea.get_attribute("data-key")
    dot = page.locator(f".theory-dot-target[data-dot='{key}']").bounding_box()
    assert dot is not None
    start = (dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    with page.expect_response("**/theory/edit"):
        pull(page, start, middle(page, "Somebody the family"))
    line = page.locator(f"[data-line='{key}']")
    expect(line).to_contain_text("Also serves")
    expect(page.locator("[data-bar]")).to_contain_text(
        "now serves “Somebody the family knows calls"
    )

    x, y = middle(page, "The inhaler is used")
    above = middle(page, "The controller is refilled")
    with page.expect_response("**/theory/edit"):
        pull(page, (x, y), (above[0], above[1] - 40))
    seconds = page.locator("[data-line][data-kind='secondary driver'] textarea")
    expect(seconds.nth(0)).to_have_value("The inhaler is used the right way")
    expect(seconds.nth(1)).to_have_value("The controller is refilled before it runs out")


def test_the_diagram_is_drawn_in_with_the_keyboard(fresh_server, new_page, watch):
    watch.expected.append("status of 422")
    page = new_page(fresh_server, who=LEAD, viewport={"width": 1280, "height": 1000})
    page.goto(f"{THEORY}/edit")
    assert grave_faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert grave_faults(page) == []
    first = box_of(page, "Medicine is at home")
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-canvas] a:focus")).to_contain_text("No child is lost")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("c")
    page.keyboard.press("ArrowRight")
    with page.expect_response("**/theory/edit"):
        page.keyboard.press("Enter")
    expect(page.locator("[data-bar]")).to_contain_text("already serves")
    first.focus()
    with page.expect_response("**/theory/edit"):
        page.keyboard.press("Alt+ArrowDown")
    primaries = page.locator("[data-line][data-kind='primary driver'] textarea")
    expect(primaries.nth(1)).to_have_value("Medicine is at home and works")
    page.keyboard.press("Delete")
    expect(page.locator("[data-undo]")).to_contain_text("is deleted")
    page.get_by_role("button", name="Undo").click()
    expect(box_of(page, "Medicine is at home")).to_have_count(1)


def test_reloading_loses_nothing_that_was_typed(fresh_server, new_page, watch):
    watch.expected.append("net::ERR_FAILED")
    page = new_page(fresh_server, who=LEAD, viewport={"width": 390, "height": 844})
    page.goto(f"{THEORY}/edit")
    page.route(
        "**/theory/edit",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    line = page.locator("[data-line]").first
    line.locator("textarea").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("Sleep at night")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-line='']")).to_contain_text("Not saved yet")
    page.goto(f"{THEORY}/edit")
    expect(page.locator("[data-line='']").locator("textarea")).to_have_value("Sleep at night")
    page.unroute("**/theory/edit")
    page.get_by_role("button", name="Save the lines").click()
    expect(page.locator("[data-status]")).to_have_text("All lines are saved.")
    page.reload()
    assert ("primary driver", "Sleep at night") in outlined(page)
    page.locator("form[data-sign-out]").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/sign-in*")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('draft'))") == []


def test_the_slider_leads_through_the_versions(server, new_page):
    page = new_page(server, who=LEAD, viewport={"width": 390, "height": 844})
    page.goto(f"{THEORY}/versions/2")
    expect(page.get_by_role("status").first).to_contain_text("from “Working hypothesis”")
    slider = page.get_by_label("Move through the versions")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/versions/1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Working hypothesis")
