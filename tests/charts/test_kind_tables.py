"""Every kind of chart as a table."""

from __future__ import annotations

import numpy as np
import pytest

import qi
from charts.calibration import Calibration, Confidence
from charts.diagram_tables import driver_table, ramp_table, stakeholder_table
from charts.funnel import Funnel, FunnelUnit
from charts.gallery import data
from charts.gallery.examples import drivers, funnel, indicators, people, predictions, ramps, themes
from charts.kind_tables import (
    calibration_table,
    cusum_table,
    ewma_table,
    funnel_table,
    indicator_table,
    multiples_table,
    pareto_table,
    strata_table,
)
from charts.panel_order import Order, Panel
from charts.pareto import Category, Pareto
from charts.sequential import average_of, sums_of
from charts.strata import Stratum
from tests.charts.samples import build, months

VALUES = [1.0, 2.0, 3.0, -4.0]


def cells(table):
    return [row.cells for row in table.rows]


def every_table():
    strata = [Stratum(name, analysis) for name, analysis in data.strata()]
    network = [Panel(name, analysis) for name, analysis in data.network(5)]
    dates = months(4)
    return {
        "funnel": funnel_table(funnel()),
        "pareto": pareto_table(themes()),
        "cusum": cusum_table(sums_of(qi.cusum(VALUES, center=0.0, sigma=1.0)), dates, title="x"),
        "ewma": ewma_table(average_of(qi.ewma(VALUES, center=0.0, sigma=1.0)), dates, title="x"),
        "strata": strata_table(strata, title="x", unit="%"),
        "calibration": calibration_table(predictions()),
        "multiples": multiples_table(network, title="x", unit="%"),
        "indicators": indicator_table(indicators(), title="x"),
        "drivers": driver_table(drivers()),
        "people": stakeholder_table(people()),
        "ramps": ramp_table(ramps()),
    }


@pytest.mark.parametrize(("name", "table"), every_table().items())
def test_each_row_has_a_cell_for_each_column(name, table):
    assert table.caption
    assert table.rows, name
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}


def test_a_funnel_begins_with_those_beyond_chance():
    units = (FunnelUnit("B", 10.0, 1000.0), FunnelUnit("A", 30.0, 400.0, 2, href="/a"))
    table = funnel_table(Funnel("Falls", units, 12.0, (), "%", "Stays"))
    assert cells(table) == [
        ("A", "400", "30.0%", "Beyond the 99.8% limits, above"),
        ("B", "1,000", "10.0%", "Inside the 95% limits"),
    ]
    assert table.rows[0].href == "/a"
    assert table.columns[1].name == "Stays"


def test_pareto_shares_run_to_the_whole():
    chart = Pareto("causes", (Category("b", 1.0), Category("a", 6.0), Category("c", 3.0)))
    assert cells(pareto_table(chart)) == [
        ("a", "6", "60%", "60%"),
        ("c", "3", "30%", "90%"),
        ("b", "1", "10%", "100%"),
    ]


def test_a_cusum_adds_up_what_exceeds_its_slack():
    # k = 0.5: 0.5, then 0.5 + 1.5, then 2 + 2.5, then 4.5 − 4.5; downward only the last, 3.5.
    table = cusum_table(
        sums_of(qi.cusum(VALUES, center=0.0, sigma=1.0, k=0.5, h=4.0)), months(4), title="x"
    )
    assert [row[1:] for row in reversed(cells(table))] == [
        ("0.50", "0.00", ""),
        ("2.00", "0.00", ""),
        ("4.50", "0.00", "Signal upward"),
        ("0.00", "3.50", ""),
    ]
    assert cells(table)[0][0] == "April 2024"


def test_an_ewma_weighs_the_newest():
    # λ = 0.2 from 0: 0.2, 0.2·2 + 0.8·0.2 = 0.56, 0.2·3 + 0.8·0.56 = 1.048, −0.8 + 0.8·1.048.
    table = ewma_table(
        average_of(qi.ewma(VALUES, center=0.0, sigma=1.0, lam=0.2)), months(4), title="x"
    )
    shown = [float(row[1].replace("−", "-")) for row in reversed(cells(table))]
    assert shown == pytest.approx([0.2, 0.56, 1.048, 0.0384], abs=0.006)


def test_strata_stand_beside_each_other():
    one, two = build([10.0, 12.0, 14.0]), build([20.0, np.nan, 22.0])
    table = strata_table([Stratum("A", one), Stratum("B", two)], title="x", unit="%")
    assert [column.name for column in table.columns] == ["Month", "A", "B"]
    assert cells(table)[1:] == [
        ("March 2024", "14.0%", "22.0%"),
        ("February 2024", "12.0%", "–"),
        ("January 2024", "10.0%", "20.0%"),
    ]


def test_calibration_gives_wilsons_interval():
    # 8 of 10 by Wilson (1927): 49 to 94%.
    table = calibration_table(Calibration("x", (Confidence(99, 8, 10), Confidence(50, 0, 0))))
    assert cells(table) == [("99%", "10", "8", "80%", "49 to 94%", "Too sure")]


def test_small_charts_keep_the_order_of_the_drawing():
    panels = [Panel("B", build([1.0, 2.0])), Panel("A", build([9.0, 8.0]), "/a")]
    table = multiples_table(panels, title="x", order=Order.ALPHABET)
    assert [row[:2] for row in cells(table)] == [("A", "8"), ("B", "2")]
    assert table.rows[0].href == "/a"


def test_drivers_say_what_they_serve_and_how_far_they_came():
    rows = cells(driver_table(drivers()))
    assert rows[0] == ("Aim", "Urgent asthma visits", "", "Urgent visits: 15.2% → 8.6%, improved")
    assert (
        "Change idea",
        "Pharmacist call after each urgent visit",
        "Controller refilled on time; Good inhaler technique",
        "adopted, cycles 4–6",
    ) in rows


def test_stakeholders_say_where_they_came_from():
    rows = {row[0]: row[1:] for row in cells(stakeholder_table(people()))}
    assert rows["Parent council"] == ("group", "+2", "5", "Partner", "from 0, 4", "yes")
    assert rows["City inspector"] == ("person", "−1", "2", "Keep informed", "", "")


def test_cycles_of_ramps_come_by_date():
    rows = cells(ramp_table(ramps()))
    assert [row[0] for row in rows] == [str(n) for n in range(1, 10)]
    assert rows[3] == (
        "4",
        "Pharmacist call",
        "",
        "February 10, 2025",
        "1 family",
        "adapt, before the shift",
    )
    assert rows[-1][-1] == "running"
