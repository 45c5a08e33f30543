from __future__ import annotations

import numpy as np

from charts import data_table
from charts.meaning import Meaning
from tests.charts.samples import build, urgent_visits


def test_latest_row_first_with_counts_value_lines_and_signal():
    table = data_table(
        urgent_visits(),
        title="urgent visits",
        unit="%",
        numerator_name="Visits",
        hrefs=lambda k: f"#{k}",
    )
    assert [c.name for c in table.columns] == [
        "Month", "Visits", "Denominator", "Percent", "Center", "Lower limit", "Upper limit", "Says",
    ]  # fmt: skip
    row = table.rows[0]
    assert row.cells[:5] == ("December 2025", "22", "244", "9.0%", "9.9%")
    assert row.cells[-1] == "9 months in a row below the center line"
    assert (row.meaning, row.href) == (Meaning.IMPROVEMENT, "#23")
    assert len(table.rows) == 24


def test_columns_that_hold_nothing_are_left_out_and_missing_is_a_dash():
    y = np.arange(12.0)
    y[5] = np.nan
    table = data_table(build(y, chart="run"), title="x", unit="days", point_notes={0: "First\x00"})
    assert [c.name for c in table.columns] == ["Month", "Value, days", "Median", "Says"]
    assert table.rows[6].cells[1] == "–"
    assert table.rows[-1].cells[-1] == "First"


def test_every_row_has_a_cell_a_column():
    for analysis in (urgent_visits(), build([]), build([1.0])):
        table = data_table(analysis, title="x")
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
