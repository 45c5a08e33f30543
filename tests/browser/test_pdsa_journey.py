"""Cycles on a phone: a finished test is logged in two minutes, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.counted import Counted
from tests.browser.watch import grave_faults, overflow

LEAD = "Marisol Quenby"
CYCLES = "/networks/wrenfield/teams/brookside/cycles"
PHONE = {"width": 390, "height": 844}
DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('centerline:draft:'))"
STATUS = "[data-draft-status]"
LOST = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
SERVED = """async (words) => (await (await fetch(location.href)).text()).includes(words)"""
SAVED = re.compile(r"Draft saved \d\d?:\d\d")


def test_a_finished_small_cycle_is_logged_in_two_minutes(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport=PHONE)
    page.goto(CYCLES)
    done = Counted(page)
    done.press("link", "Log a finished test")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log a finished test")
    done.type("What did you try?", "Read the call with a parent")
    done.type("What did you predict?", "She changes two sentences")
    done.type("What happened?", "She changed four and cut one.")
    done.pick("Did it come true?", "Partly")
    done.type("What did you learn?", "Parents hear blame where we hear advice.")
    done.pick("What now?", "Adapt")
    done.press("button", "Save the test")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Read the call with a parent")
    expect(page.locator("#content")).to_contain_text("Partly came true")
    expect(page.locator("#content")).to_contain_text("Adapted")
    assert page.evaluate(DRAFTS) == []
    # Four fields and four clicks; the fields are most of the time.
    assert (done.fields, done.clicks) == (4, 4)
    assert done.seconds < 120
    assert 0.5 * done.signs > done.seconds / 2


def test_a_draft_outlives_reloads_and_lost_connections(fresh_server, new_page, watch):
    watch.expected += LOST
    page = new_page(fresh_server, who=LEAD, viewport=PHONE)
    page.goto(f"{CYCLES}/new")
    assert overflow(page) <= 0

    # Online it is kept on the server, which says when.
    page.get_by_label("Title").fill("Call before school")
    expect(page.locator(STATUS)).to_have_text(SAVED)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Call before school")
    expect(page.locator(".draft-back")).to_contain_text("Not saved yet")

    # Offline the browser keeps it, and saving says that nothing went out.
    page.context.set_offline(True)
    page.get_by_label("What do we want to learn?").fill("Whether families pick up at seven.")
    expect(page.locator(STATUS)).to_contain_text("kept on this device")
    page.get_by_role("button", name="Save the Plan").click()
    expect(page.locator(".form-status")).to_contain_text("You are offline")
    expect(page.get_by_label("Title")).to_have_value("Call before school")
    [key] = page.evaluate(DRAFTS)
    assert re.search(r":new-[0-9a-f-]{36}$", key)

    # Back online the server gets it by itself.
    page.context.set_offline(False)
    expect(page.locator(STATUS)).to_have_text(SAVED)

    # What was typed offline is also there when the page was left before the connection came back.
    page.context.set_offline(True)
    learn = page.get_by_label("What do we want to learn?")
    learn.fill("Whether families pick up at eight.")
    expect(page.locator(STATUS)).to_contain_text("kept on this device")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"{CYCLES}/new")
    expect(learn).to_have_value("")
    page.locator(".unsaved").get_by_role("link").click()
    expect(learn).to_have_value("Whether families pick up at eight.")
    # Whichever page was quicker has sent it: the one that was left, or the one that opened.
    page.wait_for_function(SERVED, arg="Whether families pick up at eight.")
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(learn).to_have_value("Whether families pick up at eight.")
    page.get_by_role("button", name="Add another task").click()
    expect(page.get_by_role("textbox", name="Task 2")).to_be_focused()
    page.goto(CYCLES)
    unsaved = page.locator(".unsaved")
    expect(unsaved).to_contain_text("New cycle: Call before school")
    unsaved.get_by_role("link").click()
    expect(page.get_by_role("textbox", name="Task 2")).to_be_visible()
    assert grave_faults(page) == []

    # Saved, no draft is left.
    page.get_by_role("button", name="Save the Plan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Call before school")
    assert page.evaluate(DRAFTS) == []
    page.goto(f"{CYCLES}/new")
    expect(page.get_by_label("Title")).to_have_value("")


def test_two_windows_keep_two_cycles_apart(fresh_server, new_page, watch):
    watch.expected += LOST
    first = new_page(fresh_server, who=LEAD)
    second = first.context.new_page()
    for page, title in ((first, "Call before school"), (second, "Call after school")):
        page.goto(f"{CYCLES}/new")
        page.get_by_label("Title").fill(title)
        expect(page.locator(STATUS)).to_have_text(SAVED)
    # Each window comes back to its own text, by its address.
    first.get_by_label("What do we want to learn?").fill("Do they pick up?")
    expect(first.locator(STATUS)).to_have_text(SAVED)
    for page, title in ((first, "Call before school"), (second, "Call after school")):
        page.reload()
        expect(page.get_by_label("Title")).to_have_value(title)
    # A third, typed without a connection and closed, is on this device alone.
    third = first.context.new_page()
    third.goto(f"{CYCLES}/new")
    third.context.set_offline(True)
    third.get_by_label("Title").fill("Call at noon")
    expect(third.locator(STATUS)).to_contain_text("on this device")
    third.close()
    first.context.set_offline(False)
    first.goto(CYCLES)
    links = first.locator(".unsaved").get_by_role("link")
    expect(links).to_have_text(
        [
            "New cycle: Call before school",
            "New cycle: Call after school",
            "New cycle: Call at noon",
        ]
    )
    links.filter(has_text="noon").click()
    expect(first.get_by_label("Title")).to_have_value("Call at noon")
    second.get_by_role("button", name="Save the Plan").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Call after school")
    second.goto(CYCLES)
    expect(second.locator(".unsaved")).to_contain_text("Call before school")
    expect(second.locator(".unsaved")).not_to_contain_text("Call after school")


def test_signing_out_erases_what_the_browser_holds(fresh_server, new_page, watch):
    watch.expected += LOST
    page = new_page(fresh_server, who=LEAD, viewport=PHONE)
    page.goto(f"{CYCLES}/11/study")
    page.context.set_offline(True)
    page.get_by_label("What did we learn?").fill("Three copies need three keepers.")
    expect(page.locator(STATUS)).to_contain_text("kept on this device")
    [key] = page.evaluate(DRAFTS)
    person = page.evaluate("document.body.dataset.person")
    assert key.split(":")[2] == person
    page.context.set_offline(False)
    # Going online sends it, so that signing out here loses nothing either.
    expect(page.locator(STATUS)).to_have_text(SAVED)
    page.context.set_offline(True)
    page.get_by_label("Compared with before?").fill("Before, one of three.")
    expect(page.locator(STATUS)).to_contain_text("kept on this device")
    page.context.set_offline(False)
    page.evaluate("window.stop()")
    page.get_by_label("Compared with before?").fill("Before, none.")
    page.locator("form[data-sign-out]").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/sign-in*")
    assert page.evaluate(DRAFTS) == []
    page.get_by_role("button").filter(has_text=LEAD).click()
    page.wait_for_url("**/work")
    page.goto(f"{CYCLES}/11/study")
    expect(page.get_by_label("What did we learn?")).to_have_value(
        "Three copies need three keepers."
    )


def test_the_worksheet_is_one_sheet(server, new_page):
    page = new_page(server, who=LEAD)
    for number in (1, 4, 11):
        page.goto(f"{CYCLES}/{number}/worksheet")
        for size in ("A4", "Letter"):
            paper = page.pdf(format=size, prefer_css_page_size=False)
            sheets = re.findall(rb"/Type\s*/Page\b(?!s)", paper)
            assert len(sheets) == 1, (number, size)


@pytest.mark.parametrize(
    "path", ["", "/log", "/ramps", "/predictions", "/11/plan", "/4/history", "/4/worksheet"]
)
def test_it_fits_a_phone_and_keeps_nobody_out(server, new_page, path):
    page = new_page(server, who=LEAD, viewport={"width": 360, "height": 780})
    page.goto(f"{CYCLES}{path}")
    page.evaluate(
        "document.querySelectorAll('#content details').forEach((each) => (each.open = true))"
    )
    assert overflow(page) <= 0
    assert grave_faults(page) == []
    page.emulate_media(color_scheme="dark")
    page.screenshot()  # once it is drawn, its colors are those of the dark
    assert grave_faults(page) == []
