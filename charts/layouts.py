"""The sizes a chart comes in. All numbers are pixels of the drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a chart stand.

    Parameters
    ----------
    name : str
        Name used by styles and tests.
    width : float
        Width of the drawing; text keeps its size down to this width on the screen.
    plot_height : float
        Height of the axes.
    left : float
        Least room left of the axes for tick labels.
    labels : float
        Least room right of the axes for names and values at the line ends.
    stacked : bool
        Whether a value stands under its name instead of beside it.
    axis : bool
        Whether the value axis has ticks and grid lines; else only its zero is named.
    headings : bool
        Whether phases are named above the plot.
    line_labels : bool
        Whether the first phase is labeled on its lines.
    lane : bool
        Whether cycles and events have their lane below the axis.
    short : bool
        Short words, and cycles merged by ramp.
    ticks : int
        Most ticks of the value axis.
    mark_scale : float
        Factor on the size of marks.
    bracket : bool
        Whether a shift wears a bracket with its words.
    """

    name: str
    width: float
    plot_height: float
    left: float
    labels: float
    stacked: bool
    axis: bool
    headings: bool
    line_labels: bool
    lane: bool
    short: bool
    ticks: int
    mark_scale: float
    bracket: bool


FULL = Layout(
    name="full", width=1120, plot_height=300, left=38, labels=150, stacked=False, axis=True,
    headings=True, line_labels=True, lane=True, short=False, ticks=6, mark_scale=1, bracket=True,
)  # fmt: skip
MEDIUM = Layout(
    name="medium", width=688, plot_height=270, left=38, labels=128, stacked=False, axis=True,
    headings=True, line_labels=True, lane=True, short=False, ticks=6, mark_scale=1, bracket=True,
)  # fmt: skip
PHONE = Layout(
    name="phone", width=328, plot_height=224, left=30, labels=58, stacked=True, axis=True,
    headings=True, line_labels=False, lane=True, short=True, ticks=6, mark_scale=0.9, bracket=True,
)  # fmt: skip
COMPACT = Layout(
    name="compact", width=720, plot_height=124, left=1, labels=132, stacked=False, axis=False,
    headings=False, line_labels=False, lane=False, short=False, ticks=4, mark_scale=0.82,
    bracket=False,
)  # fmt: skip
COMPACT_PHONE = Layout(
    name="compact-phone", width=328, plot_height=124, left=1, labels=122, stacked=False, axis=False,
    headings=False, line_labels=False, lane=False, short=True, ticks=4, mark_scale=0.75,
    bracket=False,
)  # fmt: skip

SLIDE = replace(FULL, name="slide", plot_height=400)
"""For a slide of 16:9; files keep that shape with `charts.figure.WIDESCREEN`."""

SINGLE_COLUMN = replace(PHONE, name="column", width=328, plot_height=200)
"""For one column of a journal: 88 mm with the margin of `charts.figure.COLUMN`, type at 9 points."""
DOUBLE_COLUMN = replace(MEDIUM, name="double-column", width=668)
"""For both columns of a journal: 180 mm with the margin of `charts.figure.DOUBLE`."""

SHEET = replace(MEDIUM, name="sheet", plot_height=118, ticks=4)
"""For a chart beside others on one sheet of paper: half as wide as the sheet, and low."""

RESPONSIVE = (FULL, MEDIUM, PHONE)
"""What a page shows, one of them at a time, by the width that the chart is given."""

RESPONSIVE_COMPACT = (COMPACT, COMPACT_PHONE)
