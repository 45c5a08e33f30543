"""Ten stakeholders on the map, on a phone, by keys alone and without script."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.counted import Counted
from tests.browser.watch import grave_faults, overflow

LEAD = "Marisol Quenby"
TEAM = "/networks/wrenfield/teams/brookside"
MAP = f"{TEAM}/stakeholders"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

TEN = {
    "Night nurses": "1,4",
    "City bus company": "0,2",
    "Parent teacher association": "2,4",
    "Mayor of Wrenfield": "-1,5",
    "Library on Mill Street": "1,1",
    "Swimming club": "2,2",
    "Cleaning staff": "0,3",
    "District legal office": "-2,4",
    "Church kitchen": "1,2",
    "Telephone interpreters": "2,5",
}


@dataclass
class Hand:
    """Presses and types as a person does, and counts it."""

    page: Page
    presses: int = 0
    fields: int = 0

    def press(self, place) -> None:
        place.click()
        self.presses += 1

    def write(self, field, text: str) -> None:
        self.press(field)
        field.press_sequentially(text)
        self.fields += 1


def place_of(page: Page, cell: str):
    return page.locator(f'.pad-place[value="{cell}"]')


def standing(page: Page, name: str):
    """The cell in which somebody's number lies."""
    return page.locator(f'.pad-cell:has([title="{name}"])')


def test_ten_are_placed_on_a_phone(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport=PHONE, has_touch=True)
    page.goto(MAP)
    hand = Hand(page)
    hand.press(page.locator("#add > summary"))
    hand.write(page.get_by_label("A line each"), "\n".join(TEN))
    hand.press(page.get_by_role("button", name="Add them"))
    expect(page.locator("#tray-label")).to_contain_text("10 not placed yet")
    for left, (name, cell) in zip(range(9, -1, -1), TEN.items(), strict=True):
        # Who comes next is chosen already; one press places them.
        expect(page.locator("#pad-who option:checked")).to_contain_text(name)
        hand.press(place_of(page, cell))
        expect(page.locator(".tray-chip")).to_have_count(left)
    for name, cell in TEN.items():
        expect(standing(page, name)).to_have_attribute("data-cell", cell)
    # docs/stakeholders.md says these numbers.
    assert (hand.presses, hand.fields) == (13, 1)
    page.reload()
    for name, cell in TEN.items():
        expect(standing(page, name)).to_have_attribute("data-cell", cell)
    page.set_viewport_size({"width": 360, "height": 780})
    assert overflow(page) <= 0


def test_one_is_dragged_by_finger(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport=PHONE, has_touch=True)
    page.goto(MAP)
    expect(standing(page, "School nurses")).to_have_attribute("data-cell", "2,3")
    page.locator(".pad-grid").evaluate("pad => pad.scrollIntoView({block: 'center'})")
    start = page.locator('.badge[title="School nurses"]').bounding_box()
    end = page.locator('.pad-cell[data-cell="-1,3"]').bounding_box()
    assert start is not None
    assert end is not None
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        spots = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

    x, y = start["x"] + 12, start["y"] + 12
    send("touchStart", (x, y))
    for step in range(1, 9):
        send("touchMove", (x + (end["x"] + 30 - x) * step / 8, y + (end["y"] + 30 - y) * step / 8))
    with page.expect_response(lambda answer: answer.request.method == "POST") as stored:
        send("touchEnd")
    assert stored.value.ok
    expect(standing(page, "School nurses")).to_have_attribute("data-cell", "-1,3")


