"""A team lead's first minutes: sign in, enter a value, see the chart change, write a cycle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import expect

LEAD = "Marisol Quenby"
TEAM = "/networks/wrenfield/teams/brookside"
REFILLS = f"{TEAM}/measures/refills-on-time"
URGENT = f"{TEAM}/measures/urgent-visits"
POINTS = "#series svg:visible .ch-points > *"


def points(page) -> int:
    """Marks on the chart that is shown, of those drawn for several widths."""
    return page.locator(POINTS).count()


def last_month() -> str:
    today = datetime.now(UTC).date()
    return f"{today.replace(day=1) - timedelta(days=1):%B %Y}"


def test_from_sign_in_to_the_flag(fresh_server, new_page):
    page = new_page(fresh_server)
    page.goto("/")
    page.get_by_role("button").filter(has_text=LEAD).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")

    page.get_by_role("link", name="Controllers refilled on time").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Controllers refilled on time")
    before = 23
    expect(page.locator(POINTS)).to_have_count(before)  # once the style sheets are there
    drawn = page.locator("#series svg:visible").first.inner_html()
    entry = page.locator("form[data-entry]")
    expect(entry.get_by_role("heading")).to_contain_text(last_month())
    entry.get_by_label("Children with a refill").fill("121")
    entry.get_by_label("Children on a controller").fill("150")
    expect(page.locator("#entry-preview")).to_contain_text("80.7%")
    with page.expect_response(lambda answer: answer.request.method == "POST") as stored:
        page.keyboard.press("Enter")
    assert stored.value.ok
    assert stored.value.request.headers.get("hx-request") == "true"
    expect(page.locator("#series")).to_contain_text("80.7%")
    assert points(page) == before + 1
    assert page.locator("#series svg:visible").first.inner_html() != drawn
    expect(page.locator("form[data-entry]")).to_have_count(0)

    page.goto(f"{TEAM}/cycles/new")
    page.get_by_label("Title").fill("Read three calls with two parents")
    page.get_by_label("What do we want to learn?").fill("What a family hears in our call.")
    page.get_by_role("textbox", name="Prediction 1").fill("Both parents find a sentence to change")
    page.get_by_label("Measure it should move").select_option(label="Urgent asthma visits")
    page.get_by_label("Starts").fill(datetime.now(UTC).date().isoformat())
    page.get_by_role("button", name="Save the Plan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Read three calls with two parents"
    )
    # The chart's links lead from its page, so only their end is the same.
    cycle = "/".join(urlsplit(page.url).path.split("/")[-2:])

    page.goto(URGENT)
    flag = page.locator(f"#series svg:visible a[href$='/{cycle}']").first
    expect(flag).to_be_visible()
    flag.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Read three calls")


def test_a_wrong_value_keeps_what_was_typed(fresh_server, new_page, watch):
    watch.expected.append("status of 422")
    page = new_page(fresh_server, who=LEAD)
    page.goto(REFILLS)
    page.get_by_label("Children with a refill").fill("200")
    page.get_by_label("Children on a controller").fill("150")
    page.get_by_label("Note").fill("Counted twice?")
    page.keyboard.press("Enter")
    expect(page.locator("form[data-entry]")).to_contain_text("200 is more than 150.")
    expect(page.get_by_label("Children with a refill")).to_have_value("200")
    expect(page.get_by_label("Note")).to_have_value("Counted twice?")
    assert points(page) == 23
    page.reload()
    assert points(page) == 23


def test_entering_works_without_javascript(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, java_script_enabled=False)
    page.goto(REFILLS)
    page.get_by_label("Children with a refill").fill("121")
    page.get_by_label("Children on a controller").fill("150")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Controllers refilled on time")
    expect(page.locator("#series")).to_contain_text("80.7%")
    page.goto("/work")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")


def test_signing_out_ends_it(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD)
    page.locator("form[data-sign-out]").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/sign-in*")
    page.goto("/work")
    assert "/sign-in" in page.url


def test_a_point_says_its_words_to_the_keyboard(server, new_page):
    page = new_page(server, who=LEAD)
    page.goto(URGENT)
    page.locator(POINTS).last.focus()
    words = page.locator(POINTS).last.locator("text")
    expect(words).to_be_visible()
    expect(words).to_contain_text("%")
    page.keyboard.press("ArrowLeft")
    before = page.locator(POINTS).nth(points(page) - 2)
    expect(before).to_be_focused()
    assert page.locator(f"{POINTS}[tabindex='0']").count() == 1
