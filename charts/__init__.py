"""How results look: renderer-independent views, the page's SVG, and files by matplotlib.

Import `charts.figure` for files only; nothing else here imports matplotlib.
"""

from charts.control_chart import control_chart, responsive_charts
from charts.icons import assurance_icon, reading_icon, signal_icon
from charts.inputs import Annotation, CycleFlag, Draft, PhaseLabel, Span
from charts.layouts import COMPACT, COMPACT_PHONE, FULL, MEDIUM, PHONE, RESPONSIVE_COMPACT
from charts.meaning import Reading, Status, reading
from charts.periods import Period
from charts.small_multiples import panel_svg, panel_view, panels_svg, shared_scale
from charts.svg import responsive_svg, svg
from charts.table import data_table
from charts.view import ControlChartView, FlagKind

__all__ = [
    "COMPACT",
    "COMPACT_PHONE",
    "FULL",
    "MEDIUM",
    "PHONE",
    "RESPONSIVE_COMPACT",
    "Annotation",
    "ControlChartView",
    "CycleFlag",
    "Draft",
    "FlagKind",
    "Period",
    "PhaseLabel",
    "Reading",
    "Span",
    "Status",
    "assurance_icon",
    "control_chart",
    "data_table",
    "panel_svg",
    "panel_view",
    "panels_svg",
    "reading",
    "reading_icon",
    "responsive_charts",
    "responsive_svg",
    "shared_scale",
    "signal_icon",
    "svg",
]
