"""Every main page: nothing fails in the browser, nobody is kept out, and it fits a phone.

`CENTERLINE_TEST_SCREENSHOTS=1 make test ARGS=tests/browser/test_pages.py` keeps their pictures.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.watch import COLORS, grave_faults, overflow

SCREENSHOTS = Path(__file__).resolve().parents[1] / "screenshots"
WANTED = "CENTERLINE_TEST_SCREENSHOTS"
"""Set to anything, it keeps a picture of every page in `SCREENSHOTS`."""
WRENFIELD = "/networks/wrenfield"
TEAM = f"{WRENFIELD}/teams/brookside"
CARE = "/networks/emergency-care"

LEAD, BACKBONE, PROVIDER = "Marisol Quenby", "Wilhelmina Sarto", "Priya Lindenhall"

PAGES = {
    "sign-in": (None, "/sign-in"),
    "work": (LEAD, "/work"),
    "work-coach": ("Tamsin Orlowe", "/work"),
    "work-backbone": (BACKBONE, "/work"),
    "password": (LEAD, "/account/password"),
    "tokens": (LEAD, "/account/tokens"),
    "api": (None, "/api"),
    "networks": (BACKBONE, "/networks"),
    "network": (LEAD, WRENFIELD),
    "network-edit": (BACKBONE, f"{WRENFIELD}/edit"),
    "network-people": (BACKBONE, f"{WRENFIELD}/people"),
    "team": (LEAD, TEAM),
    "team-edit": (LEAD, f"{TEAM}/edit"),
    "team-people": (LEAD, f"{TEAM}/people"),
    "team-of-others": (LEAD, f"{WRENFIELD}/teams/millrace"),
    "aim": (LEAD, f"{TEAM}/aim"),
    "cycles": (LEAD, f"{TEAM}/cycles"),
    "cycle": (LEAD, f"{TEAM}/cycles/4"),
    "cycle-new": (LEAD, f"{TEAM}/cycles/new"),
    "cycle-study": (LEAD, f"{TEAM}/cycles/11/study"),
    "aim-revisions": (LEAD, f"{TEAM}/aim/revisions"),
    "charter": (LEAD, f"{TEAM}/charter?from=1&to=2"),
    "charter-edit": (LEAD, f"{TEAM}/charter/edit"),
    "theory": (LEAD, f"{TEAM}/theory"),
    "theory-edit": (LEAD, f"{TEAM}/theory/edit"),
    "theory-versions": (LEAD, f"{TEAM}/theory/versions"),
    "theory-compared": (LEAD, f"{TEAM}/theory/versions/2"),
    "theory-node": (LEAD, f"{TEAM}/theory/nodes/5"),
    "stakeholders": (LEAD, f"{TEAM}/stakeholders"),
    "stakeholder": (LEAD, f"{TEAM}/stakeholders/1"),
    "stakeholder-edit": (LEAD, f"{TEAM}/stakeholders/1/edit"),
    "stakeholder-new": (LEAD, f"{TEAM}/stakeholders/new"),
    "interviews": (LEAD, f"{TEAM}/interviews"),
    "interview": (LEAD, f"{TEAM}/interviews/1"),
    "interview-edit": (LEAD, f"{TEAM}/interviews/1/edit"),
    "measures": (LEAD, f"{WRENFIELD}/measures"),
    "definition": (LEAD, f"{WRENFIELD}/measures/urgent-visits"),
    "measure": (LEAD, f"{TEAM}/measures/urgent-visits"),
    "measure-due": (LEAD, f"{TEAM}/measures/refills-on-time"),
    "measure-of-others": (LEAD, f"{WRENFIELD}/teams/harbor-street/measures/urgent-visits"),
    "compare": (LEAD, f"{WRENFIELD}/measures/urgent-visits/compare"),
    "compare-140": (PROVIDER, f"{CARE}/measures/four-hours-type-1/compare"),
    "measure-provider": (PROVIDER, f"{CARE}/teams/rf4/measures/four-hours"),
    "measure-without-breach": (PROVIDER, f"{CARE}/teams/y02696/measures/four-hours"),
    "measure-too-young": (PROVIDER, f"{CARE}/teams/y02652/measures/four-hours"),
}


@pytest.mark.parametrize(("who", "path"), PAGES.values(), ids=PAGES)
def test_the_page_is_sound(server, new_page, who, path, request):
    page = new_page(server, who=who, viewport={"width": 1280, "height": 900})
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, path
    page.wait_for_load_state("networkidle")
    name = request.node.callspec.id
    picture(page, f"{name}-1280")
    assert grave_faults(page) == []
    page.emulate_media(color_scheme="dark")
    picture(page, f"{name}-1280-dark")
    assert grave_faults(page, only=COLORS) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 844})
    picture(page, f"{name}-390")
    assert grave_faults(page) == []
    page.set_viewport_size({"width": 360, "height": 780})
    assert overflow(page) <= 0


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page for who wants to see it: it takes longer than to check the page."""
    if WANTED in os.environ:
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def test_an_unknown_address_says_so(server, new_page, watch):
    watch.expected.append("status of 404")
    page = new_page(server, who=LEAD)
    answer = page.goto("/networks/nowhere")
    assert answer is not None
    assert answer.status == 404
    assert grave_faults(page) == []
