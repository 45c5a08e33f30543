"""What one may see is taken along as files, from the links of the pages."""

from __future__ import annotations

import csv
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

LEAD = "Marisol Quenby"
TEAM = "/networks/wrenfield/teams/brookside"
MEASURE = f"{TEAM}/measures/urgent-visits"


def taken(page: Page, end: str, folder: Path) -> Path:
    """Click the page's link to the file that ends so; where it was put."""
    link = page.locator(f'a[href$="{end}"]').first
    for fold in link.locator("xpath=ancestor::details[not(@open)]").all():
        fold.locator("summary").first.click()
    with page.expect_download() as found:
        link.click()
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    return path


def test_a_charts_values_come_as_csv_and_as_a_workbook_with_the_definition(
    server, new_page, tmp_path
):
    page = new_page(server, who=LEAD, accept_downloads=True)
    page.goto(MEASURE)
    with taken(page, "/data.csv", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    assert head[:3] == ["period", "Had an urgent visit", "Children enrolled"]
    page.goto(f"{MEASURE}?values=all")
    shown = page.locator("#recent tbody tr")
    assert len(rows) == shown.count()
    latest = shown.first.locator("td.number")
    assert rows[-1][1:3] == [latest.nth(0).inner_text(), latest.nth(1).inner_text()]
    book = load_workbook(taken(page, "/data.xlsx", tmp_path))
    values = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert [str(cell) for cell in values[-1][1:3]] == rows[-1][1:3]
    words = {str(c.value) for s in book.worksheets[1:] for row in s.iter_rows() for c in row}
    definition = page.locator("main .lead").first.inner_text()
    assert any(definition in each for each in words), "the definition goes with the numbers"


def test_who_is_not_signed_in_is_asked_to_before_a_file_is_given(server, new_page, watch):
    watch.expected.append("status of 401")
    page = new_page(server)
    page.goto(f"{MEASURE}/data.csv")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sign in")
