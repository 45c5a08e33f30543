"""Steps that wait for what they start."""

from __future__ import annotations

from playwright.sync_api import Locator


def follow(target: Locator) -> None:
    """Click what opens a page or sends a form, and wait until the next page has come.

    A click alone does not wait: what reads the page at once reads the one that is left.
    """
    with target.page.expect_navigation():
        target.click()