def test_one_is_dragged_on_the_drawing(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport=DESK)
    page.goto(MAP)
    item = page.locator("[data-drawing] a", has_text="Local radio station")
    arrows = page.locator("[data-drawing] .dg-move-head")
    before = arrows.count()
    start = item.bounding_box()
    cell = page.locator('[data-drawing] [data-cell="2,2"]').bounding_box()
    assert start is not None
    assert cell is not None
    page.mouse.move(start["x"] + 20, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(cell["x"] + 60, cell["y"] + 25, steps=6)
    page.mouse.up()
    expect(page.locator("#announcer")).to_have_text(
        "Local radio station: support +2, importance 2. Mobilize"
    )
    # The earlier place stays, and an arrow leads from it to the new one.
    expect(arrows).to_have_count(before + 1)
    assert page.url.endswith(MAP)
    page.locator("[data-drawing] a", has_text="Local radio station").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Local radio station")


def test_all_of_it_by_keys(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport=DESK)
    page.goto(MAP)
    page.locator("#add > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("A line each")).to_be_focused()
    lines = [f"{name} {cell.replace(',', '/')}" for name, cell in list(TEN.items())[:9]]
    # A sign says which way: without one, "1/4" is as good as "+1/4".
    page.keyboard.type("\n".join([*lines, "Telephone interpreters"]))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#tray-label")).to_contain_text("1 not placed yet")
    page.locator(".tray-chip").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#announcer")).to_contain_text("Support +1, importance 3, Partner")
    expect(page.locator(".tray-chip")).to_have_count(0)
    # The focus goes with whoever moved.
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    expect(page.locator("#announcer")).to_have_text(
        "Telephone interpreters: support +1, importance 5. Partner"
    )
    names = dict(list(TEN.items())[:9]) | {"Telephone interpreters": "1,5"}
    for name, cell in names.items():
        expect(standing(page, name)).to_have_attribute("data-cell", cell)


def test_it_works_without_javascript(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, java_script_enabled=False)
    page.goto(MAP)
    page.locator("#add > summary").click()
    page.get_by_label("A line each").fill("Night nurses\nSwimming club")
    page.get_by_role("button", name="Add them").click()
    for name in ("Night nurses", "Swimming club"):
        page.get_by_role("button", name="Support +2, importance 2").click()
        expect(standing(page, name)).to_have_attribute("data-cell", "2,2")
    page.get_by_label("Place on the map").select_option(label="6. School nurses")
    page.get_by_role("button", name="Support 0, importance 1").click()
    expect(standing(page, "School nurses")).to_have_attribute("data-cell", "0,1")


def test_a_move_that_crosses_anothers_asks(fresh_server, new_page, watch):
    watch.expected += ["status of 409", "Response Status Error Code 409"]
    first = new_page(fresh_server, who=LEAD, viewport=PHONE)
    second = new_page(fresh_server, who="Dorrie Vantress", viewport=PHONE)
    for page in (first, second):
        page.goto(MAP)
        page.locator('.badge[title="Clinic board"]').click()
    place_of(first, "2,5").click()
    expect(standing(first, "Clinic board")).to_have_attribute("data-cell", "2,5")
    place_of(second, "-2,5").click()
    expect(second.locator(".conflict")).to_contain_text("support +2, importance 5")
    expect(second.locator(".conflict")).to_contain_text("support −2, importance 5")
    second.get_by_role("button", name="Put them where I chose").click()
    expect(standing(second, "Clinic board")).to_have_attribute("data-cell", "-2,5")


def test_taking_somebody_off_is_undone(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport=PHONE)
    page.goto(MAP)
    page.locator(".board-key").get_by_role("link", name="Clinic board").click()
    page.get_by_role("button", name="Take off the map").click()
    expect(page.locator('.badge[title="Clinic board"]')).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator('.badge[title="Clinic board"]')).to_have_count(1)


PAGES = {
    "map": MAP,
    "new": f"{MAP}/new",
    "one": f"{MAP}/1",
    "interviews": f"{TEAM}/interviews",
    "interview": f"{TEAM}/interviews/1",
    "interview-new": f"{TEAM}/interviews/new",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_keeps_people_out(server, new_page, path):
    page = new_page(server, who=LEAD, viewport=DESK, reduced_motion="reduce")
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            # Colors that are still on their way from light to dark would be measured as neither.
            page.screenshot()
            assert grave_faults(page) == [], (size, scheme)
    page.set_viewport_size({"width": 360, "height": 780})
    assert overflow(page) <= 0


WITH_PLACES = (
    "School bus drivers 0/3",
    "Mayor of Wrenfield +1/4",
    "Night nurses -1/4",
    "Coach of the swim team +1/2",
    "Brookside Pharmacy +2/5",
    "Tenants of Mill Street +1/5",
    "Cleaning company -1/2",
    "Grandparents 0/4",
    "County insurer -2/5",
    "Summer camp 0/2",
)


def test_ten_lines_with_their_places_take_two_presses(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport=PHONE)
    page.goto(MAP)
    done = Counted(page)
    done.clicks += 1
    page.locator("#add > summary").click()
    done.type("Who matters to this work? A line each", "\n".join(WITH_PLACES))
    done.press("button", "Add them")
    for line in WITH_PLACES:
        name = line.rpartition(" ")[0]
        expect(page.locator("#content").get_by_text(name).first).to_be_attached()
    assert (done.fields, done.clicks) == (1, 2)
    assert done.seconds < 180
    assert 0.5 * done.signs > done.seconds / 2
