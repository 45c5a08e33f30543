"""The chart beside the grid: as it would be with what was typed. Nothing here writes."""

from __future__ import annotations

from app.grid.reading import typed_rows
from app.grid.sheet import Grid
from app.measures.charts import SeriesChart, series_chart
from app.measures.series import Row, rows_of

UID = "grid-chart"


def chart_of(grid: Grid) -> SeriesChart:
    """The chart with every line that can be read, stored or not."""
    return series_chart(grid.series, uid=UID, stored=merged(grid))


def merged(grid: Grid) -> list[Row]:
    """What is stored, and in its place or beside it what was typed."""
    replaced = {line.known.period for line in grid.changed if line.known and not line.is_wrong}
    typed = typed_rows(grid)
    days = {row.period for row in typed} | replaced
    return sorted([*(row for row in rows_of(grid.series) if row.period not in days), *typed])
