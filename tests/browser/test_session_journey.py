"""A facilitator prepares a session for ten teams; a team answers; the room is presented by keys."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.counted import Counted
from tests.browser.steps import follow
from tests.browser.watch import grave_faults, overflow

FACILITATOR, LEAD = "Ines Harrowgate", "Marisol Quenby"
SESSIONS = "/networks/wrenfield/sessions"
PAGES = (
    "",
    "/new",
    "/1",
    "/1/afterwards",
    "/1/shown/urgent-visits",
    "/2",
    "/2/agenda",
    "/2/invite",
    "/2/attendance",
    "/2/room",
    "/2/notes",
    "/2/evaluation",
    "/2/pack",
    "/1/present",
    "/1/present?item=2&part=2",
    "/1/present?item=4&part=1",
)


def tenth_team(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        query = """
            INSERT INTO team (network_id, slug, name, place, why, stakeholders_open, created_at, version)
            SELECT network_id, 'night-nurses', 'Night Nurses', '', '', 0, created_at, 1
            FROM team WHERE slug = 'brookside'
        """
        connection.execute(query)
        connection.commit()


def test_a_session_for_ten_teams_is_prepared_in_minutes(fresh_server, changing_server, new_page):
    tenth_team(changing_server[1])
    page = new_page(fresh_server, who=FACILITATOR)
    hand = Counted(page)
    hand.press("link", "Sessions")
    hand.press("link", "Plan a session")
    hand.type("Title", "Learning session 5: the first week of school")
    hand.type("Place", "Wrenfield Library, large room")
    hand.type("What shall be different", "Every team leaves with one test for the first week.")
    hand.type("Anything else that teams bring", "Bring one thing that did not work")
    hand.press("button", "Plan the session")
    expect(page.locator("#teams tbody tr")).to_have_count(10)
    hand.press("link", "Change the agenda")
    page.locator("#who-2").fill("Every team, two minutes each")
    page.locator("#minutes-4").fill("35")
    hand.fields += 2
    hand.signs += 30
    hand.press("button", "Save the agenda")
    expect(page.get_by_text("The agenda runs 5 minutes beyond 12:00 PM.")).to_be_visible()
    hand.press("button", "Send the invitations")
    expect(page.get_by_text("0 of 10 come")).to_be_visible()
    hand.press("link", "Session pack")
    hand.press("button", "Make the pack")
    expect(page.locator("#pack").get_by_text("The pack is ready.")).to_be_visible(timeout=240_000)
    with page.expect_download() as slides:
        hand.press("link", "Slides")
    assert slides.value.suggested_filename.endswith(".pptx")
    assert (hand.clicks, hand.fields) == (9, 6)
    assert hand.seconds < 600

    phone = new_page(fresh_server, who=LEAD, viewport={"width": 390, "height": 844})
    phone.goto("/work")
    phone.get_by_role("link", name="Learning session 5").click()
    phone.get_by_role("button", name="We come").click()
    expect(phone.get_by_text("The facilitator sees that")).to_be_visible()
    page.goto(f"{SESSIONS}/3")
    expect(page.get_by_text("1 of 10 come")).to_be_visible()


def test_a_commitment_becomes_a_cycle_with_one_click(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport={"width": 390, "height": 844})
    page.goto(f"{SESSIONS}/2/room")
    page.get_by_label("What will Brookside Children's Clinic test?").fill(
        "Call two schools on Monday"
    )
    page.get_by_role("button", name="Commit").click()
    page.get_by_role("button", name="Make it a cycle").click()
    expect(page.get_by_role("heading", level=1, name="Call two schools on Monday")).to_be_visible()


def test_the_room_is_presented_by_keys_and_by_links(server, new_page):
    page = new_page(server, who=FACILITATOR, viewport={"width": 1280, "height": 720})
    page.goto(f"{SESSIONS}/1/present")
    stops = ("item=0&part=1", "item=1&part=0", "item=2&part=0", "item=2&part=1")
    for stop in stops:
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"{server}{SESSIONS}/1/present?{stop}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"{server}{SESSIONS}/1/present?{stops[2]}")
    page.keyboard.press("Escape")
    page.wait_for_url(f"{server}{SESSIONS}/1")


def test_it_can_be_presented_without_script(server, new_page):
    page = new_page(server, who=FACILITATOR, java_script_enabled=False)
    page.goto(f"{SESSIONS}/1/present")
    for _ in range(60):
        following = page.get_by_role("link", name="Next", exact=True)
        if not following.count():
            break
        follow(following)
    expect(page.get_by_role("heading", level=1)).to_have_text("How was today?")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound_on_every_screen(server, new_page, path):
    page = new_page(server, who=FACILITATOR)
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 360)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{SESSIONS}{path}")
        assert grave_faults(page) == [], (path, scheme, width)
        assert overflow(page) <= 0, (path, width)
