"""The shared data file goes through the import in a browser, from drop to charts."""

from __future__ import annotations

import base64
import csv
import re
import sqlite3
from pathlib import Path

from playwright.sync_api import Page, expect

from app.demo.files import EMERGENCY_CARE
from tests.browser.watch import grave_faults, overflow

BACKBONE = "Wilhelmina Sarto"
NETWORK = "/networks/emergency-care"

DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type: "text/csv" }));
  const zone = document.querySelector("[data-drop]");
  for (const kind of ["dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}"""


def add_measure(database: Path) -> None:
    """A measure without data, like that of major departments but of single-specialty ones."""
    with sqlite3.connect(database) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(measure)")]
        columns = ", ".join(name for name in names if name not in {"id", "slug", "name"})
        connection.execute(
            f"INSERT INTO measure (slug, name, {columns}) SELECT 'type-2', 'Four hours, type 2', {columns} "  # noqa: S608  # names of our own columns
            "FROM measure WHERE slug = 'four-hours-type-1'"
        )


def expected() -> tuple[int, int]:
    """Organizations' months with patients in departments of type 2, and such organizations."""
    with EMERGENCY_CARE.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] == "2"]
    with_patients = {(row["org_code"], row["period"]) for row in rows if row["attendances"] != "0"}
    return len(with_patients), len({org for org, _ in with_patients})


def drop(page: Page, path: Path) -> None:
    page.evaluate(DROP, [path.name, base64.b64encode(path.read_bytes()).decode()])


def test_the_shared_data_file_goes_from_drop_to_charts(fresh_server, changing_server, new_page):
    add_measure(changing_server[1])
    numbers, teams = expected()
    page = new_page(fresh_server, who=BACKBONE)
    page.goto(NETWORK)
    page.get_by_role("link", name="Bring in data from a file").click()
    page.get_by_label("Measure").select_option(label="Four hours, type 2")
    drop(page, EMERGENCY_CARE)
    expect(page.locator("[data-drop-words]")).to_contain_text("ae_attendances.csv")
    assert grave_faults(page) == []
    page.get_by_role("button", name="See its columns").click()

    expect(page.get_by_label("Team", exact=True)).to_have_value("org_code")
    expect(page.get_by_label("Date", exact=True)).to_have_value("period")
    page.get_by_label("Numerator", exact=True).select_option("breaches")
    page.get_by_label("Denominator", exact=True).select_option("attendances")
    page.get_by_text("Only some of the rows").click()
    page.get_by_label("Take only rows in which this column").select_option("type")
    page.get_by_label("says exactly").fill("2")
    assert grave_faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow(page) <= 0
    page.get_by_role("button", name="Check the file").click()

    store = page.get_by_role("button", name=re.compile("Store"))
    expect(store).to_have_text(f"Store {numbers:,} new")
    assert grave_faults(page) == []
    assert overflow(page) <= 0
    page.get_by_label("Remember how this file is read").fill("NHS England, monthly")
    store.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("It is stored")
    expect(page.locator(".import-links a")).to_have_count(min(teams, 60))
    assert grave_faults(page) == []
    page.locator(".import-links a").first.click()
    expect(page.locator("svg[data-chart]:visible").first).to_be_visible()

    page.goto(f"{NETWORK}/import?measure=type-2")
    drop(page, EMERGENCY_CARE)
    page.get_by_role("button", name="See its columns").click()
    expect(page.get_by_label("Numerator", exact=True)).to_have_value("breaches")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Everything in this file is stored already.")).to_be_visible()
