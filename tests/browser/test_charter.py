"""A charter in the browser: revised with the keyboard alone, compared, and never lost."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.watch import grave_faults, overflow

LEAD, MEMBER = "Marisol Quenby", "Dorrie Vantress"
CHARTER = "/networks/wrenfield/teams/brookside/charter"
PHONE = {"width": 390, "height": 844}


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the field or button of that name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        named = page.evaluate(
            """() => {
                const here = document.activeElement;
                return here.labels?.[0]?.innerText || here.innerText || "";
            }"""
        )
        if named.strip().startswith(label):
            return
    raise AssertionError(f"Tab does not lead to {label!r}")


def test_it_is_revised_and_compared_with_the_keyboard_alone(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport=PHONE)
    page.goto(CHARTER)
    tab_to(page, "Revise the charter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Revise the charter")
    tab_to(page, "Sponsor")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("The county board")
    tab_to(page, "Why does the charter change?")
    page.keyboard.type("The clinic's board handed it over.")
    tab_to(page, "Save the charter")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CHARTER}")
    tab_to(page, "What changed")
    page.keyboard.press("Enter")
    page.wait_for_url("**?from=2&to=3#compared")
    compared = page.locator(".revision-pair")
    expect(compared.locator("del")).to_have_text(["Anselm Peake, clinic board"])
    expect(compared.locator("ins")).to_have_text(["The county board"])
    tab_to(page, "Revision")
    page.keyboard.press("Home")  # the first revision
    tab_to(page, "Compare")
    page.keyboard.press("Enter")
    page.wait_for_url("**?from=1&to=3#compared")
    expect(compared.locator("del").nth(1)).to_be_attached()
    assert overflow(page) <= 0
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert grave_faults(page) == []


def test_a_missing_reason_keeps_what_was_typed(fresh_server, new_page, watch):
    watch.expected.append("status of 422")
    page = new_page(fresh_server, who=LEAD, viewport=PHONE)
    page.goto(f"{CHARTER}/edit")
    page.get_by_label("Sponsor").fill("The county board")
    page.get_by_role("button", name="Save the charter").click()
    expect(page.get_by_text("Say why the charter changes.").first).to_be_visible()
    expect(page.get_by_label("Sponsor")).to_have_value("The county board")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert grave_faults(page) == []


def test_two_windows_show_both_versions(fresh_server, new_page, watch):
    watch.expected.append("status of 409")
    mine = new_page(fresh_server, who=LEAD, viewport=PHONE)
    theirs = mine.context.new_page()
    for page in (mine, theirs):
        page.goto(f"{CHARTER}/edit")
        page.get_by_label("Why does the charter change?").fill("We met.")
    theirs.get_by_label("Sponsor").fill("The mayor")
    theirs.get_by_role("button", name="Save the charter").click()
    theirs.wait_for_url(f"**{CHARTER}")
    mine.get_by_label("Sponsor").fill("The county board")
    mine.get_by_role("button", name="Save the charter").click()
    both = mine.get_by_role("alert").filter(has_text="Somebody else changed this")
    expect(both).to_contain_text("The mayor")
    expect(both).to_contain_text("The county board")
    expect(mine.get_by_label("Sponsor")).to_have_value("The county board")
    assert grave_faults(mine) == []
    assert overflow(mine) <= 0


def test_a_reload_keeps_the_draft_and_signing_out_erases_it(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport=PHONE)
    page.goto(f"{CHARTER}/edit")
    page.get_by_label("Sponsor").fill("Half a sponsor")
    page.get_by_label("Sponsor").blur()
    expect(page.get_by_text("Saved on this device")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Sponsor")).to_have_value("Half a sponsor")
    page.locator("form[data-sign-out]").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/sign-in*")
    kept = "Object.keys(localStorage).filter(key => key.includes('draft'))"
    assert page.evaluate(kept) == []


def test_a_draft_from_before_somebody_elses_revision_asks(fresh_server, new_page, watch):
    """What comes back from the device was written on the older charter, and does not replace
    the newer one unseen.
    """
    watch.expected.append("status of 409")
    mine = new_page(fresh_server, who=LEAD, viewport=PHONE)
    mine.goto(f"{CHARTER}/edit")
    mine.get_by_label("Title").fill("My title")
    mine.get_by_label("Why does the charter change?").fill("We met.")
    expect(mine.get_by_text("Saved on this device")).to_be_visible()
    mine.goto("/work")
    theirs = new_page(fresh_server, who=MEMBER, viewport=PHONE)
    theirs.goto(f"{CHARTER}/edit")
    theirs.get_by_label("Sponsor").fill("The mayor")
    theirs.get_by_label("Why does the charter change?").fill("She asked.")
    theirs.get_by_role("button", name="Save the charter").click()
    theirs.wait_for_url(f"**{CHARTER}")
    mine.goto(f"{CHARTER}/edit")
    expect(mine.get_by_label("Title")).to_have_value("My title")
    mine.get_by_role("button", name="Save the charter").click()
    both = mine.get_by_role("alert").filter(has_text="Somebody else changed this")
    expect(both).to_contain_text("The mayor")
    expect(both).to_contain_text("My title")
    mine.goto(CHARTER)
    expect(mine.locator(".sheet")).to_contain_text("The mayor")


def test_it_is_written_without_javascript(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport=PHONE, java_script_enabled=False)
    page.goto(f"{CHARTER}/edit")
    page.get_by_label("Sponsor").fill("The county board")
    page.get_by_label("Why does the charter change?").fill("We met.")
    page.get_by_role("button", name="Save the charter").click()
    page.get_by_role("link", name="What changed in revision 3").click()
    expect(page.locator(".revision-pair ins")).to_have_text(["The county board"])
