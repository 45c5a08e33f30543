"""Dates that are pasted into the grid are read as those of a file are."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from app.imports import dates
from tests.browser.test_grid_journey import GRID, LEAD, PASTE, cell

READ = """
(columns) => {
  const known = JSON.parse(document.querySelector(".grid-table").dataset.dates);
  return columns.map((texts) => {
    const read = window.gridPaste.readColumn(texts, known);
    return { unclear: read.unclear, days: texts.map((text) => read.days.get(text) ?? null), pattern: read.pattern };
  });
}
"""
ODD = [
    ["202513", "194901", "45658"], ["Total", "Jan 2025"], ["2025-02-30"], ["2025-W53", "2026-W53"],
    ["2020-W53"], ["01/02/2025"], ["01/02/2025", "13/02/2025"], ["12/31/2025", "31/12/2025"],
    ["2025Q1", "2025Q5"], ["Sept 2025", "Oct. 2025"], ["Feb '25"], ["3rd quarter of 2025"],
    ["12/31/69", "12/31/70"], ["2025-01", "Feb 2025"], [""], ["7", "8"], ["February 29, 2024"],
]  # fmt: skip


def columns() -> list[list[str]]:
    """Columns in every form, each a few days chosen by chance, and some that are odd."""
    chance, found = random.Random(7), list(ODD)
    for form in dates.FORMATS:
        for _ in range(3):
            days = [date(1990, 1, 1) + timedelta(chance.randrange(14_000)) for _ in range(4)]
            found.append([written(day, form.pattern) for day in days])
    return found


def written(day: date, pattern: str) -> str:
    quarter = (day.month + 2) // 3
    ordinal = ("1st", "2nd", "3rd", "4th")[quarter - 1]
    return day.strftime(pattern.replace("%q", str(quarter)).replace("%o", ordinal))


def by_the_file(texts: list[str]) -> tuple[bool, list[str | None]]:
    try:
        found = dates.read_column(texts)
    except dates.AmbiguousDatesError:
        return True, []
    days = [found.days[text] for text in texts]
    return False, [day.isoformat() if day else None for day in days]


def test_every_form_of_a_file_is_read_alike_when_it_is_pasted(server, new_page):
    page = new_page(server, who=LEAD)
    page.goto(GRID)
    given = columns()
    for texts, read in zip(given, page.evaluate(READ, given), strict=True):
        unclear, days = by_the_file(texts)
        assert read["unclear"] == unclear, texts
        if not unclear:
            assert read["days"] == days, texts


@pytest.mark.parametrize("head", ["", "period\tvisits\tchildren\n"], ids=["bare", "with a header"])
@pytest.mark.parametrize("form", ["%Y%m", "%Y/%m", "%m/%Y", "%b-%Y", "%Y%m%d"])
def test_months_find_their_rows_however_they_are_written(server, new_page, form, head):
    page = new_page(server, who=LEAD)
    page.goto(f"{GRID}?first=2025-01-01&count=3")
    months = [date(2025, month, 1).strftime(form) for month in (3, 2)]
    block = head + "".join(f"{text}\t{n}\t240\n" for text, n in zip(months, (33, 34), strict=True))
    cell(page, "2025-01-01").evaluate(PASTE, [block, ""])
    expect(page.locator("#grid-said")).to_contain_text("The dates found their rows.")
    assert cell(page, "2025-03-01").input_value() == "33"
    assert cell(page, "2025-02-01").input_value() == "34"


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("2025Q1\t33\t240\n2025Q2\t34\t240", "2025Q1 does not say the month"),
        ("Jan 2025\t33\t240\n2025-02\t34\t240\nMar 2025\t1\t9", "2025-02 is not a date like the others"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_not_guessed(server, new_page, block, said):
    page = new_page(server, who=LEAD)
    page.goto(f"{GRID}?first=2025-01-01&count=3")
    before = cell(page, "2025-01-01").input_value()
    cell(page, "2025-01-01").evaluate(PASTE, [block, ""])
    expect(page.locator("#grid-said")).to_contain_text(f"Nothing was pasted: {said}")
    assert cell(page, "2025-01-01").input_value() == before


def test_numbers_that_are_no_months_stay_numbers(server, new_page):
    page = new_page(server, who=LEAD)
    page.goto(f"{GRID}?first=2025-01-01&count=3")
    cell(page, "2025-01-01").evaluate(PASTE, ["202501\t240\n202517\t240", ""])
    expect(page.locator("#grid-said")).to_contain_text("Pasted 2 rows of 2 columns.")
    assert cell(page, "2025-01-01").input_value() == "202501"
