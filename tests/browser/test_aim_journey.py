"""An aim on a phone: five fields and two taps, the rest comes from the chart and the network."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from playwright.sync_api import expect

from tests.browser.counted import Counted
from tests.browser.watch import grave_faults, overflow

LEAD = "Marisol Quenby"
SLUG = "brookside"
TEAM = f"/networks/wrenfield/teams/{SLUG}"
PHONE = {"width": 390, "height": 844}


def without_aim(database) -> None:
    """Take the demo team's aim away, so that the journey begins where a new team does."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "DELETE FROM aim_revision WHERE aim_id IN (SELECT aim.id FROM aim "
            "JOIN team ON team.id = aim.team_id WHERE team.slug = ?)",
            (SLUG,),
        )
        connection.execute(
            "DELETE FROM aim WHERE team_id IN (SELECT id FROM team WHERE slug = ?)", (SLUG,)
        )


def test_an_aim_is_written_in_under_three_minutes(fresh_server, changing_server, new_page):
    without_aim(changing_server[1])
    page = new_page(fresh_server, who=LEAD, viewport=PHONE)
    page.goto(TEAM)
    done = Counted(page)
    done.press("link", "Write the aim")
    expect(page.get_by_role("heading", level=1)).to_have_text("Write the aim")
    assert overflow(page) <= 0
    assert grave_faults(page) == []
    done.type("What will change?", "the share of children who need an urgent asthma visit")
    done.type("For whom?", "children aged 2 to 17 with asthma")
    done.type("Where?", "at Brookside")
    done.type("Why can it be reached?", "Two clinics that called every family came below 10%.")
    done.type("By when?", "2027-06-30")
    reading = page.locator("#reading")
    expect(reading).to_contain_text("June 30, 2027")
    # What the chart gave: the way that is better, the unit, the first year's center, the target.
    for words in ("Direction: down", "Unit: %", "From: 15", "To: 8%"):
        expect(reading).to_contain_text(words)
    # All five letters are there: nothing else has to be filled in.
    expect(reading.locator(".checklist > .present")).to_have_count(5)
    expect(reading.locator(".checklist > .missing")).to_have_count(0)
    done.press("button", "Save the aim")
    aim = page.locator("#aim")
    expect(aim).to_contain_text("the share of children who need an urgent asthma visit")
    for words in ("15", "8%", "June 30, 2027", "of the way"):
        expect(aim).to_contain_text(words)
    assert (done.fields, done.clicks) == (5, 2)
    assert done.seconds < 180
    assert 0.5 * done.signs > done.seconds / 2
