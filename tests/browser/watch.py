"""Watching a page: nothing may go wrong in the browser unseen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

GRAVE = {"serious", "critical"}
# A preview that a newer request of the same form replaces is dropped on purpose, and htmx writes
# that to the console as two errors. A request that fails says htmx:sendError besides, and counts.
DROPPED_ON_PURPOSE = ("htmx:sendAbort, ", "htmx:afterRequest, ")
VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error("CSP violation: " + event.violatedDirective + " " + event.blockedURI);
});
"""

SETTLE = """
document.getAnimations()
  .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity)
  .forEach((animation) => animation.finish());
"""


@dataclass
class Watch:
    """What the pages of a browser said on the console, and what failed in them."""

    # Playwright keeps attributes on the object whose methods it calls, so it has no slots.

    said: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Parts of messages that the test provokes, such as "status of 422"."""

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a browser context."""
        context.add_init_script(VIOLATIONS)
        context.on("page", self._page)

    def _page(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"{page.url}: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.said.append(f"{message.page.url if message.page else ''}: {message.text}")

    def check(self) -> None:
        """Fail on anything that the test did not provoke."""
        allowed = [*self.expected, *DROPPED_ON_PURPOSE]
        faults = [text for text in self.said if not any(part in text for part in allowed)]
        assert not faults, "\n".join(faults)


COLORS = {"type": "tag", "values": ["cat.color"]}
"""The rules of axe that a change of colors can break."""


def grave_faults(page: Page, *, only: dict[str, Any] | None = None) -> list[str]:
    """What axe finds that keeps people out, each with the elements at fault.

    `only` says by which of its rules, where the page was held to the others already.
    """
    page.evaluate(SETTLE)  # a color half way between two is nobody's choice
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if only is not None:
        options["runOnly"] = only
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [
        f"{fault['id']}: {fault['help']}: {[node['target'] for node in fault['nodes'][:4]]}"
        for fault in found
        if fault["impact"] in GRAVE
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width
