"""Two years pasted into the grid of a measure, moved through, taken back and saved in a real browser."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.watch import grave_faults, overflow

LEAD = "Marisol Quenby"
MEASURE = "/networks/wrenfield/teams/brookside/measures/urgent-visits"
GRID = f"{MEASURE}/grid"
PASTE = """
(cell, [text, html]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  if (html) data.setData("text/html", html);
  cell.focus();
  cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}
"""


def before_the_data(page: Page) -> list[str]:
    """Open the two years before the first value; the keys of their rows."""
    page.goto(GRID)
    first = page.locator("tr[data-row]").first.get_attribute("data-row") or ""
    day = date.fromisoformat(first)
    page.goto(f"{GRID}?first={day.replace(year=day.year - 2)}&count=24")
    return [row.get_attribute("data-row") or "" for row in page.locator("tr[data-row]").all()]


def cell(page: Page, key: str, part: str = "value") -> Locator:
    return page.locator(f'[name="{key}.whole.{part}"]')


def typed(page: Page, number: int) -> Locator:
    """The line that says how many months wait to be saved, once the server has looked at them."""
    return page.locator(f'#grid-checked[data-changed="{number}"]')


def two_years() -> str:
    return "\n".join(f"{30 + k % 6}\t{230 + k}\tChart {k}" for k in range(24))


def test_two_years_are_pasted_checked_taken_back_and_saved(fresh_server, new_page, watch):
    page = new_page(fresh_server, who=LEAD)
    keys = before_the_data(page)
    assert len(keys) == 24
    cell(page, keys[0]).evaluate(PASTE, [two_years(), ""])
    expect(typed(page, 24)).to_be_attached()
    expect(page.locator("#grid-said")).to_contain_text("Pasted 24 rows of 3 columns.")
    assert cell(page, keys[23]).input_value() == "35"  # 30 + 23 % 6
    assert cell(page, keys[23], "denominator").input_value() == "253"
    assert cell(page, keys[23], "note").input_value() == "Chart 23"
    # The chart beside it has moved: it begins two years earlier.
    name = page.locator(f'tr[data-row="{keys[0]}"] th .visually-hidden').text_content() or ""
    expect(page.locator("#grid-drawing svg").first).to_contain_text(name)

    page.keyboard.press("Control+z")
    expect(typed(page, 0)).to_be_attached()
    assert cell(page, keys[5]).input_value() == ""
    page.keyboard.press("Control+y")
    expect(typed(page, 24)).to_be_attached()
    assert cell(page, keys[5]).input_value() == "35"

    page.get_by_role("button", name="Save the months").click()
    expect(page.get_by_text("24 months are stored.")).to_be_visible()


def test_it_moves_like_a_spreadsheet(server, new_page):
    page = new_page(server, who=LEAD)
    keys = before_the_data(page)
    cell(page, keys[0]).click()
    page.keyboard.type("30")
    page.keyboard.press("ArrowRight")
    expect(cell(page, keys[0], "denominator")).to_be_focused()
    page.keyboard.type("231")
    page.keyboard.press("Enter")
    expect(cell(page, keys[1], "denominator")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(cell(page, keys[1])).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("ArrowUp")
    expect(cell(page, keys[0])).to_be_focused()
    page.keyboard.press("Tab")
    expect(cell(page, keys[0], "denominator")).to_be_focused()
    page.keyboard.type("99")
    page.keyboard.press("Escape")
    expect(cell(page, keys[0], "denominator")).to_have_value("231")
    # What was typed into one cell is one step back.
    page.keyboard.press("Control+z")
    expect(cell(page, keys[0], "denominator")).to_have_value("")
    page.keyboard.press("Control+z")
    expect(cell(page, keys[0])).to_have_value("")


def test_what_is_wrong_is_said_under_its_row_as_it_is_typed(server, new_page):
    page = new_page(server, who=LEAD)
    keys = before_the_data(page)
    cell(page, keys[0]).fill("300")
    cell(page, keys[0], "denominator").fill("231")
    said = page.locator(f'[id="{keys[0]}-says"]')
    expect(said).to_contain_text("300 is more than 231.")
    expect(cell(page, keys[0])).to_have_attribute("aria-invalid", "true")
    assert grave_faults(page) == []
    cell(page, keys[0]).fill("30")
    expect(said).to_be_empty()
    expect(cell(page, keys[0])).not_to_have_attribute("aria-invalid", "true")
    cell(page, keys[0], "denominator").fill("2310")
    expect(said).to_contain_text("is far from all others")
    cell(page, keys[0], "note").fill("Two clinics merged")
    expect(said).to_contain_text("Its note says why.")


def test_a_total_under_dates_is_left_out(server, new_page):
    page = new_page(server, who=LEAD)
    keys = before_the_data(page)
    month = date.fromisoformat(keys[7]).strftime("%b-%y")
    cell(page, keys[0]).evaluate(PASTE, [f"Month\tn\td\n{month}\t20\t40\nTotal\t20\t40\n", ""])
    said = page.locator("#grid-said")
    expect(said).to_contain_text("1 row without a date left out.")
    assert cell(page, keys[7]).input_value() == "20"
    assert cell(page, keys[0]).input_value() == cell(page, keys[1]).input_value() == ""


def test_two_rows_of_one_month_are_not_pasted_over_each_other(server, new_page):
    page = new_page(server, who=LEAD)
    keys = before_the_data(page)
    weeks = "".join(f"{keys[7][:8]}{day}\t{day}\t40\n" for day in ("06", "13"))
    cell(page, keys[0]).evaluate(PASTE, [weeks, ""])
    said = page.locator("#grid-said")
    expect(said).to_contain_text("Nothing was pasted: ")
    expect(said).to_contain_text("is of the same month as another row. Add them up first.")
    assert cell(page, keys[7]).input_value() == ""


def test_a_note_that_is_too_long_is_not_cut_in_silence(server, new_page):
    page = new_page(server, who=LEAD)
    keys = before_the_data(page)
    cell(page, keys[0]).evaluate(PASTE, [f"20\t40\t{'long ' * 200}", ""])
    expect(page.locator("#grid-said")).to_contain_text("1 text cut short: too long for its cell.")


def test_a_table_of_a_web_page_finds_its_rows_by_its_dates(server, new_page):
    page = new_page(server, who=LEAD)
    keys = before_the_data(page)
    names = [date.fromisoformat(keys[k]).strftime("%b %Y") for k in (7, 3)]
    rows = "".join(
        f"<tr><td>{name}</td><td>{value}</td><td>1,{value}</td></tr>"
        for name, value in zip(names, (201, 202), strict=True)
    )
    head = "<tr><th>Month</th><th>Visits</th><th>Children</th></tr>"
    html = f"<p>Source</p><table>{head}{rows}</table>"
    cell(page, keys[0]).evaluate(PASTE, ["Month Visits Children", html])
    said = page.locator("#grid-said")
    expect(said).to_contain_text("Pasted 2 rows of 2 columns. The dates found their rows.")
    expect(said).to_contain_text("1 row of headings left out.")
    expect(said).to_contain_text("2 numbers such as 1,234 are read with thousands.")
    assert cell(page, keys[7]).input_value() == "201"
    assert cell(page, keys[3], "denominator").input_value() == "1,202"
    assert cell(page, keys[0]).input_value() == ""


@pytest.mark.parametrize(
    ("dates", "is_clear"),
    [(("01/02/2025", "01/03/2025"), False), (("31/01/2025", "28/02/2025"), True)],
)
def test_dates_that_can_be_read_in_two_ways_are_not_guessed(server, new_page, dates, is_clear):
    page = new_page(server, who=LEAD)
    page.goto(f"{GRID}?first=2025-01-01&count=3")
    block = "\n".join(f"{day}\t{number}\t240" for day, number in zip(dates, (33, 34), strict=True))
    before = cell(page, "2025-02-01").input_value()
    cell(page, "2025-03-01").evaluate(PASTE, [block, ""])
    words = "The dates found their rows." if is_clear else "can be read in two ways"
    expect(page.locator("#grid-said")).to_contain_text(words)
    assert cell(page, "2025-02-01").input_value() == ("34" if is_clear else before)


def test_it_works_without_javascript(fresh_server, new_page, watch):
    watch.expected.append("status of 422")
    page = new_page(fresh_server, who=LEAD, java_script_enabled=False)
    keys = before_the_data(page)
    page.get_by_role("button", name=re.compile("Show 12 earlier months")).click()
    expect(page.locator("tr[data-row]")).to_have_count(36)
    cell(page, keys[0]).fill("300")
    cell(page, keys[0], "denominator").fill("231")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_contain_text("300 is more than 231.")
    assert cell(page, keys[0]).input_value() == "300"
    cell(page, keys[0]).fill("30")
    page.get_by_role("button", name="Save the months").click()
    expect(page.get_by_text("1 month is stored.")).to_be_visible()


def test_what_was_typed_comes_back_after_the_page_was_left(server, new_page):
    page = new_page(server, who=LEAD)
    keys = before_the_data(page)
    cell(page, keys[0]).fill("31")
    expect(page.locator("[data-draft-status]")).to_have_text("Saved on this device")
    page.reload()
    expect(cell(page, keys[0])).to_have_value("31")
    expect(typed(page, 1)).to_be_attached()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_grid_fits_and_has_no_faults(server, new_page, width, scheme):
    page = new_page(server, who=LEAD, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in (GRID, f"{GRID}?by=1"):
        page.goto(path)
        assert grave_faults(page) == []
        assert overflow(page) <= 0


def test_one_value_takes_two_keys_more_than_its_numbers(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD)
    action = page.locator("form[data-entry]").first.get_attribute("action") or ""
    page.goto(action.replace("/observations", "/grid"))
    stored = [
        [field.input_value() for field in row.locator(".grid-cell--number").all()]
        for row in page.locator("tr[data-row]").all()
    ]
    value, below = next(numbers for numbers in reversed(stored) if all(numbers))
    page.goto("/work")
    expect(page.locator("form[data-entry]").first.locator("input.input").first).to_be_focused()
    page.keyboard.type(value)
    page.keyboard.press("Tab")
    page.keyboard.type(below)
    page.keyboard.press("Enter")
    expect(page.locator(".saved-note").first).to_contain_text("is stored.")
