"""The themes of interviews by how often they came up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

import qi
from app.interviews.queries import ThemeCount
from charts.layouts import FULL, MEDIUM, PHONE
from charts.pareto import pareto_chart, pareto_of
from charts.svg import responsive_svg


def theme_chart(counts: Sequence[ThemeCount], link: Callable[[str], str]) -> Markup | None:
    """The Pareto chart of themes, each leading to its interviews; None without a theme."""
    if not counts:
        return None
    result = qi.pareto({each.name: each.count for each in counts})
    chart = pareto_of(
        result,
        title="themes, by the interviews in which they came up",
        hrefs={each.name: link(each.name) for each in counts},
    )
    drawn = [pareto_chart(chart, size=size) for size in (FULL, MEDIUM, PHONE)]
    return responsive_svg(drawn, uid="themes")
