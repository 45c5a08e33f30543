"""What a journey takes: fields, clicks, and time by the keystroke-level model."""

from __future__ import annotations

from playwright.sync_api import Page


class Counted:
    """Counts what a person does: fields typed into, and clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.fields = 0
        self.clicks = 0
        self.signs = 0

    def type(self, label: str, text: str) -> None:
        self.fields += 1
        self.signs += len(text)
        self.page.get_by_label(label).fill(text)

    def press(self, role: str, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name).click()

    def pick(self, question: str, answer: str) -> None:
        self.clicks += 1
        group = self.page.get_by_role("group", name=question)
        group.locator("label").filter(has_text=answer).first.click()

    @property
    def seconds(self) -> float:
        """Time by the keystroke-level model: 0.5 s a sign on a phone, 3 s a click or field."""
        return 0.5 * self.signs + 3.0 * (self.clicks + self.fields)
